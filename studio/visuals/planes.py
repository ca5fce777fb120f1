"""A picture as three planes (Y, Cb, Cr at half size), and the few strokes that scenes draw with.

Drawing straight into planes saves the conversion that costs an RGB pipe most of its time; glows are
drawn at a quarter of the size and enlarged, because a soft light has no edges to lose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.pages import Pages
from studio.visuals.palette import Rgb, yuv

Plane = NDArray[Any]  # of uint8; OpenCV's stubs do not tell
_SUB = 4  # a quarter pixel: cv2 draws smooth lines at shifted coordinates
_SHIFT = 2


@dataclass(slots=True)
class Planes:
    """One frame, written in place: y is height x width, u and v half of that."""

    y: Plane
    u: Plane
    v: Plane
    pages: Pages | None = None  # where all three lie, if a pipe may have them as they are

    @classmethod
    def paged(cls, width: int, height: int, colour: Rgb) -> Planes:
        """A blank whose pages go into a pipe as they are: two of them have to take turns."""
        luma, small = width * height, (width // 2) * (height // 2)
        pages = Pages(luma + 2 * small)
        y, u, v = np.split(pages.bytes, [luma, luma + small])
        half = (height // 2, width // 2)
        made = cls(y.reshape(height, width), u.reshape(half), v.reshape(half), pages)
        made.copy_from(cls.blank(width, height, colour))
        return made

    @classmethod
    def blank(cls, width: int, height: int, colour: Rgb) -> Planes:
        luma, cb, cr = yuv(colour)
        half = (height // 2, width // 2)
        return cls(
            np.full((height, width), luma, np.uint8),
            np.full(half, cb, np.uint8),
            np.full(half, cr, np.uint8),
        )

    @classmethod
    def of(cls, rgb: Plane) -> Planes:
        """An RGB picture of even size as planes (BT.709, limited range)."""
        small = rgb.astype(np.float32) / 255.0
        luma = small @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        cb = (small[..., 2] - luma) / 1.8556
        cr = (small[..., 0] - luma) / 1.5748
        height, width = luma.shape
        half = (width // 2, height // 2)
        return cls(
            np.round(16 + 219 * luma).astype(np.uint8),
            np.round(128 + 224 * cv2.resize(cb, half, interpolation=cv2.INTER_AREA)).astype(
                np.uint8
            ),
            np.round(128 + 224 * cv2.resize(cr, half, interpolation=cv2.INTER_AREA)).astype(
                np.uint8
            ),
        )

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]

    def copy_from(self, other: Planes) -> None:
        np.copyto(self.y, other.y)
        np.copyto(self.u, other.u)
        np.copyto(self.v, other.v)

    def bytes(self) -> bytes:
        return self.y.tobytes() + self.u.tobytes() + self.v.tobytes()

    def box(self, left: int, top: int, right: int, bottom: int, colour: Rgb) -> None:
        """A filled rectangle, edges on even pixels so that its colour does not bleed."""
        luma, cb, cr = yuv(colour)
        self.y[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = luma
        half = (
            slice(max(0, top) // 2, max(0, bottom) // 2),
            slice(max(0, left) // 2, max(0, right) // 2),
        )
        self.u[half] = cb
        self.v[half] = cr

    def line(self, points: NDArray[np.float32], colour: Rgb, width: int, *, closed: bool) -> None:
        """A smooth line through points (x, y)."""
        luma, cb, cr = yuv(colour)
        exact = np.round(points * _SUB).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(self.y, [exact], closed, int(luma), width, cv2.LINE_AA, _SHIFT)
        halved = np.round(points * (_SUB / 2)).astype(np.int32).reshape(-1, 1, 2)
        for plane, value in ((self.u, cb), (self.v, cr)):
            cv2.polylines(
                plane, [halved], closed, int(value), max(1, width // 2 + 1), cv2.LINE_8, _SHIFT
            )

    def shape(self, outline: NDArray[np.float32], colour: Rgb) -> None:
        """A filled shape with smooth edges."""
        luma, cb, cr = yuv(colour)
        exact = np.round(outline * _SUB).astype(np.int32).reshape(-1, 1, 2)
        cv2.fillPoly(self.y, [exact], int(luma), cv2.LINE_AA, _SHIFT)
        halved = np.round(outline * (_SUB / 2)).astype(np.int32).reshape(-1, 1, 2)
        for plane, value in ((self.u, cb), (self.v, cr)):
            cv2.fillPoly(plane, [halved], int(value), cv2.LINE_AA, _SHIFT)

    def strokes(self, ends: NDArray[np.float32], colour: Rgb, width: int) -> None:
        """Many separate smooth lines at once; ends: how many x 2 x (x, y)."""
        luma, cb, cr = yuv(colour)
        exact = np.round(ends * _SUB).astype(np.int32)
        cv2.polylines(self.y, list(exact), False, int(luma), width, cv2.LINE_AA, _SHIFT)
        halved = list(np.round(ends * (_SUB / 2)).astype(np.int32))
        for plane, value in ((self.u, cb), (self.v, cr)):
            cv2.polylines(plane, halved, False, int(value), max(1, width // 2), cv2.LINE_8, _SHIFT)

    def disc(self, x: float, y: float, radius: float, colour: Rgb) -> None:
        luma, cb, cr = yuv(colour)
        at = (round(x * _SUB), round(y * _SUB))
        cv2.circle(self.y, at, max(1, round(radius * _SUB)), int(luma), -1, cv2.LINE_AA, _SHIFT)
        half = (round(x * _SUB / 2), round(y * _SUB / 2))
        for plane, value in ((self.u, cb), (self.v, cr)):
            cv2.circle(
                plane, half, max(1, round(radius * _SUB / 2)), int(value), -1, cv2.LINE_AA, _SHIFT
            )

    def lay(self, mask: Plane, colour: Rgb, left: int, top: int, strength: float = 1.0) -> None:
        """A colour through a mask (0..255), as letters and sprites are laid; off-picture is cut."""
        width, height = self.size
        left, top = left & ~1, top & ~1
        right, bottom = min(width, left + mask.shape[1]), min(height, top + mask.shape[0])
        x, y = max(0, left), max(0, top)
        if right - x < 2 or bottom - y < 2 or strength <= 0.004:
            return
        part = mask[y - top : bottom - top, x - left : right - left]
        luma, cb, cr = yuv(colour)
        self._mix(self.y[y:bottom, x:right], part, luma, strength)
        small = cv2.resize(
            part, ((right - x) // 2, (bottom - y) // 2), interpolation=cv2.INTER_AREA
        )
        where = (slice(y // 2, y // 2 + small.shape[0]), slice(x // 2, x // 2 + small.shape[1]))
        self._mix(self.u[where], small, cb, strength)
        self._mix(self.v[where], small, cr, strength)

    @staticmethod
    def _mix(plane: Plane, mask: Plane, value: int, strength: float) -> None:
        """Towards a value by mask and strength; in steps of 1/128, which 16 bits have room for."""
        weight = cv2.convertScaleAbs(mask, alpha=strength * 128 / 255).astype(np.int16)
        apart = np.subtract(value, plane, dtype=np.int16)
        apart *= weight
        apart >>= 7
        np.add(plane, apart, out=plane, casting="unsafe")

    def put(self, other: Planes, left: int, top: int, mask: Plane | None = None) -> None:
        """Another picture at this place, through a mask of its size where there is one."""
        width, height = self.size
        left, top = left & ~1, top & ~1
        wide, tall = other.size
        x, y = max(0, left), max(0, top)
        right, bottom = min(width, left + wide) & ~1, min(height, top + tall) & ~1
        if right - x < 2 or bottom - y < 2:
            return
        cut = (slice(y - top, bottom - top), slice(x - left, right - left))
        half = tuple(slice(part.start // 2, part.stop // 2) for part in cut)
        rows, columns = slice(y, bottom), slice(x, right)
        rows2, columns2 = slice(y // 2, bottom // 2), slice(x // 2, right // 2)
        if mask is None:
            self.y[rows, columns] = other.y[cut]
            self.u[rows2, columns2] = other.u[half]
            self.v[rows2, columns2] = other.v[half]
            return
        part = mask[cut]
        small = part[::2, ::2]
        _blend(self.y[rows, columns], other.y[cut], part)
        _blend(self.u[rows2, columns2], other.u[half], small)
        _blend(self.v[rows2, columns2], other.v[half], small)

    def glow(self, light: Plane) -> None:
        """Adds a soft light, given at a quarter of the size, to the luma."""
        big = cv2.resize(light, self.size, interpolation=cv2.INTER_LINEAR)
        cv2.add(self.y, big, self.y)


def _blend(plane: Plane, other: Plane, mask: Plane) -> None:
    weight = (mask >> 1).astype(np.int16)
    weight += weight >> 6
    apart = np.subtract(other, plane, dtype=np.int16)
    apart *= weight
    apart >>= 7
    np.add(plane, apart, out=plane, casting="unsafe")


def gradient(width: int, height: int, top: Rgb, bottom: Rgb, *, dither: int = 1) -> Planes:
    """A smooth ground from top to bottom, with a grain that keeps it from banding."""
    noise = np.random.default_rng(dither).normal(0, 1.6, (height, width)).astype(np.float32)
    part = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    part = np.clip(part + 0.12 * across**2 * (0.5 - part), 0, 1)
    rgb = np.stack([a + (b - a) * part + noise for a, b in zip(top, bottom, strict=True)], axis=-1)
    return Planes.of(np.clip(rgb, 0, 255).astype(np.uint8))
