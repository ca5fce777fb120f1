"""A mix that was made elsewhere, mastered like any other: by the very steps of a rendering."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.composer import rendering
from studio.composer.values import Score, ScorePlan, Sound

Wave = NDArray[np.float32]


def mastered(plan: ScorePlan, sound: Wave) -> Sound:
    """The sound matched in spectrum, levelled by section, at the target loudness."""
    if sound.shape != (2, plan.samples):
        raise ValueError(sound.shape)
    with ThreadPoolExecutor(rendering.workers()) as pool:
        return _Finish(plan, sound, pool).finished(stems=False)


class _Finish(rendering._Session):
    """A rendering without players: its mix is there already, its room is in it."""

    def __init__(self, plan: ScorePlan, sound: Wave, pool: ThreadPoolExecutor) -> None:
        super().__init__(Score(plan, ()), pool)
        self._sound = sound

    def tracks(self) -> list[Any]:
        return []

    def mixed(self, tracks: list[Any]) -> tuple[Wave, Wave]:
        return self._sound.copy(), np.zeros(self.length, np.float32)
