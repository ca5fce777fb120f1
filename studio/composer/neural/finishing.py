"""A mix that was made elsewhere, mastered like any other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from studio.composer import mastering, rendering
from studio.composer.tape import Tape
from studio.composer.values import ScorePlan, Sound

Wave = NDArray[np.float32]


def mastered(plan: ScorePlan, sound: Wave) -> Sound:
    """The sound matched in spectrum, levelled by section, at the target loudness."""
    if sound.shape != (2, plan.samples):
        raise ValueError(sound.shape)
    mix = Tape(2, plan.samples)
    mix.write(0, sound)
    with ThreadPoolExecutor(rendering.workers()) as pool:
        weighed = mastering.weighed(mix.source(around=mastering.goes_around(plan)), pool, onto=mix)
        return rendering.performance(mix, weighed, plan, pool)[0].sound()
