"""A sound that begins again without a seam: its first round, and the one that is repeated.

    first   [a ............ ]        again   [the end going over into the beginning, a .......]

Where its bar lines are known it goes from one to another, and the beat goes on.

Files are gone through block by block; memory does not grow with the sound.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.media.sound import RATE, Samples

_CROSS = 0.5  # seconds over which the end goes over into the beginning
_JOIN, _AHEAD = 0.020, 0.025  # seconds, at a bar line: how long, and how long before it
_BLOCK = RATE * 4
_SILENT = 1e-4
_BYTES = 8  # of one sample of both sides


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples of a raw file, from one to another."""

    file: Path
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first

    def part(self, first: int, last: int) -> Stretch:
        return Stretch(self.file, self.first + first, self.first + last)

    def blocks(self) -> Iterator[Samples]:
        for start in range(self.first, self.last, _BLOCK):
            count = min(_BLOCK, self.last - start)
            flat = np.fromfile(self.file, np.float32, count * 2, offset=start * _BYTES)
            yield flat.reshape(-1, 2)

    def samples(self) -> Samples:
        return np.concatenate([np.zeros((0, 2), np.float32), *self.blocks()])


@dataclass(frozen=True, slots=True)
class Round:
    """Which samples are played: from `begin` to `leave`, on from `enter` to `leave`, and again;
    over the first `cross` of a round what lies behind `leave` goes."""

    begin: int
    leave: int
    enter: int
    cross: int


def round_of(first: int, last: int, rate: int, turn: tuple[float, float] | None) -> Round:
    """The round of a sound that is heard from one sample to another; `turn` in seconds."""
    if turn is not None:
        ahead = min(_AHEAD, max(0.0, turn[0]))
        enter, leave = (round((at - ahead) * rate) for at in turn)
        cross = min(round(min(_JOIN, ahead) * rate), max(0, last - leave))
        if leave - enter > rate // 2:
            return Round(0, leave, enter, cross)
    cross = min(round(_CROSS * rate), (last - first) // 4)
    return Round(first, last - cross, first, cross)


def prepare(
    parts: Iterable[Samples], folder: Path, name: str, turn: tuple[float, float] | None = None
) -> tuple[str, str]:
    """The names of the two rounds' files in this folder."""
    raw = folder / f"{name}.raw"
    with raw.open("wb") as file:
        for part in parts:
            file.write(part.tobytes())
    whole = Stretch(raw, 0, raw.stat().st_size // _BYTES)
    bare = _bare(whole)
    turns = round_of(bare.first, bare.last, RATE, turn)
    leave, enter, cross = turns.leave, turns.enter, turns.cross
    first = whole.part(turns.begin, leave)
    over = _crossed(whole.part(leave, leave + cross), whole.part(enter, enter + cross))
    names = (f"{name}a.wav", f"{name}b.wav")
    _wav(folder / names[0], first.blocks(), first.count)
    rest = whole.part(enter + cross, leave)
    _wav(folder / names[1], _after(over, rest), len(over) + rest.count)
    raw.unlink()
    return names


def _bare(whole: Stretch) -> Stretch:
    """The sound less the silence at its ends, which encoders put there."""
    first, last, at = -1, 0, 0
    for block in whole.blocks():
        loud = np.flatnonzero(np.abs(block).max(axis=1) > _SILENT)
        if len(loud):
            first = at + int(loud[0]) if first < 0 else first
            last = at + int(loud[-1]) + 1
        at += len(block)
    return whole.part(first, last) if last - first > RATE // 5 and first >= 0 else whole


def _crossed(end: Stretch, beginning: Stretch) -> Samples:
    return crossed(end.samples(), beginning.samples())


def crossed(end: Samples, beginning: Samples) -> Samples:
    """One going as the other comes, at equal power."""
    share = (np.arange(len(end), dtype=np.float32) + 0.5)[:, None] / max(1, len(end))
    angle = share * (np.pi / 2)
    made = end * np.cos(angle) + beginning * np.sin(angle)
    return made.astype(np.float32)


def _after(over: Samples, rest: Stretch) -> Iterator[Samples]:
    yield over
    yield from rest.blocks()


def _wav(path: Path, parts: Iterable[Samples], count: int) -> None:
    size = count * _BYTES
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", min(size + 36, 0xFFFFFFFF), b"WAVE", b"fmt ", 16, 3, 2, RATE,
        RATE * _BYTES, _BYTES, 32,
    )  # fmt: skip
    with path.open("wb") as file:
        file.write(head + struct.pack("<4sI", b"data", min(size, 0xFFFFFFFF)))
        for part in parts:
            file.write(part.tobytes())
