"""Name, version and platform, read where the skill is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from client import Identity
from client.identity import frontmatter

SKILL = '---\nname: my-skill\nversion: "2.1.0"\nmetadata:\n  version: 9\n---\nname: not this\n'


def install(folder: Path, content: str = SKILL) -> Path:
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (SKILL, {"name": "my-skill", "version": "2.1.0"}),
        ("\ufeff---\r\nname: a\r\nversion: 1\r\n---\r\n", {"name": "a", "version": "1"}),
        ("---\nname: 'a'  \nversion: 1.0 # first\n---\n", {"name": "a", "version": "1.0"}),
        ("name: a\n", {}),
        ("", {}),
        ("---\ndescription: x\n  name: inner\n---\n", {}),
    ],
)
def test_the_frontmatter_is_read_as_lines(
    tmp_path: Path, content: str, fields: dict[str, str]
) -> None:
    assert frontmatter(install(tmp_path / "s", content) / "SKILL.md") == fields


def test_without_a_frontmatter_the_folder_names_the_skill(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    found = Identity.of(tmp_path / "bare", None, {})
    assert (found.name, found.version, found.platform) == ("bare", "0", "unknown")


@pytest.mark.parametrize(
    ("place", "platform"),
    [
        ("home/.clawhub/skills/s", "clawhub"),
        ("home/.cursor/skills/s", "cursor"),
        ("home/.cursor/other/s", "unknown"),
        ("home/x.clawhub/s", "unknown"),
        ("home/plain/s", "unknown"),
    ],
)
def test_the_path_says_the_platform(tmp_path: Path, place: str, platform: str) -> None:
    folder = install(tmp_path / place)
    assert Identity.of(folder, None, {}).platform == platform
    assert Identity.of(folder, str(folder / "chat.py"), {}).platform == platform


def test_the_environment_comes_first(tmp_path: Path) -> None:
    folder = install(tmp_path / ".clawhub" / "s")
    assert Identity.of(folder, None, {"SKILL_SOURCE": "terminal"}).platform == "terminal"
    assert Identity.of(folder, None, {"SKILL_SOURCE": " "}).platform == "clawhub"


def test_a_link_counts_as_called_and_as_resolved(tmp_path: Path) -> None:
    real = install(tmp_path / "real" / "s")
    link = tmp_path / ".cursor" / "skills" / "s"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    assert Identity.of(real, str(link / "chat.py"), {}).platform == "cursor"
    hidden = install(tmp_path / ".clawhub" / "t")
    other = tmp_path / "plain"
    other.symlink_to(hidden)
    assert Identity.of(other, str(other / "chat.py"), {}).platform == "clawhub"


@pytest.mark.parametrize(
    ("marker", "content", "platform"),
    [
        (".clawhub/origin.json", "{}", "clawhub"),
        ("_meta.json", '{"slug": "x"}', "clawhub"),
        ("_meta.json", '{"other": 1}', "unknown"),
        ("_meta.json", "[broken", "unknown"),
    ],
)
def test_a_mark_inside_the_skill_says_the_platform(
    tmp_path: Path, marker: str, content: str, platform: str
) -> None:
    folder = install(tmp_path / "s")
    (folder / marker).parent.mkdir(exist_ok=True)
    (folder / marker).write_text(content)
    assert Identity.of(folder, None, {}).platform == platform
