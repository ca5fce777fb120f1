"""Clips that became several: split, cut out of, held still in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from studio.timeline import clock, facts
from studio.timeline.changes.labels import Labels, plain
from studio.timeline.changes.values import Change
from studio.timeline.model import Clip, Timeline
from studio.words import Lang, say


@dataclass(slots=True)
class Pieces:
    """One clip of before, and what of it stands elsewhere now."""

    was: Clip
    now: Clip
    others: list[Clip] = field(default_factory=list)  # new ids, in the order of the film
    held: list[Clip] = field(default_factory=list)  # stills between them


def found(before: Timeline, after: Timeline) -> dict[str, Pieces]:
    """The clips in pieces, by the id that the first piece kept."""
    old = {clip.id: clip for clip in facts.clips(before)}
    shorter: dict[str, Pieces] = {}
    made: dict[str, Pieces] = {}
    for clip in facts.clips(after):
        was = old.get(clip.id)
        if was is not None:
            if was.source and was.source == clip.source and _reach(clip) < _reach(was):
                shorter[clip.source] = Pieces(was, clip)
            continue
        whole = shorter.get(clip.source) if clip.source else None
        if whole is None or clip.in_point > _reach(whole.was) or clip.in_point < whole.was.in_point:
            continue
        made[whole.was.id] = whole
        (whole.held if clip.freeze and not whole.was.freeze else whole.others).append(clip)
    return made


def _reach(clip: Clip) -> int:
    """How far in its material it goes; of a still, how long it is shown."""
    return clip.in_point + round(clip.duration * clip.speed)


def told(pieces: Pieces, names: Labels) -> Iterator[Change]:
    """What was done to it: held still, cut out of, or only split."""
    lang, one = names.lang, plain(pieces.was, names.lang)
    name = say("timeline.quoted", lang, name=one)
    for still in pieces.held:
        at, length = clock.moment(still.start), clock.length(still.duration)
        yield Change("frozen", name, (("at", at), ("time", length)))
    parts = [pieces.now, *pieces.others]
    for part in parts:
        yield from _paced(pieces.was, part, name, lang)
    numbers = names.listed([str(names.clips[part.id]) for part in parts[:8]])
    gone = [clock.spoken(span, lang) for span in _gaps(pieces)]
    if gone:
        spans = say("timeline.comma", lang).join(gone[:4])
        yield Change("cut_out", name, (("gone", spans), ("after", numbers)))
    elif not pieces.held:
        yield Change("split", name, (("after", numbers),))


def _paced(was: Clip, part: Clip, name: str, lang: Lang) -> Iterator[Change]:
    """A part that runs at another speed than all of it did, or the other way round."""
    span = clock.spoken(clock.span(part.start, facts.end(part)), lang)
    if part.speed != was.speed:
        rates = (("before", f"{was.speed:.4g}×"), ("after", f"{part.speed:.4g}×"))
        yield Change("part_speed", name, (("span", span), *rates))
    if part.reverse != was.reverse:
        key = "part_backwards" if part.reverse else "part_forwards"
        yield Change(key, name, (("span", span),))


def _gaps(pieces: Pieces) -> Iterator[str]:
    """The stretches that are missing between the parts, as times of the film before."""
    was = pieces.was
    if facts.kind(was) != "video" or was.reverse:
        return
    reach = _reach(pieces.now)
    for part in pieces.others:
        if part.in_point > reach + 1:
            spans = (round((at - was.in_point) / was.speed) for at in (reach, part.in_point))
            yield clock.span(*(was.start + at for at in spans))
        reach = max(reach, _reach(part))
