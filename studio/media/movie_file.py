"""An MP4 written from samples that lie in other files: nothing is decoded, nothing is encoded.

The index goes first (what web players call faststart) and is known before a byte is copied, so the
file is written once, from front to back. Samples are copied inside the kernel where it can.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

UPRIGHT = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_MOVIE_SCALE = 90_000
_CHUNK = 0.5  # seconds of one track before the other has its turn


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """One track as it shall be: samples in order of decoding and where each one lies now."""

    kind: bytes  # vide or soun
    entry: bytes  # the sample description
    timescale: int
    sources: tuple[Path, ...]
    which: NDArray[np.int64]  # of the sources, by sample
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    dts: NDArray[np.int64]
    pts: NDArray[np.int64]
    keys: NDArray[np.bool_]
    start: int  # the time in the track at which it starts to be seen or heard
    length: int  # for how long, in the track's time
    size: tuple[float, float] = (0, 0)
    matrix: bytes = UPRIGHT
    last: int = 0  # how long the last sample lasts; 0: as long as the one before


def write(target: Path, tracks: Sequence[Laid]) -> None:
    """A finished file at `target`."""
    chunks = [_chunks(track) for track in tracks]
    order = list(_interleaved(tracks, chunks))
    total = sum(int(track.sizes.sum()) for track in tracks)
    wide = total > 0xF000_0000
    head = _box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso2avc1mp41")
    places = [np.zeros(len(one), np.int64) for one in chunks]
    at = len(head) + len(_moov(tracks, places, wide=wide)) + 16
    for number, chunk, size in order:
        places[number][chunk] = at
        at += size
    with target.open("wb") as file:
        file.write(head + _moov(tracks, places, wide=wide))
        file.write(struct.pack(">I4sQ", 1, b"mdat", 16 + total))
        file.flush()
        _copy(file, tracks, ((number, chunks[number][chunk]) for number, chunk, _ in order))


def _chunks(track: Laid) -> list[tuple[int, int]]:
    """The track's samples in groups of half a second and of one source: first, last + 1."""
    if not len(track.sizes):
        return []
    turn = (track.dts - track.dts[0]) // max(1, round(track.timescale * _CHUNK))
    changes = np.flatnonzero((np.diff(turn) != 0) | (np.diff(track.which) != 0)) + 1
    return list(pairwise([0, *changes.tolist(), len(track.sizes)]))


def _interleaved(
    tracks: Sequence[Laid], chunks: list[list[tuple[int, int]]]
) -> Iterator[tuple[int, int, int]]:
    """Track, chunk and its bytes, in the order in which they are played."""
    found = []
    for number, track in enumerate(tracks):
        ends = np.concatenate([[0], np.cumsum(track.sizes)])
        for chunk, (first, last) in enumerate(chunks[number]):
            when = (int(track.dts[first]) - track.start) / track.timescale
            found.append((when, number, chunk, int(ends[last] - ends[first])))
    return ((number, chunk, size) for _, number, chunk, size in sorted(found))


def _copy(
    file: BinaryIO, tracks: Sequence[Laid], order: Iterable[tuple[int, tuple[int, int]]]
) -> None:
    """The samples, appended in this order: by track, from one sample to another."""
    paths = {path for track in tracks for path in track.sources}
    opened = {path: path.open("rb") for path in paths}
    stretches = [_stretches(track) for track in tracks]
    try:
        for number, (first, last) in order:
            track = tracks[number]
            source = opened[track.sources[int(track.which[first])]]
            for offset, size in stretches[number](first, last):
                _append(source.fileno(), file.fileno(), offset, size)
    finally:
        for source in opened.values():
            source.close()


def _stretches(track: Laid) -> Callable[[int, int], Iterator[tuple[int, int]]]:
    """Answers, for samples from one to another, where they lie: neighbours as one stretch."""
    ends = np.concatenate([[0], np.cumsum(track.sizes)]).tolist()
    apart = track.offsets[1:] != track.offsets[:-1] + track.sizes[:-1]
    breaks = (np.flatnonzero(apart) + 1).tolist()
    offsets = track.offsets.tolist()

    def between(first: int, last: int) -> Iterator[tuple[int, int]]:
        inner = breaks[bisect_right(breaks, first) : bisect_left(breaks, last)]
        for start, end in pairwise([first, *inner, last]):
            yield offsets[start], ends[end] - ends[start]

    return between


def _append(source: int, target: int, offset: int, size: int) -> None:
    while size:
        done = _inside_kernel(source, target, offset, size)
        if not done:
            part = os.pread(source, min(size, 1 << 20), offset)
            if not part:
                raise EOFError("a source became shorter")
            done = os.write(target, part)
        offset, size = offset + done, size - done


