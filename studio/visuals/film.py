"""A song as a film: frames of a scene, one after the other, ready for an encoder's pipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from studio.visuals.palette import INK
from studio.visuals.planes import Planes
from studio.visuals.safety import Guard
from studio.visuals.scenes import SCENES
from studio.visuals.stage import Scene, Stage

_TURNS = 0.4  # seconds that other colours take to come; at a drop they are there at once
_AHEAD = 2.0  # seconds for which another scene moves before it is seen


class _Act(NamedTuple):
    """What is seen from a frame on, and how many frames it takes to come."""

    first: int
    fade: int
    play: int  # by number

    def part(self, frame: int) -> float:
        return min(1.0, (frame - self.first + 1) / max(1, self.fade))


class _Plays:
    """Every scene in its colours, drawn when it is seen, or so near to it that it must be in
    motion.

    Those of one scene are always drawn together: bars that turn red go on where the blue ones were.
    """

    def __init__(self, acts: list[_Act], rows: list[tuple[str, Stage]], fps: float) -> None:
        self._acts, self._rows = acts, rows
        self._ahead = round(_AHEAD * fps)
        self._made: dict[int, Scene] = {}

    def seen(self, frame: int) -> list[tuple[int, float]]:
        """The plays that are seen in this frame, from the back to the front, each with its part."""
        now = max(n for n, act in enumerate(self._acts) if act.first <= frame)
        part = self._acts[now].part(frame)
        if part >= 1 or now == 0:
            return [(self._acts[now].play, 1.0)]
        return [(self._acts[now - 1].play, 1.0), (self._acts[now].play, part)]

    def unseen(self, frame: int) -> set[int]:
        """The plays that are drawn all the same, for nobody."""
        near = [act for act in self._acts if frame < act.first <= frame + self._ahead]
        shown = {play for play, _ in self.seen(frame)}
        scenes = {self._rows[play][0] for play in shown | {act.play for act in near}}
        return {n for n, (scene, _) in enumerate(self._rows) if scene in scenes} - shown

    def draw(self, play: int, frame: int, planes: Planes) -> None:
        scene, stage = self._rows[play]
        if play not in self._made:
            self._made[play] = SCENES[scene](stage)
        self._made[play].draw(frame, planes)


def frames(scene: str, stage: Stage) -> Iterator[Planes]:
    """Every frame of this scene; two pictures take turns, so take what you need at once."""
    cv2.setNumThreads(1)  # the encoder has the other cores
    rows, acts = _acts(scene, stage)
    plays = _Plays(acts, rows, stage.drive.fps)
    blank = (stage.width, stage.height, stage.palette.ground)
    planes, other, spare = (*(Planes.paged(*blank) for _ in range(2)), Planes.blank(*blank))
    scenes = {one for one, _ in rows}
    guard = Guard(
        stage.drive.fps, (stage.width, stage.height), whole="type" in scenes,
        mirrored=scenes == {"spectrum"},
    )  # fmt: skip
    for frame in range(len(stage.drive)):
        (behind, _), *front = plays.seen(frame)
        plays.draw(behind, frame, planes)
        for play, part in front:
            plays.draw(play, frame, spare)
            _crossed(planes, spare, part)
        for play in plays.unseen(frame):
            plays.draw(play, frame, spare)
        shown, its = rows[front[-1][0] if front else behind]
        if shown != "type":  # which shows them large by itself
            _lines(its, planes, frame / stage.drive.fps, shown)
        guard.pass_(planes)
        yield planes
        planes, other = other, planes


def _acts(scene: str, stage: Stage) -> tuple[list[tuple[str, Stage]], list[_Act]]:
    """The scenes in their colours, each once, and which is seen when."""
    fps, count = stage.drive.fps, len(stage.drive)
    rows = [(scene, stage)]
    acts = [_Act(-(10**6), 1, 0)]
    for turn in stage.turns:
        first = round(turn.at * fps)
        if first >= count:
            continue
        same = (n for n, (name, its) in enumerate(rows) if (name, its.palette) == turn.look)
        play = next(same, len(rows))
        if play == len(rows):
            rows.append((turn.scene, turn.stage))
        hit = stage.drive.impact[max(0, first - 1) : first + 2].max(initial=0.0) > 0.9
        at_once = hit or first <= 0
        acts.append(_Act(first, 1 if at_once else round(_TURNS * fps), play))
    return rows, acts


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
