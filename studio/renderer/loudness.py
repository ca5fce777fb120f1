"""How much louder or softer the whole mix is made, foretold from what is known of its sounds. Pure.

Order matters: music has made room for speech before this is reckoned, the gain is one number for
everything, and the limiter only takes the tops. Quiet ambience stays quiet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.media.profile import STEP, Profile
from studio.renderer import envelope
from studio.renderer.envelope import Steps
from studio.renderer.heard import Heard

Profiles = Mapping[tuple[str, int], Profile]
CEILING = -2.6  # dBFS of samples; what lies between them and the encoder add to it, both a little
_OFFSET = -0.691  # BS.1770-4
_AMBIENCE = -26.0  # LUFS below which a film's own sound without speech is left as it is
_SILENT = -50.0
_LIFT = 6.0  # dB that ambience under music may rise by
_MOST = 24.0  # dB
_NEAR = 0.5  # LU
_FURTHER = 9.0  # dB that a limiter's share is made up for by
_LOOSE, _RELEASED = 0.05, 0.75  # of the way back to no limiting: in a step, and in the next one
_USUAL = (0.35, 0.8)  # what music gets when nobody asked for a volume: no wish about the loudness
_LOUDEST = -9.0  # LUFS that a wish for more may lead to


@dataclass(frozen=True, slots=True)
class Mix:
    """What is done: the pieces with their gains, one gain in dB for all, the limiter's ceiling."""

    pieces: tuple[Heard, ...]
    ducks: Mapping[int, Steps]  # by the piece's number
    gain: float = 0.0
    limit: float | None = None  # dBFS
    expected: float | None = None  # LUFS that all of this leads to, as far as can be foretold
    wanted: float | None = None  # LUFS that were aimed at

    @property
    def reached(self) -> float | None:
        """The loudness that another try can lead to; None where no gain would."""
        if self.wanted is None or self.expected is None:
            return None
        return self.wanted if abs(self.expected - self.wanted) < _NEAR else None


def plan(pieces: Sequence[Heard], profiles: Profiles, total: int, *, target: float | None) -> Mix:
    """The gains that bring this mix to its target."""
    ducks = _ducks(pieces, profiles, total)
    energy, peak = forecast(pieces, profiles, ducks, total)
    before = integrated(energy)
    if before is None:
        return Mix(tuple(pieces), ducks)
    wanted = _wanted(pieces, profiles, before, target)
    if wanted is None:
        return _limited(Mix(tuple(pieces), ducks, 0.0), energy, peak, None)
    softer = _ambience(pieces, profiles, wanted - before)
    if softer != tuple(pieces):
        energy, peak = forecast(softer, profiles, ducks, total)
    return _limited(Mix(softer, ducks), energy, peak, wanted)


def _ducks(pieces: Sequence[Heard], profiles: Profiles, total: int) -> dict[int, Steps]:
    voices = [one for one in pieces if one.voice]
    found = {}
    for number, one in enumerate(pieces):
        if one.duck:
            gains = envelope.ducked(one, voices, profiles, total)
            if gains is not None:
                found[number] = gains
    return found


def forecast(
    pieces: Sequence[Heard], profiles: Profiles, ducks: Mapping[int, Steps], total: int
) -> tuple[Steps, Steps]:
    """Energy and highest sample of the mix by step: energies add up, tops at worst too."""
    count = envelope.steps(total)
    energy, peak = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for number, one in enumerate(pieces):
        profile = profiles.get((one.source, one.sound.stream))
        if profile is None:
            continue
        gains = envelope.level(one)
        if number in ducks:
            gains = gains * ducks[number][: len(gains)]
        first = one.start // STEP
        size = min(len(gains), count - first)
        energy[first : first + size] += (
            envelope.placed(profile.energy, one)[:size] * gains[:size] ** 2
        )
        peak[first : first + size] += envelope.placed(profile.peak, one)[:size] * gains[:size]
    return energy, peak


