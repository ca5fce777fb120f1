"""A store that forgets when the process ends: the fake for tests, same port, same answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec

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


class MemoryStore:
    """Dictionaries under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._people: dict[str, Person] = {}
        self._tokens: dict[str, Token] = {}
        self._sessions: dict[str, Session] = {}
        self._versions: dict[str, dict[int, Version]] = {}
        self._stocks: dict[tuple[str, str], Stock] = {}
        self._turns: dict[str, Turn] = {}
        self._events: dict[str, dict[int, Event]] = {}
        self._exports: dict[tuple[str, str], Export] = {}
        self._claims: dict[str, Claim] = {}

    def close(self) -> None:
        return None

    def person(self, person: str) -> Person | None:
        return self._people.get(person)

    def person_of_client(self, client: str) -> Person | None:
        with self._lock:
            return next((p for p in self._people.values() if p.client == client), None)

    def keep_person(self, person: Person) -> None:
        with self._lock:
            self._people[person.id] = person

    def hold(self, person: str, amount: int) -> bool:
        with self._lock:
            row = self._people.get(person)
            if row is None or row.granted - row.spent - row.held < amount:
                return False
            self._people[person] = msgspec.structs.replace(row, held=row.held + amount)
            return True

    def settle(self, person: str, *, held: int, spent: int) -> None:
        with self._lock:
            row = self._people.get(person)
            if row is not None:
                self._people[person] = msgspec.structs.replace(
                    row, held=max(0, row.held - held), spent=row.spent + spent
                )

    def keep_token(self, token: Token) -> None:
        with self._lock:
            self._tokens[token.digest] = token

    def token(self, digest: str) -> Token | None:
        return self._tokens.get(digest)

    def tokens_of(self, person: str, *, since: float) -> Sequence[Token]:
        with self._lock:
            rows = (t for t in self._tokens.values() if t.person == person and t.issued > since)
            return sorted(rows, key=lambda t: t.issued)

    def tokens_from(self, address: str, *, since: float) -> int:
        with self._lock:
            rows = self._tokens.values()
            return len({t.person for t in rows if t.address == address and t.issued > since})

    def keep_session(self, session: Session) -> None:
        with self._lock:
            self._sessions[session.id] = session

    def touch(self, session: str, moment: float) -> None:
        with self._lock:
            found = self._sessions.get(session)
            if found is not None:
                self._sessions[session] = msgspec.structs.replace(found, touched=moment)

    def session(self, session: str) -> Session | None:
        return self._sessions.get(session)

    def sessions_untouched_since(self, moment: float) -> Sequence[Session]:
        with self._lock:
            return [s for s in self._sessions.values() if s.touched < moment]

    def forget_session(self, session: str) -> None:
        with self._lock:
            turns = [t.id for t in self._turns.values() if t.session == session]
            self._sessions.pop(session, None)
            self._versions.pop(session, None)
            for turn in turns:
                self._turns.pop(turn, None)
                self._events.pop(turn, None)
            self._stocks = {k: v for k, v in self._stocks.items() if k[0] != session}
            self._exports = {k: v for k, v in self._exports.items() if v.session != session}
            self._claims = {k: v for k, v in self._claims.items() if v.session != session}

    def versions(self, session: str) -> Sequence[Version]:
        with self._lock:
            return [v for _, v in sorted(self._versions.get(session, {}).items())]

    def story(self, session: str) -> Sequence[Version]:
        return [msgspec.structs.replace(v, draft=b"") for v in self.versions(session)]

    def version(self, session: str, number: int) -> Version | None:
        return self._versions.get(session, {}).get(number)

    def newest(self, session: str) -> Version | None:
        rows = self.versions(session)
        return rows[-1] if rows else None

    def commit(
        self, session: Session, version: Version | None, stocks: Sequence[Stock] = ()
    ) -> None:
        with self._lock:
            self._sessions[session.id] = session
            for stock in stocks:
                self.keep_stock(stock)
            if version is not None:
                self._versions.setdefault(session.id, {})[version.number] = version

    def keep_stock(self, stock: Stock) -> None:
        with self._lock:
            self._stocks[stock.session, stock.id] = stock

    def stocks(self, session: str) -> Sequence[Stock]:
        with self._lock:
            rows = [s for s in self._stocks.values() if s.session == session]
            return sorted(rows, key=lambda s: s.at)

    def paths(self) -> set[str]:
        with self._lock:
            return {stock.path for stock in self._stocks.values()}

    def keep_turn(self, turn: Turn) -> None:
        with self._lock:
            self._turns[turn.id] = turn

    def turn(self, turn: str) -> Turn | None:
        return self._turns.get(turn)

    def turn_by_key(self, session: str, key: str) -> Turn | None:
        with self._lock:
            rows = self._turns.values()
            return next((t for t in rows if t.session == session and t.key == key), None)

    def last_turn(self, session: str) -> Turn | None:
        with self._lock:
            rows = [t for t in self._turns.values() if t.session == session]
            return max(rows, key=lambda t: t.asked, default=None)

    def unfinished_turns(self) -> Sequence[Turn]:
        with self._lock:
            return [t for t in self._turns.values() if t.state in ("waiting", "running")]

    def add_event(self, event: Event) -> None:
        with self._lock:
            self._events.setdefault(event.turn, {})[event.number] = event

    def forget_events(self, before: float) -> int:
        with self._lock:
            old = [t.id for t in self._turns.values() if 0 < t.ended < before]
            return sum(len(self._events.pop(turn, {})) for turn in old)

    def events(self, turn: str, *, after: int) -> Sequence[Event]:
        with self._lock:
            rows = self._events.get(turn, {}).items()
            return [event for number, event in sorted(rows) if number > after]

    def add_export(self, export: Export) -> Export:
        with self._lock:
            return self._exports.setdefault((export.person, export.id), export)

    def keep_export(self, export: Export) -> None:
        with self._lock:
            self._exports[export.person, export.id] = export

    def export(self, person: str, export: str) -> Export | None:
        return self._exports.get((person, export))

    def export_by_key(self, key: str) -> Export | None:
        with self._lock:
            return next((e for e in self._exports.values() if e.key == key), None)

    def exports_ended(self, *, before: float) -> Sequence[Export]:
        with self._lock:
            return [e for e in self._exports.values() if 0 < e.ended < before and e.file]

    def exports_of(self, session: str) -> Sequence[Export]:
        with self._lock:
            of_it = [e for e in self._exports.values() if e.session == session]
            newest_last = sorted(of_it, key=lambda e: e.asked)
            return newest_last[::-1]

    def unfinished_exports(self) -> Sequence[Export]:
        with self._lock:
            return [e for e in self._exports.values() if e.state in ("pending", "processing")]

    def keep_claim(self, claim: Claim) -> None:
        with self._lock:
            self._claims[claim.digest] = claim

    def claim(self, digest: str) -> Claim | None:
        return self._claims.get(digest)
