"""The studio as the verbs see it: its settings and everything they reach for, wired once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from studio.contract import Contract
from studio.jobs import Bell, Crew, Engine, Lanes
from studio.store import Store


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible endpoint that may help with sentences the grammar does not take."""

    url: str
    name: str
    key: str = ""
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything somebody may decide about a studio; read in bootstrap and nowhere else."""

    data: Path
    embedded: bool = False
    limit_mb: int = 500
    upload_files: int = 100
    priced: bool = False
    fetch_private: bool = False  # whether urls may lead to this machine and its network
    fetch_seconds: float = 120.0
    renders: int = 2  # at the same time
    waiting: int = 20  # messages in one session, exports of one person
    keep_days: int = 30  # a session nobody touched is forgotten after that
    address_tokens: int = 10
    heartbeat: float = 10.0
    derived_mb: int = 2000  # of what was worked out and can be again: films, facts, bent songs
    spare_mb: int = 64  # room on the disk that is left alone
    model: ModelSettings | None = None
    neural: Path | None = None  # weights of a neural engine that is to play what is composed


@dataclass(frozen=True, slots=True)
class Studio:
    """The rooms below, the clock, and where fresh names and secrets come from."""

    settings: Settings
    contract: Contract
    store: Store
    engine: Engine
    lanes: Lanes
    bell: Bell
    crew: Crew
    clock: Callable[[], float]
    fresh: Callable[[str], str]  # a name nobody can guess, with this in front
    secret: bytes  # signs links; lives in the data folder
    version: str
    lost: dict[str, bytes] = field(default_factory=dict)  # last words that could not be kept
    closing: threading.Event = field(default_factory=threading.Event)
    desk: threading.Lock = field(default_factory=threading.Lock)  # over a short read-then-write

    def folder(self, *parts: str) -> Path:
        """A folder below the data folder, made if it is not there."""
        folder = self.settings.data.joinpath(*parts)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def file(self, path: str) -> Path:
        """Where a file lies that the store names by its path below the data folder."""
        return self.settings.data / path
