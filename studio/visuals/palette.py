"""Colours of a picture: from a cover, from a mood, or by name; as planes want them (Y, Cb, Cr)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """A dark ground, a second ground, and two lights that stand out from both."""

    ground: Rgb
    second: Rgb
    light: Rgb
    accent: Rgb
    paper: bool = False  # dark on light, as ink is


# By mood, (least energy, least valence), first fits from above; songs of one mood take turns.
_MOODS: tuple[tuple[float, float, tuple[Palette, ...]], ...] = (
    (0.66, 0.55, (
        Palette((24, 8, 44), (84, 14, 84), (255, 196, 84), (255, 84, 140)),
        Palette((6, 18, 40), (10, 54, 96), (255, 236, 150), (38, 190, 255)),
        Palette((30, 10, 22), (96, 24, 40), (255, 226, 170), (255, 118, 62)),
    )),
    (0.66, 0.0, (
        Palette((8, 8, 14), (54, 10, 22), (236, 236, 240), (232, 44, 52)),
        Palette((4, 12, 14), (6, 46, 44), (224, 255, 240), (24, 226, 150)),
        Palette((8, 6, 22), (40, 12, 74), (240, 226, 255), (176, 64, 255)),
    )),
    (0.33, 0.55, (
        Palette((10, 26, 48), (18, 74, 96), (250, 236, 190), (72, 214, 200)),
        Palette((34, 16, 30), (98, 44, 58), (255, 232, 206), (255, 150, 112)),
        Palette((14, 26, 22), (34, 76, 54), (246, 244, 196), (152, 214, 98)),
    )),
    (0.33, 0.0, (
        Palette((12, 14, 32), (36, 30, 74), (214, 216, 255), (120, 110, 255)),
        Palette((6, 18, 28), (14, 50, 70), (206, 238, 248), (56, 170, 214)),
        Palette((22, 10, 26), (66, 24, 60), (250, 216, 236), (222, 84, 158)),
    )),
    (0.0, 0.55, (
        Palette((24, 30, 26), (62, 78, 60), (244, 236, 214), (236, 178, 108)),
        Palette((30, 20, 20), (82, 52, 44), (250, 234, 216), (240, 166, 138)),
        Palette((16, 26, 34), (44, 76, 84), (240, 244, 226), (154, 206, 190)),
    )),
    (0.0, 0.0, (
        Palette((10, 14, 22), (26, 40, 58), (204, 222, 236), (96, 150, 190)),
        Palette((18, 14, 26), (48, 40, 66), (226, 216, 240), (158, 136, 206)),
        Palette((12, 18, 18), (32, 52, 50), (212, 230, 222), (112, 170, 152)),
    )),
)  # fmt: skip
INK = Palette((244, 238, 224), (226, 214, 190), (28, 26, 28), (170, 40, 34), paper=True)
_PALE, _WET = 205, 58  # luma of what is paper, and of the lightest ink that can be read on it


def of_mood(energy: float, valence: float, *, turn: int = 0) -> Palette:
    """Colours that fit a mood, both 0..1; `turn`: which of them."""
    row = next(row for e, v, row in _MOODS if energy >= e and valence >= v)
    return row[turn % len(row)]


def of_ink(named: tuple[Rgb, ...]) -> Palette:
    """Ink on paper in colours that somebody named: a pale one is the paper, the first that is not
    the ink, the next one the sun and the seal."""
    pale = [colour for colour in named if _luma(colour) >= _PALE]
    inks = [colour for colour in named if _luma(colour) < _PALE]
    ground = pale[0] if pale else INK.ground
    light, accent = INK.light, INK.accent
    if inks:
        wet = _toward(_floats(inks[0]), min(_luma(inks[0]), _WET))
        light = _rgb(wet) if _luma(inks[0]) > _luma(INK.light) else INK.light
    if len(inks) > 1:
        accent = _rgb(_toward(_floats(inks[1]), min(_luma(inks[1]), 140.0)))
    return Palette(ground, mix(ground, INK.second, 0.6), light, accent, paper=True)


def of_picture(rgb: NDArray[np.uint8]) -> Palette:
    """Colours of a cover: its dark and its most colourful tones, apart enough to be read."""
    small = rgb[:: max(1, rgb.shape[0] // 64), :: max(1, rgb.shape[1] // 64)].reshape(-1, 3)
    pixels = small.astype(np.float32)
    luma = pixels @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    chroma = pixels.max(axis=1) - pixels.min(axis=1)
    dark = pixels[luma <= np.percentile(luma, 30)].mean(axis=0)
    vivid = pixels[np.argsort(chroma)[-max(8, len(pixels) // 20) :]]
    accent = vivid.mean(axis=0)
    bright = pixels[luma >= np.percentile(luma, 90)].mean(axis=0)
    return Palette(
        ground=_rgb(_toward(dark, 18)),
        second=_rgb(_toward(dark * 0.6 + accent * 0.4, 60)),
        light=_rgb(_toward(bright, 225)),
        accent=_rgb(_toward(accent, 150)),
    )


def of_colours(named: tuple[Rgb, ...]) -> Palette:
    """Colours around those that somebody named: the first leads, the second lights."""
    lead = _floats(named[0])
    second = _floats(named[1]) if len(named) > 1 else lead
    dark = min(named, key=_luma) if len(named) > 1 else named[0]
    if _luma(named[0]) < 24 and len(named) > 1:  # "black and red": black is the ground
        lead = second
    light = _floats(max(named[1:], key=_luma)) if len(named) > 1 else lead
    return Palette(
        ground=_rgb(_toward(_floats(dark) if _luma(dark) > 2 else np.full(3, 8, np.float32), 13)),
        second=_rgb(_toward(lead, 40)),
        light=_rgb(_toward(light * 0.7 + 76, 218)),
        accent=_rgb(_toward(lead, max(105.0, min(_luma(named[0]), 170.0)))),
    )


def hexes(tones: Palette) -> tuple[str, ...]:
    """The palette as a timeline keeps it: #rrggbb four times."""
    return tuple(
        "#{:02x}{:02x}{:02x}".format(*c)
        for c in (tones.ground, tones.second, tones.light, tones.accent)
    )


