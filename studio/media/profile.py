"""How loud a sound is over time, in steps of 20 ms: known once, then every mix can be foretold.

Energies are K-weighted (ITU-R BS.1770) by their spectrum: windows of 40 ms whose squares sum to one
share the energy out between the steps without loss. Memory does not grow with the sound's length
but for three numbers a step.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.media.sound import RATE, Samples, blocks
from studio.media.values import Probe, SoundStream

STEP = RATE // 50  # samples
_FRAME = 2 * STEP
_SPEECH = (250.0, 3800.0)  # Hz
_KEPT = 64
_cache: OrderedDict[tuple[object, ...], Profile] = OrderedDict()
_lock = Lock()
_turn = Lock()
_making: dict[tuple[object, ...], Lock] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """By step: K-weighted energy of both channels, highest sample, energy where speech is."""

    energy: NDArray[np.float32]
    peak: NDArray[np.float32]
    speech: NDArray[np.float32]


def profile(path: Path, sound: SoundStream) -> Profile:
    """The profile of a file's sound; kept while the file stays the same.

    Who asks while somebody else is at it waits for theirs.
    """
    stat = path.stat()
    key = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, sound.stream)
    with _lock:
        making = _making.setdefault(key, Lock())
    with making:
        with _lock:
            if key in _cache:
                _cache.move_to_end(key)
                _making.pop(key, None)
                return _cache[key]
        made = measure(blocks(path, sound))
        with _lock:
            _cache[key] = made
            _making.pop(key, None)
            while len(_cache) > _KEPT:
                _cache.popitem(last=False)
    return made


def warm(path: Path, probe: Probe | None) -> None:
    """Has the profile of the sound that will be heard, before a render asks for it; one by one."""
    if probe is not None and probe.sound is not None:
        with _turn, suppress(OSError):  # it is gone again
            profile(path, probe.sound)


def measure(parts: Iterable[Samples]) -> Profile:
    """The profile of samples that come in blocks."""
    meter = Meter()
    for part in parts:
        meter.feed(part)
    return meter.finish()


class Meter:
    """Hears samples, block after block, and keeps what a profile says."""

    def __init__(self) -> None:
        self.rest: Samples = np.zeros((STEP, 2), np.float32)  # half a window before the start
        self.rows: list[tuple[NDArray[np.float32], ...]] = []
        self.heard = 0
        spectrum = np.fft.rfftfreq(_FRAME, 1 / RATE)
        self.window = np.sin(np.pi * (np.arange(_FRAME) + 0.5) / _FRAME).astype(np.float32)
        double = np.full(len(spectrum), 2.0)
        double[[0, -1]] = 1.0
        self.weight = (weighting(spectrum) * double / _FRAME).astype(np.float32)
        band = (spectrum >= _SPEECH[0]) & (spectrum <= _SPEECH[1])
        self.band = (band * double / _FRAME).astype(np.float32)

    def feed(self, part: Samples) -> None:
        self.heard += len(part)
        joined = np.concatenate([self.rest, part])
        steps = len(joined) // STEP - 1
        if steps < 1:
            self.rest = joined
            return
        for first in range(0, steps, 256):
            self._measure(joined, first, min(first + 256, steps))
        self.rest = joined[steps * STEP :]

    def _measure(self, samples: Samples, first: int, last: int) -> None:
        part = samples[first * STEP : (last + 1) * STEP]
        views = np.lib.stride_tricks.sliding_window_view(part, _FRAME, axis=0)[::STEP]
        spectrum = np.fft.rfft(views * self.window)
        power = (spectrum.real**2 + spectrum.imag**2).sum(axis=1, dtype=np.float32)
        highest = np.abs(part[:-STEP]).reshape(last - first, -1).max(axis=1)
        self.rows.append((power @ self.weight, highest, power @ self.band))

    def finish(self) -> Profile:
        missing = -len(self.rest) % STEP + STEP
        heard = self.heard
        self.feed(np.zeros((missing, 2), np.float32))
        self.heard = heard
        if not self.rows:
            none = np.zeros(0, np.float32)
            return Profile(none, none, none)
        energy, peak, speech = (np.concatenate(column) for column in zip(*self.rows, strict=True))
        # a window is centred on the edge between two steps: shift its energy onto both
        energy, speech = _between(energy), _between(speech)
        return Profile(energy, peak[1:] if len(peak) > 1 else peak, speech)


def _between(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values at the edges between steps, as values of the steps: half of each neighbour."""
    if len(values) < 2:
        return values
    return ((values[:-1] + values[1:]) / 2).astype(np.float32)


def weighting(frequencies: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """The K-weighting's power at these frequencies (its two filters at 48 kHz, BS.1770-4)."""
    z = np.exp(-2j * np.pi * frequencies / RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high) ** 2)
