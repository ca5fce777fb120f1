"""Which scene and which colours suit a song, with the reason, where the user named none. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.analysis import RATE
from studio.analysis.values import Hearing

Floats = NDArray[np.float32]
Why = Literal[
    "asked", "cover", "words", "speech", "calm", "strong", "melodic", "chinese"
]  # the sentence `visuals.why_…` says it
_HAN = re.compile(r"[㐀-鿿]")

# Major and minor key profiles (Krumhansl & Kessler 1982)
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a song feels, both 0..1."""

    energy: float
    valence: float

    @property
    def word(self) -> Literal["bright", "dark", "warm", "cool"]:
        if self.energy >= 0.5:
            return "bright" if self.valence >= 0.5 else "dark"
        return "warm" if self.valence >= 0.5 else "cool"


def mood(mono: Floats, heard: Hearing) -> Mood:
    """The mood: how fast, dense and loud it is; how much of a major key it is in."""
    seconds = max(heard.duration, 1.0)
    pace = np.clip(((heard.rhythm.bpm if heard.rhythm else 70) - 65) / 85, 0, 1)
    dense = np.clip(len(heard.onsets) / seconds / 5, 0, 1)
    loud = np.clip((heard.integrated + 28) / 20, 0, 1)
    energy = float(0.35 * pace + 0.35 * dense + 0.30 * loud)
    valence = float(np.clip(0.5 + 0.9 * _majorness(mono) + 0.2 * (energy - 0.5), 0, 1))
    return Mood(round(energy, 3), round(valence, 3))


def _majorness(mono: Floats) -> float:
    """How much better the best major key fits than the best minor one, about -0.5 to 0.5."""
    size = 8192
    count = min(160, len(mono) // size)
    if count < 4:
        return 0.0
    starts = np.linspace(0, len(mono) - size, count).astype(int)
    window = np.hanning(size).astype(np.float32)
    power = np.zeros(size // 2 + 1)
    for start in starts:
        power += np.abs(np.fft.rfft(mono[start : start + size] * window))
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    inside = (pitch > 110) & (pitch < 1800)
    keys = np.round(12 * np.log2(pitch[inside] / 440)).astype(int) % 12
    chroma = np.bincount(keys, weights=power[inside] ** 0.7, minlength=12)
    if chroma.std() < 1e-9:
        return 0.0
    fits = [
        max(float(np.corrcoef(np.roll(profile, key), chroma)[0, 1]) for key in range(12))
        for profile in (np.array(_MAJOR), np.array(_MINOR))
    ]
    return float(np.clip(fits[0] - fits[1], -0.5, 0.5))


def spoken(heard: Hearing) -> bool:
    """Whether somebody speaks for most of it."""
    return sum(s.end - s.start for s in heard.speech) > 0.5 * max(heard.duration, 0.1)


def scene(
    heard: Hearing, felt: Mood, *, title: str, covered: bool, worded: bool, guofeng: bool = False
) -> tuple[str, Why]:
    """A scene and why it was taken."""
    if spoken(heard):
        return "wave", "speech"
    if worded:
        return "type", "words"
    if guofeng or (_HAN.search(title) and felt.energy < 0.45 and not covered):
        return "ink", "chinese"
    if covered:
        return ("rings", "cover") if felt.energy >= 0.5 else ("cover", "cover")
    if heard.rhythm is None or heard.rhythm.confidence < 0.4:
        return "particles", "melodic"
    if felt.energy >= 0.5:
        return "spectrum", "strong"
    return "rings", "calm"
