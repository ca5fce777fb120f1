"""All that is heard as one filter graph: pieces cut, faded, moved to their time and added. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from studio.media import sound
from studio.renderer.graph import Graph
from studio.renderer.grid import RATE, stamp
from studio.renderer.heard import Heard

_PREROLL = 0.15  # seconds decoded before a piece, for decoders that need to warm up
_COUNTED = "asetpts=N"  # samples are counted anew: whatever the file's own clock said


def mixed(
    pieces: tuple[Heard, ...],
    files: Mapping[str, str],
    shapes: Mapping[int, str],
    loops: Mapping[int, tuple[str, str]],
    *,
    total: int,
    gain: float = 0.0,
    limit: float | None = None,
) -> tuple[Graph, str]:
    """The graph of exactly `total` samples, and its label.

    `files`: staged names by source. `shapes`: by the piece's number a file of gains, 1000 a second.
    `loops`: by the piece's number the file of its first round and of the round that comes again.
    """
    graph = Graph()
    labels = []
    for number, one in enumerate(pieces):
        if number in loops:
            label = _looped(graph, one, *loops[number])
        else:
            label = _piece(graph, one, files[one.source])
        if number in shapes:
            label = _shaped(graph, label, shapes[number])
        delay = f"adelay={one.start}S:all=1" if one.start else "anull"
        labels.append(graph.chain(f"[{label}]", delay, "a"))
    whole = f"apad=whole_len={total},atrim=end_sample={total},{_COUNTED}"
    return graph, graph.chain(f"[{_sum(graph, labels)}]", _mastered(gain, limit) + whole, "a")


def _sum(graph: Graph, labels: list[str]) -> str:
    if not labels:
        return graph.chain("", f"anullsrc=r={RATE}:cl=stereo,aformat=sample_fmts=fltp", "a")
    if len(labels) == 1:
        return labels[0]
    sources = "".join(f"[{label}]" for label in labels)
    options = f"inputs={len(labels)}:normalize=0:duration=longest:dropout_transition=0"
    return graph.chain(sources, f"amix={options}", "a")


def _mastered(gain: float, limit: float | None) -> str:
    made = f"volume={gain:.3f}dB:precision=float," if abs(gain) > 0.005 else ""
    if limit is not None:
        level = 10 ** (limit / 20)
        made += f"alimiter=limit={level:.6f}:level=0:attack=4:release=60:latency=1,"
    return made


def _piece(graph: Graph, one: Heard, file: str) -> str:
    length = one.count * one.speed / RATE
    lead = 0.0 if one.reverse else min(one.place, _PREROLL)
    seek = one.place - lead
    options = ["-ss", stamp(seek)] if seek > 0 else []
    options += ["-t", stamp(length + lead + 0.3)]
    number = graph.input(file, *options)
    chain = [sound.filters(one.sound)]
    if lead:
        chain.append(f"atrim=start_sample={round(lead * RATE)},{_COUNTED}")
    if one.reverse:
        exact = round(length * RATE)
        chain.append(f"apad=whole_len={exact},atrim=end_sample={exact},{_COUNTED},areverse")
    return _finished(graph, one, f"[{number}:{one.sound.stream}]", chain)


def _looped(graph: Graph, one: Heard, first: str, again: str) -> str:
    one_time = graph.input(first)
    for_ever = graph.input(again, "-stream_loop", "-1")
    form = f"aformat=sample_fmts=fltp:sample_rates={RATE}:channel_layouts=stereo"
    chain = ["concat=n=2:v=0:a=1", form]
    return _finished(graph, one, f"[{one_time}:a][{for_ever}:a]", chain)


def _finished(graph: Graph, one: Heard, source: str, chain: list[str]) -> str:
    """The piece at its speed, its exact length, its volume, with its fades."""
    chain = [*chain, *_tempo(one.speed)]
    chain.append(f"apad=whole_len={one.count},atrim=end_sample={one.count},{_COUNTED}")
    if one.gain != 1.0:
        chain.append(f"volume={one.gain:.6f}:precision=float")
    curve = "qsin" if one.crossing else "hsin"
    if one.fade_in:
        chain.append(f"afade=t=in:ss=0:ns={one.fade_in}:curve={curve}")
    if one.fade_out:
        # silent a moment before the end, so that the last frame of a film is silent indeed
        early = min(one.fade_out // 10, RATE // 30)
        start = max(0, one.count - one.fade_out)
        chain.append(f"afade=t=out:ss={start}:ns={one.fade_out - early}:curve={curve}")
    return graph.chain(source, ",".join(chain), "a")


def _tempo(speed: float) -> list[str]:
    """Faster or slower at the same pitch; the filter takes a half to a hundred at a time."""
    if abs(speed - 1) < 1e-6:
        return []
    made = []
    while speed < 0.5:
        made.append("atempo=0.5")
        speed /= 0.5
    return [*made, f"atempo={speed:.6f}"]


def _shaped(graph: Graph, label: str, file: str) -> str:
    """The piece times a curve of gains."""
    number = graph.input(file, "-f", "f32le", "-ar", "1000", "-ac", "1")
    wide = f"aresample={RATE},pan=stereo|c0=c0|c1=c0,aformat=sample_fmts=fltp"
    gains = graph.chain(f"[{number}:a]", wide, "a")
    return graph.chain(f"[{label}][{gains}]", "amultiply", "a")
