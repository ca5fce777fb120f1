"""What is cut off, cut out, kept, split."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import AnyStep, Offer
from studio.timeline import clock, facts
from studio.timeline.operations import (
    ClipLength,
    Cut,
    Freeze,
    Keep,
    PlaceSound,
    RemoveClips,
    Speed,
    Split,
    TrimClip,
)

WEIGHT = 46
MOST_PARTS = 50


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to take something out of the video, or to keep only some of it."""
    if clause.says("fades.fade", "speed.faster", "speed.slower", "speed.reverse", "volume.mute"):
        return None
    if not scene.music and clause.says("common.music") and clause.says("common.add"):
        return None  # music to be laid, with its place
    if clause.says("cutting.halved") and scene.clips:
        return _halved(scene)
    share = clause.one("share")
    whole = scene.clips and not clause.says("common.music", "common.title")
    if share is not None and 0 < share.number < 1 and whole and clause.says("cutting.length"):
        end = round(scene.length * share.number)
        return Reading(WEIGHT, (Keep(start=0, end=end),), kind="clip")
    if clause.says("cutting.split"):
        return _split(clause, scene)
    heard = {m.id for m in scene.materials if m.kind == "audio"}
    if any(token.text in heard for token in clause.all("file")):
        return None
    if clause.says("cutting.keep") and not clause.says("cutting.keep_not"):
        return _keep(clause, scene)
    if clause.says("cutting.to_range"):
        return _keep(clause, scene)
    if clause.says("cutting.from_to") and clause.all("range"):
        return _keep(clause, scene)
    cutting = clause.says("cutting.cut")
    removing = clause.says("common.remove")
    if not (cutting or removing):
        return None
    if clause.says("common.title", "common.caption") or clause.all("text"):
        return None
    if clause.says("cutting.down_to"):
        return _down_to(clause, scene)
    its = clause.says("cutting.its") and scene.memory.kind == "music"
    if (clause.says("common.music") or its) and not clause.says("common.video"):
        return _music(clause, scene)
    moved = _of_sound(clause, scene)
    if moved is not None:
        return moved
    found = _ends(clause, scene) or _both_ends(clause, scene) or stretches.named(clause, scene)
    if found:
        return _out(clause, scene, found)
    at = stretches.moment(clause)
    if cutting and at is not None:
        return _split(clause, scene)
    if cutting and not targets.ordinals(clause, "clip", "photo") and not clause.all("file"):
        return _how_much(clause, scene)
    return None


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
    if len(meant.ids) > 1 and edges and len(scene.clips) > 1:
        return _off_each(scene, meant.ids, edges)
    length = scene.length
    for a, b in found:
        if a < 0 or b > length:
            return _too_far(clause, scene, b if b > length else length - a)
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


