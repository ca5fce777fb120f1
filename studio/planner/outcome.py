"""What comes of a message: steps one after the other, what is asked, what is told beside."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import msgspec

from studio.errors import StudioError
from studio.planner import already, asides, clauses, heard
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Kind
from studio.planner.values import (
    AnyStep,
    JustMusic,
    Memory,
    Question,
    Redo,
    Render,
    Restore,
    ShowReceipt,
    ShowTimeline,
    Sync,
    Understanding,
    Undo,
)
from studio.timeline.history import History, redo, restore, undo
from studio.timeline.operations import (
    AddClip,
    EditTitle,
    Operation,
    RemoveClips,
    Reorder,
    Repaint,
    Reverse,
    Speed,
    Volume,
)

_THEN = ("then", "after that", "afterwards", "然后", "之后", "接着")
_PLACED: tuple[Kind, ...] = ("time", "range", "edge", "ord", "file")
TALK = 20  # what thanks and greetings weigh
_LONGEST = 400  # characters of a wish that are kept for "the third one too"


class Part(NamedTuple):
    """A part of a message that was carried out: on which scene, and after how many steps."""

    clause: Clause
    reading: Reading
    before: Scene
    begun: int
    steps: tuple[AnyStep, ...]


class Outcome:
    """Steps that were taken, on the scene they leave behind."""

    def __init__(self, scene: Scene, history: History | None) -> None:
        self.scene = scene
        self.history = history
        self.steps: list[AnyStep] = []
        self.hints: list[str] = []
        self.unread: list[Clause] = []
        self.missed: list[str] = []  # pieces of parts that were read otherwise
        self.question: Question | None = None
        self.talked = False
        self.start = scene.timeline
        self.order = tuple(clip.id for clip in scene.clips)  # as the message begins
        self.moved = False  # clips lie otherwise by now, though they are counted as they were
        self.said = scene.memory.said  # the last wish before this message
        self.already: list[str] = []  # what is as asked, told where nothing else came of it
        self.last: tuple[Clause, Reading, Scene, int] | None = None
        self.answering = False  # the message may be the answer to what was asked
        self.then = False  # the part at hand stands behind a "then"
        self.wishes = 0  # that were carried out
        self.past = False  # the film as it was before is needed to read this
        self.put_right = False  # a wish was exchanged for another
        self.parts: list[Part] = []  # that were carried out
        self.taken_back = False  # "no, wait" was said, and what comes is in place of what was

    def rewind(self) -> None:
        """Takes back the wish before."""
        if self.last is not None:
            _, _, self.scene, count = self.last
            del self.steps[count:]
            self.parts = [part for part in self.parts if part.begun < count]
            self.wishes -= 1

    def take(self, reading: Reading, clause: Clause) -> None:
        """Carries a reading out on the scene, or asks what was refused."""
        if reading.hints:
            self.hints += [hint for hint in reading.hints if hint not in self.hints]
            self.talked = True
        if reading.question is not None:
            self.question = self.question or reading.question
            if not reading.steps:
                return
        if self.last and reading.steps == self.last[1].steps and all(map(_relative, reading.steps)):
            return  # "it is too loud, softer please" is one wish
        if self.last and _tinted_alike(self.last[1], reading):
            return  # "it is too bright, make it darker"
        there = self._from_there(clause, reading)
        reading = self._there(clause, self._of_the_same(clause, reading))
        within = None if there or not self.last else _within_it(self.last[1], clause, reading)
        reading = there or within or reading
        last = None if there else self.last
        if last and (within or _restated(last[0], last[1], clause, reading)):
            self.rewind()
            reading = _not_louder(last[1], reading, self.scene)
        operations = [step for step in reading.steps if isinstance(step, Operation)]
        if any(isinstance(step, AddClip) for step in reading.steps):
            moot = [step for step in self.steps if isinstance(step, JustMusic)]
            self.steps = [step for step in self.steps if step not in moot]
        try:
            for step in reading.steps:
                self._step(step)
            after = self.scene.after(*operations)
        except StudioError as error:
            self.question = self.question or Question(text=error.sentence(self.scene.lang))
            return
        if operations and after.timeline == self.scene.timeline:
            self.already += already.told(self.scene, operations)
        said = [step for step in reading.steps if not (_again(step) and step in self.steps)]
        reading = replace(reading, steps=tuple(said))
        if not reading.steps and reading.weight <= TALK:
            return  # "great, now mute it": nothing was wished yet
        if self.last is None or self.last[0] is not clause:
            self.wishes += 1
        self.last = (clause, reading, self.scene, len(self.steps))
        self.steps += reading.steps
        self.moved = self.moved or any(isinstance(s, Reorder | RemoveClips) for s in operations)
        self.scene = replace(after, memory=_remembered(self.scene.memory, reading, clause))

    def _from_there(self, clause: Clause, reading: Reading) -> Reading | None:
        """The value that is all a part says, from where the wish before ended: "… then 30%"."""
        if self.last is None or not (self.then or _behind(clause)) or reading.question:
            return None
        was = self.last[1]
        if len(was.steps) != 1 or len(reading.steps) != 1 or not _valued(clause):
            return None
        old, new = was.steps[0], reading.steps[0]
        if not isinstance(old, Speed | Volume) or not isinstance(new, type(old)):
            return None
        if not 0 < old.end < self.scene.length or new.start >= 0:
            return None
        if any(clause.all(kind) for kind in _PLACED):
            return None
        size = old.end - max(old.start, 0)
        there = old.end if isinstance(old, Volume) else max(old.start, 0) + round(size / old.rate)
        step = msgspec.structs.replace(new, start=there, end=self.scene.length, targets=old.targets)
        return replace(reading, steps=(step,))

    def _of_the_same(self, clause: Clause, reading: Reading) -> Reading:
        """The speed of the clip that the wish before was about, where no other is named and an
        "and" joins them: "play the third one backwards and twice as fast"."""
        if self.last is None or len(reading.steps) != 1 or reading.question:
            return reading
        before, was = self.last[:2]
        ids = was.targets if was.kind == "clip" and len(was.steps) == 1 else ()
        there = {clip.id for clip in self.scene.clips}
        step, old = reading.steps[0], was.steps[0] if was.steps else None
        alike = isinstance(old, Speed | Reverse | Volume)
        if (
            not isinstance(step, Speed | Reverse)
            or not alike
            or not 0 < len(ids) < len(there)
            or not there.issuperset(ids)
        ):
            return reading
        if step.targets or step.start >= 0 or clause.says("common.video", "common.all"):
            return reading
        if any(clause.all(kind) for kind in _PLACED) or before.sheet is not clause.sheet:
            return reading
        between = clause.sheet.text[before.at + len(before.text) : clause.at]
        if any(stop in between for stop in ",，、。;；.\n"):
            return reading
        step = msgspec.structs.replace(step, targets=ids)
        return replace(reading, steps=(step,), targets=ids)

    def _there(self, clause: Clause, reading: Reading) -> Reading:
        """What is wished for the stretch of the wish before: "slow 4 to 8 and mute that bit"."""
        was = self.last[1].steps if self.last else ()
        if len(was) != 1 or len(reading.steps) != 1 or reading.question:
            return reading
        old, new = was[0], reading.steps[0]
        if not isinstance(old, Speed | Volume | Reverse) or old.end <= 0:
            return reading
        if not isinstance(new, Speed | Volume | Reverse) or new.start >= 0:
            return reading
        if any(clause.all(kind) for kind in _PLACED) or not clause.says("ellipsis.there"):
            return reading
        first = max(old.start, 0)
        rate = old.rate if isinstance(old, Speed) else 1.0
        end = first + round((old.end - first) / rate)
        return replace(reading, steps=(msgspec.structs.replace(new, start=first, end=end),))

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
        said = heard.Said(self.steps, self.scene)
        left = [
            clause.raw
            for clause in self.unread
            if not clauses.chatter(clause) and not _restating(clause, said)
        ]
        left += self.missed
        question = self.question
        self.hints += self.left_out(said)
        idle = self.talked and not self.steps and set(self.hints) <= _small_talk(self.scene)
        if question is None and left and not idle:
            key = "did_not_get_part" if self.steps else "did_not_get"
            question = Question(text=self.scene.say(key, part=short(left[0])))
        if not self.steps and question is None and not self.hints:
            if self.unread and not left and all(map(asides.told, self.unread)):
                self.hints.append(self.scene.say("only_told"))
            else:
                question = Question(text=self.scene.say("did_not_get", part=short(text)))
        hints = tuple(self.hints)
        if self.steps and self.talked and len(hints) > 0:
            hints = tuple(h for h in hints if h not in _small_talk(self.scene))
        return Understanding(
            steps=tuple(self.steps),
            question=question,
            hints=hints,
            unread=tuple(left),
            past=self.past and self.history is None,
            memory=msgspec.structs.replace(
                self.scene.memory, question=question, alone=self.alone()
            ),
        )

    def left_out(self, said: heard.Said) -> list[str]:
        """What is told of words that made no difference."""
        return []

    def alone(self) -> bool:
        """Whether one wish is all that was changed, so that it can be undone by itself."""
        if not self.steps:
            return self.scene.memory.alone
        edits = all(isinstance(step, Operation | Undo) for step in self.steps)
        return self.wishes == 1 and edits and self.scene.timeline != self.start


def _restating(clause: Clause, said: heard.Said) -> bool:
    """Whether a part that nobody could read tells values only that are in the edits anyway."""
    values = [
        token for token in clause.tokens.values() if token.kind in ("time", "share", "aspect")
    ]
    told = len(values) == len(clause.tokens) and clause.says("asides.bound")
    return bool(values) and told and all(said.has(token) for token in values)


def short(text: str) -> str:
    """A piece of a message on one line, for a sentence about it."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def _remembered(memory: Memory, reading: Reading, clause: Clause) -> Memory:
    """What to have in mind once a reading was carried out."""
    if any(not isinstance(step, ShowTimeline | ShowReceipt) for step in reading.steps):
        memory = msgspec.structs.replace(memory, said=clause.raw[:_LONGEST])
    if reading.kind or reading.targets:
        memory = msgspec.structs.replace(memory, kind=reading.kind, targets=reading.targets)
    return memory


