"""Several takes of one wish: asked for, chosen among, listed again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from studio import brief as briefing
from studio.planner import briefs, phrases
from studio.planner.numbers import ORDINALS, value
from studio.planner.readers import commissioning, laying
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Takes
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound, ReplaceSound

WEIGHT = 86
_SPOKEN = "one|two|three|four|five|six"
_NOUN = r"(?:take|option|version|variation|choice|number|alternative|one|no\.?|#)"
_VERB = (
    r"(?:(?:ok(?:ay)?|yes|so|now|then|please|and|actually|hmm|no|let's|i'll|i'd|i|we|you|can|could|"
    r"try|hear|play|use|take|pick|choose|want|like|love|prefer|go|with|have|switch|change|back|to|"
    r"give|me|put|select|keep|make|it|let|rather|would|the|that|was|is|best|better)[\s,]+)*"
)
_TAIL = (
    r"(?:[\s,]+(?:please|then|now|instead|again|is best|is better|is good|it is|sounds good|"
    r"i think))*"
)
_PICKED = (
    re.compile(rf"{_VERB}{_NOUN}\s*#?(?P<number>\d|{_SPOKEN}){_TAIL}"),
    re.compile(
        rf"{_VERB}(?P<order>first|second|third|fourth|fifth|sixth|last|[1-6](?:st|nd|rd|th))"
        rf"(?:\s+{_NOUN})?{_TAIL}"
    ),
    re.compile(r"#?(?P<number>[1-6])"),
    re.compile(
        r"(?:那|就|还是|我|想|要|用|选|换成?|换到|改成?|改用|试试?|听听?|喜欢|给我|回到?|请|把音乐)*"
        r"(?:第(?P<number>[一二三四五六1-6])(?:个|版|种|首|条|款|段|套)?(?:版本|方案|选项|音乐)?"
        r"|(?:版本|方案|选项)(?P<other>[一二三四五六1-6])|(?P<last>最后)(?:一?个|一?版|一?种|一?首))"
        r"(?:吧|好了|好听|好一?点|好|就好|更好|比较|不错|来|呢|谢谢)*"
    ),
)
_BUT = re.compile(r"\s*[,，]?\s*\b(?:but|and|only|just|with)\b|[,，]\s*|但是?|不过|再")
_BEFORE = re.compile(
    r"(?:no,? )?(?:i (?:liked|prefer(?:red)?) )?(?:the )?(?:previous|last|earlier|old|prior"
    r"|other) (?:one|version|take)"
    r"(?: (?:was|is|sounded|sounds))?(?: (?:much|a lot|way))?(?: (?:better|nicer"
    r"|best))?(?: actually| please)?"
    r"|(?:还是|我觉得|觉得|不如)*(?:上一?|前一?|刚才那?|之前那?|原来那?|先前那?)(?:个|版|首|种)?(?:版本)?"
    r"(?:更|比较|还)?(?:好(?:一?点|些|听|了)?)?(?:吧)?"
)
_LISTED = re.compile(
    r".{0,24}\b(?:list|show|tell|what|which|remind|compare)\b.{0,24}\b(?:takes|options|versions"
    r"|choices)\b.{0,24}"
    r"|.{0,8}(?:有哪些|列出|看看|哪几个|都有什么|对比).{0,6}(?:版本|选项|方案|选择).{0,4}"
)
_PURE = 24  # characters of a wish for takes beside the words for takes themselves


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for several versions, or for one of those there are."""
    said = phrases.plain(clause.raw).strip(" .!?。！？,，")
    if scene.memory.takes:
        number = _number(said, len(scene.memory.takes))
        if number is None and _BEFORE.fullmatch(said):
            number = max(_playing(scene) - 1, 0)
        if number is not None:
            return _chosen(scene, number)
        if (further := _further(clause, said, scene)) is not None:
            return further
        if _LISTED.fullmatch(said):
            return Reading(WEIGHT, (_kept(scene),), kind="music", bare=True)
    count = briefs.takes_asked(clause.raw)
    return _several(clause, scene, count) if count > 1 else None


def _several(clause: Clause, scene: Scene, count: int) -> Reading | None:
    """So many takes of what this says, or of the music that is there."""
    there = _composed(scene)
    described = commissioning.read(clause, scene)
    if described is not None and described.steps:
        return _described(described, count)
    if there is None:
        return _fresh(scene, count)
    plain = facts.brief(there)
    base = briefing.changed(briefing.decode(plain), length_ms=float(there.duration))
    said = briefs.change(clause.raw, base, lang=scene.lang) or base
    said = briefing.changed(said, seed=base.seed)
    row = tuple(_plain(take) for take in briefs.takes(said, count))
    steps: list[AnyStep] = []
    if said != base:
        steps.append(ReplaceSound(target=there.id, brief=row[0], name=facts.name(there)))
    steps.append(Takes(target=there.id, briefs=row))
    return Reading(WEIGHT, tuple(steps), kind="music", targets=(there.id,), whole=True)


