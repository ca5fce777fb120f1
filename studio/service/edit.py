"""A message becomes an edit: gather what is known, have it understood, carry it out, tell.

What can be done is done and kept, also where a part is refused or a question goes back: nobody
loses an edit to a question.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from studio import brief as briefs
from studio import planner, timeline
from studio.errors import StudioError
from studio.planner import briefs as music_briefs
from studio.planner import values as plan
from studio.service import intake, model, music, slides, state, subtitles, timelines, visuals
from studio.service.credits import Bill
from studio.service.intake import Taken
from studio.service.stage import Stage
from studio.service.studio import ModelSettings, Studio
from studio.service.timelines import Mind
from studio.store import Session, Turn, Version
from studio.timeline import facts, history
from studio.timeline import operations as op
from studio.timeline.history import History
from studio.timeline.model import Material, Sound, Timeline
from studio.words import Lang, say

log = logging.getLogger("studio.edit")


@dataclass(slots=True)
class Work:
    """One turn's edit on its way: the timeline as it is now, and what has to be kept of it."""

    studio: Studio
    session: Session
    turn: Turn
    stage: Stage
    lang: Lang
    mind: Mind
    before: Timeline
    kept: Timeline  # the version it stands on
    now: Timeline
    taken: dict[str, Taken]
    top: int  # the newest version's number
    done: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: plan.Question | None = None  # what a step has to ask, where the sentence did not

    def do(self, step: op.Operation) -> None:
        """Makes an edit."""
        self.now = timeline.apply(self.now, step)
        self.done.append(op.plain(step))


def carry_out(
    studio: Studio, session: Session, turn: Turn, *, stage: Stage, bill: Bill, lang: Lang
) -> None:
    """Answers a message, with whatever it changes kept before it is told."""
    bill.reserve(studio.contract.prices["say"])
    work = _gathered(studio, session, turn, stage, lang)
    understood = _understood(work)
    work.mind = msgspec.structs.replace(work.mind, planner=understood.memory, wish={})
    for step in plan.joined(understood.steps):
        try:
            _step(work, step)
        except StudioError as error:
            work.told.append(error.sentence(lang))
            break
    if _lay_subtitles(work) and not understood.steps:
        understood = msgspec.structs.replace(understood, question=None)
    _compose_pending(work, bill)
    _change_on_beats(work)
    _paint(work)
    _keep(work)
    _tell(work, understood)


def _gathered(studio: Studio, session: Session, turn: Turn, stage: Stage, lang: Lang) -> Work:
    now, _ = timelines.now(studio, session)
    newest = studio.store.newest(session.id)
    return Work(
        studio=studio, session=session, turn=turn, stage=stage, lang=lang,
        mind=timelines.mind(session), before=now, kept=now, now=now,
        taken=intake.materials(studio, session), top=newest.number if newest else 0,
    )  # fmt: skip


def _understood(work: Work) -> plan.Understanding:
    """The message's steps. The whole history is read only where the message walks in it."""

    def read(history: History | None) -> plan.Understanding:
        return planner.understand(
            work.turn.text,
            timeline=work.now,
            materials=_offered(work),
            memory=work.mind.planner,
            lang=work.lang,
            history=history,
        )

    understood = read(None)
    if any(isinstance(step, plan.Undo | plan.Redo | plan.Restore) for step in understood.steps):
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
    used = {getattr(segment, "source", "") for _, segment in facts.every(work.now)}
    return tuple(
        one.material for one in work.taken.values() if not one.stock.made or one.material.id in used
    )


def _step(work: Work, step: plan.Step) -> None:
    match step:
        case op.Operation():
            work.do(step)
        case plan.Undo(count=count):
            _walk(work, lambda found: history.undo(found, count))
        case plan.Redo(count=count):
            _walk(work, lambda found: history.redo(found, count))
        case plan.Restore(version=version):
            _walk(work, lambda found: history.restore(found, version))
        case plan.ShowTimeline():
            materials = [one.material for one in work.taken.values()]
            work.told.append(timeline.summary(work.now, materials, work.lang))
        case plan.Render():
            _wish(work, step.format, step.quality, step.height)
        case plan.JustMusic():
            _wish(work, step.format, "", 0)
        case plan.Mood():
            from studio.service import moods

            moods.carry_out(work, step)
        case plan.Sync():
            from studio.service import sync  # with the array library: only where it is wanted

            sync.carry_out(work, step)
        case _:
            work.told.append(say("service.not_here", work.lang))


def _walk(work: Work, how: Callable[[History], History]) -> None:
    """Goes back or forward among the versions; edits made before in this turn are kept first."""
    _settle(work)
    found = how(timelines.whole(work.studio, work.session, work.mind))
    work.now = found.now
    if found.at > work.top:  # an older one, brought back as the newest
        _settle(work)
    else:
        work.mind = msgspec.structs.replace(work.mind, at=found.at, undone=found.undone)
        work.kept = found.now
        work.session = timelines.keep_mind(work.session, work.mind)
        work.studio.store.commit(work.session, None)


