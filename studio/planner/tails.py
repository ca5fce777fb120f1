"""What a part says behind an "and" that its reading made nothing of: "add a title and lofi music".

A reader takes the wish that weighs most and passes over the rest. Here what stands behind each
"and" is left out, and the part read again: where the same comes of it, nobody heard that. Then it
is a wish of its own, with the verb of the first one, or it is asked about.
"""

from __future__ import annotations

import re
from abc import ABC
from collections.abc import Iterator

from studio.planner import asides, clauses, gapping, guards, lexer, spotting
from studio.planner.again import Again
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline.operations import (
    AddClip,
    AddTitle,
    PictureEdit,
    Repaint,
    SoundEdit,
    TitleEdit,
)

_AND = re.compile(
    r"\s*[,，](?!\s*(?:and|then|but)(?![a-z]))"
    r"|(?<![a-z])(?:and then|and also|as well as|then|plus|and|&|\+|but|with)(?![a-z])"
    r"|然后|接着|并且|同时|同埋|而且|还有|以及|(?<![柔温平饱缓随共祥])和(?!声|弦|谐|平)"
)
_THINGS = (
    "common.music", "common.title", "common.caption", "common.voice", "common.original",
    "crossfade.crossfade", "fades.fade", "speed.freeze", "speed.reverse", "canvas.vertical",
    "canvas.square", "telling.export", "bookends.black",
)  # fmt: skip
_VERB = re.compile(r"(?:(?:please|now|also|can you|could you) )*[a-z]+(?: (?:in|on))?(?= )")
_HAN = re.compile(
    r"(?:请|帮我|帮忙|给我|再)*(?:加上?|配上?|放上?|添加?|写上?|打上?|用|来|做|删掉?|去掉|把)"
)
_BETWEEN = re.compile(r"(?<![a-z])(?:between|both)(?![a-z])(?:(?!(?<![a-z])and(?![a-z])).)*$")
_NP = re.compile(r"(?:(?:make|put|have|get|turn|play|set|把|将)\s*)?")
_WITH = ("with",)
_COMMAS = (",", "，")
_THEN = ("then", "and then", "然后", "接着")
_MOST = 4  # pieces of one part that are looked at


class Tails(Again, ABC):
    """What came of a message, with what stands behind an "and" in its parts."""

    def tails(self, reading: Reading, clause: Clause, before: Scene) -> None:
        """Carries out, or asks about, what nobody heard of a part that was just carried out."""
        pieces = list(_pieces(clause))[1:]
        if not pieces or reading.question or not reading.steps:
            return
        done = {_family(step) for step in self.steps if step not in reading.steps}
        base: object = None
        for start, piece in pieces[:_MOST]:
            joined = clause.text[start - clause.at : piece.at - clause.at].strip()
            idle = piece.says("clauses.chatter") if joined in _THEN else clauses.chatter(piece)
            idle = idle and not gapping.bare(piece)  # "mute the music and the video"
            if asides.stays(piece) or idle or _about(piece) & done or _only_more(piece, joined):
                continue  # done beside the main thing
            span = (start, piece.at + len(piece.text))
            base = base or self.read_on(before, clause)
            rest = clause.sheet.clause(clause.at, clause.at + len(clause.text), but=span)
            if self.read_on(before, rest) != base:
                continue
            self.unheard_of(clause, piece, reading, joined)

    def apart(self, clause: Clause) -> bool:
        """Carries out the pieces of a part one by one, where all of it is only asked about."""
        cut = list(_pieces(clause))
        pieces = [piece for _, piece in cut]
        if not 1 < len(pieces) <= _MOST:
            return False
        leads = [clause.text[start - clause.at : one.at - clause.at].strip() for start, one in cut]
        other = type(self)(self.scene, self.history)
        found: list[tuple[Reading, Clause]] = []
        for number, piece in enumerate(pieces):
            other.then = leads[number] in _THEN
            texts = _spelt_out(clause, piece) if number else iter((piece.raw,))
            for text in texts:
                row = clauses.clauses(lexer.lex(text, self.scene.materials))
                reading = other.read(row[0]) if len(row) == 1 else None
                if reading is None or reading.question or not reading.steps:
                    continue
                if number and _invented(reading, piece):
                    continue
                if guards.doubt(reading, row[0], other.scene, trial=other.trial) is None:
                    other.put(reading, row[0])
                    found.append((reading, row[0]))
                    break
        if len(found) < len(pieces) or other.question:
            return False
        self.lose()
        for (reading, piece), lead in zip(found, leads, strict=True):
            self.then = lead in _THEN
            self.put(reading, piece)
        self.then = False
        return True

    def read_on(self, before: Scene, clause: Clause) -> object:
        """What a wish would have come to on this scene."""
        now, self.scene = self.scene, before
        found = self.read(clause)
        self.scene = now
        return None if found is None else (found.steps, found.question)

    def unheard_of(self, clause: Clause, piece: Clause, reading: Reading, joined: str) -> None:
        """One piece that was not heard: a wish of its own, or left over."""
        kinds = {type(step) for step in reading.steps}
        for text in _spelt_out(clause, piece):
            row = clauses.clauses(lexer.lex(text, self.scene.materials))
            found = self.read(row[0]) if len(row) == 1 else None
            if found is None or found.question or not found.steps or _within(found.steps, reading):
                continue
            if _invented(found, piece):
                continue
            alike = {type(step) for step in found.steps} <= kinds
            if alike and not clauses.begins(piece.text) and not _elsewhere(found, reading):
                continue  # more of the same, in other words
            if guards.doubt(found, row[0], self.scene, trial=self.trial) is None:
                self.then = joined in _THEN
                self.put(found, row[0])
                self.then = False
                return
        named = piece.says(*_THINGS) or bool(piece.tokens) or clauses.begins(piece.text)
        if joined in _THEN or (named and joined not in _WITH) or piece.says(*_THINGS[:3]):
            self.missed.append(piece.raw)

    def head(self, reading: Reading, clause: Clause) -> None:
        """Carries out what a part begins with, where only what stands behind its "and" was read."""
        pieces = [piece for _, piece in _pieces(clause)]
        if len(pieces) < 2:
            return
        if not (clauses.begins(pieces[0].text) or pieces[0].says("cutting.keep")):
            return
        found = self.read(pieces[0])
        if found is None or found.question or not found.steps:
            return
        known = {_family(step) for step in self.steps}
        if {_family(step) for step in found.steps} & known or len(pieces[0].text.split()) < 2:
            return
        if guards.doubt(found, pieces[0], self.scene, trial=self.trial) is None:
            self.put(found, pieces[0])


