"""A tune: two motifs that come back, in phrases of four bars, on chord tones where it counts and in
steps elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.composer import tables
from studio.composer.dice import Dice
from studio.composer.patterns import strokes, velocity
from studio.composer.stage import Stage
from studio.composer.values import RATE, Note

Spec = dict[str, Any]
_PLANS = (("a", "b", "a", "end"), ("a", "a", "b", "end"), ("a", "b", "b", "end"))
_THEMES = {"intro": "verse", "verse": "verse", "break": "verse", "build": "verse"}


class Theme:
    """What returns: the rhythms of two motifs at every busyness, their contours, the phrase's
    plan."""

    def __init__(self, stage: Stage, name: str, cells: str) -> None:
        dice = stage.dice("theme", name, cells)
        rows = tables.patterns()["melody"][cells]
        self.rhythms = [
            {"a": dice.pick(row), "b": dice.pick(row)} for row in rows[:-1]
        ]  # calm first
        self.end = str(dice.pick(rows[-1])).removeprefix("end: ")
        self.plan = dice.pick(_PLANS)
        self.contours = {motif: _contour(dice) for motif in ("a", "b", "end")}
        self.lift = dice.integer(0, 2)

    def bar(self, stage: Stage, bar: int) -> tuple[str, tuple[int, ...]]:
        """Rhythm and contour of a bar."""
        motif = self.plan[stage.inside(bar) % 4]
        if motif == "end" or (stage.closing(bar) and stage.inside(bar) % 2):
            return self.end, self.contours["end"]
        level = stage.level(bar, len(self.rhythms))
        return self.rhythms[level][motif], self.contours[motif]


def _contour(dice: Dice) -> tuple[int, ...]:
    """Sixteen moves in scale steps: mostly one up or down, in runs, a repeat or a skip now and
    then."""
    moves = []
    direction = 1 if dice.chance(0.5) else -1
    for _ in range(16):
        if dice.chance(0.32):
            direction = -direction
        kind = dice.weighted({"step": 0.76, "same": 0.16, "skip": 0.08})
        moves.append({"step": direction, "same": 0, "skip": 2 * direction}[kind])
    return tuple(moves)


class Scale:
    """The pitches a tune may use, and moves along them."""

    def __init__(self, tonic: int, steps: tuple[int, ...], low: int, high: int) -> None:
        classes = {(tonic + step) % 12 for step in steps}
        self.pitches = [p for p in range(low, high + 1) if p % 12 in classes]
        self.tonic = tonic
        self.thirds = classes & {(tonic + 3) % 12, (tonic + 4) % 12}

    def moved(self, pitch: int, steps: int) -> int:
        """So many scale steps on, turning back at the ends of the range."""
        index = min(range(len(self.pitches)), key=lambda i: abs(self.pitches[i] - pitch)) + steps
        top = len(self.pitches) - 1
        if index > top:
            index = 2 * top - index
        return self.pitches[max(0, min(top, abs(index)))]

    def nearest(self, pitch: float, classes: set[int]) -> int:
        """The scale's pitch of one of these classes nearest to a pitch."""
        choice = [p for p in self.pitches if p % 12 in classes] or self.pitches
        return min(choice, key=lambda p: (abs(p - pitch), p))

    def stepping(
        self, before: int, classes: set[int], pull: float, colours: set[int] | None = None
    ) -> int:
        """A pitch of one of these classes, a step away if there is one, rather toward `pull`.

        `colours` are classes that will do where nothing better is a step away.
        """
        step = 3 if len(self.pitches) < 0.5 * (self.pitches[-1] - self.pitches[0] + 1) else 2
        extra = colours or set()
        firm = {self.tonic, (self.tonic + 7) % 12, *self.thirds}

        def cost(pitch: int) -> tuple[float, int]:
            away = abs(pitch - before)
            leap = 2.2 if away == 0 else 0.0 if away <= step else 1.4 + 0.8 * (away - step)
            loose = 0.8 * (pitch % 12 not in classes) - 0.3 * (pitch % 12 in firm)
            return leap + 0.14 * abs(pitch - pull) + loose, pitch

        near = [p for p in self.pitches if abs(p - before) <= 7] or self.pitches
        choice = [p for p in near if p % 12 in classes | extra] or near
        return min(choice, key=cost)