def _lay_subtitles(work: Work) -> bool:
    """Whether lines that waited for a video are on it now."""
    laid = False
    for stock in subtitles.waiting(work.studio, work.session, work.mind.subtitles):
        if facts.duration(work.now) == 0:
            break
        wish = subtitles.edit(work.studio, stock, work.now)
        if wish is not None:
            _step(work, wish)
            laid = True
        known = (*work.mind.subtitles, stock.id)
        work.mind = msgspec.structs.replace(work.mind, subtitles=known)
    return laid


def _wish(work: Work, format: str, quality: str, height: int) -> None:
    """Notes what the next export was asked to be, and tells that it can be had now."""
    wish: dict[str, Any] = {"format": format, "quality": quality, "height": height}
    said = {key: value for key, value in wish.items() if value}
    work.mind = msgspec.structs.replace(work.mind, wish=said)
    what = format.upper() if format else "MP4"
    work.told.append(say("service.export_ready", work.lang, what=what))


def _settle(work: Work) -> None:
    """Keeps the timeline as a version, if it is another than the one it stands on."""
    at = work.mind.at
    version: Version | None = None
    if work.now is not work.kept and work.now != work.kept:
        work.top += 1
        version = timelines.row(
            work.session, work.top, work.now, parent=at, cause=work.turn.text,
            at=work.studio.clock(),
        )  # fmt: skip
        work.mind = msgspec.structs.replace(work.mind, at=work.top, undone=())
        work.kept = work.now
    work.session = timelines.keep_mind(
        msgspec.structs.replace(work.session, touched=work.studio.clock()), work.mind
    )
    work.studio.store.commit(work.session, version)


def _compose_pending(work: Work, bill: Bill) -> None:
    """Composes what the timeline waits for, having said so first."""
    for sound in facts.pending(work.now):
        plain = facts.brief(sound)
        if plain is None:
            continue
        try:
            bill.reserve(work.studio.contract.prices["generate"])
            _compose(work, sound, plain)
        except StudioError as error:
            work.told.append(error.sentence(work.lang))
            _without(work, sound)


def _compose(work: Work, sound: Sound, plain: dict[str, Any]) -> None:
    brief = music.wanted(sound, plain)
    what = music_briefs.said_back(brief, work.lang)
    work.stage.text(say("service.composing", work.lang, what=what))
    call = work.stage.call("compose_music", {"brief": briefs.encode(brief)})
    made = music.compose(work.studio, work.session, brief, name=facts.name(sound))
    work.taken[made.taken.stock.id] = made.taken
    work.now = timeline.apply(
        work.now,
        op.Composed(
            target=sound.id, source=made.taken.stock.id, length=made.taken.material.duration,
            name=facts.name(sound), brief=made.brief,
        ),
    )  # fmt: skip
    answer = {"status": "success", "material": made.taken.stock.id}
    work.stage.response("compose_music", answer, id=call, state={})


def _change_on_beats(work: Work) -> None:
    """Photos that were laid in this turn change with the music, now that there is some."""
    ids = [s["id"] for done in work.done if done.get("op") == "slideshow" for s in done["slides"]]
    if not ids:
        return
    laid = slides.on_beats(work.studio, work.now, ids, work.taken, work.lang)
    if laid is not None:
        work.now = laid.now
        work.done.append(op.plain(laid.step))
        work.told.append(laid.told)


def _paint(work: Work) -> None:
    """Decides what was left open of a visual, now that its music can be heard."""
    if not visuals.painted(work.now):
        return
    wished = {
        str(done.get("target") or done.get("id"))
        for done in work.done
        if done.get("op") in ("repaint", "add-clip")
    }
    settled = visuals.settle(work.studio, work.before, work.now, wished, work.taken, work.lang)
    work.now = settled.now
    work.told += settled.told


def _without(work: Work, sound: Sound) -> None:
    """Takes back a sound whose music could not be made; one that had music keeps what it had."""
    if not sound.source:
        work.now = timeline.apply(work.now, op.RemoveSounds(targets=(sound.id,)))


def _keep(work: Work) -> None:
    """The edit is in the store before a word is said about it."""
    call = work.stage.call("edit_timeline", {"operations": work.done}) if work.done else ""
    _settle(work)
    if call or work.now != work.before:
        changed = state.delta(work.session, work.now, work.mind.at, list(work.taken.values()))
        call = call or work.stage.call("edit_timeline", {"operations": []})
        answer = {"status": "success", "version": work.mind.at}
        work.stage.response("edit_timeline", answer, id=call, state=changed)


def _tell(work: Work, understood: plan.Understanding) -> None:
    """What changed, what else there is to say, and last what has to be asked."""
    changes = timeline.difference(work.before, work.now, work.lang)
    work.stage.text("\n".join(changes))
    work.stage.text("\n".join([*work.told, *understood.hints]))
    question = understood.question or work.asked
    if question is not None:
        offers = [f"{n}. {offer.label}" for n, offer in enumerate(question.offers, 1)]
        work.stage.text("\n".join([question.text, *offers]))
    if not work.stage.spoke:
        work.stage.text(say("service.nothing_changed", work.lang))
