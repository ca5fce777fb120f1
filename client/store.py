"""What the skill remembers on disk: client id, tokens, sessions, and exports still under way.

Everything lies in one folder (0700) as small files (0600), written beside and renamed. A file that
cannot be read is set aside as `<name>.damaged-<n>` and named in `damaged`, so that it can be said.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from client import lock
from client.values import Problem

Record = dict[str, Any]
PATIENCE = 45.0  # longer than the longest call made under a lock


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []

    # -- client id ------------------------------------------------------------------------------

    def client_id(self) -> str:
        """The UUID of this installation, made when there is none; the file holds nothing else."""
        with self.locked("client_id"):
            text = self._text("client_id")
            if text is not None:
                with contextlib.suppress(ValueError):
                    return str(uuid.UUID(text.strip()))
                self._set_aside("client_id")
            return self.new_client_id()

    def new_client_id(self) -> str:
        fresh = str(uuid.uuid4())
        self._write("client_id", fresh + "\n")
        return fresh

    # -- tokens ---------------------------------------------------------------------------------

    def token(self, origin: str) -> Record | None:
        """What was kept for this origin: `token`, `expires_at` (seconds), `client`."""
        found = self._json("tokens.json").get(origin)
        return found if isinstance(found, dict) and isinstance(found.get("token"), str) else None

    def keep_token(self, origin: str, record: Record | None) -> None:
        with self.locked("tokens"):
            tokens = self._json("tokens.json")
            if record is None:
                tokens.pop(origin, None)
            else:
                tokens[origin] = record
            self._write("tokens.json", json.dumps(tokens))

    # -- sessions -------------------------------------------------------------------------------

    def session(self, origin: str, skill: str, name: str) -> Record | None:
        """A session kept under this name: `session_id`, `task_id`, `state` (as last seen)."""
        found = self._json(_session_file(origin, skill, name))
        return found if isinstance(found.get("session_id"), str) else None

    def session_at_home(self, skill: str, name: str) -> Record | None:
        """The session of the studio on this machine under this name, whatever port it had then."""
        files = (self.folder / "sessions").glob("*.json")
        for file in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True):
            found = self._json(f"sessions/{file.name}")
            about = (found.get("kind"), found.get("skill"), found.get("name"))
            if about == ("local", skill, name) and isinstance(found.get("session_id"), str):
                return found
        return None

    def keep_session(self, origin: str, skill: str, name: str, record: Record | None) -> None:
        file = _session_file(origin, skill, name)
        if record is None:
            (self.folder / file).unlink(missing_ok=True)
        else:
            about = {"origin": origin, "skill": skill, "name": name}
            self._write(file, json.dumps({**record, **about}))

    # -- exports under way ----------------------------------------------------------------------

    def keep_job(self, job_id: str, record: Record) -> None:
        self._write(_job_file(job_id), json.dumps({**record, "id": job_id}))

    def drop_job(self, job_id: str) -> None:
        for file in (_job_file(job_id), _job_file(job_id, ".lock")):
            with contextlib.suppress(PermissionError):  # a lock that is held, on some systems
                (self.folder / file).unlink(missing_ok=True)

    def jobs(self) -> list[Record]:
        """Every export that was begun and not seen through, oldest first."""
        files = sorted((self.folder / "jobs").glob("*.json"))
        records = [self._json(f"jobs/{file.name}") for file in files]
        whole = [record for record in records if isinstance(record.get("id"), str)]
        return sorted(whole, key=lambda record: float(record.get("begun") or 0))

    @contextmanager
    def working_on(self, job_id: str) -> Iterator[bool]:
        """True while this process alone works on the job; False when another one does."""
        self._make(self.folder / "jobs")
        with lock.held(self.folder / _job_file(job_id, ".lock")) as ours:
            yield ours

    @contextmanager
    def locked(self, what: str) -> Iterator[None]:
        self._make(self.folder)
        with contextlib.ExitStack() as stack:
            with self._blaming_the_folder():
                file = self.folder / f".{what}.lock"
                stack.enter_context(lock.held(file, patience=PATIENCE))
            yield

    # -- files ----------------------------------------------------------------------------------

    def _make(self, folder: Path) -> None:
        with self._blaming_the_folder():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix" and folder.stat().st_mode & 0o077:
                folder.chmod(0o700)

    @contextmanager
    def _blaming_the_folder(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            name = "disk_full" if full else "config_unwritable"
            raise Problem(name, folder=str(self.folder)) from error

    def _text(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            self._set_aside(name)
            return None

    def _json(self, name: str) -> Record:
        text = self._text(name)
        if text is None:
            return {}
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            self._set_aside(name)
            return {}
        return value

    def _set_aside(self, name: str) -> None:
        file = self.folder / name
        for number in range(1, 1000):
            aside = file.with_name(f"{file.name}.damaged-{number}")
            if not aside.exists():
                with contextlib.suppress(OSError):
                    file.rename(aside)
                    self.damaged.append(aside.name)
                return

    def _write(self, name: str, text: str) -> None:
        """The file with this text, whole or not at all, readable by its owner only."""
        file = self.folder / name
        self._make(self.folder)
        if file.parent != self.folder:
            self._make(file.parent)
        with self._blaming_the_folder():
            handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as out:
                    out.write(text)
                    out.flush()
                    os.fsync(out.fileno())
                Path(beside).replace(file)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise


def _session_file(origin: str, skill: str, name: str) -> str:
    """A file name that no session name can break out of."""
    spelled = "\0".join((origin, skill, name)).encode("utf-8", "replace")
    return f"sessions/{hashlib.sha256(spelled).hexdigest()[:24]}.json"


def _job_file(job_id: str, suffix: str = ".json") -> str:
    return f"jobs/{hashlib.sha256(job_id.encode()).hexdigest()[:24]}{suffix}"
