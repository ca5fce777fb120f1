"""A take of somebody else's tempo and length brought to a plan: by its guide, beat or phrases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio import analysis
from studio.analysis.values import Hearing
from studio.composer import RATE, ScorePlan
from studio.composer.neural import Take
from studio.sync import align, anchor, attacks, bend, recut
from studio.sync.counting import NoFit
from studio.sync.resampling import resampled
from studio.sync.values import Piece, Target

_PLAIN = 0.55  # a beat as sure as this is one: music that has another tempo
_LATE = 0.2  # seconds by which a take may lag behind its guide
_ALIKE = 0.25  # from here on its attacks are the guide's
_SEAM = 0.03  # seconds over which the end of a loop becomes what leads into its start

Wave = NDArray[np.float32]
Found = tuple[tuple[Piece, ...], dict[str, float | str]]  # what is played, and how it was found


@dataclass(frozen=True, slots=True)
class Fitted:
    """A take brought to a plan: its sound, and how far it had to be brought."""

    sound: Wave  # (2, samples of the plan)
    facts: dict[str, float | str]


def fitted(plan: ScorePlan, take: Take, guide: Wave | None = None) -> Fitted:
    """A take at the plan's beats, drops and length; by its guide, where it kept to that."""
    sound = np.stack([resampled(channel, take.rate, RATE) for channel in take.samples])
    low = resampled(sound.mean(axis=0), RATE, analysis.RATE)
    pieces, facts = _guided(plan, guide, low) or _heard(plan, low)
    film = plan.samples / RATE
    out = bend.sound(sound.T, RATE, pieces, film)
    if plan.brief.loop or plan.brief.ending == "loop":
        _round(out, sound.T, pieces[0])
    else:
        bend.edges(out, RATE, fade=0.0)
    return Fitted(np.ascontiguousarray(out.T), facts)


def _guided(plan: ScorePlan, guide: Wave | None, low: Wave) -> Found | None:
    """By the guide: late by as much as its attacks are; None where they are others."""
    if guide is None:
        return None
    after = resampled(guide.mean(axis=0), RATE, analysis.RATE)
    late, alike = attacks.lag(after, low, analysis.RATE, most=_LATE)
    if alike < _ALIKE:
        return None
    found = anchor.followed(
        plan, lambda times: attacks.lags(after, low, analysis.RATE, times, about=late)
    )
    return found.pieces, {
        "by": "guide",
        "late": round(late, 3),
        "alike": round(alike, 3),
        "uneven": round(found.bend, 4),
        "joins": 0,
    }


def _heard(plan: ScorePlan, low: Wave) -> Found:
    """By what is heard in it: its beat, and where it has none its phrases."""
    heard = analysis.listen(low)
    try:
        return _strict(plan, heard, low)
    except NoFit:
        if heard.rhythm is not None and heard.rhythm.confidence >= _PLAIN:
            raise
        return _loose(plan, heard)


def _strict(plan: ScorePlan, heard: Hearing, low: Wave) -> Found:
    """By its beat: every bar of the plan is a bar of the take."""
    rhythm = heard.rhythm
    if rhythm is None:
        raise NoFit
    alike = None if heard.colours is None else recut.alikeness(heard.colours.astype(np.float64))
    first = rhythm.beats.index(rhythm.downbeats[0]) if rhythm.downbeats else 0
    times = 0.2 + 0.1 * np.arange(len(heard.loudness))
    found = anchor.anchored(
        plan,
        anchor.Song(
            duration=heard.duration,
            beats=attacks.sharpened(rhythm.beats, low, analysis.RATE),
            first=first,
            drops=tuple(drop.at for drop in heard.drops),
            loudness=tuple(zip(times.tolist(), heard.loudness.tolist(), strict=True)),
            bars=heard.bars,
            alike=alike,
        ),
    )
    return found.pieces, {
        "by": "beats",
        "heard_bpm": rhythm.bpm,
        "heard_seconds": round(heard.duration, 3),
        "speed": round(found.speed, 4),
        "uneven": round(found.bend, 4),
        "joins": found.joins,
    }


def _loose(plan: ScorePlan, heard: Hearing) -> Found:
    """Without a beat there is no grid to keep: phrases begin where the plan's sections do."""
    film = plan.samples / RATE
    drops = {drop / RATE for drop in plan.drops}
    starts = sorted({s.at / RATE for s in plan.sections if s.at} | drops)
    hero = min(drops, default=None)
    targets = [Target(at, 3.0 if at in drops else 1.0, hero=at == hero) for at in starts]
    song = align.free(heard.onsets, heard.phrases, [d.at for d in heard.drops], heard.duration)
    made = align.align(targets, song, film)
    if not made.pieces:
        raise NoFit
    return made.pieces, {
        "by": "phrases",
        "heard_seconds": round(heard.duration, 3),
        "met": made.after,
        "joins": len(made.pieces) - 1,
    }


def _round(out: Wave, song: Wave, first: Piece) -> None:
    """Lets the end of a loop become, in place, what leads into its start."""
    size = min(round(_SEAM * RATE), len(out) // 4, round(max(0.0, first.song_start) * RATE))
    if size < 2:
        return
    start = round(first.song_start * RATE)
    rise = (np.sin(np.linspace(0, np.pi / 2, size, dtype=np.float32)) ** 2)[:, None]
    out[-size:] = out[-size:] * (1 - rise) + song[start - size : start] * rise
