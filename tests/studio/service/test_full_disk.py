"""A disk that is full: said at once, and nothing half-written is left."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from studio import api
from studio.service import intake
from studio.store import Event, MemoryStore, Session, Stock, Turn, Version


class FullStore(MemoryStore):
    """A store on a disk that fills up."""

    full = False

    def _check(self) -> None:
        if self.full:
            raise sqlite3.OperationalError("database or disk is full")

    def add_event(self, event: Event) -> None:
        self._check()
        super().add_event(event)

    def keep_turn(self, turn: Turn) -> None:
        if turn.state != "waiting":
            self._check()
        super().keep_turn(turn)

    def commit(
        self, session: Session, version: Version | None, stocks: tuple[Stock, ...] = ()
    ) -> None:
        self._check()
        super().commit(session, version, stocks)


def test_a_turn_that_cannot_be_kept_ends_with_the_sentence_and_changes_nothing(
    make, wiring
) -> None:
    studio = make()
    store = FullStore()
    object.__setattr__(studio, "store", store)
    person = wiring(api.build(studio)).person()
    session = person.session()
    store.full = True
    told = person.say(session, 'make a 5-second video with the title "Hello"')
    (event,) = [e for e in told.events() if "errorCode" in e]
    assert event["errorCode"] == "507" and "disk is full" in event["errorMessage"]
    store.full = False
    assert person.state(session)["version"] == 0
    assert "Hello" in person.say(session, 'make a 5-second video with the title "Hello"').text()


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "x"), True), (OSError(errno.EDQUOT, "x"), True),
        (OSError(errno.EACCES, "x"), False), (sqlite3.OperationalError("locked"), False),
        (sqlite3.OperationalError("database or disk is full"), True), (ValueError("full"), False),
    ],
)  # fmt: skip
def test_what_a_full_disk_says(error: Exception, full: bool) -> None:
    assert intake.full(error) is full


def test_a_render_for_which_there_is_no_room_is_refused(make, wiring) -> None:
    studio = make()
    person = wiring(api.build(studio)).person()
    session = person.session()
    person.say(session, 'make a 5-second video with the title "Hello"')
    object.__setattr__(studio.settings, "spare_mb", 1 << 40)
    order = {"id": "r", "sessionId": session, "draft": {}, "output": {"format": "mp4"}}
    assert person.ask("POST", "/api/render/proxy/lambda", order).json()["code"] == 507
