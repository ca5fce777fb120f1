"""Chords become pitches: close voicings, each the nearest to the one before."""

from __future__ import annotations

from studio.composer.values import Chord


def led(
    chords: tuple[Chord, ...], *, centre: int, low: int, high: int, voices: int = 4
) -> tuple[tuple[int, ...], ...]:
    """Pitches for every chord, low to high, moving as little as may be around a centre."""
    out: list[tuple[int, ...]] = []
    known: dict[tuple[int, tuple[int, ...]], list[tuple[int, ...]]] = {}
    before: tuple[int, ...] | None = None
    for chord in chords:
        key = (chord.root, chord.tones)
        if key not in known:
            known[key] = _voicings(chord, centre=centre, low=low, high=high, voices=voices)
        best = min(known[key], key=lambda pitches: _cost(pitches, before, centre))
        out.append(best)
        before = best
    return tuple(out)


def _voicings(
    chord: Chord, *, centre: int, low: int, high: int, voices: int
) -> list[tuple[int, ...]]:
    tones = chord.tones
    if voices == 1:
        tones = tones[:1]
    elif len(tones) > voices:  # the fifth says least, then the root that the bass has
        tones = (
            tuple(tone for tone in tones if tone % 12 != 7)[:voices] if voices > 3 else tones[:3]
        )
    classes = sorted({(chord.root + tone) % 12 for tone in tones})
    found = []
    for turn in range(len(classes)):
        row = classes[turn:] + [pc + 12 for pc in classes[:turn]]
        for octave in range(24, 97, 12):
            pitches = tuple(octave + pc for pc in row)
            near = abs(sum(pitches) / len(pitches) - centre) <= 9
            if near and pitches[0] >= low and pitches[-1] <= high:
                found.append(pitches)
    return found or [tuple(sorted(_folded(chord.root + tone, low, high) for tone in tones))]


def _folded(pitch: int, low: int, high: int) -> int:
    pitch = low + (pitch - low) % 12
    return pitch if pitch <= high else pitch - 12


def _cost(pitches: tuple[int, ...], before: tuple[int, ...] | None, centre: int) -> float:
    pull = 0.35 * abs(sum(pitches) / len(pitches) - centre)
    if before is None:
        return pull
    moved = sum(min(abs(pitch - old) for old in before) for pitch in pitches)
    return moved + pull + 2.0 * (pitches[-1] == before[-1] - 12)


def spread_up(pitches: tuple[int, ...], count: int, high: int) -> tuple[int, ...]:
    """The chord tones upwards over octaves, so many of them; from below again where it is high."""
    row = list(pitches)
    for octave in (12, 24, 36):
        row += [pitch + octave for pitch in pitches if pitch + octave <= high]
    return tuple((row * count)[:count])
