"""A song as a film: frames of a scene, one after the other, ready for an encoder's pipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.visuals.palette import INK
from studio.visuals.planes import Planes
from studio.visuals.safety import Guard
from studio.visuals.scenes import SCENES
from studio.visuals.stage import Scene, Stage

_TURNS = 0.4  # seconds that other colours take to come; at a drop they are there at once


@dataclass(frozen=True, slots=True)
class _Act:
    """The scene in its colours of a stretch: from which frame on, how many it takes to come."""

    first: int
    fade: int
    stage: Stage
    play: Scene

    def part(self, frame: int) -> float:
        return min(1.0, (frame - self.first + 1) / max(1, self.fade))


def frames(scene: str, stage: Stage) -> Iterator[Planes]:
    """Every frame of this scene; two pictures take turns, so take what you need at once."""
    cv2.setNumThreads(1)  # the encoder has the other cores
    acts = _acts(scene, stage)
    blank = (stage.width, stage.height, stage.palette.ground)
    planes, other, spare = (*(Planes.paged(*blank) for _ in range(2)), Planes.blank(*blank))
    guard = Guard(
        stage.drive.fps, (stage.width, stage.height), whole=scene == "type",
        mirrored=scene == "spectrum",
    )  # fmt: skip
    for frame in range(len(stage.drive)):
        while len(acts) > 1 and acts[1].part(frame) >= 1:
            del acts[0]
        now = acts[0]
        now.play.draw(frame, planes)
        for later in acts[1:]:  # unseen, so that it goes on where the one before was
            later.play.draw(frame, spare)
            part = later.part(frame)
            if part > 0:
                _crossed(planes, spare, part)
                now = later
        if scene != "type":  # which shows them large by itself
            _lines(now.stage, planes, frame / stage.drive.fps, scene)
        guard.pass_(planes)
        yield planes
        planes, other = other, planes


def _acts(scene: str, stage: Stage) -> list[_Act]:
    """The scene once for each of its colours, in order."""
    fps, count = stage.drive.fps, len(stage.drive)
    acts = [_Act(-(10**6), 1, stage, SCENES[scene](stage))]
    for seconds, tones in stage.shades:
        first = round(seconds * fps)
        if first >= count:
            continue
        hit = stage.drive.impact[max(0, first - 1) : first + 2].max(initial=0.0) > 0.9
        other = replace(stage, palette=tones)
        acts.append(_Act(first, 1 if hit else round(_TURNS * fps), other, SCENES[scene](other)))
    return acts


def _crossed(now: Planes, other: Planes, part: float) -> None:
    for one, two in ((now.y, other.y), (now.u, other.u), (now.v, other.v)):
        cv2.addWeighted(one, 1 - part, two, part, 0, one)


def _lines(stage: Stage, planes: Planes, now: float, scene: str) -> None:
    """Lyrics and captions: one at a time, low in the middle, faded in and out."""
    dark = scene == "ink"
    tone = INK.light if dark else stage.palette.light
    behind = (255, 255, 255) if dark else (0, 0, 0)
    for line in stage.lines:
        if line.start <= now < line.end:
            edge = min(1.0, (now - line.start) / 0.15, (line.end - now) / 0.15)
            left = (stage.width - line.mask.shape[1]) // 2
            top = round(stage.height * _low(stage, scene)) - line.mask.shape[0]
            shade = cv2.dilate(line.mask, np.ones((5, 5), np.uint8))
            planes.lay(shade, behind, left, top, 0.55 * edge)
            planes.lay(line.mask, line.colour or tone, left, top, edge)


def _low(stage: Stage, scene: str) -> float:
    """Where lines end: below what moves, above what a phone lays over an upright film."""
    if scene == "ink":
        return 0.70 if stage.upright else 0.80
    if stage.upright:
        return 0.78
    return 0.88 if scene == "wave" else 0.93
