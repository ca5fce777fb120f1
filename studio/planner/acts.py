"""What a part says is to be done, of which no step came: "halve the music, but not before 0:08".

Words that mean one kind of deed are looked up, and the steps that may come of it: where all that
came of a message is something else, the deed was passed over for what stood beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from studio.planner import music_words, phrases
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep

_WITH_MUSIC = "add-sound replace-sound slideshow takes"
_DEEDS = {
    "halved": "volume speed edit-title clip-length place-title fade",
    "faded": (
        "stretch part-level sync fade picture-fade crossfade edit-title add-title volume"
        " remove-titles add-captions split"
    ),
    "levelled": "volume duck fade remove-sounds loop repaint part-level mood stretch",
    "on_beats": "drops hear-drops repaint move-cuts clip-length split freeze sync shots pace mood",
    "paced": "speed retime repaint clip-fit clip-length fade picture-fade crossfade reverse freeze",
    "reversed": "reverse reorder speed",
    "frozen": "freeze speed",
    "mixed": "crossfade picture-fade remove-titles",
    "moved": "reorder place-title place-sound edit-title add-clip split move-cuts",
}
_ANY = frozenset(  # what is no edit may be anything: the film as it was, or another
    {"undo", "redo", "restore", "begin", "return", "show-timeline", "show-receipt", "sung"}
)
_GONE = frozenset({"cut", "keep", "remove-clips", "trim-clip"})  # nothing that is heard
_PLAIN = frozenset({"volume", "place-sound", "fade", "remove-sounds"})  # of all that plays
_PLAYERS = frozenset({"instruments", "families"})


def passed_over(clause: Clause, steps: Iterable[AnyStep]) -> str:
    """The deed, as it was said, of which nothing is among these steps; "" where there is none."""
    tags = {str(step.__struct_config__.tag) for step in steps}
    if not tags or tags & _ANY:
        return ""
    for deed, known in _DEEDS.items():
        if clause.says(f"accounted.{deed}") and tags.isdisjoint(
            [*known.split(), *_WITH_MUSIC.split()]
        ):
            found = phrases.find(f"accounted.{deed}", clause.text)
            if found is not None:
                return clause.own_words(*found.span())
    plain = tags <= _GONE or (tags <= _PLAIN and clause.says("music.out_of"))
    if plain and not clause.all("file") and not clause.all("text"):
        for word in music_words.things(clause.text):
            if word.kind in _PLAYERS:
                return clause.own_words(word.start, word.end)
    return ""
