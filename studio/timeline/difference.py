"""What changed between two timelines, in sentences: name, timing, volume, before → after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from studio.timeline import clock, curves, facts
from studio.timeline.model import Canvas, Clip, Segment, Sound, Timeline, Title
from studio.timeline.summary import called, kind, short
from studio.words import Lang, say

MOST = 12  # sentences; beyond that the rest is counted
NAMED = 3  # things named in one sentence


class Change(NamedTuple):
    """One thing that is different: which sentence, about what, with which values."""

    key: str
    name: str
    values: tuple[tuple[str, str], ...] = ()


def difference(before: Timeline, after: Timeline, lang: Lang = "en") -> tuple[str, ...]:
    """The sentences that say what changed; none where nothing did."""
    changes = _gathered([*_whole(before, after, lang), *_segments(before, after, lang)])
    grouped: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for change in changes:
        grouped.setdefault((change.key, change.values), []).append(change.name)
    rows = list(grouped.items())
    shown = rows if len(rows) <= MOST else rows[: MOST - 1]
    said = [
        say(f"timeline.{key}", lang, name=_names(names, lang), **dict(values))
        for (key, values), names in shown
    ]
    if len(rows) > len(shown):
        said.append(say("timeline.and_more", lang, count=len(rows) - len(shown)))
    return tuple(said)


def _gathered(changes: list[Change]) -> list[Change]:
    """The changes with many things moved by the same time told as one."""
    moves = [change for change in changes if change.key == "moved"]
    if len(moves) > NAMED:
        return [c._replace(values=c.values[2:]) if c.key == "moved" else c for c in changes]
    return [
        c._replace(key="timing", values=c.values[:2]) if c.key == "moved" else c for c in changes
    ]


def _names(names: list[str], lang: Lang) -> str:
    if len(names) > NAMED:
        return say("timeline.several", lang, count=len(names))
    return say("timeline.comma", lang).join(names)


def _whole(before: Timeline, after: Timeline, lang: Lang) -> Iterator[Change]:
    old, new = facts.duration(before), facts.duration(after)
    if old and new and old != new:
        yield _change("length", "", clock.length(old), clock.length(new))
    yield from _canvas(before.canvas, after.canvas, lang)
    first = [c.id for c in facts.clips(before)]
    second = [c.id for c in facts.clips(after)]
    common = set(first) & set(second)
    if [i for i in first if i in common] != [i for i in second if i in common]:
        names = Labels(after, lang)
        order = " → ".join(names[i] for i in second[:6]) + (" …" if len(second) > 6 else "")
        yield Change("order", "", (("after", order),))


def _canvas(old: Canvas, new: Canvas, lang: Lang) -> Iterator[Change]:
    if (old.width, old.height) != (new.width, new.height):
        yield _change("size", "", _size(old, lang), _size(new, lang))
    if old.fit != new.fit:
        yield _change(
            "fit", "", say(f"timeline.fit_{old.fit}", lang), say(f"timeline.fit_{new.fit}", lang)
        )
    if old.fps != new.fps:
        yield _change("fps", "", _rate(old, lang), _rate(new, lang))
    if old.colour != new.colour:
        yield _change("colour", "", old.colour, new.colour)


def _size(canvas: Canvas, lang: Lang) -> str:
    if canvas.width:
        return f"{canvas.width}×{canvas.height}"
    return say("timeline.as_source", lang)


def _rate(canvas: Canvas, lang: Lang) -> str:
    if canvas.fps[0]:
        return f"{canvas.fps[0] / canvas.fps[1]:g}"
    return say("timeline.as_source", lang)


class Labels:
    """What each segment is called, told apart where two clips have one name; made when asked."""

    def __init__(self, timeline: Timeline, lang: Lang) -> None:
        self.lang = lang
        self.segments = {segment.id: segment for _, segment in facts.every(timeline)}
        self.clips = [clip.id for clip in facts.clips(timeline)]
        self._seen: dict[str, int] = {}

    def __getitem__(self, id: str) -> str:
        segment = self.segments[id]
        name = short(called(segment, self.lang))
        if isinstance(segment, Clip) and self._count(name) > 1 and id in self.clips:
            number = self.clips.index(id) + 1
            return say("timeline.numbered", self.lang, name=name, number=number)
        return say("timeline.quoted", self.lang, name=name)

    def _count(self, name: str) -> int:
        if not self._seen:
            for id in self.clips:
                found = short(called(self.segments[id], self.lang))
                self._seen[found] = self._seen.get(found, 0) + 1
        return self._seen.get(name, 0)


def _segments(before: Timeline, after: Timeline, lang: Lang) -> Iterator[Change]:
    old = {segment.id: segment for _, segment in facts.every(before)}
    new = {segment.id: segment for _, segment in facts.every(after)}
    old_names, names = Labels(before, lang), Labels(after, lang)
    new_clips = {clip.id: clip for clip in facts.clips(after)}
    for id, segment in old.items():
        if id not in new:
            yield Change(f"removed_{kind((segment,))}", old_names[id])
    pieces = _pieces(old, new)
    for origin, ids in pieces.items():
        name = short(called(old[origin], lang))
        numbers = [str(list(new_clips).index(id) + 1) for id in (origin, *ids) if id in new_clips]
        yield Change("pieces", "", (("before", name), ("after", ", ".join(numbers[:8]))))
    apart = {id for ids in pieces.values() for id in ids}
    for id, segment in new.items():
        if id in apart:
            continue
        match old.get(id), segment:
            case None, _:
                yield _added(segment, names[id], lang)
            case Clip() as was, Clip() as now if replace(was, start=now.start) != now:
                for change in _clip(was, now, names[id], old_names[id], lang):
                    if id not in pieces or change.key != "clip_length":
                        yield change
            case Sound() as was, Sound() as now if was != now:
                yield from _sound(was, now, names[id], old_names[id], lang)
            case Title() as was, Title() as now if was != now:
                yield from _title(was, now, names[id], old_names[id], lang)
            case was, now if type(was) is not type(now):
                yield _added(segment, names[id], lang)


def _pieces(old: dict[str, Segment], new: dict[str, Segment]) -> dict[str, list[str]]:
    """The clips that are in pieces now, each with the ids of its new pieces."""
    found: dict[str, list[str]] = {}
    for id, now in new.items():
        if id in old or not isinstance(now, Clip) or not now.source or now.freeze:
            continue
        for was in old.values():
            if isinstance(was, Clip) and was.source == now.source and was.id in new:
                reach = was.in_point + round(was.duration * was.speed)
                if was.in_point <= now.in_point < reach and facts.kind(was) == "video":
                    found.setdefault(was.id, []).append(id)
                    break
    return found


def _added(segment: Segment, name: str, lang: Lang) -> Change:
    span = clock.span(segment.start, facts.end(segment))
    match segment:
        case Sound():
            gain, more = clock.percent(segment.gain), "".join(_besides(segment, lang))
            values = (("span", span), ("gain", gain), ("more", more))
            return Change(f"added_{segment.role}", name, values)
        case _:
            return Change(f"added_{kind((segment,))}", name, (("span", span),))


def _besides(sound: Sound, lang: Lang) -> Iterator[str]:
    """What else is to be said of a new sound: how it comes and goes, repeats, makes room."""
    if sound.fade_in:
        yield say("timeline.with_fade_in", lang, time=clock.length(sound.fade_in))
    if sound.fade_out:
        yield say("timeline.with_fade_out", lang, time=clock.length(sound.fade_out))
    if sound.loop:
        yield say("timeline.with_loop", lang)
    if sound.duck:
        yield say("timeline.with_duck", lang, time=_decibels(sound.duck, lang))


def _change(key: str, name: str, before: object, after: object) -> Change:
    return Change(key, name, (("before", str(before)), ("after", str(after))))


def _off(ms: int, lang: Lang) -> str:
    return clock.length(ms) if ms else say("timeline.none", lang)


def _clip(old: Clip, new: Clip, name: str, was: str, lang: Lang) -> Iterator[Change]:
    if (old.source, old.background) != (new.source, new.background):
        yield _change("replaced", "", was, name)
    if old.speed != new.speed:
        yield _change("speed", name, f"{old.speed:.4g}×", f"{new.speed:.4g}×")
    if old.duration != new.duration or (old.in_point != new.in_point and old.source == new.source):
        yield _change("clip_length", name, clock.length(old.duration), clock.length(new.duration))
    if old.reverse != new.reverse:
        yield Change("backwards" if new.reverse else "forwards", name)
    yield from _loudness(old, new, name)
    yield from _fades(
        (old.sound_fade_in, old.sound_fade_out), (new.sound_fade_in, new.sound_fade_out), name, lang
    )
    if old.picture_fade_in != new.picture_fade_in:
        yield _change(
            "from_black", name, _off(old.picture_fade_in, lang), _off(new.picture_fade_in, lang)
        )
    if old.picture_fade_out != new.picture_fade_out:
        yield _change(
            "to_black", name, _off(old.picture_fade_out, lang), _off(new.picture_fade_out, lang)
        )
    if old.crossfade != new.crossfade:
        yield _change("crossfade", name, _off(old.crossfade, lang), _off(new.crossfade, lang))
    if old.fit != new.fit or old.motion != new.motion:
        yield Change("framed", name)


def _loudness(old: Clip | Sound, new: Clip | Sound, name: str) -> Iterator[Change]:
    key = "own_volume" if isinstance(new, Clip) else "volume"
    if old.gain != new.gain:
        yield _change(key, name, clock.percent(old.gain), clock.percent(new.gain))
    if old.curve != new.curve and old.duration == new.duration:
        yield Change("curve", name, (("after", _levels(new) or "100%"),))


def _levels(segment: Clip | Sound) -> str:
    """The stretches of a curve that are not as loud as the rest, their ramps counted in."""
    curve = segment.curve
    said = []
    for number, (point, following) in enumerate(pairwise(curve)):
        if abs(point.gain - following.gain) > 1e-9 or abs(point.gain - 1) < 1e-9:
            continue
        start, end = point.at, following.at
        if number and start - curve[number - 1].at <= curves.RAMP:
            start = curve[number - 1].at
        if number + 2 < len(curve) and curve[number + 2].at - end <= curves.RAMP:
            end = curve[number + 2].at
        span = clock.span(segment.start + start, segment.start + end)
        said.append(f"{span} {clock.percent(segment.gain * point.gain)}")
    return ", ".join(said[:6])


def _fades(old: tuple[int, int], new: tuple[int, int], name: str, lang: Lang) -> Iterator[Change]:
    for key, was, now in (("fade_in", old[0], new[0]), ("fade_out", old[1], new[1])):
        if was != now:
            yield _change(key, name, _off(was, lang), _off(now, lang))


def _timing(old: Sound | Title, new: Sound | Title, name: str) -> Iterator[Change]:
    was, now = clock.span(old.start, facts.end(old)), clock.span(new.start, facts.end(new))
    if was == now:
        return
    if old.duration != new.duration:
        yield _change("timing", name, was, now)
        return
    by = new.start - old.start
    shift = f"{'+' if by > 0 else '-'}{clock.length(abs(by))}"
    yield Change("moved", name, (("before", was), ("after", now), ("by", shift)))


def _sound(old: Sound, new: Sound, name: str, was: str, lang: Lang) -> Iterator[Change]:
    if old.source != new.source or facts.brief(old) != facts.brief(new):
        if old.source == "" and facts.brief(old) is not None and new.source:
            yield Change("composed", name, (("span", clock.span(new.start, facts.end(new))),))
        elif facts.song(old) == facts.song(new):
            yield Change("fitted" if "song" in new.metadata else "unfitted", name)
        elif was == name and facts.brief(new) is not None:
            if _wish(old) != _wish(new):  # else only made anew for another length
                yield Change("recomposed", name)
        else:
            yield _change("replaced", "", was, name)
    yield from _timing(old, new, name)
    yield from _loudness(old, new, name)
    yield from _fades((old.fade_in, old.fade_out), (new.fade_in, new.fade_out), name, lang)
    if old.loop != new.loop:
        yield Change("looped" if new.loop else "unlooped", name)
    if old.duck != new.duck:
        yield _change("duck", name, _decibels(old.duck, lang), _decibels(new.duck, lang))


def _wish(sound: Sound) -> dict[str, object]:
    """What was asked of composed music, its length aside."""
    return {key: value for key, value in (facts.brief(sound) or {}).items() if key != "length_ms"}


def _decibels(depth: float, lang: Lang) -> str:
    return f"{depth:g} dB" if depth else say("timeline.none", lang)


def _title(old: Title, new: Title, name: str, was: str, lang: Lang) -> Iterator[Change]:
    if old.text != new.text:
        yield _change("text", "", was, name)
    yield from _timing(old, new, name)
    if old.place != new.place:
        yield _change(
            "place", name, say(f"timeline.place_{_key(old.place)}", lang),
            say(f"timeline.place_{_key(new.place)}", lang),
        )  # fmt: skip
    first, second = old.style, new.style
    if first.size != second.size:
        yield _change("text_size", name, f"{first.size:.1%}", f"{second.size:.1%}")
    if first.colour != second.colour:
        yield _change("text_colour", name, first.colour, second.colour)
    look = (first.outline, first.box, first.bold, first.animation)
    if look != (second.outline, second.box, second.bold, second.animation):
        yield Change("look", name)


def _key(place: str) -> str:
    return place.replace("-", "_")
