"""Times and loudness as a person reads them."""

from __future__ import annotations

import re

from studio.words import Lang


def seconds(ms: int) -> str:
    """Seconds without needless noughts: "3", "2.5", "0.04"."""
    return f"{ms / 1000:.2f}".rstrip("0").rstrip(".")


def span(start: int, end: int) -> str:
    """A stretch as the contract's one line writes it: "0-10s"."""
    return f"{seconds(start)}-{seconds(end)}s"


def length(ms: int) -> str:
    """How long: "2.5 s" up to a minute, "1:30" beyond."""
    return f"{seconds(ms)} s" if ms < 60_000 else moment(ms)


def moment(ms: int) -> str:
    """A place on the clock: "0:12", "1:02.5", "5:00:00"."""
    minutes, rest = divmod(max(ms, 0), 60_000)
    whole, part = divmod(rest, 1000)
    hours, left = divmod(minutes, 60)
    shown = f"{hours}:{left:02d}:{whole:02d}" if hours else f"{minutes}:{whole:02d}"
    return shown + f".{part:03d}".rstrip("0") if part else shown


_TIME = re.compile(r"([+-]?[\d.]+(?:-[\d.]+)?) ?s")


def spoken(text: str, lang: Lang) -> str:
    """A length or a span as it is said in this language: "2.5 s" is "2.5 秒"."""
    found = _TIME.fullmatch(text) if lang != "en" else None
    return f"{found[1]} 秒" if found else text


def percent(gain: float) -> str:
    """A gain: "35%"."""
    return f"{gain * 100:.1f}".rstrip("0").rstrip(".") + "%"
