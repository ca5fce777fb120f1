"""Only a part of a song: what is heard begins and ends there, and a picture drawn from it, too."""

from __future__ import annotations

from msgspec.structs import replace

from studio.planner import values as plan
from studio.service import closing, repacing, song_parts, splicing, visuals
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import clock, facts, find
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import say

_AHEAD = 10  # ms before an attack at which a stretch begins, so that all of it is heard
_LEAD = 0.4  # of a stretch around a part lies before it
_LEAST = 500  # ms; less is no stretch
_SAME = 40  # ms

Span = tuple[int, int]  # ms in the song's file


def carry_out(work: Work, step: plan.Stretch) -> None:
    """Makes this stretch all that is heard of the song, and tells which it is."""
    sound = find.sound(work.now, step.target)
    if step.film:
        _cut(work, sound, step.part)
        return
    if facts.brief(sound) is not None:
        from studio.service import reshaping  # which composes: only where it is wanted

        reshaping.carry_out(work, sound, step)
        return
    made = work.taken.get(sound.source)
    if facts.song(sound) != sound.source or (step.whole and made and splicing.whole(work, made)):
        splicing.unbent(work, step.target)
    song = song_parts.known(work, find.sound(work.now, step.target))
    if step.last:
        closing.carry_out(work, song, step, drawn=_drawn(work))
        return
    gone = _hole(work, song, step)
    if gone is not None and splicing.carry_out(work, song, gone, drawn=_drawn(work)):
        return
    span = _span(work, song, step)
    if span is None:
        return
    begins = step.part.side in ("from", "after") or step.whole or step.without
    if step.part.kind and facts.drops(song.sound) is None and song.heard.drops:
        drops = tuple(round(drop.at * 1000) for drop in song.heard.drops)
        work.do(op.HearDrops(target=song.sound.id, drops=drops))
    shown = facts.clips(work.now)
    if not shown:
        work.do(op.PlaceSound(target=song.sound.id, in_point=span[0], duration=span[1] - span[0]))
    elif all(clip in visuals.painted(work.now) for clip in shown):
        _film(work, song, span)
    else:
        _under(work, song, span, on=begins and not step.length)
    work.told.append(_told(work, song, span, step, drawn=not shown or _drawn(work)))
    if shown and not _drawn(work):
        repacing.after_music(work)


def _cut(work: Work, sound: Sound, part: plan.Part) -> None:
    """The film cut to where a part of its music is heard, or that it is not."""
    if not part.kind:
        _kept(work, part.start, part.end)
        work.told.append(say("planner.cut_for_export", work.lang))
        return
    song = song_parts.known(work, sound)
    end = facts.picture_end(work.now)
    spans = [(max(0, a), min(b, end)) for a, b in song_parts.spans(work, song, part)]
    inside = [span for span in spans if span[1] - span[0] >= _LEAST]
    if not inside:
        song_parts.ask_other(work, song, part)
        return
    start, stop = inside[0]
    if (start, stop) != (0, end):
        _kept(work, start, stop)
    name = song_parts.called(part, work.lang)
    times = {"start": song_parts.moment(start), "end": song_parts.moment(stop)}
    work.told.append(say("parts.file_is", work.lang, part=name, **times))
    if (start, stop) != (0, end):
        work.told.append(say("planner.cut_for_export", work.lang))
    if len(inside) > 1 and part.which is None:
        work.told.append(say("parts.others", work.lang, count=len(inside), part=name))


def _kept(work: Work, start: int, stop: int) -> None:
    """Only this stretch of the film, all music as it was heard there."""
    before = facts.music(work.now)
    work.do(op.Keep(start=start, end=stop))
    left = {sound.id: sound for sound in facts.music(work.now)}
    for old in before:
        first, last = max(start, old.start), min(stop, facts.end(old))
        if old.id not in left or last - first < _LEAST or old.loop:
            continue
        place = old.in_point + round((first - old.start) * old.speed)
        new = left[old.id]
        if (new.start, new.in_point) != (first - start, place):
            work.do(op.PlaceSound(target=old.id, start=first - start, in_point=place))
        if find.sound(work.now, old.id).duration != last - first:
            work.do(op.PlaceSound(target=old.id, duration=last - first))


def _drawn(work: Work) -> bool:
    shown = facts.clips(work.now)
    return bool(shown) and len(visuals.painted(work.now)) == len(shown)


def _hole(work: Work, song: Song, step: plan.Stretch) -> Span | None:
    """A stretch in the middle of what is heard that is to be left out."""
    if not step.without:
        return None
    if step.part.kind:
        found = song_parts.named(work, song, step.part)
        if not found:
            return None
        start, end = round(found[0].start * 1000), round(found[0].end * 1000)
    else:
        start, end = song.in_song(step.part.start), song.in_song(step.part.end)
    first, last = song.sound.in_point, song.length
    if _drawn(work):
        last = min(song.in_song(facts.end(song.sound)), last)
    return (start, end) if start > first + _LEAST and end < last - _LEAST else None


