"""A score becomes sound: every different note once, placed, balanced, put in a room, mastered."""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from studio.composer import limiting, loudness, mastering, placing, room, tables, waves
from studio.composer.placing import Track
from studio.composer.values import RATE, Score, Sound
from studio.composer.waves import Key, Wave

_BLOCK = 1 << 18


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
            keys = [waves.key_of(part, note) for note in part.notes]
            keyed.append(keys)
            for key, note in zip(keys, part.notes, strict=True):
                longest[key] = max(longest[key], note.length)
        jobs = sorted(longest.items(), key=lambda item: -item[1])
        tonic = self.plan.tonic
        done = list(self.pool.map(lambda job: waves.rendered(job[0], job[1], tonic), jobs))
        known = {key: made for (key, _), made in zip(jobs, done, strict=True)}
        return list(
            self.pool.map(
                lambda pair: placing.placed(self.plan, pair[0], pair[1], known, around=self.around),
                zip(self.score.parts, keyed, strict=True),
            )
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
                placing.lay(out, stroke, shift, first, last, start, track.gain)
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
        mix, finish = mastering.mastered(mix, self.plan, self.pool)
        made: list[tuple[str, Wave]] = []
        if stems:
            rows = [*(self._stem(track) for track in tracks), ("Room", wet)]
            made = [(name, mastering.finished(dry, finish, self.pool)) for name, dry in rows]
            finish.rest(made[-1][1])
        heard = loudness.heard(mix)
        peak = float(limiting.peaks(mix).max())
        mix.setflags(write=False)
        return Sound(
            mix,
            tuple(made),
            loudness.integrated(heard.energy),
            20 * np.log10(max(peak, 1e-9)),
            {"range": loudness.loudness_range(heard.energy)},
        )

    def _stem(self, track: Track) -> tuple[str, Wave]:
        out = np.zeros((2, self.length), dtype=np.float32)
        for start in range(0, self.length, _BLOCK):
            stop = min(self.length, start + _BLOCK)
            sound = self.block(track, start, stop, self.pump(start, stop))
            if sound is not None:
                out[:, start:stop] = sound
        return track.part.name, out
