"""The studio that runs, or the one that is started now; never two, and never a stale one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import contract
import places
import prepare
import words
from client import Backend, Problem, lock
from home import address
from home.address import Address
from tell import Tell

IDLE = 900  # seconds with nothing to do until it stops by itself
PATIENCE = 30.0  # seconds that a start may take on a slow machine
_LEAVING = 6.0  # seconds that a studio may take to go


def find_or_start(tell: Tell, lang: words.Lang) -> Backend:
    """The studio of this user, answering; Problem where it cannot be had."""
    place = address.folder()
    mark = address.build()
    found = _fit(address.read(place), mark)
    if found is None:
        found = _begun(place, mark, tell, lang)
    return Backend(found.url, "local", found.key)


def _fit(known: Address | None, mark: str) -> Address | None:
    """The address, if the studio there proves itself and runs the code that lies here."""
    if known is None or not address.alive(known):
        return None
    return known if known.version.endswith("+" + mark) else None


def _begun(place: Path, mark: str, tell: Tell, lang: words.Lang) -> Address:
    """A studio that runs when this returns; of two that ask at once, one starts it for both."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError:
        raise Problem("not_writable", folder=place) from None
    with lock.held(place / "start.lock", patience=2 * PATIENCE):
        known = address.read(place)
        if found := _fit(known, mark):
            return found
        if known is not None and not _cleared(known, place):
            return known  # older code, but busy with somebody's work: it goes on with that first
        try:
            python = prepare.studio_python(tell.text, lang=lang)
        except prepare.CannotPrepare as problem:
            tell.text(str(problem))
            raise Problem("unreachable_local") from problem
        return _started(python, place, mark, tell, lang)


def _cleared(known: Address, place: Path) -> bool:
    """Whether the studio of this address is gone now; False when it is well and busy."""
    if address.alive(known):
        if not address.stop(known, force=False):
            return False
    elif address.is_studio(known.pid, place):
        with suppress(OSError):
            os.kill(known.pid, signal.SIGTERM)
    else:
        return True
    if not _gone(known, place, seconds=_LEAVING):
        with suppress(OSError):
            os.kill(known.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        _gone(known, place, seconds=_LEAVING)
    return True


def _gone(known: Address, place: Path, *, seconds: float) -> bool:
    """Whether its process has ended within that time."""
    until = time.monotonic() + seconds
    while address.is_studio(known.pid, place):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _started(python: Path, place: Path, mark: str, tell: Tell, lang: words.Lang) -> Address:
    """Starts the studio and waits until it answers."""
    tell.progress(words.say("home.starting", lang), None)
    log = place / "logs" / "start.log"
    process = _process(python, place, mark, log)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        known = address.read(place)
        if known is not None and known.pid == process.pid and address.alive(known):
            process.returncode = 0  # it outlives us on purpose: no warning when we let go of it
            tell.progress(words.say("home.starting", lang), 1.0)
            return known
        if process.poll() is not None:
            break
        time.sleep(0.01)
    with suppress(OSError):
        process.kill()
    tell.text(words.say("home.not_started", lang, reason=_last_line(log)))
    raise Problem("unreachable_local")


def _process(python: Path, place: Path, mark: str, log: Path) -> subprocess.Popen[bytes]:
    """The studio as a process of its own, that does not end with this one."""
    command = [
        str(python), "-m", "studio", "serve", "--data", str(place),
        "--runtime", str(address.runtime(place)), "--idle", str(_idle()), "--build", mark,
    ]  # fmt: skip
    environment = {k: v for k, v in places.environment().items() if k not in _private()}
    environment["PYTHONPATH"] = str(prepare.ROOT)
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        return subprocess.Popen(
            command, cwd=prepare.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out,
            stderr=out, close_fds=True, start_new_session=True, creationflags=flags,
        )  # fmt: skip
    finally:
        os.close(out)


def _private() -> set[str]:
    """What the environment holds for the hosted service only."""
    named = contract.load().environment
    return {named[key] for key in ("token", "client", "url") if key in named}


def _idle() -> int:
    said = os.environ.get("NEMO_STUDIO_IDLE", "")
    return int(said) if said.isdecimal() and int(said) > 0 else IDLE


def _last_line(log: Path) -> str:
    """The last thing that a studio said before it gave up."""
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "?"
    return "?"
