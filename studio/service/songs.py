"""The music of a timeline as one sound, the way it lies there: what a picture can follow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from studio.service.intake import Taken
from studio.timeline import facts
from studio.timeline.model import Sound, Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.analysis.values import Hearing


_SILENT = 1e-4


def leading(timeline: Timeline) -> tuple[Sound, ...]:
    """The sounds that a picture follows: the music, or whatever is heard where there is none."""
    sounds = [sound for sound in facts.sounds(timeline) if sound.source and sound.gain > 0]
    return tuple([s for s in sounds if s.role == "music"] or sounds)


def signature(timeline: Timeline, taken: Mapping[str, Taken], start: int, end: int) -> str:
    """What this stretch of music is, as a short text: the same for the same sound, however loud."""
    rows = [
        (taken[s.source].stock.digest, s.start, s.duration, s.in_point, s.speed, s.loop)
        + ((facts.turn(s),) if facts.turn(s) else ())
        for s in leading(timeline)
        if s.source in taken
    ]
    said = drops(timeline, start, end)
    heard = [rows, start, end] if said is None else [rows, start, end, said]
    return hashlib.sha256(json.dumps(heard).encode()).hexdigest()


def drops(timeline: Timeline, start: int, end: int) -> tuple[float, ...] | None:
    """Where the user hears drops between these moments, seconds from the first; None: nobody said.

    A song that says nothing of its own goes without, where another one does.
    """
    told = [(sound, facts.drops(sound)) for sound in leading(timeline)]
    if all(places is None for _, places in told):
        return None
    found = set()
    for sound, places in told:
        for place in places or ():
            at = sound.start + (place - sound.in_point) / sound.speed
            if sound.start - 1 <= at < facts.end(sound) and start - 1 <= at < end:
                found.add(max(0.0, (at - start) / 1000))
    return tuple(sorted(found))


def with_drops(heard: Hearing, told: tuple[float, ...] | None) -> Hearing:
    """What was heard, with the drops where the user hears them."""
    from dataclasses import replace

    from studio.analysis.values import Drop

    return heard if told is None else replace(heard, drops=tuple(Drop(at, 1.0) for at in told))


Row = tuple[str, bytes, int, int, int, float, bool, "tuple[int, int] | None"]


def pieces(timeline: Timeline, taken: Mapping[str, Taken], data: Path) -> tuple[Row, ...]:
    """What has to be read to hear it: plain values that can go to another process."""
    import msgspec

    found = []
    for sound in leading(timeline):
        one = taken.get(sound.source)
        if one is None:
            continue
        found.append(
            (
                str(data / one.stock.path), msgspec.json.encode(one.material), sound.start,
                sound.duration, sound.in_point, sound.speed, sound.loop, facts.turn(sound),
            )
        )  # fmt: skip
    return tuple(found)


def mono(rows: tuple[Row, ...], start: int, end: int) -> NDArray[np.float32]:
    """The music between these moments (ms), mixed to one channel at the rate of the analysis."""
    import msgspec
    import numpy as np

    from studio.analysis import RATE
    from studio.media import probing
    from studio.media.mono import mono as decoded
    from studio.timeline.model import Material

    whole = np.zeros(round((end - start) * RATE / 1000), np.float32)
    for path, plain, begins, lasts, skipped, speed, loop, turn in rows:
        if begins >= end or begins + lasts <= start:
            continue
        material = msgspec.json.decode(plain, type=Material)
        probe = probing.known(material) or probing.probe(Path(path))
        needed = lasts * speed / 1000
        heard = decoded(Path(path), probe, rate=RATE, start=skipped / 1000, length=needed)
        if loop and RATE // 5 < len(heard) < needed * RATE - 1:
            turns = ((turn[0] - skipped) / 1000, (turn[1] - skipped) / 1000) if turn else None
            heard = _again(heard, round(needed * RATE), RATE, turns)
        if speed != 1.0 and len(heard):
            at = np.arange(round(len(heard) / speed)) * speed
            heard = np.interp(at, np.arange(len(heard)), heard).astype(np.float32)
        first = round((begins - start) * RATE / 1000)
        heard = heard[max(0, -first) :]
        first = max(0, first)
        span = min(len(heard), len(whole) - first)
        if span > 0:
            whole[first : first + span] += heard[:span]
    return whole


def _again(
    heard: NDArray[np.float32], count: int, rate: int, turn: tuple[float, float] | None
) -> NDArray[np.float32]:
    """A sound that begins again and again, as it is rendered."""
    import numpy as np

    from studio.renderer import loops

    loud = np.flatnonzero(np.abs(heard) > _SILENT)
    first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(heard))
    it = loops.round_of(first, last, rate, turn)
    ends, begins = (heard[at : at + it.cross, None] for at in (it.leave, it.enter))
    again = [loops.crossed(ends, begins)[:, 0], heard[it.enter + it.cross : it.leave]]
    turns = count // max(1, it.leave - it.enter) + 1
    return np.concatenate([heard[it.begin : it.leave], *(again * turns)])[:count]
