"""A stretch of the film's picture as a filter graph: shots, crossfades, fades, words. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from studio.media import pipe
from studio.media.values import Probe
from studio.renderer import backdrop, camera, fitting, gradient
from studio.renderer.canvas import Frame
from studio.renderer.fitting import Colours
from studio.renderer.graph import Graph
from studio.renderer.grid import Grid, stamp
from studio.renderer.shots import Fade, Shot, fades
from studio.timeline.model import Clip

_EARLY = Fraction(1, 4)  # of a frame: where we ask to seek, so that rounding cannot skip a frame
_LOOKBACK = 3  # seconds before the end of a file in which there surely is a frame
_MARGIN = 0.25  # seconds decoded beyond what is needed
_TRANSITIONS = {
    "fade", "dissolve", "wipeleft", "wiperight", "wipeup", "wipedown", "slideleft", "slideright",
    "slideup", "slidedown", "circleopen", "circleclose", "fadeblack", "fadewhite", "smoothleft",
    "smoothright", "radial", "zoomin", "hblur", "pixelize",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stock:
    """A material under its staged name."""

    file: str
    probe: Probe


@dataclass(frozen=True, slots=True)
class Words:
    """A title as it was drawn: a movie of its states, and where it stands."""

    file: str
    first: int
    last: int
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a picture is made of."""

    frame: Frame
    shots: tuple[Shot, ...]
    stock: Mapping[str, Stock]
    words: tuple[Words, ...] = ()
    tonemap: bool = True
    matrix: str = "bt709"  # another only to stand beside copied packets
    colours: Colours = field(default_factory=Colours)  # what the frames are tagged with
    aside: Mapping[tuple[str, int], str] = field(default_factory=dict)  # stills drawn by ourselves,
    # by the clip and the first of its frames: files beside the others

    @property
    def grid(self) -> Grid:
        return Grid(self.frame.rate)

    @property
    def show(self) -> bool:
        """Whether photos move in it: then nothing stands between black bars."""
        return any(shot.clip is not None and shot.clip.motion for shot in self.shots)


def window(scene: Scene, first: int, last: int) -> tuple[Graph, str]:
    """The graph of these frames, and the label of its picture."""
    graph = Graph()
    seen = [shot for shot in scene.shots if shot.last > first and shot.first < last]
    label = _sequence(graph, scene, seen, first, last)
    for words in scene.words:
        if words.last > first and words.first < last:
            label = _written(graph, scene, label, words, first, last)
    # said of the frames, not only of the file: else ffmpeg converts them to what the file says
    colours = scene.colours
    said = (
        f",setparams=range=tv:colorspace={colours.matrix}:color_primaries={colours.primaries}"
        f":color_trc={colours.transfer}"
        if colours.matrix
        else ""
    )
    return graph, graph.chain(f"[{label}]", f"format=yuv420p{said}", "v")


def over(scene: Scene, pipe: Sequence[str], first: int, last: int) -> tuple[Graph, str]:
    """The graph of these frames where the picture itself comes through a pipe."""
    graph = Graph()
    graph.inputs.append(tuple(pipe))
    label = graph.chain("[0:v]", _counted(scene.frame))
    for words in scene.words:
        if words.last > first and words.first < last:
            label = _written(graph, scene, label, words, first, last)
    return graph, graph.chain(f"[{label}]", "format=yuv420p", "v")


def _sequence(graph: Graph, scene: Scene, seen: Sequence[Shot], first: int, last: int) -> str:
    """The shots one after the other; where two cross, the one before goes on behind."""
    group: list[str] = []
    done = 0
    if seen and seen[0].cross and seen[0].first == first:
        behind = next((one for one in scene.shots if one.last == first), None)
        if behind is not None:  # it ends here, and yet is seen
            group = [_shot(graph, scene, behind, first, first, min(seen[0].cross, last - first))]
    for number, shot in enumerate(seen):
        start, end = max(shot.first, first), min(shot.last, last)
        after = seen[number + 1] if number + 1 < len(seen) else None
        hold = min(after.cross, last - after.first) if after else 0
        label = _shot(graph, scene, shot, start, end, hold)
        if shot.cross and group:
            before = _joined(graph, group)
            group = [_crossed(graph, scene, before, label, shot, done)]
        else:
            group.append(label)
        done += end - start
    return _joined(graph, group)


def _joined(graph: Graph, labels: list[str]) -> str:
    if len(labels) == 1:
        return labels[0]
    sources = "".join(f"[{label}]" for label in labels)
    return graph.chain(sources, f"concat=n={len(labels)}:v=1:a=0")


