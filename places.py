"""Where this user's caches lie: private environments, compiled files, the typed history.

Imported before anything else of ours, so it is small and asks nothing of other files.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

NAME = "nemovideo"


def _usual() -> Path | None:
    """The folder that this platform gives to caches, ours inside it; None without a home."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    match sys.platform:
        case "win32":
            base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")  # noqa: PTH118
        case "darwin":
            base = os.path.join(home, "Library", "Caches")  # noqa: PTH118
        case _:
            base = os.environ.get("XDG_CACHE_HOME", "")
            if not os.path.isabs(base):  # noqa: PTH117 - a relative one is to be ignored, says XDG
                base = os.path.join(home, ".cache")  # noqa: PTH118
    return Path(base, NAME) if os.path.isabs(base) else None  # noqa: PTH117


def _ours(folder: Path) -> bool:
    """Whether this folder is there (made if need be) and no other user can put files into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) and not folder.is_dir():
        return False
    if hasattr(os, "getuid"):
        real = folder.stat()
        if real.st_uid != os.getuid() or real.st_mode & 0o022:
            return False
    return os.access(folder, os.W_OK | os.X_OK)


def _shelter() -> Path:
    """A folder of this user's in the temporary folder, for homes that cannot be written to."""
    import tempfile

    owner = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir(), f"{NAME}-{owner}")


def cache() -> Path | None:
    """The folder for caches, there and ours; None where nothing can be kept."""
    usual = _usual()
    if usual is not None and _ours(usual):
        return usual
    shelter = _shelter()
    return shelter if not shelter.is_symlink() and _ours(shelter) else None


def keep_bytecode() -> bool:
    """Sends compiled files to the cache; False where there is none to send them to.

    PYTHONDONTWRITEBYTECODE is about files beside the sources, of which there are none here.
    """
    folder = cache()
    if folder is None:
        return False
    sys.pycache_prefix = str(folder / "compiled")
    return True


def environment() -> dict[str, str]:
    """The environment for a Python of ours: compiled files in the cache, nobody else's packages."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "PYTHONPATH"}}
    folder = cache()
    if folder is not None:
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        kept["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    return kept
