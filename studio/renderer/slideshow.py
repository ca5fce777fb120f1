"""Stills that move, drawn frame by frame to a fraction of a pixel: slides, crossfades, fades.

ffmpeg's zoompan crops at whole pixels, which is seen as trembling; here every plane of the picture
is warped once, and what is drawn goes to the encoder through a pipe (benchmarks/slideshow.py).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.media.values import Probe
from studio.renderer import camera, cutouts
from studio.renderer.canvas import Frame
from studio.renderer.grid import Grid
from studio.renderer.parts import Encoded
from studio.renderer.picture import Scene
from studio.renderer.plan import RenderPlan
from studio.renderer.shots import CROSSES, Shot, come, fades
from studio.timeline.model import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from studio.visuals.planes import Planes

_UNSAID = "#000000"  # the canvas's colour where nobody said one
_PANORAMA = 2.4  # times as wide as high: such a photo is passed along instead of shown whole
_PASSED = 0.2  # frames of it that are passed in a second
_HELD = 3  # stills in memory: two that cross, and one that was just seen
_ASIDE = 240  # frames that are laid aside at most, for one stretch: a second takes 90 MB


def drawn(shots: Sequence[Shot], probes: Mapping[str, Probe], first: int, last: int) -> bool:
    """Whether these frames are stills alone, also those that are seen behind: drawn here then."""
    row = [(shot, before) for before, shot in _pairs(shots) if _seen(shot, first, last)]
    photos = [shot for shot, _ in row if shot.clip is not None]
    return bool(photos) and all(
        _photo(shot, probes) and _alike(shot, before, probes, first) for shot, before in row
        if shot.clip is not None
    )  # fmt: skip


def _pairs(shots: Sequence[Shot]) -> Iterator[tuple[Shot | None, Shot]]:
    """Every shot, with the one before it."""
    return zip([None, *shots[:-1]], shots, strict=True)


def _seen(shot: Shot, first: int, last: int) -> bool:
    return shot.last > first and shot.first < last


def _photo(shot: Shot | None, probes: Mapping[str, Probe]) -> bool:
    clip = shot.clip if shot else None
    if clip is None or not clip.source or clip.source not in probes:
        return False
    return probes[clip.source].kind == "image"


def _alike(shot: Shot, before: Shot | None, probes: Mapping[str, Probe], first: int) -> bool:
    """Whether what a shot comes out of within these frames is a photo, too, in a way we draw."""
    if not shot.cross or shot.first + shot.cross <= first:
        return True
    assert shot.clip is not None
    return _photo(before, probes) and shot.clip.transition in CROSSES


@dataclass(frozen=True, slots=True)
class Aside:
    """Frames of a still that are needed where something else is seen, too."""

    shot: Shot
    first: int
    last: int

    @property
    def key(self) -> tuple[str, int]:
        """The clip, and which of its own frames is the first."""
        clip = self.shot.clip
        return clip.id if clip else "", self.shot.offset + self.first - self.shot.first


def aside(
    shots: Sequence[Shot], probes: Mapping[str, Probe], first: int, last: int
) -> tuple[Aside, ...]:
    """The stills in frames that are not stills alone; () for too many of them to lay aside."""
    if drawn(shots, probes, first, last):
        return ()
    found = []
    for shot, after in zip(shots, [*shots[1:], None], strict=True):
        begin, end = max(shot.first, first), min(shot.last, last)
        if after is not None and after.cross and first <= after.first < last:
            begin, end = min(begin, after.first), min(after.first + after.cross, last)
        if begin < end and _photo(shot, probes):
            found.append(Aside(shot, begin, end))
    return tuple(found) if sum(one.last - one.first for one in found) <= _ASIDE else ()


def sources(plan: RenderPlan, probes: Mapping[str, Probe]) -> frozenset[str]:
    """The stills that nobody but ourselves draws."""
    if plan.matrix != "bt709":
        return frozenset()
    here, elsewhere = set[str](), set[str]()
    for part in plan.parts:
        if isinstance(part, Encoded):
            own = drawn(plan.shots, probes, part.first, part.last)
            kept = {one.shot.clip.source for one in aside(plan.shots, probes, part.first, part.last)
                    if one.shot.clip}  # fmt: skip
            for shot in plan.shots:
                behind = shot.last == part.first
                if shot.clip and (_seen(shot, part.first, part.last) or behind):
                    ours = own or shot.clip.source in kept or behind
                    (here if ours else elsewhere).add(shot.clip.source)
    return frozenset(here - elsewhere)


@dataclass(slots=True)
class _Slide:
    """A still at the size it is kept, as planes, where to look in it, whether to pass along it."""

    planes: Planes
    focus: tuple[float, float]
    long: bool = False
    whole: bool = False  # all of the photo is there, with something behind it


class Show:
    """The frames of a stretch of film that is made of stills."""

    def __init__(self, scenery: Scene, paths: Mapping[str, Path]) -> None:
        self._scene = scenery
        self._paths = paths
        self._slides: OrderedDict[tuple[str, str], _Slide] = OrderedDict()
        self._numbers = {
            shot.clip.id: number for number, shot in enumerate(scenery.shots) if shot.clip
        }

    def frames(self, first: int, last: int) -> Iterator[Planes]:
        """Every frame; the same planes are used again, so take what you need at once."""
        import cv2

        from studio.visuals.planes import Planes

        cv2.setNumThreads(1)  # the encoder has the other cores
        frame = self._scene.frame
        black = (0, 0, 0)
        now, other = (Planes.blank(frame.width, frame.height, black) for _ in range(2))
        row = [(shot, before) for before, shot in _pairs(self._scene.shots)]
        for shot, before in ((s, b) for s, b in row if _seen(s, first, last)):
            for at in range(max(shot.first, first), min(shot.last, last)):
                self._draw(shot, at, now)
                if before is not None and at < shot.first + shot.cross:
                    self._draw(before, at, other)
                    _cross(now, other, come(shot, at, self._scene.grid))
                yield now

    def alone(self, one: Aside) -> Iterator[Planes]:
        """One still's frames, whatever else is seen there."""
        from studio.visuals.planes import Planes

        frame = self._scene.frame
        into = Planes.blank(frame.width, frame.height, (0, 0, 0))
        for at in range(one.first, one.last):
            self._draw(one.shot, at, into)
            yield into

    def _draw(self, shot: Shot, at: int, into: Planes) -> None:
        """One shot's frame; it may go on behind its own end."""
        frame, grid = self._scene.frame, self._scene.grid
        if shot.clip is None:
            _fill(into, frame)
            return
        slide = self._slide(shot, frame)
        own = max(1, grid.frame(shot.clip.duration) - 1)
        share = (shot.offset + at - shot.first) / (own + self._behind(shot))
        number = self._numbers.get(shot.clip.id, 0)
        kind = camera.kind(shot.clip, number)
        kind = _suiting(slide, shot.clip, kind, number)
        if shot.clip.freeze:
            kind = ""
        _warp(slide.planes, camera.view(kind, share, slide.focus), frame, into)
        _fade(shot, at, grid, into)

    def _behind(self, shot: Shot) -> int:
        """How many frames a shot is seen behind the next one, so that it never stands still."""
        after = next((s for s in self._scene.shots if s.first == shot.last), None)
        return after.cross if after else 0

    def _slide(self, shot: Shot, frame: Frame) -> _Slide:
        clip = shot.clip
        assert clip is not None
        key = (clip.source, clip.fit or "")
        if key in self._slides:
            self._slides.move_to_end(key)
            return self._slides[key]
        made = prepared(self._paths[clip.source], clip, frame)
        self._slides[key] = made
        while len(self._slides) > _HELD:
            self._slides.popitem(last=False)
        return made


