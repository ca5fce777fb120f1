"""Where the packets of an H.264 film are damaged, found without decoding any of them.

A packet is a row of units, each behind its length, and no unit holds eight zero bytes in a row:
the format forbids even three. So lengths that do not add up, and the holes that a broken card, a
download or a disk leaves behind, are seen by looking at a few bytes of every packet and page.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.media import avc, movie_index
from studio.media.movie_index import Track

_STRIDE = 2048  # bytes from one look to the next: a hole is hardly ever smaller than a page
_UNITS = 300  # of one packet, that are followed

Bytes = NDArray[np.uint8]


def seconds(file: Path) -> tuple[float, ...]:
    """The moments at which damaged pictures of this movie are shown, in order."""
    track = next((one for one in movie_index.read(file).tracks if one.kind == b"vide"), None)
    if track is None or track.codec != b"avc1" or not len(track.sizes):
        return ()
    sets = avc.described(track.entry)
    if sets is None or sets.length_bytes != 4:
        return ()
    raw: Bytes = np.memmap(file, np.uint8, "r")
    wrong = np.unique(np.concatenate([_torn(raw, track), _hollow(raw, track)]))
    shown = np.sort(track.pts[wrong] - track.first) / track.timescale
    return tuple(max(0.0, float(at)) for at in shown)


def _torn(raw: Bytes, track: Track) -> NDArray[np.int64]:
    """The packets whose units do not end where they do."""
    at, end = track.offsets.copy(), track.offsets + track.sizes
    left = np.arange(len(at))
    wrong = [left[:0]]
    for _ in range(_UNITS):
        left = left[at[left] + 5 <= end[left]]
        if not len(left):
            break
        head = raw[at[left][:, None] + np.arange(5)].astype(np.int64)
        size = (head[:, :4] << np.array([24, 16, 8, 0])).sum(axis=1)
        at[left] += 4 + size
        torn = (at[left] > end[left]) | ((head[:, 4] >= 0x80) & (size > 0))
        wrong.append(left[torn])
        left = left[~torn & (at[left] < end[left]) & (size > 0)]  # some fill the rest with zeros
    return np.concatenate(wrong)


def _hollow(raw: Bytes, track: Track) -> NDArray[np.int64]:
    """The packets with a hole of zeros in them."""
    whole = raw[: len(raw) // _STRIDE * _STRIDE].view("<u8")[:: _STRIDE // 8]
    places = np.flatnonzero(whole == 0) * _STRIDE
    order = np.argsort(track.offsets, kind="stable")
    begins = track.offsets[order]
    number = np.searchsorted(begins, places, side="right") - 1
    places, number = places[number >= 0], number[number >= 0]
    inside = places + 8 <= begins[number] + track.sizes[order][number]
    return order[number[inside]]
