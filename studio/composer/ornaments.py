"""How players of Chinese instruments shape a tone: a note's bend, a plucked string's roll."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.composer.dice import Dice
from studio.composer.values import RATE, Note

Wave = NDArray[np.float32]
# ornament -> how often, and how long (seconds) a note must be to bear it
_OFTEN = {"grace": (0.3, 0.22), "slide": (0.4, 0.3), "press": (0.3, 0.4), "tremolo": (0.6, 0.5)}
_ROLL = 0.085  # seconds between the strokes of a pipa's roll


def ornamented(notes: list[Note], ornament: str, dice: Dice) -> list[Note]:
    """The notes, some of them with an ornament in their style, or broken into a roll."""
    often, least = _OFTEN[ornament]
    out: list[Note] = []
    for note in notes:
        drawn = dice.chance(often)
        if not drawn or note.style or note.length < least * RATE:
            out.append(note)
        elif ornament == "tremolo":
            out += _rolled(note, dice)
        else:
            out.append(note._replace(style=ornament))
    return out


def _rolled(note: Note, dice: Dice) -> list[Note]:
    """Even quick strokes that swell a little: the first as written, the rest softer."""
    per = int(_ROLL * RATE)
    count = min(24, max(1, note.length // per))
    strokes = [note._replace(length=per)]
    for index in range(1, count):
        swell = 0.62 + 0.2 * index / count
        hard = max(1, round(note.velocity * swell + dice.noise(3.0)))
        strokes.append(note._replace(at=note.at + index * per, length=per, velocity=hard))
    return strokes


def bent(wave: Wave, ornament: str) -> Wave:
    """The note with its pitch moved as the ornament asks: it begins where it began."""
    size = wave.shape[-1]
    t = np.arange(size) / RATE
    match ornament:
        case "grace":  # a flick from the tone above
            bend = 2.0 * np.clip((0.075 - t) / 0.02, 0.0, 1.0)
        case "slide":  # up into the tone, then vibrato
            bend = -2.0 * np.clip(1.0 - t / 0.09, 0.0, 1.0) ** 2
            bend += 0.22 * np.clip((t - 0.35) / 0.25, 0, 1) * np.sin(2 * np.pi * 5.6 * t)
        case "press":  # the string pressed behind the bridge, and let go
            bend = 2.0 * np.exp(-(((t - 0.21) / 0.06) ** 2))
        case _:
            return wave
    places = np.concatenate([[0.0], np.cumsum(2.0 ** (bend / 12.0))[:-1]])
    whole = np.arange(size)
    rows = np.atleast_2d(wave)
    out = np.stack([np.interp(places, whole, row, right=0.0) for row in rows]).astype(np.float32)
    fall = min(size, RATE // 100)
    out[:, -fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return out if wave.ndim == 2 else out[0]
