"""Players of chords, pads, arpeggios and basses: a pattern and the plan become notes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from studio.composer import tables, voicing
from studio.composer.stage import Stage
from studio.composer.values import RATE, Chord, Note

Spec = dict[str, Any]
_VELOCITY = {"X": 112, "x": 92, "o": 60}
_METRE = (1.0, 0.8, 0.9, 0.78)  # within a beat; the first beat of a bar is strongest


def pattern_for(stage: Stage, kind: str, spec: Spec, bar: int) -> str:
    """The sixteen steps that this part plays in this bar."""
    rows = tables.patterns()[kind][spec.get("pattern", "whole")]
    row: str = rows[stage.level(bar, len(rows))]
    cycle = row.split("|")
    pattern = touched(cycle[stage.inside(bar) % len(cycle)], stage, bar, spec["name"])
    return pattern if kind == "bass" else _fuller(pattern, stage, bar, spec["name"])


def _fuller(pattern: str, stage: Stage, bar: int, name: str) -> str:
    """More strokes where the band is driven beyond its busiest pattern."""
    dice = stage.dice("fuller", name, bar)
    more = int(8.0 * max(0.0, stage.section(bar).drive - 1.02) + dice.draw())
    row = list(pattern)
    counted = [sign for sign in row if sign.isdigit()]
    for _ in range(more):
        free = [i for i in range(1, len(row)) if row[i] in ".-"]
        even = [i for i in free if i % 2 == 0]
        if not free:
            break
        row[dice.pick(even or free)] = dice.pick(counted) if counted else "x"
    return "".join(row)


def touched(pattern: str, stage: Stage, bar: int, name: str) -> str:
    """The pattern as somebody plays it who has played it a few times: now and then a stroke more,
    a stroke less, two of an arpeggio the other way round. A section's first bar states it plainly.
    """
    again = stage.inside(bar) >= 4
    dice = stage.dice("touch", name, bar)
    if stage.inside(bar) == 0 or not dice.chance(stage.freedom * (0.6 if again else 0.4)):
        return pattern
    row = list(pattern)
    struck = [i for i, sign in enumerate(row) if sign not in ".-" and i and i % 8]
    counted = [sign for sign in row if sign.isdigit()]
    free = [i for i in range(2, len(row), 2) if row[i] in ".-" and row[i - 1] in ".-"]
    for _ in range(2 if again else 1):
        if struck and (not free or dice.chance(0.5)):
            step = dice.pick(struck)
            other = dice.pick(struck)
            if row[step].isdigit() and row[other].isdigit() and row[step] != row[other]:
                row[step], row[other] = row[other], row[step]
            elif len(struck) > 2:
                row[step] = "." if row[step - 1] == "." else "-"
                struck.remove(step)
        elif free:
            step = dice.pick(free)
            row[step] = dice.pick(counted) if counted else "x"
            free.remove(step)
    return "".join(row)


def strokes(pattern: str, steps: int) -> Iterator[tuple[int, str, int]]:
    """Step, sign and steps held of every stroke; longer bars go round, shorter ones are cut."""
    row = (pattern * 2)[:steps]
    step = 0
    while step < steps:
        sign = row[step]
        if sign in ".-":
            step += 1
            continue
        held = 1
        while step + held < steps and row[step + held] == "-":
            held += 1
        yield step, sign, held
        step += held


def velocity(stage: Stage, bar: int, step: int, sign: str) -> int:
    """How hard a stroke is: its sign, its place in the bar, the section's energy, the phrase's
    arc."""
    section = stage.section(bar)
    arc = (0.97, 1.0, 1.02, 0.99)[stage.inside(bar) % 4]
    metre = _METRE[step % 4] * (1.04 if step == 0 else 1.0)
    base = _VELOCITY.get(sign, 90) * (0.74 + 0.34 * section.energy)
    if section.kind == "build":
        base *= 0.9 + 0.12 * stage.inside(bar) / max(1, section.bars)
    return max(1, min(127, round(base * arc * (0.55 + 0.45 * metre))))


def _voicings(stage: Stage, spec: Spec) -> tuple[tuple[int, ...], ...]:
    instrument = tables.instruments()[spec["instrument"]]
    low, high = instrument["keys"]
    centre = int(spec.get("at", 62))
    return voicing.led(
        stage.plan.chords,
        centre=centre,
        low=max(low, centre - 14, 44 if not spec.get("low") else 28),
        high=min(high, centre + 16),
        voices=int(spec.get("voices", 4)),
    )


def _last(stage: Stage, bar: int) -> bool:
    return stage.section(bar).kind == "ending"


def _ring(stage: Stage, bar: int) -> int:
    return stage.plan.samples - stage.at(bar, 0)


def comp(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Chords struck together, rolled a little where the instrument is rolled."""
    chords = _voicings(stage, spec)
    if spec.get("rooted"):
        chords = tuple(map(_rooted, chords, stage.plan.chords))
    roll = int(spec.get("roll", 0)) * RATE // 1000
    short = float(spec.get("short", 1.0))
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec):
            continue
        if _last(stage, bar):
            for index, pitch in enumerate(chords[bar]):
                yield Note(
                    stage.at(bar, 0) + index * roll // 4, _ring(stage, bar), pitch,
                    velocity(stage, bar, 0, "x"),
                )  # fmt: skip
            continue
        dice = stage.dice(spec["name"], "comp", bar)
        for step, sign, held in strokes(pattern_for(stage, "comp", spec, bar), stage.steps[bar]):
            start, stop = stage.at(bar, step), stage.at(bar, step + held)
            length = max(1, int((stop - start) * short))
            hard = velocity(stage, bar, step, sign)
            up = dice.chance(0.2)
            for index, pitch in enumerate(chords[bar]):
                order = len(chords[bar]) - 1 - index if up else index
                delay = order * roll // max(1, len(chords[bar]))
                lean = 2 if index == len(chords[bar]) - 1 else 0
                yield Note(start + delay, length, pitch, hard + lean)


