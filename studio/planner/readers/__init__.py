"""The readers, one per family of wishes. A new family is a new file, its phrases, a line here."""

from __future__ import annotations

from collections.abc import Callable

from studio.planner.readers import (
    arranging,
    beating,
    bookends,
    canvas,
    clips,
    commissioning,
    comparing,
    creating,
    crossfading,
    cutting,
    dropping,
    ducking,
    ending,
    fades,
    hearsay,
    history,
    joining,
    lyrics,
    moods,
    music,
    pacing,
    part_levels,
    piecing,
    recomposing,
    reshaping,
    shifting,
    showing,
    slideshow,
    speed,
    stretching,
    syncing,
    taking,
    talking,
    telling,
    telling_drops,
    title_parts,
    titles,
    unable,
    unheard,
    vague,
    visualising,
    volume,
)
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause

Reader = Callable[[Clause, Scene], Reading | None]

READERS: tuple[Reader, ...] = (
    hearsay.read, history.read, lyrics.read, showing.read, ending.read, piecing.read, taking.read,
    telling.read, visualising.read, creating.read, slideshow.read, ducking.read, crossfading.read,
    fades.read, syncing.read, moods.read, commissioning.read, bookends.read, canvas.read,
    title_parts.read, titles.read, shifting.read, speed.read,
    volume.read, clips.read, joining.read, arranging.read, cutting.read, music.read, dropping.read,
    telling_drops.read, stretching.read, pacing.read, beating.read, part_levels.read,
    reshaping.read, recomposing.read, comparing.read, unheard.read, unable.read, vague.read,
    talking.read,
)  # fmt: skip
