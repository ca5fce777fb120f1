"""One message on its way: its parts read alone, with a neighbour, or as more of the wish before."""

from __future__ import annotations

from dataclasses import replace

from studio.planner import (
    asides,
    clauses,
    commissions,
    guards,
    heard,
    lexer,
    moments,
    refining,
    targets,
)
from studio.planner.accounts import Accounts
from studio.planner.adopting import adopted
from studio.planner.readers import (
    READERS,
    Reader,
    bookends,
    creating,
    fades,
    laying,
    music,
    slideshow,
    telling,
    titles,
    unheard,
    volume,
)
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import (
    AnyStep,
    JustMusic,
    PartLevel,
    Question,
    Render,
    Stretch,
    Understanding,
)
from studio.timeline.history import History
from studio.timeline.operations import (
    AddCaptions,
    AddSound,
    AddTitle,
    Crossfade,
    Cut,
    Duck,
    EditTitle,
    Fade,
    Keep,
    PictureFade,
    PlaceTitle,
    RemoveTitles,
    ReplaceClip,
    SetCanvas,
    Slideshow,
    Speed,
    Split,
    Volume,
)

REFINED = (slideshow.WEIGHT, music.WEIGHT)  # readings that the next part may say more about
CARDS = (slideshow.WEIGHT, bookends.WEIGHT, creating.WEIGHT)  # … though it could stand alone
LIGHT = 40  # a reading that weighs no more is a guess
LOST = 12  # parts that nobody could read, or carry out; what comes after them is asked about
_LOUD = {Volume, PartLevel, Stretch, AddSound, Speed, EditTitle, AddTitle, Duck, Cut, Keep,
         Split}  # fmt: skip
_WORDED = {AddTitle, EditTitle, RemoveTitles, PlaceTitle, AddCaptions, ReplaceClip}
_FADED = {Fade, PictureFade, Crossfade, EditTitle}


