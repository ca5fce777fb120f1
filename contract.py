"""skill.yaml as frozen values: the wire contract that the skill and the studio agree on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

FILE = Path(__file__).resolve().parent / "skill.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of the contract: where it goes, and how long an answer may take."""

    name: str
    method: str
    path: str
    timeout: float
    auth: bool = True
    stream: bool = False

    def at(self, **places: str) -> str:
        return self.path.format(**places)


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """What an error code means, what to do about it, and on which calls it means that."""

    code: int
    name: str
    do: Literal["renew", "reopen", "stop", "wait", "identify"]
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    suffix: str
    kind: Literal["video", "audio", "image", "captions"]
    mime: str
    hosted: bool


@dataclass(frozen=True, slots=True)
class PlatformRule:
    platform: str
    path: str = ""
    marker: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """What one of the five skills promises: its name, what it takes best, its size limit."""

    name: str
    display: str
    best: tuple[str, ...]
    limit_mb: int
    say: MappingProxyType[str, str]  # its signature request, by language


@dataclass(frozen=True, slots=True)
class Contract:
    service: MappingProxyType[str, str]
    environment: MappingProxyType[str, str]
    config_folder: str
    headers: MappingProxyType[str, str]
    platforms: tuple[PlatformRule, ...]
    platform_default: str
    endpoints: MappingProxyType[str, Endpoint]
    timings: MappingProxyType[str, Any]
    limits: MappingProxyType[str, int]
    formats: MappingProxyType[str, Format]
    draft: MappingProxyType[str, Any]
    errors: MappingProxyType[int, ErrorRule]
    credits: MappingProxyType[str, Any]
    routes: MappingProxyType[str, Any]
    gui: MappingProxyType[str, str]
    skills: MappingProxyType[str, Skill]


def _frozen(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(value)


def read(text: str) -> Contract:
    """The contract that this YAML states."""
    raw = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C
    return Contract(
        service=_frozen(raw["service"]),
        environment=_frozen(raw["environment"]),
        config_folder=raw["config_folder"],
        headers=_frozen(raw["headers"]),
        platforms=tuple(PlatformRule(**rule) for rule in raw["platforms"]),
        platform_default=raw["platform_default"],
        endpoints=_frozen({n: Endpoint(name=n, **e) for n, e in raw["endpoints"].items()}),
        timings=_frozen(raw["timings"]),
        limits=_frozen(raw["limits"]),
        formats=_frozen({n: Format(suffix=n, **f) for n, f in raw["formats"].items()}),
        draft=_frozen(raw["draft"]),
        errors=_frozen({c: _rule(c, rule) for c, rule in raw["errors"].items()}),
        credits=_frozen(raw["credits"]),
        routes=_frozen(raw["routes"]),
        gui=_frozen(raw["gui"]),
        skills=_frozen({n: _skill(n, entry) for n, entry in raw["skills"].items()}),
    )


def _rule(code: int, raw: dict[str, Any]) -> ErrorRule:
    return ErrorRule(code, raw["name"], raw["do"], tuple(raw.get("only", ())))


def _skill(name: str, raw: dict[str, Any]) -> Skill:
    return Skill(
        name, raw["display"], tuple(raw["best"]), raw["limit_mb"], MappingProxyType(raw["say"])
    )


@cache
def load() -> Contract:
    """The contract beside the code, read once a process."""
    return read(FILE.read_text(encoding="utf-8"))
