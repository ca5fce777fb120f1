"""What is asked of a render and what it answers, as values."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Format = Literal["mp4", "webm", "gif", "mp3", "wav", "m4a"]
SOUND_ONLY: tuple[Format, ...] = ("mp3", "wav", "m4a")
Way = Literal["copy", "smart", "full", "sound"]


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What kind of file is wanted. Height: the shorter side of the picture as shown, as people
    say 1080p; None is the canvas's own.
    """

    format: Format = "mp4"
    quality: Literal["draft", "high"] = "high"
    height: int | None = None
    fps: tuple[int, int] | None = None
    loudness: float | None = -14.0  # LUFS; None leaves the loudness as it is


class Stream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stream of the delivered file, as it was found there."""

    kind: Literal["video", "audio"]
    codec: str
    duration: int  # ms
    pixels: str = ""
    rate: int = 0
    channels: int = 0


class Receipt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was measured on the delivered file, and how it was made."""

    format: Format
    bytes: int
    duration: int  # ms
    streams: tuple[Stream, ...]
    way: Way  # copy: every packet of the picture as it was; smart: all but the touched parts
    width: int = 0
    height: int = 0
    fps: tuple[int, int] = (0, 1)
    frames: int = 0
    loudness: float | None = None  # LUFS, integrated; None for silence
    peak: float | None = None  # dBTP
    gain: float = 0.0  # dB that the whole mix was turned up or down by
    copied: float = 0.0  # share of the picture's frames copied bit for bit
    bit_exact: bool = False  # the copied part was compared with its source and is the same
    fade: float | None = None  # dB a second by which the sound changes in the fade at its end
    duck: float | None = None  # dB by which music makes room for speech
    flashes: float | None = None  # of light, the most within a second; None for kept pictures
    reds: float | None = None  # to or from saturated red
    sync: dict[str, Any] | None = None  # how music and cuts meet, where that was wanted (`proof`)
    drawn: bool = False  # the picture was drawn for the music; nothing of it was there before
    lit: dict[str, Any] | None = None  # how the drawn picture answers the drops (`lit`)
    conversions: tuple[str, ...] = ()  # short words: tone-mapped, upright, square-pixels, …
    warnings: tuple[str, ...] = ()  # short words, with a value after a colon where there is one
    seconds: float = 0.0  # how long it took
