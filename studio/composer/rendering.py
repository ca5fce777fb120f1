"""A score becomes sound: every different note once, placed, balanced, put in a room, mastered."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.composer import loudness, mastering, placing, room, tables, tape, waves
from studio.composer.placing import Track
from studio.composer.tape import Source, Tape
from studio.composer.values import RATE, Score, ScorePlan, Sound
from studio.composer.waves import Key, Wave


def workers() -> int:
    return min(4, os.cpu_count() or 1)


def render_score(score: Score, *, stems: bool = False) -> Sound:
    """Mastered sound, and its stems when asked for, whole in memory."""
    with playing(score, stems=stems) as made:
        return made.sound()


@dataclass(frozen=True, slots=True)
class Performance:
    """A mastered piece, to be heard block by block."""

    master: Source
    stems: tuple[tuple[str, Source], ...]
    loudness: float
    true_peak: float
    range: float
    pool: Executor

    def blocks(self, source: Source) -> Iterator[Wave]:
        return tape.in_order(self.pool, source)

    def sound(self) -> Sound:
        """All of it at once."""
        master = self._whole(self.master)
        master.setflags(write=False)
        stems = tuple((name, self._whole(source)) for name, source in self.stems)
        return Sound(master, stems, self.loudness, self.true_peak, {"range": self.range})

    def _whole(self, source: Source) -> Wave:
        out = np.empty((2, source.length), dtype=np.float32)
        at = 0
        for block in self.blocks(source):
            out[:, at : at + block.shape[1]] = block
            at += block.shape[1]
        return out


@contextmanager
def playing(
    score: Score, *, stems: bool = False, folder: Path | None = None
) -> Iterator[Performance]:
    """A score, mastered, as long as it is listened to; what is long meanwhile lies in the
    folder."""
    with ThreadPoolExecutor(workers()) as pool:
        yield _Session(score, pool, folder).performed(stems=stems)


def performance(
    mix: Tape, weighed: mastering.Weighed, plan: ScorePlan, pool: Executor
) -> tuple[Performance, mastering.Finish]:
    """A mix, mastered; its tape is written over."""
    master, finish, peak = mastering.mastered(mix, weighed, plan, pool)
    loud = loudness.integrated(finish.energy)
    spread = loudness.loudness_range(finish.energy)
    decibels = 20 * float(np.log10(max(peak, 1e-9)))
    return Performance(master, (), loud, decibels, spread, pool), finish


class _Session:
    """One rendering: waves, tracks, mix."""

    def __init__(self, score: Score, pool: Executor, folder: Path | None) -> None:
        self.score, self.plan, self.pool, self.folder = score, score.plan, pool, folder
        self.table = tables.genre(score.plan.genre)
        self.around = mastering.goes_around(score.plan)
        self.length = score.plan.samples

    def performed(self, *, stems: bool) -> Performance:
        tracks = self._tracks()
        mix, wet, weighed = self._mixed(tracks)
        rows = [(track.part.name, self._source(track)) for track in tracks if stems]
        del tracks
        made, finish = performance(mix, weighed, self.plan, self.pool)
        finished = [(name, finish.stem(dry)) for name, dry in rows]
        if stems:
            finished.append(("Room", finish.stem(wet, rest=True)))
        return replace(made, stems=tuple(finished))

    # --- notes -----------------------------------------------------------------------------

    def _tracks(self) -> list[Track]:
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
        done = self.pool.map(lambda job: waves.rendered(job[0], job[1], tonic), jobs)
        known = {key: made for (key, _), made in zip(jobs, done, strict=True)}
        return [
            placing.placed(self.plan, part, keys, known, around=self.around)
            for part, keys in zip(self.score.parts, keyed, strict=True)
        ]

    # --- mix -------------------------------------------------------------------------------

    def _mixed(self, tracks: list[Track]) -> tuple[Tape, Source, mastering.Weighed]:
        """Everything together, the room alone, and what the mix weighs."""
        mix, send = (Tape(channels, self.length, self.folder) for channels in (2, 1))

        def block(start: int, stop: int) -> None:
            out = np.zeros((2, stop - start), dtype=np.float32)
            sent = np.zeros((1, stop - start), dtype=np.float32)
            pump = self._pump(start, stop)
            for track in tracks:
                sound = self._laid(track, start, stop, pump)
                if sound is not None:
                    out += sound
                    if track.part.send:
                        sent += (sound[0] + sound[1]) * np.float32(0.5 * track.part.send)
            mix.write(start, out)
            send.write(start, sent)

        tape.each(self.pool, self.length, block)
        seconds, level = map(float, self.table["room"])
        room_of = room.answering(seconds, send.source(around=self.around))
        loud = np.float32(10 ** ((level + 3.0) / 20))
        wet = replace(room_of, inside=lambda start, stop: room_of.inside(start, stop) * loud)
        both = replace(
            wet, inside=lambda start, stop: mix.read(start, stop) + wet.inside(start, stop)
        )
        return mix, wet, mastering.weighed(both, self.pool, onto=mix)

    def _source(self, track: Track) -> Source:
        """A track alone, dry."""

        def inside(start: int, stop: int) -> Wave:
            sound = self._laid(track, start, stop, self._pump(start, stop))
            return np.zeros((2, stop - start), dtype=np.float32) if sound is None else sound

        return Source(self.length, self.around, inside)

    def _laid(self, track: Track, start: int, stop: int, pump: Wave | None) -> Wave | None:
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

    def _pump(self, start: int, stop: int) -> Wave | None:
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
