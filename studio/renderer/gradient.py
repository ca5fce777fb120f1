"""A background that breathes: soft lights wandering over a dark ground, drawn small, endless.

It has no edges, so it is drawn far smaller than the film and loses nothing on the way up. A still
grain is added before the eight bits are cut: gradients do not band, and an encoder that has coded
the grain once has nothing more to do for it. After one round it begins again unnoticed.
"""

from __future__ import annotations

import colorsys
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from studio.renderer.canvas import Frame, even
from studio.renderer.fitting import colour_name
from studio.timeline.model import Background

LOOP = 12  # seconds of one round
_LONG = 384  # pixels of the longer side
_FIELD = 48  # points along it at which the light is worked out
_RATE = 15  # pictures a second, each shown until the next: nothing in it is quicker
_SHADE = 0.88  # so that words in white are read wherever they stand
Floats = NDArray[Any]  # of float32; OpenCV's stubs do not tell
Rgb = tuple[float, float, float]

# What is shown where no colours were named: ground, then lights from the widest to the brightest.
_DUSK = ("#14122b", "#3b2a6b", "#8a3f7c", "#d8746b", "#f2b880")
_SEA = ("#081b2c", "#0f4256", "#1f7a84", "#63b8a4", "#d6e6b5")
_NIGHT = ("#0d1024", "#23265c", "#4a3f97", "#8a6bd1", "#e3b7e8")
_WOODS = ("#0f1d1a", "#23453a", "#4f7a52", "#a9b36b", "#f0dca0")
_USUAL = (_DUSK, _SEA, _NIGHT, _WOODS)


def key(background: Background) -> str:
    """The name of this background's file, the same for the same looks."""
    looks = msgspec.json.encode((background.colours, background.seed))
    return f"gradient-{hashlib.sha256(looks).hexdigest()[:12]}"


def size(frame: Frame) -> tuple[int, int]:
    """How large it is drawn: as the frame, in small."""
    factor = _LONG / max(frame.width, frame.height)
    return even(max(16, frame.width * factor)), even(max(16, frame.height * factor))


def frames(frame: Frame) -> int:
    """How many frames one round has."""
    return max(2, round(LOOP * frame.rate))


def draw(background: Background, frame: Frame, target: Path) -> None:
    """One round as raw 4:2:0 planes at `target`."""
    import cv2

    cv2.setNumThreads(1)
    wide, tall = size(frame)
    count, each = frames(frame), max(1, round(frame.rate / _RATE))
    dice = np.random.default_rng(background.seed + 1)
    shapes = ((tall, wide), (tall // 2, wide // 2), (tall // 2, wide // 2))
    grain = [
        np.clip(dice.standard_normal(shape), -2.2, 2.2).astype(np.float32) * np.float32(strong)
        for shape, strong in zip(shapes, (1.0, 0.5, 0.5), strict=True)
    ]
    lights = _Lights(background, frame)
    with target.open("wb") as file:
        for number in range(0, count, each):
            planes = [
                cv2.resize(plane, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
                for plane, shape in zip(lights.at(number / count), shapes, strict=True)
            ]
            drawn = b"".join(
                np.clip(plane + rough + np.float32(0.5), 16, 240).astype(np.uint8).tobytes()
                for plane, rough in zip(planes, grain, strict=True)
            )
            for _ in range(min(each, count - number)):
                file.write(drawn)


def tones(background: Background) -> list[Rgb]:
    """The ground and four lights: those named with their neighbours, or what suits any words."""
    if background.colours in ((), Background().colours):
        named = [*_USUAL[background.seed % len(_USUAL)]]
        return [_rgb(one) for one in named]
    chosen = [_rgb(colour_name(one).replace("0x", "#")) for one in background.colours]
    dark = min(chosen, key=sum)
    ground = _turned(dark, 0.0, 0.55 if max(dark) > 0.2 else 1.0)
    lights = [chosen[n % len(chosen)] for n in range(4)]
    shifts = (-0.03, 0.04, -0.05, 0.06)
    bright = (0.75, 1.0, 1.15, 1.35)
    return [ground, *(_turned(*one) for one in zip(lights, shifts, bright, strict=True))]


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _turned(colour: Rgb, hue: float, light: float) -> Rgb:
    """A neighbour of a colour: a little further around the circle, lighter or darker."""
    at, level, strong = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb((at + hue) % 1.0, min(0.86, level * light), strong)


class _Lights:
    """Where the lights are, how wide and of which colour."""

    def __init__(self, background: Background, frame: Frame) -> None:
        dice = np.random.default_rng(background.seed)
        self.ground, *self.colours = tones(background)
        longer = max(frame.width, frame.height)
        shape = (frame.width / longer, frame.height / longer)
        wide, tall = (max(8, round(side * _FIELD)) for side in shape)
        # places in units of the longer side, so that lights are as round upright as across
        across, down = np.meshgrid(np.linspace(0, shape[0], wide), np.linspace(0, shape[1], tall))
        self.place = (across.astype(np.float32), down.astype(np.float32))
        many = len(self.colours)
        angles = np.arange(many) * 2.4 + dice.uniform(0, 2 * np.pi)
        far = np.array([0.25, 0.34, 0.40, 0.46])
        around = np.stack([np.cos(angles), np.sin(angles)], 1)
        self.home = np.array(shape) * (0.5 + far[:, None] * around)
        self.phase = dice.uniform(0, 2 * np.pi, (many, 4))
        self.turns = dice.choice([-1, 1], (many, 2))
        self.width = np.array([0.46, 0.34, 0.27, 0.19])
        self.strong = np.array([0.92, 0.80, 0.70, 0.68])

    def at(self, share: float) -> list[Floats]:
        """Luma and both colours at every point, this far through the round."""
        angle = 2 * np.pi * share
        x, y = self.place
        # the whole field sways, which bends round lights into ribbons
        bent = x + 0.07 * np.sin(5.0 * y + angle), y + 0.07 * np.sin(4.0 * x - angle + 1.0)
        mixed = [np.full(x.shape, part, np.float32) for part in self.ground]
        for number, colour in enumerate(self.colours):
            phase = self.phase[number]
            sway = 0.11 * np.sin(angle * self.turns[number] + phase[:2])
            middle = self.home[number] + sway
            width = self.width[number] * (1 + 0.14 * np.sin(angle + phase[2]))
            strong = self.strong[number] * (0.88 + 0.12 * np.sin(angle + phase[3]))
            far = (bent[0] - middle[0]) ** 2 + ((bent[1] - middle[1]) * 1.25) ** 2
            weight = strong * np.exp(-far / (2 * width**2))
            for plane, part in zip(mixed, colour, strict=True):
                plane += (part - plane) * weight
        red, green, blue = mixed
        luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return [
            16 + 219 * luma * _SHADE,
            128 + 224 * (blue - luma) / 1.8556,
            128 + 224 * (red - luma) / 1.5748,
        ]
