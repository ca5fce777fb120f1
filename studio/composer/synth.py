"""The synthesised voices by name."""

from __future__ import annotations

from collections.abc import Callable

from studio.composer import basses, clouds, leads, strings, textures
from studio.composer.oscillators import Shape, Wave

VOICES: dict[str, Callable[[float, int, Shape], Wave]] = {
    **clouds.VOICES,
    **strings.VOICES,
    "sub": basses.sub,
    "sawbass": basses.sawbass,
    "drone": basses.drone,
    "pluckbass": basses.pluckbass,
    "reese": basses.reese,
    "bass808": basses.bass808,
    "pluck": leads.pluck,
    "softlead": leads.softlead,
    "sawlead": leads.sawlead,
    "suona": leads.suona,
    "bell": leads.bell,
    "braam": leads.braam,
    "vinyl": textures.vinyl,
    "breath": textures.breath,
}
