"""A song as a film: frames of a scene, one after the other, ready for an encoder's pipe."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from studio.visuals.palette import INK
from studio.visuals.planes import Planes
from studio.visuals.safety import Guard
from studio.visuals.scenes import SCENES
from studio.visuals.stage import Stage


def frames(scene: str, stage: Stage) -> Iterator[Planes]:
    """Every frame of this scene; the same planes are reused, so take what you need at once."""
    cv2.setNumThreads(1)  # the encoder has the other cores
    play = SCENES[scene](stage)
    planes = Planes.blank(stage.width, stage.height, stage.palette.ground)
    guard = Guard(stage.drive.fps, (stage.width, stage.height))
    for frame in range(len(stage.drive)):
        play.draw(frame, planes)
        if scene != "type":  # which shows them large by itself
            _lines(stage, planes, frame / stage.drive.fps, scene)
        guard.pass_(planes)
        yield planes


def _lines(stage: Stage, planes: Planes, now: float, scene: str) -> None:
    """Lyrics and captions: one at a time, low in the middle, faded in and out."""
    dark = scene == "ink"
    tone = INK.light if dark else stage.palette.light
    for line in stage.lines:
        if line.start <= now < line.end:
            edge = min(1.0, (now - line.start) / 0.15, (line.end - now) / 0.15)
            left = (stage.width - line.mask.shape[1]) // 2
            top = round(stage.height * _low(stage, scene)) - line.mask.shape[0]
            behind = (255, 255, 255) if dark else (0, 0, 0)
            shade = cv2.dilate(line.mask, np.ones((5, 5), np.uint8))
            planes.lay(shade, behind, left, top, 0.55 * edge)
            planes.lay(line.mask, tone, left, top, edge)


def _low(stage: Stage, scene: str) -> float:
    """Where lines end: below what moves, above what a phone lays over an upright film."""
    if scene == "ink":
        return 0.70 if stage.upright else 0.80
    if stage.upright:
        return 0.78
    return 0.88 if scene == "wave" else 0.93
