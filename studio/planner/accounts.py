"""What was said, counted against what was done: words that changed nothing are told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from studio.planner import accounted, heard
from studio.planner.outcome import Part
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tales import Tales
from studio.timeline import facts

_TOLD = 3  # runs of words that are told of
_TRIED = 8  # words of a message that are left out to see what comes of it


class Accounts(Tales, ABC):
    """What came of a message, with what nobody heard of it."""

    @abstractmethod
    def read(self, clause: Clause, readers: Any = ()) -> Reading | None:
        """The heaviest reading of a wish, by these readers."""

    def done(self, reading: Reading, clause: Clause, before: Scene, count: int) -> None:
        """Keeps a part that was carried out, to be gone through in the end."""
        self.parts.append(Part(clause, reading, before, count, tuple(self.steps[count:])))

    def left_out(self, said: heard.Said) -> list[str]:
        """What is told of words that made no difference, where something was done."""
        before = " ".join(title.text.lower() for title in facts.titles(self.start))
        found: list[str] = []
        for part in self.parts:
            for words in self.idle(part, _TRIED):
                known = said.holds(words) or said.paints(words) or words.lower() in before
                if not known and words not in found:
                    found.append(words)
        shown = [self.scene.say("quoted", words=one) for one in found[:_TOLD]]
        return [self.scene.say("left_out", words=", ".join(shown))] if shown else []

    def idle(self, part: Part, most: int) -> list[str]:
        """The words of a part without which the same comes of it."""
        tags = accounted.told_of(part.steps)
        if tags is None:
            return []
        base: object = None
        runs: list[tuple[int, int]] = []
        for start, end, sure in accounted.words(part.clause.text, tags):
            if not sure:
                base = base or self.again(part, part.clause)
                if base is None or most <= 0:
                    continue
                most -= 1
                clause = part.clause
                span = (clause.at + start, clause.at + end)
                rest = clause.sheet.clause(clause.at, clause.at + len(clause.text), but=span)
                if self.again(part, rest) != base:
                    continue
            if runs and not part.clause.text[runs[-1][1] : start].strip():
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return [part.clause.own_words(*run) for run in runs]

    def again(self, part: Part, clause: Clause) -> object:
        """What the reader of a part makes of it in other words, on the scene it was read on."""
        now, self.scene = self.scene, part.before
        found = self.read(clause, (part.reading.by,)) if part.reading.by else None
        self.scene = now
        return None if found is None else (found.steps, found.question)
