"""One thing of a film as it was before it was last changed, all else as it is: "undo the title"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.history import History
from studio.timeline.model import Clip, Sound, Timeline, Title
from studio.timeline.operations import (
    AddTitle,
    AnyOperation,
    ClipLength,
    Crossfade,
    Cut,
    Duck,
    Fade,
    Freeze,
    Keep,
    Operation,
    PictureFade,
    RemoveClips,
    RemoveSounds,
    RemoveTitles,
    Reorder,
    ReplaceSound,
    Reverse,
    SetCanvas,
    Speed,
    Split,
    TrimClip,
    Volume,
)

Back = Callable[[Timeline, Timeline], Iterator[AnyOperation]]
_SAID = (  # the narrower things first: "undo the fade of the music" is about the fade
    ("crossfade", ("crossfade.crossfade",)),
    ("fade", ("fades.fade",)),
    ("duck", ("ducking.duck",)),
    ("volume", ("volume.volume", "volume.mute", "volume.louder", "volume.softer")),
    ("title", ("common.title", "common.caption")),
    ("music", ("common.music",)),
    ("speed", ("speed.faster", "speed.slower", "unwinding.speeds")),
    ("frame", ("canvas.vertical", "canvas.square", "canvas.landscape")),
)
_EDITS: tuple[tuple[tuple[str, ...], tuple[type[Operation], ...]], ...] = (
    (
        ("cutting.cut", "cutting.keep", "cutting.split", "unwinding.cuts"),
        (Cut, Keep, TrimClip, ClipLength, RemoveClips, Split),
    ),
    (("speed.faster", "speed.slower", "speed.speed", "unwinding.speeds"), (Speed,)),
    (("speed.reverse",), (Reverse,)),
    (("speed.freeze",), (Freeze,)),
    (("arranging.order", "arranging.swap", "unwinding.orders"), (Reorder,)),
)
_OF_SOUND = {"fade", "duck", "volume"}


def kinds(clause: Clause) -> tuple[type[Operation], ...]:
    """The edits that are named: what they did to the picture cannot be undone by itself."""
    return tuple(kind for keys, found in _EDITS if clause.says(*keys) for kind in found)


def named(clause: Clause) -> tuple[str, ...]:
    """What is to be as it was; nothing where all that was done last is meant."""
    found = [name for name, keys in _SAID if clause.says(*keys)]
    if "music" in found and _OF_SOUND & set(found):
        found.remove("music")
    if "crossfade" in found and "fade" in found:
        found.remove("fade")
    return tuple(found)


def before(past: History, names: tuple[str, ...]) -> tuple[Timeline, bool] | None:
    """The film before these things were last changed, and whether nothing else was with them."""
    at = past.at
    while (parent := past.versions[at].parent) >= 0:
        new, old = past.versions[at].timeline, past.versions[parent].timeline
        steps = back(new, old, names)
        if steps:
            alone = at == past.at and _applied(new, steps) == old
            return old, alone
        at = parent
    return None


def song(past: History, now: Sound, *, first: bool) -> ReplaceSound | None:
    """The song that lay there first, or the last other one, in the place of this."""
    found: Sound | None = None
    at = past.at
    while at >= 0:
        for sound in facts.music(past.versions[at].timeline):
            if _piece(sound) != _piece(now):
                found = sound
        if found is not None and not first:
            break
        at = past.versions[at].parent
    if found is None:
        return None
    composed = facts.brief(found)
    source = "" if composed is not None else facts.song(found)
    return ReplaceSound(
        target=now.id, source=source, brief=composed, name=facts.name(found),
        length=0 if composed is not None else facts.length(found),
    )  # fmt: skip


def _piece(sound: Sound) -> object:
    """What tells one song from another, however it lies."""
    return facts.brief(sound) or facts.song(sound)


def back(now: Timeline, old: Timeline, names: tuple[str, ...]) -> tuple[AnyOperation, ...]:
    """The edits after which these things are as they were."""
    return tuple(step for name in names for step in _WAYS[name](now, old))


def _applied(now: Timeline, steps: tuple[AnyOperation, ...]) -> Timeline:
    from studio import timeline

    for step in steps:
        now = timeline.apply(now, step)
    return now


def _titles(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    was = {title.id: title for title in facts.titles(old)}
    there = {title.id: title for title in facts.titles(now)}
    gone = tuple(id for id, title in there.items() if was.get(id) != title)
    if gone:
        yield RemoveTitles(targets=gone)
    for id, title in was.items():
        if there.get(id) != title:
            yield _put_back(title)


def _put_back(title: Title) -> AddTitle:
    return AddTitle(
        id=title.id, text=title.text, start=title.start, duration=title.duration,
        place=title.place, style=title.style, role=title.role,
    )  # fmt: skip


def _music(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    was = {sound.id for sound in facts.music(old)}
    new = tuple(sound.id for sound in facts.music(now) if sound.id not in was)
    if new:
        yield RemoveSounds(targets=new)


def _heard(timeline: Timeline) -> dict[str, Clip | Sound]:
    return {s.id: s for _, s in facts.every(timeline) if isinstance(s, Clip | Sound)}


def _pairs(now: Timeline, old: Timeline) -> Iterator[tuple[Clip | Sound, Clip | Sound]]:
    """What is heard now, beside the same as it was."""
    was = _heard(old)
    for id, segment in _heard(now).items():
        if id in was:
            yield segment, was[id]


def _volume(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    for new, was in _pairs(now, old):
        if new.gain != was.gain and new.curve == was.curve:
            yield Volume(targets=(new.id,), gain=was.gain)


def _fade(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    known = _heard(old)
    for new in _heard(now).values():
        was = known.get(new.id)
        heard = ("sound_fade_in", "sound_fade_out") if isinstance(new, Clip) else _FADES
        ways = [(getattr(new, key), getattr(was, key, 0)) for key in heard]
        if any(a != b for a, b in ways):
            yield Fade(targets=(new.id,), fade_in=ways[0][1], fade_out=ways[1][1])
        if isinstance(new, Clip):
            seen = [getattr(was, key, 0) for key in ("picture_fade_in", "picture_fade_out")]
            if [new.picture_fade_in, new.picture_fade_out] != seen:
                yield PictureFade(target=new.id, fade_in=seen[0], fade_out=seen[1])


def _crossfade(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    was = {clip.id: clip.crossfade for clip in facts.clips(old)}
    for clip in facts.clips(now):
        if clip.id in was and clip.crossfade != was[clip.id]:
            yield Crossfade(duration=was[clip.id], targets=(clip.id,), kind=clip.transition)


def _duck(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    known = _heard(old)
    for new in facts.sounds(now):
        depth = getattr(known.get(new.id), "duck", 0.0)
        if new.duck != depth:
            yield Duck(targets=(new.id,), depth=depth)


def _frame(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    new, was = now.canvas, old.canvas
    if (new.width, new.height, new.fit) != (was.width, was.height, was.fit):
        yield SetCanvas(width=was.width, height=was.height, fit=was.fit)


def _speed(now: Timeline, old: Timeline) -> Iterator[AnyOperation]:
    was = {clip.id: clip.speed for clip in facts.clips(old)}
    for clip in facts.clips(now):
        if clip.id in was and clip.speed != was[clip.id] and clip.speed:
            yield Speed(rate=round(was[clip.id] / clip.speed, 6), targets=(clip.id,))


_FADES = ("fade_in", "fade_out")
_WAYS: dict[str, Back] = {
    "title": _titles, "music": _music, "volume": _volume, "fade": _fade,
    "crossfade": _crossfade, "duck": _duck, "frame": _frame, "speed": _speed,
}  # fmt: skip
