"""Everything that a plan needs to know, found out: what the files are, where their packets lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
        stage(path, work / f"in{number}")
        found.probes[source] = probe
        found.names[source] = f"in{number}"
        found.paths[source] = path
        if packets and (track := _track(work, f"in{number}", probe)):
            found.tracks[source] = track
    return found


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
    path = work / name
    if probe.container not in _CLOCKED:
        return None
    if probe.container != "mov":
        moved = work / f"{name}.mp4"
        try:
            ffmpeg(
                [*FILE_ONLY, "-i", name, "-map", f"0:{picture.stream}", "-c", "copy", moved.name],
                cwd=work,
            )
        except EngineFailed:
            return None
        path = moved
    try:
        movie = movie_index.read(path)
    except movie_index.Broken:
        return None
    track = movie.track(0 if probe.container != "mov" else picture.stream)
    if track is None or movie.fragmented or track.codec != b"avc1" or not len(track.sizes):
        return None
    return track


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
