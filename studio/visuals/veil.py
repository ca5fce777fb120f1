"""The ground of a picture and the soft lights on it, mixed at a quarter of the size.

Light without edges loses nothing when it is enlarged, and a sixteenth of the pixels lets every
frame have its own: a glow costs a tenth of a millisecond instead of several.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals.palette import Rgb, yuv
from studio.visuals.planes import Plane, Planes

Floats = NDArray[Any]  # of float32; OpenCV's stubs do not tell
PART = 4


class Veil:
    """Luma and both colours as floats, a quarter as wide and high as the picture."""

    def __init__(self, width: int, height: int, top: Rgb, bottom: Rgb, *, vignette: float = 0.35):
        self.size = (width, height)
        self.width, self.height = -(-width // PART), -(-height // PART)
        across = np.linspace(-1, 1, self.width, dtype=np.float32)[None, :]
        down = np.linspace(-1, 1, self.height, dtype=np.float32)[:, None]
        part = np.clip((down + 1) / 2 + 0 * across, 0, 1)
        edge = 1 - vignette * np.clip((across**2 + down**2) / 2, 0, 1) ** 1.5
        ends = zip(yuv(top), yuv(bottom), strict=True)
        self._base: list[Floats] = [np.ascontiguousarray(a + (b - a) * part) for a, b in ends]
        self._base[0] = ((self._base[0] - 16) * edge + 16).astype(np.float32)
        self._now = [plane.astype(np.float32) for plane in self._base]
        self._grain = _grain(width, height)

    @classmethod
    def of(cls, planes: Planes) -> Veil:
        """A veil whose ground is this picture, out of focus already."""
        width, height = planes.size
        made = cls(width, height, (0, 0, 0), (0, 0, 0))
        small = (made.width, made.height)
        made._base = [
            cv2.resize(plane, small, interpolation=cv2.INTER_AREA).astype(np.float32)
            for plane in (planes.y, planes.u, planes.v)
        ]
        made._now = [plane.copy() for plane in made._base]
        return made

    def begin(self, *, lift: float = 1.0) -> None:
        """The bare ground again, its light times `lift`."""
        for now, base in zip(self._now, self._base, strict=True):
            np.copyto(now, base)
        if lift != 1.0:
            self._now[0] -= 16
            self._now[0] *= lift
            self._now[0] += 16

    def light(self, mask: Floats, colour: Rgb, strength: float) -> None:
        """The ground mixed towards a colour through a mask (0..1) of the veil's size."""
        if strength <= 0.004:
            return
        weight = mask * np.float32(strength)
        for now, value in zip(self._now, yuv(colour), strict=True):
            now += (np.float32(value) - now) * weight

    def lay(self, planes: Planes) -> None:
        """The veil as the picture."""
        width, height = self.size
        half = (width // 2, height // 2)
        luma = np.clip(self._now[0], 16, 235).astype(np.uint8)
        cv2.resize(luma, (width, height), planes.y, interpolation=cv2.INTER_LINEAR)
        cv2.add(planes.y, self._grain, planes.y)
        for now, plane in zip(self._now[1:], (planes.u, planes.v), strict=True):
            cv2.resize(now.astype(np.uint8), half, plane, interpolation=cv2.INTER_LINEAR)

    def far(self, x: float, y: float, reach: float, *, flat: float = 1.0) -> Floats:
        """How far every point is from a place in the picture, in units of `reach` pixels."""
        across = (np.arange(self.width, dtype=np.float32) * PART - x) / reach
        down = (np.arange(self.height, dtype=np.float32) * PART - y) / (reach * flat)
        apart: Floats = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
        return apart


class Glow:
    """A round light that may grow and shrink from frame to frame, from one map of distances."""

    _REACH = 4.0  # how many times `reach` the map goes

    def __init__(self, veil: Veil, x: float, y: float, *, reach: float, flat: float = 1.0) -> None:
        far = veil.far(x, y, reach, flat=flat)
        # finer steps near the middle, where a light changes most
        self._index = np.clip(np.sqrt(far / self._REACH) * 255, 0, 255).astype(np.uint8)
        self._steps = (np.arange(256, dtype=np.float32) / 255) ** 2 * self._REACH

    def disc(self, size: float, *, soft: float = 1.4) -> Floats:
        """Brightest in the middle; at `size` a quarter of that."""
        return self._mask(np.exp(-((self._steps / max(size, 1e-3)) ** soft) * 1.4))

    def ring(self, size: float, wide: float) -> Floats:
        """Brightest on a ring of this size."""
        return self._mask(np.exp(-(((self._steps - size) / max(wide, 1e-3)) ** 2)))

    def _mask(self, table: Floats) -> Floats:
        table[-1] = 0.0
        return cv2.LUT(self._index, table.astype(np.float32))


def _grain(width: int, height: int) -> Plane:
    """A still grain of nought and one that keeps slow gradients from banding."""
    dice = np.random.default_rng(1)
    tile = dice.integers(0, 2, (min(height, 270), min(width, 480)), np.uint8)
    rows, columns = -(-height // tile.shape[0]), -(-width // tile.shape[1])
    return np.ascontiguousarray(np.tile(tile, (rows, columns))[:height, :width])
