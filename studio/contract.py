"""The wire contract as the studio reads it: names, limits, formats and codes out of `skill.yaml`.

The skill has a reader of its own; the two halves share the file, never code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

FILE = Path(__file__).resolve().parent.parent / "skill.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Kind = Literal["video", "audio", "image", "captions"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file type the studio takes: what kind of thing it is, and its type on the web."""

    suffix: str
    kind: Kind
    mime: str


@dataclass(frozen=True, slots=True)
class Contract:
    """What both halves agree on, as far as a server needs it."""

    app: str
    user: str  # how a path names "whoever holds the token"
    paths: MappingProxyType[str, str]
    headers: MappingProxyType[str, str]
    attribution: tuple[str, ...]  # the headers without which an export is refused
    formats: MappingProxyType[str, Format]
    megabyte: int
    default_mb: int
    message_limit: int
    starter_credits: int
    token_days: int
    prices: MappingProxyType[str, int]
    claim_page: str

    def accepted(self) -> str:
        """The file types as a person reads them: "mp4, mov, …"."""
        return ", ".join(self.formats)


def read(text: str) -> Contract:
    """The contract that this YAML states."""
    raw: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C
    service, headers, limits = raw["service"], raw["headers"], raw["limits"]
    places = {"app": service["app"]}
    return Contract(
        app=service["app"],
        user=service["user"],
        paths=MappingProxyType({n: _path(e["path"], places) for n, e in raw["endpoints"].items()}),
        headers=MappingProxyType(headers),
        attribution=(headers["source"], headers["version"], headers["platform"]),
        formats=MappingProxyType(
            {n: Format(n, f["kind"], f["mime"]) for n, f in raw["formats"].items()}
        ),
        megabyte=limits["megabyte"],
        default_mb=limits["default_mb"],
        message_limit=limits["message"],
        starter_credits=raw["credits"]["starter"],
        token_days=raw["timings"]["token_days"],
        prices=MappingProxyType(raw["credits"]["prices"]),
        claim_page=service["claim_page"],
    )


def _path(path: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        path = path.replace("{" + name + "}", value)
    return path


@cache
def load() -> Contract:
    """The contract beside the studio, read once a process."""
    return read(FILE.read_text(encoding="utf-8"))
