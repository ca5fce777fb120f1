"""Things of the timeline by id, or a refusal that names what is missing."""

from __future__ import annotations

from studio.errors import Backwards as BackwardsRange
from studio.errors import BadNumber, NoPicture, NotThere, OutOfRange, WrongKind
from studio.timeline import clock, facts
from studio.timeline.model import Clip, Segment, Sound, Timeline, Title


def clip(timeline: Timeline, id: str) -> Clip:
    """The clip of the main track with this id."""
    found = next((clip for clip in facts.clips(timeline) if clip.id == id), None)
    if found is None:
        raise _missing(timeline, id)
    return found


def sound(timeline: Timeline, id: str) -> Sound:
    """The sound with this id."""
    match facts.segment(timeline, id):
        case Sound() as found:
            return found
    raise _missing(timeline, id)


def title(timeline: Timeline, id: str) -> Title:
    """The title with this id."""
    match facts.segment(timeline, id):
        case Title() as found:
            return found
    raise _missing(timeline, id)


def _missing(timeline: Timeline, id: str) -> NotThere | WrongKind:
    found: Segment | None = facts.segment(timeline, id)
    return WrongKind(name=facts.name(found)) if found else NotThere(what=id[:40])


def picture(timeline: Timeline) -> int:
    """How long the picture is, where there is one."""
    length = facts.picture_end(timeline)
    if not length:
        raise NoPicture
    return length


def stretch(start: int, end: int, *, length: int) -> tuple[int, int]:
    """A range that lies within the whole."""
    if start < 0:
        raise OutOfRange(length=clock.length(length), time=f"-{clock.moment(-start)}")
    if end <= start:
        raise BackwardsRange(start=clock.moment(start), end=clock.moment(end))
    if end > length:
        raise OutOfRange(length=clock.length(length), time=clock.moment(end))
    return start, end


def moment(at: int, *, length: int) -> int:
    """A moment that lies within the whole, its end included."""
    if not 0 <= at <= length:
        raise OutOfRange(length=clock.length(length), time=clock.moment(at))
    return at


def within(value: float, low: float, high: float, *, what: str) -> float:
    """The number, where it is one and possible."""
    if not low <= value <= high:  # also refuses what is not a number
        raise BadNumber(value=f"{value:g}", what=what, low=f"{low:g}", high=f"{high:g}")
    return value
