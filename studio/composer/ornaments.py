"""How players of Chinese instruments shape a tone: which notes are bent, which are rolled."""

from __future__ import annotations

from studio.composer.dice import Dice
from studio.composer.values import RATE, Note

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
        swell = 0.5 + 0.2 * index / count
        hard = max(1, round(note.velocity * swell + dice.noise(3.0)))
        strokes.append(note._replace(at=note.at + index * per, length=per, velocity=hard))
    return strokes
