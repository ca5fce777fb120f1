"""An MP4's own table of contents: where every sample lies, when it is decoded and shown.

Read straight from the file's boxes (ISO/IEC 14496-12), so that a two-hour movie's key frames, its
frame rate and whether its end is missing are known within milliseconds and without a decoder.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

_MOST = 256 << 20  # bytes of a moov that are read at most
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")


class Box(NamedTuple):
    """One box: its kind and where its contents lie."""

    kind: bytes
    start: int
    body: int
    end: int


class Broken(ValueError):
    """The boxes do not add up; `missing` when it is the end of the file that is not there."""

    def __init__(self, why: str, *, missing: bool = False) -> None:
        super().__init__(why)
        self.missing = missing


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The samples of one stream, in the order of decoding."""

    number: int  # among the tracks of the file, as ffmpeg counts its streams
    kind: bytes  # vide, soun, …
    timescale: int
    entry: bytes  # the sample description: codec and its parameters
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    dts: NDArray[np.int64]
    pts: NDArray[np.int64]
    keys: NDArray[np.bool_]
    edits: tuple[tuple[int, int], ...]  # duration in movie time, first time in track time
    movie_scale: int
    matrix: bytes = b""  # how a player turns the picture

    @property
    def codec(self) -> bytes:
        return self.entry[4:8]

    @property
    def steady(self) -> bool:
        """Whether every frame but the last is shown for the same time."""
        gaps = np.diff(np.sort(self.pts))
        return bool(len(gaps) < 1 or (gaps.max() - gaps.min()) <= max(1, gaps.min() * 0.02))

    @property
    def tick(self) -> int:
        """The usual time between two frames, in the track's time."""
        gaps = np.diff(np.sort(self.pts))
        return int(np.median(gaps)) if len(gaps) else 0

    @property
    def seconds(self) -> float:
        """How long the samples last, the last as long as the usual one."""
        if not len(self.pts):
            return 0.0
        return float(self.pts.max() - self.pts.min() + self.tick) / self.timescale

    @property
    def first(self) -> int:
        """The time in the track at which the presentation starts."""
        starts = [media for _, media in self.edits if media >= 0]
        return starts[0] if starts else 0

    @property
    def late(self) -> float:
        """The seconds of the file before the first sample is shown."""
        return sum(span for span, media in self.edits[:1] if media < 0) / self.movie_scale


@dataclass(frozen=True, slots=True)
class Movie:
    """What the boxes say. Fragmented movies have no index; their tracks are empty."""

    tracks: tuple[Track, ...]
    fragmented: bool

    def track(self, number: int) -> Track | None:
        return next((track for track in self.tracks if track.number == number), None)


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places of a file."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(16)
        size, kind = struct.unpack(">I4s", head[:8])
        body = start + 8
        if size == 1 and len(head) == 16:
            size, body = struct.unpack(">Q", head[8:])[0], start + 16
        elif size == 0:
            size = end - start
        if size < body - start:
            raise Broken("a box smaller than its own head")
        yield Box(kind, start, body, start + size)
        start += size


def read(path: Path) -> Movie:
    """The table of contents of this file; Broken when there is none or the file ends early."""
    size = path.stat().st_size
    with path.open("rb") as file:
        top = list(boxes(file, 0, size))
        moov = next((box for box in top if box.kind == b"moov"), None)
        if moov is None:
            raise Broken("no index", missing=any(box.kind in (b"ftyp", b"mdat") for box in top))
        if moov.end > size:
            raise Broken("the index is cut off", missing=True)
        if moov.end - moov.start > _MOST:
            raise Broken("the index is too large")
        fragmented = any(box.kind == b"moof" for box in top)
        scale = _movie_scale(file, moov)
        traks = [box for box in boxes(file, moov.body, moov.end) if box.kind == b"trak"]
        found = [_track(file, box, n, scale) for n, box in enumerate(traks)]
    tracks = tuple(track for track in found if track is not None)
    ends = [int((t.offsets + t.sizes).max()) for t in tracks if len(t.sizes)]
    if (ends and max(ends) > size) or any(box.end > size for box in top if box.kind != b"mdat"):
        raise Broken("samples lie beyond the end of the file", missing=True)
    return Movie(tracks, fragmented)


def _movie_scale(file: BinaryIO, moov: Box) -> int:
    for box in boxes(file, moov.body, moov.end):
        if box.kind == b"mvhd":
            file.seek(box.body)
            head = file.read(32)
            return int(struct.unpack_from(">I", head, 20 if head[0] else 12)[0])
    return 1000


def _leaves(file: BinaryIO, box: Box) -> dict[bytes, Box]:
    """Every box below that holds data, by its kind."""
    found: dict[bytes, Box] = {}
    for inner in boxes(file, box.body, box.end):
        if inner.kind in _CONTAINERS:
            found.update(_leaves(file, inner))
        else:
            found.setdefault(inner.kind, inner)
    return found


