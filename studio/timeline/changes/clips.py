"""What became different of one clip."""

from __future__ import annotations

from collections.abc import Iterator

from studio.timeline import clock, facts
from studio.timeline.changes.frame import sides
from studio.timeline.changes.sounds import fades, loudness
from studio.timeline.changes.values import Change, change, colour, switched
from studio.timeline.model import Background, Canvas, Clip
from studio.words import Lang, say


def clip(
    old: Clip, new: Clip, name: str, was: str, *, canvas: Canvas, whole: bool, lang: Lang
) -> Iterator[Change]:
    """Each of its changes; its length only where it is still `whole`."""
    if old.source != new.source or bool(old.background) != bool(new.background):
        yield change("replaced_video", "", was, name)
    elif old.background != new.background:
        yield _painted(old.background, new.background, name, was, lang)
    if whole:
        yield from _length(old, new, name, lang)
    if old.reverse != new.reverse:
        yield Change("backwards" if new.reverse else "forwards", name)
    yield from loudness(old, new, name, lang)
    yield from fades(
        (old.sound_fade_in, old.sound_fade_out), (new.sound_fade_in, new.sound_fade_out), name
    )
    for key, first, second in (
        ("from_black", old.picture_fade_in, new.picture_fade_in),
        ("to_black", old.picture_fade_out, new.picture_fade_out),
        ("crossfade", old.crossfade, new.crossfade),
    ):
        if first != second:
            yield switched(key, name, first, second, "ms")
    if (old.fit or canvas.fit) != (new.fit or canvas.fit):
        shown = (sides(fit or canvas.fit, lang) for fit in (old.fit, new.fit))
        yield change("clip_fit", name, *shown)
    if old.motion != new.motion:
        yield change("motion", name, _motion(old.motion, lang), _motion(new.motion, lang))


def besides(clip: Clip, lang: Lang) -> Iterator[str]:
    """What else is to be said of a new clip: which part of its file it is, how it comes in."""
    yield from _part(clip, lang)
    for key, ms in (
        ("with_crossfade", clip.crossfade),
        ("with_from_black", clip.picture_fade_in),
        ("with_to_black", clip.picture_fade_out),
    ):
        if ms:
            yield say(f"timeline.{key}", lang, time=clock.spoken(clock.length(ms), lang))
    if clip.speed != 1:
        yield say("timeline.with_speed", lang, rate=f"{clip.speed:.4g}×")
    if clip.reverse:
        yield say("timeline.with_reverse", lang)
    if clip.freeze:
        yield say("timeline.with_still", lang)
    if facts.audible(clip) and clip.gain == 0:
        yield say("timeline.with_mute", lang)
    elif facts.audible(clip) and clip.gain != 1:
        yield say("timeline.with_own_volume", lang, gain=clock.percent(clip.gain))


def _part(clip: Clip, lang: Lang) -> Iterator[str]:
    """Which part of its file a clip is, where it is not all of it."""
    whole = clip.metadata.get("len")
    if not isinstance(whole, int) or facts.kind(clip) != "video" or clip.freeze:
        return
    reach = clip.in_point + round(clip.duration * clip.speed)
    if reach > clip.in_point and (clip.in_point > _ROUNDED or reach < whole - _ROUNDED):
        span = clock.spoken(clock.span(clip.in_point, reach), lang)
        total = clock.spoken(clock.length(whole), lang)
        yield say("timeline.with_part", lang, span=span, whole=total)


_ROUNDED = 60  # ms at the ends of a file that nobody took away
_NAMED = 3  # colours that somebody can name; more are a palette, whose numbers tell nothing


def _painted(
    old: Background | None, new: Background | None, name: str, was: str, lang: Lang
) -> Change:
    """Another generated picture: told by its scene, or else by its colours."""
    if was != name:
        return change("repainted_as", "", was, name)
    colours = [_colours(one, lang) for one in (old, new) if one is not None]
    whole = new is not None and len(new.colours) > _NAMED
    if whole or len(colours) < 2 or not all(colours) or len(set(colours)) == 1:
        return Change("repainted", name)  # in colours that nobody named
    return change("repainted_colours", name, *colours)


def _colours(wish: Background, lang: Lang) -> str:
    named = (colour(one, lang) for one in wish.colours)
    return say("timeline.comma", lang).join(dict.fromkeys(named))


def _motion(word: str, lang: Lang) -> str:
    return say(f"timeline.motion_{(word or 'none').replace('-', '_')}", lang)


def _length(old: Clip, new: Clip, name: str, lang: Lang) -> Iterator[Change]:
    """How long it is, and by what that came: its speed, what was trimmed, more of it shown."""
    was, now = clock.length(old.duration), clock.length(new.duration)
    if old.speed != new.speed:
        rates = (f"{old.speed:.4g}×", f"{new.speed:.4g}×")
        key = "speed" if old.duration != new.duration else "speed_only"
        yield Change(key, name, (*change("", "", *rates).values, ("was", was), ("now", now)))
    elif old.duration != new.duration:
        gone = _trimmed(old, new, lang)
        if was == now and not gone:
            return  # by less than is told of a length
        key = "trimmed" if gone else "shorter" if new.duration < old.duration else "longer"
        yield Change(
            key, name, (*change("", "", was, now).values, *([("gone", gone)] if gone else []))
        )
    elif old.in_point != new.in_point and old.source == new.source:
        yield change("clip_in", name, clock.moment(old.in_point), clock.moment(new.in_point))


def _trimmed(old: Clip, new: Clip, lang: Lang) -> str:
    """What a video lost at its ends."""
    if facts.kind(new) != "video" or old.source != new.source or new.freeze:
        return ""
    head = round((new.in_point - old.in_point) / new.speed)
    tail = old.duration - new.duration - head
    if new.reverse:
        head, tail = tail, head
    if min(head, tail) < 0:
        return ""
    lost = (("first", head), ("last", tail))
    said = [
        say(f"timeline.the_{end}", lang, time=clock.spoken(clock.length(ms), lang))
        for end, ms in lost
        if ms
    ]
    return say("timeline.and", lang).join(said)
