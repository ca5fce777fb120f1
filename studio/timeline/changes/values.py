"""One thing that is different, as a value: which sentence, about what, with which values."""

from __future__ import annotations

from typing import NamedTuple

from studio.timeline import clock
from studio.words import Lang, say


class Change(NamedTuple):
    """Changes alike in everything but the name are told as one."""

    key: str
    name: str = ""
    values: tuple[tuple[str, str], ...] = ()
    kind: str = ""  # what the name is one of: video, music, caption …
    span: tuple[int, int] | None = None  # when, for what is told by the many


def change(key: str, name: str, before: object, after: object) -> Change:
    """Something that was one thing and is another."""
    return Change(key, name, (("before", str(before)), ("after", str(after))))


def switched(key: str, name: str, before: float, after: float, unit: str) -> Change:
    """Something that came (`key_on`), went (`key_off`), or was there and changed (`key`)."""
    was, now = measured(before, unit), measured(after, unit)
    if not before:
        return Change(f"{key}_on", name, (("after", now),))
    if not after:
        return Change(f"{key}_off", name, (("before", was),))
    return change(key, name, was, now)


def measured(value: float, unit: str) -> str:
    """A time in ms, a depth in dB."""
    return clock.length(round(value)) if unit == "ms" else f"{value:g} dB"


def colour(value: str, lang: Lang) -> str:
    """A colour by its name where it has one: "#ffffff" is white."""
    name = _NAMED.get(value.lower()[:7])
    return say(f"timeline.colour_{name}", lang) if name else value


_NAMED = {
    "#ffffff": "white", "#000000": "black", "#ff3b30": "red", "#ff0000": "red",
    "#ffd400": "yellow", "#ffff00": "yellow", "#ffc94d": "gold", "#2f7bff": "blue",
    "#0000ff": "blue", "#7cc4ff": "light_blue", "#34c759": "green", "#00ff00": "green",
    "#ff9500": "orange", "#ff6fae": "pink", "#af52de": "purple", "#9a9a9a": "gray",
    "#32d5e6": "cyan", "#1fb5a8": "teal", "#8d6748": "brown", "#c8ccd2": "silver",
    "#40e0d0": "turquoise", "#1c2a5e": "navy",
}  # fmt: skip
