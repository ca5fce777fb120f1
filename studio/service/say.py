"""A message is taken, waits for its session to be free, and is answered as a stream of events.

The turn belongs to the studio, not to the request: a client that goes away does not stop it, and
whoever comes back with `Last-Event-ID` hears the rest. A message that carries the same
`Idempotency-Key` as an earlier one of its session is that message, and is not carried out again.
"""

from __future__ import annotations

import logging
import uuid

from studio.errors import StudioError
from studio.service import credits, edit, intake, refusals, sessions
from studio.service.stage import Stage
from studio.service.studio import Studio
from studio.store import Person, Session, Turn
from studio.words import Lang, detect, say

log = logging.getLogger("studio.say")


def begin(studio: Studio, person: Person, session: Session, text: str, *, key: str = "") -> Turn:
    """The turn that this message is, under way or waiting."""
    limit = studio.contract.message_limit
    if len(text) > limit:
        raise refusals.TooLong(limit=limit)
    lang = spoken(session, text)
    with studio.desk:
        known = studio.store.turn_by_key(session.id, key) if key else None
        if known is not None:
            return known
        credits.afford(studio, person.id, studio.contract.prices["say"])
        before = studio.lanes.length(session.id)
        if before >= studio.settings.waiting:
            raise refusals.TooMany
        turn = Turn(
            id=f"e-{uuid.uuid4()}", session=session.id, key=key, text=text, state="waiting",
            asked=studio.clock(),
        )  # fmt: skip
        studio.store.keep_turn(turn)
    if before and _ahead(studio, turn):
        Stage(studio, turn).text(say("service.waiting", lang))
    studio.lanes.put(session.id, lambda: perform(studio, turn, lang))
    return turn


def _ahead(studio: Studio, turn: Turn) -> bool:
    """Whether another message is still at work, not one that only puts its things away."""
    left = studio.store.unfinished_turns()
    return any(one.session == turn.session and one.id != turn.id for one in left)


def spoken(session: Session, text: str) -> Lang:
    """The language to answer in: the message's own, the session's where the message shows none."""
    return detect(text, default=sessions.language(session))


def perform(studio: Studio, turn: Turn, lang: Lang) -> None:
    """Carries the turn out; whatever happens, it ends, and somebody is told."""
    stage = Stage(studio, turn)
    try:
        stage.begin()
        session = studio.store.session(turn.session)
        if session is None:
            raise refusals.SessionGone(session=turn.session)
        with credits.bill(studio, session.person) as bill:
            edit.carry_out(studio, session, turn, stage=stage, bill=bill, lang=lang)
    except StudioError as error:
        _failed(stage, error, lang)
    except Exception as error:
        if studio.closing.is_set():
            return  # the next start ends this turn, and says so
        log.exception("a turn broke", extra={"turn": turn.id})
        _failed(stage, _as_refusal(error, turn), lang)
    else:
        stage.end("done")


def _as_refusal(error: Exception, turn: Turn) -> StudioError:
    if intake.full(error):
        return refusals.DiskFull()
    return refusals.Unexpected(mark=turn.id[-8:])


def _failed(stage: Stage, error: StudioError, lang: Lang) -> None:
    """Ends the turn with the sentence that says why, also where nothing can be written any more."""
    try:
        stage.failure(str(error.code), error.sentence(lang))
        stage.end("failed")
    except Exception:
        log.exception("a turn's end could not be kept")
        stage.lose(str(error.code), error.sentence(lang))


def resumed(studio: Studio, session: Session, last: str) -> tuple[Turn, int]:
    """The turn to go on telling, and the number of the event after which to go on.

    The header names an event of ours; anything else means "I have heard nothing yet", and the
    session's last turn is told from its beginning.
    """
    name, _, number = last.strip().rpartition(":")
    turn = studio.store.turn(name) if name else None
    if turn is not None and turn.session == session.id:
        return turn, int(number) if number.isdecimal() and len(number) < 10 else 0
    newest = studio.store.last_turn(session.id)
    if newest is None:
        raise refusals.NoTurn
    return newest, 0


def recover(studio: Studio) -> int:
    """How many turns a killed server left open; each now ends and says so."""
    left = studio.store.unfinished_turns()
    for turn in left:
        session = studio.store.session(turn.session)
        lang = spoken(session, turn.text) if session else "en"
        stage = Stage(studio, turn)
        stage.failure("interrupted", say("service.interrupted", lang))
        stage.end("failed")
    return len(left)
