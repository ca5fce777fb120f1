"""What music is wanted, as a value: the planner makes it out of words, the composer carries it out.

It lives below both, travels as plain JSON (`encode`, `decode`), and is all that is needed, with the
engine's version,
to make the same track again. Times are milliseconds from the track's start; None and "" mean
"choose for me".
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Ending = Literal["button", "fade", "loop"]
Feel = Literal["", "half", "double"]

MIDDLE = (0.55, 0.65)  # energy and valence of music of which no mood was said


class Mood(msgspec.Struct, frozen=True, array_like=True):
    """A corner of the mood curve: at this ms, this energy (arousal) and valence, both 0..1."""

    at: float
    energy: float
    valence: float = 0.5


class Span(msgspec.Struct, frozen=True, array_like=True):
    """From this ms to that ms."""

    start: float
    end: float


class Change(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Another wish from a time on: "only piano after 0:20", "make the second part calmer"."""

    start: float = 0.0
    end: float | None = None  # None: to the end of the track
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    energy: float = 0.0  # added to the energy of that stretch
    amounts: tuple[tuple[str, float], ...] = ()  # who plays less or more there
    section: str = ""  # "intro", "drop", ...: wherever that is, instead of the times


class Shape(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How a piece is built otherwise than by itself, by its sections as a listener names them."""

    how: Literal["only", "without", "first", "last", "length"]
    section: str  # intro, verse, chorus, bridge, drop, outro
    seconds: float = 0.0  # that it lasts; 0: so many times as long as it would
    times: float = 1.0
    bars: int = 0  # that it lasts, where they are counted
    was: float = 0.0  # ms of the piece before it was made shorter by this


class Brief(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Everything asked for. Instruments and families are the names of `data/instruments.yaml`."""

    genre: str = ""  # "": chosen by mood
    blend: str = ""  # a second genre whose rhythm section joins the first one's harmony and lead
    valence: float | None = None  # 0 dark .. 1 bright
    energy: float | None = None  # 0 calm .. 1 driving (arousal)
    lift: float = 0.0  # "happier": added to the valence, whichever it is
    push: float = 0.0  # "livelier": added to the energy
    pace: float = 1.0  # "slower": times the tempo
    bpm: float | None = None
    key: int | None = None  # pitch class, 0 = C
    mode: str = ""  # "major", "minor", "dorian", ...
    shift: int = 0  # semitones above the key there would be: "two semitones up"
    feel: Feel = ""
    wanted: tuple[str, ...] = ()  # instruments that must play
    unwanted: tuple[str, ...] = ()  # instruments or families that must not
    only: tuple[str, ...] = ()  # nothing but these
    amounts: tuple[tuple[str, float], ...] = ()  # family or instrument -> 0..2, 1 as usual
    density: float = 1.0  # 0.5 sparse .. 1.5 busy
    length_ms: float = 30_000.0
    loop: bool = False
    ending: Ending = "button"
    drops: tuple[float, ...] = ()
    hits: tuple[float, ...] = ()
    leans: tuple[float, ...] = ()  # what is struck right beside these is struck on them, no louder
    curve: tuple[Mood, ...] = ()
    speech: tuple[Span, ...] = ()
    voice: bool = False  # leave room for a voice throughout
    changes: tuple[Change, ...] = ()
    form: tuple[Shape, ...] = ()
    seed: int = 1


def encode(brief: Brief) -> dict[str, Any]:
    """The brief as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(brief)
    return plain


def decode(plain: object) -> Brief:
    """The brief out of plain JSON values; a `msgspec.ValidationError` where they are not one."""
    return msgspec.convert(plain, Brief)


def changed(brief: Brief, /, **values: Any) -> Brief:
    """The same brief with these values put in place of the old ones."""
    return msgspec.structs.replace(brief, **values)