def _crossed(graph: Graph, scene: Scene, before: str, label: str, shot: Shot, done: int) -> str:
    kind = shot.clip.transition if shot.clip else "fade"
    kind = kind if kind in _TRANSITIONS else "fade"
    times = f"duration={stamp(scene.grid.seconds(shot.cross))}"
    times += f":offset={stamp(scene.grid.seconds(done))}"
    return graph.chain(f"[{before}][{label}]", f"xfade=transition={kind}:{times}")


def _shot(graph: Graph, scene: Scene, shot: Shot, start: int, end: int, hold: int) -> str:
    """The frames of one shot from `start` to `end`, and `hold` more behind the next shot."""
    count = end - start + hold
    offset = shot.offset + start - shot.first
    if shot.clip is not None and (shot.clip.id, offset) in scene.aside:
        file = scene.aside[shot.clip.id, offset]
        number = graph.input(file, *pipe.raw((scene.frame.width, scene.frame.height),
                                             scene.frame.fps))  # fmt: skip
        return graph.chain(f"[{number}:v:0]", f"trim=end_frame={count},{_counted(scene.frame)}")
    label = _source(graph, scene, shot.clip, offset, count)
    faded = [
        _fade(one, start) for one in fades(shot, scene.grid) if one.last > start and one.first < end
    ]
    return graph.chain(f"[{label}]", ",".join(faded)) if faded else label


def _fade(fade: Fade, start: int) -> str:
    """A fade from black, or to it so that the last frame is black."""
    frames = fade.last - fade.first
    first = max(0, fade.first - start)
    return (
        f"fade=t=in:s={first}:n={frames}"
        if fade.into
        else (f"fade=t=out:s={first}:n={max(1, frames - 1)}")
    )


def _source(graph: Graph, scene: Scene, clip: Clip | None, offset: int, count: int) -> str:
    """So many frames of a clip from its frame `offset` on, as they stand in the film."""
    frame = scene.frame
    exact = f"tpad=stop_mode=clone:stop=-1,trim=end_frame={count},{_counted(frame)}"
    if clip is None or (not clip.source and clip.background is None):
        colour = fitting.colour_name(frame.colour)
        return graph.chain("", backdrop.one_colour(colour, frame, count))
    if not clip.source:
        assert clip.background is not None
        if colour := backdrop.plain(clip.background):
            return graph.chain("", backdrop.one_colour(colour, frame, count))
        options, filters = backdrop.gradient(frame)
        number = graph.input(gradient.key(clip.background), *options)
        skip = offset % gradient.frames(frame)
        cut = f"trim=start_frame={skip}:end_frame={skip + count},{_counted(frame)}"
        return graph.chain(f"[{number}:v:0]", f"{cut},{filters}")
    stock = scene.stock[clip.source]
    if stock.probe.kind == "image":
        return _still(graph, scene, clip, stock, offset, count)
    number, timing = _moving(graph, scene, clip, stock, offset, count)
    label = _fitted(graph, scene, clip, stock, f"[{number}:v:0]", timing)
    return graph.chain(f"[{label}]", _turned(clip) + exact)


def _base(frame: Frame) -> str:
    return f"settb={frame.fps[1]}/{frame.fps[0]}"


def _counted(frame: Frame) -> str:
    """Frame n at time n, in a time base of one frame."""
    return f"{_base(frame)},setpts=N"


def _turned(clip: Clip) -> str:
    return "reverse," if clip.reverse and not clip.freeze else ""


