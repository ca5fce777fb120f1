"""The ground of a picture and the soft lights on it, mixed at a quarter of the size.

Light without edges loses nothing when it is enlarged, and a sixteenth of the pixels makes a glow
cost a tenth of a millisecond instead of several. While nothing strikes, it is mixed anew for every
second frame only: nobody sees it, and an encoder has nothing to do where nothing changed.
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
    """Luma as floats, a quarter as wide and high as the picture; both colours half of that."""

    def __init__(
        self, width: int, height: int, top: Rgb, bottom: Rgb, *, vignette: float = 0.35,
        left: float = -1.0,
    ) -> None:  # fmt: skip
        """`left`: where it begins, in halves of the picture from the middle; 0: the right half."""
        self.size = (width, height)
        self.width, self.height = -(-width // PART), -(-height // PART)
        across = np.linspace(left, 1, self.width, dtype=np.float32)[None, :]
        down = np.linspace(-1, 1, self.height, dtype=np.float32)[:, None]
        part = np.clip((down + 1) / 2 + 0 * across, 0, 1)
        edge = 1 - vignette * np.clip((across**2 + down**2) / 2, 0, 1) ** 1.5
        ends = zip(yuv(top), yuv(bottom), strict=True)
        base = [np.ascontiguousarray(a + (b - a) * part, np.float32) for a, b in ends]
        base[0] = ((base[0] - 16) * edge + 16).astype(np.float32)
        self._grounded([base[0], self._halved(base[1]), self._halved(base[2])])

    @classmethod
    def of(cls, planes: Planes, *, texture: Plane | None = None) -> Veil:
        """A veil whose ground is this picture; `texture`: how much darker it is, point by point."""
        width, height = planes.size
        made = cls(width, height, (0, 0, 0), (0, 0, 0))
        small = (made.width, made.height)
        base = [
            cv2.resize(plane, small, interpolation=cv2.INTER_AREA).astype(np.float32)
            for plane in (planes.y, planes.u, planes.v)
        ]
        made._grounded([base[0], made._halved(base[1]), made._halved(base[2])])
        made._texture = texture
        return made

    def _halved(self, plane: Floats) -> Floats:
        """As the colours are kept: nobody sees soft colours as sharply as soft light."""
        half = (-(-self.width // 2), -(-self.height // 2))
        return cv2.resize(plane, half, interpolation=cv2.INTER_AREA)

    def _grounded(self, base: list[Floats]) -> None:
        self._base = base
        self._now = [plane.copy() for plane in base]
        sizes = [plane.shape for plane in base]
        self._grain = [_grain(one[0], one[1], seed) for seed, one in enumerate(sizes)]
        self._grain[1] *= 0.4
        self._grain[2] *= 0.4
        self.laid = Planes.blank(*self.size, (0, 0, 0))
        self._texture: Plane | None = None
        self._strike = -1.0
        self._frame = -(10**6)

    def due(self, frame: int, strike: float) -> bool:
        """Whether this frame needs the lights mixed anew: every second one, and at a strike."""
        if frame - self._frame < 2 and -0.25 < strike - self._strike < 0.03:
            return False
        self._frame, self._strike = frame, strike
        return True

    def begin(self, *, lift: float = 1.0) -> None:
        """The bare ground again, its light times `lift`."""
        for now, base in zip(self._now, self._base, strict=True):
            np.copyto(now, base)
        if lift != 1.0:
            cv2.addWeighted(self._base[0], lift, self._base[0], 0, 16 - 16 * lift, self._now[0])

    def light(self, mask: Floats, colour: Rgb, strength: float) -> None:
        """The ground mixed towards a colour through a mask (0..1) of the veil's size."""
        if strength <= 0.004:
            return
        weight = mask * np.float32(strength)
        half = self._halved(weight)
        for now, value, part in zip(self._now, yuv(colour), (weight, half, half), strict=True):
            apart = np.subtract(np.float32(value), now)
            now += cv2.multiply(apart, part, apart)

    def done(self) -> None:
        """The lights as they are now, made as large as the picture.

        The grain is added before the eight bits are cut, so that slow gradients do not band; it is
        coarse enough for an encoder to keep it.
        """
        width, height = self.size
        half = (width // 2, height // 2)
        laid = (self.laid.y, self.laid.u, self.laid.v)
        sizes = ((width, height), half, half)
        for now, grain, plane, size in zip(self._now, self._grain, laid, sizes, strict=True):
            small = cv2.add(now, grain, dtype=cv2.CV_8U)
            cv2.resize(small, size, plane, interpolation=cv2.INTER_LINEAR)
        if self._texture is not None:
            cv2.subtract(self.laid.y, self._texture, self.laid.y)

    def lay(self, planes: Planes) -> None:
        """The veil as the picture."""
        planes.copy_from(self.laid)

    def far(self, x: float, y: float, reach: float, *, flat: float = 1.0) -> Floats:
        """How far every point is from a place in the picture, in units of `reach` pixels."""
        across = (np.arange(self.width, dtype=np.float32) * PART - x) / reach
        down = (np.arange(self.height, dtype=np.float32) * PART - y) / (reach * flat)
        apart: Floats = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
        return apart


class Glow:
    """A round light that may grow and shrink from frame to frame, from one map of distances."""

    _REACH = 4.0  # how many times `reach` the map goes

    def __init__(
        self, veil: Veil, x: float, y: float, *, reach: float, flat: float = 1.0,
        uneven: float = 0.0,
    ) -> None:  # fmt: skip
        far = veil.far(x, y, reach, flat=flat)
        if uneven:  # as a wash runs: its edge is nowhere equally far
            far *= 1 + uneven * (2 * cloud(veil, np.random.default_rng(int(x))) - 1)
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


def _grain(height: int, width: int, seed: int) -> Floats:
    """A still, fine grain, a little stronger than one step of eight bits."""
    dice = np.random.default_rng(seed + 1)
    made: Floats = dice.standard_normal((height, width)).astype(np.float32)
    return np.clip(made, -2.2, 2.2) * np.float32(1.1)


def cloud(veil: Veil, dice: np.random.Generator) -> Floats:
    """Wisps of mist, 0..1, of the veil's size: noise of every scale, the coarse ones strongest."""
    made: Floats = np.zeros((veil.height, veil.width), np.float32)
    for octave in range(5):
        cells = 3 * 2**octave
        shape = (max(2, round(cells * veil.height / veil.width)) + 1, cells + 1)
        rough = dice.random(shape, np.float32)
        made += cv2.resize(rough, (veil.width, veil.height), interpolation=cv2.INTER_CUBIC) / (
            1.9**octave
        )
    made -= np.percentile(made, 30)
    return np.clip(made / max(float(np.percentile(made, 99)), 1e-3), 0, 1) ** 1.5