def _too_far(clause: Clause, scene: Scene, asked: int) -> Reading:
    """The video is shorter than that: what may have been meant."""
    length = scene.length
    offers = []
    times = [t for _, t in clause.placed() if t.kind in ("time", "edge", "range")]
    for token in times[:1]:
        if token.clock and ":" in token.raw and token.number / 60 <= length:
            said = f"{token.number / 60_000:g}"
            label = scene.say("at_second", time=said)
            offers.append(Offer(label=label, request=clause.raw.replace(token.raw.strip(), label)))
        half = clock.moment(length // 2000 * 1000)
        if token.kind == "time":
            shown = scene.say("at_moment", time=half)
            offers.append(Offer(label=shown, request=clause.raw.replace(token.raw.strip(), half)))
        if token.kind == "edge" and token.text != "share":
            side = scene.say(f"{token.side}_seconds", time=clock.seconds(length // 2000 * 1000))
            offers.append(Offer(label=side, request=clause.raw.replace(token.raw.strip(), side)))
        if token.kind == "range" and token.number < length:
            start = clock.moment(round(token.number))
            shown = scene.say("from_to", start=start, end=clock.moment(length))
            offers.append(Offer(label=shown, request=clause.raw.replace(token.raw.strip(), shown)))
    if not length:
        return ask(scene, WEIGHT, "no_clips")
    shown_length, time = clock.length(length), clock.length(max(asked, 0))
    return ask(scene, WEIGHT, "too_far", *offers, length=shown_length, time=time)


def _split(clause: Clause, scene: Scene) -> Reading:
    at = stretches.moment(clause) or clause.one("time")
    edge = clause.one("edge")
    halved = clause.says("cutting.middle") or clause.one("share") is not None
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    chosen = [c for c in scene.clips if c.id in meant.ids]
    count = clause.one("num")
    if count is not None and at is None and clause.says("cutting.in_parts") and scene.clips:
        return _in_parts(scene, round(count.number))
    if halved and len(chosen) == 1:
        moment = chosen[0].start + chosen[0].duration // 2
    elif halved or (edge is not None and edge.text == "share"):
        moment = scene.length // 2
    elif at is not None:
        moment = round(at.number)
        if len(chosen) == 1 and not chosen[0].start < moment < facts.end(chosen[0]):
            moment += chosen[0].start  # so far into the clip that is named
    elif edge is not None:
        a, b = stretches.edge(edge, scene.length)
        moment = b if edge.side == "first" else a
    else:
        return ask(scene, WEIGHT, "split_where", waiting=clause.raw)
    if not 0 < moment < scene.length:
        return _too_far(clause, scene, moment)
    more = [round(t.number) for t in clause.all("time") if t.clock]
    if at is not None and len(more) > 1 and all(0 < m < scene.length for m in more):
        splits = tuple(Split(at=m) for m in sorted(set(more)))
        return Reading(WEIGHT, splits, kind="clip")
    half = next((c.id for c in scene.clips if c.start < moment < facts.end(c)), "")
    halves = (half, scene.fresh("c")) if half else ()
    return Reading(WEIGHT, (Split(at=moment),), kind="clip", targets=halves)


def _halved(scene: Scene) -> Reading:
    """In half: into two pieces, or half as long?"""
    middle = scene.length // 2
    offers = (
        Offer(label=scene.say("split_middle"), steps=(Split(at=middle),)),
        Offer(label=scene.say("keep_first_half"), steps=(Keep(start=0, end=middle),)),
    )
    return ask(scene, WEIGHT + 6, "halved_how", *offers)


def _in_parts(scene: Scene, count: int) -> Reading:
    """The whole in so many equal parts."""
    if not 2 <= count <= MOST_PARTS:
        return ask(scene, WEIGHT, "split_where")
    cuts = [scene.length * n // count for n in range(1, count)]
    joints = {clip.start for clip in scene.clips}
    steps = tuple(Split(at=at) for at in cuts if at not in joints)
    return Reading(WEIGHT, steps, kind="clip")


def _keep(clause: Clause, scene: Scene) -> Reading | None:
    found = stretches.named(clause, scene)
    if clause.says("common.title", "common.caption"):
        return None
    if not found:
        return _only(clause, scene)
    a, b = found[0]
    edge = clause.one("edge")
    chosen = [c for c in scene.clips if c.id in targets.clips(clause, scene, WEIGHT).ids]
    if edge is not None and len(chosen) == 1 and len(scene.clips) > 1:
        clip = chosen[0]
        start, end = stretches.edge(edge, clip.duration)
        trimmed = TrimClip(target=clip.id, head=max(start, 0), tail=max(clip.duration - end, 0))
        return Reading(WEIGHT, (trimmed,), kind="clip", targets=(clip.id,))
    if clause.says("common.music") and not clause.says("common.video"):
        return None
    if a < 0 or b > scene.length:
        return _too_far(clause, scene, b if b > scene.length else scene.length - a)
    return Reading(WEIGHT, (Keep(start=a, end=b),), kind="clip")


def _only(clause: Clause, scene: Scene) -> Reading | None:
    """The clips that are named stay, the others go."""
    meant = targets.clips(clause, scene, WEIGHT)
    named = targets.ordinals(clause, "clip", "photo") or clause.all("file")
    if meant.problem or not meant.ids or not named:
        return meant.problem
    gone = tuple(clip.id for clip in scene.clips if clip.id not in meant.ids)
    if not gone or clause.says("common.music", "common.original", "volume.volume"):
        return None
    return Reading(WEIGHT + 2, (RemoveClips(targets=gone),), kind="clip", targets=meant.ids)


def _down_to(clause: Clause, scene: Scene) -> Reading | None:
    time = next((t for _, t in clause.placed() if t.kind == "time"), None)
    if time is None:
        return None
    wanted = round(time.number)
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    if meant.ids:
        steps = tuple(ClipLength(target=id, duration=wanted) for id in meant.ids)
        return Reading(WEIGHT + 1, steps, kind="clip", targets=meant.ids)
    if clause.says("common.music") and scene.music:
        return Reading(
            WEIGHT,
            tuple(PlaceSound(target=s.id, duration=wanted) for s in scene.music[:1]),
            kind="music",
            targets=tuple(s.id for s in scene.music[:1]),
        )
    if wanted == scene.length:
        return Reading(WEIGHT, hints=(scene.say("already_so_long", time=clock.length(wanted)),))
    if wanted > scene.length:
        return _longer(scene, wanted)
    return Reading(WEIGHT, (Keep(start=0, end=wanted),), kind="clip")


def _longer(scene: Scene, wanted: int) -> Reading:
    """Cutting makes nothing longer: what would."""
    length = scene.length
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    offers = (
        Offer(label=scene.say("slower_to_fit"), steps=(Speed(rate=round(length / wanted, 6)),)),
        Offer(label=scene.say("hold_to_fit"), steps=(Freeze(at=length, duration=wanted - length),)),
    )
    key, shown = "not_so_long", clock.length
    return ask(scene, WEIGHT, key, *offers, length=shown(length), time=shown(wanted))


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
