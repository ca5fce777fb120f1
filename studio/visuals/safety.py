"""No flashes that could hurt, whatever the music does: what would flash too often persists instead.

Every ten degrees of view may turn from dark to light or back five times within a second; six would
be three flashes (`flashes` says what one is). What would turn once more does not: there the picture
before shines on, and the new one comes through only as far as nobody sees a flash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals import flashes
from studio.visuals.flashes import Change, Turns
from studio.visuals.planes import Plane, Planes

Floats = NDArray[Any]  # of float32; OpenCV's stubs do not tell
Seen = tuple[Floats, Floats | None]

_CELLS = 64  # parts along the longer side
# As flashes are counted, and more strictly: the share of a change that counts, and of ten degrees.
_STRICT = ((0.95, 0.23), (0.8, 0.18))
_LEFT = 0.5 / 2.2  # of a change that counts: how much comes through once there were enough
# (by the 2.2 that light changes more than the numbers do where it is brightest)
_EDGE = 2.5  # cells over which what stays goes over into what comes
_AROUND = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
_REDDISH = 150  # Cr of the darkest red that can flash
_TURNS = 2 * flashes.MOST - 1  # one less than would be allowed


class Guard:
    """Looks at every frame before anybody sees it, and takes back what would flash.

    It keeps the frame before, as it was shown: two pictures have to take turns. `whole`: where one
    part has to stay, all of it does, for pictures of large letters that must not be torn.
    `mirrored`: what moves on the left is the image of what moves on the right, so that half of the
    picture tells all.
    """

    def __init__(
        self, fps: float, size: tuple[int, int], *, whole: bool = False, mirrored: bool = False
    ) -> None:
        self._whole = whole
        scale = _CELLS / max(size)
        self._grid = (max(4, round(size[0] * scale)), max(4, round(size[1] * scale)))
        self._mirrored = mirrored and self._grid[0] % 2 == 0
        self._halvings = max(0, int(np.log2(max(size) / 240)))
        aspect = size[0] / size[1]
        kinds = ((False, flashes.CHANGE, flashes.DARK), (True, flashes.RED, 2.0))
        self._watches = [
            _Watch(red, Turns(fps, self._grid, aspect, change=change * less, dark=dark, area=area),
                   change * _LEFT)
            for red, change, dark in kinds for less, area in _STRICT
        ]  # fmt: skip
        self._reddens = False  # whether any red was ever strong enough to flash
        self._shown: list[Floats] = []  # the frame before in small: as light, as red
        self._before: Planes | None = None

    def pass_(self, planes: Planes) -> None:
        """The next frame, safe to look at."""
        seen = self._seen(planes)
        if not self._shown:
            for watch in self._watches:
                watch.turns.start(seen[0][0] if not watch.red else np.zeros_like(seen[0][0]))
        watches = [watch for watch in self._watches if watch.red < len(seen)]
        changes = [watch.turns.look(*seen[watch.red]) for watch in watches]
        for wholly in (False, True):  # the second time nothing of the new one comes through
            keep = self._kept(seen, watches, changes)
            if keep is None or self._before is None:
                break
            keep = np.full_like(keep, keep.max()) if self._whole else _soft(keep)
            persist(planes, self._before, (keep > 0).astype(np.float32) if wholly else keep)
            seen = self._seen(planes)
            changes = [watch.turns.look(*seen[watch.red]) for watch in watches]
        for watch, change in zip(watches, changes, strict=True):
            watch.turns.take(*seen[watch.red], change)
        self._shown = [now for now, _ in seen]
        self._before = planes

    def _kept(
        self, seen: list[Seen], watches: list[_Watch], changes: list[Change]
    ) -> Floats | None:
        """How much of the picture before has to stay, and where; None for nothing anywhere."""
        keep: Floats | None = None
        for watch, change in zip(watches, changes, strict=True):
            if not change.any or watch.red >= len(self._shown):
                continue
            turns = watch.turns
            over = (change.views != 0) & (turns.counts >= _TURNS)
            if not over.any():
                continue
            over &= turns.often(_TURNS + 1, also=change.turned)
            if not over.any():
                continue
            now, shown = seen[watch.red][0], self._shown[watch.red]
            where = change.turned & turns.near(over)
            left = np.maximum(watch.limit - np.abs(turns.mark - shown), 0)
            part = np.where(where, 1 - left / np.maximum(np.abs(now - shown), 1e-4), 0.0)
            part = np.clip(part, 0, 1).astype(np.float32)
            keep = part if keep is None else np.maximum(keep, part)
        return keep

    def _seen(self, planes: Planes) -> list[Seen]:
        """The frame in small: as light; as red with where that is pure, once there is any."""
        if not self._mirrored:
            return self._looked_at(planes, self._grid)
        wide, half = self._grid[0] // 2, planes.u.shape[1] // 2 * 2
        right = Planes(planes.y[:, half:], planes.u[:, half // 2 :], planes.v[:, half // 2 :])
        seen = self._looked_at(right, (wide, self._grid[1]))
        return [(_both(now), None if pure is None else _both(pure)) for now, pure in seen]

    def _looked_at(self, planes: Planes, grid: tuple[int, int]) -> list[Seen]:
        many, area = self._halvings, cv2.INTER_AREA
        # of large pictures every second row, or fourth: what flashes is taller than that
        rows = 4 if many > 1 else 2
        luma = _fewer(planes.y[::rows], many - rows // 2 + 1)
        light = cv2.resize(cv2.LUT(luma, flashes.LINEAR), grid, interpolation=area)
        if not self._reddens and int(planes.v[::8, ::8].max(initial=0)) < _REDDISH:
            return [(light, None)]
        few = [luma, *(_fewer(one[:: rows // 2], many - 1) for one in (planes.u, planes.v))]
        few = [cv2.resize(plane, grid, interpolation=area) for plane in few]
        if not self._reddens and not flashes.may_be_red(*few):
            return [(light, None)]
        self._reddens = True
        value, pure = flashes.redness(np.stack(few, axis=-1))
        return [(light, None), (value, pure)]


def _both(right: Floats) -> Floats:
    """The right half with its image."""
    return np.hstack([right[:, ::-1], right])


@dataclass(frozen=True, slots=True)
class _Watch:
    """Light or red, watched as strictly as its turns are counted."""

    red: bool
    turns: Turns
    limit: float  # how far a part may move once there were enough


def _soft(keep: Floats) -> Floats:
    """As much everywhere, and less and less around it: no edge is seen where a part stays."""
    wide = cv2.GaussianBlur(cv2.dilate(keep, _AROUND), (0, 0), _EDGE)
    soft: Floats = np.maximum(keep, wide)
    return soft


def persist(planes: Planes, before: Planes, keep: Floats) -> None:
    """The picture with this much (0..1, in small) of the one before shining on."""
    wide = cv2.dilate(keep, np.ones((3, 3), np.uint8))
    for now, old in ((planes.y, before.y), (planes.u, before.u), (planes.v, before.v)):
        size = (now.shape[1], now.shape[0])
        large = cv2.resize((wide * 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
        weight = np.right_shift(large, 1).astype(np.int16)
        weight += weight >> 6
        apart = np.subtract(old, now, dtype=np.int16)
        apart *= weight
        apart >>= 7
        np.add(now, apart, out=now, casting="unsafe")


def _fewer(plane: Plane, halvings: int) -> Plane:
    """The plane as fewer means, halved so often; fine patterns that move are no flashes."""
    for _ in range(halvings):
        high, wide = (side // 2 for side in plane.shape)
        if min(high, wide) < 1:
            break
        whole = plane[: high * 2, : wide * 2]
        plane = cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA)
    return plane
