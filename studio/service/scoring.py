"""Music composed for cuts: the tempo that meets most of them, the drop on the heaviest, hits on
those that no tempo reaches."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio import brief as briefs
from studio import composer
from studio.brief import Brief
from studio.service import hearing, seams, told
from studio.service.seams import Seam
from studio.sync import pulse
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.composer import ScorePlan
    from studio.planner import values as plan
    from studio.service.edit import Work

NEAR = 0.040  # seconds within which a cut counts as met
_NO_HIT = 0.025  # a cut this near to the grid needs no hit
_APART = 0.30  # seconds between two hits
_TEMPI = 24  # how many are tried
_REACH = 0.14  # how far from the tempo the genre would take, either way
_CALM = 0.3  # energy below which nothing drops


@dataclass(frozen=True, slots=True)
class Scored:
    """A brief for these cuts, and how many of them its music meets."""

    brief: Brief
    bpm: float
    drop: float | None  # seconds
    grid: float  # share of cuts met by beats and eighths
    met: float  # share of cuts met by beats, eighths, hits and the drop


def carry_out(work: Work, sound: Sound, step: plan.Sync) -> None:
    """Has the music composed anew for the film's cuts, and tells what it will meet."""
    wanted = facts.brief(sound)
    assert wanted is not None
    base = briefs.changed(briefs.decode(wanted), length_ms=float(sound.duration))
    if step.bpm:
        base = briefs.changed(base, bpm=step.bpm)
    shift = sound.start / 1000
    seen = seams.found(work.studio, work.now, work.taken)
    known = told.cuts(seen, step, work.now, seams.rate(work.now, work.taken))
    cuts = [s for s in known if s.at > shift + 0.05]
    if not cuts:
        work.told.append(say("sync.composed_free", work.lang))
        return
    lead = told.lead(tuple(cuts), shift + sound.duration / 1000, step)
    made = scored(base, cuts, lead, shift=shift)
    work.do(
        op.ReplaceSound(target=sound.id, brief=briefs.encode(made.brief), name=facts.name(sound))
    )
    work.told.append(_told(made, len(cuts), lead, work.lang))
    if seams.unseen(work.now, work.taken):
        work.told.append(say("sync.film_long", work.lang, minutes=round(hearing.FILM / 60)))


def scored(base: Brief, cuts: list[Seam], lead: Seam | None, *, shift: float = 0.0) -> Scored:
    """The brief with tempo, drop and hits for these cuts."""
    times = [(cut.at - shift, cut.weight) for cut in cuts]
    plain = composer.plan(base)
    calm = plain.energy < _CALM and not base.drops
    if lead is not None and not calm:
        base = briefs.changed(base, drops=(round((lead.at - shift) * 1000, 3),))
    tempi = [base.bpm] if base.bpm else _tempi(plain.bpm, base)
    best: tuple[float, Brief, ScorePlan] | None = None
    for bpm in tempi:
        tried = briefs.changed(base, bpm=round(bpm, 2))
        planned = composer.plan(tried)
        worth = _worth(planned, times) - 0.25 * abs(planned.bpm / plain.bpm - 1)
        if best is None or worth > best[0]:
            best = (worth, tried, planned)
    assert best is not None
    worth, chosen, planned = best
    if not base.bpm:  # said as it will sound
        plainly = briefs.changed(chosen, bpm=round(planned.bpm, 1))
        if _worth(again := composer.plan(plainly), times) >= worth - 0.05:
            chosen, planned = plainly, again
    chosen = briefs.changed(chosen, hits=_hits(planned, times))
    return _judged(chosen, composer.plan(chosen), [at for at, _ in times])


def _tempi(middle: float, base: Brief) -> list[float]:
    """The tempi that are tried, around the one that the genre and the mood would take."""
    step = 2 * _REACH / (_TEMPI - 1)
    return [middle * (1 - _REACH + step * n) for n in range(_TEMPI)]


def away(places: list[float], at: float) -> float:
    """How far a moment lies from the nearest of these places."""
    where = bisect.bisect(places, at)
    return min((abs(p - at) for p in places[max(0, where - 1) : where + 1]), default=9.9)


def _worth(planned: ScorePlan, times: list[tuple[float, float]]) -> float:
    places = pulse.places(planned)
    total = sum(weight for _, weight in times) or 1.0
    return sum(weight for at, weight in times if away(places, at) <= _NO_HIT) / total


def _hits(planned: ScorePlan, times: list[tuple[float, float]]) -> tuple[float, ...]:
    """The cuts that the grid misses, in ms: the heavier first, none too close to another."""
    places = pulse.places(planned)
    drops = [drop / composer.RATE for drop in planned.drops]
    kept: list[float] = []
    for at, _ in sorted(times, key=lambda row: -row[1]):
        if away(places, at) <= _NO_HIT or any(abs(at - d) < _NO_HIT for d in drops):
            continue
        if all(abs(at - k) >= _APART for k in kept):
            kept.append(at)
    return tuple(round(at * 1000, 3) for at in sorted(kept))


def _judged(brief: Brief, planned: ScorePlan, times: list[float]) -> Scored:
    places = pulse.places(planned)
    struck = sorted(
        [hit / composer.RATE for hit in planned.hits] + [d / composer.RATE for d in planned.drops]
    )
    on_grid = [away(places, at) <= NEAR for at in times]
    met = [ok or away(struck, at) <= NEAR for ok, at in zip(on_grid, times, strict=True)]
    drop = planned.drops[0] / composer.RATE if planned.drops else None
    count = len(times) or 1
    return Scored(brief, planned.bpm, drop, sum(on_grid) / count, sum(met) / count)


def _told(made: Scored, count: int, lead: Seam | None, lang: Lang) -> str:
    from studio.service.sync import moment, percent

    values = {
        "count": count, "bpm": f"{made.bpm:.4g}", "met": round(made.met * count),
        "after": percent(made.met), "before": percent(made.grid),
    }  # fmt: skip
    if made.drop is None or lead is None:
        return say("sync.composed_plain", lang, **values)
    return say("sync.composed", lang, cut=moment(lead.at), **values)
