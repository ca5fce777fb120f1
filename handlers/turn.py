"""One message being carried out: for whom, against what, and where results go."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import contract
import words
from client import Client
from plan import Intent
from tell import Tell


@dataclass(slots=True, kw_only=True)
class Turn:
    client: Client
    skill: contract.Skill
    lang: words.Lang
    tell: Tell
    out: Path = field(default_factory=Path.cwd)
    session: str = "default"
    out_is_file: bool = False  # `out` names the file itself
    force: bool = False  # may replace a file of the user's
    fresh: bool = False  # begin a new session under this name
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    # what carrying out has found so far
    planned: tuple[Intent, ...] = ()  # the intents that the user asked for
    followed: set[str] = field(default_factory=set)  # kinds of step that GUI talk has led to
    delivered: set[str] = field(default_factory=set)  # digests of exports picked up just now
    state: Mapping[str, Any] | None = None  # as last read

    def read_state(self) -> Mapping[str, Any]:
        """The session's state, read now and remembered."""
        self.state = self.client.state()
        return self.state
