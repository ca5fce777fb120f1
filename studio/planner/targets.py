"""What a wish is about: clips, sounds, titles, by name, number, role, or touched last."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import msgspec

from studio.planner import phrases, spotting
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Offer
from studio.timeline import clock, facts
from studio.timeline.model import Clip, Title
from studio.timeline.summary import short

NEAR = 60  # ms
_TWO = 2
SHOWN = 4  # offers in a question


class Meant(NamedTuple):
    """What was pointed at; nothing and no problem where nothing was pointed at."""

    kind: str = ""
    ids: tuple[str, ...] = ()
    problem: Reading | None = None


def _noun(clause: Clause, place: int) -> str:
    """What is counted by the ordinal at this place of the text."""
    after = clause.text[place + 1 : place + 16]
    before = clause.text[max(place - 8, 0) : place]
    found = []
    for kind in ("caption", "title", "music", "photo", "clip"):
        match = spotting.find(f"common.{kind}", after)
        if match and match.start() <= 5:
            found.append((match.start(), kind))
    if found:
        return min(found)[1]
    if before.rstrip().endswith(("title", "标题")):
        return "title"
    return "clip"


def loose_titles(clause: Clause, scene: Scene) -> bool:
    """Whether "the first one" counts titles: they were spoken of last, nothing else is named."""
    return scene.memory.kind == "title" and bool(scene.titles) and loose(clause)


def loose(clause: Clause) -> bool:
    """Whether something is counted of which the kind is not said: "the first one"."""
    row = [place for place, token in clause.placed() if token.kind == "ord"]
    return bool(row) and all(_LOOSE.match(clause.text, place + 1) for place in row)


_LOOSE = re.compile(r"\s*(?:ones?(?![a-z])|个|[行句]|$|[吧了,.!])")


def ordinals(clause: Clause, *kinds: str) -> list[Token]:
    """The ordinals that count such things."""
    return [
        token
        for place, token in clause.placed()
        if token.kind == "ord" and _noun(clause, place) in kinds
    ]


def numbers(token: Token) -> range:
    """The places that an ordinal names: one, or the first or last so many."""
    first = int(token.number)
    return range(first, (first if token.other is None else int(token.other)) + 1)


def clips(clause: Clause, scene: Scene, weight: int) -> Meant:
    """The clips that are named, numbered, or were touched last."""
    row = scene.clips
    ids: list[str] = []
    if loose_titles(clause, scene):
        return Meant()
    but = spotting.find("targets.all_but", clause.text)
    for place, token in clause.placed():
        if token.kind == "ord" and _noun(clause, place) in ("clip", "photo"):
            for number in numbers(token):
                if not -len(row) <= number < len(row):
                    return Meant("clip", (), _no_such(clause, scene, weight, token))
                ids.append(row[number].id)
        elif token.kind == "file":
            found = [clip.id for clip in row if token.text and clip.source == token.text]
            ids += found
    others = spotting.find("targets.other_clips", clause.text)
    if not ids and others is not None:
        kept = scene.memory.targets if scene.memory.kind == "clip" else ()
        count = clause.one("num")
        rest = [clip.id for clip in row if clip.id not in kept]
        if count is None or len(rest) == count.number:
            ids = rest
    if not ids and others is None:
        ids = remaining(clause, scene, tuple(clip.id for clip in row))
    if not ids and len(row) > 2 and len(row) % 2 and clause.says("targets.middle_clip"):
        ids = [row[len(row) // 2].id]
    if ids and but is not None:
        ids = [clip.id for clip in row if clip.id not in ids]
    if ids:
        return Meant("clip", tuple(dict.fromkeys(ids)))
    if clause.says("targets.all_clips"):
        return Meant("clip", tuple(clip.id for clip in row))
    remembered = tuple(clip.id for clip in row if clip.id in scene.memory.targets)
    if remembered and scene.memory.kind == "clip" and clause.says("common.pronoun"):
        return Meant("clip", remembered)
    return Meant()


def remaining(clause: Clause, scene: Scene, row: tuple[str, ...]) -> list[str]:
    """Those of a row that were not spoken of last, where it is the rest that is meant."""
    spoken_of = set(scene.memory.targets)
    if not spoken_of & set(row) or not clause.says("targets.the_rest"):
        return []
    return [id for id in row if id not in spoken_of]


def others(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> tuple[Clip, ...]:
    """These clips, less those just spoken of where it is the others that are meant."""
    if scene.memory.kind != "clip" or not clause.says("targets.other_clips"):
        return row
    return tuple(clip for clip in row if clip.id not in scene.memory.targets) or row


def _no_such(clause: Clause, scene: Scene, weight: int, token: Token) -> Reading:
    row = scene.clips
    if not row:
        return ask(scene, weight, "no_clips")
    offers = tuple(
        Offer(
            label=scene.say("clip_label", number=number, name=short(facts.name(clip))),
            request=clause.raw.replace(token.raw, scene.say("nth", number=number), 1),
        )
        for number, clip in list(enumerate(row, 1))[-SHOWN:]
    )
    key = "only_one_clip" if len(row) == 1 else "only_clips"
    return ask(scene, weight, key, *offers, count=len(row))


def sounds(clause: Clause, scene: Scene, weight: int) -> Meant:
    """The sounds that a wish is about; asks where that is not clear."""
    named = named_sounds(clause, scene, weight)
    mute = {clip.id for clip in scene.clips if not facts.audible(clip)}  # drawn, or a photo
    if named.problem or set(named.ids) - mute:
        return named
    alive = {segment.id for _, segment in facts.every(scene.timeline)} - mute
    if clause.all("db") and clause.says("common.clip", "common.video"):
        own = tuple(clip.id for clip in scene.clips if clip.id in alive)
        if own:
            return Meant("original", own)
    left = tuple(id for id in scene.memory.targets if id in alive)
    if left and scene.memory.kind in ("music", "voice", "effect", "original", "clip", "all"):
        return Meant(scene.memory.kind, left)
    heard = tuple(clip.id for clip in scene.clips if facts.audible(clip) and clip.gain)
    if scene.sounds and not heard:
        ids = tuple(sound.id for sound in scene.sounds)
        return Meant("music" if len(scene.music) == len(ids) else "all", ids)
    if heard and not scene.sounds:
        return Meant("original", heard)
    if not heard:
        return Meant("", (), ask(scene, weight, "nothing_to_hear"))
    offers = tuple(
        Offer(
            label=scene.say(f"thing_{kind}"), request=f"{clause.raw} ({scene.say(f'say_{kind}')})"
        )
        for kind in ("music", "original", "everything")
    )
    return Meant("", (), ask(scene, weight, "which_sound", *offers))


def named_sounds(clause: Clause, scene: Scene, weight: int) -> Meant:
    """The sounds that are named; nothing where none is."""
    own = tuple(clip.id for clip in scene.clips if facts.audible(clip))
    but = _but(clause, scene, own)
    if but is not None:
        return but
    for token in clause.all("file"):
        found = tuple(s.id for s in scene.sounds if token.text and s.source == token.text)
        if found:
            return Meant(facts_kind(scene, found), found)
    counted = scene.memory.kind == "clip"
    left = remaining(clause, scene, own if counted else (*(s.id for s in scene.sounds), *own))
    if left:  # "make the voice louder and everything else 10%"
        return Meant("clip" if counted else "all", tuple(left))
    said = {kind for kind in ("music", "original", "voice", "effect") if says(clause, kind)}
    if said == {"music", "original"} or (own and scene.music and clause.says("targets.both_heard")):
        return Meant("all", (*(s.id for s in scene.music), *own))
    if "original" in said:
        picked = clips(clause, scene, weight)
        ids = tuple(id for id in picked.ids if id in own) or own
        if not ids:
            return Meant("original", (), ask(scene, weight, "no_original"))
        return Meant("original", ids)
    for kind in ("music", "voice", "effect"):
        if kind in said:
            found = tuple(s.id for s in scene.sounds if s.role == kind)
            if not found and kind == "voice" and own:
                return Meant("original", own)
            if not found:
                return Meant(kind, (), ask(scene, weight, f"no_{kind}"))
            return Meant(kind, found)
    picked = clips(clause, scene, weight)
    numbered = ordinals(clause, "clip", "photo") or clause.all("file")
    if picked.problem or (picked.ids and (numbered or not clause.says("common.everything"))):
        return picked
    if clause.says("common.everything"):
        return Meant("all", (*(s.id for s in scene.sounds), *own))
    return Meant()


def _but(clause: Clause, scene: Scene, own: tuple[str, ...]) -> Meant | None:
    """All that is heard less what is left out: "everything except the voice at 30%"."""
    match = spotting.find("targets.but_sound", clause.plain)
    if match is None:
        return None
    kept: set[str] = set()
    if spotting.said("common.original", match[0]):
        kept |= set(own)
    rest = spotting.without("common.original", match[0])
    for kind in ("music", "voice", "effect"):
        if spotting.said(f"common.{kind}", rest):
            kept |= {sound.id for sound in scene.sounds if sound.role == kind}
    left = tuple(id for id in (*(s.id for s in scene.sounds), *own) if id not in kept)
    return Meant("all", left) if kept and left else None


def says(clause: Clause, kind: str) -> bool:
    """Whether such a thing is said, the words for "own sound" not taken for music or voice."""
    rest = spotting.without("targets.kept", clause.plain)
    if kind == "original":
        return spotting.said("common.original", rest)
    rest = spotting.without("common.original", rest)
    return spotting.said(f"common.{kind}", rest)


def facts_kind(scene: Scene, ids: tuple[str, ...]) -> str:
    """What these sounds are, by the first of them."""
    return next((s.role for s in scene.sounds if s.id in ids), "music")


def mentioned(clause: Clause, scene: Scene) -> Scene:
    """The scene with what a part speaks of in mind, so that "it" means that."""
    kinds = [kind for kind in ("music", "voice", "effect", "original") if says(clause, kind)]
    quoted = {token.text for token in clause.all("text")}
    known = tuple(title.id for title in scene.titles if title.text in quoted)
    if known:
        memory = msgspec.structs.replace(scene.memory, kind="title", targets=known)
        return replace(scene, memory=memory)
    words = clause.says("common.title", "common.caption")
    if len(kinds) + words != 1 or quoted:
        return scene
    meant = titles(clause, scene, 0, sure=True) if words else named_sounds(clause, scene, 0)
    if meant.problem or not meant.ids:
        return scene
    memory = msgspec.structs.replace(scene.memory, kind=meant.kind, targets=meant.ids)
    return replace(scene, memory=memory)


def titles(clause: Clause, scene: Scene, weight: int, *, sure: bool = False) -> Meant:
    """The titles that a wish is about; `sure`: asks rather than to take the likeliest."""
    row = scene.titles
    if not row:
        return Meant("title", (), ask(scene, weight, "no_titles"))
    texts = [token.text for token in clause.all("text")]
    by_text = tuple(title.id for title in row if title.text in texts[:1])
    by_text = by_text or spoken(clause, scene)
    if by_text:
        return Meant("title", by_text)
    captions = clause.says("common.caption") and not clause.says("common.title")
    role = tuple(t for t in row if (t.role == "caption") == captions) or row
    if sure and captions and role is row and len(row) > 1:  # 字幕 may be any words
        return Meant("title", (), ask(scene, weight, "which_title", *_named(clause, row, scene)))
    if scene.memory.kind == "title" and clause.says("targets.both"):
        return Meant("title", tuple(title.id for title in row[-_TWO:]))
    if scene.memory.kind == "title" and clause.says("targets.each"):
        kinds = {title.role for title in row if title.id in scene.memory.targets}
        return Meant("title", tuple(title.id for title in row if title.role in kinds))
    left = remaining(clause, scene, tuple(title.id for title in row))
    if left:
        return Meant("title", tuple(left))
    if clause.says("targets.other_titles") and scene.memory.kind == "title":
        return Meant("title", tuple(t.id for t in row if t.id not in scene.memory.targets))
    counted = ordinals(clause, "title", "caption")
    if not counted and loose_titles(clause, scene):
        counted = clause.all("ord")
    for token in counted:
        if token.other is not None:
            row_of = [role[n].id for n in numbers(token) if -len(role) <= n < len(role)]
            return Meant("title", tuple(row_of))
    at_end = clause.says("targets.end_title") or any(token.number == -1 for token in counted)
    if at_end:
        return Meant("title", (_last(role, scene).id,))
    for token in counted:
        if -len(role) <= token.number < len(role):
            return Meant("title", (role[int(token.number)].id,))
        return Meant("title", (), ask(scene, weight, "only_titles", *_named(clause, role, scene),
                                      count=len(role)))  # fmt: skip
    if clause.says("targets.middle_title") and len(role) % _TWO and len(role) > 1:
        return Meant("title", (role[len(role) // _TWO].id,))
    if clause.says("targets.start_title"):
        return Meant("title", (role[0].id,))
    if clause.says("targets.all_titles") or (captions and len(role) > 1):
        return Meant("title", tuple(title.id for title in role))
    remembered = tuple(title.id for title in row if title.id in scene.memory.targets)
    if remembered and scene.memory.kind == "title":
        return Meant("title", remembered)
    if len(role) == 1:
        return Meant("title", (role[0].id,))
    main = [title for title in role if facts.end(title) < scene.length - NEAR]
    if len(main) == 1 and not sure:
        return Meant("title", (main[0].id,))
    return Meant("title", (), ask(scene, weight, "which_title", *_named(clause, role, scene)))


def spoken(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Titles whose own words stand in the wish, without quotation marks."""
    return tuple(
        title.id
        for title in scene.titles
        if len(title.text) >= (2 if re.search(r"[一-龥]", title.text) else 6)
        and phrases.plain(title.text) in clause.plain
    )


def _last(row: tuple[Title, ...], scene: Scene) -> Title:
    return max(row, key=lambda title: (facts.end(title), title.start))


def _named(clause: Clause, row: tuple[Title, ...], scene: Scene) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            label=f"{short(title.text)} ({clock.span(title.start, facts.end(title))})",
            request=f"{clause.raw} ({scene.say('nth_title', number=number)})",
        )
        for number, title in list(enumerate(row, 1))[:SHOWN]
    )
