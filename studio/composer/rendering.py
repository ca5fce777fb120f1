"""A score becomes sound: every different note once, placed, balanced, put in a room, mastered."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.composer import (
    drumkit,
    drumming,
    loudness,
    mastering,
    ornaments,
    room,
    sampler,
    spectra,
    synth,
    tables,
)
from studio.composer.values import RATE, Note, Part, Score, Sound

Wave = NDArray[np.float32]
_BLOCK = 1 << 18
_REFERENCE = -20.0  # LUFS of a part at level 0, before the master
_EFFECT_LEVELS = {
    "riser": -9.0,
    "swell": -9.0,
    "impact": 1.0,
    "softimpact": -2.0,
    "crash": -6.0,
    "stinger": -2.0,
    "braam": -2.0,
}
_RELEASE = {
    "keys": 0.16,
    "guitar": 0.12,
    "strings": 0.2,
    "winds": 0.09,
    "brass": 0.12,
    "pads": 0.5,
    "bass": 0.03,
    "plucked": 0.5,
    "bells": 0.7,
    "voice": 0.3,
    "synth": 0.06,
    "effects": 0.02,
}


class Key(NamedTuple):
    """What makes one rendered note different from another."""

    instrument: str
    pitch: int
    layer: int
    style: str
    highpass: float


class Rendered(NamedTuple):
    """A note's sound, the weighted energy of its tenths of a second, how late it speaks."""

    wave: Wave
    energy: loudness.Energies
    lag: int


class Stroke(NamedTuple):
    """A rendered note at its place."""

    start: int
    stop: int
    wave: Wave
    left: float
    right: float
    fade: int


@dataclass(slots=True)
class Track:
    part: Part
    strokes: list[Stroke]
    gain: float = 1.0


def workers() -> int:
    return min(4, os.cpu_count() or 1)


def render_score(score: Score, *, stems: bool = False) -> Sound:
    """Mastered sound, and its stems when asked for."""
    with ThreadPoolExecutor(workers()) as pool:
        return _Session(score, pool).finished(stems=stems)


