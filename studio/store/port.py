"""What the studio asks of a store. SQLite and the in-memory fake fulfil it; PostgreSQL can.

Every call is one transaction. Calls are short and may come from any thread. What is asked for and
is not there comes back as None; nothing here raises for an absent row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from studio.store.records import (
    Claim,
    Event,
    Export,
    Person,
    Session,
    Stock,
    Token,
    Turn,
    Version,
)


class Store(Protocol):
    """Rows in, rows out."""

    def close(self) -> None: ...

    # people and tokens
    def person(self, person: str) -> Person | None: ...
    def person_of_client(self, client: str) -> Person | None: ...
    def keep_person(self, person: Person) -> None: ...
    def hold(self, person: str, amount: int) -> bool:
        """Whether that much was free and is now held for work in progress."""

    def settle(self, person: str, *, held: int, spent: int) -> None:
        """Gives back what was held and takes what was used."""

    def keep_token(self, token: Token) -> None: ...
    def token(self, digest: str) -> Token | None: ...
    def tokens_of(self, person: str, *, since: float) -> Sequence[Token]: ...
    def tokens_from(self, address: str, *, since: float) -> int:
        """How many people that address got a token for since then."""

    # sessions and their timelines
    def keep_session(self, session: Session) -> None: ...
    def touch(self, session: str, moment: float) -> None:
        """Notes that a session was used, and leaves everything else about it alone."""

    def session(self, session: str) -> Session | None: ...
    def sessions_untouched_since(self, moment: float) -> Sequence[Session]: ...
    def forget_session(self, session: str) -> None: ...
    def versions(self, session: str) -> Sequence[Version]: ...
    def story(self, session: str) -> Sequence[Version]:
        """The versions without their timelines: which grew out of which, when, by what words."""

    def version(self, session: str, number: int) -> Version | None: ...
    def newest(self, session: str) -> Version | None: ...
    def commit(
        self, session: Session, version: Version | None, stocks: Sequence[Stock] = ()
    ) -> None:
        """An edit whole: the session's memory, its new version and the files it uses."""

    def keep_stock(self, stock: Stock) -> None: ...
    def stocks(self, session: str) -> Sequence[Stock]: ...
    def paths(self) -> set[str]:
        """Where every file lies that any session has."""

    # turns and what was said in them
    def keep_turn(self, turn: Turn) -> None: ...
    def turn(self, turn: str) -> Turn | None: ...
    def turn_by_key(self, session: str, key: str) -> Turn | None: ...
    def last_turn(self, session: str) -> Turn | None: ...
    def unfinished_turns(self) -> Sequence[Turn]: ...
    def add_event(self, event: Event) -> None: ...
    def forget_events(self, before: float) -> int:
        """How many events were dropped, of turns that ended before that moment."""

    def events(self, turn: str, *, after: int) -> Sequence[Event]: ...

    # exports
    def add_export(self, export: Export) -> Export:
        """The export as kept: this one, or the one this person already has under that id."""

    def keep_export(self, export: Export) -> None: ...
    def export(self, person: str, export: str) -> Export | None: ...
    def export_by_key(self, key: str) -> Export | None: ...
    def exports_ended(self, *, before: float) -> Sequence[Export]:
        """The exports that were over before that moment and still name a file."""

    def exports_of(self, session: str) -> Sequence[Export]:
        """Every export of a session, the newest first."""

    def unfinished_exports(self) -> Sequence[Export]: ...

    # claims
    def keep_claim(self, claim: Claim) -> None: ...
    def claim(self, digest: str) -> Claim | None: ...