def _inside_kernel(source: int, target: int, offset: int, size: int) -> int:
    try:
        return os.copy_file_range(source, target, size, offset)
    except (OSError, AttributeError):  # another disk, another system
        return 0


def _moov(tracks: Sequence[Laid], places: list[NDArray[np.int64]], *, wide: bool) -> bytes:
    length = max(_scaled(track.length, track.timescale) for track in tracks)
    header = struct.pack(">5I", 0, 0, 0, _MOVIE_SCALE, length) + struct.pack(
        ">IH10x", 0x10000, 0x100
    )
    parts = [_box(b"mvhd", header, UPRIGHT, bytes(24), struct.pack(">I", len(tracks) + 1))]
    bare = b"".join(parts)
    # version 0 keeps durations in 32 bits: thirteen hours at this scale
    traks = (_trak(track, n + 1, places[n], wide=wide) for n, track in enumerate(tracks))
    return _box(b"moov", bare, *traks)


def _scaled(time: int, scale: int) -> int:
    return round(time * _MOVIE_SCALE / scale)


def _trak(track: Laid, number: int, places: NDArray[np.int64], *, wide: bool) -> bytes:
    length = _scaled(track.length, track.timescale)
    sound = track.kind == b"soun"
    head = struct.pack(">6I8x4h", 3, 0, 0, number, 0, length, 0, int(sound), sound * 0x100, 0)
    size = struct.pack(">2I", *(round(side * 65536) for side in track.size))
    edit = struct.pack(">3Ii2h", 0, 1, length, track.start, 1, 0)
    return _box(
        b"trak",
        _box(b"tkhd", head, track.matrix, size),
        _box(b"edts", _box(b"elst", edit)),
        _mdia(track, places, wide=wide),
    )


def _mdia(track: Laid, places: NDArray[np.int64], *, wide: bool) -> bytes:
    sound = track.kind == b"soun"
    last = int(track.dts[-1] + _durations(track)[-1] - track.dts[0])
    name = b"SoundHandler\0" if sound else b"VideoHandler\0"
    media = _box(b"smhd", bytes(8)) if sound else _box(b"vmhd", struct.pack(">I8x", 1))
    reference = _box(b"dref", struct.pack(">2I", 0, 1), _box(b"url ", struct.pack(">I", 1)))
    return _box(
        b"mdia",
        _box(b"mdhd", struct.pack(">5IHH", 0, 0, 0, track.timescale, last, 0x55C4, 0)),
        _box(b"hdlr", bytes(8), track.kind, bytes(12), name),
        _box(b"minf", media, _box(b"dinf", reference), _stbl(track, places, wide=wide)),
    )


def _stbl(track: Laid, places: NDArray[np.int64], *, wide: bool) -> bytes:
    count = len(track.sizes)
    shifts = track.pts - track.dts
    counts = [last - first for first, last in _chunks(track)]
    runs = [(n + 1, size, 1) for n, size in enumerate(counts) if n == 0 or size != counts[n - 1]]
    parts = [
        _box(b"stsd", struct.pack(">2I", 0, 1), track.entry),
        _box(b"stts", _pairs(_durations(track))),
        _box(b"ctts", _pairs(shifts)) if shifts.any() else b"",
        b"" if track.keys.all() else _box(b"stss", _numbers(np.flatnonzero(track.keys) + 1)),
        _box(b"stsc", struct.pack(">2I", 0, len(runs)), np.array(runs, ">u4").tobytes()),
        _box(b"stsz", struct.pack(">3I", 0, 0, count), track.sizes.astype(">u4").tobytes()),
        _box(b"co64", struct.pack(">2I", 0, len(places)), places.astype(">u8").tobytes())
        if wide
        else _box(b"stco", _numbers(places)),
    ]
    return _box(b"stbl", *parts)


def _durations(track: Laid) -> NDArray[np.int64]:
    gaps = np.diff(track.dts)
    last = track.last or (gaps[-1] if len(gaps) else max(1, track.length))
    return np.append(gaps, last)


def _numbers(values: NDArray[np.int64]) -> bytes:
    return struct.pack(">2I", 0, len(values)) + values.astype(">u4").tobytes()


def _pairs(values: NDArray[np.int64]) -> bytes:
    """Runs of equal values as count and value."""
    starts = np.flatnonzero(np.append(True, np.diff(values) != 0))
    counts = np.diff(np.append(starts, len(values)))
    table = np.stack([counts, values[starts]], axis=1)
    return struct.pack(">2I", 0, len(table)) + table.astype(">u4").tobytes()


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body
