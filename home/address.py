"""Where the studio of this user is: a file that it leaves, and a proof that it is it."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import prepare

SECONDS = 3.0  # that a studio on this machine may take for a short answer
_KEY = "X-Studio-Key"


@dataclass(frozen=True, slots=True)
class Address:
    """What the runtime file says."""

    url: str
    pid: int
    key: str = field(repr=False)
    version: str = ""


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the studio keeps everything: sessions, files, its log, the runtime file."""
    said = environ.get("NEMO_STUDIO_HOME", "").strip()
    if said:
        return Path(said).expanduser().absolute()
    home = Path("~").expanduser()
    match sys.platform:
        case "win32":
            base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        case "darwin":
            base = home / "Library" / "Application Support"
        case _:
            said = environ.get("XDG_DATA_HOME", "")
            base = Path(said) if Path(said).is_absolute() else home / ".local" / "share"
    return base / "nemovideo" / "studio"


def runtime(place: Path) -> Path:
    """The file that a running studio leaves in its folder."""
    return place / "studio.json"


def read(place: Path) -> Address | None:
    """The address in the runtime file; None where there is none that we may believe."""
    file = runtime(place)
    try:
        with file.open("rb") as opened:
            if os.name == "posix" and not _private(os.fstat(opened.fileno())):
                return None
            told = json.loads(opened.read(65536))
        return Address(
            str(told["url"]), int(told["pid"]), str(told["key"]), str(told.get("version", ""))
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _private(found: os.stat_result) -> bool:
    """Whether the file is ours, and nobody else can read or write it."""
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def alive(address: Address) -> bool:
    """Whether the studio that wrote the file answers there.

    The key is not sent for that: whoever has taken the port since must not be believed, nor be
    given anything. A studio proves that it knows the key by signing a number made up here.
    """
    nonce = secrets.token_hex(16)
    answer = ask(address, "GET", "/health", headers={"X-Studio-Challenge": nonce})
    signed = hmac.new(address.key.encode(), nonce.encode(), hashlib.sha256).hexdigest()
    return answer is not None and hmac.compare_digest(str(answer.get("proof", "")), signed)


def health(address: Address) -> dict[str, Any] | None:
    """What a studio that has proved itself says of itself."""
    return ask(address, "GET", "/health", headers={_KEY: address.key})


def stop(address: Address, *, force: bool) -> bool:
    """Whether it stops now; it does not while it works, unless forced."""
    body = json.dumps({"force": force})
    answer = ask(address, "POST", "/api/studio/stop", headers={_KEY: address.key}, body=body)
    return answer is not None and answer.get("code") == 0


def is_studio(pid: int, place: Path) -> bool:
    """Whether this process is a studio working in this folder.

    A number alone proves nothing: it may be another program's by now. Where the command line of
    a process cannot be read here, no process is ever taken for ours.
    """
    said = b""
    with suppress(OSError):
        said = Path(f"/proc/{pid}/cmdline").read_bytes()
    if not said and sys.platform == "darwin":
        asked = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        said = subprocess.run(asked, capture_output=True, check=False).stdout
    return b"studio" in said and os.fsencode(runtime(place)) in said


def ask(
    address: Address,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str],
    body: str | None = None,
) -> dict[str, Any] | None:
    """The JSON of an answer from this machine; None where there is no such answer."""
    parts = urlsplit(address.url)
    if parts.hostname not in ("127.0.0.1", "::1") or parts.port is None:
        return None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
    with closing(connection), suppress(OSError, http.client.HTTPException, ValueError):
        connection.request(method, path, body, dict(headers))
        told = json.loads(connection.getresponse().read(1 << 20))
        return told if isinstance(told, dict) else None
    return None


def build(root: Path = prepare.ROOT) -> str:
    """A mark of the studio's code as it lies here; another one means that it was updated."""
    marks = hashlib.sha256()
    for file in (root / "skill.yaml", *sorted(_code(root / "studio"))):
        found = file.stat()
        line = f"{file.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n"
        marks.update(line.encode("utf-8", "surrogateescape"))
    return marks.hexdigest()[:12]


def _code(place: Path) -> list[Path]:
    """Every file of code and words below a folder."""
    found: list[Path] = []
    for entry in os.scandir(place):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                found += _code(Path(entry.path))
        elif entry.name.endswith((".py", ".yaml")):
            found.append(Path(entry.path))
    return found
