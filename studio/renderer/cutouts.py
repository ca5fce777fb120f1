"""Pictures that are seen through in part, on a ground of their own colours instead of a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

_DARK = 70  # luma of what is seen, below which it stands on a light ground
_DIM = 0.62  # how dark the ground is otherwise
_PALE = 0.22  # of its colours, what is left in a light one
_SMALL = 96  # pixels of the longer side, at which colours run into each other


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """The picture, how much of it is there (0..255), and what may lie behind it."""

    rgb: Pixels
    alpha: Pixels
    behind: Pixels

    def laid(self, ground: Pixels) -> Pixels:
        """The picture on a ground of any size, as large as that."""
        import cv2
        import numpy as np

        size = (ground.shape[1], ground.shape[0])
        how = cv2.INTER_AREA if size[0] <= self.rgb.shape[1] else cv2.INTER_CUBIC
        part = cv2.resize(self.alpha, size, interpolation=how)[..., None].astype(np.uint16)
        shown = cv2.resize(self.rgb, size, interpolation=how).astype(np.uint16)
        mixed: Pixels = ((shown * part + ground * (255 - part) + 127) // 255).astype(np.uint8)
        return mixed


def cutout(picture: Image) -> Cutout | None:
    """The picture with what it is seen on; None where nothing shines through."""
    import cv2
    import numpy as np

    if picture.mode == "RGB":
        return None
    rgba = np.asarray(picture.convert("RGBA"), np.uint8)
    rgb, alpha = np.ascontiguousarray(rgba[..., :3]), np.ascontiguousarray(rgba[..., 3])
    if alpha.min() == 255 or not alpha.any():
        return None
    height, width = alpha.shape
    scale = min(1.0, _SMALL / max(width, height))
    small = (max(4, round(width * scale)), max(4, round(height * scale)))
    weight = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    tone = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA).astype(np.float32)
    mean = (tone * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-3)
    wide = max(small) / 5  # where nothing is near, the colour of all of it
    soft = cv2.GaussianBlur(tone * weight[..., None], (0, 0), wide) + mean * 0.02
    cloud = soft / (cv2.GaussianBlur(weight, (0, 0), wide) + 0.02)[..., None]
    luma = float(mean @ np.array([0.2126, 0.7152, 0.0722], np.float32))
    cloud = 255 - (255 - cloud) * _PALE if luma < _DARK else cloud * _DIM
    behind = cv2.resize(cloud, (width, height), interpolation=cv2.INTER_LINEAR)
    return Cutout(rgb, alpha, np.clip(behind, 0, 255).astype(np.uint8))
