"""A slideshow that is there: its order, one photo in it, its length beside the song's."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from studio.planner import phrases, targets
from studio.planner.readers import clips, photos
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer
from studio.planner.visual_words import coloured, short
from studio.timeline import facts
from studio.timeline.model import Clip, Material
from studio.timeline.operations import (
    ClipFit,
    ClipLength,
    RemoveClips,
    Reorder,
    SetCanvas,
    Slide,
    Slideshow,
)
from studio.words import say

WEIGHT = 81
FEW = 5  # words of a wish that says only how fast
MORE = 2.0  # times as long, so that it goes on changing on the beat
_ELSE = ("common.title", "common.caption", "fades.fade", "crossfade.crossfade", "telling.export",
         "volume.volume", "volume.louder", "volume.softer", "bookends.intro")  # fmt: skip
_MELTING = ("crossfade.crossfade", "crossfade.between")
_EVERY_PHOTO = frozenset({"photo", "image", "picture", "img", "slide", "last", "first", "one"})
_NUMBER = re.compile(r"(\d+)")
_SHAPES = {
    "panorama": (2.0, 99.0),
    "square": (0.95, 1.05),
    "upright": (0.0, 0.95),
    "wide": (1.05, 99.0),
}


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about the photos on the timeline as a row, or about one of them."""
    row = photos.show(scene)
    if len(row) < 2 or clause.all("text") or clause.says(*_ELSE):
        return None
    if photos.came(scene):
        return None
    return (
        _ordered(clause, scene)
        or _total(clause, scene, row)
        or _filled(clause, scene, row)
        or _ground(clause, scene, row)
        or _one(clause, scene, row)
        or _each(clause, targets.others(clause, scene, row))
        or _paced(clause, scene, row)
    )


def _ordered(clause: Clause, scene: Scene) -> Reading | None:
    """All of them by when they were taken, by their names, or mixed."""
    film = scene.clips
    if any(clause.all(kind) for kind in ("time", "range", "file")):
        return None
    newest = clause.says("showing.newest")
    if clause.says("showing.by_date") or newest:
        taken = {clip.id: _taken(scene.material(clip.source)) for clip in film}
        known = [clip for clip in film if taken[clip.id]]
        if len(known) < 2:
            ids = tuple(clip.id for clip in sorted(film, key=_named))
            return _order(scene, ids, say("showing.no_dates", scene.lang))
        ordered = sorted(known, key=lambda clip: taken[clip.id], reverse=newest)
        rest = [clip for clip in film if not taken[clip.id]]
        ids = tuple(clip.id for clip in (*ordered, *rest))
        hint = say("showing.some_dates", scene.lang, count=len(rest)) if rest else ""
        return _order(scene, ids, hint)
    if clause.says("showing.by_name"):
        return _order(scene, tuple(clip.id for clip in sorted(film, key=_named)))
    if clause.says("showing.shuffled"):
        mixed = [clip.id for clip in film]
        random.Random(len(mixed) + sum(map(ord, "".join(mixed)))).shuffle(mixed)
        return _order(scene, tuple(mixed))
    return None


def _order(scene: Scene, ids: tuple[str, ...], hint: str = "") -> Reading:
    there = ids == tuple(clip.id for clip in scene.clips)
    hints = (*((hint,) if hint else ()), *((scene.say("already_so"),) if there else ()))
    steps = () if there else (Reorder(order=ids),)
    return Reading(WEIGHT, steps, hints=hints, kind="clip", targets=ids)


def _taken(material: Material | None) -> str:
    """When a photo was taken, as the camera wrote it down."""
    probe = material.metadata.get("probe") if material else None
    return str(probe.get("taken", "")) if isinstance(probe, dict) else ""