def _span(work: Work, song: Song, step: plan.Stretch) -> Span | None:
    """The stretch that is meant, or None, and then it was told why."""
    part, whole = step.part, song.length
    if step.whole:
        return 0, whole
    if part.kind:
        found = song_parts.named(work, song, part)
        if not found:
            song_parts.ask_other(work, song, part)
            return None
        one = found[-1] if step.without and part.kind == "outro" else found[0]
        start, end = max(0, round(one.start * 1000) - _AHEAD), round(one.end * 1000)
        end = whole if end > whole - _LEAST else end
    else:
        start = song.in_song(part.start) if part.start >= 0 else 0
        end = song.in_song(part.end) if part.end >= 0 else whole
    heard = song.in_song(facts.end(song.sound)) if _drawn(work) else whole
    head = start < _LEAST or abs(start - song.sound.in_point) < _LEAST
    if step.without and not (head or end > heard - _LEAST):
        work.told.append(say("parts.middle", work.lang, part=song_parts.called(part, work.lang)))
        return None
    if step.without:
        first, last = song.in_song(song.sound.start), song.in_song(facts.end(song.sound))
        if head:
            cut = _drawn(work) and last > end + _LEAST
            start, end = end - _AHEAD, last if cut else whole
        else:
            start, end = first if first < start - _LEAST else 0, start
    elif part.side == "from" or (part.side == "after" and part.kind == "drop"):
        end = whole
    elif part.side == "after":
        start, end = end - _AHEAD, whole
    elif part.side == "through":
        start = 0
    elif part.side == "before":
        start, end = 0, start
    if step.around:
        start = max(0, min(start - round(_LEAD * step.length), whole - step.length))
        start = _barred(song, start)
    if step.length:
        end = min(start + step.length, whole)
    if end - start < _LEAST:
        work.told.append(say("visuals.no_such_part", work.lang))
        return None
    return start, min(end, whole)


def _barred(song: Song, start: int) -> int:
    """The bar line nearest to here, so that nothing begins in the middle of one."""
    near = min(song.heard.bars, key=lambda bar: abs(bar * 1000 - start), default=start / 1000)
    close = abs(near * 1000 - start) < 2000
    return max(0, round(near * 1000) - _AHEAD) if close and start else start


def _film(work: Work, song: Song, span: Span) -> None:
    """The picture that is drawn from the song as long as the stretch, and drawn from that."""
    target, end = song.sound.id, facts.picture_end(work.now)
    first, last = song.in_film(span[0]), song.in_film(span[1])
    _shaded(work, first)
    if 0 <= first < end - _LEAST:
        if first > 0 or last < end:
            work.do(op.Keep(start=first, end=min(last, end)))
    elif first < 0:
        for title in facts.titles(work.now):
            if title.role == "caption":
                work.do(op.PlaceTitle(target=title.id, start=title.start - first))
    work.do(op.PlaceSound(target=target, start=0, in_point=span[0]))
    wanted = round((span[1] - span[0]) / song.sound.speed)
    row = facts.clips(work.now)
    over = facts.picture_end(work.now) - wanted
    if abs(over) > _SAME and row[-1].duration > over:
        work.do(op.ClipLength(target=row[-1].id, duration=row[-1].duration - over))
    work.do(op.PlaceSound(target=target, duration=wanted))


def _shaded(work: Work, by: int) -> None:
    """Colours that change at a time go on changing at the same place of the song."""
    for clip in visuals.painted(work.now):
        picture = clip.background
        if picture is None or not picture.shades or not by:
            continue
        past = [one for one in picture.shades if not one.when and one.at <= by]
        left = tuple(replace(one, at=one.at - by) for one in picture.shades if one.at > by)
        colours = past[-1].colours if past else picture.colours
        scene = (past[-1].scene if past else "") or picture.scene
        new = replace(picture, colours=colours, scene=scene, shades=left)
        work.do(op.Repaint(target=clip.id, background=new, name=facts.name(clip)))


def _under(work: Work, song: Song, span: Span, *, on: bool) -> None:
    """The music under a film begins there; the film stays as it is."""
    room = facts.picture_end(work.now) - song.sound.start
    wanted = min(round((span[1] - span[0]) / song.sound.speed), room)
    if song.sound.loop:
        work.do(op.Loop(target=song.sound.id, on=False))
    step = op.PlaceSound(target=song.sound.id, in_point=span[0], duration=wanted)
    work.do(replace(step, duration=None) if on and wanted >= song.sound.duration else step)


def _told(work: Work, song: Song, span: Span, step: plan.Stretch, *, drawn: bool) -> str:
    lang = work.lang
    times = {"start": song_parts.moment(span[0]), "end": song_parts.moment(span[1])}
    if step.whole or (span[0] < _SAME and span[1] > song.length - _SAME):
        key = "film_whole" if drawn else "music_whole"
        return say(f"parts.{key}", lang, length=clock.spoken(clock.length(song.length), lang))
    key = "film_is" if drawn else "music_is"
    sound = find.sound(work.now, song.sound.id)
    lines = [say(f"parts.{key}", lang, **times)]
    part = step.part
    if part.kind and not step.without:
        at = song_parts.named(work, song, part)[0]
        name = song_parts.called(part, lang)
        lines = [
            say(f"parts.{key}_part", lang, part=name, at=song_parts.seconds(at.start), **times)
        ]
        again = len(song_parts.named(work, song, replace(part, which=None)))
        if part.which is None and again > 1:
            lines.append(say("parts.others", lang, count=again, part=name))
    over = facts.picture_end(work.now) - facts.end(sound)
    if not drawn and over > _LEAST:
        lines.append(say("parts.runs_out", lang, at=song_parts.moment(facts.end(sound))))
    return say("sync.space", lang).join(lines)