def melody(stage: Stage, spec: Spec) -> Iterator[Note]:
    """The lead: the main theme in drops and choruses, the other one elsewhere, rests between
    phrases."""
    table = stage.table["melody"]
    low, high = tables.instruments()[spec["instrument"]]["keys"]
    centre = _centre(int(spec.get("at", table["centre"])), low, high)
    cells = spec.get("cells", table["cells"])
    scale = Scale(
        stage.plan.tonic, stage.plan.melody_scale, max(low, centre - 9), min(high, centre + 9)
    )
    themes = {name: Theme(stage, name, cells) for name in ("main", "verse")}
    pitch = scale.nearest(centre, set(stage.chord(0).pitch_classes))
    for bar in range(len(stage.bars)):
        section = stage.section(bar)
        if not stage.playing(bar, spec):
            continue
        name = _THEMES.get(section.kind, "main")
        if section.kind == "ending":
            home = scale.nearest(pitch, {stage.plan.tonic})
            if abs(home - pitch) > 7:
                home = scale.nearest(pitch, {(stage.plan.tonic + 7) % 12})
            yield Note(stage.at(bar, 0), stage.plan.samples - stage.at(bar, 0), home,
                       velocity(stage, bar, 0, "x"))  # fmt: skip
            return
        if _rests(stage, bar, float(table["rest"]), name):
            continue
        rhythm, contour = themes[name].bar(stage, bar)
        ending = rhythm == themes[name].end
        for note in _bar(stage, bar, rhythm, contour, scale, pitch, centre, ending=ending):
            pitch = note.pitch
            yield note


def _centre(centre: int, low: int, high: int) -> int:
    return max(low + 8, min(high - 8, centre))


def _rests(stage: Stage, bar: int, share: float, theme: str) -> bool:
    """Whether the tune is silent in this bar: before it first enters, in builds, between
    phrases."""
    section = stage.section(bar)
    inside = stage.inside(bar)
    if stage.plan.speech:  # phrases lie in the gaps: sung where nobody speaks, silent elsewhere
        return stage.spoken(bar) > 0.5
    if stage.plan.brief.voice and bar % 4 > 1:  # a call, and room for the voice to answer
        return True
    if section.kind == "build":
        return inside >= section.bars - 1 or section.bars < 2
    if section.kind == "intro":
        return inside % 4 < 2
    if section.kind in ("verse", "break"):
        return inside % 4 == 3 and stage.dice("rest", theme, bar // 4).chance(share)
    return inside % 8 == 7 and stage.dice("rest", theme, bar // 4).chance(share)


def _bar(
    stage: Stage, bar: int, rhythm: str, contour: tuple[int, ...], scale: Scale, before: int,
    centre: int, *, ending: bool,
) -> Iterator[Note]:  # fmt: skip
    chord = stage.chord(bar)
    classes = set(chord.pitch_classes)
    triad = {
        (chord.root + tone) % 12 for tone in chord.tones if tone < 12 and tone % 12 in (0, 3, 4, 7)
    }
    scale_classes = {p % 12 for p in scale.pitches}
    colours = {(chord.root + tone) % 12 for tone in (2, 9)} & scale_classes
    strong = (triad & scale_classes) or (classes & scale_classes) or scale_classes
    events = list(strokes(rhythm, stage.steps[bar]))
    pitch = before
    arch = (0, 2, 3, 0)[stage.inside(bar) % 4]
    for index, (step, sign, held) in enumerate(events):
        last = ending and index == len(events) - 1
        if last:
            homes = {chord.root % 12, (chord.root + 7) % 12} & scale_classes
            pitch = scale.stepping(pitch, homes or strong, pitch)
        elif index == 0:
            pitch = scale.stepping(pitch, strong, centre + arch, colours)
        else:
            moved = scale.moved(pitch, contour[index % 16])
            if (step % 8 == 0 or held >= 6) and moved % 12 not in strong:
                moved = scale.stepping(pitch, strong, moved, colours)
            pitch = moved
        start = stage.at(bar, step)
        length = stage.at(bar, step + held) - start
        yield Note(start, max(length, RATE // 16), pitch, velocity(stage, bar, step, sign))


def counter(stage: Stage, spec: Spec) -> Iterator[Note]:
    """A second voice: long tones of the chord a third or sixth from the middle, answering at phrase
    ends."""
    low, high = tables.instruments()[spec["instrument"]]["keys"]
    centre = _centre(int(spec.get("at", 66)), low, high)
    scale = Scale(
        stage.plan.tonic, stage.plan.melody_scale, max(low, centre - 7), min(high, centre + 8)
    )
    pitch = centre
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec) or stage.section(bar).kind == "ending":
            continue
        chord = stage.chord(bar)
        classes = {(chord.root + tone) % 12 for tone in chord.tones[:3]} & {
            p % 12 for p in scale.pitches
        }
        pitch = scale.nearest(0.7 * pitch + 0.3 * centre, classes or {chord.root})
        start = stage.at(bar, 0)
        if stage.inside(bar) % 4 == 3:
            for index, step in enumerate((0, 4, 8)):
                pitch = scale.moved(pitch, 1 if index else 0)
                at = stage.at(bar, step)
                yield Note(
                    at, stage.at(bar, step + 4) - at, pitch, velocity(stage, bar, step, "x") - 10
                )
        else:
            yield Note(start, stage.at(bar, 14) - start, pitch, velocity(stage, bar, 0, "x") - 12)
