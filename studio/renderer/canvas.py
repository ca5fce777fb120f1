"""How large the picture is and how many frames it has a second, decided from what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from studio.media.values import Picture, Probe
from studio.renderer.values import Output
from studio.timeline.model import Clip, Fit, Timeline, VideoTrack

LONG, SHORT = 1920, 1080  # the default's sides
MOST = 4096  # a side that was asked for
DRAFT = 480  # the shorter side of a draft
GIF_SHORT, GIF_FPS = 360, 12
FASTEST = Fraction(120)
_WIDEST, _TALLEST = 2.2, 0.45  # times as wide as high: no photo beyond that shapes a film


_Shown = tuple[Clip, Picture]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """The picture's frame and rate."""

    width: int
    height: int
    fps: tuple[int, int]
    colour: str = "#000000"
    fit: Fit = "fit"

    @property
    def rate(self) -> Fraction:
        return Fraction(*self.fps)

    @property
    def short(self) -> int:
        return min(self.width, self.height)


def decide(
    timeline: Timeline, probes: Mapping[str, Probe], output: Output, *, draft: bool = False
) -> Frame:
    """The frame of this film: as asked, else as the canvas says, else as the first clip is."""
    clips = [clip for track in timeline.tracks if isinstance(track, VideoTrack)
             for clip in track.segments]  # fmt: skip
    width, height = _size(timeline, clips, probes, output)
    if draft:
        width, height = _shorter(width, height, DRAFT)
    if output.format == "gif":
        width, height = _shorter(width, height, output.height or GIF_SHORT)
    fps = _rate(timeline, clips, probes, output)
    if output.format == "gif" and output.fps is None:
        fps = min(fps, Fraction(GIF_FPS))
    return Frame(
        width=width,
        height=height,
        fps=(fps.numerator, fps.denominator),
        colour=timeline.canvas.colour,
        fit=timeline.canvas.fit,
    )


def _size(
    timeline: Timeline, clips: list[Clip], probes: Mapping[str, Probe], output: Output
) -> tuple[int, int]:
    canvas = timeline.canvas
    asked = canvas.width > 0 and canvas.height > 0
    width: float
    height: float
    if asked:
        width, height = canvas.width, canvas.height
    else:
        width, height = _first_shown(clips, probes)
    if output.height and output.format != "gif":
        factor = min(output.height / min(width, height), MOST / max(width, height))
        return even(width * factor), even(height * factor)
    if not asked:
        width, height = _within(width, height)
    return even(min(width, MOST)), even(min(height, MOST))


def _first_shown(clips: list[Clip], probes: Mapping[str, Probe]) -> tuple[float, float]:
    """The size of the first film, or of the photos where the film is mostly photos.

    What only moves over and over (a GIF) has its say where there is nothing else.
    """
    films: list[_Shown] = []
    photos: list[_Shown] = []
    loops: list[_Shown] = []
    for clip in clips:
        probe = probes.get(clip.source)
        if probe is not None and probe.picture and probe.kind != "audio":
            row = loops if probe.animated else photos if probe.kind == "image" else films
            row.append((clip, probe.picture))
    if len(photos) > len(films) and _lasting(photos) > _lasting(films):
        return _usual([picture for _, picture in photos])
    row = films or loops
    return row[0][1].shown if row else (LONG, SHORT)


def _lasting(row: list[_Shown]) -> int:
    return sum(clip.duration for clip, _ in row)


def _usual(photos: list[Picture]) -> tuple[float, float]:
    """The shape that most photos have, the first of them where several do, as large as the largest.

    What is far longer than a screen, as a panorama is, shapes no film; it is passed along there.
    """
    shapes = [_screen(wide / tall) for wide, tall in (one.shown for one in photos)]
    lying = [shape for shape in shapes if shape >= 1]
    standing = [shape for shape in shapes if shape < 1]
    alike = max(lying, standing, key=lambda row: (len(row), shapes[0] in row))
    counted = Counter(round(shape, 2) for shape in alike)
    shape = max(alike, key=lambda one: counted[round(one, 2)])
    short = max(min(one.shown) for one in photos)
    return (short * shape, short) if shape >= 1 else (short, short / shape)


def _screen(shape: float) -> float:
    return 16 / 9 if shape > _WIDEST else 9 / 16 if shape < _TALLEST else shape


def _within(width: float, height: float) -> tuple[float, float]:
    """The size made to fit 1080p, lying or standing; never made larger."""
    long, short = max(width, height), min(width, height)
    factor = min(1.0, LONG / long, SHORT / short)
    return width * factor, height * factor


def _shorter(width: int, height: int, short: int) -> tuple[int, int]:
    factor = min(1.0, short / min(width, height))
    return even(width * factor), even(height * factor)


def even(side: float) -> int:
    """The even number of pixels at or below; at least 16, which every encoder takes."""
    return max(16, int(side + 1e-6) // 2 * 2)


def _rate(
    timeline: Timeline, clips: list[Clip], probes: Mapping[str, Probe], output: Output
) -> Fraction:
    if output.fps and output.fps[0]:
        return min(Fraction(*output.fps), FASTEST)
    if timeline.canvas.fps[0]:
        return min(Fraction(*timeline.canvas.fps), FASTEST)
    for clip in clips:
        probe = probes.get(clip.source)
        if probe and probe.kind == "video" and probe.picture and not probe.animated:
            numerator, denominator = probe.picture.fps
            if numerator and Fraction(numerator, denominator) >= 8:
                return min(Fraction(numerator, denominator), FASTEST)
    return Fraction(30)
