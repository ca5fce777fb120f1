"""What is cut off and cut out."""

from __future__ import annotations

from studio.planner import composing, phrases, spotting, stretches, targets
from studio.planner.readers import beyond, keeping, splitting
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import AnyStep, Offer
from studio.timeline import clock
from studio.timeline.operations import Cut, Keep, PlaceSound, RemoveClips, TrimClip

WEIGHT = beyond.WEIGHT
BESIDE = 60  # "drop everything before …" is no matter of loudness
_TWO = 2


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to take something out of the video, or to keep only some of it."""
    if clause.says("fades.fade", "speed.faster", "speed.slower", "speed.reverse", "volume.mute"):
        return None
    words = scene.memory.kind == "title" and clause.says("common.pronoun", "titles.vanish")
    if words and removing_only(clause):
        return None  # the words just spoken of are to go, not the film
    if clause.says("cutting.the_cut"):
        return None
    adding = clause.says("common.add", "music.make")
    named = clause.says("common.music") and not scene.music
    genre = composing.genre_said(clause) and not clause.says("common.video")
    if adding and (named or genre):
        return None  # music to be laid, with its place
    if clause.says("cutting.halved") and scene.clips:
        return splitting.halved(scene)
    share = clause.one("share")
    whole = scene.clips and not clause.says("common.music", "common.title")
    whole = whole and stretches.moment(clause) is None
    if share is not None and 0 < share.number < 1 and whole and clause.says("cutting.length"):
        end = round(scene.length * share.number)
        return Reading(WEIGHT, (Keep(start=0, end=end),), kind="clip")
    if clause.says("cutting.split"):
        return splitting.split(clause, scene)
    heard = {m.id for m in scene.materials if m.kind == "audio"}
    if any(token.text in heard for token in clause.all("file")):
        return None
    if clause.says("cutting.keep") and not clause.says("cutting.keep_not"):
        return keeping.keep(clause, scene)
    if clause.says("cutting.to_range"):
        return keeping.keep(clause, scene)
    if clause.says("cutting.from_to") and clause.all("range"):
        return keeping.keep(clause, scene)
    cutting = clause.says("cutting.cut")
    removing = clause.says("common.remove")
    if not (cutting or removing):
        return None
    if clause.says("common.title", "common.caption") or clause.all("text"):
        return None
    beside = _beside(clause, scene)
    if beside is not None:
        return beside
    if clause.says("cutting.down_to"):
        return keeping.down_to(clause, scene)
    its = clause.says("cutting.its") and scene.memory.kind == "music"
    if (clause.says("common.music") or its) and not clause.says("common.video"):
        return _music(clause, scene)
    moved = _of_sound(clause, scene)
    if moved is not None:
        return moved
    found = (
        _from_there(clause)
        or _ends(clause, scene)
        or _both_ends(clause, scene)
        or stretches.named(clause, scene)
    )
    found = found or stretches.middle(clause, scene)
    if found:
        return _out(clause, scene, found)
    at = stretches.moment(clause)
    if cutting and at is not None:
        if clause.says("cutting.out_of_it"):
            return ask(scene, WEIGHT, "cut_what", waiting=clause.raw)
        return splitting.split(clause, scene)
    far = removing and clause.says("common.at_start", "common.at_end") and stretches.span(clause)
    if not targets.ordinals(clause, "clip", "photo") and not clause.all("file"):
        return _how_much(clause, scene) if cutting or far else None
    return None


def _beside(clause: Clause, scene: Scene) -> Reading | None:
    """All clips before one that is named, or behind it, taken out."""
    behind = clause.says("cutting.all_behind")
    if behind == clause.says("cutting.all_before"):
        return None
    ids = targets.clips(clause, scene, WEIGHT).ids
    order = [clip.id for clip in scene.clips]
    if len(ids) != 1:
        return None
    at = order.index(ids[0])
    gone = tuple(order[at + 1 :] if behind else order[:at])
    return Reading(BESIDE, (RemoveClips(targets=gone),), kind="clip") if gone else None


def removing_only(clause: Clause) -> bool:
    """Whether something is to go, and no film is spoken of."""
    gone = clause.says("common.remove", "titles.vanish") and not clause.says("cutting.cut")
    return gone and not clause.says("common.video", "common.clip")


def _of_sound(clause: Clause, scene: Scene) -> Reading | None:
    """The sound that was touched last, where "it" begins or ends at another time."""
    sound = next((sound for sound in scene.sounds if sound.id in scene.memory.targets), None)
    at = stretches.moment(clause) or clause.one("time", role="until")
    if sound is None or at is None or clause.says("common.video", "common.clip", "common.title"):
        return None
    if not clause.says("common.pronoun"):
        return None
    if clause.says("cutting.begin_at"):
        step = PlaceSound(target=sound.id, start=round(at.number))
    elif clause.says("cutting.end_at", "cutting.cut_short"):
        step = PlaceSound(target=sound.id, duration=round(at.number) - sound.start)
    else:
        return None
    return Reading(WEIGHT, (step,), kind=sound.role, targets=(sound.id,))


def _ends(clause: Clause, scene: Scene) -> list[tuple[int, int]]:
    """What goes where the video is to begin later, or to end sooner."""
    time = clause.one("time")
    if time is None:
        return []
    if clause.says("cutting.begin_at"):
        return [(0, round(time.number))]
    return [(round(time.number), scene.length)] if clause.says("cutting.end_at") else []


def _from_there(clause: Clause) -> list[tuple[int, int]]:
    """So much, from a moment on: "remove 2 seconds starting at 7"."""
    at, said = stretches.moment(clause), stretches.span(clause)
    if at is None or said is None or said.role == "to" or clause.all("range"):
        return []
    return [(round(at.number), round(at.number + said.number))]


def _both_ends(clause: Clause, scene: Scene) -> list[tuple[int, int]]:
    """As much off the beginning as off the end."""
    said = stretches.span(clause)
    if said is None or not clause.says("cutting.both_ends"):
        return []
    size = round(said.number)
    return [(0, size), (scene.length - size, scene.length)]


def _out(clause: Clause, scene: Scene, found: list[tuple[int, int]]) -> Reading:
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    edges = clause.all("edge")
    said = stretches.span(clause)
    if len(meant.ids) == 1 and not edges and said and clause.says("cutting.both_ends"):
        size = round(said.number)
        both = TrimClip(target=meant.ids[0], head=size, tail=size)
        return Reading(WEIGHT + 2, (both,), kind="clip", targets=meant.ids)
    if len(meant.ids) == 1 and edges:
        clip = next(c for c in scene.clips if c.id == meant.ids[0])
        sizes = {"first": 0, "last": 0}
        for token in edges:
            a, b = stretches.edge(token, clip.duration)
            sizes[token.side or "first"] = b - a
        step = TrimClip(target=clip.id, head=sizes["first"], tail=sizes["last"])
        return Reading(WEIGHT + 2, (step,), kind="clip", targets=meant.ids)
    halves = len(meant.ids) == _TWO and len(edges) == 1 and edges[0].text == "share"
    if halves and spotting.said("cutting.split", phrases.plain(scene.memory.said)):
        gone = meant.ids[0 if edges[0].side == "first" else 1]  # of the two that it was split into
        return Reading(WEIGHT + 2, (RemoveClips(targets=(gone,)),), kind="clip")
    if len(meant.ids) > 1 and edges and len(scene.clips) > 1:
        return _off_each(scene, meant.ids, edges)
    length = scene.length
    for a, b in found:
        if a < 0 or b > length:
            return beyond.too_far(clause, scene, b if b > length else length - a)
    merged: list[tuple[int, int]] = []
    for a, b in sorted(found):
        if merged and a <= merged[-1][1] and b > a:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    cuts: tuple[AnyStep, ...] = tuple(Cut(start=a, end=b) for a, b in reversed(merged))
    return Reading(WEIGHT, cuts, kind=scene.memory.kind, targets=scene.memory.targets)


def _off_each(scene: Scene, ids: tuple[str, ...], edges: list[Token]) -> Reading:
    """So much off the beginning or the end of each of several clips."""
    steps = []
    for clip in (c for c in scene.clips if c.id in ids):
        sizes = {"first": 0, "last": 0}
        for token in edges:
            a, b = stretches.edge(token, clip.duration)
            sizes[token.side or "first"] = b - a
        steps.append(TrimClip(target=clip.id, head=sizes["first"], tail=sizes["last"]))
    return Reading(WEIGHT + 2, tuple(steps), kind="clip", targets=ids)


def _music(clause: Clause, scene: Scene) -> Reading | None:
    """The beginning or the end of the music itself."""
    if not scene.music or not clause.all("edge"):
        return None
    sound = scene.music[0]
    steps: list[AnyStep] = []
    for token in clause.all("edge"):
        a, b = stretches.edge(token, sound.duration)
        if token.side == "first":
            steps.append(PlaceSound(target=sound.id, in_point=sound.in_point + b - a))
        else:
            steps.append(PlaceSound(target=sound.id, duration=sound.duration - (b - a)))
    return Reading(WEIGHT, tuple(steps), kind="music", targets=(sound.id,))


def _how_much(clause: Clause, scene: Scene) -> Reading:
    """So much, but from where? Or: from where to where?"""
    length = stretches.span(clause)
    if length is None:
        return ask(scene, WEIGHT - 20, "cut_what", waiting=clause.raw)
    at_start, at_end = clause.says("common.at_start"), clause.says("common.at_end")
    size = round(length.number)
    if at_start != at_end and 0 < size < scene.length:
        span = (0, size) if at_start else (scene.length - size, scene.length)
        return Reading(WEIGHT, (Cut(start=span[0], end=span[1]),), kind="clip")
    time = clock.seconds(round(length.number))
    offers = tuple(
        Offer(
            label=scene.say(f"{side}_seconds", time=time),
            request=scene.say(f"cut_{side}", time=time),
        )
        for side in ("first", "last")
    )
    return ask(scene, WEIGHT, "cut_where", *offers, time=time)
