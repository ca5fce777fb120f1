"""What a file is, as values: found by looking inside, never by its name."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["video", "audio", "image"]


class Picture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stream of pictures. Width and height as stored; `shown` as a player shows them."""

    stream: int
    codec: str
    profile: str = ""
    pixels: str = ""  # ffmpeg's name of the pixel format
    width: int
    height: int
    rotation: int = 0  # degrees clockwise that a player turns it by: 0, 90, 180, 270
    aspect: tuple[int, int] = (1, 1)  # of one pixel
    fps: tuple[int, int] = (0, 1)  # the steady rate it is closest to
    variable: bool = False  # frames do not come at a steady rate
    interlaced: bool = False
    bits: int = 8
    hdr: Literal["", "hlg", "pq"] = ""
    colours: str = ""  # range, matrix, primaries, transfer as ffmpeg prints them
    alpha: bool = False
    ends: int = 0  # ms of the file at which its last frame is over; 0 where that is not known

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height upright and with square pixels; never made smaller on an axis."""
        over, under = self.aspect
        width, height = self.width, self.height
        if over > under:
            width = round(width * over / under)
        elif over < under:
            height = round(height * under / over)
        return (height, width) if self.rotation in (90, 270) else (width, height)


class SoundStream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stream of sound."""

    stream: int
    codec: str
    rate: int
    channels: int
    layout: str = ""
    language: str = ""
    title: str = ""
    default: bool = False
    even: bool = False  # its samples follow each other from the first moment on, without holes


class Probe(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file is and holds."""

    kind: Kind
    container: str
    size: int  # bytes
    duration: int = 0  # ms; 0 for stills
    picture: Picture | None = None
    sounds: tuple[SoundStream, ...] = ()  # the one to use first
    cover: int = -1  # stream number of an attached picture, -1 for none
    animated: bool = False  # a picture format that moves
    taken: str = ""  # when, as the camera wrote it down: 2024:07:01 10:00:00
    notes: tuple[str, ...] = ()

    @property
    def sound(self) -> SoundStream | None:
        """The stream that is heard unless another is asked for."""
        return self.sounds[0] if self.sounds else None
