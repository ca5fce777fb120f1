"""Tempo and beats of songs with the truth known: how often they are found, and the weights for it.

    python -m benchmarks.tempo            how often, on songs that no weight was fitted to
    python -m benchmarks.tempo --fit      fits the weights of `analysis` and prints them

Random patterns of drums over chords; two dozen styles, played evenly, loosely, drifting, with
pauses, half of them by real instruments (`songs`); songs by another hand (`others`); pieces of the
composer in every genre; and what has no beat. Some are for fitting, others are held out. A tempo is
right within 4 %; double or half is wrong. Beats: F-measure at 70 ms from the second second on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import fitting, others, songs
from studio import composer
from studio.analysis import RATE, beats, levels, rhythm, spectrum, tempo
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import UNSURE
from studio.brief import Brief

Floats = NDArray[np.float32]
Times = NDArray[np.float64]
SECONDS = 24.0
CACHE = Path(tempfile.gettempdir()) / "tempo-songs"
RANGES = {
    "rock": (60, 170), "house": (100, 140), "hiphop": (62, 105), "half": (120, 160),
    "breaks": (150, 178), "sparse": (60, 150), "bossa": (70, 140), "none": (60, 130),
    "kicks": (80, 140),
}  # fmt: skip


class Song(NamedTuple):
    name: str
    sound: Floats
    bpm: float  # 0: it has no beat
    beats: Times  # empty where only the tempo is known
    meter: int


def drawn(seed: int, *, seconds: float = SECONDS, enter: float = 0.0, under: float = 1.0) -> Song:
    """A random pattern at a random tempo that such patterns are played at.

    `enter`: seconds until its drums come in, and what was quieter (`under`) is loud.
    """
    dice = np.random.default_rng([7, seed])
    kind = str(dice.choice(list(RANGES)))
    bpm = float(dice.uniform(*RANGES[kind]))
    kick, snare = _drums(kind, dice)
    every = (songs.EIGHTHS, songs.SIXTEENTHS, songs.QUARTERS, songs.OFFBEATS, ())
    hats = list(every[int(dice.choice(5, p=[0.4, 0.2, 0.1, 0.15, 0.15]))])
    beat, loose = 60 / bpm, float(dice.choice([0.001, 0.006]))
    swing = float(dice.choice([0.5, 0.5, 0.6]))
    out = np.zeros(int(seconds * RATE) + RATE)
    chords = str(dice.choice(["arpeggio", "halves", "quarters"]))
    start = float(dice.uniform(0, 0.5))
    for bar in range(int(seconds / (4 * beat)) + 1):
        at = start + bar * 4 * beat
        if at < enter:
            _harmony(out, chords, bar, at, beat, under)
            continue
        for places, strike, level in zip(
            (kick, snare, hats), (songs.kick, songs.snare, songs.hat), (1.0, 0.8, 0.5), strict=True
        ):
            for place in places:
                swung = place - place % 1 + (swing if place % 1 == 0.5 else place % 1)
                heard = at + swung * beat + float(dice.normal(0, loose))
                songs.put(out, strike(dice) * level * dice.uniform(0.8, 1), heard)
        _harmony(out, chords, bar, at, beat)
    out += dice.standard_normal(len(out)) * 0.002
    made = (out / np.abs(out).max() * 0.8).astype(np.float32)
    bars = np.arange(start, seconds, 4 * beat)
    return Song(f"{kind} {chords}", made, bpm, bars[bars >= enter][:1] if enter else bars[:0], 4)


def _drums(kind: str, dice: np.random.Generator) -> tuple[list[float], list[float]]:
    def some(places: list[float], most: int) -> list[float]:
        return [float(p) for p in dice.choice(places, int(dice.integers(0, most + 1)), False)]

    match kind:
        case "rock":
            return [0, 2, *some([0.5, 1.5, 2.5, 3.5], 1)], [1, 3]
        case "house":
            return [0, 1, 2, 3], [1, 3] if dice.random() < 0.6 else []
        case "hiphop":
            return [0, *some([0.75, 1.5, 1.75, 2.25, 2.5, 2.75, 3.5], 2)], [1, 3]
        case "half":
            return [0, *some([0.5, 1, 1.5, 2.5, 3, 3.25, 3.5], 2)], [2]
        case "breaks":
            return [0, 2.5], [1, 3]
        case "sparse":
            return [0, 2], []
        case "bossa":
            return [0, 1.5, 2, 3.5], [0, 0.75, 1.5, 2.5, 3.25] if dice.random() < 0.5 else [1, 3]
        case "kicks":
            return [0, 1, 2, 3], []
    return [], []


def _harmony(
    out: NDArray[np.float64], how: str, bar: int, at: float, beat: float, loud: float = 1.0
) -> None:
    chord = ((220, 261.6, 329.6), (174.6, 220, 261.6), (261.6, 329.6, 392), (196, 246.9, 293.7))
    notes = chord[bar % 4]
    for place in (0, 2):
        songs.put(out, songs.tone(notes[0] / 2, 2 * beat) * 1.3 * loud, at + place * beat)
    if how == "arpeggio":
        for n in range(8):
            songs.put(out, songs.tone(notes[n % 3] * 2, beat / 2) * loud, at + n * beat / 2)
        return
    step = 2 if how == "halves" else 1
    for note in notes:
        for place in range(0, 4, step):
            songs.put(out, songs.tone(note, step * beat) * loud, at + place * beat)


def composed(seeds: range) -> Iterator[Song]:
    """A piece of the composer in every genre for each of these seeds."""
    CACHE.mkdir(exist_ok=True)
    for seed in seeds:
        for genre in composer.genres():
            file = CACHE / f"{composer.VERSION}-{genre}-{seed}-beats.npz"
            if not file.exists():
                drops = (18_000.0 + 1500 * seed,) if seed % 3 else ()
                wish = Brief(genre=genre, length_ms=40_000, seed=seed, drops=drops)
                planned = composer.plan(wish)
                stereo = composer.render(composer.score(planned)).samples
                sound = slower(stereo.mean(axis=0)).astype(np.float16)
                np.savez(file, sound=sound, beats=planned_beats(planned))
            kept = np.load(file)
            fall = kept["beats"]
            bpm = float(60 / np.median(np.diff(fall)))
            yield Song(genre, kept["sound"].astype(np.float32), bpm, fall, 4)


def planned_beats(planned: composer.ScorePlan) -> Times:
    """When the beats of a plan fall, in seconds."""
    made: list[float] = []
    ends = [*(part.at for part in planned.tempi[1:]), planned.samples]
    for part, end in zip(planned.tempi, ends, strict=True):
        made += np.arange(part.at, end - 1, part.samples_per_beat).tolist()
    return np.array(made) / composer.RATE


def slower(sound: Floats) -> Floats:
    """The sound at the analysis rate, by leaving the upper half of its spectrum out."""
    count = int(len(sound) * RATE / composer.RATE)
    lower = np.fft.rfft(sound)[: count // 2 + 1]
    made: Floats = (np.fft.irfft(lower, count) * (count / len(sound))).astype(np.float32)
    return made


def styled(seeds: range, *, seconds: float = SECONDS) -> Iterator[Song]:
    """A song in a random style for each of these seeds."""
    for seed in seeds:
        made = songs.drawn(seed, seconds=seconds)
        yield Song(made.name, made.sound, made.bpm, made.beats, made.meter)


def by_others(seeds: range) -> Iterator[Song]:
    """A song by another hand for each of these seeds."""
    for seed in seeds:
        made = others.drawn(seed)
        yield Song(made.name, made.sound, made.bpm, made.beats, made.meter)


def beatless(seeds: range) -> Iterator[Song]:
    """Something without a beat for each of these seeds."""
    for seed in seeds:
        name, sound = songs.beatless(seed, seconds=SECONDS if seed % 3 else 9.0)
        yield Song(name, sound, 0.0, np.zeros(0), 0)


@dataclass(frozen=True, slots=True)
class Row:
    """What was found of one song, and whether it is right."""

    song: Song
    bpm: float
    right: bool
    beats: float  # F-measure, nan where the truth is not known
    confidence: float


def found(song: Song) -> Row:
    heard = rhythm.track(spectrum.analyse(song.sound))
    share = f_measure(heard.beats, song.beats) if len(song.beats) else float("nan")
    return Row(song, heard.bpm, _near(heard.bpm, song), share, heard.confidence)


def _near(bpm: float, song: Song) -> bool:
    """Whether this is its tempo; of one that steps, of either part."""
    true = [song.bpm] if song.bpm else []
    if song.bpm and len(song.beats) > 16:
        true += [60 / np.median(np.diff(part)) for part in np.array_split(song.beats, 4)]
    return any(abs(bpm / one - 1) <= 0.04 for one in true)


def f_measure(heard: tuple[float, ...], truth: Times, *, within: float = 0.07) -> float:
    """How well beats agree, 0..1, from the second second on."""
    one = np.array([t for t in heard if t >= 1])
    two = truth[truth >= 1]
    if not len(one) or not len(two):
        return 0.0
    taken: set[int] = set()
    for beat in two:
        near = int(np.abs(one - beat).argmin())
        if abs(one[near] - beat) <= within:
            taken.add(near)
    return 2 * len(taken) / (len(one) + len(two))


def report(name: str, rows: list[Row]) -> None:
    """One line for a group of songs, and a line for each that went wrong."""
    if all(row.song.bpm == 0 for row in rows):
        said = sum(row.confidence < UNSURE for row in rows)
        print(f"{name}: {said} of {len(rows)} are said to have no beat")
        return
    right = sum(row.right for row in rows)
    shares = [row.beats for row in rows if np.isfinite(row.beats)]
    line = f"{name}: tempo of {right} of {len(rows)}"
    print(line + (f", beats F {np.mean(shares):.3f}" if shares else ""))
    for row in rows:
        if not row.right or row.beats < 0.6:
            print(f"   {row.song.name}: {row.song.bpm:.1f}, heard {row.bpm:.1f}, "
                  f"F {row.beats:.2f}, confidence {row.confidence:.2f}")  # fmt: skip


def calibration(rows: list[Row]) -> None:
    """How often what was said with some confidence was right."""
    for low, high in ((0, UNSURE), (UNSURE, 0.65), (0.65, 0.85), (0.85, 1.01)):
        inside = [row for row in rows if low <= row.confidence < high]
        if inside:
            good = np.mean([row.right and not row.beats < 0.6 for row in inside])
            print(
                f"confidence {low:.2f} to {min(high, 1):.2f}: {len(inside)} songs, {good:.0%} right"
            )


# -- fitting --------------------------------------------------------------------------------------


class Signs(NamedTuple):
    """What the weights see of one song, and what is true of it."""

    readings: list[Floats]
    right: list[bool]  # of each reading
    footing: Floats | None
    on_beat: bool


def signs(song: Song) -> Signs:
    seen = spectrum.analyse(song.sound)
    strength = rhythm.onset_strength(seen)
    alike = tempo.repetition(seen)
    possible = levels.distinct(tempo.readings(alike))
    possible, rows = levels.signs(seen, strength, alike, possible)
    crossed = [fitting.crossed(row, one.meter) for one, row in zip(possible, rows, strict=True)]
    meter = levels.THREES if song.meter == 2 else song.meter  # tempo and bars have to be right
    right = [_near(one.bpm, song) and meter in (one.meter, 7) for one in possible]
    return Signs(crossed, right, *_footing(song, seen, strength))


def _footing(song: Song, seen: Spectrum, strength: Floats) -> tuple[Floats | None, bool]:
    """The signs of a path at the true tempo, and whether it walks on the beats; None: neither."""
    frames = beats.follow(strength, 60 / song.bpm / FRAME)
    if len(frames) <= 8 or not len(song.beats):
        return None, False
    times = frames * FRAME + rhythm.LATENCY
    away = np.abs(times[:, None] - song.beats[None, :]).min(axis=1) * song.bpm / 60
    if max(np.mean(away < 0.2), np.mean(away > 0.3)) < 0.75:
        return None, False
    return beats.footing(seen, frames), bool(np.mean(away < 0.2) >= 0.75)


def fit(groups: list[list[Song]], silent: list[Song]) -> None:
    """Fits all weights and prints them; the last ones need the others in their place."""
    seen = [[signs(song) for song in group] for group in groups]

    told = [row for group in seen for row in group if any(row.right)]
    weights = fitting.choice([row.readings for row in told], [row.right for row in told])
    print("level_weights.WEIGHTS =")
    for line in np.round(fitting.table(weights), 2).tolist():
        print(f"        {line},")
    known = [row for group in seen for row in group if row.footing is not None]
    footing, _ = fitting.regression(
        [row.footing for row in known if row.footing is not None],
        [row.on_beat for row in known], [1.0] * len(known), bias=False,
    )  # fmt: skip
    print(f"beats._ON_BEAT = {np.round(footing, 3).tolist()}")
    rows, truth, weight = [], [], []
    for group in [*groups, silent]:
        for number, song in enumerate(group):
            short = _cut(song, 9.0) if number % 4 == 0 else song
            row = found(short)
            rows.append(_evidence(short))
            truth.append(row.right and not row.beats < 0.6)
            weight.append(len(group) ** -0.5)
    weights, bias = fitting.regression(rows, truth, weight)
    print(f"rhythm._SURE = {np.round(weights, 3).tolist()}, bias {bias:.3f}")


def _cut(song: Song, seconds: float) -> Song:
    """The song's first seconds."""
    kept = song.beats[song.beats < seconds]
    return song._replace(sound=song.sound[: int(seconds * RATE)], beats=kept)


