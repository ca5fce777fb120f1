"""What changed between two timelines, in sentences: name, timing, volume, before → after."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from studio.timeline import clock, facts
from studio.timeline.changes import clips, frame, pieces, sounds, titles
from studio.timeline.changes.labels import NAMED, Labels
from studio.timeline.changes.values import Change
from studio.timeline.model import Clip, Segment, Sound, Timeline, Title
from studio.timeline.summary import kind
from studio.words import Lang, say

MOST = 12  # sentences; beyond that the rest is counted


def difference(before: Timeline, after: Timeline, lang: Lang = "en") -> tuple[str, ...]:
    """The sentences that say what changed; none where nothing did."""
    if before == after:
        return ()
    old, new = Labels(before, lang), Labels(after, lang)
    changes = [
        *frame.canvas(before.canvas, after.canvas, lang),
        *frame.order(before, after, lang),
        *_segments(before, after, old, new),
        *frame.length(before, after),
    ]
    grouped: dict[tuple[str, tuple[tuple[str, str], ...]], list[Change]] = {}
    for change in _gathered(changes):
        grouped.setdefault((change.key, change.values), []).append(change)
    rows = list(grouped.items())
    shown = rows if len(rows) <= MOST else rows[: MOST - 1]
    said = [
        _said(key, values, many, old if key.startswith("removed") else new)
        for (key, values), many in shown
    ]
    if len(rows) > len(shown):
        said.append(say("timeline.and_more", lang, count=len(rows) - len(shown)))
    return tuple(said)


def _said(key: str, values: tuple[tuple[str, str], ...], many: list[Change], labels: Labels) -> str:
    if key.startswith("removed_") and len(many) > 1:
        key = "removed"
    if key.startswith("crossfade") and len(many) == len(labels.clips) - 1 > 1:
        key += "_all"
    spoken = {key: clock.spoken(value, labels.lang) for key, value in values}
    names, kinds = [c.name for c in many], [c.kind for c in many]
    name = labels.many(names, kinds, new=key == "added_many")
    sentence = say(f"timeline.{key}", labels.lang, name=name, **spoken)
    return sentence[:1].upper() + sentence[1:]


def _gathered(changes: list[Change]) -> list[Change]:
    """The changes with what happened alike to many told as one."""
    moves = sum(change.key == "moved" for change in changes)
    made = [_move(change, by_itself=moves <= NAMED) for change in changes]
    for key in {change.key for change in made if change.span}:
        alike = [change for change in made if change.key == key]
        if len(alike) > NAMED:
            spans = [change.span for change in alike if change.span]
            whole = clock.span(min(s for s, _ in spans), max(e for _, e in spans))
            more = {dict(change.values).get("more", "") for change in alike[1:]}
            values = (("span", whole), ("more", more.pop() if len(more) == 1 else ""))
            many = [change._replace(key="added_many", values=values) for change in alike]
            made = [many.pop(0) if change.key == key else change for change in made]
    return made


def _move(change: Change, *, by_itself: bool) -> Change:
    """A move told with its times, or only by how far where many things moved with the picture."""
    if change.key != "moved":
        return change
    if by_itself:
        return change._replace(key="timing", values=change.values[:2])
    return change._replace(values=change.values[2:])


def _segments(before: Timeline, after: Timeline, old: Labels, new: Labels) -> Iterator[Change]:
    for id, segment in old.segments.items():
        if id not in new.segments:
            role = kind((segment,))
            yield Change(f"removed_{role}", old[id], kind=role)
    broken = pieces.found(before, after)
    apart = {part.id for one in broken.values() for part in (*one.others, *one.held)}
    for one in broken.values():
        yield from pieces.told(one, new)
    ends = _ends(before, after)
    for id, segment in new.segments.items():
        if id not in apart and old.segments.get(id) != segment:
            found = _changed(old, id, segment, new, after, whole=id not in broken)
            yield from (c._replace(kind=kind((segment,))) for c in found if (c.key, id) not in ends)


def _ends(before: Timeline, after: Timeline) -> set[tuple[str, str]]:
    """What is no change: a fade at the film's start or end that is at its start or end still."""
    first, second = facts.clips(before), facts.clips(after)
    still: set[tuple[str, str]] = set()
    if first and second and first[-1].picture_fade_out == second[-1].picture_fade_out:
        still |= {(f"to_black_{w}", c.id) for w in ("on", "off") for c in (first[-1], second[-1])}
    if first and second and first[0].picture_fade_in == second[0].picture_fade_in:
        still |= {(f"from_black_{w}", c.id) for w in ("on", "off") for c in (first[0], second[0])}
    return still


def _changed(
    old: Labels, id: str, segment: Segment, new: Labels, after: Timeline, *,
    whole: bool,
) -> Iterator[Change]:  # fmt: skip
    lang, was = new.lang, old.segments.get(id)
    if isinstance(was, Clip) and replace(was, start=segment.start) == segment:
        return  # it only moved up: that goes without saying
    name = new[id]
    match was, segment:
        case Clip() as was, Clip() as now:
            yield from clips.clip(
                was, now, name, old[id], canvas=after.canvas, whole=whole, lang=lang
            )
        case Sound() as was, Sound() as now:
            yield from sounds.sound(was, now, name, old[id], lang)
        case Title() as was, Title() as now:
            yield from titles.title(was, now, name, old[id], lang)
        case _:
            yield _added(segment, name, lang)


def _added(segment: Segment, name: str, lang: Lang) -> Change:
    match segment:
        case Sound():
            return sounds.added(segment, name, lang)
        case Clip():
            more = "".join(clips.besides(segment, lang))
        case Title():
            more = "".join(titles.besides(segment, lang))
    end = facts.end(segment)
    span = clock.spoken(clock.span(segment.start, end), lang)
    values = (("span", span), ("more", more))
    return Change(f"added_{kind((segment,))}", name, values, span=(segment.start, end))
