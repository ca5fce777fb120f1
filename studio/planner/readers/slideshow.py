"""Photos in a row."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from studio.planner import composing, spotting, stretches, targets
from studio.planner.phrases import pattern
from studio.planner.readers import clips, crossfading, laying, photos
from studio.planner.readers.fades import tempo
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.model import Material
from studio.timeline.operations import ClipLength, Reorder, Slide, Slideshow

WEIGHT = 63
EACH = 3000  # ms a photo is seen where no length was said
SHORTEST = 200
LONG = 20_000  # ms: nobody means each photo
_TIME = pattern("{time}")
_MELT = (
    r"(?:(?:cross[ -]?)?fad(?:es?|ing)|cross\w*|dissolv\w+|transitions?|blends?"
    r"|交叉|淡入淡出|叠化|转场|过渡|溶解)"
)
_MELTS = re.compile(  # how long photos cross, which is not how long they stay
    rf"({_TIME})(?:[ -]long)?[ -]?(?:的)?(?:smooth |soft |slow )?{_MELT}"
    rf"|{_MELT} ?(?:of|for|lasting|over|in|at|each|用|为|时长|是)? ?({_TIME})"
)


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for a slideshow, or about the photos that are there."""
    about = None if photos.came(scene) else photos.read(clause, scene)
    if about is not None:
        return about
    wished = clause.says("slideshow.slides")
    making = clause.says("common.photo") and clause.says("slideshow.make")
    if not (wished or making):
        return None
    images = scene.unused("image") or tuple(m for m in scene.materials if m.kind == "image")
    if not images:
        return ask(scene, WEIGHT, "no_photos")
    made = clause.says("slideshow.verb") and clause.says("creating.video")
    there = scene.clips and not scene.unused("image") and not made
    if (
        there
        and _only_photos(scene)
        and not reverse_of(clause)
        and not clause.says("slideshow.once_more")
    ):
        return _there(clause, scene, wished=wished)
    if clause.says("slideshow.to_music") and not (scene.music or scene.unused("audio")):
        return ask(scene, WEIGHT, "no_music")
    reverse = clause.says("arranging.reverse_order")
    if reverse:
        images = tuple(reversed(images))
    clause, melting = _melting(clause)
    lengths = _lengths(clause, scene, len(images))
    if min(lengths) < SHORTEST:
        return ask(scene, WEIGHT, "photos_too_short", count=len(images))
    blend = 0
    if clause.says("crossfade.crossfade", "crossfade.between"):
        blend = min(melting or crossfading.USUAL, min(lengths) // 2)
    kind, counted = photos.motion(clause), clause.one("bars")
    step = Slideshow(
        slides=slides(images, lengths, scene), crossfade=blend,
        motion="auto" if kind is None else kind, beats=photos.beats(counted) if counted else 0.0,
    )  # fmt: skip
    steps: tuple[AnyStep, ...] = (step, *(() if reverse else _sent(step, scene)))
    to_music = clause.says("slideshow.to_music")
    rest = replace(clause, plain=spotting.without("slideshow.slides", clause.plain), known={})
    if (targets.says(clause, "music") or composing.genre_said(rest)) and not to_music:
        laid = laying.added(_without_length(clause), scene.after(step))
        if laid is not None and not laid.question:
            steps = (*steps, *laid.steps)
    return Reading(
        WEIGHT,
        steps,
        kind="clip",
        targets=tuple(slide.id for slide in step.slides),
        bare=not scene.clips or _only_photos(scene),
    )


def _melting(clause: Clause) -> tuple[Clause, int]:
    """The clause less how long photos cross, and that in ms; 0 where nobody said."""
    found = _MELTS.search(clause.text) if clause.says("crossfade.crossfade") else None
    said = clause.sheet.tokens.get(found[1] or found[2]) if found is not None else None
    if said is None:
        return clause, 0
    rest = {at: token for at, token in clause.tokens.items() if token is not said}
    return replace(clause, tokens=rest), round(said.number)


def _without_length(clause: Clause) -> Clause:
    """The clause less how long photos stay, which is no length of the music under them."""
    said = clause.one("time", role="each") or stretches.span(clause)
    return replace(clause, tokens={at: t for at, t in clause.tokens.items() if t is not said})


def _sent(step: Slideshow, scene: Scene) -> tuple[Reorder, ...]:
    """Photos between the clips as all of them were sent, where those lie there as they came."""
    if not all(clip.source and not clip.in_point and clip.speed == 1 for clip in scene.clips):
        return ()
    row = [(clip.source, clip.id) for clip in scene.clips]
    row += [(slide.source, slide.id) for slide in step.slides]
    at = {material.id: number for number, material in enumerate(scene.materials)}
    if any(source not in at for source, _ in row) or len({source for source, _ in row}) < len(row):
        return ()
    wanted = sorted(row, key=lambda one: at[one[0]])
    moved = scene.clips and [id for _, id in wanted] != [id for _, id in row]
    return (Reorder(order=tuple(id for _, id in wanted)),) if moved else ()


def slides(images: tuple[Material, ...], lengths: list[int], scene: Scene) -> tuple[Slide, ...]:
    """The photos with ids nobody has."""
    first = int(scene.fresh("c")[1:])
    return tuple(
        Slide(f"c{first + n}", image.id, image.name, length)
        for n, (image, length) in enumerate(zip(images, lengths, strict=True))
    )


def reverse_of(clause: Clause) -> bool:
    """Whether photos are to come the other way round."""
    return clause.says("arranging.reverse_order")


def _there(clause: Clause, scene: Scene, *, wished: bool) -> Reading | None:
    """What is said of photos that lie there already: they are not put there a second time."""
    row = scene.clips
    each = clause.one("time", role="each")
    said = each or stretches.span(clause)
    if said is not None and each is None and (wished or clause.says("slideshow.total")):
        total = round(said.number) + sum(clip.crossfade for clip in row)
        edges = [total * n // len(row) for n in range(len(row) + 1)]
        lengths = [b - a for a, b in pairwise(edges)]
        if min(lengths) < SHORTEST:
            return ask(scene, WEIGHT, "photos_too_short", count=len(row))
        steps = tuple(
            ClipLength(target=clip.id, duration=length)
            for clip, length in zip(row, lengths, strict=True)
        )
        return Reading(
            WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row), bare=True
        )
    lasting = _lasting(clause, scene)
    return replace(lasting, bare=wished) if lasting else Reading(0, bare=True)


def _lasting(clause: Clause, scene: Scene) -> Reading | None:
    """The photos that are there already, each for so long."""
    said = clause.one("time", role="each") or stretches.span(clause)
    row = tuple(clip for clip in scene.clips if facts.kind(clip) == "image")
    row = targets.others(clause, scene, row)
    if said is None or not row:
        return None
    steps = clips.lengths(clause, row, round(said.number))
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))


def _only_photos(scene: Scene) -> bool:
    return all(facts.kind(clip) == "image" for clip in scene.clips)


def _lengths(clause: Clause, scene: Scene, count: int) -> list[int]:
    each = clause.one("time", role="each")
    said = each or stretches.span(clause)
    total = 0
    whole = clause.says("slideshow.total") or (said is not None and said.number >= LONG)
    if said is not None and each is None and whole:
        total = round(said.number)
    elif clause.says("slideshow.to_music"):
        song = next(iter(scene.unused("audio")), None)
        total = song.duration if song else max((facts.end(s) for s in scene.music), default=0)
    counted = clause.one("bars")
    if count == 1 and said is None and counted is None and (songs := scene.unused("audio")):
        total = songs[0].duration  # one picture for all of a song
    if counted is not None and said is None:
        pace = tempo(scene) or photos.USUAL
        return [round(photos.beats(counted) * 60_000 / pace)] * count
    if total:
        edges = [total * n // count for n in range(count + 1)]
        return [b - a for a, b in pairwise(edges)]
    return [round(said.number) if said else EACH] * count
