"""The words on the picture: put there, changed, taken away."""

from __future__ import annotations

from msgspec.structs import replace

from studio.errors import BadNumber, NotThere
from studio.timeline import facts, find, hearing
from studio.timeline.joints import COLOUR
from studio.timeline.model import Style, TextTrack, Timeline, Title
from studio.timeline.operations import AddCaptions, AddTitle, EditTitle, PlaceTitle, RemoveTitles
from studio.timeline.pieces import SHORTEST

LONGEST_TEXT = 2000  # characters in one title


def add(timeline: Timeline, wish: AddTitle) -> Timeline:
    """The timeline with words more."""
    title = Title(
        id=wish.id,
        start=wish.start,
        duration=wish.duration,
        text=_text(wish.text),
        place=wish.place,
        style=_style(wish.style),
        role=wish.role,
    )
    return _placed(timeline, _timed(timeline, title))


def _text(text: str) -> str:
    if not text.strip():
        raise NotThere(what="text")
    if len(text) > LONGEST_TEXT:
        raise BadNumber(value=len(text), what="text", low="1", high=LONGEST_TEXT)
    return text


def _style(style: Style) -> Style:
    find.within(style.size, 0.005, 0.6, what="size")
    for colour in (style.colour, style.outline, style.box):
        if colour and not COLOUR.fullmatch(colour):
            raise BadNumber(value=colour[:20], what="colour", low="#000000", high="#ffffff")
    return style


def _timed(timeline: Timeline, title: Title) -> Title:
    length = facts.duration(timeline)
    if length:
        find.stretch(title.start, facts.end(title), length=length)
    elif title.start < 0:
        raise BadNumber(value=title.start, what="ms", low="0", high="")
    find.within(title.duration, SHORTEST, 24 * 3600 * 1000, what="ms")
    return title


def _placed(timeline: Timeline, title: Title) -> Timeline:
    tracks = list(timeline.tracks)
    for number, track in enumerate(tracks):
        if not isinstance(track, TextTrack) or not track.segments:
            continue
        free = all(
            facts.end(other) <= title.start or other.start >= facts.end(title)
            for other in track.segments
        )
        if free and (track.segments[0].role == "caption") == (title.role == "caption"):
            row = tuple(sorted((*track.segments, title), key=lambda one: one.start))
            tracks[number] = replace(track, segments=row)
            return replace(timeline, tracks=tuple(tracks))
    return replace(timeline, tracks=(*tracks, TextTrack(segments=(title,))))


def captions(timeline: Timeline, wish: AddCaptions) -> Timeline:
    """The timeline with a row of captions."""
    row = [
        _timed(
            timeline,
            Title(
                id=line.id,
                start=line.start,
                duration=line.duration,
                text=_text(line.text),
                place=wish.place,
                style=_style(wish.style),
                role="caption",
            ),
        )
        for line in wish.lines
    ]
    for title in row:
        timeline = _placed(timeline, title)
    return timeline


def edit(timeline: Timeline, wish: EditTitle) -> Timeline:
    """The timeline with words changed."""
    for id in wish.targets:
        old = find.title(timeline, id)
        style = old.style
        size = style.size if wish.size is None else wish.size
        scaled = size * (1.0 if wish.scale is None else wish.scale)
        styled = replace(
            style,
            size=round(scaled, 4),
            colour=style.colour if wish.colour is None else wish.colour,
            outline=style.outline if wish.outline is None else wish.outline,
            box=style.box if wish.box is None else wish.box,
            bold=style.bold if wish.bold is None else wish.bold,
            animation=wish.animation or style.animation,
        )
        new = replace(
            old,
            text=old.text if wish.text is None else _text(wish.text),
            place=wish.place or old.place,
            style=_style(styled),
        )
        timeline = hearing.swapped(timeline, new)
    return timeline


def place(timeline: Timeline, wish: PlaceTitle) -> Timeline:
    """The timeline with words at another time, or for another while."""
    old = find.title(timeline, wish.target)
    start = old.start if wish.start is None else wish.start
    duration = old.duration if wish.duration is None else wish.duration
    new = _timed(timeline, replace(old, start=start, duration=duration))
    return _placed(hearing.without(timeline, {old.id}), new)


def remove(timeline: Timeline, wish: RemoveTitles) -> Timeline:
    """The timeline without these words."""
    return hearing.without(timeline, {find.title(timeline, id).id for id in wish.targets})
