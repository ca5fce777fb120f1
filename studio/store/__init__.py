"""What survives a restart: a port, SQLite beside it, and an in-memory fake for tests."""

from studio.store.memory import MemoryStore
from studio.store.port import Store
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
from studio.store.sqlite import Newer, SqliteStore

__all__ = [
    "Claim",
    "Event",
    "Export",
    "MemoryStore",
    "Newer",
    "Person",
    "Session",
    "SqliteStore",
    "Stock",
    "Store",
    "Token",
    "Turn",
    "Version",
]
