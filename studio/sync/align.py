"""A song and a film brought together: fitted, and re-cut first when nothing else helps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from studio.sync import recut, solve
from studio.sync.recut import Run
from studio.sync.values import Fit, Grid, Piece, Target

_SAME = 0.02  # seconds from a beat within which a drop is that beat
_LATE = 0.05  # seconds by which a drop may miss its cut before the song is re-cut


def grid(
    beats: Sequence[float],
    downbeats: Sequence[float],
    drops: Sequence[float],
    duration: float,
    *,
    eighths: bool = True,
    parts: int = 2,
) -> Grid:
    """Where a song can meet a cut: its beats, downbeats a little better, eighths a little less."""
    first = {round(d, 4) for d in downbeats}
    times: list[float] = []
    worth: list[float] = []
    for index, beat in enumerate(beats):
        times.append(beat)
        worth.append(1.15 if round(beat, 4) in first else 1.0)
        if eighths and index + 1 < len(beats):
            between = parted((beat, beats[index + 1]), parts)[1:-1]
            times += between
            worth += [0.9] * len(between)
    for drop in drops:  # one that falls between the beats is a place of its own
        if all(abs(drop - time) > _SAME for time in times):
            times.append(drop)
            worth.append(1.0)
    order = sorted(range(len(times)), key=times.__getitem__)
    return Grid(
        tuple(times[n] for n in order), tuple(worth[n] for n in order), tuple(downbeats),
        tuple(drops), duration,
    )  # fmt: skip


def parted(beats: Sequence[float], parts: int) -> list[float]:
    """The beats and what divides each into so many parts."""
    made = [
        one + (two - one) * n / parts
        for one, two in itertools.pairwise(beats)
        for n in range(parts)
    ]
    return [*made, *beats[-1:]]


def free(
    onsets: Sequence[float], phrases: Sequence[float], drops: Sequence[float], duration: float
) -> Grid:
    """Where a song without a beat can meet a cut: where a phrase begins, and at clear attacks."""
    begin = [p for p in phrases if p > 0.05]
    near = [o for o in onsets if all(abs(o - p) > 0.06 for p in begin)]
    rows = sorted([(p, 1.15) for p in begin] + [(o, 0.8) for o in near])
    times = [time for time, _ in rows]
    return Grid(tuple(times), tuple(worth for _, worth in rows), (), tuple(drops), duration)


def heard_at(pieces: Sequence[Piece], times: Sequence[float]) -> list[float]:
    """When these moments of the song are heard in the film, as often as they are played."""
    heard: list[float] = []
    for piece in pieces:
        inside = [t for t in times if piece.song_start - 1e-6 <= t < piece.song_end - 1e-6]
        heard += [piece.at + (t - piece.song_start) / piece.speed for t in inside]
    return heard


def align(
    targets: Sequence[Target],
    song: Grid,
    film: float,
    *,
    alike: NDArray[np.float64] | None = None,
    bend: float = solve.BEND,
) -> Fit:
    """The song fitted to these cuts and this length; pieces are times in the song as recorded."""
    hero = next((t.at for t in targets if t.hero), None)
    direct: Fit | None = None
    if song.duration >= (film - _LATE) * (1 - bend) or song.duration < 1.0:  # else it cannot cover
        direct = solve.fit(targets, song, film, bend=bend)
        if _good_enough(direct, film, hero, song):
            return direct
    if alike is None or len(alike) != len(song.bars):
        if direct is not None and (song.duration >= film - _LATE or song.duration < 1.0):
            return direct
        alike = np.zeros((0, 0))  # no bars to join at: the whole song again and again
    drop = max(song.drops, key=lambda d: _room(d, song), default=None) if song.drops else None
    runs = recut.stretch(song, alike, film, hero=hero, drop=drop)
    longer = recut.laid_out(song, runs)
    fit = solve.fit(targets, longer, film, bend=bend)
    before = direct.before if direct is not None else solve.before(targets, song, film)
    return replace(fit, pieces=_recorded(fit.pieces, runs), before=before)


def _good_enough(fit: Fit, film: float, hero: float | None, song: Grid) -> bool:
    """Whether the song reaches to the end of the film and the drop meets its cut."""
    covered = bool(fit.pieces) and fit.pieces[-1].ends >= film - _LATE
    met = hero is None or not song.drops or (fit.hero is not None and abs(fit.hero) <= _LATE)
    return covered and met


def _room(drop: float, song: Grid) -> float:
    return min(drop, song.duration - drop)


def _recorded(pieces: tuple[Piece, ...], runs: tuple[Run, ...]) -> tuple[Piece, ...]:
    """Pieces of the re-cut song as pieces of the recorded one: cut again at every join."""
    found: list[Piece] = []
    for piece in pieces:
        at = piece.at
        for run in recut.in_song(runs, piece.song_start, piece.song_end):
            part = Piece(at, run.start, run.end, piece.speed)
            found.append(part)
            at = part.ends
    return tuple(found)
