"""The studio, wired: the only place where rooms meet and where settings are read."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio import contract
from studio.jobs import Bell, Crew, Lanes, ThreadEngine
from studio.service.studio import ModelSettings, Settings, Studio
from studio.store import SqliteStore

VERSION = "1.0.0"
_PLAIN = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


@dataclass(frozen=True, slots=True)
class Serving:
    """How the server is reached: the answers of the command line."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    public: str = ""  # the address people use, where a proxy stands in front
    hosts: tuple[str, ...] = ()  # further names under which it may be called
    proxies: tuple[str, ...] = ()  # whose X-Forwarded-* headers are believed
    runtime: Path | None = None  # embedded: where address and key are left, 0600
    idle: float = 0.0  # seconds without anything to do until it stops; 0: never
    build: str = ""
    prices: bool = False


def settings(serving: Serving, environ: Mapping[str, str]) -> Settings:
    """What somebody decided, by command line or environment; the rest is as usual."""
    plain = Settings(data=serving.data, limit_mb=contract.load().default_mb)
    return Settings(
        data=serving.data,
        embedded=serving.runtime is not None,
        limit_mb=_number(environ, "STUDIO_MAX_MB", plain.limit_mb),
        priced=serving.prices or _yes(environ, "STUDIO_PRICES"),
        fetch_private=_yes(environ, "STUDIO_PRIVATE_URLS"),
        fetch_seconds=float(_number(environ, "STUDIO_FETCH_SECONDS", int(plain.fetch_seconds))),
        renders=max(1, _number(environ, "STUDIO_RENDERS", plain.renders)),
        keep_days=_number(environ, "STUDIO_KEEP_DAYS", plain.keep_days),
        derived_mb=_number(environ, "STUDIO_DERIVED_MB", plain.derived_mb),
        heartbeat=float(_number(environ, "STUDIO_HEARTBEAT", int(plain.heartbeat))),
        model=_model(environ),
        neural=_folder(environ, "STUDIO_NEURAL"),
    )


def _model(environ: Mapping[str, str]) -> ModelSettings | None:
    url = environ.get("STUDIO_MODEL_URL", "").strip()
    if not url:
        return None
    return ModelSettings(
        url=url,
        name=environ.get("STUDIO_MODEL_NAME", "").strip() or "default",
        key=environ.get("STUDIO_MODEL_KEY", "").strip(),
    )


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    said = environ.get(name, "").strip()
    return int(said) if said.isdecimal() else usual


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    said = environ.get(name, "").strip()
    return Path(said).expanduser().resolve() if said else None


def _yes(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def studio(serving: Serving, environ: Mapping[str, str]) -> Studio:
    """The studio on its data folder, with everything that it reaches for."""
    chosen = settings(serving, environ)
    folder = chosen.data
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Studio(
        settings=chosen,
        contract=contract.load(),
        store=SqliteStore(folder / "studio.sqlite3"),
        engine=ThreadEngine(chosen.renders),
        lanes=Lanes(4),
        bell=Bell(),
        crew=Crew(),
        clock=time.time,
        fresh=lambda prefix: prefix + secrets.token_hex(16),
        secret=_secret(folder / "links.key"),
        version=f"{VERSION}+{serving.build}" if serving.build else VERSION,
    )


def _secret(file: Path) -> bytes:
    """The secret that signs links, made once."""
    try:
        found = file.read_bytes()
    except FileNotFoundError:
        found = b""
    if len(found) < 32:
        found = secrets.token_bytes(32)
        private(file, found)
    return found


def private(file: Path, content: bytes) -> None:
    """The file with this content, whole or not at all, for its owner only."""
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


class JsonLines(logging.Formatter):
    """A log record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": round(record.created, 3),
            "level": record.levelname.lower(),
            "room": record.name,
            "what": record.getMessage(),
        }
        line |= {
            k: v for k, v in record.__dict__.items() if k not in _PLAIN and k != "color_message"
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_logging(serving: Serving) -> None:
    """The log: lines of JSON, on stderr for a server, in the data folder for an embedded one."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if serving.runtime is not None:
        folder = serving.data / "logs"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "studio.log", maxBytes=2_000_000, backupCount=2, encoding="utf-8"
        )
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("studio").setLevel(logging.INFO)