def _pieces(clause: Clause) -> Iterator[tuple[int, Clause]]:
    """The pieces between the "and"s of a part, each with where its "and" begins."""
    first = begun = clause.at
    for match in _AND.finditer(clause.text):
        end = clause.at + match.start()
        if _BETWEEN.search(clause.text[: match.start()]):
            continue
        if end > first:
            yield begun, clause.sheet.clause(first, end)
        begun, first = end, clause.at + match.end()
    last = clause.sheet.clause(first, clause.at + len(clause.text))
    if last.text:
        yield begun, last


def _spelt_out(clause: Clause, piece: Clause) -> Iterator[str]:
    """The piece by itself, and with the verb of its part."""
    thing = _NP.match(clause.text)
    end = spotting.opening("gapping.np", clause.text[thing.end() :]) if thing else 0
    other = any(piece.all(kind) for kind in ("ord", "file")) or piece.says(*_THINGS[:5])
    if end and not other and not clauses.begins(piece.text):
        yield f"{clause.own_words(0, thing.end() + end)} {piece.raw}"  # type: ignore[union-attr]
    yield piece.raw
    if spotting.begins("clauses.verb", piece.text):
        return
    found = _VERB.match(clause.text) or _HAN.match(clause.text)
    if found is not None and clauses.begins(clause.text):
        yield f"{clause.own_words(0, found.end())} {piece.raw}"


def _elsewhere(found: Reading, reading: Reading) -> bool:
    """Whether the same is done to something else."""
    was = {target for step in reading.steps for target in getattr(step, "targets", ())}
    now = {target for step in found.steps for target in getattr(step, "targets", ())}
    return bool(now - was)


def _invented(found: Reading, piece: Clause) -> bool:
    """Whether words would be written that nobody called words: "… and half transparent"."""
    writes = any(isinstance(step, AddTitle) for step in found.steps)
    said = piece.says("common.title", "common.caption", "titles.add", "titles.watermark")
    return writes and not (said or piece.all("text"))


def _only_more(piece: Clause, joined: str) -> bool:
    """Whether what stands behind a comma only says more of the same: how long, how loud."""
    return joined in _COMMAS and not (piece.says(*_THINGS) and not clauses.only_times(piece))


def _about(piece: Clause) -> set[str]:
    """What a piece speaks of: sounds, words."""
    sound = piece.says("common.music", "common.voice", "common.original", "volume.volume")
    title = piece.says("common.title", "common.caption")
    return {name for name, said in (("sound", sound), ("title", title)) if said}


def _family(step: AnyStep) -> str:
    """What a step is about: the picture, sounds, words, or the step itself."""
    for kind, name in ((TitleEdit, "title"), (SoundEdit, "sound"), (PictureEdit, "picture")):
        if isinstance(step, kind):
            return name
    return type(step).__name__


def _within(steps: tuple[AnyStep, ...], reading: Reading) -> bool:
    """Whether these edits are among what was done anyway; a visual just made is made as said."""
    made = {step.id for step in reading.steps if isinstance(step, AddClip)}
    return all(
        step in reading.steps or (isinstance(step, Repaint) and step.target in made)
        for step in steps
    )