def _named(clip: Clip) -> list[tuple[int, str]]:
    """A file's name, its numbers as numbers: 2 before 10."""
    parts = _NUMBER.split(facts.name(clip).lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _filled(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """The show as long as its song: photos for longer, or all of them again."""
    if not clause.says("showing.to_song") or any(clause.all(k) for k in ("time", "range")):
        return None
    length = _song(scene)
    if not length:
        return None
    start = facts.end(scene.clips[-1])
    if clause.says("showing.repeated"):
        return _again(scene, row, length - start)
    at_end = [t for t in targets.ordinals(clause, "photo", "clip") if t.number == -1]
    if at_end:
        last = scene.clips[-1]
        if not facts.endless(last) or length <= last.start + photos.SHORTEST:
            return None
        return _lasting((last,), (length - last.start,))
    fixed = sum(clip.duration for clip in scene.clips if clip not in row)
    edges = [(length - fixed) * n // len(row) for n in range(len(row) + 1)]
    lengths = tuple(b - a for a, b in pairwise(edges))
    return _lasting(row, lengths) if min(lengths) >= photos.SHORTEST else None


def _total(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """All of them together so long: each keeps its share, and all of them are seen."""
    if clause.all("range") or clause.all("edge") or clause.says("common.music", *_MELTING):
        return None
    said = clause.one("time")
    in_all = clause.says("showing.in_all")
    if said is None or said.role in ("each", "at") or not in_all:
        return None
    if targets.ordinals(clause, "photo", "clip"):
        return None
    fixed = sum(clip.duration for clip in scene.clips if clip not in row)
    left, whole = round(said.number) - fixed, sum(clip.duration for clip in row)
    edges = [0]
    for clip in row:
        edges.append(edges[-1] + clip.duration)
    edges = [round(at * left / whole) for at in edges]
    lengths = tuple(b - a for a, b in pairwise(edges))
    if min(lengths) < photos.SHORTEST:
        return ask(scene, WEIGHT, "photos_too_short", count=len(row))
    return _lasting(row, lengths)


def _song(scene: Scene) -> int:
    """How long the song under the photos is, from where it begins; 0 where there is none."""
    for sound in scene.music:
        whole = scene.material(facts.song(sound) or sound.source)
        if whole is not None and whole.duration:
            cut = sound.in_point if whole.id == sound.source and not sound.loop else 0
            return sound.start + round((whole.duration - cut) / (sound.speed or 1.0))
    return 0


def _again(scene: Scene, row: tuple[Clip, ...], left: int) -> Reading | None:
    """The photos once more from the first on, until the song is over."""
    first, made = int(scene.fresh("c")[1:]), list[Slide]()
    while left >= photos.SHORTEST and len(made) < 500:
        clip = row[len(made) % len(row)]
        lasts = clip.duration if left - clip.duration >= photos.SHORTEST else left
        id = f"c{first + len(made)}"
        made.append(Slide(id, clip.source, facts.name(clip), lasts))
        left -= lasts
    if not made:
        return Reading(WEIGHT, hints=(scene.say("already_so"),), kind="clip")
    moved = row[0].motion
    step = Slideshow(slides=tuple(made), crossfade=row[-1].crossfade, motion=moved or "")
    return Reading(WEIGHT, (step,), kind="clip", targets=tuple(one.id for one in made))


def _one(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """One photo first or last, left out, or for longer."""
    ids = [clip.id for clip in scene.clips]
    to_start, to_end = clause.says("showing.first"), clause.says("showing.last")
    named = _meant(clause, scene, moving=to_start or to_end)
    if len(named) > 1 and not clause.all("file") and (to_start != to_end):
        return _which(clause, scene, named)
    if len(named) != 1:
        return None
    clip = named[0]
    rest = [id for id in ids if id != clip.id]
    if clause.says("showing.out") and not clause.all("time"):
        step = RemoveClips(targets=(clip.id,))
        return Reading(WEIGHT, (step,), kind="clip") if rest else None
    longer, shorter = clause.says("showing.longer"), clause.says("showing.shorter")
    if longer != shorter and not clause.all("time") and not clause.all("bars"):
        times = clause.one("times")
        factor = times.number if times is not None and times.number > 1 else MORE
        length = round(clip.duration * (factor if longer else 1 / factor))
        if longer and not facts.endless(clip):
            hint = say("showing.moves", scene.lang, name=facts.name(clip))
            return Reading(WEIGHT, hints=(hint,), kind="clip", targets=(clip.id,))
        if length < photos.SHORTEST:
            return None
        return _lasting((clip,), (length,))
    kind = photos.motion(clause)
    if kind is not None and clip in row:
        turn = ClipFit(targets=(clip.id,), fit=clip.fit, motion=kind)
        return Reading(WEIGHT, (turn,), kind="clip", targets=(clip.id,))
    if to_start == to_end or clause.all("time"):
        return None
    order = (clip.id, *rest) if to_start else (*rest, clip.id)
    return _order(scene, order)


def _which(clause: Clause, scene: Scene, named: list[Clip]) -> Reading:
    """Asks which of several photos of such a shape is meant."""
    place = "first" if clause.says("showing.first") else "last"
    offers = tuple(
        Offer(
            label=facts.name(clip),
            request=say(f"showing.to_{place}", scene.lang, name=facts.name(clip)),
        )
        for clip in named[: targets.SHOWN]
    )
    return ask(scene, WEIGHT, "which_clip", *offers)


def _ground(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """A colour behind the photos, where they do not fill the frame."""
    named = coloured(clause.plain)
    if clause.says("canvas.fill", "common.remove") or len(named) != 1:
        return None
    if not clause.says("visuals.behind", "showing.sides"):
        return None
    ids = tuple(clip.id for clip in row)
    steps = (SetCanvas(colour=named[0][1]), ClipFit(targets=ids, fit="fit"))
    return Reading(WEIGHT, steps, kind="clip", targets=ids)


def _meant(clause: Clause, scene: Scene, *, moving: bool) -> list[Clip]:
    """The photos that are named by file, by shape, or by number."""
    files = {token.text for token in clause.all("file") if token.text}
    if files:
        return [clip for clip in scene.clips if clip.source in files]
    called = [clip for clip in scene.clips if _called(clip, clause.plain)]
    if len(called) == 1:
        return called
    for name, (least, most) in _SHAPES.items():
        if clause.says(f"showing.{name}"):
            shaped = [(clip, scene.material(clip.source)) for clip in scene.clips]
            return [c for c, m in shaped if m and m.height and least <= m.width / m.height < most]
    if moving and not clause.says("showing.longer", "showing.shorter", "showing.out"):
        return []  # "the last photo first" is read where clips are moved
    counted = [t for t in targets.ordinals(clause, "photo", "clip") if t.other is None]
    found = [round(token.number) for token in counted]
    known = [n for n in found if -len(scene.clips) <= n < len(scene.clips)]
    return [scene.clips[n] for n in dict.fromkeys(known)]


def _called(clip: Clip, plain: str) -> bool:
    """Whether a photo's name is said as any word is: "the logo first"."""
    stem = phrases.plain(facts.name(clip).rsplit(".", 1)[0])
    if len(stem) < 3 or stem in _EVERY_PHOTO:
        return False
    return re.search(rf"(?<![a-z0-9_]){re.escape(stem)}(?![a-z0-9_])", plain) is not None


def _each(clause: Clause, row: tuple[Clip, ...]) -> Reading | None:
    """So long each, where hardly more than that is said."""
    said = clause.one("time", role="each")
    if said is None or not short(clause) or round(said.number) < photos.SHORTEST:
        return None
    steps = clips.lengths(clause, row, round(said.number))
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))


def _paced(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """ "Too fast", where photos were what was spoken of last: no word about their music."""
    last = scene.memory.kind in ("", "clip") and not clause.says("common.clip", "common.video")
    if (
        not last
        or len(clause.plain.split()) > FEW
        or clause.says("common.music", "syncing.about_beat")
    ):
        return None
    return photos.paced(clause, scene, row)


def _lasting(row: tuple[Clip, ...], lengths: tuple[int, ...]) -> Reading:
    steps: tuple[AnyStep, ...] = tuple(
        ClipLength(target=clip.id, duration=length)
        for clip, length in zip(row, lengths, strict=True)
    )
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))
