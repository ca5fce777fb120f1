"""The tables as SQL, and rows to and from them: one table a record, one column a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from studio.store import records

_SQL_TYPES: dict[object, str] = {
    str: "TEXT NOT NULL",
    int: "INTEGER NOT NULL",
    float: "REAL NOT NULL",
    bool: "INTEGER NOT NULL",
    bytes: "BLOB NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Where one kind of record lies, and what makes a row unique."""

    name: str
    record: type[records.Row]
    key: tuple[str, ...]
    indexes: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return self.record.__struct_fields__

    def create(self) -> str:
        types = {f.name: _SQL_TYPES[f.type] for f in msgspec.structs.fields(self.record)}
        columns = ", ".join(f'"{name}" {types[name]}' for name in self.fields)
        keys = ", ".join(f'"{name}"' for name in self.key)
        made = [f"CREATE TABLE IF NOT EXISTS {self.name} ({columns}, PRIMARY KEY ({keys}))"]
        made += [
            f"CREATE INDEX IF NOT EXISTS {self.name}_by_{i} ON {self.name} ({i})"
            for i in self.indexes
        ]
        return ";\n".join(made) + ";"

    def put(self) -> str:
        """The statement that keeps a row, new or changed."""
        columns = ", ".join(f'"{name}"' for name in self.fields)
        places = ", ".join("?" for _ in self.fields)
        keys = ", ".join(f'"{name}"' for name in self.key)
        changed = ", ".join(
            f'"{name}" = excluded."{name}"' for name in self.fields if name not in self.key
        )
        return (
            f"INSERT INTO {self.name} ({columns}) VALUES ({places}) "  # noqa: S608 - our names
            f"ON CONFLICT ({keys}) DO UPDATE SET {changed}"
        )

    def pick(self, where: str = "", *, order: str = "") -> str:
        """The statement that reads rows; `where` holds column names and question marks only."""
        columns = ", ".join(f'"{name}"' for name in self.fields)
        condition = f" WHERE {where}" if where else ""
        ordered = f" ORDER BY {order}" if order else ""
        return f"SELECT {columns} FROM {self.name}{condition}{ordered}"  # noqa: S608 - our names


def values(row: records.Row) -> tuple[Any, ...]:
    """A record's fields in the order of the columns."""
    return msgspec.structs.astuple(row)


PEOPLE = Table("people", records.Person, ("id",), ("client",))
TOKENS = Table("tokens", records.Token, ("digest",), ("person", "address"))
SESSIONS = Table("sessions", records.Session, ("id",), ("touched",))
VERSIONS = Table("versions", records.Version, ("session", "number"))
STOCKS = Table("stocks", records.Stock, ("session", "id"))
TURNS = Table("turns", records.Turn, ("id",), ("session", "state"))
EVENTS = Table("events", records.Event, ("turn", "number"))
EXPORTS = Table("exports", records.Export, ("person", "id"), ("key", "state", "session"))
CLAIMS = Table("claims", records.Claim, ("digest",), ("session",))

ALL = (PEOPLE, TOKENS, SESSIONS, VERSIONS, STOCKS, TURNS, EVENTS, EXPORTS, CLAIMS)
