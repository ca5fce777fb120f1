"""One turn's edit on its way: what it stands on, what was done, what has to be kept and told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from studio import timeline
from studio.planner import values as plan
from studio.service import intake, state, timelines
from studio.service.intake import Taken
from studio.service.stage import Stage
from studio.service.studio import Studio
from studio.service.timelines import Mind
from studio.store import Session, Turn, Version
from studio.timeline import operations as op
from studio.timeline.model import Timeline
from studio.words import Lang


@dataclass(slots=True)
class Work:
    """The timeline as it is now, and everything that goes with it."""

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
    begun: str = ""  # that another film was begun, told before what it has
    paced: str = ""  # what was told of photos that were laid by the beats of their parts
    snap: bool = False  # photos are to change on the beat, once all the music is there
    summed: bool = False  # what became of the clips is told in one sentence, not clip by clip
    resung: tuple[str, ...] = ()  # visuals whose song is another one now
    asked: plan.Question | None = None  # what a step has to ask, where the sentence did not

    def do(self, step: op.Operation) -> None:
        """Makes an edit."""
        self.now = timeline.apply(self.now, step)
        self.done.append(op.plain(step))


def gathered(studio: Studio, session: Session, turn: Turn, stage: Stage, lang: Lang) -> Work:
    """The session as a turn finds it."""
    now, _ = timelines.now(studio, session)
    newest = studio.store.newest(session.id)
    return Work(
        studio=studio, session=session, turn=turn, stage=stage, lang=lang,
        mind=timelines.mind(session), before=now, kept=now, now=now,
        taken=intake.materials(studio, session), top=newest.number if newest else 0,
    )  # fmt: skip


def settle(work: Work) -> None:
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


def keep(work: Work) -> None:
    """The edit is in the store before a word is said about it."""
    call = work.stage.call("edit_timeline", {"operations": work.done}) if work.done else ""
    settle(work)
    if call or work.now != work.before:
        changed = state.delta(work.session, work.now, work.mind.at, list(work.taken.values()))
        call = call or work.stage.call("edit_timeline", {"operations": []})
        answer = {"status": "success", "version": work.mind.at}
        work.stage.response("edit_timeline", answer, id=call, state=changed)
