"""A server that only answers loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("numpy", "PIL", "cv2", "scipy", "soundfile", "imageio_ffmpeg", "sqlalchemy", "httpx")


def test_starting_and_understanding_load_no_array_library() -> None:
    code = (
        "import sys; from studio import serve, planner; from studio.timeline.model import Timeline;"
        "planner.understand('add lo-fi music', timeline=Timeline());"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
