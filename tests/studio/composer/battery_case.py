"""What is judged: an array of samples, the plan beside it, the MIDI file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from battery_midi import midi_notes

RATE = 48_000


Results = dict[str, tuple[float, bool]]


@dataclass
class Case:
    sound: np.ndarray  # (2, samples) float32
    plan: dict[str, Any]
    midi: bytes = b""
    path: Path | None = None

    @property
    def mono(self) -> np.ndarray:
        return self.sound.mean(axis=0)

    @cached_property
    def notes(self) -> dict[str, list[tuple[float, float, int, int]]]:
        return midi_notes(self.midi) if self.midi else {}
