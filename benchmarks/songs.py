"""Songs with the truth known: two dozen styles, played evenly, loosely, drifting or freely.

Played by FluidSynth where it and a General MIDI font are on this machine (real instruments), else,
and for every second song, by the few sounds of this file. Nothing here is shipped or trained on.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.analysis import RATE

Floats = NDArray[np.float32]
Times = NDArray[np.float64]
FONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/default-GM.sf3")
EIGHTHS, SIXTEENTHS = tuple(np.arange(0, 4, 0.5)), tuple(np.arange(0, 4, 0.25))
QUARTERS, OFFBEATS = (0.0, 1.0, 2.0, 3.0), (0.5, 1.5, 2.5, 3.5)


@dataclass(frozen=True, slots=True)
class Style:
    """A bar of drums in beats, what plays over it, and the tempi it is played at."""

    slow: float
    fast: float
    kick: tuple[float, ...]
    snare: tuple[float, ...]
    hats: tuple[float, ...]
    chords: str  # arpeggio, quarters, halves, whole, offbeats, eighths
    meter: int = 4
    swing: float = 0.5
    programs: tuple[int, int] = (0, 33)  # General MIDI: chords, bass


STYLES: dict[str, Style] = {
    "rock": Style(90, 160, (0, 2, 2.5), (1, 3), EIGHTHS, "eighths", programs=(29, 34)),
    "pop": Style(85, 130, (0, 1.5, 2), (1, 3), EIGHTHS, "quarters", programs=(0, 33)),
    "ballad": Style(58, 84, (0, 2), (1, 3), EIGHTHS, "arpeggio", programs=(0, 33)),
    "house": Style(116, 130, QUARTERS, (1, 3), OFFBEATS, "offbeats", programs=(4, 38)),
    "techno": Style(125, 150, QUARTERS, (), OFFBEATS, "whole", programs=(89, 38)),
    "disco": Style(104, 124, QUARTERS, (1, 3), SIXTEENTHS, "offbeats", programs=(27, 33)),
    "boom bap": Style(78, 100, (0, 1.75, 2.5), (1, 3), EIGHTHS, "whole", swing=0.6,
                      programs=(4, 32)),
    "trap": Style(128, 156, (0, 1.5, 3.5), (2,), EIGHTHS, "whole", programs=(8, 38)),
    "drum and bass": Style(165, 180, (0, 2.5), (1, 3), EIGHTHS, "whole", programs=(89, 38)),
    "funk": Style(92, 116, (0, 0.75, 2.25, 2.5), (1, 3), SIXTEENTHS, "offbeats",
                  programs=(28, 36)),
    "bossa": Style(110, 150, (0, 1.5, 2, 3.5), (0, 1.5, 3), EIGHTHS, "offbeats",
                   programs=(24, 32)),
    "reggaeton": Style(86, 100, QUARTERS, (0.75, 1.5, 2.75, 3.5), EIGHTHS, "halves",
                       programs=(25, 38)),
    "reggae": Style(66, 84, (2,), (2,), EIGHTHS, "offbeats", programs=(16, 33)),
    "swing": Style(120, 190, (0, 2), (), (0, 1, 1.5, 2, 3, 3.5), "quarters", swing=0.66,
                   programs=(0, 32)),
    "shuffle": Style(90, 140, (0, 2), (1, 3), EIGHTHS, "quarters", swing=0.66, programs=(27, 33)),
    "metal": Style(150, 190, EIGHTHS, (1, 3), QUARTERS, "eighths", programs=(30, 34)),
    "march": Style(95, 126, (0, 2), (0, 1, 1.5, 2, 3, 3.5), (), "quarters", programs=(61, 58)),
    "waltz": Style(85, 180, (0,), (1, 2), (), "quarters", 3, programs=(0, 32)),
    "three": Style(80, 130, (0, 1.5), (2,), tuple(np.arange(0, 3, 0.5)), "arpeggio", 3,
                   programs=(24, 33)),
    "six eight": Style(50, 76, (0,), (1,), tuple(np.arange(0, 2, 1 / 3)), "thirds", 2,
                       programs=(0, 33)),
    "folk": Style(88, 132, (), (), (), "eighths", programs=(25, 32)),
    "piano": Style(64, 120, (), (), (), "arpeggio", programs=(0, 0)),
    "strings": Style(60, 110, (), (), (), "quarters", programs=(48, 43)),
    "chiptune": Style(110, 175, (0, 2), (1, 3), EIGHTHS, "arpeggio", programs=(80, 38)),
}  # fmt: skip
TEMPI = ("even", "even", "loose", "live", "drifts", "steps")
FORMS = ("plain", "plain", "quiet intro", "pause", "half quiet")
_CHORDS = ((57, 60, 64), (53, 57, 60), (60, 64, 67), (55, 59, 62))


@dataclass(frozen=True, slots=True)
class Song:
    name: str
    sound: Floats
    beats: Times
    downbeats: Times
    drops: tuple[float, ...] = ()
    meter: int = 4

    @property
    def bpm(self) -> float:
        return float(60 / np.median(np.diff(self.beats)))


@dataclass(frozen=True, slots=True)
class _Note:
    at: float
    lasts: float
    pitch: int  # of drums the General MIDI key
    level: float
    voice: str  # drums, chords, bass


def drawn(seed: int, *, seconds: float = 24.0, style: str = "", real: bool | None = None) -> Song:
    """A song of a random style, tempo, looseness and form."""
    dice = np.random.default_rng([23, seed])
    name = style or str(dice.choice(list(STYLES)))
    kind = STYLES[name]
    bpm = float(np.exp(dice.uniform(np.log(kind.slow), np.log(kind.fast))))
    how, form = str(dice.choice(TEMPI)), str(dice.choice(FORMS))
    beats = _beats(bpm, how, seconds, float(dice.uniform(0.0, 0.8)), dice)
    notes = _notes(kind, beats, seconds, how, form, dice)
    real = _engine() is not None and seed % 2 == 0 if real is None else real
    sound = _played(notes, kind, seconds) if real else _drawn(notes, kind, seconds, dice)
    heard = beats[beats < seconds]
    label = f"{name} {bpm:.0f} {how}, {form}{', real' if real else ''}"
    return Song(label, sound, heard, heard[:: kind.meter], meter=kind.meter)


def dropped(seed: int, *, seconds: float = 40.0, real: bool = False) -> Song:
    """A verse, a break without drums, and a drop at a bar line; or two of each; or none at all;
    or chords alone for a third of the song, to which all the rest comes in at once."""
    dice = np.random.default_rng([31, seed])
    name = str(dice.choice([n for n in STYLES if STYLES[n].kick]))
    kind = STYLES[name]
    bpm = float(np.exp(dice.uniform(np.log(kind.slow), np.log(kind.fast))))
    beats = _beats(bpm, str(dice.choice(["even", "live"])), seconds, 0.2, dice)
    bars = beats[:: kind.meter]
    count = int(dice.integers(0, 3))
    wanted = seconds * dice.uniform(0.3, 0.7, 1) if count == 1 else seconds * np.array([0.3, 0.75])
    drops = [float(bars[np.abs(bars - at).argmin()]) for at in wanted[:count]]
    quiet = float(dice.uniform(0.45, 0.7))
    breaks = [(at - (bars[1] - bars[0]) * int(dice.integers(2, 5)), at) for at in drops]
    if count == 1 and seed % 3 == 0:
        breaks = [(0.0, drops[0])]
    notes = []
    for note in _notes(kind, beats, seconds, "even", "plain", dice):
        pause = any(a <= note.at < b - 0.05 for a, b in breaks)
        loud = any(b - 0.05 <= note.at < b + 0.3 * seconds for _, b in breaks) or not drops
        if pause and note.voice == "drums":
            continue
        level = note.level * (0.5 * quiet if pause else 1.0 if loud else quiet)
        notes.append(_Note(note.at, note.lasts, note.pitch, level, note.voice))
        if loud and drops and note.voice == "bass":  # what a drop adds: the same, an octave up
            notes.append(_Note(note.at, note.lasts, note.pitch + 12, level, "chords"))
    real = real and _engine() is not None
    sound = _played(notes, kind, seconds) if real else _drawn(notes, kind, seconds, dice)
    label = f"{name} {bpm:.0f}{', real' if real else ''}"
    return Song(label, sound, beats, bars, tuple(drops), kind.meter)


BEATLESS = ("rain", "drone", "chimes", "talk", "free piano", "surf", "hum", "noise", "swells")


def beatless(seed: int, *, seconds: float = 24.0) -> tuple[str, Floats]:
    """Something to hear that has no beat."""
    dice = np.random.default_rng([29, seed])
    kind = BEATLESS[seed % len(BEATLESS)]
    t = np.arange(int(seconds * RATE)) / RATE
    out = dice.standard_normal(len(t)) * 0.002
    match kind:
        case "rain":
            for at in np.cumsum(dice.exponential(0.02, int(seconds * 60))):
                put(out, hat(dice) * float(dice.exponential(0.3)), float(at))
        case "drone":
            for pitch in dice.uniform(80, 500, 6):
                slow = 1 + np.sin(2 * np.pi * t * dice.uniform(0.02, 0.15) + dice.uniform(0, 6))
                out += np.sin(2 * np.pi * pitch * t) * slow * 0.1
        case "chimes" | "free piano":
            mean = 1.4 if kind == "chimes" else 0.45
            for at in np.cumsum(dice.gamma(2.0, mean / 2, int(3 * seconds / mean))):
                put(out, tone(float(dice.uniform(200, 900)), 2.0), float(at))
        case "talk":
            glide = 120 + 25 * np.sin(2 * np.pi * 0.7 * t) + 12 * np.sin(2 * np.pi * 2.3 * t)
            phase = 2 * np.pi * np.cumsum(glide) / RATE
            buzz = np.sum([np.sin(k * phase) / k for k in range(1, 20)], axis=0)
            edges = np.cumsum(dice.uniform(0.08, 0.35, 400))
            loud = np.interp(t, edges, dice.choice([0.0, 0.2, 1.0], 400))
            out += buzz * loud * 0.1
        case "surf":
            slow = 1 + np.interp(t, np.cumsum(dice.uniform(1, 4, 40)), dice.uniform(-0.9, 1, 40))
            out += dice.standard_normal(len(t)) * slow * 0.1
        case "swells":  # tones alone, without a breath of noise: all that rises is the swelling
            out = np.zeros(len(t))
            for pitch in 110 * 2 ** (dice.integers(0, 36, int(dice.integers(2, 5))) / 12):
                out += np.sin(2 * np.pi * pitch * t)
            out *= 0.6 + 0.4 * np.sin(2 * np.pi * t / dice.uniform(4, 12))
        case "noise":
            tilt = float(dice.uniform(0.0, 1.0))  # white to brown
            wave = np.fft.rfft(dice.standard_normal(len(t)))
            out = np.fft.irfft(wave / np.maximum(np.arange(len(wave)), 20.0) ** tilt, len(t))
        case _:
            for pitch in (50.0, 100.0, 150.0, 250.0):
                out += np.sin(2 * np.pi * pitch * t) * 0.1
            out += dice.standard_normal(len(t)) * 0.02
    made: Floats = (out / np.abs(out).max() * 0.8).astype(np.float32)
    return kind, made


def _beats(bpm: float, how: str, seconds: float, first: float, dice: np.random.Generator) -> Times:
    """When the beats fall."""
    gap, times, wander = 60 / bpm, [first], 0.0
    turn = seconds * float(dice.uniform(0.4, 0.6))
    slope = float(dice.choice([-1, 1])) * 0.06
    while times[-1] < seconds:
        now = times[-1]
        pace = 1.0
        if how == "live":
            wander = 0.9 * wander + float(dice.normal(0, 0.004))
            pace = 1 + wander
        elif how == "drifts":
            pace = 1 + slope * (now / seconds - 0.5)
        elif how == "steps" and now > turn:
            pace = 1 - 2 * abs(slope) if slope > 0 else 1 + abs(slope)
        times.append(now + gap * pace)
    return np.array([*times, *(times[-1] + gap * np.arange(1, 9))])


def _notes(
    kind: Style, beats: Times, seconds: float, how: str, form: str, dice: np.random.Generator
) -> list[_Note]:
    notes: list[_Note] = []
    spread = {"loose": 0.010, "live": 0.008}.get(how, 0.003)
    quiet = (0.0, seconds * 0.35) if form == "quiet intro" else (0.0, 0.0)
    quiet = (seconds * 0.5, seconds) if form == "half quiet" else quiet
    pause = (seconds * 0.45, seconds * 0.45 + 3.5) if form == "pause" else (0.0, 0.0)

    def at(bar: int, place: float) -> float:
        whole = int(place)
        part = place - whole
        if abs(part - 0.5) < 0.01:
            part = kind.swing
        index = bar * kind.meter + whole
        return float(beats[index] + (beats[index + 1] - beats[index]) * part)

    bars = (len(beats) - 9) // kind.meter + 1
    for bar in range(bars):
        for key, places, level in ((36, kind.kick, 1.0), (38, kind.snare, 0.85),
                                   (42, kind.hats, 0.5)):  # fmt: skip
            for place in places:
                now = at(bar, place)
                if not quiet[0] <= now < quiet[1]:
                    notes.append(_Note(now, 0.1, key, level * dice.uniform(0.8, 1), "drums"))
        notes += _harmony(kind, bar, at, dice)
    loose = [
        _Note(max(0.0, n.at + float(dice.normal(0, spread))), n.lasts, n.pitch,
              n.level * (0.5 if quiet[0] <= n.at < quiet[1] else 1.0), n.voice)
        for n in notes
    ]  # fmt: skip
    return [n for n in loose if n.at < seconds and not pause[0] <= n.at < pause[1]]


def _harmony(kind: Style, bar: int, at: object, dice: np.random.Generator) -> list[_Note]:
    chord = _CHORDS[bar % 4]
    place = at
    assert callable(place)
    grid = {
        "arpeggio": np.arange(0, kind.meter, 0.5), "eighths": np.arange(0, kind.meter, 0.5),
        "quarters": np.arange(kind.meter), "halves": np.arange(0, kind.meter, 2),
        "whole": np.zeros(1), "offbeats": np.arange(kind.meter) + 0.5,
        "thirds": np.arange(0, kind.meter, 1 / 3),
    }[kind.chords]  # fmt: skip
    made = []
    for number, when in enumerate(grid):
        start = place(bar, float(when))
        nearly = place(bar, float(min(when + (grid[1] - grid[0] if len(grid) > 1 else kind.meter),
                                      kind.meter - 0.01)))  # fmt: skip
        level = 0.6 * float(dice.uniform(0.8, 1)) * (1.15 if when == 0 else 1.0)
        broken = kind.chords in ("arpeggio", "thirds")
        for pitch in [chord[number % 3] + 12] if broken else chord:
            made.append(_Note(start, max(0.08, (nearly - start) * 0.9), pitch, level, "chords"))
    for when in (0, 2) if kind.meter == 4 else (0,):
        start = place(bar, float(when))
        made.append(_Note(start, (place(bar, when + 0.9) - start) * 1.6, chord[0] - 24, 0.8,
                          "bass"))  # fmt: skip
    return made


# -- played by the few sounds of this file --------------------------------------------------------


def _drawn(notes: list[_Note], kind: Style, seconds: float, dice: np.random.Generator) -> Floats:
    out = dice.standard_normal(int(seconds * RATE)) * 0.002
    strike = {36: kick, 38: snare, 42: hat}
    for note in notes:
        if note.voice == "drums":
            put(out, strike[note.pitch](dice) * note.level, note.at)
        else:
            pitch = 440 * 2 ** ((note.pitch - 69) / 12)
            soft = 0.12 if kind.programs[0] in (48, 89) and note.voice == "chords" else 0.004
            put(out, tone(pitch, note.lasts, soft=soft) * note.level, note.at)
    made: Floats = (out / np.abs(out).max() * 0.8).astype(np.float32)
    return made


def put(out: Times, sound: Times, at: float) -> None:
    first = round(at * RATE)
    if 0 <= first < len(out):
        part = sound[: len(out) - first]
        out[first : first + len(part)] += part


def _fall(seconds: float, to: float) -> Times:
    return np.asarray(np.exp(-np.arange(int(seconds * RATE)) / RATE / to))


def kick(dice: np.random.Generator) -> Times:
    t = np.arange(int(0.25 * RATE)) / RATE
    fall = 50 * t + 6.7 * (1 - np.exp(-t * 18))
    return np.asarray(np.sin(2 * np.pi * fall) * _fall(0.25, 0.09))


def snare(dice: np.random.Generator) -> Times:
    t = np.arange(int(0.2 * RATE)) / RATE
    noise = dice.standard_normal(len(t)) * 0.5 * _fall(0.2, 0.05)
    return np.asarray(noise + np.sin(2 * np.pi * 190 * t) * 0.4 * _fall(0.2, 0.06))


def hat(dice: np.random.Generator) -> Times:
    noise = dice.standard_normal(int(0.06 * RATE))
    return np.asarray(np.diff(noise, prepend=0) * 0.25 * _fall(0.06, 0.02))


def tone(pitch: float, seconds: float, *, soft: float = 0.004) -> Times:
    t = np.arange(max(2, int(seconds * RATE))) / RATE
    wave = sum(np.sin(2 * np.pi * pitch * k * t) / k**1.5 for k in range(1, 5))
    return np.asarray(wave * _fall(seconds, seconds / 2)[: len(t)] if len(t) == int(seconds * RATE)
                      else wave) * np.minimum(1, t / soft) * 0.15  # fmt: skip


# -- played by real instruments -------------------------------------------------------------------


def _engine() -> tuple[str, str] | None:
    """FluidSynth and a font for it, where both are here."""
    program = shutil.which("fluidsynth")
    font = next((f for f in FONTS if Path(f).exists()), None)
    return (program, font) if program and font else None


def _played(notes: list[_Note], kind: Style, seconds: float) -> Floats:
    import soundfile

    engine = _engine()
    assert engine is not None
    with tempfile.TemporaryDirectory(prefix="songs-") as folder:
        score, wave = Path(folder) / "song.mid", Path(folder) / "song.wav"
        score.write_bytes(_midi(notes, kind))
        argv = [engine[0], "-ni", "-q", "-g", "0.6", "-r", str(2 * RATE), "-F", str(wave),
                engine[1], str(score)]  # fmt: skip
        subprocess.run(argv, check=True, capture_output=True)
        sound, _ = soundfile.read(str(wave), dtype="float32")
    mono = sound.mean(axis=1)
    lower = np.fft.rfft(mono, 1 << (len(mono) - 1).bit_length())
    half = np.fft.irfft(lower[: len(lower) // 2 + 1]) * 0.5
    out = np.zeros(int(seconds * RATE), np.float32)
    out[: len(half)] = half[: len(out)]
    made: Floats = (out / max(float(np.abs(out).max()), 1e-6) * 0.8).astype(np.float32)
    return made


def _midi(notes: list[_Note], kind: Style) -> bytes:
    """A Standard MIDI File whose tick is a millisecond."""
    events: list[tuple[int, bytes]] = [
        (0, bytes([0xC0, kind.programs[0]])), (0, bytes([0xC1, kind.programs[1]])),
    ]  # fmt: skip
    channel = {"chords": 0, "bass": 1, "drums": 9}
    for note in notes:
        where = channel[note.voice]
        start, end = round(note.at * 1000), round((note.at + note.lasts) * 1000)
        events.append((start, bytes([0x90 | where, note.pitch, round(40 + 80 * note.level)])))
        events.append((max(end, start + 1), bytes([0x80 | where, note.pitch, 0])))
    track, clock = b"\x00\xff\x51\x03" + (1_000_000).to_bytes(3, "big"), 0
    for at, event in sorted(events, key=lambda row: (row[0], row[1][0] >> 4)):
        track += _variable(at - clock) + event
        clock = at
    track += b"\x00\xff\x2f\x00"
    head = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, 1000)
    return head + struct.pack(">4sI", b"MTrk", len(track)) + track


def _variable(number: int) -> bytes:
    made = [number & 0x7F]
    while number := number >> 7:
        made.append(0x80 | (number & 0x7F))
    return bytes(reversed(made))
