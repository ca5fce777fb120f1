"""One server per data folder: a lock that dies with the process, wherever SQLite runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class Taken(Exception):
    """Another studio works in this data folder."""


def hold(folder: Path) -> sqlite3.Connection:
    """Something to hold on to for as long as the folder is ours; raises `Taken` where it is not."""
    base = sqlite3.connect(folder / "studio.lock", timeout=0, isolation_level=None)
    try:
        base.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        base.close()
        raise Taken(str(folder)) from None
    return base
