"""What always holds of a timeline. `check` raises the first law that does not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from studio.errors import LawBroken
from studio.timeline.model import Clip, Segment, Sound, Timeline, Track


def check(timeline: Timeline, *, known: Timeline | None = None) -> Timeline:
    """The timeline itself, where all laws hold; they do in a track of one that is `known`."""
    seen: set[str] = set()
    lawful = {id(track) for track in known.tracks} if known else set()
    for track in timeline.tracks:
        if id(track) in lawful:
            ids = {segment.id for segment in track.segments}
            if not seen.isdisjoint(ids):
                raise LawBroken(law=f"one id, one segment ({min(seen & ids)})")
            seen |= ids
            continue
        before = 0
        for segment in track.segments:
            if segment.id in seen or not segment.id:
                raise LawBroken(law=f"one id, one segment ({segment.id})")
            seen.add(segment.id)
            if segment.start < before:
                raise LawBroken(law=f"sorted, no overlap ({segment.id})")
            if segment.duration <= 0:
                raise LawBroken(law=f"nothing without length ({segment.id})")
            before = segment.start + segment.duration
            broken = _broken(segment)
            if broken:
                raise LawBroken(law=f"{broken} ({segment.id})")
        _joints(track)
    return timeline


def _broken(segment: Segment) -> str:
    match segment:
        case Clip():
            fades = segment.sound_fade_in + segment.sound_fade_out
            seen = segment.picture_fade_in + segment.picture_fade_out
            least = min(segment.sound_fade_in, segment.sound_fade_out, segment.picture_fade_in)
            if least < 0 or segment.picture_fade_out < 0 or segment.in_point < 0:
                return "nothing negative"
            if fades > segment.duration or seen > segment.duration:
                return "fades fit"
            return _heard(segment)
        case Sound():
            if min(segment.fade_in, segment.fade_out, segment.in_point) < 0 or segment.duck < 0:
                return "nothing negative"
            if segment.fade_in + segment.fade_out > segment.duration:
                return "fades fit"
            return _heard(segment)
    return ""


def _heard(segment: Clip | Sound) -> str:
    if not (math.isfinite(segment.gain) and segment.gain >= 0):
        return "gains are finite"
    if not (math.isfinite(segment.speed) and segment.speed > 0):
        return "speeds are finite"
    if segment.curve:
        before = -1
        for point in segment.curve:
            if point.at <= before or not (math.isfinite(point.gain) and point.gain >= 0):
                return "curves are sorted and finite"
            before = point.at
    return ""


def _joints(track: Track) -> None:
    before: Clip | None = None
    for clip in _clips(track):
        if clip.crossfade:
            if clip.crossfade < 0 or clip.crossfade > clip.duration:
                raise LawBroken(law=f"a crossfade fits its clip ({clip.id})")
            if before is None or before.start + before.duration != clip.start:
                raise LawBroken(law=f"a crossfade joins two clips ({clip.id})")
            if clip.crossfade > before.duration:
                raise LawBroken(law=f"a crossfade fits the clip before ({clip.id})")
        before = clip


def _clips(track: Track) -> Iterator[Clip]:
    for segment in track.segments:
        if isinstance(segment, Clip):
            yield segment
