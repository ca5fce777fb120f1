"""Visuals as films: drawn once, kept by what they show, and handed to the renderer as plain clips.

So a later change of the sound alone copies the picture's packets, and an undo finds its film again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from studio.renderer import canvas
from studio.renderer.canvas import Frame
from studio.renderer.values import SOUND_ONLY, Output
from studio.service import drawing, intake, songs, visuals
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.timeline import facts
from studio.timeline.model import Clip, Material, TextTrack, Timeline, Title, Track, VideoTrack

log = logging.getLogger("studio.films")
VERSION = 7  # of the drawing: another one makes other films
_BYTES = 2_500_000  # a second of film takes at most about this much while it is made


@dataclass(frozen=True, slots=True)
class Screened:
    """A timeline in which every visual is a file, and those files."""

    timeline: Timeline
    files: dict[str, Path]
    materials: dict[str, Material]


def screened(
    studio: Studio,
    now: Timeline,
    taken: Mapping[str, Taken],
    output: Output,
    *,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Screened:
    """The timeline as the renderer takes it; films that are not there yet are drawn now."""
    made = Screened(now, {}, {})
    todo = visuals.painted(now)
    if not todo or output.format in SOUND_ONLY:
        return made
    frame = _frame(now, taken, output, alone=len(todo) == len(facts.clips(now)))
    for number, clip in enumerate(todo):

        def tell(share: float, number: int = number) -> None:
            progress((number + share) / len(todo))

        path = _film(studio, clip, now, taken, frame, output, tell, cancelled)
        made = _exchanged(made, clip, path, frame)
    return made


def _frame(now: Timeline, taken: Mapping[str, Taken], output: Output, *, alone: bool) -> Frame:
    """The frame that the film will have, so that nothing has to be scaled afterwards."""
    from studio.media import probing

    probes = {
        id: probe
        for id, one in taken.items()
        if (probe := probing.known(one.material)) is not None and one.material.kind != "audio"
    }
    draft = output.quality == "draft" and alone
    return canvas.decide(now, probes, output, draft=draft)


def _exchanged(made: Screened, clip: Clip, path: Path, frame: Frame) -> Screened:
    """The timeline with the film in the visual's place, its own captions drawn already."""
    from studio.media import probing

    id = f"film-{clip.id}"
    material = probing.material(path, id, path.name)
    metadata = {**material.metadata, "drawn": drawing.noted(path)}
    material = msgspec.structs.replace(material, metadata=metadata)
    new = Clip(
        id=clip.id, start=clip.start, duration=clip.duration, source=id,
        picture_fade_in=clip.picture_fade_in, picture_fade_out=clip.picture_fade_out,
        crossfade=clip.crossfade, transition=clip.transition, gain=0.0,
        metadata={"kind": "video", "sound": False, "len": clip.duration},
    )  # fmt: skip
    drawn = {title.id for title in captions(made.timeline, clip)}
    tracks: list[Track] = []
    for track in made.timeline.tracks:
        match track:
            case VideoTrack():
                row = tuple(new if one.id == clip.id else one for one in track.segments)
                tracks.append(msgspec.structs.replace(track, segments=row))
            case TextTrack():
                left = tuple(one for one in track.segments if one.id not in drawn)
                tracks.append(msgspec.structs.replace(track, segments=left))
            case _:
                tracks.append(track)
    framed = msgspec.structs.replace(
        made.timeline.canvas, width=frame.width, height=frame.height, fps=frame.fps
    )
    changed = msgspec.structs.replace(made.timeline, tracks=tuple(tracks), canvas=framed)
    return Screened(changed, made.files | {id: path}, made.materials | {id: material})


def captions(now: Timeline, clip: Clip) -> tuple[Title, ...]:
    """The captions that lie within a visual, which it draws itself."""
    end = facts.end(clip)
    return tuple(
        title
        for title in facts.titles(now)
        if title.role == "caption" and clip.start <= title.start and facts.end(title) <= end
    )


def _film(
    studio: Studio,
    clip: Clip,
    now: Timeline,
    taken: Mapping[str, Taken],
    frame: Frame,
    output: Output,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Path:
    """Where the film of this visual lies, drawn now if it was not before."""
    path = studio.folder("films") / f"{_name(clip, now, taken, frame, output)}.mp4"
    if path.is_file():
        path.touch()
        return path
    from studio.media import pipe
    from studio.service.staging import staged
    from studio.visuals import frames

    intake.room(studio, clip.duration * _BYTES // 1000)
    progress(0.0)
    play = staged(clip, now, taken, frame, studio.settings.data)
    assert clip.background is not None
    seen = drawing.Seen(frame)
    with intake.disk():
        pipe.film(
            seen.through(frames(clip.background.scene, play)),
            path,
            size=(frame.width, frame.height),
            fps=frame.fps,
            count=len(play.drive),
            quality="draft" if output.quality == "draft" else "final",
            progress=progress,
            cancelled=cancelled,
        )
        drawing.note(path, seen, play)
    return path


def _name(
    clip: Clip, now: Timeline, taken: Mapping[str, Taken], frame: Frame, output: Output
) -> str:
    """The film's name: the hash of everything that can be seen in it."""
    wish = clip.background
    assert wish is not None
    cover = taken[wish.cover].stock.digest if wish.cover in taken else ""
    words = [
        (t.start - clip.start, t.duration, t.text, msgspec.to_builtins(t.style), t.place)
        for t in captions(now, clip)
    ]
    shown = [
        VERSION, msgspec.to_builtins(wish), cover, words, msgspec.to_builtins(frame),
        output.quality, clip.duration, songs.signature(now, taken, clip.start, facts.end(clip)),
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:40]
