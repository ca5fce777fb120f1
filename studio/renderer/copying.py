"""Whether a picture, or most of it, can be its source's packets, and what stands beside. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from studio.media import avc
from studio.media.movie_index import Track
from studio.media.values import Picture, Probe
from studio.renderer import fitting, parts, shots
from studio.renderer.canvas import Frame
from studio.renderer.fitting import Colours
from studio.renderer.grid import RATE
from studio.renderer.parts import Encoded, Table
from studio.renderer.shots import Shot
from studio.renderer.stretches import windows
from studio.renderer.values import Output

if TYPE_CHECKING:
    from studio.renderer.plan import RenderPlan

_PROFILES = {66: "baseline", 77: "main", 100: "high"}
_FORMATS = ("yuv420p", "yuvj420p")


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A source whose picture is the film's, packet for packet, with its own clock."""

    source: str
    track: Track
    seconds: float


@dataclass(frozen=True, slots=True)
class Beside:
    """What a piece has to be like to stand in one track with copied packets."""

    source: str
    entry: bytes
    profile: str
    level: int
    id: int
    rate: int  # bits a second of what is copied


def alike(picture: Picture | None, frame: Frame) -> bool:
    """Whether this picture's packets may be the film's."""
    return (
        picture is not None
        and picture.codec == "h264"
        and picture.pixels in _FORMATS
        and picture.aspect == (1, 1)
        and not (picture.hdr or picture.interlaced)
        and picture.shown == (frame.width, frame.height)
    )


def whole(
    base: RenderPlan, probes: Mapping[str, Probe], tracks: Mapping[str, Track], output: Output
) -> RenderPlan | None:
    """The plan that takes one source's picture as it is, from its first packet to its last."""
    shot = base.shots[0] if len(base.shots) == 1 else None
    clip = shot.clip if shot else None
    if clip is None or clip.source not in tracks or base.titles:
        return None
    track, picture = tracks[clip.source], probes[clip.source].picture
    assert picture is not None
    rate = Fraction(*picture.fps)
    same_rate = output.fps is None or base.frame.rate == rate
    plain = not (clip.reverse or clip.freeze or clip.picture_fade_in or clip.picture_fade_out)
    frame = 1000 / float(rate) if rate else 40.0
    length = 1000 * base.grid.seconds(shot.frames) if shot else 0.0
    all_of_it = clip.in_point == 0 and abs(length - track.seconds * 1000) < frame
    if not (plain and same_rate and all_of_it and clip.speed == 1.0):
        return None
    taken = Whole(clip.source, track, track.seconds)
    return replace(
        base, way="copy", whole=taken, total=len(track.pts),
        samples=round(track.seconds * RATE),
        conversions=(),
    )  # fmt: skip


def joined(
    base: RenderPlan, probes: Mapping[str, Probe], tracks: Mapping[str, Track]
) -> RenderPlan | None:
    """The plan in which only the touched parts are encoded; None where that cannot be right."""
    tables = {}
    for source, track in tracks.items():
        picture = probes[source].picture
        assert picture is not None
        plain = not picture.variable and picture.rotation == 0 and picture.pixels == "yuv420p"
        plain = plain and 2 * track.late * track.timescale <= track.tick
        if plain and (made := parts.table(track, Fraction(*picture.fps))):
            tables[source] = made
    best = _kind(base, tables)
    if best is None:
        return None
    beside = best
    alike = {s: t for s, t in tables.items() if t.track.entry == beside.entry}
    grid = base.grid
    touched = list(shots.uncuttable(base.shots, grid))
    for title in base.titles:
        first = grid.frame(title.start)
        touched.append((first, max(first + 1, grid.frame(title.start + title.duration))))
    found = parts.split(base.shots, alike, touched, fps=base.frame.rate, total=base.total)
    if all(isinstance(part, Encoded) for part in found):
        return None
    if any((seen := probes[s].picture) and seen.hdr for s in _sources(base.shots)):
        return None
    picture = probes[beside.source].picture
    assert picture is not None
    exact = tuple(
        smaller
        for part in found
        for smaller in (
            windows(base.shots, grid, part.last, base.frame, first=part.first)
            if isinstance(part, Encoded)
            else (part,)
        )
    )
    return replace(
        base, way="smart", parts=exact, beside=beside, matrix=fitting.matrix(picture),
        colours=_tagged(picture),
        conversions=tuple(word for word in base.conversions if word != "scaled"),
    )  # fmt: skip


def _sources(laid: Sequence[Shot]) -> set[str]:
    return {shot.clip.source for shot in laid if shot.clip and shot.clip.source}


def _kind(base: RenderPlan, tables: Mapping[str, Table]) -> Beside | None:
    """The source whose packets fill most of the film, and what stands beside them."""
    frames: dict[str, int] = {}
    for shot in base.shots:
        if shot.clip and shot.clip.source in tables:
            frames[shot.clip.source] = frames.get(shot.clip.source, 0) + shot.frames
    for source in sorted(frames, key=lambda one: (-frames[one], one)):
        entry = tables[source].track.entry
        sets = avc.described(entry)
        if sets is None or entry[4:8] != b"avc1" or sets.length_bytes != 4 or not sets.sps:
            continue
        if sets.head[1] not in _PROFILES or not sets.frames_only:
            continue
        free = next((n for n in range(1, 32) if n not in sets.ids), None)
        if free is not None:
            track = tables[source].track
            rate = round(int(track.sizes.sum()) * 8 / max(track.seconds, 0.1))
            return Beside(source, entry, _PROFILES[sets.head[1]], sets.head[3], free, rate)
    return None


def _tagged(picture: Picture) -> Colours:
    """The colour tags of a picture as ffmpeg prints them: `tv, bt709` or `tv, a/b/c`."""
    for name in (part.strip() for part in picture.colours.split(",")):
        values = name.split("/")
        if values[0] in ("bt709", "smpte170m", "bt470bg"):
            three = (values * 3)[:3] if len(values) == 1 else values
            if "unknown" not in three and len(three) == 3:
                return Colours(three[0], three[1], three[2])
    return Colours("", "", "")
