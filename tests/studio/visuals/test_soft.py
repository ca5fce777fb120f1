"""Where a part of the picture has to stay so that nothing flashes, no edge of it is seen."""

from __future__ import annotations

import numpy as np

from studio.visuals import safety


def test_what_stays_goes_over_softly_into_what_comes() -> None:
    keep = np.zeros((36, 64), np.float32)
    keep[20:30, 20:40] = 1.0
    soft = safety._soft(keep)
    assert (soft >= keep).all() and soft.max() <= 1.0001
    steps = (np.abs(np.diff(soft, axis=0)).max(), np.abs(np.diff(soft, axis=1)).max())
    assert max(steps) < 0.25
    assert soft[0, 0] < 0.01
