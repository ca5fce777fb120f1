"""The page that shows the genres shows all of them, and what it says to type can be typed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from studio import composer

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "music.md").read_text(encoding="utf-8")


def test_every_genre_has_its_picture() -> None:
    assert tuple(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)) == composer.genres()
    shown = re.findall(r"\]\((music/\w+\.\w+)\)", PAGE)
    assert len(set(shown)) == len(composer.genres())
    sizes = [(ROOT / "docs" / name).stat().st_size for name in shown]
    assert sum(sizes) < 3_000_000
    kept = {path.name for path in (ROOT / "docs" / "music").iterdir()}
    assert kept == {name.split("/")[1] for name in shown}


def test_every_option_it_writes_about_is_taken() -> None:
    run = [sys.executable, "-m", "studio", "compose", "--help"]
    shown = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    written = set(re.findall(r"studio compose[^`]*`", PAGE))
    options = {option for line in written for option in re.findall(r"--[a-z-]+", line)}
    assert {"--seconds", "--neural"} <= options
    assert all(option in shown for option in options)
