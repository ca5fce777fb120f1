"""Who is calling: the skill's name and version, and the platform that it was installed by."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import contract

_FIELD = re.compile(r"^(name|version):[ \t]*(.*?)[ \t]*$")
_HEAD = 64 * 1024  # a frontmatter is shorter; a SKILL.md is not read to its end


@dataclass(frozen=True, slots=True)
class Identity:
    """What the attribution headers say. Without them the service refuses to export."""

    name: str
    version: str
    platform: str

    @classmethod
    def of(
        cls,
        folder: Path,
        argv0: str | None,
        environ: Mapping[str, str],
        *,
        rules: contract.Contract | None = None,
    ) -> Identity:
        """The identity of the skill whose SKILL.md lies in this folder."""
        rules = rules or contract.load()
        fields = frontmatter(folder / "SKILL.md")
        return cls(
            name=fields.get("name") or folder.name,
            version=fields.get("version") or "0",
            platform=platform(folder, argv0, environ, rules=rules),
        )


def frontmatter(file: Path) -> dict[str, str]:
    """`name` and `version` of a SKILL.md's frontmatter, read as lines: no YAML for two words."""
    try:
        with file.open(encoding="utf-8", errors="replace") as text:
            lines = text.read(_HEAD).lstrip("\ufeff").splitlines()
    except OSError:
        return {}
    if not lines or lines[0].strip() != "---":
        return {}
    found: dict[str, str] = {}
    for line in lines[1:]:
        if line.strip() == "---":
            break
        if match := _FIELD.match(line):
            found.setdefault(match[1], _unquoted(match[2]))
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #")[0].strip()


def platform(
    folder: Path,
    argv0: str | None,
    environ: Mapping[str, str],
    *,
    rules: contract.Contract,
) -> str:
    """The platform's name: what the environment says, else the first rule that fits the install.

    The path is looked at as the program was called and as it really lies: installs are often links.
    """
    if said := environ.get(rules.environment["platform"], "").strip():
        return said
    called = Path(argv0).absolute().parent if argv0 else folder
    places = [_as_path(place) for place in (called, folder, folder.resolve())]
    for rule in rules.platforms:
        if rule.path and any(f"/{rule.path}" in place for place in places):
            return rule.platform
        if rule.marker and _marked(folder / rule.marker, rule.key):
            return rule.platform
    return rules.platform_default


def _as_path(place: Path) -> str:
    return place.as_posix().rstrip("/") + "/"


def _marked(marker: Path, key: str) -> bool:
    """Whether the install carries this mark; with a key, a JSON file that has it."""
    if not key:
        return marker.is_file()
    try:
        content = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and key in content
