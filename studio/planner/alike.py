"""The same once more: what was asked for one film, done to the next.

"Same as last time" is every wish that made the film at hand, in order, read on the new files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from studio.planner import phrases
from studio.planner.scene import Scene
from studio.planner.values import (
    AnyStep,
    Begin,
    Memory,
    Question,
    Redo,
    Restore,
    Return,
    ShowReceipt,
    ShowTimeline,
    Understanding,
    Undo,
)
from studio.timeline.model import Timeline
from studio.timeline.operations import Operation

KEPT = 60  # wishes of one film
_OF_THAT_FILM = (Begin, Return, Undo, Redo, Restore, ShowTimeline, ShowReceipt)
Read = Callable[[Scene, str], Understanding]


def noted(found: Understanding, text: str) -> Understanding:
    """The understanding, with its message among the wishes of its film."""
    wishes, gone = found.memory.wishes, found.memory.unwished
    for step in found.steps:
        if isinstance(step, Undo):
            wishes, gone = wishes[: -step.count], (*gone, *reversed(wishes[-step.count :]))
        if isinstance(step, Redo):
            back = gone[-step.count :]
            wishes, gone = (*wishes, *reversed(back)), gone[: -step.count]
    if any(isinstance(step, Operation) for step in found.steps):
        wishes, gone = (*wishes, text)[-KEPT:], ()
    memory = msgspec.structs.replace(found.memory, wishes=wishes, unwished=gone[-KEPT:])
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
        steps += [step for step in found.steps if not isinstance(step, _OF_THAT_FILM)]
        if wish is not text or _more_said(found):
            question = question or found.question
        edits = [step for step in found.steps if isinstance(step, Operation)]
        memory = msgspec.structs.replace(found.memory, question=None)
        now = replace(now.after(*edits), memory=memory)
    if len(steps) == 1:
        return None
    memory = msgspec.structs.replace(now.memory, wishes=scene.memory.wishes, question=question)
    return Understanding(steps=tuple(steps), question=question, memory=memory)


def _more_said(found: Understanding) -> bool:
    """Whether more was left over of the message than that it is to be the same."""
    left = [part for part in found.unread if not phrases.has("anew.same", phrases.plain(part))]
    return bool(left) or (bool(found.steps) and not found.unread)


def _sure(found: Understanding, scene: Scene, read: Read) -> Understanding:
    """What was only asked about, done as it is most likely meant: "the same, but calm piano"."""
    if found.steps or found.question is None or not found.question.offers:
        return found
    wish = found.question.offers[0].request
    return read(replace(scene, message=wish), wish) if wish else found
