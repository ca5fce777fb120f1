"""What will be done for a render, decided before anything is started. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studio.media.errors import NothingToRender
from studio.media.movie_index import Track
from studio.media.values import Probe
from studio.renderer import canvas, copying, heard, shots
from studio.renderer.canvas import Frame
from studio.renderer.copying import Beside, Whole
from studio.renderer.fitting import Colours
from studio.renderer.grid import RATE, Grid
from studio.renderer.heard import Heard
from studio.renderer.parts import Part
from studio.renderer.shots import Shot
from studio.renderer.stretches import windows
from studio.renderer.values import SOUND_ONLY, Output, Way
from studio.timeline import facts
from studio.timeline.model import Background, Clip, TextTrack, Timeline, Title, VideoTrack


@dataclass(frozen=True, slots=True)
class RenderPlan:
    """Frames, parts, sounds: everything but the carrying out."""

    output: Output
    way: Way
    frame: Frame
    total: int  # frames
    samples: int
    shots: tuple[Shot, ...] = ()
    parts: tuple[Part, ...] = ()
    whole: Whole | None = None
    beside: Beside | None = None
    colours: Colours = field(default_factory=Colours)
    matrix: str = "bt709"
    titles: tuple[Title, ...] = ()
    pieces: tuple[Heard, ...] = ()
    used: frozenset[str] = frozenset()
    conversions: tuple[str, ...] = ()

    @property
    def grid(self) -> Grid:
        return Grid(self.frame.rate)

    @property
    def seconds(self) -> float:
        return self.whole.seconds if self.whole else self.grid.seconds(self.total)


def length(timeline: Timeline) -> int:
    """How long the film is in ms; a refusal where there is nothing at all."""
    found = facts.duration(timeline)
    if found <= 0:
        raise NothingToRender()
    return found


def draw(
    timeline: Timeline,
    probes: Mapping[str, Probe],
    tracks: Mapping[str, Track],
    output: Output,
) -> RenderPlan:
    """The plan. `tracks`: the packet tables of sources whose pictures might be copied."""
    if output.format in SOUND_ONLY:
        return _sound_only(timeline, probes, output)
    timeline = _seen(timeline)
    made = _film(timeline, probes, tracks, output)
    if output.quality == "draft" and made.way == "full":
        return _film(timeline, probes, {}, output, draft=True)
    return made


def _sound_only(timeline: Timeline, probes: Mapping[str, Probe], output: Output) -> RenderPlan:
    samples = round(length(timeline) * RATE / 1000)
    pieces = heard.heard(timeline, probes, samples)
    frame = Frame(width=0, height=0, fps=(50, 1))
    return RenderPlan(
        output, "sound", frame, round(length(timeline) / 20), samples, pieces=pieces,
        used=frozenset(one.source for one in pieces),
    )  # fmt: skip


def _seen(timeline: Timeline) -> Timeline:
    """The timeline with something to see: sound or words alone get a background."""
    if any(isinstance(track, VideoTrack) and track.segments for track in timeline.tracks):
        return timeline
    clip = Clip(id="_", start=0, duration=length(timeline), background=Background())
    return replace_tracks(timeline, VideoTrack(segments=(clip,)))


def replace_tracks(timeline: Timeline, first: VideoTrack) -> Timeline:
    return Timeline(
        tracks=(first, *timeline.tracks), canvas=timeline.canvas, metadata=timeline.metadata
    )


def _film(
    timeline: Timeline,
    probes: Mapping[str, Probe],
    tracks: Mapping[str, Track],
    output: Output,
    *,
    draft: bool = False,
) -> RenderPlan:
    frame = canvas.decide(timeline, probes, output, draft=draft)
    grid = Grid(frame.rate)
    total = max(1, grid.frame(length(timeline)))
    laid = shots.shots(timeline, grid, total)
    titles = tuple(
        title
        for track in timeline.tracks
        if isinstance(track, TextTrack)
        for title in track.segments
        if title.text.strip() and grid.frame(title.start) < total
    )
    used = {shot.clip.source for shot in laid if shot.clip and shot.clip.source}
    base = RenderPlan(
        output, "full", frame, total, grid.samples(total), shots=laid, titles=titles,
        conversions=_conversions(used, probes, frame),
    )  # fmt: skip
    alike = {
        source: track
        for source, track in tracks.items()
        if source in used
        and output.format == "mp4"
        and copying.alike(probes[source].picture, frame)
    }
    made = copying.whole(base, probes, alike, output) or copying.joined(base, probes, alike)
    made = made or replace(base, parts=windows(laid, grid, total, frame))
    pieces = heard.heard(timeline, probes, made.samples)
    if made.whole:
        pieces = tuple(_led(one, made.whole) for one in pieces)
    used |= {one.source for one in pieces}
    return replace(made, pieces=pieces, used=frozenset(used))


def _led(one: Heard, whole: Whole) -> Heard:
    """The sound of a film whose picture starts a moment late, from that moment on."""
    ours = one.own and one.source == whole.source and not one.reverse
    return replace(one, place=one.place + whole.track.late) if ours else one


def _clipped(shown: tuple[int, int], frame: Frame) -> bool:
    """Whether the frame is this picture, less what is odd about it; one made smaller is not."""
    odd = bool(shown[0] % 2 or shown[1] % 2)
    return odd and (frame.width, frame.height) == (shown[0] // 2 * 2, shown[1] // 2 * 2)


def _conversions(used: set[str], probes: Mapping[str, Probe], frame: Frame) -> tuple[str, ...]:
    """What is done to the pictures on the way, as short words."""
    found: dict[str, None] = {}
    for source in sorted(used):
        picture = probes[source].picture
        if picture is None:
            continue
        facts_ = {
            "tone-mapped": picture.hdr != "",
            "8-bit": picture.bits > 8,
            "upright": picture.rotation != 0,
            "square-pixels": picture.aspect != (1, 1),
            "constant-rate": picture.variable,
            "deinterlaced": picture.interlaced,
            "even-size": _clipped(picture.shown, frame),
            "scaled": picture.shown != (frame.width, frame.height),
        }
        found |= {word: None for word, true in facts_.items() if true}
    return tuple(found)
