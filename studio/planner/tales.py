"""Parts of a message that tell something: what was, why, what stays, and what is meant by that."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace

from studio.planner import asides, clauses, guards, leaving, lexer, music_words, targets
from studio.planner.readers import speed
from studio.planner.scene import Reading
from studio.planner.sheet import Clause
from studio.planner.tails import Tails
from studio.planner.values import Render
from studio.timeline.operations import (
    AddSound,
    Cut,
    Keep,
    Operation,
    PlaceSound,
    RemoveClips,
    TitleEdit,
)


class Tales(Tails, ABC):
    """What came of a message, with what its parts only tell."""

    waiting: Clause | None  # a part that could not be read by itself
    complaints: list[tuple[Clause, int]]  # and how many wishes there were by then
    spared: list[tuple[Clause, tuple[str, ...]]]  # what is to stay as it is

    def mended(self) -> None:
        """Takes what is only complained of as the wish that it is, where no other was said."""
        if self.steps or self.question or len(self.complaints) != 1:
            return
        clause = self.complaints[0][0]
        reading = speed.complained(clause, self.scene)
        if reading is not None:
            self.complaints.clear()
            self.put(reading, clause)

    def spares(self, clause: Clause) -> bool:
        """Whether a part only says what is to stay as it is; kept, to be looked at in the end."""
        worded = self.last is not None and any(
            isinstance(step, TitleEdit) for step in self.last[1].steps
        )
        ids = leaving.meant(clause, self.scene, worded=worded)
        if ids:
            self.spared.append((clause, ids))
            self.scene = targets.mentioned(clause, self.scene)
        return ids is not None

    def overdone(self) -> None:
        """Asks about what was to stay as it is, and did not."""
        for clause, ids in self.spared:
            if clause.says("leaving.not_off"):  # softer, perhaps
                if leaving.silenced(ids, self.start, self.scene.timeline):
                    self.missed.append(clause.raw)
                continue
            steps = leaving.narrowed(self.steps, ids, self.order)
            walked = not all(isinstance(step, Operation | Render) for step in steps)
            if steps != self.steps and not walked:
                self.steps = steps
                self.scene = replace(self.scene, timeline=self.start).after(
                    *(step for step in steps if isinstance(step, Operation))
                )
            if leaving.changed(ids, self.start, self.scene.timeline):
                self.missed.append(clause.raw)

    def narrated(self, clause: Clause, following: Clause) -> bool:
        """Whether a part tells what was, and the next one says by itself what is wished."""
        if clause.tokens or not clause.says("guards.states"):
            return False
        now, self.scene = self.scene, targets.mentioned(clause, self.scene)
        found = self.read(following)
        good = found is not None and bool(found.steps) and not found.question
        sure = good and not guards.doubt(found, following, self.scene, trial=self.trial)  # type: ignore[arg-type]
        self.scene = now
        return sure

    def rest_goes(self, clause: Clause) -> bool:
        """Whether a part only says again what keeping a range said: "the rest can go"."""
        kept = self.last is not None and any(
            isinstance(step, Keep | RemoveClips) for step in self.last[1].steps
        )
        return kept and clause.says("clauses.rest_goes")

    def begins_later(self, clause: Clause) -> bool:
        """Whether a part only says again that a sound begins later: "no music before that"."""
        placed = self.last is not None and any(
            isinstance(step, PlaceSound | AddSound) and (step.start or 0) > 0
            for step in self.last[1].steps
        )
        if placed and clause.says("asides.from_start"):
            return all(not sound.in_point for sound in self.scene.sounds)
        return placed and clause.says("asides.before_it")

    def tells_of_what_is_gone(self) -> bool:
        """Whether a part says only what was wrong with what was just cut: "that bit is shaky"."""
        if self.waiting is None or self.last is None or self.waiting.tokens:
            return False
        cut = any(isinstance(step, Cut | Keep | RemoveClips) for step in self.last[1].steps)
        return cut and self.waiting.says("asides.of_that") and not clauses.begins(self.waiting.text)

    def without_it(self, clause: Clause) -> tuple[Reading, Clause] | None:
        """ "the drums are annoying, take them out": not the music, but its drums."""
        said = self.waiting
        if said is None and self.last is not None and asides.complains(self.last[0]):
            said = self.last[0]
        if said is None or not self.scene.music or not clause.says("common.remove"):
            return None
        if not clause.says("common.pronoun") or clause.says("common.music"):
            return None
        things = music_words.things(said.plain)
        player = next((w for w in things if w.kind in ("instruments", "families")), None)
        if player is None:
            return None
        han = not player.text.isascii()
        text = f"不要{player.text}" if han else f"no {player.text} in the music"
        row = clauses.clauses(lexer.lex(text, self.scene.materials))
        found = self.read(row[0]) if len(row) == 1 else None
        if found is None or found.question or not found.steps:
            return None
        if self.waiting is None:
            self.rewind()
        return found, row[0]