def strum(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Chords strummed string by string, down on the beat and up off it."""
    chords = _voicings(stage, {**spec, "voices": 4})
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec):
            continue
        pitches = chords[bar]
        per = int(stage.dice(spec["name"], "strum", bar).between(9, 15) * RATE / 1000)
        if _last(stage, bar):
            for index, pitch in enumerate(pitches):
                yield Note(
                    stage.at(bar, 0) + index * per, _ring(stage, bar), pitch,
                    velocity(stage, bar, 0, "x"),
                )  # fmt: skip
            continue
        for step, sign, held in strokes(pattern_for(stage, "comp", spec, bar), stage.steps[bar]):
            start = stage.at(bar, step)
            length = stage.at(bar, step + held) - start
            down = step % 4 == 0
            hard = velocity(stage, bar, step, sign) - (0 if down else 10)
            row = pitches if down else pitches[::-1][:3]
            for index, pitch in enumerate(row):
                yield Note(start + index * per * (1 if down else 2) // 2, length, pitch, hard)


def pad(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Chords held through the bar; tones that stay are not struck again."""
    chords = _opened(stage, spec) if spec.get("open") else _voicings(stage, spec)
    if not spec.get("open") and int(spec.get("at", 62)) < 70:
        chords = tuple(map(_rooted, chords, stage.plan.chords))
    chords = tuple(map(_pedalled, chords, stage.plan.chords, itertools.repeat(stage.plan.tonic)))
    held: dict[int, tuple[int, int]] = {}
    out: list[Note] = []
    over = RATE // 16
    for bar in range(len(stage.bars)):
        on = stage.playing(bar, spec)
        pitches = chords[bar] if on else ()
        start = stage.at(bar, 0)
        fresh = stage.section(bar).first_bar == bar or stage.inside(bar) % 4 == 0
        for pitch in [p for p in held if p not in pitches or fresh]:
            at, hard = held.pop(pitch)
            out.append(Note(at, start - at + over, pitch, hard))
        for pitch in pitches:
            held.setdefault(pitch, (start, velocity(stage, bar, 0, "x") - 8))
    end = stage.plan.samples
    out += [Note(at, end - at, pitch, hard) for pitch, (at, hard) in held.items()]
    yield from sorted(out)


def _rooted(pitches: tuple[int, ...], chord: Chord) -> tuple[int, ...]:
    """With the root underneath, where one hears what a chord is called."""
    root = 45 + (chord.root - 45) % 12
    near = 5 if root < 48 else 1  # low tones want room
    return pitches if pitches[0] - root < near else (root, *pitches)


def _pedalled(pitches: tuple[int, ...], chord: Chord, tonic: int) -> tuple[int, ...]:
    """With the tonic held through a chord that it colours without a clash: its ninth."""
    if (tonic - chord.root) % 12 != 2 or len(pitches) > 5:
        return pitches
    near = min(range(pitches[0] - 2, pitches[-1] + 3), key=lambda p: ((p - tonic) % 12 != 0, p))
    return tuple(sorted({*pitches, near})) if (near - tonic) % 12 == 0 else pitches


def _opened(stage: Stage, spec: Spec) -> tuple[tuple[int, ...], ...]:
    """Low chords as wide as low chords must be: root, fifth, and the third above the octave."""
    floor = int(spec.get("at", 43)) - 5
    out = []
    for chord in stage.plan.chords:
        root = floor + (chord.root - floor) % 12
        fifth = next((tone for tone in (7, 6, 8) if tone in chord.tones), 12)
        third = next((tone for tone in (4, 3, 5, 2) if tone in chord.tones), 12)
        out.append((root, root + fifth, root + 12 + third % 12))
    return tuple(out)


def arp(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Chord tones one after the other; digits count them upwards."""
    chords = _voicings(stage, {**spec, "voices": 3})
    centre = int(spec.get("at", 66))
    high = min(tables.instruments()[spec["instrument"]]["keys"][1], centre + 26)
    high = min(high, max(int(spec.get("under", high)), centre + 10))  # the tune lies above
    short = float(spec.get("short", 0.0))
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec):
            continue
        row = voicing.spread_up(chords[bar], 6, high)
        if _last(stage, bar):
            for index, pitch in enumerate(row[:3]):
                yield Note(
                    stage.at(bar, index if not short else 0), _ring(stage, bar), pitch,
                    velocity(stage, bar, 0, "x"),
                )  # fmt: skip
            continue
        for step, sign, held in strokes(pattern_for(stage, "arp", spec, bar), stage.steps[bar]):
            start = stage.at(bar, step)
            length = stage.at(bar, step + held) - start
            length = int(length * short) if short else max(length, RATE // 2)
            accent = "X" if step % 8 == 0 else "x"
            yield Note(start, length, row[int(sign)], velocity(stage, bar, step, accent) - 8)


def bass(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Roots, fifths and octaves under everything; `n` leads to the next root by a neighbour."""
    low, high = tables.instruments()[spec["instrument"]]["keys"]
    floor = max(low, int(spec.get("floor", 28)))
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec):
            continue
        chord = stage.chord(bar)
        root = floor + (chord.root - floor) % 12
        if _last(stage, bar):
            yield Note(stage.at(bar, 0), _ring(stage, bar), root, velocity(stage, bar, 0, "x"))
            continue
        building = stage.section(bar).kind == "build" and not spec.get("low")
        pattern = "1---------------" if building else pattern_for(stage, "bass", spec, bar)
        for step, sign, held in strokes(pattern, stage.steps[bar]):
            pitch = root + _above(stage, bar, sign, root)
            while pitch > high:
                pitch -= 12
            start = stage.at(bar, step)
            length = int((stage.at(bar, step + held) - start) * float(spec.get("short", 0.96)))
            yield Note(start, length, pitch, velocity(stage, bar, step, "x"))


def _above(stage: Stage, bar: int, sign: str, root: int) -> int:
    chord = stage.chord(bar)
    tones = {tone % 12 for tone in chord.tones}
    match sign:
        case "5":
            return 6 if 6 in tones and 7 not in tones else 7
        case "8":
            return 12
        case "3":
            return next((tone for tone in (4, 3, 5, 2) if tone in tones), 7)
        case "7":
            return next((tone for tone in (10, 11, 9) if tone in tones), 9)
        case "n":
            scale = {(stage.plan.tonic + step) % 12 for step in stage.plan.scale}
            goal = stage.following(bar).root
            near = [goal - 1, goal + 1, goal + 2, goal - 2]
            pitch_class = next((pc % 12 for pc in near if pc % 12 in scale), goal)
            return (pitch_class - root) % 12
    return 0


def texture(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Long strokes from the first sample to the last, each lapping over the end of the one
    before."""
    whole = stage.plan.samples
    count = -(-whole // (8 * RATE))
    turn = -(-whole // count)
    for at in range(0, whole, turn):
        yield Note(at, turn + RATE // 4, 60, 90)


PLAYERS: dict[str, Callable[[Stage, Spec], Iterator[Note]]] = {
    "comp": comp,
    "strum": strum,
    "pad": pad,
    "arp": arp,
    "bass": bass,
    "texture": texture,
}
