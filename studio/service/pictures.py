"""Pictures that are shown in a conversation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.brief import Brief
from studio.errors import StudioError
from studio.service import given
from studio.timeline import facts
from studio.words import say

if TYPE_CHECKING:
    from PIL import Image

    from studio.analysis.values import Scene
    from studio.service.work import Work
    from studio.timeline.model import Clip, Sound

log = logging.getLogger("studio.pictures")
_WIDE, _HIGH = 320, 180


def mood(
    work: Work, sound: Sound, found: Sequence[Scene], words: Sequence[str], made: Brief
) -> None:
    """Shows what is seen and what music comes of it; the words are there also without it."""
    try:
        _mood(work, sound, found, words, made)
    except (OSError, StudioError):
        log.exception("no picture of the mood")


def _mood(
    work: Work, sound: Sound, found: Sequence[Scene], words: Sequence[str], made: Brief
) -> None:
    from studio import composer
    from studio.media.moodboard import Board, Stretch, png

    lang = work.lang
    planned = composer.plan(made)
    rate = composer.RATE
    scenes = tuple(
        Stretch(scene.start, scene.end, said, scene.energy, _frame(work, sound, scene))
        for scene, said in zip(found, words, strict=True)
    )
    parts = tuple(
        Stretch(s.at / rate, s.end / rate, say(f"moods.part_{s.kind}", lang), s.energy)
        for s in planned.sections
        if s.end > s.at
    )
    title = say("moods.board", lang, bpm=f"{planned.bpm:.4g}", name=facts.name(sound))
    legend = (say("moods.low_even", lang), say("moods.high_even", lang))
    drops = tuple(drop / rate for drop in planned.drops)
    board = Board(title, scenes, parts, drops, legend, lang)
    given.hand(work, png(board), say("moods.file", lang), "png")


def _frame(work: Work, sound: Sound, scene: Scene) -> Image.Image | None:
    """A small picture out of the middle of a scene; None where there is none to be had."""
    from studio.media import stills

    at = sound.start + (scene.start + scene.end) * 500
    clip = next((c for c in facts.clips(work.now) if c.start <= at < c.start + c.duration), None)
    one = work.taken.get(clip.source) if clip is not None else None
    if clip is None or one is None:
        return None
    path = work.studio.file(one.stock.path)
    if one.material.kind == "image":
        return stills.photo(path, _WIDE, _HIGH)
    inside = _inside(clip, at)
    return stills.near(path, one.material, inside, _WIDE, _HIGH)


def _inside(clip: Clip, at: float) -> float:
    """Seconds into the clip's file at this ms of the film."""
    return max(0.0, clip.in_point + (at - clip.start) * clip.speed) / 1000
