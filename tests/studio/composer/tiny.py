"""A model small enough to be made by a test: weights in a safetensors file, sound out of numpy.

It plays at its own tempo, as long as it likes, and its drop comes where it likes: what a trained
model does, too.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from studio.composer.neural import About, NoEngine, Take, Wish, folder

RATE = 44_100
VOICES = ("kick", "snare", "hat", "bass", "chord")


def save(path: Path, tensors: dict[str, np.ndarray]) -> None:
    """A safetensors file of float32 arrays."""
    header, blobs, at = {}, [], 0
    for name, array in tensors.items():
        blob = np.ascontiguousarray(array, "<f4").tobytes()
        offsets = [at, at + len(blob)]
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": offsets}
        at += len(blob)
        blobs.append(blob)
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(blobs))


def load(path: Path) -> dict[str, np.ndarray]:
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    rows = json.loads(raw[8 : 8 + size])
    return {
        name: np.frombuffer(raw[8 + size :][slice(*row["data_offsets"])], "<f4").reshape(
            row["shape"]
        )
        for name, row in rows.items()
    }


def weights(seed: int = 0) -> dict[str, np.ndarray]:
    """Strokes as wave forms, and what is struck in each sixteenth of a calm and of a loud bar."""
    dice = np.random.default_rng(seed)
    t = np.arange(RATE // 3) / RATE
    strokes = {
        "kick": np.sin(2 * np.pi * (52 * t + 3 * (1 - np.exp(-t * 40)))) * np.exp(-t * 14) * 0.7,
        "snare": dice.standard_normal(len(t)) * np.exp(-t * 28) * 0.5,
        "hat": np.diff(dice.standard_normal(len(t) + 1)) * np.exp(-t * 90) * 0.15,
        "bass": sum(np.sin(2 * np.pi * 55 * k * t) / k for k in (1, 2, 3, 4))
        * np.exp(-t * 3)
        * 0.4,
        "chord": sum(np.sin(2 * np.pi * f * t) for f in (220, 277, 330, 440))
        * np.exp(-t * 2)
        * 0.2,
    }
    pattern = np.zeros((2, 16, len(VOICES)))
    pattern[1, ::4, 0] = 1.0
    pattern[1, 4::8, 1] = 0.9
    pattern[1, ::2, 2] = dice.uniform(0.6, 1.0, 8)
    pattern[1, ::4, 3] = 0.9
    pattern[:, ::4, 4] = 0.8
    pattern[0, ::4, 2] = 0.5
    pattern[0, ::8, 0] = 0.35
    return {"strokes": np.stack([strokes[v] for v in VOICES]), "pattern": pattern}


class Tiny:
    """A neural engine by the port, unfaithful on purpose: faster, shorter, its drop elsewhere."""

    def __init__(self, place: Path, *, faster: float, lasts: float, drop_bar: int) -> None:
        made = load(place / "model.safetensors")
        self._strokes, self._pattern = made["strokes"], made["pattern"]
        self._faster, self._lasts, self._drop = faster, lasts, drop_bar
        self.about = About(
            "tiny", "1", place.name, folder.sha256(place), folder.licence(place),
            self._strokes.size + self._pattern.size, guided=False,
        )  # fmt: skip
        self.heard: list[Wish] = []

    def play(self, wish: Wish) -> Take:
        self.heard.append(wish)
        if wish.bpm <= 0:
            raise NoEngine("not_played", why="bpm")
        sixteenth = 15.0 / (wish.bpm * self._faster)
        count = int(wish.seconds * self._lasts * RATE)
        sound = np.zeros(count + self._strokes.shape[1], np.float32)
        for step in range(int(wish.seconds * self._lasts / sixteenth)):
            bar, place = divmod(step, 16)
            loud = int(bar >= self._drop)
            at = round(step * sixteenth * RATE)
            mixed = self._pattern[loud, place] @ self._strokes
            sound[at : at + len(mixed)] += mixed * (0.25 if loud else 0.12)
        sound = np.tanh(3.0 * sound[:count]) * np.float32(0.9)  # dense, as such models play
        return Take(np.stack([sound, sound * 0.9]), RATE)
