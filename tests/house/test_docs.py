"""Documents that can drift: what they name must exist, what they promise must be taken."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import contract

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("references/*.md"),
    *ROOT.glob("skills/*/SKILL.md"),
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    base = ROOT if page.name == "SKILL.md" else page.parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (base / target).exists(), target


def test_the_drawn_house_stands() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]
    inside = ""
    for line in drawing.splitlines():
        found = re.match(r"( *)([\w./<>-]+)", line)
        if not found or "<" in found[2]:
            continue
        name = found[2]
        if found[1]:
            places = [ROOT / inside / name, ROOT / inside / f"{name}.py"]
        else:
            inside = name
            places = [ROOT / name]
        if name in ("words,",):
            continue
        assert any(place.exists() for place in places), line


def test_the_door_takes_every_option_that_is_written_about() -> None:
    shown = subprocess.run(
        [sys.executable, str(ROOT / "chat.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pages = [ROOT / "README.md", ROOT / "references/door.md", *ROOT.glob("skills/*/SKILL.md")]
    for page in [*pages, ROOT / "SKILL.md"]:
        for line in page.read_text(encoding="utf-8").splitlines():
            if "chat.py" in line or "references" in str(page):
                for option in re.findall(r"(?<![\w-])--[a-z]+", line):
                    assert option in shown, (page.name, option)


def test_every_error_rule_has_a_sentence_in_the_skill() -> None:
    import words

    for rule in contract.load().errors.values():
        assert rule.name in words.sentences("errors", "en"), rule.name


def test_no_document_names_a_path_of_a_machine() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert f"{Path.home()}/" not in text
        assert f"{ROOT}/" not in text
