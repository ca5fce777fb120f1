"""What a wish says of a part of the song, or of a colour, that nobody heard.

"Quieter in the bridge" made quieter throughout, "fade in from white" made a fade from black: the
steps know of no bridge and of no white, and the wish without those words comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.planner import looks, song_words
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Render
from studio.timeline.operations import (
    AddTitle,
    Crossfade,
    Cut,
    Duck,
    EditTitle,
    Fade,
    Keep,
    PictureFade,
    PlaceSound,
    PlaceTitle,
    RemoveClips,
    RemoveSounds,
    RemoveTitles,
    SetCanvas,
    Speed,
    Volume,
)

_PLAIN = (  # steps that know of times, not of parts of a song
    AddTitle, Crossfade, Cut, Duck, EditTitle, Fade, Keep, PictureFade, PlaceSound, PlaceTitle,
    RemoveClips, RemoveSounds, RemoveTitles, Render, SetCanvas, Speed, Volume,
)  # fmt: skip
_PAINTED = (AddTitle, Crossfade, EditTitle, PictureFade, SetCanvas)
_PARTS = frozenset({"chorus", "verse", "bridge", "drop"})
_USUAL = "#000000"  # what fades, bars and cards are anyway


def spans(clause: Clause, steps: tuple[AnyStep, ...]) -> Iterator[tuple[int, int]]:
    """Where in the text such words stand that the steps cannot have heard."""
    timed = any(token.kind in ("time", "range") for token in clause.tokens.values())
    if steps and not timed and all(isinstance(step, _PLAIN) for step in steps):
        for one in song_words.named(clause):
            if one.part.kind in _PARTS:
                yield one.start, one.end
    if any(isinstance(step, _PAINTED) for step in steps):
        yield from looks.named(clause.text, but=_USUAL)
