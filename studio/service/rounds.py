"""Songs that are over too soon and begin again: at a bar line, so that the beat goes on.

    [song------------~]      ->      [song------------|------------|------..     (|: bar lines)

Decided when the music is heard as a whole, or delivered; the timeline itself says no more than that
the song is repeated.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from studio.timeline import facts
from studio.timeline import hearing as sounds
from studio.timeline.model import Sound, Timeline

if TYPE_CHECKING:
    from studio.service.intake import Taken
    from studio.service.studio import Studio

log = logging.getLogger("studio.rounds")


def rounded(studio: Studio, timeline: Timeline, taken: Mapping[str, Taken]) -> Timeline:
    """The timeline with the bar lines at which its songs begin again, where they have any."""
    made = []
    for sound in facts.music(timeline):
        one = taken.get(sound.source)
        if one is None or not _again(sound, one.material.duration) or facts.brief(sound):
            continue
        found = _turn(studio, one, sound.in_point / 1000)
        if found is not None:
            plain = [round(at * 1000) for at in found]
            made.append(replace(sound, metadata={**sound.metadata, facts.TURN: plain}))
    return sounds.swapped(timeline, *made) if made else timeline


def _again(sound: Sound, length: int) -> bool:
    return sound.loop and sound.gain > 0 and length - sound.in_point < sound.duration * sound.speed


def _turn(studio: Studio, one: Taken, first: float) -> tuple[float, float] | None:
    from studio.service import hearing, splicing
    from studio.sync import closing

    try:
        heard = hearing.song(studio, one)
        if heard.rhythm is None or len(heard.bars) < 2:
            return None
        over = closing.sounding(heard.bars, heard.onsets, heard.duration)
        found = closing.turn(heard.bars, first, over)
        if found is None:
            return None
        path = str(studio.file(one.stock.path))
        return found[0], found[1] - studio.crew.do(splicing.lateness, path, found[1], found[0])
    except Exception:  # it is repeated as it is, then
        log.exception("the bar lines of a song that is repeated could not be heard")
        return None
