"""Makes the pictures of docs/visuals.md: every scene before a drop, at it, and after it.

python tools/visuals.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from studio import analysis, visuals  # noqa: E402
from studio.renderer.canvas import Frame  # noqa: E402
from studio.service import staging  # noqa: E402
from studio.visuals import palette  # noqa: E402
from studio.visuals.planes import Planes  # noqa: E402
from tests.studio.visuals.conftest import track  # noqa: E402

FOLDER = ROOT / "docs" / "images"
AT = (150, 181, 230)  # calm; one frame into the drop at 6.0 s; later
MOODS = {"wave": (0.4, 0.3), "type": (0.7, 0.2), "rings": (0.3, 0.6), "cover": (0.2, 0.7)}


def rgb(frame: Planes) -> np.ndarray:
    """A frame as OpenCV writes pictures."""
    high, wide = frame.y.shape
    flat = np.concatenate([frame.y.ravel(), frame.u.ravel(), frame.v.ravel()])
    return cv2.cvtColor(flat.reshape(high * 3 // 2, wide), cv2.COLOR_YUV2BGR_I420)


def row(scene: str, drive: visuals.Drive, frame: Frame) -> np.ndarray:
    """Three moments of a scene side by side."""
    stage = visuals.Stage(
        frame.width, frame.height, drive, palette.of_mood(*MOODS.get(scene, (0.8, 0.7))),
        title=staging.mask("Night Drive", frame, size=0.062),
        artist=staging.mask("The Fields", frame, size=0.036, bold=False),
        words=staging.words("Night Drive", frame), seal=staging.seal(frame),
        column=staging.column("月下独酌", frame),
    )  # fmt: skip
    found = []
    for number, one in enumerate(visuals.frames(scene, stage)):
        if number in AT:
            found.append(rgb(one))
        if number > AT[-1]:
            break
    return np.hstack(found)


def main() -> None:
    sound = track(10, drop=6.0)
    drive = visuals.drive(sound, analysis.listen(sound), fps=30, frames=300)
    FOLDER.mkdir(parents=True, exist_ok=True)
    wide, tall = (
        Frame(width=640, height=360, fps=(30, 1)),
        Frame(width=360, height=640, fps=(30, 1)),
    )
    for scene in visuals.SCENES:
        small = cv2.resize(row(scene, drive, wide), (1200, 225), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(FOLDER / f"visual-{scene}.jpg"), small, [cv2.IMWRITE_JPEG_QUALITY, 86])
    shapes = np.hstack([row(scene, drive, tall)[:, 360:720] for scene in visuals.SCENES])
    small = cv2.resize(shapes, (1260, 320), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(FOLDER / "visuals-upright.jpg"), small, [cv2.IMWRITE_JPEG_QUALITY, 86])


if __name__ == "__main__":
    main()
