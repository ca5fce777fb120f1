"""All that is heard as one filter graph: pieces cut, faded, moved to their time and added. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping

from studio.media import sound
from studio.renderer.graph import Graph
from studio.renderer.grid import RATE, stamp
from studio.renderer.heard import Heard

PREROLL = 0.15  # seconds decoded before a piece, for decoders that need to warm up
_COUNTED = "asetpts=N"  # samples are counted anew: whatever the file's own clock said
_WINDOW = 0.0178  # seconds by which `atempo` hurries: measured with beeps, clicks and noise
_MOST = 64.0  # times: what the limiter can turn up by before it limits
# Sound comes in pieces of a fiftieth of a second; with room for many of them, the threads that
# read, decode and encode wake each other less often, which is a twentieth of all the work
_ROOM = ("-thread_queue_size", "512")
_LARGE = "asetnsamples=n=8192:p=0"  # what follows is done for many samples at once
ALONE = ("-filter_complex_threads", "1")  # no filter here gains anything from a second thread


def mixed(
    pieces: tuple[Heard, ...],
    files: Mapping[str, str],
    shapes: Mapping[int, str],
    loops: Mapping[int, tuple[str, str]],
    *,
    total: int,
    gain: float = 0.0,
    limit: float | None = None,
    known: Container[str] = (),
) -> tuple[Graph, str]:
    """The graph of exactly `total` samples, and its label.

    `files`: staged names by source. `shapes`: by the piece's number a file of gains, 1000 a second.
    `loops`: by the piece's number the file of its first round and of the round that comes again.
    `known`: the sources whose own index says all about their sound.
    """
    graph = Graph()
    labels = []
    for number, one in enumerate(pieces):
        if number in loops:
            label = _looped(graph, one, *loops[number])
        else:
            label = _piece(graph, one, files[one.source], one.source in known)
        if number in shapes:
            label = _shaped(graph, label, shapes[number])
        delay = f"adelay={one.start}S:all=1" if one.start else "anull"
        labels.append(graph.chain(f"[{label}]", delay, "a"))
    whole = f"apad=whole_len={total},atrim=end_sample={total},{_COUNTED}"
    if not labels:
        silence = f"anullsrc=r={RATE}:cl=stereo,aformat=sample_fmts=fltp,"
        return graph, graph.chain("", silence + whole, "a")
    every = 10 ** (gain / 20)
    weights = [one.gain * (every if limit is None else 1.0) for one in pieces]
    top = [] if limit is None else _limited(every, limit)
    return graph, graph.chain(*_sum(labels, weights, [*top, whole]), "a")


def _sum(labels: list[str], weights: list[float], after: list[str]) -> tuple[str, str]:
    """Labels and filters that add up the pieces, each at its volume: one pass over the samples."""
    sources = "".join(f"[{label}]" for label in labels)
    if len(labels) == 1:
        loud = [] if weights[0] == 1.0 else [f"volume={weights[0]:.6f}:precision=float"]
        return sources, ",".join([*loud, *after])
    given = " ".join(f"{weight:.6f}" for weight in weights)
    options = f"inputs={len(labels)}:normalize=0:duration=longest:dropout_transition=0"
    return sources, ",".join([f"amix={options}:weights='{given}'", *after])


def _limited(gain: float, limit: float) -> list[str]:
    """The filters that turn the sum up or down, and hold what would pass the limit then."""
    level = 10 ** (limit / 20)
    inside = 1 / _MOST <= gain <= _MOST
    first = [] if inside else [f"volume={gain:.6f}:precision=float"]
    given = f"level_in={gain:.6f}:" if inside else ""
    return [*first, f"alimiter={given}limit={level:.6f}:level=0:attack=4:release=60:latency=1"]


def _piece(graph: Graph, one: Heard, file: str, known: bool) -> str:
    length = one.count * one.speed / RATE
    lead = 0.0 if one.reverse else min(one.place, PREROLL)
    early = _early(one.speed) if lead > _early(one.speed) else 0.0
    seek = one.place - lead
    options = ["-ss", stamp(seek)] if seek > 0 else ["-nofind_stream_info"] if known else []
    options += ["-t", stamp(length + lead + 0.3), *_ROOM]
    number = graph.input(file, *options)
    chain = [sound.filters(one.sound), _LARGE]
    if lead:
        # by the clock, not by counting: where a picture begins, ffmpeg leaves out the packet of
        # sound that begins before it
        chain.append(f"atrim=start={stamp(lead - early)},{_COUNTED}")
    if one.reverse:
        exact = round(length * RATE)
        chain.append(f"apad=whole_len={exact},atrim=end_sample={exact},{_COUNTED},areverse")
    return _finished(graph, one, f"[{number}:{one.sound.stream}]", chain, early=early)


def _looped(graph: Graph, one: Heard, first: str, again: str) -> str:
    one_time = graph.input(first)
    for_ever = graph.input(again, "-stream_loop", "-1")
    form = f"aformat=sample_fmts=fltp:sample_rates={RATE}:channel_layouts=stereo"
    chain = ["concat=n=2:v=0:a=1", form]
    return _finished(graph, one, f"[{one_time}:a][{for_ever}:a]", chain)


def _finished(
    graph: Graph, one: Heard, source: str, chain: list[str], *, early: float = 0.0
) -> str:
    """The piece at its speed, its exact length, with its fades; its volume is the sum's affair.

    `early`: seconds of the source that stand in front of the piece already.
    """
    late = round((_early(one.speed) - early) * RATE)
    chain = [*chain, *([f"adelay={late}S:all=1"] if late > 0 else []), *_tempo(one.speed)]
    chain.append(f"apad=whole_len={one.count},atrim=end_sample={one.count},{_COUNTED}")
    curve = "qsin" if one.crossing else "hsin"
    if one.fade_in:
        chain.append(f"afade=t=in:ss=0:ns={one.fade_in}:curve={curve}")
    if one.fade_out:
        # silent a moment before the end, so that the last frame of a film is silent indeed
        early = min(one.fade_out // 10, RATE // 30)
        start = max(0, one.count - one.fade_out)
        chain.append(f"afade=t=out:ss={start}:ns={one.fade_out - early}:curve={curve}")
    return graph.chain(source, ",".join(chain), "a")


def _tempi(speed: float) -> list[float]:
    """Faster or slower at the same pitch; the filter takes a half to a hundred at a time."""
    made = []
    while speed < 0.5:
        made.append(0.5)
        speed /= 0.5
    return [*made, speed] if abs(speed - 1) > 1e-6 else made


def _tempo(speed: float) -> list[str]:
    return [f"atempo={tempo:.6f}" for tempo in _tempi(speed)]


def _early(speed: float) -> float:
    """By how many seconds of its source a sound comes too early out of the filters above."""
    found, pace = 0.0, 1.0
    for tempo in _tempi(speed):
        found += _WINDOW * pace
        pace *= tempo
    return found


def _shaped(graph: Graph, label: str, file: str) -> str:
    """The piece times a curve of gains."""
    number = graph.input(file, "-f", "f32le", "-ar", "1000", "-ac", "1")
    wide = f"aresample={RATE},pan=stereo|c0=c0|c1=c0,aformat=sample_fmts=fltp"
    gains = graph.chain(f"[{number}:a]", wide, "a")
    return graph.chain(f"[{label}][{gains}]", "amultiply", "a")
