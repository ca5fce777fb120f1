"""Files and links reach the session: every one checked before a byte of the first is sent.

A file that is unfit is left out and named; the others are sent, and the message goes on with them.
Where none is left, it ends there: it was about files that nobody has.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import words
from client import ApiError, Problem, clean, containers
from client.multipart import FileForm
from handlers import failure
from handlers.delivery import progress
from handlers.failure import formats
from handlers.state import seconds
from handlers.turn import Turn
from plan import Step

_FIELD = "files"
_ITS_OWN = (  # what may be wrong with one file and says nothing about the next
    "unsupported_file", "too_large", "file_type", "file_too_large", "file_empty", "file_changed",
    "file_unreadable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Local:
    """A file of the user's that may be sent: its path, and the name and type it goes by."""

    path: Path
    name: str
    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class Remote:
    url: str


Source = Local | Remote


def send(step: Step, turn: Turn) -> bool:
    """Sends every file of the step; without one, says what can be sent."""
    if not step.files:
        values = {"formats": formats(turn), "limit": turn.skill.limit_mb}
        turn.tell.text(words.say("upload.ask", turn.lang, **values))
        return True
    unfit: list[tuple[str, Problem]] = []
    sources = [s for file in step.files if (s := _fit(file, turn, unfit)) is not None]
    sent = sum([_sent(source, turn, unfit) for source in sources])
    if not sent and len(unfit) == 1:
        raise unfit[0][1]
    for name, problem in unfit:
        reason = failure.sentence(problem, turn)
        about = reason if name in reason else f"{name}: {reason}"
        turn.tell.text(words.say("upload.left_out", turn.lang, reason=about))
    if not sent:
        raise Problem("no_file_left")
    return True


def _fit(file: str, turn: Turn, unfit: list[tuple[str, Problem]]) -> Source | None:
    """The source, if it may be sent. A path that leads nowhere ends the message: it is a typo."""
    try:
        return checked(file, turn)
    except Problem as problem:
        if problem.name == "file_missing":
            raise
        unfit.append((shown(file), problem))
        return None


def _sent(source: Source, turn: Turn, unfit: list[tuple[str, Problem]]) -> bool:
    """Whether the backend has it now; what is no matter of this one file ends the message."""
    try:
        match source:
            case Remote():
                _fetch(source, turn)
            case Local():
                _send_file(source, turn)
    except Problem as problem:
        if problem.name not in _ITS_OWN:
            raise
        named = source.url if isinstance(source, Remote) else source.name
        unfit.append((shown(named), problem))
        return False
    return True


def shown(file: str) -> str:
    """A path or link as its last part, fit to be told."""
    path = urlsplit(file).path if "://" in file else file
    return clean.line(Path(unquote(path) if "://" in file else path).name or file, most=80)


def checked(file: str, turn: Turn) -> Source:
    """The source, if it may be sent: there, readable, of a kind that is taken, not too large."""
    scheme = urlsplit(file).scheme.lower() if "://" in file else ""
    if scheme in ("http", "https"):
        return Remote(_address(file))
    if scheme and scheme != "file":
        raise Problem("url_type")
    path = Path(url2pathname(unquote(urlsplit(file).path)) if scheme else file)
    name = clean.line(path.name or str(path), most=120)
    head, size = _head(path, name)
    suffix = _suffix(path, head)
    row = turn.client.rules.formats.get(suffix)
    taken = row and (row.hosted or suffix == "flac" or turn.client.backend.kind != "hosted")
    if not taken:
        raise Problem("file_type", name=name, formats=formats(turn))
    _within(size, name, turn)
    if not containers.same(suffix, _ending(path)):
        turn.tell.text(words.say("upload.renamed", turn.lang, name=name, kind=suffix.upper()))
        return Local(path, f"{path.stem or 'file'}.{suffix}", suffix, size)
    return Local(path, path.name, suffix, size)


def _address(url: str) -> str:
    """The link as it is sent on: one that a service can fetch and that hides no user name."""
    if clean.line(url, most=8192) != url or not urlsplit(url).hostname:
        raise Problem("url_type")
    return url


