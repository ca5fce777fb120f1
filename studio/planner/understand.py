"""A message understood: wish after wish, each read on the timeline that the one before left behind.

What can be done is done; what cannot is asked. A wish is carried out as a whole or not at all.
"""

from __future__ import annotations

import re
from dataclasses import replace

from studio.errors import StudioError
from studio.planner import already, answers, clauses, lexer, sheet, targets
from studio.planner.adopting import adopted
from studio.planner.readers import READERS, fades, music, volume
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import (
    AnyStep,
    JustMusic,
    Memory,
    Question,
    Redo,
    Render,
    Restore,
    ShowTimeline,
    Sync,
    Understanding,
    Undo,
)
from studio.timeline.history import History, redo, restore, undo
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import (
    AddSound,
    AddTitle,
    Crossfade,
    Cut,
    Duck,
    EditTitle,
    Fade,
    Keep,
    Operation,
    PictureFade,
    SetCanvas,
    Slideshow,
    Speed,
    Split,
    Volume,
)
from studio.words import Lang, detect

_GAPS = re.compile(r"\s{2,}")
REFINED = (63, 40)  # readings (photos, new music) that the next part of a message may refine
LOST = 12  # parts that nobody could read; what comes after them is asked about as well
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
) -> Understanding:
    """What a message asks for, as steps in order, a question, or hints; never nothing at all.

    `history` lets wishes after an "undo" in the same message be read on what that leaves; `tempo`
    of the music, where it is known, lets lengths be said in bars.
    """
    memory = memory or Memory()
    spoken: Lang = lang or detect(text)
    whole, text = text, _GAPS.sub(_gap, sheet.printable(text[: 4 * MOST]))[:MOST]
    scene = Scene(timeline, tuple(materials), memory, spoken, text, tempo)
    chosen = answers.chosen(text, memory)
    if chosen is not None:
        if chosen.steps:
            return _carried_out(scene, chosen.steps)
        scene = replace(scene, message=chosen.request or text)
        if not chosen.request:
            return Understanding(
                hints=(scene.say("left_as_is"),), memory=replace_question(memory, None)
            )
        return _Run(scene, history).message(chosen.request)
    scene = replace(scene, memory=replace_question(memory, None))
    run = _Run(scene, history)
    result = run.message(text)
    waiting = memory.question.waiting if memory.question else ""
    if waiting and not result.steps and not run.talked:
        filled = answers.filled(waiting, text)
        again = _Run(replace(scene, message=filled), history).message(filled)
        if again.steps:
            return again
    if len(whole) > 4 * MOST or (len(whole) > MOST and len(text) == MOST):
        note = scene.say("too_long", count=MOST)
        return Understanding(
            steps=result.steps,
            question=result.question,
            hints=(*result.hints, note),
            unread=result.unread,
            memory=result.memory,
        )
    return result


