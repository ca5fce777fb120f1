"""The sound of a fit: pieces of a song played a little faster or slower, joined without a click.

Waveform-similarity overlap-add with an exact time map: short windows are taken from where the map
says, shifted by a few milliseconds at most to where they continue the sound before them best, and
not shifted at all where a piece begins, because a beat lands there.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    total = round(film * rate)
    out = np.zeros((total, song.shape[1]), np.float32)
    fade = round(_JOIN * rate)
    for index, piece in enumerate(pieces):
        follows = index > 0 and _seamless(pieces[index - 1], piece)
        first = round(piece.at * rate)
        last = min(total, round(piece.ends * rate))
        if last <= first:
            continue
        leads = index + 1 < len(pieces) and not _seamless(piece, pieces[index + 1])
        tail = min(fade, total - last) if leads else 0
        played = _played(song, rate, piece, last - first + tail)
        _lay(out, played, first, fade if index and not follows else 0, tail)
    return out


def edges(out: Sound, rate: int, *, fade: float) -> None:
    """Softens the very ends in place, and lets the last `fade` seconds go down to nothing."""
    soft = min(len(out), round(_SOFT * rate))
    if soft:
        out[:soft] *= np.linspace(0, 1, soft, dtype=np.float32)[:, None]
    count = min(len(out), max(soft, round(fade * rate)))
    if count:
        fall = np.cos(np.linspace(0, np.pi / 2, count, dtype=np.float32)) ** 2
        out[len(out) - count :] *= fall[:, None]


def _seamless(one: Piece, two: Piece) -> bool:
    """Whether the second piece goes on in the song where the first one stops, as fast."""
    return abs(one.song_end - two.song_start) < 1e-4 and (
        abs(one.speed - 1) < _STILL and abs(two.speed - 1) < _STILL
    )


def _lay(out: Sound, played: Sound, first: int, fade_in: int, tail: int) -> None:
    """Adds a piece to the film, equal power over its fade-in and its tail."""
    played = played[: len(out) - first]
    count = len(played)
    if fade_in:
        rise = np.sin(np.linspace(0, np.pi / 2, min(fade_in, count), dtype=np.float32)) ** 2
        played[: len(rise)] *= rise[:, None]
    if tail and tail <= count:
        fall = np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32)) ** 2
        played[count - tail :] *= fall[:, None]
    out[first : first + count] += played


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
