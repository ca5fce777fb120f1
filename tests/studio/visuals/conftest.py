"""Songs whose drops and drums are known, because they are drawn here sample by sample."""

from __future__ import annotations

import io
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from studio.analysis import RATE

sys.path.insert(0, str(Path(__file__).parent))  # the folder's own helpers, by name


def track(seconds: float, *, bpm: float = 120, drop: float = 0.0, seed: int = 1) -> np.ndarray:
    """A soft melody, and from `drop` on kicks on every beat, snares on every second one."""
    dice = np.random.default_rng(seed)
    made = np.zeros(int(seconds * RATE), np.float32)
    t = np.arange(int(0.28 * RATE)) / RATE
    kick = np.sin(2 * np.pi * (50 * t + 7 * (1 - np.exp(-t * 18)))) * np.exp(-t * 11)
    snare = dice.standard_normal(len(t)) * np.exp(-t * 22) * 0.5
    beat = 60 / bpm
    for number in range(int(seconds / beat)):
        at = round(number * beat * RATE)
        loud = number * beat >= drop - 1e-6
        note = 220 * 2 ** ((0, 3, 7, 10)[number % 4] / 12)
        tone = 0.10 * np.sin(2 * np.pi * note * t) * np.exp(-t * 4)
        for sound, gain in ((tone, 1.0), (kick, loud * 1.0), (snare, loud * (number % 2))):
            span = min(len(t), len(made) - at)
            made[at : at + span] += np.float32(gain) * sound[:span].astype(np.float32)
    return (0.8 * made / max(float(np.abs(made).max()), 1e-6)).astype(np.float32)


def wav(sound: np.ndarray) -> bytes:
    """The sound as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32000).astype("<i2").tobytes())
    return out.getvalue()


@pytest.fixture(scope="session")
def dropping() -> np.ndarray:
    """Twelve seconds with a drop at 6.0."""
    return track(12, drop=6.0)


@pytest.fixture(scope="session")
def song_file(dropping: np.ndarray) -> bytes:
    return wav(dropping)
