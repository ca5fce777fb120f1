"""What leads into a drop and what marks it, as sound: risers, swells, impacts, strokes at
hit-points."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.drumkit import drum, noise, normal
from studio.composer.leads import braam
from studio.composer.oscillators import Wave, random
from studio.composer.values import RATE


def _riser(length: int) -> Wave:
    """Noise that opens and swells until it is cut off."""
    t = np.linspace(0, 1, length, dtype=np.float32)
    base = random("riser").normal(0, 1, length).astype(np.float32)
    out = np.zeros(length, dtype=np.float32)
    bands = (500.0, 1200.0, 2800.0, 6000.0)
    for index, centre in enumerate(bands):
        weight = np.clip(1.0 - np.abs(t * 3 - index), 0, 1)
        out += spectra.filtered(base, spectra.curve(centre * 0.7, centre * 1.6)) * weight
    out *= t**1.5
    return normal(_sucked_out(out), 0.5)


def _sucked_out(values: Wave) -> Wave:
    """Gone a moment before the drop, so that the drop is the attack that is heard."""
    fall, still = min(len(values), RATE // 12), min(len(values), RATE // 40)
    values[-still:] = 0
    values[-fall - still : -still] *= np.linspace(
        1, 0, len(values[-fall - still : -still]), dtype=np.float32
    )
    return values


def _swell(length: int) -> Wave:
    """A cymbal played backwards, ending where it is heard."""
    crash = drum("cymbal_orchestra")[: int(2.2 * RATE)]
    out = crash[::-1][-length:].copy()
    rise = len(out)
    out *= np.linspace(0, 1, rise, dtype=np.float32) ** 2
    out = _sucked_out(out)
    padded = np.zeros(length, dtype=np.float32)
    padded[length - rise :] = out
    return normal(padded, 0.5)


def _impact(length: int, *, soft: bool) -> Wave:
    length = min(length, int(2.4 * RATE))
    t = np.arange(length) / RATE
    low = np.sin(2 * np.pi * np.cumsum(36 + 60 * np.exp(-t / 0.06)) / RATE) * np.exp(-t / 0.5)
    hit = noise("impact", length / RATE, 80.0, 2400.0 if soft else 6000.0, 0.09 if soft else 0.14)[
        :length
    ]
    out = np.zeros(length)
    out += (0.8 if soft else 1.0) * low
    out[: len(hit)] += (0.4 if soft else 0.6) * normal(hit)
    out[-4800:] *= np.linspace(1, 0, 4800)
    return normal(np.tanh(1.3 * out))


def _stinger() -> Wave:
    """A stroke for a hit-point: a low knock and a bright ring."""
    low = _impact(RATE, soft=True)
    ring = drum("splash")[:RATE]
    out = np.zeros(RATE, dtype=np.float32)
    out += 0.7 * low[:RATE]
    out[: len(ring)] += 0.6 * ring
    return normal(out)


def _tap() -> Wave:
    """A light stroke between two of those: the knock, and hardly any ring."""
    out = _stinger()[: RATE // 4].copy()
    out *= np.exp(-np.arange(len(out), dtype=np.float32) / (0.05 * RATE))
    return normal(out)


def effect(style: str, length: int, tonic: int) -> Wave:
    """An effect as long as asked."""
    match style:
        case "riser":
            return _riser(length)
        case "swell":
            return _swell(length)
        case "impact":
            return _impact(length, soft=False)
        case "softimpact":
            return _impact(length, soft=True)
        case "stinger":
            return _stinger()
        case "tap":
            return _tap()
        case "braam":
            return braam(36 + tonic - (12 if tonic > 6 else 0), length, None)
        case "crash":
            return drum("crash")
    return drum(style)
