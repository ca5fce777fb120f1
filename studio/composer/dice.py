"""Draws that are the same on every machine: one die for every seed and path through the piece.

A die is thrown for one thing only ("this part, this bar"), so that another instrument, or a wish
changed in one
place, leaves every other draw as it was. Only `Random.random()` is used: its sequence is the one
that the standard
library promises to keep.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Seeded draws; the path names what is drawn."""

    __slots__ = ("draw",)

    def __init__(self, seed: int, *path: object) -> None:
        name = "/".join(map(str, path))
        self.draw = random.Random((seed & 0xFFFFFFFF) << 32 | zlib.crc32(name.encode())).random

    def chance(self, probability: float) -> bool:
        return self.draw() < probability

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.draw()

    def integer(self, low: int, high: int) -> int:
        """One of low..high, both ends included."""
        return low + int(self.draw() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self.draw() * len(items))]

    def weighted(self, weights: Mapping[Item, float]) -> Item:
        left = self.draw() * sum(weights.values())
        chosen = next(iter(weights))
        for item, weight in weights.items():
            chosen = item
            left -= weight
            if left < 0:
                break
        return chosen

    def noise(self, deviation: float) -> float:
        """About normal around 0, never further than 3.5 deviations: a sum of four draws."""
        total = self.draw() + self.draw() + self.draw() + self.draw() - 2.0
        return total * 1.7320508 * deviation