def _again(step: AnyStep) -> bool:
    """Whether saying it twice in one message means it once."""
    return isinstance(step, Sync | ShowTimeline | ShowReceipt | Render | JustMusic)


def _relative(step: AnyStep) -> bool:
    match step:
        case Volume(factor=float() | int()) | EditTitle(scale=float() | int()):
            return True
    return False


def _tinted_alike(was: Reading, now: Reading) -> bool:
    """Whether both make a picture darker, or warmer …: the hints say which."""
    steps = (*was.steps, *now.steps)
    painted = was.steps and now.steps and all(isinstance(step, Repaint) for step in steps)
    return bool(painted and now.hints) and was.hints == now.hints


def _restated(before: Clause, was: Reading, now: Clause, reading: Reading) -> bool:
    """Whether a wish says with a number what the one before said without: "louder, by 20%"."""
    if len(was.steps) != 1 or len(reading.steps) != 1 or _valued(before):
        return False
    match was.steps[0], reading.steps[0]:
        case Volume() as one, Volume() as two:
            same = (one.targets, one.start, one.end) == (two.targets, two.start, two.end)
            loose = one.factor is not None
        case Speed() as one, Speed() as two:
            same = (one.targets, one.start, one.end) == (two.targets, two.start, two.end)
            loose = True
        case EditTitle(scale=float() | int()) as one, EditTitle() as two:
            same, loose = one.targets == two.targets and two.scale is not None, True
        case _:
            return False
    return same and loose and (_valued(now) or before.says("clauses.complaint"))


