"""A private environment, laid once: by uv where it is there, else by venv and pip.

Packages come by the locks in `requirements/`, each checked against its hash; langdetect is
published as source alone, so what builds it goes in first, and it is built without isolation.
What interrupts leaves no mark, and the next start lays anew. Two starts at once take turns.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

import places

from . import HOLDS, LOCKS, MARK, NEEDS, CannotPrepare, Environment, Kind, Say, built
from .lock import Lock
from .saying import Lang, sentence

MEGABYTE = 1024 * 1024
ROOM: dict[Kind, int] = {
    "skill": 60,
    "studio": 600,
    "dev": 900,
}  # megabytes, with spare
UNUSED = 30 * 24 * 3600  # seconds after which an environment of an older lock is removed
SOURCE_ONLY = "langdetect"
ASTRAY = {
    "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN", "PIP_PYTHON",
    "PIP_NO_BINARY", "PIP_ONLY_BINARY", "PIP_CONSTRAINT", "PIP_REQUIREMENT", "VIRTUAL_ENV",
    "PYTHONHOME", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "LANGUAGE",
}  # fmt: skip
NOTHING_THERE = "neither uv nor pip is there"

_MEANING: tuple[tuple[str, tuple[str, ...]], ...] = (  # what an installer's words come down to
    ("disk_full", ("no space left", "disk quota exceeded", "not enough space", "errno 28")),
    ("wrong_hash", ("do not match the hashes", "hash mismatch")),
    ("offline", (
        "failed to establish a new connection", "name resolution", "name or service not known",
        "getaddrinfo", "network is unreachable", "connection refused", "no route to host",
        "connection reset", "max retries exceeded", "error sending request", "dns error",
        "tcp connect error", "proxyerror", "timed out", "could not connect", "connection aborted",
        "retrying (retry(",
    )),
    ("no_installer", (NOTHING_THERE,)),
    ("no_package", ("no matching distribution", "has no usable wheels", "no solution found")),
)  # fmt: skip


class Failed(Exception):
    """An installer's output, when it did not succeed."""


def lay(kind: Kind, root: Path, say: Say, *, lang: Lang) -> Environment:
    """The environment, finished: made here, or by another start while this one waited."""
    root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = sentence("waiting", lang)
    with Lock(root.with_name(root.name + ".lock"), lambda: say(waiting)):
        found = built(root)
        if found is not None:
            return found
        if room(root.parent) < ROOM[kind] * MEGABYTE:
            raise CannotPrepare(sentence("disk_full", lang, folder=root.parent, mb=ROOM[kind]))
        say(sentence(f"laying_{kind}", lang, folder=root.parent))
        began = time.monotonic()
        try:
            environment = _laid(kind, root)
        except Failed as failure:
            shutil.rmtree(root, ignore_errors=True)
            raise _reason(str(failure), kind, root, lang) from None
        except OSError as error:
            shutil.rmtree(root, ignore_errors=True)
            raise _reason(str(error), kind, root, lang) from None
        say(sentence("laid", lang, seconds=f"{time.monotonic() - began:.0f}"))
    forget(root.parent, kept=root)
    return environment


def room(folder: Path) -> int:
    """The bytes that are free where this folder lies."""
    return shutil.disk_usage(folder).free


def meaning(output: str) -> str:
    """The key of the sentence that an installer's output comes down to."""
    low = output.lower()
    return next((key for key, signs in _MEANING if any(s in low for s in signs)), "failed")


def _reason(output: str, kind: Kind, root: Path, lang: Lang) -> CannotPrepare:
    """The sentence for the user; the installer's own words go into a file that it names."""
    log = root.parent / "setup.log"
    try:
        log.write_text(output, encoding="utf-8", errors="replace")
        log.chmod(0o600)
    except OSError:
        pass  # a full disk; the sentence says so
    key = meaning(output)
    return CannotPrepare(sentence(key, lang, folder=root.parent, mb=ROOM[kind], log=log))


def _laid(kind: Kind, root: Path) -> Environment:
    """The environment, by the first way that succeeds; Failed with what they all said."""
    said: list[str] = []
    for way in ways(kind, root):
        shutil.rmtree(root, ignore_errors=True)
        try:
            said += [_run(command, installers(os.environ)) for command in way]
            return _marked(kind, root)
        except Failed as failure:
            said.append(str(failure))
    raise Failed("\n".join(said) or NOTHING_THERE)


