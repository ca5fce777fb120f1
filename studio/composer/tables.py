"""The tables of genres, instruments and patterns, read when first needed: one small file a
genre."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Table = dict[str, Any]


def _read(path: Path) -> Table:
    table: Table = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return table


@cache
def genre_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (DATA / "genres").glob("*.yaml")))


@cache
def genre(name: str) -> Table:
    """One genre: tempo, swing, modes, progressions, form, mix and parts, with the defaults filled
    in."""
    table = {**defaults(), **_read(DATA / "genres" / f"{name}.yaml")}
    table["name"] = name
    table["form"] = {**defaults()["form"], **table.get("form", {})}
    return table


@cache
def defaults() -> Table:
    return _read(DATA / "defaults.yaml")


@cache
def instruments() -> Table:
    """How each instrument sounds and what it can play, its name beside it."""
    rows = _read(DATA / "instruments.yaml")
    return {name: {"name": name, **row} for name, row in rows.items()}


@cache
def patterns() -> Table:
    return _read(DATA / "patterns.yaml")


@cache
def moods() -> Table:
    """Where each genre lies by mood: valence and energy."""
    return _read(DATA / "moods.yaml")
