"""The packages that this program needs, made importable: what is there is used, else set up once.

    prepare.ready("skill", say)       this very Python can import what the skill needs
    prepare.studio_python(say)        the Python that can run the studio

A private environment lies in the user's cache folder, one for each lock and kind of Python, so
that all five skills share it and an update makes a new one. It is never inside the skill's folder.
Standard library only; what takes long is in `laying`, imported on the first start alone.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Literal

import places

from .saying import Lang, by_locale, sentence

Kind = Literal["skill", "studio", "dev"]
Say = Callable[[str], object]

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
MARK = "complete"  # written last; an environment without it was interrupted
USED_AGAIN = 24 * 3600  # seconds after which a use is noted anew


@dataclass(frozen=True, slots=True)
class Need:
    """A package that must be there: its oldest good version, and the module that shows it works."""

    package: str
    oldest: tuple[int, ...]
    module: str


_SKILL = (
    Need("requests", (2, 31), "requests"),
    Need("sseclient-py", (1, 8), "sseclient"),
    Need("pyyaml", (6, 0), "yaml"),
    Need("langdetect", (1, 0, 9), "langdetect"),
)
_STUDIO = (
    *_SKILL,
    Need("msgspec", (0, 19), "msgspec"),
    Need("starlette", (0, 46), "starlette"),
    Need("uvicorn", (0, 34), "uvicorn"),
    Need("python-multipart", (0, 0, 20), "python_multipart"),
    Need("numpy", (2, 0), "numpy"),
    Need("pillow", (11, 0), "PIL.Image"),
    Need("imageio-ffmpeg", (0, 6), "imageio_ffmpeg"),
    Need("soundfile", (0, 13), "soundfile"),
    Need("opencv-python-headless", (4, 10), "cv2"),
)
_DEV = (
    *_STUDIO,
    Need("pytest", (8, 0), "pytest"),
    Need("pytest-xdist", (3, 0), "xdist"),
    Need("hypothesis", (6, 0), "hypothesis"),
    Need("import-linter", (2, 0), "importlinter"),
    Need("mypy", (1, 15), "mypy"),
    Need("ruff", (0, 9), "ruff"),
)
NEEDS: dict[Kind, tuple[Need, ...]] = {"skill": _SKILL, "studio": _STUDIO, "dev": _DEV}
HOLDS: dict[Kind, tuple[Kind, ...]] = {  # what serves for a kind, smallest first
    "skill": ("skill", "studio", "dev"),
    "studio": ("studio", "dev"),
    "dev": ("dev",),
}


class CannotPrepare(Exception):
    """What failed while setting up, as the sentence that the user reads."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A finished private environment: its Python, and the folder with its packages."""

    root: Path
    python: Path
    packages: Path


def ready(kind: Kind, say: Say, *, lay: Kind | None = None, lang: Lang | None = None) -> None:
    """Nothing; from now on this process can import what this kind needs.

    `lay` names the bigger kind to set up where there is nothing yet, when that will be needed too.
    Packages are taken into the running Python rather than by starting the environment's own:
    the environment was made for this Python, and a second start would double the wait.
    """
    if not satisfied(kind, installed(sys.path)):
        enter(_environment(kind, say, lang or by_locale(os.environ), lay=lay or kind))


def python(kind: Kind, say: Say, *, lang: Lang | None = None) -> Path:
    """A Python that has all this kind needs by itself, to be started as a process of its own."""
    if satisfied(kind, installed(_own_path())):
        return Path(sys.executable)
    return _environment(kind, say, lang or by_locale(os.environ), lay=kind).python


def studio_python(say: Say, *, lang: Lang | None = None) -> Path:
    """The Python that has everything the studio needs."""
    return python("studio", say, lang=lang)


def satisfied(kind: Kind, versions: dict[str, tuple[int, ...]]) -> bool:
    """Whether packages of these versions are all that this kind needs."""
    return all(versions.get(need.package, ()) >= need.oldest for need in NEEDS[kind])


def installed(folders: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The versions of the packages in these folders; where one is there twice, the first counts.

    Read off the folders' listings: `importlib.metadata` would take longer than all the rest.
    """
    found: dict[str, tuple[int, ...]] = {}
    for folder in folders:
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
        except OSError:
            continue
        for name in names:
            stem, dot, kind = name.rpartition(".")
            if dot and kind in {"dist-info", "egg-info"}:
                package, _, version = stem.partition("-")
                key = package.lower().replace("_", "-").replace(".", "-")
                found.setdefault(key, _numbers(version))
    return found


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: (1, 26) of `1.26.0rc1`, whose last part is unfinished."""
    numbers = []
    for part in version.partition("-")[0].split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)


def place(kind: Kind) -> Path | None:
    """Where this kind's environment lies, there or not: named after its lock and this Python."""
    folder = places.cache()
    if folder is None:
        return None
    lock = hashlib.sha256()
    for name in ("build.txt", f"{kind}.txt"):
        lock.update((LOCKS / name).read_bytes())
    return folder / "environments" / f"{kind}-{lock.hexdigest()[:12]}-{abi()}"


def abi() -> str:
    """What compiled packages must fit: `cpython-311-x86_64-linux-gnu`."""
    tag = EXTENSION_SUFFIXES[0].strip(".").rpartition(".")[0]
    return f"{tag}-{os.uname().machine}" if sys.platform == "darwin" else tag


def built(root: Path) -> Environment | None:
    """The environment in this folder, if its set-up came to its end and it is still whole."""
    try:
        python, packages = (root / MARK).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    whole = Environment(root, root / python, root / packages)
    return whole if whole.python.exists() and whole.packages.is_dir() else None


def enter(environment: Environment) -> None:
    """This process sees the environment's packages and no others but Python's own."""
    others = ("site-packages", "dist-packages")
    sys.path[:] = [p for p in sys.path if p == str(ROOT) or Path(p).name not in others]
    sys.path.append(str(environment.packages))
    importlib.invalidate_caches()
    _note_use(environment.root / MARK)


def _note_use(mark: Path) -> None:
    """An environment's mark is as old as its last use, so that forgotten ones can be told."""
    try:
        if time.time() - mark.stat().st_mtime > USED_AGAIN:
            os.utime(mark)
    except OSError:
        pass  # a cache that cannot be written serves all the same


def _own_path() -> list[str]:
    """Where this Python's own packages lie, without what `enter` may have brought in."""
    folder = places.cache()
    return [p for p in sys.path if folder is None or not p.startswith(str(folder))]


def _environment(kind: Kind, say: Say, lang: Lang, *, lay: Kind) -> Environment:
    """The environment for this kind: a finished one, or one made now."""
    for bigger in HOLDS[kind]:
        root = place(bigger)
        if root is None:
            raise CannotPrepare(sentence("no_cache", lang))
        found = built(root)
        if found is not None:
            return found
    from . import laying

    root = place(lay)
    assert root is not None
    return laying.lay(lay, root, say, lang=lang)
