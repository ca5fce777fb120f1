"""Players of chords, pads, arpeggios and basses: a pattern and the plan become notes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from studio.composer import tables, voicing
from studio.composer.patterns import pattern_for, strokes, velocity
from studio.composer.stage import Stage
from studio.composer.values import RATE, Chord, Note

Spec = dict[str, Any]


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