def _track(file: BinaryIO, trak: Box, number: int, movie_scale: int) -> Track | None:
    leaves = _leaves(file, trak)

    def body(kind: bytes) -> bytes:
        if kind not in leaves:
            return b""
        file.seek(leaves[kind].body)
        return file.read(leaves[kind].end - leaves[kind].body)

    handler, media, described = body(b"hdlr"), body(b"mdhd"), body(b"stsd")
    if len(handler) < 12 or len(media) < 24 or len(described) < 16:
        return None
    sizes = _sizes(body(b"stsz"))
    if len(sizes) and not (b"stco" in leaves or b"co64" in leaves):
        raise Broken("samples without places")
    dts = _times(body(b"stts"), len(sizes))
    return Track(
        number=number,
        kind=handler[8:12],
        timescale=struct.unpack_from(">I", media, 20 if media[0] else 12)[0] or 1,
        entry=described[8 : 8 + struct.unpack_from(">I", described, 8)[0]],
        offsets=_offsets(body(b"stco"), body(b"co64"), body(b"stsc"), sizes),
        sizes=sizes,
        dts=dts,
        pts=dts + _shifts(body(b"ctts"), len(sizes)),
        keys=_keys(body(b"stss"), len(sizes), everything=b"stss" not in leaves),
        edits=_edits(body(b"elst")),
        movie_scale=movie_scale or 1000,
        matrix=_matrix(body(b"tkhd")),
    )


def _matrix(raw: bytes) -> bytes:
    """The nine numbers that turn a picture, from its track's head."""
    at = 52 if raw[:1] == b"\1" else 40
    return raw[at : at + 36]


def _table(raw: bytes, kind: str, columns: int, *, skip: int = 8) -> NDArray[np.int64]:
    """A box's table of big-endian numbers, as rows."""
    flat = np.frombuffer(raw, dtype=kind, offset=min(skip, len(raw)))
    rows = min(len(flat) // columns, _count(raw))
    return flat[: rows * columns].reshape(rows, columns).astype(np.int64)


def _count(raw: bytes) -> int:
    return int(struct.unpack_from(">I", raw, 4)[0]) if len(raw) >= 8 else 0


def _sizes(raw: bytes) -> NDArray[np.int64]:
    if len(raw) < 12:
        return np.zeros(0, np.int64)
    one, count = struct.unpack_from(">II", raw, 4)
    if one:
        return np.full(min(count, 50_000_000), one, np.int64)
    return np.frombuffer(raw, ">u4", offset=12)[:count].astype(np.int64)


def _times(raw: bytes, count: int) -> NDArray[np.int64]:
    table = _table(raw, ">u4", 2)
    gaps = _repeat(table[:, 1], table[:, 0], count)
    return np.concatenate([[0], np.cumsum(gaps)[:-1]]).astype(np.int64)[:count]


def _shifts(raw: bytes, count: int) -> NDArray[np.int64]:
    if not raw:
        return np.zeros(count, np.int64)
    table = _table(raw, ">i4", 2)  # signed in version 1; version 0 never reaches the sign
    return _repeat(table[:, 1], table[:, 0], count)


def _repeat(values: NDArray[np.int64], counts: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    if counts.sum() > total + 1:
        counts = np.minimum(counts, total)
    flat: NDArray[np.int64] = np.repeat(values, counts)[:total]
    missing = np.full(total - len(flat), flat[-1] if len(flat) else 0, np.int64)
    return np.concatenate([flat, missing]).astype(np.int64)


def _keys(raw: bytes, count: int, *, everything: bool) -> NDArray[np.bool_]:
    keys = np.full(count, everything)
    if not everything:
        numbers = _table(raw, ">u4", 1)[:, 0] - 1
        keys[numbers[(numbers >= 0) & (numbers < count)]] = True
    return keys


def _offsets(
    short: bytes, long: bytes, chunks: bytes, sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where each sample lies: the chunk's place plus the samples before it in its chunk."""
    places = _table(short, ">u4", 1)[:, 0] if short else _table(long, ">u8", 1)[:, 0]
    runs = _table(chunks, ">u4", 3)
    if not len(sizes) or not len(places) or not len(runs):
        return np.zeros(len(sizes), np.int64)
    lasts = np.append(runs[1:, 0], len(places) + 1)
    per_chunk = _repeat(runs[:, 1], np.maximum(lasts - runs[:, 0], 0), len(places))
    owner = np.repeat(np.arange(len(places)), np.minimum(per_chunk, len(sizes)))[: len(sizes)]
    if len(owner) < len(sizes):
        raise Broken("more samples than places")
    before = np.cumsum(sizes) - sizes
    first = np.concatenate([[0], np.cumsum(per_chunk)[:-1]])
    found: NDArray[np.int64] = (
        places[owner] + before - before[np.minimum(first[owner], len(sizes) - 1)]
    )
    return found


def _edits(raw: bytes) -> tuple[tuple[int, int], ...]:
    if len(raw) < 8:
        return ()
    shape, step = (">Qq", 20) if raw[0] else (">Ii", 12)
    count = min(_count(raw), (len(raw) - 8) // step)
    return tuple(struct.unpack_from(shape, raw, 8 + n * step) for n in range(count))
