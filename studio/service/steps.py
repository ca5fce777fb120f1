"""What a message asked for, step by step; a step that fails stops none but those that need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from studio import timeline
from studio.planner import values as plan
from studio.service import arrivals, earlier, failing, timelines, wishes
from studio.service.work import Work, settle
from studio.timeline import facts, history
from studio.timeline import operations as op
from studio.timeline.history import History
from studio.words import say

_NAMING = ("target", "targets", "order")  # the fields that name things on the timeline


def carry_out(work: Work, steps: Iterable[plan.Step]) -> None:
    """Does every step that can be done; those that cannot are named, with the reason."""
    wanted = tuple(steps)
    failed = False
    for step in wanted:
        name = str(step.__struct_config__.tag)
        if failed and _needs_what_failed(work, step):
            failing.left_out(work, name)
        elif not failing.tried(work, partial(_do, work, step), name=name, alone=len(wanted) == 1):
            failed = True


def _needs_what_failed(work: Work, step: plan.Step) -> bool:
    """Whether a step makes no sense once an earlier one was not done.

    Going back would undo something else than was meant; and what is not there cannot be changed.
    """
    if isinstance(step, plan.Undo | plan.Redo | plan.Restore):
        return True
    named: set[str] = set()
    for field in _NAMING:
        value = getattr(step, field, ())
        named |= {value} if isinstance(value, str) else set(value)
    there = {segment.id for _, segment in facts.every(work.now)}
    return not named - {""} <= there


def _do(work: Work, step: plan.Step) -> None:
    match step:
        case op.Operation():
            work.do(step)
        case plan.Begin():
            earlier.begin(work, arrivals.new(work))
        case plan.Return():
            earlier.go_back(work, step)
        case plan.Undo(count=count):
            _walk(work, lambda found: history.undo(found, count))
        case plan.Redo(count=count):
            _walk(work, lambda found: history.redo(found, count))
        case plan.Restore(version=version):
            there = work.now
            _walk(work, lambda found: earlier.restored(found, version, work.mind))
            if version == 1 and work.now == there and there.tracks:
                work.told.append(say("service.first_already", work.lang))
        case plan.ShowTimeline(changes=True):
            from studio.service import lately

            lately.carry_out(work)
        case plan.ShowTimeline():
            materials = [one.material for one in work.taken.values()]
            work.told.append(timeline.summary(work.now, materials, work.lang))
        case plan.ShowReceipt():
            from studio.service import measured

            measured.carry_out(work)
        case plan.Mood():
            from studio.service import moods

            moods.carry_out(work, step)
        case plan.Pieces():
            from studio.service import pieces

            pieces.carry_out(work, step)
        case plan.Takes():
            from studio.service import takes

            takes.carry_out(work, step)
        case plan.Sync():
            from studio.service import sync  # with the array library: only where it is wanted

            sync.carry_out(work, step)
        case plan.Stretch():
            from studio.service import stretching

            stretching.carry_out(work, step)
        case plan.Drops():
            from studio.service import drops_said

            drops_said.carry_out(work, step)
        case plan.PartLevel():
            from studio.service import part_levels

            part_levels.carry_out(work, step)
        case plan.AtPart():
            from studio.service import titles_at_parts

            titles_at_parts.carry_out(work, step)
        case plan.Pace():
            from studio.service import repacing

            repacing.carry_out(work, step)
        case plan.Shots():
            from studio.service import shots

            shots.carry_out(work, step)
        case plan.Sung():
            from studio.service import subtitles

            subtitles.shown_again(work)
        case plan.Render():
            said = {"format": step.format, "quality": step.quality, "height": step.height}
            _wish(work, said)
        case plan.JustMusic():
            _wish(work, {"format": step.format, "only": "music"})
        case _:
            work.told.append(say("service.not_here", work.lang))


def _walk(work: Work, how: Callable[[History], History]) -> None:
    """Goes back or forward among the versions; edits made before in this turn are kept first."""
    settle(work)
    found = how(timelines.whole(work.studio, work.session, work.mind))
    earlier.follow(work, found)
    work.now = found.now
    if found.at > work.top:  # an older one, brought back as the newest
        settle(work)
    else:
        work.mind = msgspec.structs.replace(work.mind, at=found.at, undone=found.undone)
        work.kept = found.now
        work.session = timelines.keep_mind(work.session, work.mind)
        work.studio.store.commit(work.session, None)


def _wish(work: Work, said: dict[str, Any]) -> None:
    """Notes what the next export is to be, beside what was wished before; it can be had now.

    Where there is nothing but music, "the music alone" is what there is and no wish for later:
    whoever adds a video after that wants to see it.
    """
    wish = wishes.remembered(work.mind.wish, said)
    if not said.get("only") or facts.clips(work.now) or facts.titles(work.now):
        work.mind = msgspec.structs.replace(work.mind, wish=wish)
    work.told.append(say("service.export_ready", work.lang, what=wishes.spoken(wish, work.lang)))