def _suiting(slide: _Slide, clip: Clip, kind: str, number: int) -> str:
    """The movement, or another where nobody said which: a panorama is passed along, and a photo
    that is seen whole is not pushed about before what lies behind it."""
    if slide.long and not kind.startswith("pan"):
        return "pan-left" if number % 2 else "pan-right"
    if slide.whole and kind.startswith("pan") and clip.motion == "auto":
        return "zoom-out" if kind == "pan-right" else "zoom-in"
    return kind


def prepared(path: Path, clip: Clip, frame: Frame) -> _Slide:
    """A photo of the film as it is kept to be shown."""
    return _prepared(path, clip.fit, clip.motion, frame, seconds=clip.duration / 1000)


def _prepared(
    path: Path, fit: str | None, motion: str, frame: Frame, *, seconds: float = 3.0
) -> _Slide:
    """A still in the film's shape and a little larger than its frame; a panorama is longer."""
    import numpy as np

    from studio.media import images
    from studio.visuals.focus import focus
    from studio.visuals.planes import Planes

    size = (_even(frame.width * camera.ROOM), _even(frame.height * camera.ROOM))
    picture = images.upright(path, within=size, cover=True)
    cut = cutouts.cutout(picture) if frame.colour == _UNSAID else None
    rgb = cut.laid(cut.behind) if cut else np.asarray(_opaque(picture, frame.colour), np.uint8)
    wished = fit or frame.fit
    if wished == "fit" and motion and not fit:
        wished = "blur" if cut else camera.fit((rgb.shape[1], rgb.shape[0]), frame)
    place = focus(rgb)
    if wished == "blur" and not fit and motion and _panorama(rgb, frame):
        shape = rgb.shape[1] / rgb.shape[0] * size[1]
        size = (_even(min(shape, size[0] * (1 + _PASSED * max(1.0, seconds)))), size[1])
        rgb, place = _filled(rgb, size, place)
        return _Slide(Planes.of(rgb), place, long=True)
    if wished == "fill":
        rgb, place = _filled(rgb, size, place)
    else:
        rgb, place = _whole(rgb, size, place, frame, blur=wished == "blur", cut=cut)
    return _Slide(Planes.of(rgb), place, whole=wished != "fill")