class _Session:
    """One rendering: waves, tracks, mix."""

    def __init__(self, score: Score, pool: ThreadPoolExecutor) -> None:
        self.score, self.plan, self.pool = score, score.plan, pool
        self.table = tables.genre(score.plan.genre)
        self.around = score.plan.brief.loop or score.plan.brief.ending == "loop"
        self.length = score.plan.samples

    # --- notes -----------------------------------------------------------------------------

    def tracks(self) -> list[Track]:
        """Every part with its notes rendered and its level found."""
        longest: dict[Key, int] = defaultdict(int)
        keyed: list[list[Key]] = []
        for part in self.score.parts:
            keys = [_key(part, note) for note in part.notes]
            keyed.append(keys)
            for key, note in zip(keys, part.notes, strict=True):
                longest[key] = max(longest[key], note.length)
        jobs = sorted(longest.items(), key=lambda item: -item[1])
        tonic = self.plan.tonic
        done = list(self.pool.map(lambda job: _wave(job[0], job[1], tonic), jobs))
        waves = {key: made for (key, _), made in zip(jobs, done, strict=True)}
        return list(
            self.pool.map(
                lambda pair: self._track(pair[0], pair[1], waves),
                zip(self.score.parts, keyed, strict=True),
            )
        )

    def _track(self, part: Part, keys: list[Key], waves: dict[Key, Rendered]) -> Track:
        frames = np.zeros(self.length // loudness.FRAME + 64)
        strokes: list[Stroke] = []
        kit = part.instrument.startswith("kit:")
        gains, pans = drumming.kits()["gains"], drumming.kits()["pan"]
        instrument: dict[str, Any] = tables.instruments().get(part.instrument, {})
        spread = float(instrument.get("spread", 0.0))
        sings = bool(instrument.get("sustain"))
        release = int(_RELEASE.get(str(instrument.get("family", "")), 0.1) * RATE)
        for key, note in zip(keys, part.notes, strict=True):
            wave, energy, lag = waves[key]
            gain = (note.velocity / 100.0) ** 1.7
            pan = part.pan
            if kit:
                gain *= 10 ** (float(gains.get(note.style, 0.0)) / 20)
                pan += float(pans.get(note.style, 0.0))
            elif part.role == "effects":
                top = loudness.momentary_top(energy, 100.0)
                gain *= 10 ** ((_REFERENCE + _EFFECT_LEVELS.get(note.style, -6.0) - top) / 20)
            elif spread:
                pan += spread * max(-1.0, min(1.0, (note.pitch - 66) / 24.0)) * (note.pitch > 50)
            whole = kit or part.role == "effects"
            size = wave.shape[-1] if whole else min(wave.shape[-1], note.length + release)
            fade = 0 if size == wave.shape[-1] else min(release, size // 2)
            left, right = _panned(pan)
            start = note.at
            if sings and note.at not in self.plan.drops:
                start = max(0, note.at - lag)
            strokes.append(Stroke(start, start + size, wave, gain * left, gain * right, fade))
            first = note.at // loudness.FRAME
            heard = energy[: min(len(energy), -(-size // loudness.FRAME), len(frames) - first)]
            frames[first : first + len(heard)] += heard * (gain * gain)
            if part.echo:
                strokes += self._echoes(note, strokes[-1], part.echo)
        level = 1.0
        if part.role != "effects":
            top = loudness.momentary_top(frames)
            level = 10 ** ((_REFERENCE + part.level - top) / 20)
        return Track(part, strokes, level)

    def _echoes(self, note: Note, stroke: Stroke, level: float) -> Iterable[Stroke]:
        """The stroke again a dotted eighth later, on the other side."""
        beat = next(t for t in reversed(self.plan.tempi) if t.at <= note.at).samples_per_beat
        for times, side in ((1, 0), (2, 1)):
            delay = round(0.75 * beat * times)
            loud = (stroke.left + stroke.right) * 0.7 * level**times
            left, right = (loud, 0.35 * loud) if side else (0.35 * loud, loud)
            end = self.length if not self.around else 1 << 60
            if note.at + delay < min(end, self.plan.final if not self.around else end):
                yield stroke._replace(
                    start=stroke.start + delay, stop=stroke.stop + delay, left=left, right=right
                )

    # --- mix -------------------------------------------------------------------------------

    def block(self, track: Track, start: int, stop: int, pump: Wave | None) -> Wave | None:
        """What a track sounds like between two samples; None where it is silent."""
        out: Wave | None = None
        shifts = (0, self.length) if self.around else (0,)
        for stroke in track.strokes:
            for shift in shifts:
                first, last = max(start, stroke.start - shift), min(stop, stroke.stop - shift)
                if first >= last:
                    continue
                if out is None:
                    out = np.zeros((2, stop - start), dtype=np.float32)
                _lay(out, stroke, shift, first, last, start, track.gain)
        if out is not None and pump is not None and track.part.pump > 0:
            out *= 1.0 - np.float32(track.part.pump) * pump
        return out

    def pump(self, start: int, stop: int) -> Wave | None:
        """How far the kick pushes everything down, by sample."""
        depth = float(self.table["pump"])
        if not depth or not self.score.kicks:
            return None
        tempo = next((t for t in reversed(self.plan.tempi) if t.at <= start), self.plan.tempi[0])
        length = int(0.62 * min(tempo.samples_per_beat, 0.6 * RATE))
        shape = (np.cos(np.linspace(0, np.pi / 2, length)) ** 2).astype(np.float32)
        shape[:240] *= np.linspace(0, 1, 240, dtype=np.float32)
        out = np.zeros(stop - start, dtype=np.float32)
        for kick in self.score.kicks:
            first, last = max(start, kick), min(stop, kick + length)
            if first < last:
                piece = out[first - start : last - start]
                np.maximum(piece, shape[first - kick : last - kick] * depth, out=piece)
        return out

    def mixed(self, tracks: list[Track]) -> tuple[Wave, Wave]:
        """Everything dry, and what goes to the room."""
        mix = np.zeros((2, self.length), dtype=np.float32)
        send = np.zeros(self.length, dtype=np.float32)

        def one(start: int) -> None:
            stop = min(self.length, start + _BLOCK)
            pump = self.pump(start, stop)
            for track in tracks:
                sound = self.block(track, start, stop, pump)
                if sound is None:
                    continue
                mix[:, start:stop] += sound
                if track.part.send:
                    send[start:stop] += (sound[0] + sound[1]) * np.float32(0.5 * track.part.send)

        list(self.pool.map(one, range(0, self.length, _BLOCK)))
        return mix, send

    # --- finish ----------------------------------------------------------------------------

    def finished(self, *, stems: bool) -> Sound:
        tracks = self.tracks()
        mix, send = self.mixed(tracks)
        seconds, level = self.table["room"]
        wet = room.answered(send, room.impulse(float(seconds)), around=self.around)
        wet *= np.float32(10 ** ((float(level) + 3.0) / 20))
        del send
        mix += wet
        if not stems:
            del wet
        kernel = mastering.matching(
            loudness.heard(mix).spectrum,
            tilt=self._tilt(),
            air=self._air(),
            lowpass=float(self.table["lowpass"]),
            dip=3.5 if self.plan.brief.voice else 2.0 if self.plan.brief.speech else 0.0,
        )
        width = mastering.widening(mix)
        mix = self._shaped(mix, kernel, width)
        curve = self._gain(mix)
        self._apply(mix, curve)
        soft = mastering.softened(mix, around=self.around)
        tops = mastering.peaks(mix)
        held = mastering.levelled(
            loudness.heard(mix).energy, tops, mastering.powers(mix), np.ones_like(tops),
            around=self.around,
        )  # fmt: skip
        self._apply(mix, held)
        trim = self._trim(mix)
        mix *= trim
        made: list[tuple[str, Wave]] = []
        if stems:
            rows = [*(self._stem(track) for track in tracks), ("Room", wet)]
            for name, dry in rows:
                stem = self._shaped(dry, kernel, width)
                self._apply(stem, curve)
                mastering.soften(stem, soft, around=self.around)
                self._apply(stem, held)
                stem *= trim
                made.append((name, stem))
        heard = loudness.heard(mix)
        peak = float(mastering.peaks(mix).max())
        mix.setflags(write=False)
        return Sound(
            mix,
            tuple(made),
            loudness.integrated(heard.energy),
            20 * np.log10(max(peak, 1e-9)),
            {"range": loudness.loudness_range(heard.energy)},
        )

    def _shaped(self, sound: Wave, kernel: Wave, width: float) -> Wave:
        """The sound through the match of the spectrum, its sides wider or narrower."""
        middle, side = (sound[0] + sound[1]) * 0.5, (sound[0] - sound[1]) * 0.5
        rows = ((middle, kernel), (side, mastering.sideways(kernel, width)))
        halves = self.pool.map(lambda r: mastering.shaped(r[0], r[1], around=self.around), rows)
        middle, side = halves
        return np.stack([middle + side, middle - side])

    def _tilt(self) -> float:
        return float(self.table["tilt"]) + 1.6 * (self.plan.energy - float(self.table["energy"]))

    def _air(self) -> float:
        return (
            float(self.table["air"]) - 5.0 + 6.0 * (self.plan.energy - float(self.table["energy"]))
        )

    def _gain(self, mix: Wave) -> mastering.Curve:
        energy = loudness.heard(mix).energy
        tops = mastering.peaks(mix)
        steps = len(tops)
        fades = mastering.edges(self.plan, steps)
        shape = mastering.section_gains(self.plan, energy, steps, fades) * fades
        if self.around:
            shape = mastering.joined(shape)
        return mastering.levelled(energy, tops, mastering.powers(mix), shape, around=self.around)

    def _apply(self, sound: Wave, curve: mastering.Curve) -> None:
        """The sound times a gain by step, and from nothing to all of it in three milliseconds."""
        for start in range(0, self.length, _BLOCK):
            stop = min(self.length, start + _BLOCK)
            gain = mastering.spread_out(curve, start, stop, around=self.around)
            sound[:, start:stop] *= gain
        if not self.around:
            rise = min(self.length, RATE * 3 // 1000)
            sound[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)

    def _trim(self, mix: Wave) -> np.float32:
        """The last hundredths to the target."""
        away = mastering.TARGET - loudness.integrated(loudness.heard(mix).energy)
        return np.float32(10 ** (max(-0.4, min(0.25, away)) / 20))

    def _stem(self, track: Track) -> tuple[str, Wave]:
        out = np.zeros((2, self.length), dtype=np.float32)
        for start in range(0, self.length, _BLOCK):
            stop = min(self.length, start + _BLOCK)
            sound = self.block(track, start, stop, self.pump(start, stop))
            if sound is not None:
                out[:, start:stop] = sound
        return track.part.name, out


def _lay(
    out: Wave, stroke: Stroke, shift: int, first: int, last: int, start: int, gain: float
) -> None:
    """Adds the part of a stroke that lies between two samples."""
    begin = first + shift - stroke.start
    end = last + shift - stroke.start
    size = stroke.stop - stroke.start
    piece = stroke.wave[..., begin:end]
    if stroke.fade and end > size - stroke.fade:
        from_fade = max(0, size - stroke.fade - begin)
        piece = piece.copy()
        ramp = np.arange(size - (begin + from_fade), size - end, -1, dtype=np.float32)
        ramp /= np.float32(stroke.fade)
        piece[..., from_fade:] *= ramp * ramp
    left, right = np.float32(stroke.left * gain), np.float32(stroke.right * gain)
    low, high = (piece, piece) if piece.ndim == 1 else (piece[0], piece[1])
    out[0, first - start : last - start] += low * left
    out[1, first - start : last - start] += high * right


def _panned(pan: float) -> tuple[float, float]:
    """Constant power; 0 is the middle."""
    angle = (max(-1.0, min(1.0, pan)) + 1.0) * np.pi / 4
    return float(np.cos(angle) * 1.4142), float(np.sin(angle) * 1.4142)


def _key(part: Part, note: Note) -> Key:
    if part.instrument.startswith("kit:"):
        voice = drumming.kit(part.instrument[4:]).get(note.style, note.style)
        return Key("drum", 0, 0, voice, part.highpass)
    if part.role == "effects":
        return Key(
            "effect", 0, note.length if note.style in ("riser", "swell") else 0, note.style, 0.0
        )
    soften = tables.instruments()[part.instrument].get("soften")
    layer = 2 if not soften else 0 if note.velocity < 58 else 1 if note.velocity < 84 else 2
    return Key(part.instrument, note.pitch, layer, note.style, part.highpass)


def _lag(wave: Wave) -> int:
    """Samples until a slow tone is half there: players of bows and breath begin early by that."""
    early = np.abs(np.atleast_2d(wave)[0, : RATE // 3])
    steps = early[: len(early) // 96 * 96].reshape(-1, 96).max(axis=1, initial=0.0)
    if not len(steps) or not steps.max() > 0:
        return 0
    half = int(np.argmax(steps >= 0.5 * steps.max())) * 96
    return max(0, min(RATE * 70 // 1000, half - RATE // 100))


def _wave(key: Key, length: int, tonic: int) -> Rendered:
    """The note as sound, and what placing and balancing it needs to know."""
    wave = _eased(_made(key, length, tonic))
    count = 2.0 if wave.ndim == 1 else 1.0  # one wave is heard on both sides
    return Rendered(wave, loudness.heard(wave).energy * count, _lag(wave))


_EASE = np.sin(np.linspace(0, np.pi / 2, 48, dtype=np.float32)) ** 2


def _eased(wave: Wave) -> Wave:
    """The wave from zero to zero: a filter that turns no phase rings ahead of what it filters, and
    a tone cut there begins with a click."""
    size = min(len(_EASE), wave.shape[-1] // 2)
    out = wave.copy() if not wave.flags.writeable else wave
    out[..., :size] *= _EASE[:size]
    out[..., out.shape[-1] - size :] *= _EASE[:size][::-1]
    return out


def _made(key: Key, length: int, tonic: int) -> Wave:
    if key.instrument == "drum":
        wave = drumkit.drum(key.style, tonic)
        return (
            spectra.filtered(wave, spectra.curve(key.highpass, 20_000.0))
            if key.highpass > 60
            else wave
        )
    if key.instrument == "effect":
        return drumkit.effect(key.style, max(length, RATE // 10), tonic)
    entry = tables.instruments()[key.instrument]
    release = int(_RELEASE.get(str(entry["family"]), 0.1) * RATE)
    lowpass = float(entry.get("lowpass", 20_000.0))
    if entry.get("soften"):
        lowpass = min(lowpass, float(entry["soften"]) * (1.0, 2.4, 20.0)[key.layer])
    shape = spectra.curve(key.highpass, lowpass, float(entry.get("bright", 0.0)))
    total = length + release
    if entry["voice"] == "sampled":
        name = str(entry.get("of", key.instrument))
        wide = float(entry.get("wide", 0.0))
        made = sampler.note(name, key.pitch, total, shape=shape, wide=wide)
        return ornaments.bent(made, key.style) if key.style else made
    voice = synth.VOICES[str(entry["voice"])]
    needs = shape if key.highpass > 60 or lowpass < 20_000 else None
    made = voice(key.pitch, total, needs)
    return ornaments.bent(made, key.style) if key.style else made
