"""A message understood: wish after wish, each read on the timeline that the one before left behind.

What can be done is done; what cannot is asked. A wish is carried out as a whole or not at all.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from studio.errors import StudioError
from studio.planner import accompanying, alike, anew, answers, sheet, spelling
from studio.planner.running import Run
from studio.planner.scene import Scene
from studio.planner.values import AnyStep, Memory, Question, Understanding
from studio.timeline.history import History
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import Operation
from studio.words import Lang, detect

_GAPS = re.compile(r"\s{2,}")
MOST = 4000  # characters of one message that are read


def understand(
    text: str,
    *,
    timeline: Timeline,
    materials: tuple[Material, ...] = (),
    memory: Memory | None = None,
    lang: Lang | None = None,
    history: History | None = None,
    tempo: float = 0.0,
    arrived: tuple[str, ...] = (),
    earlier: tuple[str, ...] = (),
) -> Understanding:
    """What a message asks for, as steps in order, a question, or hints; never nothing at all.

    `history` lets wishes after an "undo" in the same message be read on what that leaves; `tempo`
    of the music, where it is known, lets lengths be said in bars. `arrived` names the materials
    that came since the last edit: they are added to what is there, or begin another film;
    `earlier` names the films put aside.
    """
    memory = memory or Memory()
    spoken: Lang = lang or detect(text)
    whole, text = text, _GAPS.sub(_gap, sheet.printable(text[: 4 * MOST]))[:MOST]
    new = tuple(material for material in materials if material.id in arrived)
    scene = Scene(timeline, tuple(materials), memory, spoken, text, tempo, new, earlier)
    chosen = answers.chosen(text, memory)
    if chosen is not None:
        if chosen.steps:
            return _carried_out(scene, chosen.steps)
        scene = replace(scene, message=chosen.request or text)
        if not chosen.request:
            return Understanding(hints=(scene.say("left_as_is"),), memory=_unasked(memory))
        return Run(scene, history).message(chosen.request)
    scene = replace(scene, memory=_unasked(memory))
    run = Run(scene, history)
    run.answering = memory.question is not None
    result = run.message(text)
    spelt = spelling.put_right(text, materials)
    if spelt:
        run, result = _better(run, result, scene, spelt, history)
    waiting = memory.question.waiting if memory.question else ""
    if waiting and not result.steps and not run.talked:
        filled = answers.filled(waiting, text)
        again = Run(replace(scene, message=filled), history).message(filled)
        if again.steps:
            return again

    def read(now: Scene, said: str) -> Understanding:
        return Run(now, None).message(said)

    result = anew.otherwise(result, scene, text, read)
    result = accompanying.accompanied(result, scene, text, read)
    result = alike.noted(result, text)
    if len(whole) > 4 * MOST or (len(whole) > MOST and len(text) == MOST):
        note = scene.say("too_long", count=MOST)
        return msgspec.structs.replace(result, hints=(*result.hints, note))
    return result


def _better(
    run: Run, result: Understanding, scene: Scene, spelt: str, history: History | None
) -> tuple[Run, Understanding]:
    """What comes of the message with its slips put right, where that is more than without."""
    other = Run(replace(scene, message=spelt), history)
    found = other.message(spelt)
    asked, was = found.question is not None, result.question is not None
    same = not _written(result) or _written(found) == _written(result)
    if asked > was or not same or len(found.steps) < len(result.steps):
        return run, result
    more = (was and not asked) or found.steps != result.steps
    more = more or len(found.hints) < len(result.hints)  # what was a slip was left out, and told
    return (other, found) if more else (run, result)


def _written(found: Understanding) -> list[str]:
    """The words that are put on the picture: no slip in them is ours to mend."""
    return [getattr(step, "text", None) or "" for step in found.steps if getattr(step, "text", "")]


def _gap(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _unasked(memory: Memory) -> Memory:
    """The memory without a question in it."""
    return msgspec.structs.replace(memory, question=None)


def _carried_out(scene: Scene, steps: tuple[AnyStep, ...]) -> Understanding:
    try:
        scene.after(*(step for step in steps if isinstance(step, Operation)))
    except StudioError as error:
        question = Question(text=error.sentence(scene.lang))
        return Understanding(question=question, memory=_unasked(scene.memory))
    return Understanding(steps=steps, memory=_unasked(scene.memory))
