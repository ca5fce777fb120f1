"""A piece out of the middle of a song: what is left goes on at a bar line, and a picture that is
drawn from it with it.

    [--a----|xxxx|--b--]   ->   [--a----|--b--]
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from studio.service import fitting, refusals, song_parts, visuals
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.words import say

if TYPE_CHECKING:
    from studio.service.intake import Taken

_AHEAD = 0.025  # seconds before a bar line at which is joined: its first beat stays whole
_NEAR = 0.6  # of a bar between where was cut and the bar line that is taken for it
_LEAST = 500  # ms; less is no piece
_SAME = 40  # ms
_AROUND = 2.0  # seconds either side of a join that tell whether both sides keep one time
_STRAY = 0.035  # seconds by which a bar line may be heard too early or late
_CLEARLY = 0.35  # how alike what is struck must be to tell

Span = tuple[int, int]  # ms in the song's file


def carry_out(work: Work, song: Song, gone: Span, *, drawn: bool) -> bool:
    """Whether the song was cut so and joined again; the picture that is drawn from it with it."""
    sound = song.sound
    if sound.loop or sound.speed != 1:
        return False
    first = sound.in_point
    last = min(song.in_song(facts.end(sound)), song.length) if drawn else song.length
    start, end = barred(song, gone)
    kept = [(a, b) for a, b in ((first, start), (end, last)) if b - a >= _LEAST]
    if len(kept) < 2:
        return False
    made = joined(work, song, kept)
    drops = facts.drops(sound)
    if drawn:
        _picture(work, song.in_film(start), song.in_film(end))
    _laid(work, song, made, drawn=drawn)
    if drops is not None:
        left = tuple(
            d - first - (end - start if d >= end else 0)
            for d in drops if first <= d < start or end <= d < last
        )  # fmt: skip
        work.do(op.HearDrops(target=sound.id, drops=left))
    times = {"start": song_parts.moment(start), "end": song_parts.moment(end)}
    at = song_parts.moment(song.in_film(start))
    work.told.append(say("parts.spliced", work.lang, at=at, **times))
    return True


def whole(work: Work, target: Taken) -> str:
    """The song that a spliced file was made of; "" for any other file."""
    notes = target.material.metadata.get("splice")
    return str(notes["song"]) if isinstance(notes, dict) and "song" in notes else ""


def unbent(work: Work, target: str) -> None:
    """The song as it was recorded, where it was bent to cuts or joined."""
    sound = find.sound(work.now, target)
    made = work.taken.get(sound.source)
    song = work.taken.get((made and whole(work, made)) or facts.song(sound))
    if song is None:
        raise refusals.FileGone
    length = song.material.duration
    work.do(op.ReplaceSound(target=target, source=song.material.id, length=length,
                            name=song.material.name))  # fmt: skip


def barred(song: Song, gone: Span) -> Span:
    """What is left out, from bar line to bar line, where the song has any near."""
    lines = [line * 1000 for line in song.heard.bars] if song.heard.rhythm else []
    if len(lines) < 2:
        return gone
    bar = (lines[-1] - lines[0]) / (len(lines) - 1)
    found = []
    for at in gone:
        near = min(lines, key=lambda line: abs(line - at))
        found.append(round(near) if abs(near - at) <= _NEAR * bar else at)
    return (found[0], found[1]) if found[1] - found[0] >= bar / 2 else gone


def joined(work: Work, song: Song, kept: list[Span], *, ends: bool = True) -> Taken:
    """These stretches of the song as a file of its own, which fades unless it `ends` by itself."""
    from studio.sync.values import Piece

    pieces, at, late = list[Piece](), 0.0, 0.0
    path = str(work.studio.file(song.taken.stock.path))
    for number, (a, b) in enumerate(kept):
        if number and kept[number - 1][1] != a:  # else it plays on
            late = work.studio.crew.do(lateness, path, kept[number - 1][1] / 1000 + late, a / 1000)
        begins = a / 1000 + late - (_AHEAD if number else 0.0)
        over = b / 1000 + late - (_AHEAD if number + 1 < len(kept) else 0.0)
        pieces.append(Piece(at, begins, over, 1.0))
        at += over - begins
    origin = whole(work, song.taken) or song.taken.stock.id
    notes = {"song": origin, "ends": ends}
    made = fitting.made(
        work.studio, work.session, song.taken, pieces, seconds=at, notes=notes, kind="splice"
    )  # fmt: skip
    work.taken[made.stock.id] = made
    return made


def lateness(path: str, leaves: float, enters: float) -> float:
    """Runs in the worker process: by how many seconds what is struck around a second place of a
    song comes later than around a first one, as seen from both; bar lines are heard to 10 ms."""
    from studio.media import sound
    from studio.sync import attacks

    before = min(leaves, enters, _AROUND)
    one, two = (
        sound.pcm(Path(path), start=at - before, length=before + _AROUND).mean(axis=1)
        for at in (leaves, enters)
    )
    if not len(one) or not len(two):
        return 0.0
    found, alike = attacks.lag(one, two, sound.RATE, most=_STRAY)
    return found if alike >= _CLEARLY else 0.0


def _laid(work: Work, song: Song, made: Taken, *, drawn: bool) -> None:
    """The joined song in the place of the one that was."""
    id, length = song.sound.id, made.material.duration
    work.do(op.ReplaceSound(target=id, source=made.stock.id, length=length,
                            name=song.taken.material.name, joined=True))  # fmt: skip
    sound = next(one for one in facts.music(work.now) if one.id == id)
    if sound.loop:
        work.do(op.Loop(target=id, on=False))
    end = facts.picture_end(work.now)
    room = end - song.sound.start if end else length
    if drawn or sound.duration > min(room, length):
        work.do(op.PlaceSound(target=id, in_point=0, duration=min(room, length)))


def _picture(work: Work, start: int, end: int) -> None:
    """The drawn picture without this stretch, in one piece; what lies behind it earlier."""
    gap = end - start
    if not facts.clips(work.now):
        return
    for title in facts.titles(work.now):
        if start <= title.start and facts.end(title) <= end:
            work.do(op.RemoveTitles(targets=(title.id,)))
        elif title.start >= start:
            work.do(op.PlaceTitle(target=title.id, start=max(start, title.start - gap)))
    for clip in visuals.painted(work.now):
        picture = clip.background
        if picture is not None and picture.shades:
            left = tuple(
                replace(one, at=max(start, one.at - gap)) if one.at >= start and not one.when
                else one for one in picture.shades
            )  # fmt: skip
            work.do(op.Repaint(target=clip.id, background=replace(picture, shades=left),
                               name=facts.name(clip)))  # fmt: skip
    last = facts.clips(work.now)[-1]
    if last.duration - gap > _SAME:
        work.do(op.ClipLength(target=last.id, duration=last.duration - gap))
