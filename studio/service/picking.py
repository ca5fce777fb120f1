"""Which timeline a render is of: the posted one, an older version, or the session's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studio import timeline
from studio.errors import StudioError
from studio.service import timelines
from studio.service.studio import Studio
from studio.store import Session
from studio.timeline import facts, history
from studio.timeline.model import AudioTrack, Timeline

if TYPE_CHECKING:
    from studio.renderer.values import Output


def picked(
    studio: Studio, session: Session, *, draft: object, version: int | None
) -> tuple[Timeline, int]:
    """The timeline to render and its version's number; 0 for a posted draft that is no version."""
    if version is not None:
        return timelines.numbered(studio, session, version), version
    now, number = timelines.now(studio, session)
    posted = _posted(studio, session, draft)
    if posted is None or posted == now or history.empty(posted):
        return now, number
    versions = reversed(studio.store.versions(session.id))
    same = (v.number for v in versions if timelines.read(v) == posted)
    return posted, next(same, 0)


def _posted(studio: Studio, session: Session, draft: object) -> Timeline | None:
    """The posted draft, if it is a timeline that keeps the laws and uses this session's files."""
    try:
        posted = timeline.from_draft(draft)
    except (msgspec.ValidationError, StudioError):
        return None
    ours = {stock.id for stock in studio.store.stocks(session.id)}
    used = {getattr(segment, "source", "") for _, segment in facts.every(posted)}
    return posted if used <= ours | {""} else None


def fitting(wish: Output, of: Timeline) -> Output:
    """The wish; a timeline of nothing but sound becomes a sound file where a video was asked."""
    from studio.renderer.values import SOUND_ONLY

    heard_only = not facts.clips(of) and not facts.titles(of)
    if heard_only and wish.format not in SOUND_ONLY:
        return msgspec.structs.replace(wish, format="mp3")
    return wish


def music_alone(of: Timeline) -> Timeline:
    """The music of a timeline from its first note on, without picture, words and voices."""
    tracks = [track for track in of.tracks if isinstance(track, AudioTrack)]
    music = [[one for one in track.segments if one.role == "music"] for track in tracks]
    first = min((one.start for part in music for one in part), default=0)
    kept = tuple(
        msgspec.structs.replace(
            track,
            segments=tuple(
                msgspec.structs.replace(s, start=s.start - first, duck=0, gain=1.0) for s in part
            ),
        )
        for track, part in zip(tracks, music, strict=True)
        if part
    )
    return msgspec.structs.replace(of, tracks=kept)
