"""Where in a photo to look: faces first as far as skin tells, else where the detail is. Pure.

The wheel of OpenCV that we use ships no face model, and models of unclear licence stay out; skin
in one piece is told by its colours (Cb and Cr hardly change with complexion; Chai & Ngan 1999).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]  # OpenCV's stubs do not tell more

_SMALL = 96  # the longer side at which it is looked for
_LEAST, _MOST = 0.004, 0.35  # share of the picture that skin may take to be believed


def focus(rgb: Pixels) -> tuple[float, float]:
    """The place to keep, as shares of width and height; the middle where nothing stands out."""
    height, width = rgb.shape[:2]
    scale = _SMALL / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    colours = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    found = skin(colours)
    weight = found if found is not None else _detail(colours[..., 0])
    total = float(weight.sum())
    if total < 1e-6:
        return 0.5, 0.5
    x = float((weight.sum(axis=0) * (np.arange(size[0]) + 0.5)).sum()) / total / size[0]
    y = float((weight.sum(axis=1) * (np.arange(size[1]) + 0.5)).sum()) / total / size[1]
    pull = 1.0 if found is not None else 0.6  # detail is a hint only
    return 0.5 + (x - 0.5) * pull, 0.5 + (y - 0.5) * pull


def skin(colours: Pixels) -> Pixels | None:
    """The largest pieces of skin; None where there is none, or so much that it is sand or wood."""
    luma, cr, cb = (colours[..., n].astype(int) for n in range(3))
    mask = (cr > 134) & (cr < 174) & (cb > 76) & (cb < 128) & (luma > 50) & (cr - cb > 12)
    kept = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    if not _LEAST < float(kept.mean()) < _MOST:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(kept)
    weight = np.zeros(kept.shape, np.float32)
    largest = stats[1:, cv2.CC_STAT_AREA].max(initial=0)
    for number in range(1, count):
        wide, tall, area = (
            int(stats[number, part])
            for part in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
        )
        compact = area > 0.45 * wide * tall and 0.4 < tall / max(wide, 1) < 3.0
        if compact and area > 0.25 * largest:
            weight[labels == number] = 1.0
    return weight if weight.any() else None


def _detail(luma: Pixels) -> Pixels:
    """How much is going on around every place, a little more in the middle."""
    edges = np.abs(cv2.Laplacian(luma.astype(np.float32), cv2.CV_32F, ksize=3))
    spread = cv2.GaussianBlur(edges, (0, 0), 4)
    spread = np.clip(spread - np.percentile(spread, 60), 0, None)
    height, width = luma.shape
    across = np.linspace(-1, 1, width)[None, :] ** 2
    down = np.linspace(-1, 1, height)[:, None] ** 2
    pulled: Pixels = (spread * (1 - 0.3 * np.clip(across + down, 0, 1))).astype(np.float32)
    return pulled
