"""Steps of a plan, carried out one by one; the table of who does what."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import contract
import plan
import words
from client import Client
from tell import Tell


@dataclass(slots=True, kw_only=True)
class Turn:
    """One message being carried out: for whom, against what, and where results go."""

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


def carry_out(wanted: plan.Plan, turn: Turn) -> bool:
    """Whether every step went well; the first that fails is told and ends the plan."""
    raise NotImplementedError


def connect(turn: Turn, *, message: str = "") -> None:
    """Opens or picks up the session of this turn; says so once, in one short line."""
    raise NotImplementedError


def resume(turn: Turn) -> bool:
    """Picks up exports of an earlier run of this session; whether all of them ended well."""
    raise NotImplementedError
