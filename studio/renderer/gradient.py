"""A background that breathes: a few soft lights wandering over the frame, drawn small, endless.

Drawn in ten bits and far smaller than the film: it has no edges, so scaling up loses nothing, and
the two bits more become fine noise instead of bands. After one round it begins again unnoticed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from studio.renderer.canvas import Frame, even
from studio.renderer.fitting import colour_name
from studio.timeline.model import Background

LOOP = 16  # seconds of one round
_LONG = 64  # pixels of the longer side
_LIGHTS = 5
Floats = NDArray[np.float64]


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
    """One round as raw 4:2:0 planes of ten bits at `target`."""
    wide, tall = size(frame)
    count = frames(frame)
    place = np.stack(np.meshgrid(np.linspace(0, 1, wide), np.linspace(0, 1, tall)), -1)
    lights = _Lights(background)
    with target.open("wb") as file:
        for number in range(count):
            red, green, blue = np.moveaxis(lights.at(place, number / count), -1, 0)
            luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            planes = [
                64 + 876 * luma,
                512 + 896 * _small((blue - luma) / 1.8556),
                512 + 896 * _small((red - luma) / 1.5748),
            ]
            for plane in planes:
                file.write(np.rint(plane).clip(0, 1023).astype("<u2").tobytes())


def _small(plane: Floats) -> Floats:
    """The plane at half its size."""
    tall, wide = plane.shape
    return np.asarray(plane.reshape(tall // 2, 2, wide // 2, 2).mean(axis=(1, 3)))


class _Lights:
    """Where the lights are, how wide and of which colour."""

    def __init__(self, background: Background) -> None:
        dice = np.random.default_rng(background.seed)
        named = [colour_name(colour) for colour in background.colours] or ["0x1b2440"]
        colours = np.array([[int(c[n : n + 2], 16) for n in (2, 4, 6)] for c in named]) / 255
        chosen = colours[np.arange(_LIGHTS) % len(colours)]
        self.colours = (chosen * dice.uniform(0.85, 1.2, (_LIGHTS, 1))).clip(0, 1)
        angles = np.arange(_LIGHTS) * 2 * np.pi / _LIGHTS + dice.uniform(0, 2 * np.pi)
        self.home = 0.5 + 0.42 * np.stack([np.cos(angles), np.sin(angles)], -1)
        self.phase = dice.uniform(0, 2 * np.pi, (_LIGHTS, 3))
        self.turns = dice.choice([-1, 1], (_LIGHTS, 2))

    def at(self, place: Floats, share: float) -> Floats:
        """The colours at every place, this far through the round."""
        angle = 2 * np.pi * share
        centre = self.home + 0.2 * np.sin(angle * self.turns + self.phase[:, :2])
        width = 0.30 + 0.05 * np.sin(angle + self.phase[:, 2])
        distance = ((place[:, :, None, :] - centre) ** 2).sum(axis=-1)
        weight = np.exp(-distance / (2 * width**2)) + 1e-6
        mixed = (weight[..., None] * self.colours).sum(axis=2) / weight.sum(axis=2)[..., None]
        return np.asarray(mixed)
