"""The store in one SQLite file (write-ahead log), so that it survives a killed process.

One connection under one lock: every call is a fraction of a millisecond, and one writer is what
SQLite has. `synchronous=NORMAL` keeps the file whole through a crash of the process; only a loss
of power may cost the last moments.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from studio.store import tables
from studio.store.records import (
    Claim,
    Event,
    Export,
    Person,
    Row,
    Session,
    Stock,
    Token,
    Turn,
    Version,
)

SCHEMA = 1
R = TypeVar("R", bound=Row)


class Newer(Exception):
    """The data folder was written by a newer studio; update this one."""


class SqliteStore:
    """Rows in a file."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.RLock()
        self._base = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute("PRAGMA busy_timeout=5000")
        found = self._base.execute("PRAGMA user_version").fetchone()[0]
        if found > SCHEMA:
            self._base.close()
            raise Newer(str(found))
        if found < SCHEMA:
            self._base.executescript("\n".join(table.create() for table in tables.ALL))
            self._base.execute(f"PRAGMA user_version={SCHEMA}")

    def close(self) -> None:
        with self._lock:
            self._base.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _put(self, table: tables.Table, row: Row) -> None:
        with self._lock:
            self._base.execute(table.put(), tables.values(row))

    def _all(
        self, table: tables.Table, record: type[R], where: str, *places: Any, order: str = ""
    ) -> list[R]:
        with self._lock:
            rows = self._base.execute(table.pick(where, order=order), places).fetchall()
        return [_row(record, found) for found in rows]

    def _one(
        self, table: tables.Table, record: type[R], where: str, *places: Any, order: str = ""
    ) -> R | None:
        with self._lock:
            statement = table.pick(where, order=order) + " LIMIT 1"
            found = self._base.execute(statement, places).fetchone()
        return None if found is None else _row(record, found)

    def person(self, person: str) -> Person | None:
        return self._one(tables.PEOPLE, Person, "id = ?", person)

    def person_of_client(self, client: str) -> Person | None:
        return self._one(tables.PEOPLE, Person, "client = ?", client)

    def keep_person(self, person: Person) -> None:
        self._put(tables.PEOPLE, person)

    def hold(self, person: str, amount: int) -> bool:
        with self._lock:
            done = self._base.execute(
                "UPDATE people SET held = held + ? WHERE id = ? AND granted - spent - held >= ?",
                (amount, person, amount),
            )
            return done.rowcount == 1

    def settle(self, person: str, *, held: int, spent: int) -> None:
        with self._lock:
            self._base.execute(
                "UPDATE people SET held = max(0, held - ?), spent = spent + ? WHERE id = ?",
                (held, spent, person),
            )

    def keep_token(self, token: Token) -> None:
        self._put(tables.TOKENS, token)

    def token(self, digest: str) -> Token | None:
        return self._one(tables.TOKENS, Token, "digest = ?", digest)

    def tokens_of(self, person: str, *, since: float) -> Sequence[Token]:
        where = "person = ? AND issued > ?"
        return self._all(tables.TOKENS, Token, where, person, since, order="issued")

    def tokens_from(self, address: str, *, since: float) -> int:
        with self._lock:
            found = self._base.execute(
                "SELECT count(DISTINCT person) FROM tokens WHERE address = ? AND issued > ?",
                (address, since),
            ).fetchone()
        return int(found[0])

    def keep_session(self, session: Session) -> None:
        self._put(tables.SESSIONS, session)

    def touch(self, session: str, moment: float) -> None:
        with self._lock:
            self._base.execute("UPDATE sessions SET touched = ? WHERE id = ?", (moment, session))

    def session(self, session: str) -> Session | None:
        return self._one(tables.SESSIONS, Session, "id = ?", session)

    def sessions_untouched_since(self, moment: float) -> Sequence[Session]:
        return self._all(tables.SESSIONS, Session, "touched < ?", moment)

    def forget_session(self, session: str) -> None:
        with self._transaction() as base:
            of_session = "(SELECT id FROM turns WHERE session = ?)"
            base.execute(f"DELETE FROM events WHERE turn IN {of_session}", (session,))  # noqa: S608
            for name in ("turns", "versions", "stocks", "exports", "claims"):
                base.execute(f"DELETE FROM {name} WHERE session = ?", (session,))  # noqa: S608
            base.execute("DELETE FROM sessions WHERE id = ?", (session,))

    def versions(self, session: str) -> Sequence[Version]:
        return self._all(tables.VERSIONS, Version, "session = ?", session, order="number")

    def story(self, session: str) -> Sequence[Version]:
        statement = tables.VERSIONS.pick("session = ?", order="number").replace('"draft"', "x''", 1)
        with self._lock:
            rows = self._base.execute(statement, (session,)).fetchall()
        return [_row(Version, found) for found in rows]

    def version(self, session: str, number: int) -> Version | None:
        return self._one(tables.VERSIONS, Version, "session = ? AND number = ?", session, number)

    def newest(self, session: str) -> Version | None:
        return self._one(tables.VERSIONS, Version, "session = ?", session, order="number DESC")

    def commit(
        self, session: Session, version: Version | None, stocks: Sequence[Stock] = ()
    ) -> None:
        with self._transaction() as base:
            base.execute(tables.SESSIONS.put(), tables.values(session))
            for stock in stocks:
                base.execute(tables.STOCKS.put(), tables.values(stock))
            if version is not None:
                base.execute(tables.VERSIONS.put(), tables.values(version))

    def keep_stock(self, stock: Stock) -> None:
        self._put(tables.STOCKS, stock)

    def stocks(self, session: str) -> Sequence[Stock]:
        return self._all(tables.STOCKS, Stock, "session = ?", session, order="at, rowid")

    def paths(self) -> set[str]:
        with self._lock:
            return {row[0] for row in self._base.execute("SELECT DISTINCT path FROM stocks")}

    def keep_turn(self, turn: Turn) -> None:
        self._put(tables.TURNS, turn)

    def turn(self, turn: str) -> Turn | None:
        return self._one(tables.TURNS, Turn, "id = ?", turn)

    def turn_by_key(self, session: str, key: str) -> Turn | None:
        return self._one(tables.TURNS, Turn, "session = ? AND key = ?", session, key)

    def last_turn(self, session: str) -> Turn | None:
        return self._one(tables.TURNS, Turn, "session = ?", session, order="asked DESC, rowid DESC")

    def unfinished_turns(self) -> Sequence[Turn]:
        return self._all(tables.TURNS, Turn, "state IN ('waiting', 'running')", order="asked")

    def add_event(self, event: Event) -> None:
        self._put(tables.EVENTS, event)

    def forget_events(self, before: float) -> int:
        with self._lock:
            done = self._base.execute(
                "DELETE FROM events WHERE turn IN "
                "(SELECT id FROM turns WHERE ended > 0 AND ended < ?)",
                (before,),
            )
            return done.rowcount

    def events(self, turn: str, *, after: int) -> Sequence[Event]:
        where = "turn = ? AND number > ?"
        return self._all(tables.EVENTS, Event, where, turn, after, order="number")

    def add_export(self, export: Export) -> Export:
        with self._transaction() as base:
            where = "person = ? AND id = ?"
            known = self._one(tables.EXPORTS, Export, where, export.person, export.id)
            if known is not None:
                return known
            base.execute(tables.EXPORTS.put(), tables.values(export))
            return export

    def keep_export(self, export: Export) -> None:
        self._put(tables.EXPORTS, export)

    def export(self, person: str, export: str) -> Export | None:
        return self._one(tables.EXPORTS, Export, "person = ? AND id = ?", person, export)

    def export_by_key(self, key: str) -> Export | None:
        return self._one(tables.EXPORTS, Export, "key = ?", key)

    def exports_ended(self, *, before: float) -> Sequence[Export]:
        where = "ended > 0 AND ended < ? AND file != ''"
        return self._all(tables.EXPORTS, Export, where, before)

    def exports_of(self, session: str) -> Sequence[Export]:
        newest = "asked DESC, rowid DESC"
        return self._all(tables.EXPORTS, Export, "session = ?", session, order=newest)

    def unfinished_exports(self) -> Sequence[Export]:
        return self._all(
            tables.EXPORTS, Export, "state IN ('pending', 'processing')", order="asked"
        )

    def keep_claim(self, claim: Claim) -> None:
        self._put(tables.CLAIMS, claim)

    def claim(self, digest: str) -> Claim | None:
        return self._one(tables.CLAIMS, Claim, "digest = ?", digest)


def _row(record: type[R], found: tuple[Any, ...]) -> R:
    named = dict(zip(record.__struct_fields__, found, strict=True))
    return msgspec.convert(named, record, strict=False)  # SQLite has no booleans: 0 and 1