def integrated(energy: Steps) -> float | None:
    """LUFS of these energies with both gates; None for silence."""
    power = energy / STEP
    if len(power) < 20:
        power = np.pad(power, (0, 20 - len(power)))
    sums = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    blocks = (sums[20::5] - sums[:-20:5]) / 20
    levels = _OFFSET + 10 * np.log10(np.maximum(blocks, 1e-12))
    heard = levels > -70
    if not heard.any():
        return None
    gate = _OFFSET + 10 * np.log10(blocks[heard].mean()) - 10
    return float(_OFFSET + 10 * np.log10(blocks[heard & (levels > gate)].mean()))


def _wanted(
    pieces: Sequence[Heard], profiles: Profiles, before: float, target: float | None
) -> float | None:
    """The loudness to reach; None to leave it as it is."""
    if target is None or before < _SILENT:
        return None
    if all(one.own for one in pieces) and before < _AMBIENCE and not _speaks(pieces, profiles):
        return None
    gains = {round(one.gain, 3) for one in pieces}
    kinds = {one.own for one in pieces}
    if len(gains) == 1 and len(kinds) == 1 and (gain := gains.pop()) > 0 and gain not in _USUAL:
        # the only sound's volume is a wish about the loudness, not about the balance
        target = min(target + 20 * float(np.log10(gain)), max(_LOUDEST, target))
    return min(target, before + _MOST)


def _speaks(pieces: Sequence[Heard], profiles: Profiles) -> bool:
    for one in pieces:
        profile = profiles.get((one.source, one.sound.stream))
        if profile is not None and envelope.speech(profile).mean() > 0.05:
            return True
    return False


def _ambience(pieces: Sequence[Heard], profiles: Profiles, rise: float) -> tuple[Heard, ...]:
    """The pieces; those that are only ambience turned down by what they would rise too far."""
    if rise <= _LIFT or all(one.own for one in pieces):
        return tuple(pieces)
    factor = 10 ** ((_LIFT - rise) / 20)
    return tuple(
        replace(one, gain=one.gain * factor) if one.own and not _speaks([one], profiles) else one
        for one in pieces
    )


def _limited(mix: Mix, energy: Steps, peak: Steps, wanted: float | None) -> Mix:
    """The mix with the gain that meets the target after the limiter took its part.

    A limiter gives and takes: past some gain, more of it makes little louder.
    """
    before = integrated(energy)
    if before is None:
        return mix
    gain = 0.0 if wanted is None else wanted - before
    most = gain + _FURTHER
    struck = _struck(energy, peak)
    after = before + gain
    for _ in range(12):
        held = _held(peak * 10 ** (gain / 20)) ** 2
        after = (integrated(struck * held) or before) + gain
        if wanted is None or abs(after - wanted) < 0.05 or (after < wanted and gain >= most):
            break
        gain = min(most, gain + max(-3.0, min(wanted - after, 3.0)))
    needed = float(peak.max(initial=0.0)) * 10 ** (gain / 20) > 10 ** (CEILING / 20)
    expected = None if wanted is None else after
    return replace(
        mix, gain=gain, limit=CEILING if needed else None, expected=expected, wanted=wanted
    )


def _struck(energy: Steps, peak: Steps) -> Steps:
    """The energies with those of strokes gathered where their tops are.

    A profile shares out what happens in a step between it and both its neighbours; what a limiter
    takes, it takes at the top.
    """
    likely = np.pad(peak.astype(np.float64) ** 2 + 1e-12, 1)
    around = likely[:-2] / 4 + likely[1:-1] / 2 + likely[2:] / 4
    share = np.pad(energy / around, 1)
    made = likely[1:-1] * (share[:-2] / 4 + share[1:-1] / 2 + share[2:] / 4)
    return made.astype(np.float32)


def _held(tops: Steps) -> Steps:
    """The limiter's gain by step: not all of a step is at its top, and the next one is still held.

    Measured with clicks, drums, bursts of noise and songs: the loudness within a quarter of an LU.
    """
    gain = np.minimum(1.0, 10 ** (CEILING / 20) / np.maximum(tops, 1e-9))
    made = gain + (1 - gain) * _LOOSE
    after = gain[:-1] + (1 - gain[:-1]) * _RELEASED
    made[1:] = np.minimum(made[1:], after)
    return made.astype(np.float32)
