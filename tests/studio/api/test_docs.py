"""The page about serving names every option and every setting there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")


def test_every_setting_of_the_environment_is_on_the_page() -> None:
    code = (ROOT / "studio" / "bootstrap.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(STUDIO_\w+)"', code)) == set(re.findall(r"STUDIO_[A-Z_]+", PAGE))


def test_every_option_of_the_command_is_on_the_page() -> None:
    code = (ROOT / "studio" / "__main__.py").read_text(encoding="utf-8")
    inner = {"--runtime", "--build", "--help"}
    known = set(re.findall(r'"(--[\w-]+)"', code)) - inner
    assert known == set(re.findall(r"--[a-z][\w-]+", PAGE))
