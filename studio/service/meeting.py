"""Music that met the cuts goes on meeting them: fitted or composed anew when the picture changed.

Who had a song brought to the cuts and then trims the film wants both; so does who puts another song
in its place. Music that was moved by hand since, or that never met the cuts, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.planner import values as plan
from studio.service import failing
from studio.service.work import Work
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Clip, Sound, Timeline
from studio.words import say

if TYPE_CHECKING:
    from studio.service.told import Asked

_WALKS = plan.Undo | plan.Redo | plan.Restore | plan.Begin | plan.Return
_OTHERWISE = plan.Sync | plan.Shots | plan.Pace | plan.Stretch  # cuts and music brought together
_NEAR = 5  # ms between a cut now and then, that are one
_HIT = 25  # ms from a cut at which music was composed for it


def at_last(steps: tuple[plan.Step, ...]) -> tuple[plan.Step, ...]:
    """The steps, with what brings music to the cuts behind what moves these: nobody who says "sync
    it, then trim it" wants the cuts met that are gone then."""
    if any(isinstance(step, _WALKS) for step in steps):
        return steps
    moves = [n for n, step in enumerate(steps) if isinstance(step, op.PictureEdit)]
    syncs = [n for n, step in enumerate(steps) if isinstance(step, plan.Sync)]
    late = [n for n in syncs if moves and n < moves[-1]]
    if not late:
        return steps
    last = moves[-1] + 1
    kept = [step for n, step in enumerate(steps[:last]) if n not in late]
    return (*kept, *(steps[n] for n in late), *steps[last:])


def keep_up(work: Work, steps: Iterable[plan.Step]) -> None:
    """Has music meet the cuts again that met them before this message, and says so."""
    if work.begun or work.now is work.before:
        return
    if any(isinstance(step, _WALKS | _OTHERWISE) for step in steps):
        return
    failing.tried(work, lambda: _all_kept_up(work), name="sync")


def _all_kept_up(work: Work) -> None:
    before, now = facts.music(work.before), facts.music(work.now)
    for old in before:
        alone = len(before) == len(now) == 1
        new = next((one for one in now if one.id == old.id), now[0] if alone else None)
        if new is not None and not _by_hand(work, new) and facts.clips(work.now):
            _kept_up(work, old, new)


def _by_hand(work: Work, sound: Sound) -> bool:
    """Whether this message placed the music itself."""
    placed = [done for done in work.done if done.get("op") in ("place-sound", "loop")]
    return any(sound.id in (done.get("target"), *done.get("targets", ())) for done in placed)


def _kept_up(work: Work, old: Sound, new: Sound) -> None:
    notes = _notes(work, old)
    same = _layout(work.before) == _layout(work.now)
    if facts.brief(old) is not None and facts.brief(new) is not None:
        if not same and _composed_for(work, old):
            from studio.service import scoring

            work.told.append(say("sync.composed_again", work.lang))
            lead = _carried(work, _drop(old))
            scoring.carry_out(work, new, plan.Sync(target=new.id, hero=lead))
        return
    other = facts.song(new) != facts.song(old)
    if notes is None or facts.brief(new) is not None or (same and not other):
        return
    if not _holds(work, work.before, old, notes):
        return
    if not other and _holds(work, work.now, new, notes):
        return
    from studio.service import sync

    work.told.append(say("sync.instead" if other else "sync.again", work.lang))
    photos = not same and all(facts.endless(clip) for clip in facts.clips(work.now))
    sync.fitted(work, new, _asked(work, notes, other=other), kept=photos)


def _notes(work: Work, sound: Sound) -> dict[str, Any] | None:
    """What is known of the fit that this sound is."""
    one = work.taken.get(sound.source)
    found = one.material.metadata.get("sync") if one is not None else None
    return found if isinstance(found, dict) else None


def _layout(timeline: Timeline) -> list[tuple[object, ...]]:
    """Where which part of which file is seen: all that moves a cut."""
    return [
        (c.source, c.start, c.duration, c.in_point, c.speed, c.reverse, c.crossfade)
        for c in facts.clips(timeline)
    ]


def _holds(work: Work, film: Timeline, sound: Sound, notes: Mapping[str, Any]) -> bool:
    """Whether a song lies as it was fitted, under the cuts that it was fitted to."""
    from studio.service import seams, told

    whole = work.taken[sound.source].material.duration
    carried = sound.start - notes.get("start", sound.start)  # with the picture, or by hand
    if sound.in_point or sound.speed != 1:
        return False
    if abs(sound.start + whole - facts.picture_end(film)) > 10 * _NEAR:
        return False
    seen = seams.found(work.studio, film, work.taken)
    cuts = told.cuts(seen, told.known(notes), film, seams.rate(film, work.taken))
    now = [round(cut.at * 1000) for cut in cuts if cut.at > sound.start / 1000 + 0.05]
    then = [round(at * 1000) + carried for at in notes.get("cuts", ())]
    return len(now) == len(then) and all(
        abs(a - b) <= _NEAR for a, b in zip(now, then, strict=True)
    )


def _asked(work: Work, notes: Mapping[str, Any], *, other: bool) -> Asked:
    """What was asked of the fit, at the times of the film as it is now; of the cuts alone, where
    the song is another one."""
    from studio.service import told

    said = told.known(notes)
    if other:
        said = told.Asked(cuts=said.cuts, whole=said.whole, still=said.still)
    cuts = tuple(at for one in said.cuts if (at := _carried(work, one)) >= 0)
    hero = -1 if notes.get("hero") is None else round(notes["hero"] * 1000)
    return replace(said, cuts=cuts, hero=_carried(work, hero), which=0, slack=-1)


def _carried(work: Work, at: int) -> int:
    """When that is seen now which was seen at this time before this message; -1 for never."""
    for old in facts.clips(work.before):
        if not old.start <= at < facts.end(old):
            continue
        shown = old.in_point + (at - old.start) * old.speed
        row = [one for one in facts.clips(work.now) if one.source == old.source]
        for new in sorted(row, key=lambda one: one.id != old.id):
            there = _seen_at(new, old, shown)
            if new.start <= there < facts.end(new):
                return there
    return -1


def _seen_at(new: Clip, old: Clip, shown: float) -> int:
    if new.reverse != old.reverse:
        return -1
    return new.start + round((shown - new.in_point) / new.speed)


def _composed_for(work: Work, sound: Sound) -> bool:
    """Whether music was composed for the cuts as they were before this message."""
    struck = [at + sound.start for at in _struck(facts.brief(sound) or {})]
    if not struck:
        return False
    from studio.service import seams

    cuts = [cut.at * 1000 for cut in seams.found(work.studio, work.before, work.taken)]
    return all(min((abs(at - cut) for cut in cuts), default=1e9) <= _HIT for at in struck)


def _struck(brief: Mapping[str, Any]) -> list[float]:
    return [float(at) for key in ("drops", "hits", "leans") for at in brief.get(key) or ()]


def _drop(sound: Sound) -> int:
    drops = (facts.brief(sound) or {}).get("drops") or ()
    return sound.start + round(float(drops[0])) if drops else -1
