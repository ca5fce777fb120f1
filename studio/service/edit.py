"""A message becomes an edit: gather what is known, have it understood, carry it out, tell.

What can be done is done and kept, also where a part is refused or breaks, or a question goes back:
nobody loses an edit to a question, nor to the edit beside it.
"""

from __future__ import annotations

import logging

import msgspec

from studio import planner, timeline
from studio.planner import values as plan
from studio.service import arrivals, meeting, model, pending, resung, steps, timelines, uncovering
from studio.service.credits import Bill
from studio.service.stage import Stage
from studio.service.studio import ModelSettings, Studio
from studio.service.work import Work, gathered, keep
from studio.store import Session, Turn
from studio.timeline import clock, facts
from studio.timeline.history import History
from studio.timeline.model import Material, Timeline, VideoTrack
from studio.words import Lang, say

__all__ = ["Work", "carry_out"]

log = logging.getLogger("studio.edit")
_MANY = 6  # sentences about clips that one step back would make; more say less


def carry_out(
    studio: Studio, session: Session, turn: Turn, *, stage: Stage, bill: Bill, lang: Lang
) -> None:
    """Answers a message, with whatever it changes kept before it is told."""
    bill.reserve(studio.contract.prices["say"])
    work = gathered(studio, session, turn, stage, lang)
    understood = _understood(work)
    work.mind = msgspec.structs.replace(work.mind, planner=understood.memory)
    wanted = meeting.at_last(plan.joined(understood.steps))
    steps.carry_out(work, (step for step in wanted if not isinstance(step, plan.AtPart)))
    if pending.lay_subtitles(work) and not understood.steps:
        understood = msgspec.structs.replace(understood, question=None)
    meeting.keep_up(work, understood.steps)
    pending.compose(work, bill)
    pending.change_on_beats(work)
    steps.carry_out(work, (step for step in wanted if isinstance(step, plan.AtPart)))
    resung.follow(work, understood.steps)
    pending.paint(work)
    uncovering.follow(work)
    arrivals.note(work, understood.steps)
    asked = (understood.question or work.asked) is not None
    nothing = not understood.steps or (work.asked is not None and work.now == work.before)
    work.mind = msgspec.structs.replace(work.mind, asked=asked and nothing)
    keep(work)
    if work.now == work.before:
        bill.waive()
    walked = any(isinstance(s, plan.Undo | plan.Redo | plan.Restore) for s in understood.steps)
    _tell(work, understood, walked=walked)


def _understood(work: Work) -> plan.Understanding:
    """The message's steps; where reading it breaks, that, and nothing is changed."""
    try:
        return _read(work)
    except Exception:
        mark = work.turn.id[-8:]
        log.exception("a message could not be read", extra={"turn": work.turn.id})
        question = plan.Question(text=say("service.unreadable", work.lang, mark=mark))
        return plan.Understanding(question=question, memory=work.mind.planner)


def _read(work: Work) -> plan.Understanding:
    """The message's steps. The whole history is read only where the message walks in it."""

    came = arrivals.new(work)

    def read(history: History | None) -> plan.Understanding:
        return planner.understand(
            work.turn.text,
            timeline=work.now,
            materials=_offered(work),
            memory=work.mind.planner,
            lang=work.lang,
            history=history,
            arrived=came,
            earlier=tuple(film.name for film in work.mind.films),
        )

    understood = read(None)
    walks = any(isinstance(step, plan.Undo | plan.Redo | plan.Restore) for step in understood.steps)
    if walks or understood.past:
        return read(timelines.whole(work.studio, work.session, work.mind))
    settings = work.studio.settings.model
    if settings is not None and understood.unread and not understood.steps:
        return _with_a_model(work, settings) or understood
    return understood


def _with_a_model(work: Work, settings: ModelSettings) -> plan.Understanding | None:
    """What a language model makes of the message, said to come from it."""
    found = model.helped(
        settings,
        work.turn.text,
        timeline=work.now,
        materials=_offered(work),
        memory=work.mind.planner,
    )
    if found is not None:
        work.told.append(say("service.model_helped", work.lang, name=settings.name))
    return found


def _offered(work: Work) -> tuple[Material, ...]:
    """The files a message may be about: the user's own, and of ours what is on the timeline.

    Music that was composed once and taken away again must not come back by itself.
    """
    used = arrivals.used(work)
    made = (one for one in work.taken.values() if one.stock.made and one.material.id in used)
    return tuple(one.material for one in (*arrivals.own(work), *made))


def _tell(work: Work, understood: plan.Understanding, *, walked: bool) -> None:
    """What changed, what else there is to say, and last what has to be asked."""
    work.stage.text("\n".join(_changes(work, walked=walked)))
    work.stage.text("\n".join([*work.told, *understood.hints]))
    question = understood.question or work.asked
    if question is not None:
        offers = [f"{n}. {offer.label}" for n, offer in enumerate(question.offers, 1)]
        work.stage.text("\n".join([question.text, *offers]))
    if not work.stage.spoke:
        work.stage.text(say("service.nothing_changed", work.lang))


def _clips(work: Work) -> str:
    """How many clips there are now, and how long they last."""
    row = facts.clips(work.now)
    length = clock.spoken(clock.length(facts.picture_end(work.now)), work.lang)
    return say("service.clips_now", work.lang, count=len(row), length=length)


def _alike(before: Timeline, now: Timeline) -> Timeline:
    """The film before with its clips as they are now."""
    other = [track for track in before.tracks if not isinstance(track, VideoTrack)]
    clips = [track for track in now.tracks if isinstance(track, VideoTrack)]
    return msgspec.structs.replace(before, tracks=(*clips, *other))


def _changes(work: Work, *, walked: bool) -> tuple[str, ...]:
    """The sentences about the edit. It is kept by now: whatever happens here must not deny it."""
    try:
        begun = (work.begun,) if work.begun else ()
        lines = timeline.difference(work.before, work.now, work.lang)
        if work.summed or walked:
            others = timeline.difference(_alike(work.before, work.now), work.now, work.lang)
            many = len(lines) - len(others) > _MANY
            lines = (_clips(work), *others) if walked and many else others if work.summed else lines
        return (*begun, *lines)
    except Exception:
        mark = work.turn.id[-8:]
        log.exception("an edit could not be told", extra={"turn": work.turn.id})
        return (say("service.untold", work.lang, mark=mark),)