def _moving(
    graph: Graph, scene: Scene, clip: Clip, stock: Stock, offset: int, count: int
) -> tuple[int, str]:
    """The opened file and the filters that put its frames onto the film's grid."""
    picture = stock.probe.picture
    assert picture is not None
    fps, grid = scene.frame.rate, scene.grid
    own = Fraction(*picture.fps) if picture.fps[0] else Fraction(30)
    speed = Fraction(clip.speed).limit_denominator(10_000)
    place = Fraction(clip.in_point, 1000)
    if not picture.variable:
        place = Fraction(round(place * own)) / own
    if clip.freeze:
        last = max(Fraction(0), _end(stock.probe) - Fraction(3, 2) / own)
        place, offset, count = min(place, last), 0, 1
    elif clip.reverse:
        offset = max(0, grid.frame(clip.duration) - offset - count)
    place += offset * speed / fps
    early = _before_the_end(place, stock.probe, own, speed / fps)
    place -= early * speed / fps
    seek = max(Fraction(0), place - _EARLY / own)
    length = (count + early) * speed / fps + Fraction(_MARGIN) + 1 / own
    options = ["-ss", stamp(seek)] if seek else []
    options += ["-t", stamp(length)]
    if stock.probe.animated and (place + count * speed / fps) * 1000 > stock.probe.duration:
        options = ["-stream_loop", "-1", *options]
    number = graph.input(stock.file, *options)
    lead = stamp(place - seek)
    timing = f"setpts=(PTS-{lead}/TB)/{float(speed):.6f},fps={fps.numerator}/{fps.denominator}"
    timing += ":start_time=0:round=near"
    if early:
        timing += f",tpad=stop_mode=clone:stop=-1,trim=start_frame={early},setpts=PTS-STARTPTS"
    if clip.reverse or clip.freeze:
        timing += f",trim=end_frame={count}"
    return number, timing


def _end(probe: Probe) -> Fraction:
    """When the last frame is over, in seconds: the sound may go on."""
    picture = probe.picture
    return Fraction((picture.ends if picture else 0) or probe.duration, 1000)


def _before_the_end(place: Fraction, probe: Probe, own: Fraction, step: Fraction) -> int:
    """How many frames earlier to start so that there is one at all: the last one may be held."""
    end = _end(probe) - 2 / own
    if place <= end or probe.animated:
        return 0
    return min(int(place / step), math.ceil((place - end + _LOOKBACK) / step))


def _still(graph: Graph, scene: Scene, clip: Clip, stock: Stock, offset: int, count: int) -> str:
    rate = f"{scene.frame.fps[0]}/{scene.frame.fps[1]}"  # as all that it is crossed with
    number = graph.input(stock.file, "-framerate", rate)
    label = _fitted(graph, scene, clip, stock, f"[{number}:v:0]", "setpts=0")
    frame = scene.frame
    exact = f"trim=end_frame={count},{_counted(frame)}"
    if clip.motion and not clip.freeze:
        total = scene.grid.frame(clip.duration)
        moved = backdrop.moved(clip, frame, offset=offset, count=count, total=total)
        return graph.chain(f"[{label}]", f"{moved},{exact}")
    return graph.chain(f"[{label}]", f"loop=loop=-1:size=1:start=0,{exact}")


def _fitted(graph: Graph, scene: Scene, clip: Clip, stock: Stock, source: str, timing: str) -> str:
    """The clip's picture in the film's frame, in bars, cropped, or over its own blurred self."""
    picture = stock.probe.picture
    assert picture is not None
    frame = scene.frame
    fit = clip.fit or frame.fit
    if not clip.fit and fit == "fit" and scene.show:
        fit = camera.fit(picture.shown, frame) if clip.motion else "blur"
    bare = fitting.filters(picture, frame, fit, tonemap=scene.tonemap, target=scene.matrix)
    barred = any(part.startswith("pad=") for part in bare)
    if fit != "blur" or not barred:
        return graph.chain(source, ",".join([timing, *bare]))
    small = ",".join([timing, *(part for part in bare if not part.startswith("pad="))])
    front, back = graph.label(), graph.label()
    graph.chains.append(f"{source}{small},split[{front}][{back}]")
    behind = graph.chain(f"[{back}]", backdrop.blurred(frame))
    return graph.chain(f"[{behind}][{front}]", "overlay=(W-w)/2:(H-h)/2:shortest=1,setsar=1")


def _written(graph: Graph, scene: Scene, label: str, words: Words, first: int, last: int) -> str:
    """The picture with words on it."""
    frame = scene.frame
    number = graph.input(words.file)
    start = max(words.first, first)
    skip, end = start - words.first, min(words.last, last) - words.first
    rate = f"{frame.fps[0]}/{frame.fps[1]}"
    colour = f"scale=out_color_matrix={scene.matrix}:out_range=tv"
    drawn = graph.chain(
        f"[{number}:v:0]",
        f"{colour},format=yuva420p,fps={rate}:start_time=0,tpad=stop_mode=clone:stop=-1,"
        f"trim=start_frame={skip}:end_frame={end},{_base(frame)},"
        f"setpts=N+{start - first}",
    )
    where = f"overlay=x='{words.x}':y='{words.y}':eof_action=pass:repeatlast=0"
    return graph.chain(f"[{label}][{drawn}]", where)