def _opaque(picture: Image, colour: str) -> Image:
    """The picture with this colour where it is seen through."""
    from PIL import Image as images

    if picture.mode == "RGB":
        return picture
    behind = images.new("RGBA", picture.size, colour)
    return images.alpha_composite(behind, picture.convert("RGBA")).convert("RGB")


def _panorama(rgb: NDArray[np.uint8], frame: Frame) -> bool:
    shape = rgb.shape[1] / rgb.shape[0]
    return bool(shape >= _PANORAMA and shape > 1.2 * frame.width / frame.height)


def _even(side: float) -> int:
    return round(side / 4) * 4


def _resized(rgb: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    import cv2

    smaller = width <= rgb.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return cv2.resize(rgb, (width, height), interpolation=how)  # type: ignore[return-value]


def _filled(
    rgb: NDArray[np.uint8], size: tuple[int, int], place: tuple[float, float]
) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """The photo cropped around the place to look at."""
    height, width = rgb.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    wide, tall = max(size[0], round(width * scale)), max(size[1], round(height * scale))
    whole = _resized(rgb, wide, tall)
    left = round(min(max(place[0] * wide - size[0] / 2, 0), wide - size[0]))
    top = round(min(max(place[1] * tall - size[1] / 2, 0), tall - size[1]))
    cut = whole[top : top + size[1], left : left + size[0]]
    return cut, ((place[0] * wide - left) / size[0], (place[1] * tall - top) / size[1])


def _whole(
    rgb: NDArray[np.uint8],
    size: tuple[int, int],
    place: tuple[float, float],
    frame: Frame,
    *,
    blur: bool,
    cut: cutouts.Cutout | None = None,
) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """All of the photo, over itself out of focus or over the canvas's colour."""
    import cv2
    import numpy as np

    height, width = rgb.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    wide, tall = round(width * scale), round(height * scale)
    if blur and cut:
        ground, _ = _filled(cut.behind, size, place)
        ground = np.ascontiguousarray(ground)
    elif blur:
        small = _resized(rgb, *_tiny(width, height))
        behind, _ = _filled(small, (size[0] // 8, size[1] // 8), place)
        soft = cv2.GaussianBlur(behind, (0, 0), 6)
        ground = _resized((soft * 0.62).astype(np.uint8), *size)
    else:
        colour = frame.colour.lstrip("#")
        tone = [int(colour[n : n + 2], 16) for n in (0, 2, 4)]
        ground = np.full((size[1], size[0], 3), tone, np.uint8)
    left, top = (size[0] - wide) // 2, (size[1] - tall) // 2
    there = ground[top : top + tall, left : left + wide]
    there[...] = cut.laid(there) if cut else _resized(rgb, wide, tall)
    return ground, ((left + place[0] * wide) / size[0], (top + place[1] * tall) / size[1])


def _tiny(width: int, height: int) -> tuple[int, int]:
    factor = 256 / max(width, height)
    return max(8, round(width * factor)), max(8, round(height * factor))


def _warp(still: Planes, seen: camera.View, frame: Frame, into: Planes) -> None:
    """The part of a still that is seen, in the frame's size, exact to a fraction of a pixel."""
    import cv2
    import numpy as np

    wide, tall = still.size
    step = down = min(wide / frame.width, tall / frame.height) / seen.zoom
    left = (wide - step * frame.width) * seen.x
    top = (tall - down * frame.height) * seen.y
    for plane, target, part in (
        (still.y, into.y, 1), (still.u, into.u, 2), (still.v, into.v, 2),
    ):  # fmt: skip
        # pixel centres: half a pixel of the target is half a step of the source
        shift_x, shift_y = left / part + (step - 1) / 2, top / part + (down - 1) / 2
        matrix = np.array([[step, 0, shift_x], [0, down, shift_y]], np.float64)
        cv2.warpAffine(
            plane, matrix, (target.shape[1], target.shape[0]), target,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip


def _cross(now: Planes, other: Planes, part: float) -> None:
    import cv2

    for one, two in ((now.y, other.y), (now.u, other.u), (now.v, other.v)):
        cv2.addWeighted(one, part, two, 1 - part, 0, one)


def _fade(shot: Shot, at: int, grid: Grid, into: Planes) -> None:
    """The frame as dark as its fade from or to black makes it."""
    import cv2

    light = 1.0
    for fade in fades(shot, grid):
        span = fade.last - fade.first
        if fade.into and at < fade.last:
            light = min(light, (at - fade.first) / span)
        elif not fade.into and at >= fade.first:
            light = min(light, 1 - (at - fade.first) / max(1, span - 1))
    if light >= 1.0:
        return
    light = max(0.0, light)
    cv2.addWeighted(into.y, light, into.y, 0.0, 16 * (1 - light), into.y)
    for plane in (into.u, into.v):
        cv2.addWeighted(plane, light, plane, 0.0, 128 * (1 - light), plane)


def _fill(into: Planes, frame: Frame) -> None:
    from studio.visuals.palette import yuv

    colour = frame.colour.lstrip("#")
    luma, cb, cr = yuv((int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)))
    into.y[:], into.u[:], into.v[:] = luma, cb, cr
