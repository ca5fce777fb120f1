"""What stands still on every frame: words and lines, mixed once, laid by two strokes a plane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals.palette import Rgb, yuv
from studio.visuals.planes import Plane, Planes

Floats = NDArray[Any]  # of float32; OpenCV's stubs do not tell


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A mask (0..255) whose corner lies here, in one colour, this strong."""

    mask: Plane
    colour: Rgb
    left: int
    top: int
    strength: float = 1.0


class Printed:
    """Pieces over one another; what lies beyond the picture is cut."""

    def __init__(self, pieces: Iterable[Piece], size: tuple[int, int]) -> None:
        seen = [(one, box) for one in pieces if (box := _box(one, size))]
        self._box = (0, 0, 0, 0)
        self._kept: list[Plane] = []  # of what is behind, 0..255
        self._laid: list[Plane] = []
        if not seen:
            return
        boxes = np.array([box for _, box in seen])
        left, top = (int(side) for side in boxes[:, :2].min(axis=0))
        right, bottom = (int(side) for side in boxes[:, 2:].max(axis=0))
        self._box = (left, top, right, bottom)
        weights = [self._weight(one, box) for one, box in seen]
        for plane in range(3):
            fine = [_halved(one) for one in weights] if plane else weights
            kept, laid = np.ones_like(fine[0]), np.zeros_like(fine[0])
            for (one, _), weight in zip(seen, fine, strict=True):
                kept *= 1 - weight
                laid += weight * (np.float32(yuv(one.colour)[plane]) - laid)
            self._kept.append(np.round(kept * 255).astype(np.uint8))
            self._laid.append(np.round(laid).astype(np.uint8))

    def _weight(self, one: Piece, box: tuple[int, int, int, int]) -> Floats:
        """The piece's mask on the whole of our box, 0..1."""
        left, top, right, bottom = self._box
        weight: Floats = np.zeros((bottom - top, right - left), np.float32)
        x, y = one.left & ~1, one.top & ~1
        part = one.mask[box[1] - y : box[3] - y, box[0] - x : box[2] - x]
        at = (box[1] - top, box[0] - left)
        weight[at[0] : at[0] + part.shape[0], at[1] : at[1] + part.shape[1]] = part
        return weight * np.float32(one.strength / 255)

    def lay(self, planes: Planes) -> None:
        left, top, right, bottom = self._box
        three = (planes.y, planes.u, planes.v)
        for plane, part, kept, laid in zip(three, (1, 2, 2), self._kept, self._laid, strict=False):
            there = plane[top // part : bottom // part, left // part : right // part]
            there[...] = cv2.add(cv2.multiply(there, kept, scale=1 / 255), laid)


def _box(one: Piece, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Where the piece lies in the picture, on even pixels: left, top, right, bottom."""
    left, top = one.left & ~1, one.top & ~1
    high, wide = one.mask.shape[:2]
    right, bottom = min(size[0], left + wide + 1) & ~1, min(size[1], top + high + 1) & ~1
    left, top = max(0, left), max(0, top)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _halved(weight: Floats) -> Floats:
    size = (weight.shape[1] // 2, weight.shape[0] // 2)
    return cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
