"""The same once more: what was asked for one film, done to the next.

"Same as last time" is every wish that made the film at hand, in order, read on the new files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from studio.planner.scene import Scene
from studio.planner.values import AnyStep, Begin, Memory, Question, Understanding, Undo
from studio.timeline.model import Timeline
from studio.timeline.operations import Operation

KEPT = 20  # wishes of one film
_LONGEST = 400  # characters of a wish
Read = Callable[[Scene, str], Understanding]


def noted(found: Understanding, text: str) -> Understanding:
    """The understanding, with its message among the wishes of its film."""
    wishes = found.memory.wishes
    for step in found.steps:
        if isinstance(step, Undo):
            wishes = wishes[: -step.count]
    if any(isinstance(step, Operation) for step in found.steps):
        wishes = (*wishes, text[:_LONGEST])[-KEPT:]
    memory = msgspec.structs.replace(found.memory, wishes=wishes)
    return msgspec.structs.replace(found, memory=memory)


def again(scene: Scene, text: str, read: Read) -> Understanding | None:
    """Another film out of the new files, after the wishes of the one at hand; and what more is
    said in this message."""
    old = tuple(m for m in scene.materials if m.kind == "audio" and m not in scene.arrived)
    files = (*scene.arrived, *old)
    now = replace(scene, timeline=Timeline(), materials=files, memory=Memory())
    steps: list[AnyStep] = [Begin()]
    question: Question | None = None
    for wish in (*scene.memory.wishes, text):
        found = _sure(read(replace(now, message=wish), wish), now, read)
        steps += found.steps
        question = question or (found.question if wish is not text or found.steps else None)
        edits = [step for step in found.steps if isinstance(step, Operation)]
        memory = msgspec.structs.replace(found.memory, question=None)
        now = replace(now.after(*edits), memory=memory)
    if len(steps) == 1:
        return None
    memory = msgspec.structs.replace(now.memory, wishes=scene.memory.wishes, question=question)
    return Understanding(steps=tuple(steps), question=question, memory=memory)


def _sure(found: Understanding, scene: Scene, read: Read) -> Understanding:
    """What was only asked about, done as it is most likely meant: "the same, but calm piano"."""
    if found.steps or found.question is None or not found.question.offers:
        return found
    wish = found.question.offers[0].request
    return read(replace(scene, message=wish), wish) if wish else found
