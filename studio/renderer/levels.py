"""What fades and ducks did to a sound, measured on the finished file.

The file is compared with the same sound as it would be without them: what else is in the mix does
not look like it, and drops out. Only the stretch that tells is decoded, a minute at most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.analysis import gains
from studio.analysis.spectrum import RATE as LOW
from studio.media.profile import STEP
from studio.renderer import mixing
from studio.renderer.gather import Facts
from studio.renderer.graph import Graph
from studio.renderer.grid import RATE, stamp
from studio.renderer.heard import Heard
from studio.renderer.make_sound import Sounding
from studio.renderer.workshop import Workshop

_SHORTEST = RATE * 3 // 10  # samples: a shorter fade only keeps a cut from clicking
_MOST = 60 * RATE  # samples that are listened to
_BEFORE = 3 * RATE  # samples before a fade, which show how loud it was
_HOP = 0.05  # seconds
_SLOPE = (-3.0, -20.0)  # dB beside the usual between which a fade's slope is measured
_LEAST = 3  # places that make a level

Level = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levels:
    """The slope of the fade at the end in dB a second; by how many dB music makes room."""

    fade: float | None = None
    duck: float | None = None


def measured(sound: Sounding, facts: Facts, finished: Path, shop: Workshop) -> Levels:
    """What the file lets hear of its fade and its duck, where there are any."""
    pieces, ducks = sound.mix.pieces, sound.mix.ducks
    fade = duck = None
    if sound.measured is None or sound.measured.peak is None:  # none in it, or silence
        return Levels()
    fading = [n for n, one in enumerate(pieces) if one.fade_out >= _SHORTEST and not one.crossing]
    if fading:
        last = max(fading, key=lambda n: (pieces[n].end, not pieces[n].own, pieces[n].count))
        fade = _fade(_Listening(sound, facts, finished, shop, last))
    if ducks:
        duck = _duck(_Listening(sound, facts, finished, shop, min(ducks)))
    return Levels(fade, duck)


@dataclass(frozen=True, slots=True)
class _Listening:
    """One piece of the mix, and the finished file that it is looked for in."""

    sound: Sounding
    facts: Facts
    finished: Path
    shop: Workshop
    number: int

    @property
    def piece(self) -> Heard:
        return self.sound.mix.pieces[self.number]

    def level(self, first: int, last: int) -> Level:
        """The piece's level in the mix in dB every _HOP, between two of its own samples."""
        graph, dry = self._dry(first, last)
        start = (self.piece.start + first) / RATE
        lead = min(start, mixing.PREROLL)
        ours = ("-nofind_stream_info",) * (self.finished.suffix == ".mp4")  # its index says all
        seek = ("-ss", stamp(start - lead)) if start > lead else ()
        number = graph.input(self.finished.name, *ours, "-vn", *seek)
        wide = f"aresample={RATE},aformat=sample_fmts=fltp:channel_layouts=stereo"
        wide += f",atrim=start={stamp(lead)},asetpts=N"
        mono = "pan=mono|c0=0.5*c0+0.5*c1"
        exact = f"apad=whole_len={last - first},atrim=end_sample={last - first},asetpts=N"
        mix = graph.chain(f"[{number}:a:0]", f"{wide},{mono},{exact}", "a")
        part = graph.chain(f"[{dry}]", mono, "a")
        both = graph.chain(
            f"[{mix}][{part}]",
            f"join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR,aresample={LOW}",
            "a",
        )
        heard: list[bytes] = []
        self.shop.listen(
            [*graph.arguments, *mixing.ALONE, "-filter_complex", graph.script, "-map", f"[{both}]",
             "-f", "f32le", "pipe:1"],
            heard.append,
        )  # fmt: skip
        raw = b"".join(heard)
        pairs = np.frombuffer(raw[: len(raw) // 8 * 8], np.float32).reshape(-1, 2)
        gain = gains.over_time(pairs[:, 0], pairs[:, 1], step=_HOP, window=_HOP)
        level: Level = 20 * np.log10(np.maximum(gain.astype(np.float64), 1e-4))
        return level

    def _dry(self, first: int, last: int) -> tuple[Graph, str]:
        """The piece between two of its samples, as loud as its file is."""
        one = replace(self.piece, start=0, gain=1.0, curve=(), fade_in=0, fade_out=0)
        files, loops = self.facts.names, self.sound.loops
        count = last - first
        if self.number in loops or one.speed != 1.0 or one.reverse:
            whole = replace(one, count=last)
            again = {0: loops[self.number]} if self.number in loops else {}
            graph, label = mixing.mixed((whole,), files, {}, again, total=last)
            cut = f"atrim=start_sample={first},asetpts=N"
            return graph, graph.chain(f"[{label}]", cut, "a")
        there = replace(one, place=one.place + first / RATE, count=count)
        return mixing.mixed((there,), files, {}, {}, total=count)


def _fade(here: _Listening) -> float | None:
    """How fast the sound goes down at its end: the slope from where that is heard to where it is
    lost in what else there is."""
    one = here.piece
    begins = max(0, one.count - one.fade_out)
    first = max(0, begins - _BEFORE, one.count - _MOST)
    level = here.level(first, one.count)
    known = level[np.isfinite(level)]
    if len(known) < 2 * _LEAST:
        return None
    down = level - float(np.percentile(known, 90))
    starts = int((begins - first) / RATE / _HOP)
    high, low = (_passed(down, place, starts) for place in _SLOPE)
    if high is None or low is None or low <= high:
        return None
    return round((_SLOPE[1] - _SLOPE[0]) / (low - high), 1)


def _passed(level: Level, place: float, starts: int) -> float | None:
    """The seconds at which the level goes below this for good, from one step to the next."""
    above = np.flatnonzero(level[starts:] > place)
    if not len(above):
        return None
    last = starts + int(above[-1])
    if last + 1 >= len(level) or not np.isfinite(level[last + 1]):
        return None
    share = (level[last] - place) / max(1e-6, level[last] - level[last + 1])
    return float(last + share) * _HOP


def _duck(here: _Listening) -> float | None:
    """By how much the sound goes down where it makes room: the middle of there and elsewhere."""
    one, gain = here.piece, here.sound.mix.ducks[here.number]
    down = gain <= float(gain.min()) * 1.02
    up = gain >= 0.99
    steps = np.arange(len(gain)) * STEP
    inside = (steps >= one.fade_in) & (steps < one.count - one.fade_out)
    if not (up & inside).any() or not (down & inside).any():
        return None
    turn = int(np.flatnonzero(down & inside)[0])
    near = int(np.abs(np.flatnonzero(up & inside) - turn).min())
    first = max(0, min((turn - near) * STEP - _MOST // 4, one.count - _MOST))
    last = min(one.count, first + _MOST)
    level = here.level(first, last)
    at = ((np.arange(len(level)) + 0.5) * _HOP * RATE + first).astype(np.int64) // STEP
    at = np.minimum(at, len(gain) - 1)
    known = np.isfinite(level) & inside[at]
    low, high = level[known & down[at]], level[known & up[at]]
    if len(low) < _LEAST or len(high) < _LEAST:
        return None
    return round(float(np.median(high) - np.median(low)), 1)
