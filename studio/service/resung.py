"""A picture that was drawn from a song is drawn from the one that takes its place: as long as that
is, under its name, in its colours. What the user chose of it stays.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from studio.planner import values as plan
from studio.planner.readers.visualising import LONGEST
from studio.planner.visual_words import COLOURS, NONE
from studio.service import failing, subtitles, visuals
from studio.service.intake import Taken
from studio.service.work import Work
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Background, Clip, Sound
from studio.words import say

_SAME = 40  # ms
_REMIXED = 1500  # ms between the lengths of two mixes of one song at most


def follow(work: Work, steps: Iterable[plan.Step]) -> None:
    """Has a visual follow the song that was put in the place of its own."""
    clip, was, now = _alone(work)
    if clip is None or was is None or now is None or was.stock.id == now.stock.id:
        return
    if not any(isinstance(step, plan.Undo | plan.Redo | plan.Restore) for step in steps):
        failing.tried(work, lambda: _follow(work, clip, was, now), name="paint")


def _alone(work: Work) -> tuple[Clip | None, Taken | None, Taken | None]:
    """The visual that is all there is to see, the song that it was drawn from, and the one now."""
    shown, before, now = facts.clips(work.now), facts.music(work.before), facts.music(work.now)
    if len(shown) != 1 or len(before) != 1 or len(now) != 1 or not visuals.painted(work.now):
        return None, None, None
    if shown[0].id not in {clip.id for clip in visuals.painted(work.before)}:
        return None, None, None
    return shown[0], _song(work, before[0]), _song(work, now[0])


def _song(work: Work, sound: Sound) -> Taken | None:
    """The user's own song that a sound plays; None for music of ours."""
    return None if facts.brief(sound) is not None else work.taken.get(facts.song(sound))


def _follow(work: Work, clip: Clip, was: Taken, now: Taken) -> None:
    _unsung(work, was, now)
    sound, length = facts.music(work.now)[0], now.material.duration
    if length <= LONGEST and not any(done.get("op") == "clip-length" for done in work.done):
        if sound.loop:
            work.do(op.Loop(target=sound.id, on=False))
        if abs(clip.duration - length) > _SAME:
            work.do(op.ClipLength(target=clip.id, duration=length))
        work.do(op.PlaceSound(target=sound.id, in_point=0, duration=length))
    wish = clip.background
    assert wish is not None
    work.do(op.Repaint(target=clip.id, background=_open(work, wish, was), name=facts.name(clip)))
    work.resung = (*work.resung, clip.id)


def _unsung(work: Work, was: Taken, now: Taken) -> None:
    """Without the lyrics of the song before; a song as long as that one may be the same, mixed
    anew."""
    if abs(was.material.duration - now.material.duration) <= _REMIXED:
        return
    there = {title.id for title in facts.titles(work.before)}
    sung = subtitles.sung(work)
    gone = tuple(
        title.id for title in facts.titles(work.now)
        if title.role == "caption" and title.id in there and title.text in sung
    )  # fmt: skip
    if gone:
        work.do(op.RemoveTitles(targets=gone))
        work.told.append(say("service.lyrics_gone", work.lang, name=was.material.name))


def _open(work: Work, wish: Background, was: Taken) -> Background:
    """The wish with all left open again that came from the song before."""
    from studio.media import tags

    said = tags.read(work.studio.file(was.stock.path))
    own = wish.title in (said.title, visuals.clean(was.material.name)) and wish.title != NONE
    return msgspec.structs.replace(
        wish,
        title="" if own else wish.title,
        artist="" if own or wish.artist == said.artist else wish.artist,
        colours=() if len(wish.colours) > COLOURS else wish.colours,
    )
