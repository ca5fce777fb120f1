"""A part that is to be read by the wish before it: taken back, said of another thing, once more."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

import msgspec

from studio.planner import (
    clauses,
    correcting,
    ellipsis,
    gapping,
    guards,
    lexer,
    retelling,
    spelling,
    unwinding,
)
from studio.planner.outcome import Outcome
from studio.planner.readers import history
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Question, Understanding, Undo
from studio.timeline.history import undo
from studio.timeline.operations import Operation, RemoveSounds, ReplaceSound, Speed


class Again(Outcome, ABC):
    """What came of a message so far, and what its next part makes of it."""

    @abstractmethod
    def read(self, clause: Clause) -> Reading | None:
        """The heaviest reading of a wish."""

    @abstractmethod
    def message(self, text: str) -> Understanding:
        """A whole message understood."""

    @abstractmethod
    def put(self, reading: Reading, clause: Clause) -> None:
        """Carries a reading out."""

    @abstractmethod
    def lose(self) -> None:
        """Gives up on the part that waited for the next."""

    @abstractmethod
    def trial(self, clause: Clause) -> tuple[tuple[AnyStep, ...], Question | None]:
        """What would come of a wish."""

    def corrected(self, clause: Clause, following: Clause | None) -> tuple[Clause | None, bool]:
        """The part without words that take something back; True where it was carried out so."""
        if clause.says("correcting.less") and self.instead(clause, strong=False):
            return clause, True
        mark = correcting.marked(clause)
        if mark is None and not self.taken_back:
            lone = self.last is None and not self.answering and correcting.lone(clause)
            lone = lone and not retelling.joined_on(clause)
            lone = lone or (retelling.scope(clause) and self.narrows())
            return clause, lone and self.instead(clause, strong=False, lone=True)
        strong = (mark is not None and mark.strong) or self.taken_back
        self.taken_back = False
        rest = mark.rest if mark is not None else clause
        if rest is None:
            self.taken_back = following is not None and strong
            return (None if following is not None or self.last else clause), False
        if correcting.more(rest):
            return rest, False
        done = self.instead(rest, strong=strong, meant=clause.says("correcting.meant"))
        self.put_right = self.put_right or done
        return (rest if strong else clause), done

    def narrows(self) -> bool:
        """Whether the wish before is one that can be for a stretch alone."""
        if self.last is not None:
            return bool(self.last[1].steps)
        return self.scene.memory.alone and not self.answering

    def instead(
        self, clause: Clause, *, strong: bool, meant: bool = False, lone: bool = False
    ) -> bool:
        """Carries a wish out in the place of the one before; False where that is another kind."""
        said = self.last[0].raw if self.last else self.scene.memory.said
        if not said:
            return False
        now, self.scene = self.scene, self.before()
        found = self.exchanged(said, clause, strong=strong, meant=meant, lone=lone)
        self.scene = now
        if found is None:
            return False
        self.lose()
        if self.last is not None:
            self.rewind()
            self.last = None
        elif now.memory.alone:
            self.take(Reading(history.WEIGHT, (Undo(),), bare=True), clause)
            self.wishes = 0
        self.put(*found)
        return True

    def exchanged(
        self, said: str, clause: Clause, *, strong: bool, meant: bool = False, lone: bool = False
    ) -> tuple[Reading, Clause] | None:
        """The wish before with this piece in it, or else this one, where it is of the same kind."""
        known = (self.last[1], self.last[0]) if self.last else self.alone_read(said)
        if known is None:
            return None
        scene, kinds = self.scene, {type(step) for step in known[0].steps}
        count = len(scene.titles if known[0].kind == "title" else scene.clips)
        text = correcting.exchanged(said, clause, scene.materials, count=count)
        tries = [found] if text and (found := self.alone_read(text)) else []
        alone = self.read(clause) if strong else None
        retold = self.retold(said, clause, known[0], strong=strong, lone=lone)
        if alone is not None and clause.tokens:
            retold.insert(0, (alone, clause))
        elif alone is not None:
            retold.append((alone, clause))
        for reading, whole in (*tries, *retold):
            same = bool(kinds & {type(step) for step in reading.steps})
            same = same or (strong and (meant or whole is not clause))
            changed = (reading, whole) in tries or reading.steps != known[0].steps
            if not (same and changed) or not reading.steps or reading.question:
                continue
            if guards.doubt(reading, whole, scene, trial=self.trial) is None:
                return reading, whole
        return None

    def retold(
        self, said: str, clause: Clause, known: Reading, *, strong: bool, lone: bool
    ) -> list[tuple[Reading, Clause]]:
        """The wish before with its thing, its verb or its stretch as they are said now."""
        files = self.scene.materials
        texts: list[str] = []
        if clause.says("correcting.less"):
            texts += retelling.less(said)
        elif retelling.thing(clause):
            kind = "title" if known.kind == "title" else "clip" if known.kind == "clip" else "sound"
            clips = lexer.lex(said, files).tokens.values()
            kind = "clip" if kind != "title" and any(t.kind == "ord" for t in clips) else kind
            texts += retelling.about(said, clause, files, kind=kind)
        elif retelling.scope(clause):
            texts += retelling.narrowed(said, clause)
        elif lone and clause.all("num") and any(isinstance(s, Speed) for s in known.steps):
            texts.append(f"{said} {clause.raw.strip(' .!')}x")
        elif retelling.value(clause) and not lone:
            texts += retelling.measured(said, clause)
        elif strong:
            texts += retelling.done(said, clause, files)
        return [found for text in texts if (found := self.alone_read(text)) is not None]

    def alone_read(self, text: str) -> tuple[Reading, Clause] | None:
        """A text that is one wish, read."""
        row = clauses.clauses(lexer.lex(text, self.scene.materials))
        found = self.read(row[0]) if len(row) == 1 else None
        return (found, row[0]) if found is not None else None

    def before(self) -> Scene:
        """The scene before the last wish, as far as that is known."""
        if self.last is not None:
            return self.last[2]
        if self.history is not None and self.scene.memory.alone:
            return replace(self.scene, timeline=undo(self.history, 1).now)
        self.past = self.past or self.scene.memory.alone
        return self.scene

    def unwound(self, clause: Clause) -> Reading | None:
        """What is named is as it was before it was changed, where more than that was done since."""
        earlier = self._song_before(clause)
        if earlier is not None:
            return earlier
        if not clause.says("history.undo") or self.steps or not self.scene.memory.said:
            return None
        names, kinds = unwinding.named(clause), unwinding.kinds(clause)
        if not (names or kinds):
            return None
        if self.history is None:
            self.past = True
            return None
        if kinds and names in ((), ("speed",)):
            again = self.without(kinds)
            if again is not None or not names:
                return again
        found = unwinding.before(self.history, names)
        if found is None or found[1]:
            return None
        steps = unwinding.back(self.scene.timeline, found[0], names)
        return Reading(history.WEIGHT, steps, kind="", whole=True) if steps else None

    def _song_before(self, clause: Clause) -> Reading | None:
        """The first song again, or the one before this, all else as it is by now."""
        if not clause.says("unwinding.song_back") or not self.scene.music:
            return None
        if self.history is None:
            self.past = True
            return None
        first = clause.says("unwinding.the_first")
        step = unwinding.song(self.history, self.scene.music[0], first=first)
        if step is None:
            return None
        return Reading(history.WEIGHT, (step,), kind="music", targets=(step.target,), whole=True)

    def without(self, kinds: tuple[type[Operation], ...]) -> Reading | None:
        """All of the last message again, but for these edits, where it had others as well."""
        said = self.scene.memory.wishes[-1:]
        if not said or self.scene.memory.alone or self.history is None:
            return None
        memory = msgspec.structs.replace(self.scene.memory, kind="", targets=(), said="")
        film = undo(self.history, 1).now
        other = type(self)(replace(self.scene, timeline=film, memory=memory, message=said[0]), None)
        done = other.message(said[0]).steps
        kept = tuple(step for step in done if not isinstance(step, kinds))
        if len(kept) == len(done) or not kept:
            return None
        return Reading(history.WEIGHT, (Undo(), *kept), whole=True)

    def exchanged_for(self, clause: Clause) -> tuple[Reading, Clause] | None:
        """Music taken away and other music wished for: the one in the place of the other."""
        if self.last is None or not all(isinstance(s, RemoveSounds) for s in self.last[1].steps):
            return None
        now, self.scene = self.scene, self.last[2]
        found = self.read(clause)
        self.scene = now
        if found is None or not any(isinstance(step, ReplaceSound) for step in found.steps):
            return None
        self.rewind()
        return found, clause

    def gapped(self, clause: Clause, alone: Reading | None) -> tuple[Reading, Clause] | None:
        """The part with the verb of the wish before it, where it has none of its own."""
        if self.last is None or self.last[0].says("clauses.conditional"):
            return None
        good = alone is not None and bool(alone.steps) and not alone.question
        kinds = {type(step) for step in self.last[1].steps}
        for text in gapping.spelt_out(self.last[0], clause):
            row = clauses.clauses(lexer.lex(text, self.scene.materials))
            found = self.read(row[0]) if len(row) == 1 else None
            if found is None or not found.steps or found.question:
                continue
            same = {type(step) for step in found.steps} <= kinds
            if (good and not same) or found.steps == self.last[1].steps:
                continue
            if guards.doubt(found, row[0], self.scene, trial=self.trial) is None:
                return found, row[0]
        return None

    def once_more(self, clause: Clause) -> Clause:
        """The wish before, where a part says only "more" or "again"."""
        before = self.last[0].raw if self.last else self.scene.memory.said
        row = clauses.clauses(lexer.lex(before, self.scene.materials))
        return row[0] if len(row) == 1 else clause

    def otherwise(self, clause: Clause, asked: Reading | None) -> tuple[Reading | None, Clause]:
        """A part that says only "the third one too", or that is misspelt."""
        undone = self.last is not None and all(isinstance(s, Undo) for s in self.last[1].steps)
        before = self.last[0].raw if self.last and not undone else self.scene.memory.said
        before = self.said if undone else before
        too = "" if asked else ellipsis.spelt_out(clause, before)
        for text in (too, spelling.mended(clause)):
            row = clauses.clauses(lexer.lex(text, self.scene.materials)) if text else []
            reading = self.read(row[0]) if len(row) == 1 else None
            if reading is not None and reading.steps and not reading.question:
                return reading, row[0]
        return asked, clause
