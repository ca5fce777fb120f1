"""What changed between two states, as sentences: name, timing, volume, before → after. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import words
from handlers import state
from handlers.state import Segment, Shown, Track

_MOST = 12  # sentences; a new cut of everything is told by its count
Place = tuple[Track, Segment]


def difference(before: Shown, after: Shown, lang: words.Lang) -> list[str]:
    """Each change in a sentence; empty when the two are the same."""
    pairs, gone, new = _paired(_places(before), _places(after))
    told: list[str] = []
    for (track, old), (_, now) in pairs:
        told += _changes(track, old, now, lang)
    told += [_say("removed", lang, track=track, segment=old) for track, old in gone]
    told += [_added(track, now, lang) for track, now in new]
    if before.frame != after.frame and after.frame != (0, 0):
        told.append(_frame(before.frame, after.frame, lang))
    if len(told) > _MOST:
        rest = words.say("changes.more", lang, count=len(told) - _MOST)
        told = [*told[:_MOST], rest]
    return told


def moved_on(before: Shown, after: Shown) -> bool:
    """Whether anything that the user would notice is different."""
    return before != after


def _places(shown: Shown) -> list[Place]:
    return [(track, segment) for track in shown.tracks for segment in track.segments]


def _paired(
    before: list[Place], after: list[Place]
) -> tuple[list[tuple[Place, Place]], list[Place], list[Place]]:
    """Pieces that are the same in both, those gone, those new.

    The same by id; else by name and source within a kind; else, when just one of a kind was
    exchanged for one other, by that.
    """
    pairs: list[tuple[Place, Place]] = []
    gone, new = list(before), list(after)
    for same in (_same_key, _same_name):
        left: list[Place] = []
        for old in gone:
            match = next((now for now in new if same(old, now)), None)
            if match is None:
                left.append(old)
            else:
                new.remove(match)
                pairs.append((old, match))
        gone = left
    for old in list(gone):
        others = [now for now in new if now[0].role == old[0].role]
        if len(others) == 1 and sum(place[0].role == old[0].role for place in gone) == 1:
            gone.remove(old)
            new.remove(others[0])
            pairs.append((old, others[0]))
    return pairs, gone, new


def _same_key(old: Place, now: Place) -> bool:
    return old[0].kind == now[0].kind and old[1].key == now[1].key


def _same_name(old: Place, now: Place) -> bool:
    known = bool(old[1].name or old[1].source)
    same = (old[1].name, old[1].source) == (now[1].name, now[1].source)
    return known and old[0].kind == now[0].kind and same


def _changes(track: Track, old: Segment, now: Segment, lang: words.Lang) -> Iterator[str]:
    """What happened to one piece. Its new name is told first, then it goes by that name."""
    if (old.name, old.source) != (now.name, now.source):
        key = "reworded" if track.kind == "text" else "replaced"
        if old.name != now.name:
            yield _say(key, lang, track=track, segment=old, old=_named(old), new=_named(now))
        else:
            yield _say("replaced_source", lang, track=track, segment=now)
    yield from _timing(track, old, now, lang)
    was, volume = _volume(old), _volume(now)
    if was != volume:
        key = "muted" if volume == 0 else "volume"
        values = {"old": state.percent(was), "new": state.percent(volume)}
        yield _say(key, lang, track=track, segment=now, **values)
    for key, first, second in (
        ("fade_in", old.fade_in, now.fade_in),
        ("fade_out", old.fade_out, now.fade_out),
        ("crossfade", old.crossfade, now.crossfade),
    ):
        if first != second:
            values = {"old": f"{state.seconds(first)}s", "new": f"{state.seconds(second)}s"}
            name = key if second else f"{key}_gone"
            yield _say(name, lang, track=track, segment=now, **values)
    if old.duck != now.duck:
        key = "ducked" if now.duck else "duck_gone"
        yield _say(key, lang, track=track, segment=now, new=f"{abs(now.duck):g}")
    if old.speed != now.speed:
        values = {"old": f"{old.speed:g}×", "new": f"{now.speed:g}×"}
        yield _say("speed", lang, track=track, segment=now, **values)
    for key, was_on, is_on in (
        ("looped", old.loop, now.loop),
        ("reversed", old.reverse, now.reverse),
    ):
        if was_on != is_on:
            yield _say(key if is_on else f"{key}_gone", lang, track=track, segment=now)
    if old.place != now.place and now.place:
        yield _say("placed", lang, track=track, segment=now, old=old.place, new=now.place)


def _timing(track: Track, old: Segment, now: Segment, lang: words.Lang) -> Iterator[str]:
    same_length = old.duration == now.duration
    if old.start != now.start and same_length:
        yield _say("moved", lang, track=track, segment=now, old=_at(old), new=_at(now))
    elif not same_length:
        key = "shortened" if now.duration < old.duration else "lengthened"
        yield _say(key, lang, track=track, segment=now, old=_span(old), new=_span(now))


def _added(track: Track, now: Segment, lang: words.Lang) -> str:
    about = _span(now)
    if now.volume is not None and track.kind == "audio":
        about += words.say("timeline.comma", lang) + state.percent(now.volume)
    return _say("added", lang, track=track, segment=now, about=about)


def _say(key: str, lang: words.Lang, *, track: Track, segment: Segment, **values: str) -> str:
    name = state.named(track, segment, lang)
    values.setdefault("about", _span(segment))
    return words.say(f"changes.{key}", lang, label=state.label(track, lang), name=name, **values)


def _frame(before: tuple[int, int], after: tuple[int, int], lang: words.Lang) -> str:
    new = f"{after[0]}×{after[1]}"
    if before == (0, 0):
        return words.say("changes.frame_set", lang, new=new)
    return words.say("changes.frame", lang, old=f"{before[0]}×{before[1]}", new=new)


def _named(segment: Segment) -> str:
    return segment.name or "–"


def _volume(segment: Segment) -> float:
    return 1.0 if segment.volume is None else segment.volume


def _at(segment: Segment) -> str:
    return f"{state.seconds(segment.start)}s"


def _span(segment: Segment) -> str:
    return f"{state.seconds(segment.start)}-{state.seconds(segment.end)}s"


def without(shown: Shown, kinds: frozenset[str]) -> Shown:
    """The same with these kinds of track left out."""
    return replace(shown, tracks=tuple(t for t in shown.tracks if t.kind not in kinds))
