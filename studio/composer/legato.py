"""How singers, bows and breath join tones: the next begins before the last has gone, without its
attack, and a bow's finger slides there."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from studio.composer.values import RATE, Note

Wave = NDArray[np.float32]

_NEAR = RATE // 20  # samples between two tones that are still one breath
_OVER = RATE // 16  # samples for which both sound
_SKIPPED = RATE // 18  # of the attack that is not heard again
_LEAST = RATE // 7  # a tone shorter than this is struck
_SLIDE = 4  # semitones that a finger slides; further than that it jumps


def joined(notes: list[Note], *, slides: bool) -> list[Note]:
    """A line with its tones joined: `legato` or `glide` and the interval in the style of those that
    follow another."""
    row = sorted(notes)
    out = row[:1]
    for before, note in itertools.pairwise(row):
        gap = note.at - (before.at + before.length)
        tied = abs(gap) <= _NEAR and note.pitch != before.pitch and not note.style
        if tied and min(before.length, note.length) >= _LEAST:
            interval = before.pitch - note.pitch
            sliding = slides and abs(interval) <= _SLIDE
            note = note._replace(style=f"glide{interval:+}" if sliding else "legato")
            out[-1] = out[-1]._replace(length=note.at - out[-1].at + _OVER)
        out.append(note)
    return out


def interval(style: str) -> int:
    """From how many semitones away a tone is slid to."""
    return int(style.removeprefix("glide")) if style.startswith("glide") else 0


def ties(style: str) -> bool:
    return style.startswith(("glide", "legato"))


def tied(wave: Wave) -> Wave:
    """The tone without its attack, faded in over what it follows."""
    out = wave[..., min(_SKIPPED, wave.shape[-1] // 4) :].copy()
    rise = min(_OVER, out.shape[-1] // 2)
    out[..., :rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    return out