def _head(path: Path, name: str) -> tuple[bytes, int]:
    """The first bytes of a file and its size; each way of not being a file has its sentence."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Problem("file_folder", name=name)
        if not stat.S_ISREG(found.st_mode):
            raise Problem("file_special", name=name)
        with path.open("rb") as file:
            head = file.read(containers.HEAD)
            size = os.fstat(file.fileno()).st_size
    except (FileNotFoundError, NotADirectoryError):
        raise Problem("file_missing", name=name) from None
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise Problem("file_unreadable", name=name) from None
    if not size or not head:
        raise Problem("file_empty", name=name)
    return head, size


def _suffix(path: Path, head: bytes) -> str:
    """What the file is: its content decides; its name tells kinds in one container apart."""
    found, ending = containers.sniff(head), _ending(path)
    return ending if found and containers.same(found, ending) else found


def _ending(path: Path) -> str:
    return path.suffix.lstrip(".").lower()


def _within(size: int, name: str, turn: Turn) -> None:
    limit = turn.skill.limit_mb
    megabyte = turn.client.rules.limits["megabyte"]
    if size > limit * megabyte:
        shown = f"{size / megabyte:.1f}"
        raise Problem("file_too_large", name=name, size=shown, limit=limit)


def _fetch(source: Remote, turn: Turn) -> None:
    """Has the backend fetch a link by itself."""
    name = clean.line(Path(urlsplit(source.url).path).name or source.url, most=80)
    turn.tell.progress(words.say("upload.fetching", turn.lang, name=name), None)
    answer = turn.client.call("upload", json={"urls": [source.url], "source_type": "url"})
    _tell_sent(answer, name, turn)


def _send_file(source: Local, turn: Turn) -> None:
    with _as_taken(source, turn) as file:
        boundary = secrets.token_hex(16)
        shown = clean.line(source.name, most=120)
        told = progress(words.say("upload.sending", turn.lang, name=shown), turn)
        mime = turn.client.rules.formats[file.suffix].mime

        def body() -> FileForm:
            return FileForm(
                file.path, boundary=boundary, field=_FIELD, name=file.name, mime=mime, sent=told
            )

        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        try:
            answer = turn.client.call("upload", body=body, extra=kind)
        except ApiError as error:
            if error.name == "cut":
                raise Problem("file_sending", name=shown) from None
            raise
        except OSError:
            raise Problem("file_unreadable", name=shown) from None
        _tell_sent(answer, shown, turn)


@contextmanager
def _as_taken(source: Local, turn: Turn) -> Iterator[Local]:
    """The file as this backend takes it: FLAC goes to the hosted service as WAV, bit for bit."""
    row = turn.client.rules.formats[source.suffix]
    if row.hosted or turn.client.backend.kind != "hosted":
        yield source
        return
    from handlers import flac  # starts a program, which hardly any turn needs

    shown = clean.line(source.name, most=120)
    turn.tell.progress(words.say("upload.converting", turn.lang, name=shown), None)
    with flac.as_wav(source.path, shown) as wav:
        size = wav.stat().st_size
        name = f"{Path(source.name).stem}.wav"
        _within(size, name, turn)
        yield replace(source, path=wav, name=name, suffix="wav", size=size)


def _tell_sent(answer: Mapping[str, Any], name: str, turn: Turn) -> None:
    """Says what arrived, with what the backend found out about it."""
    files = answer.get("files")
    found = files[0] if isinstance(files, list) and files and isinstance(files[0], dict) else {}
    about = ", ".join(_about(found))
    key = "upload.sent_about" if about else "upload.sent"
    turn.tell.text(words.say(key, turn.lang, name=name, about=about))


def clock(duration: float) -> str:
    """Seconds as on a clock, from a minute on: 1:05, 5:00:00."""
    minutes, rest = divmod(round(duration), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _about(found: Mapping[str, Any]) -> Iterator[str]:
    duration, width, height = (found.get(key) for key in ("duration", "width", "height"))
    if isinstance(duration, int | float) and 0 < duration < 1e9:
        yield f"{seconds(duration * 1000)} s" if duration < 60 else clock(duration)
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        yield f"{width}×{height}"