def _evidence(song: Song) -> Floats:
    seen = spectrum.analyse(song.sound)
    strength = rhythm.onset_strength(seen)
    heard = tempo.find(seen, strength)
    frames = beats.follow(strength, 60 / heard.bpm / FRAME)
    frames, footing = beats.on_beat(seen, frames)
    return rhythm.evidence(seen, strength, heard, frames, footing)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--songs", type=int, default=80, help="of each kind")
    many = asked.parse_args().songs
    pieces = max(1, many // 40)
    if asked.parse_args().fit:
        drawn_ones = [drawn(seed) for seed in range(many)]
        groups = [drawn_ones, list(styled(range(2 * many))), list(by_others(range(5 * many)))]
        groups.append(list(composed(range(1, 2 + pieces))))
        fit(groups, list(beatless(range(many // 2))))
        return 0
    held: dict[str, Iterator[Song]] = {
        "patterns": (drawn(seed) for seed in range(1000, 1000 + many)),
        "styles": styled(range(1000, 1000 + many)),
        "styles, 12 s": styled(range(2000, 2000 + many // 2), seconds=12.0),
        "by another hand": by_others(range(1000, 1000 + many)),
        "composed": composed(range(101, 101 + pieces)),
        "without a beat": beatless(range(1000, 1000 + many // 2)),
    }
    everything: list[Row] = []
    for name, group in held.items():
        rows = [found(song) for song in group]
        report(name, rows)
        everything += rows
    calibration(everything)
    return 0


if __name__ == "__main__":
    sys.exit(main())