def ways(kind: Kind, root: Path) -> Iterable[tuple[tuple[str, ...], ...]]:
    """Each way to lay the environment, as its commands, quickest first."""
    uv = shutil.which("uv")
    if uv:
        yield by_uv(uv, kind, root)
    if find_spec("pip") and find_spec("venv"):
        yield by_pip((sys.executable, "-m", "pip", "--python", str(python_in(root))), kind, root)
    elif find_spec("ensurepip") and find_spec("venv"):
        make, *rest = by_pip((str(python_in(root)), "-m", "pip"), kind, root)
        yield tuple(p for p in make if p != "--without-pip"), *rest


def by_uv(uv: str, kind: Kind, root: Path) -> tuple[tuple[str, ...], ...]:
    """uv's commands that lay the environment for this Python."""
    install = (uv, "pip", "install", "--quiet", "--python", str(python_in(root)))
    hashed = ("--require-hashes", "--only-binary", ":all:")
    return (
        (uv, "venv", "--quiet", "--no-project", "--python", sys.executable, str(root)),
        (*install, *hashed, "-r", str(LOCKS / "build.txt")),
        (*install, *hashed, *_FROM_SOURCE, "-r", str(LOCKS / f"{kind}.txt")),
    )


def by_pip(pip: tuple[str, ...], kind: Kind, root: Path) -> tuple[tuple[str, ...], ...]:
    """The commands of venv and pip that lay the environment for this Python."""
    install = (*pip, "install", "--quiet", "--no-input", "--retries", "2", "--timeout", "30")
    hashed = ("--require-hashes", "--only-binary", ":all:")
    lock = str(LOCKS / f"{kind}.txt")
    return (
        (sys.executable, "-m", "venv", "--without-pip", str(root)),
        (*install, *hashed, "-r", str(LOCKS / "build.txt")),
        (*install, *hashed, *_FROM_SOURCE, "--use-pep517", "-r", lock),
    )


_FROM_SOURCE = ("--no-binary", SOURCE_ONLY, "--no-build-isolation")


def python_in(root: Path) -> Path:
    """The environment's own Python."""
    return root / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _marked(kind: Kind, root: Path) -> Environment:
    """The environment with its mark, once its own Python has imported everything in it.

    That first import also compiles the packages, so that the next start finds them compiled.
    """
    python = python_in(root)
    modules = ", ".join(need.module for need in NEEDS[kind])
    code = f"import sysconfig, {modules}; print(sysconfig.get_path('purelib'))"
    packages = _run((str(python), "-c", code), places.environment()).splitlines()[-1]
    inside = [str(Path(p).relative_to(root)) for p in (python, packages)]
    half = root / (MARK + ".part")
    half.write_text("\n".join(inside) + "\n", encoding="utf-8")
    half.replace(root / MARK)
    return Environment(root, python, Path(packages))


def _run(command: tuple[str, ...], environ: dict[str, str]) -> str:
    """What the command printed; Failed, with the same, if it did not succeed."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environ, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(done.stdout or f"{command[0]}: exit code {done.returncode}")
    return done.stdout


def installers(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv and pip: the user's indexes and proxies, nothing that leads astray.

    Settings that would install elsewhere are left out, and so is everything of our own: an
    installer has no business with the user's token.
    """
    astray = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN"}
    astray |= {
        "PIP_NO_BINARY",
        "PIP_ONLY_BINARY",
        "PIP_CONSTRAINT",
        "PIP_REQUIREMENT",
        "PIP_PYTHON",
    }
    astray |= {"PYTHONHOME", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV", "LANGUAGE"}
    kept = {k: v for k, v in environ.items() if k not in astray and not k.startswith("NEMO_")}
    return kept | {
        "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def forget(folder: Path, *, kept: Path) -> None:
    """Removes environments that no start has used for a month, and what set-ups left lying."""
    kinds = tuple(f"{kind}-" for kind in HOLDS)
    for old in folder.iterdir():
        mark = old / MARK
        if old == kept or not old.name.startswith(kinds) or not old.is_dir():
            continue
        try:
            age = time.time() - (mark if mark.exists() else old).stat().st_mtime
        except OSError:
            continue
        if age > UNUSED:
            shutil.rmtree(old, ignore_errors=True)
