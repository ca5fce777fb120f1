"""The looks a song can have, by name."""

from __future__ import annotations

from collections.abc import Callable

from studio.visuals.scenes.cover import Cover
from studio.visuals.scenes.ink import Ink
from studio.visuals.scenes.particles import Particles
from studio.visuals.scenes.rings import Rings
from studio.visuals.scenes.spectrum import Spectrum
from studio.visuals.scenes.type import Type
from studio.visuals.scenes.wave import Wave
from studio.visuals.stage import Scene, Stage

SCENES: dict[str, Callable[[Stage], Scene]] = {
    "spectrum": Spectrum,
    "particles": Particles,
    "rings": Rings,
    "wave": Wave,
    "type": Type,
    "cover": Cover,
    "ink": Ink,
}
