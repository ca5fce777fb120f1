"""A trained model that plays the plan, for whoever has its weights: off unless a folder is named.

    engine = neural.opened(folder)             # or `neural.NoEngine`, which says why not
    take = engine.play(neural.wish(score))     # sound at the model's own tempo and length

What comes back is no finished track: `studio.sync.anchor` brings it to the plan's beats, drops and
length, `finished` masters it like any other. Nothing is ever downloaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.composer.neural.port import About, Engine, NoEngine, Take, Wish
from studio.composer.neural.wishing import LONGEST, wish

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.composer.values import ScorePlan, Sound

__all__ = [
    "LONGEST", "About", "Engine", "NoEngine", "Take", "Wish", "finished", "identity", "opened",
    "wish",
]  # fmt: skip


def opened(folder: Path) -> Engine:
    """The engine whose weights lie in this folder, read and ready; `NoEngine` with the reason."""
    from studio.composer.neural.ace_step import AceStep

    return AceStep(folder)


def identity(folder: Path) -> str:
    """What tells these weights from others without reading them: for the name of what they made."""
    from studio.composer.neural.folder import identity as of

    return of(folder)


def finished(plan: ScorePlan, sound: NDArray[np.float32]) -> Sound:
    """A mix of the plan's length that was made elsewhere, mastered like any other."""
    from studio.composer.neural.finishing import mastered

    return mastered(plan, sound)
