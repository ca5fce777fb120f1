"""The sound of a fit: pieces of a song played a little faster or slower, joined without a click.

Waveform-similarity overlap-add with an exact time map: short windows are taken from where the map
says, shifted by a few milliseconds at most to where they continue the sound before them best, and
not shifted at all where a piece begins, because a beat lands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.sync.values import Piece

Sound = NDArray[np.float32]  # samples x channels

_WINDOW = 0.046  # seconds
_SEARCH = 0.006  # seconds either way; how far a window may be off its exact place
_AROUND = 0.2  # seconds either side of a piece that its windows may reach into
_THIN = 6  # the search looks at every so many samples
_JOIN = 0.020  # seconds over which a jump is cross-faded
_SOFT = 0.004  # seconds at either end that keep a song begun in its middle from clicking
_STILL = 2e-4  # a speed this close to 1 is played as it is


def sound(song: Sound, rate: int, pieces: Sequence[Piece], film: float) -> Sound:
    """The fitted song, exactly as long as the film; silence where no piece reaches."""
    out = np.empty((round(film * rate), song.shape[1]), np.float32)
    done = 0
    for part in parts(song, rate, pieces, film):
        out[done : done + len(part)] = part
        done += len(part)
    return out


def parts(song: Sound, rate: int, pieces: Sequence[Piece], film: float) -> Iterator[Sound]:
    """The same one part after the other, so that a long film is never in memory as a whole."""
    total = round(film * rate)
    fade = round(_JOIN * rate)
    open_ = np.zeros((0, song.shape[1]), np.float32)  # what the next piece may still be laid over
    done = 0
    for index, piece in enumerate(pieces):
        follows = index > 0 and _seamless(pieces[index - 1], piece)
        first = max(done, round(piece.at * rate))
        last = min(total, round(piece.ends * rate))
        if last <= first:
            continue
        leads = index + 1 < len(pieces) and not _seamless(piece, pieces[index + 1])
        tail = min(fade, total - last) if leads else 0
        yield _lasting(open_, first - done)
        played = _played(song, rate, piece, last - first + tail)
        _faded(played, fade if index and not follows else 0, tail)
        open_ = _lasting(open_[first - done :], max(len(played), len(open_) - (first - done)))
        open_[: len(played)] += played
        done = first
    yield _lasting(open_, total - done)


def _lasting(part: Sound, count: int) -> Sound:
    """The beginning of a part, or the part and silence behind it."""
    if len(part) >= count:
        return part[:count]
    return np.concatenate([part, np.zeros((count - len(part), part.shape[1]), np.float32)])


def edges(out: Sound, rate: int, *, fade: float, first: int = 0, total: int | None = None) -> None:
    """Softens the very ends in place, and lets the last `fade` seconds go down to nothing.

    What is given may be a part of the whole, from sample `first` of `total` on.
    """
    total = len(out) if total is None else total
    soft = min(total, round(_SOFT * rate))
    _shaped(out, -first, np.linspace(0, 1, soft, dtype=np.float32))
    count = min(total, max(soft, round(fade * rate)))
    fall = np.cos(np.linspace(0, np.pi / 2, count, dtype=np.float32)) ** 2
    _shaped(out, total - count - first, fall)


def _shaped(out: Sound, start: int, gain: NDArray[np.float32]) -> None:
    """Lays a curve of loudness over what of it is here; `start` may lie before or behind."""
    low, high = max(0, start), min(len(out), start + len(gain))
    if high > low:
        out[low:high] *= gain[low - start : high - start, None]


def _seamless(one: Piece, two: Piece) -> bool:
    """Whether the second piece goes on in the song where the first one stops, as fast."""
    return abs(one.song_end - two.song_start) < 1e-4 and (
        abs(one.speed - 1) < _STILL and abs(two.speed - 1) < _STILL
    )


def _faded(played: Sound, fade_in: int, tail: int) -> None:
    """Equal power over a piece's fade-in and its tail."""
    count = len(played)
    if fade_in:
        rise = np.sin(np.linspace(0, np.pi / 2, min(fade_in, count), dtype=np.float32)) ** 2
        played[: len(rise)] *= rise[:, None]
    if tail and tail <= count:
        fall = np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32)) ** 2
        played[count - tail :] *= fall[:, None]


def _played(song: Sound, rate: int, piece: Piece, count: int) -> Sound:
    """So many samples of the song from where the piece starts, at its speed."""
    start = piece.song_start * rate
    if abs(piece.speed - 1) < _STILL:
        return _cut(song, round(start), count)
    # only what is near the piece is looked at: a film of a thousand cuts has a thousand pieces
    around = round(_AROUND * rate)
    low = max(0, round(start) - around)
    high = max(low, round(start + count * piece.speed) + around)
    return _stretched(song[low:high], _Map(start - low, piece.speed), rate, count)


def _cut(song: Sound, start: int, count: int) -> Sound:
    """These samples of the song; silence before its beginning and behind its end."""
    out = np.zeros((count, song.shape[1]), np.float32)
    low, high = max(0, start), min(len(song), start + count)
    if high > low:
        out[low - start : high - start] = song[low:high]
    return out


@dataclass(frozen=True, slots=True)
class _Map:
    """Which sample of the song belongs to a sample of the piece."""

    start: float
    speed: float

    def __call__(self, sample: int) -> float:
        return self.start + sample * self.speed


def _stretched(song: Sound, where: _Map, rate: int, count: int) -> Sound:
    hop = round(_WINDOW * rate / 2)
    size = 2 * hop
    reach = round(_SEARCH * rate)
    window = np.hanning(size + 1)[:size].astype(np.float32)[:, None]
    out = np.zeros((count + 2 * size, song.shape[1]), np.float32)
    mono = song.mean(axis=1)
    natural = round(where(-hop))
    for at in range(-hop, count, hop):
        exact = round(where(at))
        taken = exact if at < hop else _best(mono, natural, exact, size, reach)
        out[at + hop : at + hop + size] += _cut(song, taken, size) * window
        natural = taken + hop
    return out[hop : hop + count]


def _best(mono: NDArray[np.float32], natural: int, exact: int, size: int, reach: int) -> int:
    """The place near `exact` that goes on like `natural` would, the nearer of equals."""
    low, high = exact - reach, exact + reach + size
    if low < 0 or high > len(mono) or natural < 0 or natural + size > len(mono):
        return exact
    wanted = mono[natural : natural + size : _THIN]
    around = mono[low:high:_THIN]
    lags = len(around) - len(wanted) + 1
    if lags < 1:
        return exact
    match = np.correlate(around, wanted, "valid")
    energy = np.convolve(around**2, np.ones(len(wanted), np.float32), "valid")
    score = match / np.sqrt(np.maximum(energy, 1e-9))
    return low + int(np.argmax(score)) * _THIN
