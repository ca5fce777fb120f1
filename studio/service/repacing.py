"""How fast photos change in parts of the music: laid by it, told, and laid so again later."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec

from studio.planner import values as plan
from studio.service import slides, song_parts, songs, splicing, visuals_told
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.sync.paces import Stretch, edges
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.timeline.model import Clip
from studio.words import say

_LEAST, _MOST = 0.5, 64.0  # beats a photo stays
_SAME = 40  # ms
_JUST = 15  # ms that nobody sees
_TURNS = 30  # times a pace is sought that fills the song


@dataclass(frozen=True, slots=True)
class Row:
    """The photos, and the beats they lie on."""

    clips: tuple[Clip, ...]
    song: Song
    beats: tuple[int, ...]  # ms in the film
    bpm: float
    base: float  # beats a photo stays where nothing else was said


def carry_out(work: Work, step: plan.Pace) -> None:
    """Photos faster or slower in these parts, from now on."""
    if step.even:
        _evened(work)
        return
    if step.snap:
        _to_beats(work)
        return
    row = _row(work)
    if row is None:
        work.told.append(say("parts.no_beat", work.lang))
        return
    kept = facts.pace(work.now)
    rules = [rule for rule in kept.get("rules", ()) if isinstance(rule, dict)]
    for part in step.parts:
        spans = song_parts.spans(work, row.song, part)
        if not spans:
            work.told.append(song_parts.missing(work, row.song, part))
            return
        if all(start >= facts.picture_end(work.now) or end <= 0 for start, end in spans):
            at = song_parts.moment(row.song.in_song(spans[0][0]))
            name = song_parts.called(part, work.lang)
            work.told.append(say("parts.beyond", work.lang, part=name, at=at))
            return
        counted = step.beats or _whole(_counted(row, step.each))
        beats = counted or _doubled(_held(work, row, spans) * step.times)
        plain = msgspec.to_builtins(_in_song(row.song, part))
        rules = [rule for rule in rules if rule.get("part") != plain]
        rules.append({"part": plain, "beats": max(_LEAST, min(_MOST, beats))})
    work.do(op.SetPace(pace={"base": row.base, "rules": rules}))
    _laid(work, row)


def after_music(work: Work) -> None:
    """The photos on the beats again, in their parts' paces or evenly: the music lies otherwise."""
    if facts.pace(work.now):
        row = _row(work)
        if row is not None:
            _laid(work, row)
        return
    shown = facts.clips(work.now)
    if len(shown) > 1 and all(facts.kind(clip) == "image" for clip in shown):
        ids = [clip.id for clip in shown]
        laid = slides.on_beats(work.studio, work.now, ids, work.taken, work.lang)
        if laid is not None:
            work.now = laid.now
            work.done += [op.plain(edit) for edit in laid.steps]
            work.told.append(laid.told)


def _to_beats(work: Work) -> None:
    """Has the photos go to the beats once all is laid; a song that was bent to them is unbent."""
    for sound in songs.leading(work.now):
        if facts.song(sound) != sound.source:
            splicing.unbent(work, sound.id)
            fresh = find.sound(work.now, sound.id)
            room = facts.picture_end(work.now) - fresh.start
            work.do(
                op.PlaceSound(target=sound.id, in_point=0, duration=min(room, facts.length(fresh)))
            )
    if facts.pace(work.now):
        work.do(op.SetPace())
    work.snap = True


