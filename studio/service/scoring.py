"""Music composed for cuts: the tempo that meets most of them, the drop on the heaviest, hits on
those that no tempo reaches."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio import brief as briefs
from studio import composer
from studio.brief import Brief
from studio.composer import meeting
from studio.service import hearing, seams, told
from studio.service.seams import Seam
from studio.sync import pulse, tempi
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.composer import ScorePlan
    from studio.planner import values as plan
    from studio.service.edit import Work

NEAR = 0.040  # seconds within which a cut counts as met
_EXACT = 0.003  # seconds; nearer to a beat nothing has to lean
_PLANNED = 12  # tempi that are tried
_REACH = 0.14  # how far from the tempo the genre would take, either way
_FARTHEST = 0.3  # … where far more cuts are met so
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
    end = shift + sound.duration / 1000
    lead = told.lead(tuple(cuts), end, step)
    free = lead is not None and step.hero < 0 and not step.which
    others = seams.rivals(tuple(cuts), end, lead) if free and lead is not None else ()
    made = scored(base, cuts, lead, shift=shift, others=others)
    work.do(
        op.ReplaceSound(target=sound.id, brief=briefs.encode(made.brief), name=facts.name(sound))
    )
    lead = next((cut for cut in (lead, *others) if cut and _met(made, cut.at - shift)), lead)
    work.told.append(_told(made, len(cuts), lead, work.lang))
    if seams.unseen(work.now, work.taken):
        work.told.append(say("sync.film_long", work.lang, minutes=round(hearing.FILM / 60)))


def scored(
    base: Brief, cuts: list[Seam], lead: Seam | None, *, shift: float = 0.0,
    others: tuple[Seam, ...] = (),
) -> Scored:  # fmt: skip
    """The brief with tempo, drop and hits for these cuts; `others`: cuts as good for the drop."""
    times = [(cut.at - shift, cut.weight) for cut in cuts]
    plain = composer.plan(base)
    calm = plain.energy < _CALM and not base.drops
    best: tuple[float, Brief, ScorePlan] | None = None
    for _, bpm, drop in _tried(plain, base, times, _landings(lead, others, shift, calm=calm)):
        tried = base if not drop else briefs.changed(base, drops=(round(drop * 1000, 3),))
        tried = tried if base.bpm else briefs.changed(tried, bpm=round(bpm, 2))
        planned = composer.plan(tried)
        worth = _worth(planned, times) - _dearer(planned.bpm / plain.bpm)
        if best is None or worth > best[0]:
            best = (worth, tried, planned)
    assert best is not None
    worth, chosen, planned = best
    if not base.bpm:  # said as it will sound
        plainly = briefs.changed(chosen, bpm=round(planned.bpm, 1))
        again = composer.plan(plainly)
        if _worth(again, times) - _dearer(again.bpm / plain.bpm) >= worth - 0.02:
            chosen, planned = plainly, again
    chosen = briefs.changed(chosen, hits=_hits(planned, times), leans=_leans(planned, times))
    return judged(chosen, composer.plan(chosen), [at for at, _ in times])


def _met(made: Scored, at: float) -> bool:
    return made.drop is not None and abs(made.drop - at) <= tempi.ON


def _landings(
    lead: Seam | None, others: tuple[Seam, ...], shift: float, *, calm: bool
) -> list[float]:
    """Where the drop may be, the likeliest first; 0 where none is wanted."""
    if lead is None or calm:
        return [0.0]
    return [cut.at - shift for cut in (lead, *others)]


def _tried(
    plain: ScorePlan, base: Brief, times: list[tuple[float, float]], landings: list[float]
) -> list[tuple[float, float, float]]:
    """The tempi and drops that are planned: worth, tempo, drop; the likeliest first."""
    if base.bpm:
        return [(0.0, base.bpm, drop) for drop in landings]
    swing = plain.swing if plain.swing_unit == 2 else 0.5
    rows = [(0.0, plain.bpm, landings[0])]
    for drop in landings:
        known = drop or (base.drops[0] / 1000 if base.drops else 0.0)
        found = tempi.likely(times, known, plain.bpm, (_REACH, _FARTHEST), swing=swing)
        rows += [(worth, bpm, drop) for bpm, worth in found]
    return sorted(rows, key=lambda row: -row[0])[:_PLANNED] + rows[:1]


def _dearer(ratio: float) -> float:
    return float(tempi.dearer(np.array([ratio]), (_REACH, _FARTHEST))[0])


def away(places: list[float], at: float) -> float:
    """How far a moment lies from the nearest of these places."""
    where = bisect.bisect(places, at)
    return min((abs(p - at) for p in places[max(0, where - 1) : where + 1]), default=9.9)


def _worth(planned: ScorePlan, times: list[tuple[float, float]]) -> float:
    """The share of cuts that are met; those by accents only count a little less."""
    missed = _missed(planned, times)
    total = sum(weight for _, weight in times) or 1.0
    return (total - sum(weight for _, weight in missed) + tempi.struck(missed)) / total


def _missed(planned: ScorePlan, times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    places = pulse.places(planned)
    drops = [drop / composer.RATE for drop in planned.drops]
    return [
        (at, weight)
        for at, weight in times
        if away(places, at) > tempi.ON and all(abs(at - d) >= tempi.ON for d in drops)
    ]


def _hits(planned: ScorePlan, times: list[tuple[float, float]]) -> tuple[float, ...]:
    """The cuts that the grid misses, in ms: the heaviest, and between them what a roll reaches."""
    missed = _missed(planned, times)
    strong = tempi.accents(missed)
    return tuple(round(at * 1000, 3) for at, _ in sorted(strong + tempi.taps(missed, strong)))


def _leans(planned: ScorePlan, times: list[tuple[float, float]]) -> tuple[float, ...]:
    """The cuts that the grid meets, in ms: what is struck there is struck on the very cut."""
    places = pulse.places(planned)
    return tuple(round(at * 1000, 3) for at, _ in times if _EXACT < away(places, at) <= tempi.ON)


def judged(brief: Brief, planned: ScorePlan, times: list[float]) -> Scored:
    """How many cuts the music of a plan meets: by its beats and eighths, by strokes, its drop."""
    places = pulse.places(planned)
    struck = sorted(
        [hit / composer.RATE for hit in meeting.struck(planned)]
        + [drop / composer.RATE for drop in planned.drops]
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
