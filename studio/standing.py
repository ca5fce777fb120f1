"""The Python that can run the studio: this one, or the private one that the set-up next door makes.

Standard library only. The set-up is asked as a program of its own: the two halves share no code.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

_NEEDED = ("msgspec", "numpy", "soundfile", "yaml", "PIL", "imageio_ffmpeg", "cv2")
_ROOT = Path(__file__).resolve().parent.parent
_ONCE = "STUDIO_STANDS"  # set for the second try, so that there is no third
_ASKED = (
    "import sys, prepare\n"
    "try: print(prepare.studio_python(lambda text: print(text, file=sys.stderr, flush=True)))\n"
    "except prepare.CannotPrepare as error: sys.exit(str(error))"
)


def complete() -> bool:
    """Whether this Python has all that the studio needs."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


def elsewhere(argv: list[str]) -> int | None:
    """The exit status of the same command under the prepared Python; None where there is none."""
    if os.environ.get(_ONCE) or not (_ROOT / "prepare").is_dir():
        return None
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    surroundings = {**os.environ, "PYTHONPATH": path, _ONCE: "1", "PYTHONDONTWRITEBYTECODE": "1"}
    asked = subprocess.run(
        [sys.executable, "-c", _ASKED], env=surroundings, stdout=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    python = asked.stdout.strip().splitlines()[-1:] if asked.returncode == 0 else []
    if not python:
        return 1
    return subprocess.run(
        [python[0], "-m", "studio", *argv], env=surroundings, check=False
    ).returncode