def _not_louder(was: Reading, reading: Reading, scene: Scene) -> Reading:
    """ "quieter, like half" is half of what it is, where half of all would be louder."""
    match was.steps, reading.steps:
        case (Volume(factor=float() as factor),), (Volume(gain=float() as gain) as step,):
            now = [s.gain for s in scene.sounds if s.id in step.targets]
            now += [c.gain for c in scene.clips if c.id in step.targets]
            if factor < 1 and now and gain > max(now):
                step = msgspec.structs.replace(step, gain=None, factor=gain)
                return replace(reading, steps=(step,))
    return reading


def _within_it(was: Reading, clause: Clause, reading: Reading) -> Reading | None:
    """The value that is all a part says, where the wish before had its stretch: "half speed"."""
    if len(was.steps) != 1 or len(reading.steps) != 1 or reading.question:
        return None
    old, new = was.steps[0], reading.steps[0]
    if not isinstance(old, Speed | Volume) or type(old) is not type(new) or old.start < 0:
        return None
    if not isinstance(new, Speed | Volume) or new.start >= 0 or not _valued(clause):
        return None
    things = ("common.music", "common.original", "common.voice", "common.clip", "common.video")
    placed = any(clause.all(kind) for kind in ("time", "range", "edge", "ord", "file"))
    if placed or clause.says(*things, "common.everything", "asides.rest", "volume.after_that"):
        return None
    step = msgspec.structs.replace(new, start=old.start, end=old.end, targets=old.targets)
    return replace(reading, steps=(step,))


def _behind(clause: Clause) -> bool:
    """Whether "then" stands before a part."""
    before = clause.sheet.text[: clause.at].rstrip(" ,，")
    return before.endswith(_THEN) or clause.text.startswith(_THEN)


def _valued(clause: Clause) -> bool:
    return any(clause.all(kind) for kind in ("share", "db", "times", "num"))


def _small_talk(scene: Scene) -> set[str]:
    return {scene.say(key) for key in ("welcome", "hello", "help")}
