"""What became different of one sound; how loud a clip's own is, too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from studio.timeline import clock, curves, facts
from studio.timeline.changes.values import Change, change, measured, switched
from studio.timeline.model import Clip, Sound, Title
from studio.words import Lang, say


def added(sound: Sound, name: str, lang: Lang) -> Change:
    """A new sound, with how loud it is and what else is to be said of it."""
    span, gain = clock.span(sound.start, facts.end(sound)), clock.percent(sound.gain)
    more = "".join(_besides(sound, lang))
    return Change(f"added_{sound.role}", name, (("span", span), ("gain", gain), ("more", more)))


def _besides(sound: Sound, lang: Lang) -> Iterator[str]:
    """How it comes and goes, repeats, makes room."""
    if sound.fade_in:
        yield say(
            "timeline.with_fade_in", lang, time=clock.spoken(clock.length(sound.fade_in), lang)
        )
    if sound.fade_out:
        yield say(
            "timeline.with_fade_out", lang, time=clock.spoken(clock.length(sound.fade_out), lang)
        )
    if sound.loop:
        yield say("timeline.with_loop", lang)
    if sound.duck:
        yield say("timeline.with_duck", lang, time=measured(sound.duck, "dB"))


def sound(old: Sound, new: Sound, name: str, was: str, lang: Lang) -> Iterator[Change]:
    """Each of its changes."""
    if old.source != new.source or facts.brief(old) != facts.brief(new):
        yield from _piece(old, new, name, was)
    elif old.in_point != new.in_point and not _cut_at_its_start(old, new):
        yield change("starts_in", name, clock.moment(old.in_point), clock.moment(new.in_point))
    yield from timing(old, new, name)
    yield from loudness(old, new, name, lang)
    yield from fades((old.fade_in, old.fade_out), (new.fade_in, new.fade_out), name)
    if old.speed != new.speed:
        yield change("speed_sound", name, f"{old.speed:.4g}×", f"{new.speed:.4g}×")
    if old.loop != new.loop:
        yield Change("looped" if new.loop else "unlooped", name)
    if old.duck != new.duck:
        yield switched("duck", name, old.duck, new.duck, "dB")


def _piece(old: Sound, new: Sound, name: str, was: str) -> Iterator[Change]:
    """Another piece of music in its place, or the same one made otherwise."""
    if old.source == "" and facts.brief(old) is not None and new.source:
        yield Change("composed", name, (("span", clock.span(new.start, facts.end(new))),))
    elif facts.song(old) == facts.song(new):
        again = "refitted" if "song" in old.metadata else "fitted"
        yield Change(again if "song" in new.metadata else "unfitted", name)
    elif was != name:
        yield change(f"replaced_{new.role}", "", was, name)
    elif facts.brief(new) is None or _wish(old) != _wish(new):
        yield Change("recomposed" if facts.brief(new) is not None else _other(old, new), name)


def _other(old: Sound, new: Sound) -> str:
    """Whether a piece was taken out of a song, or it is whole again; else it is another file."""
    if new.metadata.get("joined"):
        return "once_more" if new.metadata["joined"] == "again" else "joined"
    return "unjoined" if old.metadata.get("joined") else "exchanged"


def _cut_at_its_start(old: Sound, new: Sound) -> bool:
    """Whether it only lost its beginning, with the picture it lay on."""
    lost = round((new.in_point - old.in_point) / new.speed)
    return lost > 0 and abs(old.duration - new.duration - lost) <= 1


def _wish(sound: Sound) -> dict[str, object]:
    """What was asked of composed music, its length aside: made for another one it is the same."""
    return {key: value for key, value in (facts.brief(sound) or {}).items() if key != "length_ms"}


def timing(old: Sound | Title, new: Sound | Title, name: str) -> Iterator[Change]:
    """When it is heard or seen."""
    was, now = clock.span(old.start, facts.end(old)), clock.span(new.start, facts.end(new))
    if (old.start, old.duration) == (new.start, new.duration):
        return
    if was == now:  # less than is told of a time
        was, now = (f"{one.start / 1000:.3f}-{facts.end(one) / 1000:.3f}s" for one in (old, new))
    if old.duration != new.duration:
        yield change("timing", name, was, now)
        return
    by = new.start - old.start
    shift = f"{'+' if by > 0 else '-'}{clock.length(abs(by))}"
    yield Change("moved", name, (("before", was), ("after", now), ("by", shift)))


def loudness(old: Clip | Sound, new: Clip | Sound, name: str, lang: Lang) -> Iterator[Change]:
    """How loud it is, as a whole and over time."""
    key = "own_volume" if isinstance(new, Clip) else "volume"
    if old.gain != new.gain:
        muted = f"{key}_off" if new.gain == 0 else f"{key}_on" if old.gain == 0 else key
        yield change(muted, name, clock.percent(old.gain), clock.percent(new.gain))
    if old.curve != new.curve and old.duration == new.duration:
        levels = say("timeline.comma", lang).join(_levels(new, lang))
        yield Change("curve" if levels else "curve_off", name, (("after", levels),))


def _levels(segment: Clip | Sound, lang: Lang) -> list[str]:
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
        span = clock.spoken(clock.span(segment.start + start, segment.start + end), lang)
        gain = clock.percent(segment.gain * point.gain)
        said.append(say("timeline.level", lang, gain=gain, span=span))
    return said[:6]


def fades(old: tuple[int, int], new: tuple[int, int], name: str) -> Iterator[Change]:
    """How it comes and goes."""
    for key, was, now in (("fade_in", old[0], new[0]), ("fade_out", old[1], new[1])):
        if was != now:
            yield switched(key, name, was, now, "ms")
