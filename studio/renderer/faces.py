"""Where words hide nobody's face: the place for a title over photos, as far as skin tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.renderer import titles
from studio.renderer.canvas import Frame
from studio.renderer.slideshow import prepared
from studio.timeline.model import Clip, Place, Title

if TYPE_CHECKING:
    from studio.visuals.planes import Planes

_OTHERS: tuple[Place, ...] = ("bottom", "top", "lower-third")  # where words may go instead
_WIDE = 96  # the longer side of what is looked at
_HIDDEN = 0.04  # of what is seen of faces: that little under the words hides nobody
_BETTER = 0.5  # of what is hidden in the middle, that another place may hide at most


def clear(
    title: Title, row: Sequence[Clip], paths: Mapping[str, Path], frame: Frame
) -> Place | None:
    """Another place for words that would stand over faces in these photos; None where they do not,
    or where nowhere is better."""
    faces = [mask for clip in row if (mask := _faces(clip, paths[clip.source], frame)) is not None]
    if not faces:
        return None
    size = titles.size(title, frame)
    here = _hidden(title, faces, frame, size)
    if here <= _HIDDEN:
        return None
    rows = [(_hidden(_at(title, place), faces, frame, size), place) for place in _OTHERS]
    least, best = min(rows, key=lambda row: row[0])
    return best if least <= _BETTER * here else None


def _at(title: Title, place: Place) -> Title:
    from msgspec.structs import replace

    return replace(title, place=place)


def _hidden(
    title: Title, faces: Sequence[NDArray[np.bool_]], frame: Frame, size: tuple[int, int]
) -> float:
    """The share of the faces that lies under the words, in the photo where that is most."""
    left, top = titles.place(title, frame, size)
    most = 0.0
    for mask in faces:
        high, wide = mask.shape
        x, y = wide / frame.width, high / frame.height
        under = mask[
            int(top * y) : int(np.ceil((top + size[1]) * y)),
            int(left * x) : int(np.ceil((left + size[0]) * x)),
        ]
        most = max(most, float(under.sum() / mask.sum()))
    return most


def _faces(clip: Clip, path: Path, frame: Frame) -> NDArray[np.bool_] | None:
    """Where skin is in a photo as it is shown; None where there is none."""
    from studio.visuals import focus

    slide = prepared(path, clip, frame)
    found = focus.skin(_colours(slide.planes))
    return None if found is None else found > 0


def _colours(planes: Planes) -> NDArray[np.uint8]:
    """A small picture in Y, Cr, Cb of the full range, as skin is looked for in."""
    import cv2

    high, wide = planes.y.shape
    size = (_WIDE, max(8, round(_WIDE * high / wide)))
    y, u, v = (
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        for plane in (planes.y, planes.u, planes.v)
    )
    rows = [(y - 16) * 255 / 219, (v - 128) * 255 / 224 + 128, (u - 128) * 255 / 224 + 128]
    return np.clip(np.stack(rows, axis=-1), 0, 255).astype(np.uint8)