def _row(work: Work) -> Row | None:
    """The photos of a film that is all photos, on a song with a beat; None for any other."""
    shown = facts.clips(work.now)
    music = [s for s in songs.leading(work.now) if s.source in work.taken]
    if len(shown) < 2 or not music or not all(facts.kind(clip) == "image" for clip in shown):
        return None
    song = song_parts.known(work, music[0])
    rhythm = song.heard.rhythm
    if rhythm is None or len(rhythm.beats) < 2:
        return None
    beats = [song.in_film(beat * 1000) for beat in rhythm.beats]
    each = (beats[-1] - beats[0]) / (len(beats) - 1)
    while beats[0] > each:
        beats.insert(0, round(beats[0] - each))
    first = next((n for n, at in enumerate(beats) if at > -each / 2), 0)
    kept = facts.pace(work.now).get("base")
    usual = sorted(clip.duration for clip in shown)[len(shown) // 2] / each
    base = float(kept) if isinstance(kept, int | float) and kept else max(_LEAST, _whole(usual))
    return Row(shown, song, tuple(beats[first:]), rhythm.bpm, base)


def _whole(beats: float) -> float:
    """So many beats, as they can be changed on: whole ones, of less than two halves."""
    return float(round(beats)) if beats >= 1.75 else round(beats * 2) / 2


def _doubled(beats: float) -> float:
    """The nearest of one beat, two, four, eight: where only "faster" is said, these are felt."""
    return float(2.0 ** round(math.log2(max(beats, _LEAST))))


def _counted(row: Row, each: int) -> float:
    """So many ms as beats."""
    return each * (len(row.beats) - 1) / (row.beats[-1] - row.beats[0])


def _held(work: Work, row: Row, spans: Sequence[tuple[int, int]]) -> float:
    """The beats that a photo stays there by now."""
    each = (row.beats[-1] - row.beats[0]) / (len(row.beats) - 1)
    there = [
        c.duration for c in row.clips if any(a - _SAME <= c.start < b - _SAME for a, b in spans)
    ]
    return sorted(there)[len(there) // 2] / each if there else row.base


def _in_song(song: Song, part: plan.Part) -> plan.Part:
    """A part that keeps its place in the song, where it was told by times of the film."""
    if part.kind:
        return part
    start = song.in_song(part.start) if part.start >= 0 else -1
    end = song.in_song(part.end) if part.end >= 0 else -1
    return msgspec.structs.replace(part, start=start, end=end)


def _stretches(work: Work, row: Row) -> list[Stretch]:
    """The paces that are kept, as stretches of the film; the last one said wins."""
    made = []
    for rule in facts.pace(work.now).get("rules", ()):
        try:
            part = msgspec.convert(rule["part"], plan.Part)
            beats = float(rule["beats"])
        except (KeyError, TypeError, ValueError, msgspec.ValidationError):
            continue
        made += [Stretch(a, b, beats) for a, b in song_parts.spans(work, row.song, part, kept=True)]
    return made[::-1]


def _laid(work: Work, row: Row) -> None:
    """Every photo as long as its part's pace says; what filled its song goes on filling it."""
    stretches = _stretches(work, row)
    whole, end = row.song.in_film(row.song.length), facts.end(row.clips[-1])
    count, base = len(row.clips), row.base
    fills = abs(whole - end) <= max(1000, row.clips[-1].duration // 2)
    cuts = edges(row.beats, stretches, count, base)
    if fills:
        low, high = _LEAST, _MOST
        for _ in range(_TURNS):
            middle = (low + high) / 2
            tried = edges(row.beats, stretches, count, middle)
            low, high = (middle, high) if tried[-1] < whole else (low, middle)
        base = round(low * 2) / 2 or _LEAST
        cuts = edges(row.beats, stretches, count, base)
        if len(cuts) > 1 and cuts[-2] < whole - _SAME:
            cuts[-1] = whole
    _put(work, row, cuts)
    _tell(work, row, stretches, base)


def _put(work: Work, row: Row, cuts: Sequence[int]) -> None:
    """Every photo until its moment; a change that lies there as good as exactly stays."""
    there = [facts.end(clip) for clip in row.clips]
    kept = [old if abs(old - new) <= _JUST else new for old, new in zip(there, cuts, strict=True)]
    for clip, (start, stop) in zip(row.clips, pairwise([0, *kept]), strict=True):
        if 0 < stop - start != clip.duration:
            work.do(op.ClipLength(target=clip.id, duration=stop - start))


def _tell(work: Work, row: Row, stretches: Sequence[Stretch], base: float) -> None:
    lang = work.lang
    end = facts.picture_end(work.now)
    shown = []
    for rule in facts.pace(work.now).get("rules", ()):
        part = msgspec.convert(rule["part"], plan.Part)
        spans = [
            (a, min(b, end))
            for a, b in song_parts.spans(work, row.song, part, kept=True)
            if a < end
        ]
        times = say("timeline.comma", lang).join(
            f"{song_parts.moment(max(0, a))}–{song_parts.moment(b)}" for a, b in spans[:3]
        )
        key = "pace_part" if part.kind else "pace_span"
        key = key if spans else "pace_unheard"
        side = {"in": "in", "before": "before"}.get(part.side, "after")
        where = say(f"parts.side_{side}", lang, part=song_parts.called(part, lang))
        shown.append(
            say(f"parts.{key}", lang, part=where, times=times, beats=_beats(work, rule["beats"]))
        )
    work.told = [line for line in work.told if line != work.paced]
    work.paced = (
        say("parts.paced", lang, parts=say("parts.and", lang).join(shown), beats=_beats(work, base),
            bpm=visuals_told.beats(row.bpm))
    )  # fmt: skip
    work.told.append(work.paced)


def _beats(work: Work, number: float) -> str:
    key = "beats_one" if number == 1 else "beats_many"
    return say(f"parts.{key}", work.lang, beats=f"{number:g}")


def _evened(work: Work) -> None:
    """The same pace everywhere again."""
    row = _row(work)
    if not facts.pace(work.now) or row is None:
        work.told.append(say("parts.even_already", work.lang))
        return
    work.do(op.SetPace())
    _put(work, row, edges(row.beats, (), len(row.clips), row.base))
    told: dict[str, Any] = {"beats": f"{row.base:g}", "bpm": visuals_told.beats(row.bpm)}
    work.paced = say("visuals.beats_each", work.lang, **told)
    work.told.append(work.paced)