class Run(Accounts):
    """One message on its way through its wishes."""

    def __init__(self, scene: Scene, past: History | None) -> None:
        super().__init__(scene, past)
        self.waiting: Clause | None = None  # a part that could not be read by itself
        self.complaints: list[tuple[Clause, int]] = []  # and how many wishes there were by then
        self.spared: list[tuple[Clause, tuple[str, ...]]] = []
        self.asked = 0  # parts that came to nothing but a question

    def message(self, text: str) -> Understanding:
        """The whole message understood."""
        parts = clauses.clauses(lexer.lex(text, self.scene.materials))
        row = commissions.gathered(parts, empty=commissions.empty(self.scene))
        number = 0
        while number < min(len(row), clauses.MOST) and len(self.unread) + self.asked < LOST:
            if row[number] not in parts and self.no_music(row[number]):
                inside = range(row[number].at, row[number].at + len(row[number].text) + 1)
                row[number : number + 1] = [part for part in parts if part.at in inside]
            following = row[number + 1] if number + 1 < len(row) else None
            number += self.part(row[number], following, alone=len(row) == 1)
        self.lose()
        self.mended()
        self.overdone()
        # what is wrong, and nothing was done behind it
        self.unread += [part for part, wishes in self.complaints if wishes == self.wishes]
        if number < len(row):  # said to be left over, not passed over
            self.unread.append(clauses.joined(row[number], row[-1]))
        return self.result(text)

    def no_music(self, clause: Clause) -> bool:
        """Whether parts that sound like one wish for music are done something else with."""
        found = self.read(clause)
        if found is None or found.question or not found.steps:
            return False
        return all(isinstance(step, Fade | Volume | Cut | Keep | Duck) for step in found.steps)

    def part(self, clause: Clause, following: Clause | None, *, alone: bool) -> int:
        """Takes one part of a message; how many parts that used up."""
        if clause.says("ellipsis.again"):
            clause = self.once_more(clause)
        if not alone and self.spares(clause):
            return 1
        rest, again = self.corrected(clause, following)
        if again or rest is None:
            return 1
        clause = rest
        if self.put_right and clause.says("correcting.not_that"):
            return 1
        if self.last is not None and (asides.rest(clause) or self.begins_later(clause)):
            return 1
        if following is not None and self.narrated(clause, following):
            self.scene = targets.mentioned(clause, self.scene)
            return 1
        reading, used = self.unwound(clause) or self.read(clause), 1
        if reading and reading.question and not alone and asides.stays(clause):
            return used
        gapped = self.exchanged_for(clause) or self.gapped(clause, reading)
        if gapped is not None:
            self.lose()
            self.put(*gapped)
            return used
        without = self.without_it(clause)
        if without is not None:
            self.waiting = None
            self.put(*without)
            return used
        if self.waiting is not None:
            together = self.with_waiting(self.waiting, clause, reading)
            if together is not None:
                reading, clause = together
                self.waiting = None
        fuller = self.with_next(clause, following, reading)
        if fuller is not None:
            reading, clause, used = *fuller, 2
        if reading and reading.question and not alone and clauses.chatter(clause):
            return used
        if reading is None and (self.rest_goes(clause) or asides.stays(clause)):
            return used
        finer = self.refined(clause, reading)
        if finer is not None:
            self.rewind()
            self.put(*finer)
            return used
        if reading is None or reading.question:
            if self.apart(clause):
                return used
            reading, clause = self.otherwise(clause, reading)
        self.lose()
        if reading is None:
            self.waiting = clause
        else:
            self.put(reading, clause)
        if reading is None or not reading.steps:
            self.scene = targets.mentioned(clause, self.scene)
        return used

    def with_next(
        self, clause: Clause, following: Clause | None, reading: Reading | None
    ) -> tuple[Reading, Clause] | None:
        """The part and the next one as one wish, where by itself it would only be asked about."""
        if reading is None or following is None:
            return None
        if not (reading.question or self.loose(clause, following)):
            return None
        both = clauses.joined(clause, following)
        found = self.read(both)
        if found is None or found.question or self._reads(following, found):
            return None
        return found, both

    def loose(self, clause: Clause, following: Clause) -> bool:
        """Whether a part says what, and the next one from when to when: "cut that bit, 5 to 8"."""
        timed = clauses.only_times(following) and not clauses.begins(following.text)
        said = any(clause.all(kind) for kind in ("time", "range", "edge"))
        return timed and not said and clause.says("heard.judged", "heard.places")

    def lose(self) -> None:
        """Gives up on the part that waited for the next."""
        why = self.waiting is not None and self.wishes and self.waiting.says("asides.reason")
        if why or self.tells_of_what_is_gone():
            self.waiting = None  # why, once it is done
        if self.waiting is not None:
            wrong = asides.complains(self.waiting)
            wrong = wrong and not self.waiting.says("clauses.conditional")
            if wrong:
                self.complaints.append((self.waiting, self.wishes))
            else:
                self.unread.append(self.waiting)
            self.waiting = None

    def with_waiting(
        self, waiting: Clause, clause: Clause, alone: Reading | None
    ) -> tuple[Reading, Clause] | None:
        """The part that waited and this one as one wish."""
        if asides.told(waiting) or asides.complains(clause):
            return None
        both = clauses.joined(waiting, clause)
        together = self.read(both)
        if together is None or together.question or together.weight <= 30:
            return None
        if refining.named(waiting) and refining.named(clause) and not waiting.says("common.add"):
            return None  # "city normal, night in slow motion"
        good = alone is not None and alone.steps and not alone.question
        useless = waiting.says("titles.useless")  # "the first second is dull, take it out"
        if good and waiting.says("common.add") and not clauses.only_times(waiting):
            return None  # a wish of its own that nobody knows
        if refining.same(alone, together) or (good and clauses.own(waiting) and not useless):
            return None
        return together, both

    def put(self, reading: Reading, clause: Clause) -> None:
        """Carries a reading out, with what is said beside it, unless it is better to ask first."""
        why = self.last is not None and unheard.reason(clause) and refining.softens(self.last[1])
        if why and refining.softens(reading):
            return  # "turn the music down, I can't hear the kids"
        says_nothing = not (reading.steps or reading.question or reading.hints or reading.done)
        if says_nothing and not clause.says("asides.wrong"):
            self.unread.append(clause)  # something was meant, and nothing comes of it
            return
        doubt = guards.doubt(reading, clause, self.scene, trial=self.trial)
        sure = doubt is None or guards.wondering(clause)
        if not sure and (self.apart(clause) or self.beside(reading, clause)):
            return
        before, count = self.scene, len(self.steps)
        self.take(doubt or reading, clause)
        if doubt or (reading.question and not reading.steps):
            self.asked += 1
        if doubt is None:
            self.rest(reading, clause)
            self.head(reading, clause)
            self.tails(reading, clause, before)
            self.done(reading, clause, before, count)

    def beside(self, reading: Reading, clause: Clause) -> bool:
        """Carries out what another reader makes of a wish, where a frame or a file is beside it."""
        framed = all(isinstance(step, SetCanvas | Render) for step in reading.steps)
        for reader in READERS:
            found = reader(clause, self.scene)
            if found is None or found.question or not found.steps or found.weight <= LIGHT:
                continue
            loose = all(isinstance(step, SetCanvas | Render) for step in found.steps)
            if loose == framed:
                continue

            def both(said: Clause, reader: Reader = reader) -> heard.Outcome:
                one, two = self.read(said), reader(said, self.scene)
                steps = (*(one.steps if one else ()), *(two.steps if two else ()))
                return steps, (one.question if one else None)

            if heard.missed(clause, (*reading.steps, *found.steps), self.scene, both):
                continue
            for one in (reading, found) if loose else (found, reading):
                self.take(one, clause)
            return True
        return False

    def trial(self, clause: Clause) -> tuple[tuple[AnyStep, ...], Question | None]:
        """What would come of a wish, without carrying it out."""
        other = Run(self.scene, self.history)
        other.last = self.last
        reading = other.read(clause)
        if reading is not None:
            other.take(reading, clause)
            other.rest(reading, clause)
        return tuple(other.steps), other.question

    def rest(self, reading: Reading, clause: Clause) -> None:
        """What a wish says beside its main thing: "at 60%", "and fade it out"."""
        if reading.question or not reading.steps:
            return
        known = {type(step) for step in reading.steps}
        loud = clause.one("share") or clause.one("db")
        for said, reader, covered in (
            (loud, volume.read, _LOUD),
            (clause.says("fades.fade"), fades.read, _FADED),
            (clause.says("telling.export"), telling.read, {Render, JustMusic}),
            (clause.all("text") and clause.says("common.title"), titles.read, _WORDED),
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
        named = targets.says(clause, "music") or music.something(clause)
        if self.scene.music or to_music or not named:
            return
        more = laying.added(clause, self.scene)
        if more is not None and not more.question:
            self.take(more, clause)

    def refined(self, clause: Clause, alone: Reading | None) -> tuple[Reading, Clause] | None:
        """The wish before and this part as one, where the part only says more about it."""
        if self.last is None:
            return None
        before, reading, scene = self.last[:3]
        if refining.contrasted(clause, before, reading):
            return None
        card = reading.weight in CARDS
        card = card and (not clauses.begins(clause.text) or clauses.only_times(clause))
        card = card and (bool(clause.tokens) or reading.weight == creating.WEIGHT)
        more_of_it = refining.more_of(reading, clause)
        timed = clauses.only_times(clause) and not clauses.begins(clause.text)
        timed = timed and not clause.says("music.in_song")
        timed = timed and not any(before.all(kind) for kind in ("range", "edge", "time"))
        card = card or more_of_it or timed
        if not card and alone and not alone.question and alone.weight not in REFINED:
            return None
        if not card and alone and not alone.question and alone.weight != reading.weight:
            return None
        together = clauses.joined(before, clause) if before.sheet is clause.sheet else clause
        now, self.scene = self.scene, scene
        found = self.read(together)
        good = alone is not None and bool(alone.steps) and not alone.question
        sure = good or (alone is not None and alone.question is not None)
        doubt = found and sure and guards.doubt(found, together, scene, trial=self.trial)
        self.scene = now
        if found is None or found.question or doubt or refining.retargeted(reading, found):
            return None
        if found.weight != reading.weight and not more_of_it:
            return None
        kinds = [type(step) for step in reading.steps]
        new = {type(step) for step in found.steps}
        more = (card or alone is None) and new == set(kinds)
        loose = reading.weight in (creating.WEIGHT, slideshow.WEIGHT)
        more = more or (card and loose and new >= set(kinds))
        more = more or (alone is None and clause.says("fades.everything") and new >= set(kinds))
        if [type(step) for step in found.steps] != kinds and not more:
            return None
        if found.steps == reading.steps and not (
            clause.tokens and (alone is None or found.weight in REFINED)
        ):
            return None
        if found.steps == reading.steps:
            said = heard.Said(found.steps, self.scene)
            if clauses.begins(clause.text) or not all(map(said.has, clause.tokens.values())):
                return None  # a wish of its own, of which nothing was heard
        return found, together

    def _reads(self, clause: Clause, together: Reading) -> bool:
        """Whether the following part is a wish in its own right, so that joining would lose it."""
        if clauses.only_times(clause) and not clauses.begins(clause.text):
            return False  # "cut the boring bit, from 5 to 8": from when to when is no wish alone
        alone = self.read(clause)
        return alone is not None and not alone.question and len(together.steps) < 2

    def read(self, clause: Clause, readers: tuple[Reader, ...] = READERS) -> Reading | None:
        """The heaviest reading of a wish, on a timeline with the session's files on it."""
        start = adopted(self.scene)
        scene = self.scene.after(*start) if start else self.scene
        clause = moments.settled(clause, scene)
        if self.moved:
            clause = moments.as_sent(clause, scene, self.order)
        best: Reading | None = None
        for reader in readers:
            found = reader(clause, scene)
            if found and found.bare and start:
                found = reader(clause, self.scene)
            if found and (best is None or found.weight > best.weight):
                best, by = found, reader
        best = replace(best, by=by) if best else None
        if best and start and not best.bare and not best.question and best.steps:
            return replace(best, steps=(*start, *best.steps))
        return best