def of_hexes(colours: tuple[str, ...], *, ink: bool = False) -> Palette:
    """The palette of colours as a timeline keeps them: four are all of it, fewer were named."""
    rgb = tuple(of_hex(colour) for colour in colours)
    if ink:
        return of_ink(rgb if len(rgb) < 4 else ())
    if len(rgb) < 4:
        return of_colours(rgb)
    return Palette(rgb[0], rgb[1], rgb[2], rgb[3])


def of_hex(colour: str) -> Rgb:
    value = int(colour.lstrip("#")[:6] or "0", 16)
    return value >> 16, value >> 8 & 255, value & 255


def _luma(colour: Rgb) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _floats(colour: Rgb) -> NDArray[np.float32]:
    made: NDArray[np.float32] = np.array(colour, np.float32)
    return made


def _toward(colour: NDArray[np.float32], luma: float) -> NDArray[np.float32]:
    """The colour made as light as asked."""
    now = float(colour @ np.array([0.2126, 0.7152, 0.0722], np.float32))
    if now < 1.0:
        return np.full(3, luma, np.float32)
    scaled = colour * (luma / now)
    over = max(0.0, float(scaled.max()) - 255.0)
    made: NDArray[np.float32] = np.clip(scaled + over * 0.35, 0, 255).astype(np.float32)
    return made


def _rgb(colour: NDArray[np.float32]) -> Rgb:
    red, green, blue = (round(float(c)) for c in np.clip(colour, 0, 255))
    return red, green, blue


@lru_cache(4096)
def yuv(colour: Rgb) -> tuple[int, int, int]:
    """BT.709, limited range."""
    red, green, blue = (c / 255.0 for c in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        round(16 + 219 * luma),
        round(128 + 224 * (blue - luma) / 1.8556),
        round(128 + 224 * (red - luma) / 1.5748),
    )


def mix(one: Rgb, two: Rgb, part: float) -> Rgb:
    """Between two colours."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, two, strict=True))
    return red, green, blue
