"""The five skills: frontmatter as registries want it, own words each, and bundles within limits."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import yaml

import contract
from tools import bundle

NAMES = bundle.names()


def parts(name: str) -> tuple[dict[str, object], str]:
    text = bundle.card(name).read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def test_the_cards_are_the_skills_of_the_contract() -> None:
    assert set(NAMES) == set(contract.load().skills)


@pytest.mark.parametrize("name", NAMES)
def test_frontmatter_says_what_registries_read(name: str) -> None:
    front, body = parts(name)
    claw = front["metadata"]["openclaw"]  # type: ignore[index]
    assert front["name"] == name
    assert front["license"] == "MIT-0"
    assert 80 <= len(str(front["description"])) <= 1024
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(front["version"]))
    assert claw["emoji"] == "🎵"
    assert claw["primaryEnv"] == contract.load().environment["token"]
    assert "env" not in claw["requires"]  # an optional token there hides the skill
    assert claw["requires"]["configPaths"] == [contract.load().config_folder + "/"]
    declared = {entry["name"] for entry in claw["envVars"]}
    assert declared >= set(contract.load().environment.values())
    assert len(body.splitlines()) < 500


@pytest.mark.parametrize("name", NAMES)
def test_the_card_speaks_of_its_own_limit_and_signature_request(name: str) -> None:
    _, body = parts(name)
    skill = contract.load().skills[name]
    assert f"{skill.limit_mb} MB" in body
    assert skill.say["en"] in body
    assert "references/door.md" in body
    assert "skill.yaml" in body


def test_no_paragraph_stands_in_two_skills() -> None:
    def paragraphs(name: str) -> set[str]:
        blocks = re.split(r"\n\s*\n", parts(name)[1])
        return {" ".join(b.split()) for b in blocks if len(b.split()) > 6}

    for one, other in itertools.combinations(NAMES, 2):
        assert not paragraphs(one) & paragraphs(other)


def test_bodies_differ_in_shape_not_only_in_words() -> None:
    """Registries compare kind and length class of the first lines."""

    def shape(name: str) -> list[str]:
        lines = [line for line in parts(name)[1].splitlines() if line.strip()][:80]
        kinds = {"#": "h", "-": "b", "|": "t", ">": "q", "`": "c"}
        return [f"{kinds.get(line[0], 'p')}{min(len(line) // 40, 3)}" for line in lines]

    for one, other in itertools.combinations(NAMES, 2):
        same = sum(a == b for a, b in zip(shape(one), shape(other), strict=False))
        assert same / 40 < 0.75, (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_within_the_marketplaces_limits_and_complete(name: str, tmp_path: Path) -> None:
    target = bundle.build(name, tmp_path)
    here = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert {"SKILL.md", "skill.yaml", "chat.py", "references/door.md", "LICENSE"} <= here
    assert not any(part.startswith(".") for path in here for part in path.split("/"))
    assert f"name: {name}\n" in (target / "SKILL.md").read_text(encoding="utf-8")


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    one = bundle.build(NAMES[0], tmp_path / "a")
    two = bundle.build(NAMES[0], tmp_path / "b")
    for path in (p for p in one.rglob("*") if p.is_file()):
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()
