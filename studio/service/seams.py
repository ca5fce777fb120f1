"""Where the film changes shot: the borders of its clips, and the cuts inside their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from studio.renderer import canvas
from studio.renderer.values import Output
from studio.service import hearing
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.timeline import facts
from studio.timeline.model import Clip, Timeline

_BORDER = 0.7  # how much a change of clip counts, where nobody has compared the pictures
_EDGE = 0.12  # seconds at the film's ends in which nothing counts as a cut
_SLIP = 0.01  # seconds; a cut at a clip's very beginning belongs to it, one at its end does not
_RIVAL = 0.9  # of what the best cut for a drop is worth, another may be instead
_RIVALS = 7
_APART = 0.1  # seconds; of two seams closer than this only the heavier counts


@dataclass(frozen=True, slots=True)
class Seam:
    """One cut of the film, in seconds of the film."""

    at: float
    weight: float
    clip: str  # the clip that it is in, or that begins there
    inner: bool  # inside a file: nothing lies behind it that could be shown instead
    fade: bool = False


def rate(now: Timeline, taken: Mapping[str, Taken]) -> Fraction:
    """Frames a second of the film, as it will be rendered."""
    from studio.media import probing

    shown = {clip.source for clip in facts.clips(now)} & taken.keys()
    probes = {id: probing.known(taken[id].material) for id in shown}
    known = {id: probe for id, probe in probes.items() if probe is not None}
    return canvas.decide(now, known, Output()).rate


def found(studio: Studio, now: Timeline, taken: Mapping[str, Taken]) -> tuple[Seam, ...]:
    """Every cut of the film, in order."""
    fps, end = rate(now, taken), facts.picture_end(now) / 1000
    made: list[Seam] = []
    melting: list[Seam] = []  # seen at their middle, which is finer than frames
    before: Clip | None = None
    for clip in facts.clips(now):
        if before is not None and not _goes_on(before, clip):
            at = (clip.start + clip.crossfade / 2) / 1000
            border = Seam(at, _BORDER, clip.id, False, clip.crossfade > 200)
            (melting if clip.crossfade else made).append(border)
        made += _inside(studio, clip, taken)
        before = clip
    snapped = [replace(s, at=float(round(s.at * fps) / fps)) for s in made]
    return _thinned(s for s in (*snapped, *melting) if _EDGE < s.at < end - _EDGE)


def unseen(now: Timeline, taken: Mapping[str, Taken]) -> bool:
    """Whether the film shows of a file what lies beyond the part that is looked at."""
    return any(
        one.material.kind == "video"
        and clip.in_point + clip.duration * clip.speed > hearing.FILM * 1000 + 1
        for clip in facts.clips(now)
        if facts.kind(clip) == "video" and (one := taken.get(clip.source)) is not None
    )


def _goes_on(before: Clip, clip: Clip) -> bool:
    """Whether the picture simply continues: a clip that was split."""
    reach = before.in_point + before.duration * before.speed
    whole = before.source == clip.source != "" and not (before.reverse or clip.reverse)
    return whole and abs(reach - clip.in_point) <= 2 and not clip.crossfade


def _inside(studio: Studio, clip: Clip, taken: Mapping[str, Taken]) -> Iterator[Seam]:
    one = taken.get(clip.source)
    if one is None or facts.kind(clip) != "video" or clip.freeze or one.material.kind != "video":
        return
    per = Fraction(*one.material.fps) if one.material.fps[0] else Fraction(30)
    begins = round(clip.in_point * per / 1000) / float(per)  # as it is shown: from a whole frame
    for cut in hearing.film(studio, one).cuts:
        if cut.kind == "flash":
            continue
        away = (cut.at - begins) / clip.speed
        away = clip.duration / 1000 - away if clip.reverse else away
        if -_SLIP <= away < clip.duration / 1000 - _SLIP:
            fade = cut.kind == "fade"
            yield Seam(clip.start / 1000 + away, cut.weight, clip.id, True, fade)


def _thinned(seams: Iterator[Seam]) -> tuple[Seam, ...]:
    kept: list[Seam] = []
    for seam in sorted(seams, key=lambda s: s.at):
        if kept and seam.at - kept[-1].at < _APART:
            if seam.weight > kept[-1].weight:
                kept[-1] = seam
            continue
        kept.append(seam)
    return tuple(kept)


def hero(seams: tuple[Seam, ...], length: float, *, near: float | None = None) -> Seam | None:
    """The cut that the drop is for: the one the user named, else the heaviest well inside."""
    if not seams:
        return None
    if near is not None:
        return min(seams, key=lambda s: abs(s.at - near))
    return max(seams, key=lambda seam: _leads(seam, length))


def rivals(seams: tuple[Seam, ...], length: float, lead: Seam) -> tuple[Seam, ...]:
    """Cuts that the drop is for as well as the one that leads, the nearest to it first."""
    good = [s for s in seams if s != lead and _leads(s, length) >= _RIVAL * _leads(lead, length)]
    return tuple(sorted(good, key=lambda s: abs(s.at - lead.at))[:_RIVALS])


def _leads(seam: Seam, length: float) -> float:
    """How well the drop would lie on a cut."""
    place = seam.at / max(length, 0.1)
    inside = 1.0 if 0.2 <= place <= 0.75 else 0.75 if 0.1 <= place <= 0.9 else 0.5
    return seam.weight * inside * (0.5 if seam.fade else 1.0)
