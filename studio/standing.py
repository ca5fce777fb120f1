"""The Python that can run the studio: this one, or the private one that the set-up next door makes.

Standard library only. The set-up is a program of its own that takes the command over: the two
halves share no code.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

_NEEDED = ("msgspec", "numpy", "soundfile", "yaml", "PIL", "imageio_ffmpeg", "cv2")
_ROOT = Path(__file__).resolve().parent.parent
_ONCE = "STUDIO_STANDS"  # set for the second try, so that there is no third
_SET_UP = """
import os, sys, prepare
try:
    python = str(prepare.studio_python(lambda text: print(text, file=sys.stderr, flush=True)))
except prepare.CannotPrepare as error:
    sys.exit(str(error))
sys.exit(os.spawnve(os.P_WAIT, python, [python, "-m", "studio", *sys.argv[1:]], os.environ))
"""


def complete() -> bool:
    """Whether this Python has all that the studio needs."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


def elsewhere(argv: list[str]) -> int | None:
    """The exit status of the same command under the prepared Python; None where there is none."""
    if os.environ.get(_ONCE) or not (_ROOT / "prepare").is_dir():
        return None
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    surroundings = {**os.environ, "PYTHONPATH": path, _ONCE: "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", _SET_UP, *argv]
    return os.spawnve(os.P_WAIT, sys.executable, command, surroundings)  # noqa: S606 - itself