def _described(reading: Reading, count: int) -> Reading | None:
    """The takes of a piece that is described in the same breath."""
    made: list[AnyStep] = []
    takes: Takes | None = None
    for step in reading.steps:
        if isinstance(step, AddSound | ReplaceSound) and step.brief is not None:
            base = briefing.decode(step.brief)
            row = tuple(_plain(take) for take in briefs.takes(base, count))
            id = step.id if isinstance(step, AddSound) else step.target
            takes = Takes(target=id, briefs=row)
            step = msgspec.structs.replace(step, brief=row[0])
        made.append(step)
    if takes is None:
        return None
    return Reading(
        WEIGHT, (*made, takes), hints=reading.hints, kind="music", targets=(takes.target,),
        bare=reading.bare, whole=True,
    )  # fmt: skip


def _fresh(scene: Scene, count: int) -> Reading | None:
    """Takes of music that nobody described: for the picture, or by itself."""
    if scene.sounds or not scene.clips or scene.unused("audio"):
        return None
    brief = briefing.Brief(length_ms=float(scene.length))
    row = tuple(_plain(take) for take in briefs.takes(brief, count))
    id = scene.fresh("s")
    heard = any(facts.audible(clip) and clip.gain for clip in scene.clips)
    step = AddSound(
        id=id, brief=row[0], name=scene.say("background_music"),
        gain=laying.UNDER_SPEECH if heard else laying.ALONE,
    )  # fmt: skip
    return Reading(WEIGHT, (step, Takes(target=id, briefs=row)), kind="music", targets=(id,))


def _chosen(scene: Scene, number: int) -> Reading:
    """One of the takes in place of the one that plays, which is kept as it was changed."""
    there = _composed(scene)
    kept = _kept(scene)
    brief = kept.briefs[number]
    step: AnyStep
    if there is None:
        id = scene.fresh("s")
        step = AddSound(id=id, brief=brief, name=scene.say("background_music"))
    else:
        id = there.id
        step = ReplaceSound(target=id, brief=brief, name=facts.name(there))
    again = msgspec.structs.replace(kept, target=id, told=False)
    return Reading(WEIGHT, (step, again), kind="music", targets=(id,), bare=there is not None)


def _further(clause: Clause, said: str, scene: Scene) -> Reading | None:
    """One of the takes, changed in the same breath: "take 2 but slower"."""
    for cut in _BUT.finditer(said):
        number = _number(said[: cut.start()].strip(" ,，"), len(scene.memory.takes))
        if number is None:
            continue
        chosen = _chosen(scene, number)
        old = briefing.decode(_kept(scene).briefs[number])
        new = briefs.change(said[cut.end() :], old, lang=scene.lang)
        if new is None:
            continue
        row = list(_kept(scene).briefs)
        row[number] = _plain(briefing.changed(new, seed=old.seed))
        steps = tuple(
            msgspec.structs.replace(step, brief=row[number])
            if isinstance(step, AddSound | ReplaceSound)
            else msgspec.structs.replace(step, briefs=tuple(row))
            if isinstance(step, Takes)
            else step
            for step in chosen.steps
        )
        told = briefs.differences(old, new, scene.lang)
        hints = (told,) if told else ()
        return replace(chosen, steps=steps, hints=hints, whole=True)
    return None


def _playing(scene: Scene) -> int:
    """The number of the take that plays, from 0: it is known by its seed."""
    there = _composed(scene)
    seed = (facts.brief(there) or {}).get("seed", 1) if there is not None else 1
    seeds = [take.get("seed", 1) for take in scene.memory.takes]
    return seeds.index(seed) if seed in seeds else 0


def _kept(scene: Scene) -> Takes:
    """The takes, the one that plays as it is by now: it is known by its seed."""
    there = _composed(scene)
    row = list(scene.memory.takes)
    now = facts.brief(there) if there is not None else None
    if now is not None:
        for number, take in enumerate(row):
            if take.get("seed", 1) == now.get("seed", 1):
                row[number] = now
    return Takes(target=there.id if there else "", briefs=tuple(row))


def _composed(scene: Scene) -> Sound | None:
    """The composed music that a wish is about."""
    row = [sound for sound in scene.music if facts.brief(sound) is not None]
    touched = [sound for sound in row if sound.id in scene.memory.targets]
    return next(iter(touched or row), None)


def _number(said: str, count: int) -> int | None:
    """Which take is meant, from 0."""
    for pattern in _PICKED:
        found = pattern.fullmatch(said)
        if not found:
            continue
        groups = found.groupdict()
        if groups.get("last"):
            return count - 1
        if word := groups.get("order"):
            place = ORDINALS.get(word, int(word[0]) - 1 if word[0].isdigit() else count)
            number = place if place >= 0 else count + place
        else:
            number = int(value(groups.get("number") or groups.get("other") or "0")) - 1
        return number if 0 <= number < count else None
    return None


def _plain(brief: briefing.Brief) -> dict[str, Any]:
    """A brief as it comes back from a store: lists, no tuples."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(briefing.encode(brief)))
    return plain
