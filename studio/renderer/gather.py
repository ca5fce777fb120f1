"""Everything that a plan needs to know, found out: what the files are, where their packets lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from studio.media import images, movie_index, probing
from studio.media.errors import EngineFailed, MissingFile, SameFile
from studio.media.movie_index import Track
from studio.media.process import FILE_ONLY, ffmpeg
from studio.media.staging import stage
from studio.media.values import Probe
from studio.renderer import backdrop, gradient, slideshow
from studio.renderer.plan import RenderPlan
from studio.timeline.model import AudioTrack, Material, Timeline, VideoTrack

_CLOCKED = ("mov", "matroska", "mpegts", "flv")  # say when a packet is shown; AVI does not
_ADRIFT = ("mpegts", "mpeg")


@dataclass(slots=True)
class Facts:
    """What is known of the files of a timeline, under the names they have in our folder."""

    probes: dict[str, Probe] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)


def gather(
    timeline: Timeline,
    files: Mapping[str, Path],
    materials: Mapping[str, Material],
    *,
    into: Path,
    work: Path,
    packets: bool,
) -> Facts:
    """The facts of every file that the timeline names. `packets`: whether any may be copied."""
    found = Facts()
    for number, source in enumerate(_sources(timeline)):
        name = materials[source].name if source in materials else source
        path = files.get(source)
        if path is None or not path.exists():
            raise MissingFile(name=name)
        if into.exists() and into.samefile(path):
            raise SameFile(name=name)
        probe = probing.known(materials[source]) if source in materials else None
        probe = probe or probing.probe(path, name=name)
        staged = stage(path, work / f"in{number}")
        if probe.container in _ADRIFT and (level := _levelled(staged, probe)):
            staged, probe = level
            path = staged
        found.probes[source] = probe
        found.names[source] = staged.name
        found.paths[source] = path
        if packets and (track := _track(work, staged.name, probe)):
            found.tracks[source] = track
    return found


def _levelled(file: Path, probe: Probe) -> tuple[Path, Probe] | None:
    """A broadcast stream as a file with one clock for picture and sound; None if it cannot be.

    In such a stream every part starts when it likes, and ffmpeg lets each one that is opened alone
    begin at nought.
    """
    streams = [one.stream for one in (probe.picture, probe.sound) if one is not None]
    level = file.with_name(f"{file.name}.mkv")
    mapped = [word for stream in streams for word in ("-map", f"0:{stream}")]
    try:
        ffmpeg([*FILE_ONLY, "-i", file.name, *mapped, "-c", "copy", level.name], cwd=file.parent)
    except EngineFailed:
        return None
    picture, sound = probe.picture, probe.sound
    if picture is not None:
        picture = msgspec.structs.replace(picture, stream=0)
    sounds = (msgspec.structs.replace(sound, stream=len(streams) - 1),) if sound else ()
    return level, msgspec.structs.replace(
        probe, container="matroska", picture=picture, sounds=sounds
    )


def _sources(timeline: Timeline) -> list[str]:
    """The materials that are seen or heard, in a fixed order."""
    names = {
        segment.source
        for track in timeline.tracks
        if isinstance(track, VideoTrack | AudioTrack)
        for segment in track.segments
        if segment.source
    }
    return sorted(names)


def _track(work: Path, name: str, probe: Probe) -> Track | None:
    """The packets of an H.264 picture; from another container they are moved to a movie first."""
    picture = probe.picture
    if picture is None or picture.codec != "h264" or picture.bits > 8:
        return None
    if probe.container not in _CLOCKED:
        return None
    try:
        if probe.container == "mov":
            movie = movie_index.read(work / name)
            track = movie.track(picture.stream)
        else:
            mapped = ["-map", f"0:{picture.stream}", "-c", "copy"]
            ffmpeg([*FILE_ONLY, "-i", name, *mapped, f"{name}.mp4"], cwd=work)
            movie = movie_index.read(work / f"{name}.mp4")
            track = movie.track(0)
    except (EngineFailed, movie_index.Broken):
        return None
    if track is None or movie.fragmented or track.codec != b"avc1" or not len(track.sizes):
        return None
    return track if _straight(track) else None


def _straight(track: Track) -> bool:
    """Whether the packets are shown from the beginning of the file on, one after the other.

    Cameras and phones also write films whose picture starts late, and trimmed ones that leave some
    packets out: there a packet's own time is not when it is seen.
    """
    shown = [media for _, media in track.edits if media >= 0]
    pauses = len(track.edits) - len(shown)
    return len(shown) <= 1 and pauses <= 1 and track.late * track.timescale <= track.tick


def where(work: Path, facts: Facts, source: str) -> Path:
    """The file in which the packets of a source's track lie."""
    moved = work / f"{facts.names[source]}.mp4"
    return moved if moved.exists() else work / facts.names[source]


def prepare_pictures(work: Path, facts: Facts, plan: RenderPlan) -> None:
    """Stills as upright PNGs no larger than needed, moving ones as movies, backgrounds drawn."""
    clips = [shot.clip for shot in plan.shots if shot.clip]
    for background in {clip.background for clip in clips if not clip.source and clip.background}:
        if not backdrop.plain(background):
            gradient.draw(background, plan.frame, work / gradient.key(background))
    seen = {clip.source for clip in clips if clip.source}
    seen -= slideshow.sources(plan, facts.probes)
    size, colour = (plan.frame.width, plan.frame.height), plan.frame.colour
    for source in sorted(seen):
        probe = facts.probes[source]
        file, target = work / facts.names[source], work / f"{facts.names[source]}.ready"
        if probe.kind == "image":
            facts.probes[source] = images.prepare(file, target, probe, within=size, colour=colour)
        elif probe.animated:
            facts.probes[source] = images.unfold(file, target, probe, colour=colour)
        else:
            continue
        facts.names[source] = target.name
