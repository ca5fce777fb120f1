"""A heavy film in glimpses: its key frames and what follows each for a moment, as a small movie.

To decode a minute of noisy 1080p takes longer than anybody waits for a mood. The movie's own index
says what each sample weighs, so a share that is quickly decoded is chosen before one is read, and
copied as it lies; each keeps its time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.media import movie_file, movie_index
from studio.media.movie_file import Laid
from studio.media.movie_index import Broken, Track

HEAVY = 32 << 20  # bytes of a film that are more than is decoded in passing
READ = 20 << 20  # bytes that are read of one that is heavier
_MOMENT = 0.25  # seconds after a key frame that show how much moves
_FEWEST = 4  # glimpses
_SHOTS = 24  # changes of shot that are looked for
_BEFORE = 12  # samples that another is compared with
_FAR, _SMALL = 3.5, 8_000  # times as heavy as those; and bytes below which nothing is


def written(path: Path, stream: int, target: Path, *, heavy: int = HEAVY, read: int = READ) -> bool:
    """Whether the film is heavy and its glimpses lie at `target` now."""
    try:
        track = movie_index.read(path).track(stream)
    except (Broken, OSError, ValueError):
        return False
    if track is None or track.kind != b"vide" or int(track.sizes.sum()) <= heavy:
        return False
    picked = chosen(track, read=read)
    if len(picked) < _FEWEST or len(picked) >= len(track.sizes):
        return False
    movie_file.write(target, [_laid(track, picked, path)])
    return True


def chosen(track: Track, *, read: int = READ) -> NDArray[np.int64]:
    """The samples to look at: key frames, thinned where they are too much, each with a moment after
    it; and wherever a sample weighs far more than those before it, which is a change of shot."""
    keys = np.flatnonzero(track.keys)
    if not len(keys):
        return keys
    ends = np.append(keys[1:], len(track.sizes))
    usual = max(1, track.tick) / track.timescale
    after = max(2, int(np.ceil(_MOMENT / usual)) + 1)
    weights = np.concatenate([[0], np.cumsum(track.sizes)])

    def weight(rows: dict[int, int]) -> int:
        return sum(int(weights[last] - weights[keys[n]]) for n, last in rows.items())

    def rows(count: int) -> dict[int, int]:
        some = {*_even(len(keys), count), *_early(keys)}
        return {n: min(int(ends[n]), int(keys[n]) + after) for n in sorted(some)}

    count = len(keys)
    while count > _FEWEST and weight(rows(count)) > read:
        count = max(_FEWEST, count * 4 // 5)
    picked = rows(count)
    for place in _jumps(track):
        group = int(np.searchsorted(keys, place, "right")) - 1
        longer = {**picked, group: max(picked.get(group, 0), min(int(ends[group]), place + after))}
        if weight(longer) <= read:
            picked = longer
    for group in _unseen(picked, ends):
        longer = {**picked, group: int(ends[group])}
        if weight(longer) <= read:
            picked = longer
    return np.concatenate([np.arange(keys[n], picked[n]) for n in sorted(picked)])


def _even(size: int, count: int) -> list[int]:
    """So many places of a row, evenly spread."""
    return sorted({round(place) for place in np.linspace(0, size - 1, count).tolist()})


def _unseen(picked: dict[int, int], ends: NDArray[np.int64]) -> list[int]:
    """The groups of samples of which most would be passed over, the longest first."""
    return sorted(picked, key=lambda n: int(ends[n]) - picked[n], reverse=True)


def _early(keys: NDArray[np.int64]) -> list[int]:
    """Key frames that come out of turn: an encoder sets one where the shot changes."""
    gaps = np.diff(keys)
    if len(gaps) < 3:
        return list(range(len(keys)))
    usual = float(np.median(gaps))
    odd = [n + 1 for n, gap in enumerate(gaps.tolist()) if gap < 0.8 * usual]
    return odd if len(odd) <= _SHOTS else []


def _jumps(track: Track) -> list[int]:
    """Samples that weigh far more than those before them, the heaviest first."""
    sizes = np.where(track.keys, 0, track.sizes).astype(np.float64)
    found = []
    for place in range(_BEFORE, len(sizes)):
        row = sizes[place - _BEFORE : place]
        before = float(np.median(row[row > 0])) if (row > 0).any() else 0.0
        if before and sizes[place] > _FAR * before and sizes[place] > _SMALL:
            found.append((sizes[place] / before, place))
    return [place for _, place in sorted(found, reverse=True)[:_SHOTS]]


def _laid(track: Track, picked: NDArray[np.int64], path: Path) -> Laid:
    last = int(track.pts.max()) + track.tick
    return Laid(
        kind=track.kind, entry=track.entry, timescale=track.timescale, sources=(path,),
        which=np.zeros(len(picked), np.int64), offsets=track.offsets[picked],
        sizes=track.sizes[picked], dts=track.dts[picked], pts=track.pts[picked],
        keys=track.keys[picked], start=track.first, length=last - track.first,
    )  # fmt: skip