def _gap(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def replace_question(memory: Memory, question: Question | None) -> Memory:
    """The memory with another question in it, or none."""
    return Memory(kind=memory.kind, targets=memory.targets, question=question)


def _carried_out(scene: Scene, steps: tuple[AnyStep, ...]) -> Understanding:
    try:
        scene.after(*(step for step in steps if isinstance(step, Operation)))
    except StudioError as error:
        question = Question(text=error.sentence(scene.lang))
        return Understanding(question=question, memory=replace_question(scene.memory, None))
    return Understanding(steps=steps, memory=replace_question(scene.memory, None))


class _Run:
    """One message on its way through its wishes."""

    def __init__(self, scene: Scene, history: History | None) -> None:
        self.scene = scene
        self.history = history
        self.steps: list[AnyStep] = []
        self.hints: list[str] = []
        self.unread: list[Clause] = []
        self.question: Question | None = None
        self.talked = False
        self.start = scene.timeline
        self.already: list[str] = []  # what is as asked, told where nothing else came of it
        self.last: tuple[Clause, Reading, Scene, int] | None = None

    def message(self, text: str) -> Understanding:
        """The whole message understood."""
        page = lexer.lex(text, self.scene.materials)
        waiting: Clause | None = None  # a part that could not be read by itself
        row = clauses.clauses(page)
        number = 0
        while number < len(row) and len(self.unread) < LOST:
            clause = row[number]
            following = row[number + 1] if number + 1 < len(row) else None
            reading = self.read(clause)
            if waiting is not None:
                together = self.read(clauses.joined(waiting, clause))
                if (
                    together
                    and not together.question
                    and together.weight > 30
                    and not (_same(reading, together) and clauses.wishful(waiting))
                ):
                    reading, waiting = together, None
            if reading and reading.question and following is not None:
                together = self.read(clauses.joined(clause, following))
                if together and not together.question and not self._reads(following, together):
                    reading, number = together, number + 1
            if reading is None or reading.question or reading.weight in REFINED:
                finer = self.refined(clause, reading)
                if finer is not None:
                    self.rewind()
                    self.take(*finer)
                    number += 1
                    continue
            if reading and reading.question and len(row) > 1 and clauses.chatter(clause):
                number += 1
                continue
            if reading is None:
                if waiting is not None:
                    self.unread.append(waiting)
                waiting = clause
            else:
                if waiting is not None:
                    self.unread.append(waiting)
                    waiting = None
                self.take(reading, clause)
                self.rest(reading, clause)
            number += 1
        if waiting is not None:
            self.unread.append(waiting)
        return self.result(text)

    def rest(self, reading: Reading, clause: Clause) -> None:
        """What a wish says beside its main thing: "at 60%", "and fade it out"."""
        if reading.question or not reading.steps:
            return
        known = {type(step) for step in reading.steps}
        loud = clause.one("share") or clause.one("db")
        for said, reader, covered in (
            (
                loud,
                volume.read,
                {Volume, AddSound, Speed, EditTitle, AddTitle, Duck, Cut, Keep, Split},
            ),
            (clause.says("fades.fade"), fades.read, {Fade, PictureFade, Crossfade, EditTitle}),
        ):
            if said and not known & covered:
                more = reader(clause, self.scene)
                if more is not None and not more.question:
                    self.take(more, clause)
        if known & {Crossfade, Slideshow, SetCanvas} and not known & {AddSound}:
            self.scored(clause)

    def scored(self, clause: Clause) -> None:
        """Music that is named beside the picture's own matters: "with transitions and music"."""
        to_music = clause.says("slideshow.to_music", "music.without", "common.remove")
        if self.scene.music or to_music or not targets.says(clause, "music"):
            return
        more = music.added(clause, self.scene)
        if more is not None and not more.question:
            self.take(more, clause)

    def refined(self, clause: Clause, alone: Reading | None) -> tuple[Reading, Clause] | None:
        """The wish before and this part as one, where the part only says more about it."""
        if self.last is None:
            return None
        before, reading, scene = self.last[:3]
        if alone and not alone.question and alone.weight != reading.weight:
            return None
        together = clauses.joined(before, clause)
        now, self.scene = self.scene, scene
        found = self.read(together)
        self.scene = now
        if found is None or found.question or found.weight != reading.weight:
            return None
        kinds = [type(step) for step in reading.steps]
        more = alone is None and {type(step) for step in found.steps} == set(kinds)
        if [type(step) for step in found.steps] != kinds and not more:
            return None
        if found.steps == reading.steps and not (clause.tokens and found.weight in REFINED):
            return None
        return found, together

    def rewind(self) -> None:
        """Takes back the wish before."""
        if self.last is not None:
            _, _, self.scene, count = self.last
            del self.steps[count:]

    def _reads(self, clause: Clause, together: Reading) -> bool:
        """Whether the following part is a wish in its own right, so that joining would lose it."""
        alone = self.read(clause)
        return alone is not None and not alone.question and len(together.steps) < 2

    def read(self, clause: Clause) -> Reading | None:
        """The heaviest reading of a wish, on a timeline with the session's files on it."""
        start = adopted(self.scene)
        scene = self.scene.after(*start) if start else self.scene
        best: Reading | None = None
        for reader in READERS:
            found = reader(clause, scene)
            if found and found.bare and start:
                found = reader(clause, self.scene)
            if found and (best is None or found.weight > best.weight):
                best = found
        if best and start and not best.bare and not best.question and best.steps:
            return replace(best, steps=(*start, *best.steps))
        return best

    def take(self, reading: Reading, clause: Clause) -> None:
        """Carries a reading out on the scene, or asks what was refused."""
        if reading.hints:
            self.hints += [hint for hint in reading.hints if hint not in self.hints]
            self.talked = True
        if reading.question is not None:
            self.question = self.question or reading.question
            if not reading.steps:
                return
        try:
            for step in reading.steps:
                self._step(step)
        except StudioError as error:
            self.question = self.question or Question(text=error.sentence(self.scene.lang))
            return
        operations = [step for step in reading.steps if isinstance(step, Operation)]
        try:
            after = self.scene.after(*operations)
        except StudioError as error:
            self.question = self.question or Question(text=error.sentence(self.scene.lang))
            return
        if self.last and reading.steps == self.last[1].steps and all(map(_relative, reading.steps)):
            return  # "it is too loud, softer please" is one wish
        if operations and after.timeline == self.scene.timeline:
            self.already += already.told(self.scene, operations)
        said = [step for step in reading.steps if not (_again(step) and step in self.steps)]
        reading = replace(reading, steps=tuple(said))
        self.last = (clause, reading, self.scene, len(self.steps))
        self.steps += reading.steps
        memory = self.scene.memory
        if reading.kind or reading.targets:
            memory = Memory(kind=reading.kind, targets=reading.targets)  # type: ignore[arg-type]
        self.scene = replace(after, memory=memory)

    def _step(self, step: AnyStep) -> None:
        """Follows a walk through the versions, where these are known."""
        if self.history is None:
            return
        match step:
            case Undo():
                self.history = undo(self.history, step.count)
            case Redo():
                self.history = redo(self.history, step.count)
            case Restore():
                self.history = restore(self.history, step.version)
            case _:
                return
        self.scene = replace(self.scene, timeline=self.history.now)

    def result(self, text: str) -> Understanding:
        """What came of it, with a question where parts were left over."""
        if self.scene.timeline == self.start:
            self.hints += [line for line in self.already if line not in self.hints]
        left = [clause.raw for clause in self.unread if not clauses.chatter(clause)]
        question = self.question
        if question is None and left and not (self.talked and not self.steps):
            key = "did_not_get_part" if self.steps else "did_not_get"
            question = Question(text=self.scene.say(key, part=_short(left[0])))
        if not self.steps and question is None and not self.hints:
            question = Question(text=self.scene.say("did_not_get", part=_short(text)))
        hints = tuple(self.hints)
        if self.steps and self.talked and len(hints) > 0:
            hints = tuple(h for h in hints if h not in _small_talk(self.scene))
        memory = replace_question(self.scene.memory, question)
        return Understanding(
            steps=tuple(self.steps),
            question=question,
            hints=hints,
            unread=tuple(left),
            memory=memory,
        )


def _same(alone: Reading | None, together: Reading) -> bool:
    """Whether a part says all by itself that it says with the part before."""
    return alone is not None and not alone.question and alone.steps == together.steps


def _again(step: AnyStep) -> bool:
    """Whether saying it twice in one message means it once."""
    return isinstance(step, Sync | ShowTimeline | Render | JustMusic)


def _relative(step: AnyStep) -> bool:
    match step:
        case Volume(factor=float() | int()) | EditTitle(scale=float() | int()):
            return True
    return False


def _small_talk(scene: Scene) -> set[str]:
    return {scene.say(key) for key in ("welcome", "hello", "help")}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
