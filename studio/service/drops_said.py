"""Where the user hears a song drop: kept with the song, and seen there from then on."""

from __future__ import annotations

from studio.planner import values as plan
from studio.service import song_parts, told, visuals
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.words import say

_SAME = 1500  # ms between a drop that is denied and the one that is meant
_APART = 250  # ms between two changes of photos at least


def carry_out(work: Work, step: plan.Drops) -> None:
    """Keeps the drops as they were told; what is drawn or laid by them follows."""
    sound = find.sound(work.now, step.target)
    bent = facts.song(sound) != sound.source
    song = song_parts.recorded(work, sound) if bent else song_parts.known(work, sound)
    said = tuple(_placed(song, at, in_song=step.song) for at in step.at)
    if any(not 0 <= at < song.length for at in said):
        work.told.append(say("visuals.no_such_part", work.lang))
        return
    wanted = _wanted(song, step, said)
    if wanted is None and step.how != "heard":
        work.told.append(say("parts.no_drop_there", work.lang, drops=_listed(work, _now(song))))
        return
    work.do(op.HearDrops(target=song.sound.id, drops=wanted))
    if step.how == "heard":
        song = song_parts.recorded(work, find.sound(work.now, step.target))
        wanted = _now(song)
    if bent:
        if wanted:
            key = "drop_is" if len(wanted) == 1 else "drops_are"
            work.told.append(say(f"parts.{key}", work.lang, times=_listed(work, wanted)))
        return  # the rest is told by the fit that follows
    met = _photo_on(work, song, said) if said and step.how != "not" else 0
    work.told.append(
        _told(work, song, wanted or (), drawn=bool(visuals.painted(work.now)), met=met)
    )


def _placed(song: Song, said: int, *, in_song: bool) -> int:
    """The moment in the song: what was said, or the attack near it that is meant."""
    at = said if in_song else song.in_song(said)
    return round(told.place(song.heard, at / 1000, near=told.nearness(said)) * 1000)


def _now(song: Song) -> tuple[int, ...]:
    return tuple(round(drop.at * 1000) for drop in song.heard.drops)


def _wanted(song: Song, step: plan.Drops, said: tuple[int, ...]) -> tuple[int, ...] | None:
    """All drops as they are from now on; None where there is none of those that are meant."""
    now = _now(song)
    if step.how == "heard":
        return None
    if step.how == "also":
        return tuple(sorted({*now, *said}))
    if step.how == "not":
        if not said:
            return ()
        gone = {min(now, key=lambda one: abs(one - at)) for at in said} if now else set[int]()
        gone = {one for one in gone if any(abs(one - at) <= _SAME for at in said)}
        return tuple(one for one in now if one not in gone) if gone else None
    if step.which is not None and said:
        row = list(now)
        if -len(row) <= step.which < len(row):
            row[step.which] = said[0]
            return tuple(sorted(set(row)))
        return tuple(sorted({*row, said[0]}))
    return tuple(sorted(set(said)))


def _photo_on(work: Work, song: Song, said: tuple[int, ...]) -> int:
    """How many of these moments a photo now changes on, having been moved there."""
    row = facts.clips(work.now)
    if len(row) < 2 or not all(facts.kind(clip) == "image" for clip in row):
        return 0
    cuts = [clip.start for clip in row[1:]]
    met = 0
    for at in (song.in_film(one) for one in said):
        near = min(range(len(cuts)), key=lambda n: abs(cuts[n] - at))
        low = cuts[near - 1] if near else row[0].start
        high = cuts[near + 1] if near + 1 < len(cuts) else facts.end(row[-1])
        if low + _APART <= at <= high - _APART:
            cuts[near] = at
            met += 1
    if met and cuts != [clip.start for clip in row[1:]]:
        work.do(op.Retime(targets=tuple(clip.id for clip in row), cuts=tuple(cuts)))
    return met


def _listed(work: Work, drops: tuple[int, ...]) -> str:
    return say("timeline.comma", work.lang).join(song_parts.moment(at) for at in drops)


def _told(work: Work, song: Song, drops: tuple[int, ...], *, drawn: bool, met: int) -> str:
    """Where the drops are, in the film, and what comes of it there."""
    lang = work.lang
    if not drops:
        return say("parts.drops_none", lang)
    end = facts.duration(work.now)
    seen = [song.in_film(at) for at in drops]
    inside = tuple(at for at in seen if -_APART <= at < end)
    key = "drop_is" if len(drops) == 1 else "drops_are"
    film = facts.clips(work.now) and (song.sound.start or song.sound.in_point)
    lines = [say(f"parts.{key}", lang, times=_listed(work, drops))]
    if film and inside:
        lines.append(say("parts.in_film", lang, times=_listed(work, inside)))
    if not inside and seen:
        lines.append(say("parts.not_reached", lang))
    elif drawn:
        lines.append(say("parts.lights_up", lang))
    elif met:
        lines.append(say("parts.photo_changes", lang))
    return say("sync.space", lang).join(lines)
