"""Music as a picture: a visual made of a song, and how it is to look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from studio.planner import composing, phrases, stretches, targets, tints, wording
from studio.planner.readers import canvas
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer, Question
from studio.timeline import facts
from studio.timeline.model import Background, Clip, Material
from studio.timeline.operations import AddClip, AddSound, RemoveClips, Repaint, SetCanvas
from studio.words import say

WEIGHT, CHANGE = 72, 66
STYLE = "visual"
SCENES = ("spectrum", "particles", "rings", "wave", "type", "cover", "ink")
LONGEST = 30 * 60_000  # ms of music that one visual is drawn for; longer needs a part to be named
MADE = 60_000  # ms of music that is composed where no length was said
COLOURS = 3  # that can be named
SHORT = 5  # words of a wish that is nothing but a look


@dataclass(frozen=True, slots=True)
class Heard:
    """The music a visual is made of: a file, music that is there already, or a brief."""

    song: Material | None = None
    there: bool = False
    composed: bool = False


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for a visual, or about the one that is there."""
    clip = painted(scene)
    return _changed(clause, scene, clip) if clip is not None else _wished(clause, scene)


def painted(scene: Scene) -> Clip | None:
    """The first clip that is a visual."""
    return next((c for c in scene.clips if c.background and c.background.style == STYLE), None)


def look(clause: Clause) -> str:
    """The scene that is named; "" for none."""
    return _said(clause, "scenes")


def colours(clause: Clause) -> tuple[str, ...]:
    """The colours that are named, in the order in which they are said."""
    names = {
        **phrases.tables("looks").get("colours", {}),
        **phrases.tables("visuals").get("colour_names", {}),
    }
    found: list[tuple[int, int, str]] = []
    for word, value in names.items():
        for match in re.finditer(phrases.pattern(word), clause.plain):
            found.append((match.start(), -len(word), value))
    picked: list[str] = []
    end = -1
    for start, size, value in sorted(found):
        if start >= end:
            end = start - size
            picked += [value] if value not in picked else []
    return tuple(picked[:COLOURS])


def _said(clause: Clause, table: str) -> str:
    words = phrases.tables("visuals").get(table, {})
    for word in sorted(words, key=len, reverse=True):
        if phrases.compiled_word(word).search(clause.plain):
            return words[word]
    return ""


def _wished(clause: Clause, scene: Scene) -> Reading | None:
    strong = clause.says("visuals.strong")
    weak = clause.says("visuals.weak") or bool(look(clause) and clause.says("creating.video"))
    if not (strong or weak) or clause.says("visuals.asking"):
        return None
    moving = any(m.kind == "video" for m in scene.materials)
    if moving or any(facts.kind(c) == "video" for c in scene.clips):
        return None
    photos = scene.unused("image")
    if not strong and (len(photos) > 1 or clause.says("common.photo")):
        return None
    heard = _heard(clause, scene)
    if heard is None:
        if not strong:
            return None
        return _asked(scene, "needs_song")
    return _made(clause, scene, heard, photos)


def _heard(clause: Clause, scene: Scene) -> Heard | None:
    songs = scene.unused("audio")
    named = [m for t in clause.all("file") for m in songs if m.id == t.text]
    song = next(iter([*named, *songs]), None)
    if song is not None:
        return Heard(song=song)
    if scene.sounds:
        return Heard(there=True)
    if composing.genre_said(clause) and not clause.says("visuals.own"):
        return Heard(composed=True)
    return None


def _asked(scene: Scene, key: str, *offers: Offer, **values: object) -> Reading:
    text = say(f"visuals.{key}", scene.lang, **values)
    return Reading(WEIGHT, question=Question(text=text, offers=offers), bare=True)


def _made(
    clause: Clause, scene: Scene, heard: Heard, photos: tuple[Material, ...]
) -> Reading | None:
    start, length = _part(clause, scene, heard)
    if length > LONGEST:
        offers = tuple(
            Offer(
                label=say(f"visuals.{key}", scene.lang),
                request=f"{clause.raw} ({say(f'visuals.{key}_request', scene.lang)})",
            )
            for key in ("first_three", "first_ten")
        )
        minutes = LONGEST // 60_000
        return _asked(scene, "too_long", *offers, minutes=minutes, length=length // 60_000)
    if length < 200:
        return _asked(scene, "no_such_part")
    clip = scene.fresh("c")
    gone = tuple(c.id for c in scene.clips)
    steps: list[AnyStep] = [RemoveClips(targets=gone)] if gone and scene.sounds else []
    cover = photos[0].id if photos else _pictured(scene, gone)
    title, artist = _names(clause, scene)
    picture = Background(
        style=STYLE, colours=_coloured(clause, scene), scene=look(clause), title=title,
        artist=artist, cover=cover,
    )  # fmt: skip
    name = say("visuals.visual", scene.lang)
    steps.append(
        AddClip(id=clip, duration=length, background=picture, kind="background", name=name)
    )
    size = canvas.shape(clause)
    if size is not None:
        steps.append(SetCanvas(width=size[0], height=size[1]))
    steps += _laid(clause, scene, heard, start, length)
    return Reading(WEIGHT, tuple(steps), kind="clip", targets=(clip,), bare=True)


def _coloured(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The colours a new visual is to have: named, or only "warm colors"; else it is left open."""
    named = colours(clause)
    if named or not clause.says("visuals.colours"):
        return named
    wished = tints.wished(clause, scene)
    return tints.shifted((), wished, tints.amount(clause)) if wished else ()


def _pictured(scene: Scene, clips: tuple[str, ...]) -> str:
    """The photo that was seen so far, which becomes the visual's cover."""
    seen = [c for c in scene.clips if c.id in clips and facts.kind(c) == "image"]
    return seen[0].source if seen else ""


def _part(clause: Clause, scene: Scene, heard: Heard) -> tuple[int, int]:
    """Where in the song the visual begins, and how long it is."""
    song = heard.song
    whole = song.duration if song else scene.length if heard.there else 0
    said = stretches.one(clause, scene)
    if song is not None and said is not None:
        edge = clause.one("edge")
        if edge is not None:
            said = stretches.edge(edge, whole)
        start, end = max(0, said[0]), min(said[1], whole)
        return start, max(0, end - start)
    span = stretches.span(clause)
    if span is not None:
        return 0, min(round(span.number), whole) if whole else round(span.number)
    return 0, whole or MADE


def _laid(clause: Clause, scene: Scene, heard: Heard, start: int, length: int) -> list[AnyStep]:
    """The edits that bring the music."""
    if heard.there:
        return []
    id = scene.fresh("s")
    if heard.song is not None:
        return [
            AddSound(
                id=id, source=heard.song.id, name=heard.song.name, length=heard.song.duration,
                in_point=start, duration=length, gain=1.0,
            )
        ]  # fmt: skip
    brief = composing.wanted(clause.raw, scene, length=length)
    return [AddSound(id=id, brief=brief, name=composing.called(clause, scene), gain=1.0)]


def _names(clause: Clause, scene: Scene) -> tuple[str, str]:
    """Title and artist as far as they are said."""
    artist = _artist(clause)
    title = wording.words(clause, scene) if clause.says("visuals.titled", "common.title") else ""
    title = title or wording.new_words(clause, scene)
    if artist and title.endswith(artist):
        opening = phrases.find("visuals.by", phrases.plain(title))
        title = title[: opening.start() if opening else None].strip(" ,，\"'“”")
    return ("" if title == artist else title), artist


def _artist(clause: Clause) -> str:
    match = phrases.find("visuals.by", clause.text)
    if match is None:
        return ""
    for place, token in clause.placed():
        if token.kind == "text" and match.end() <= place <= match.end() + 2:
            return token.text
    rest = clause.text[match.end() :]
    stop = re.search(r"[,，。;；]| (with|in|and make|using) ", rest)
    end = match.end() + (stop.start() if stop else len(rest))
    said = clause.own_words(match.end(), end).strip(" :：\"'“”")
    return said if 0 < len(said) <= 60 and not said.islower() else ""


def _changed(clause: Clause, scene: Scene, clip: Clip) -> Reading | None:
    """A wish about the visual that is there."""
    now = clip.background
    assert now is not None
    if clause.says("visuals.asking"):
        return None
    new = _looked(clause, now)
    new = _pictured_anew(clause, scene, new)
    new = _named_anew(clause, scene, new)
    if new == now and _about_drops(clause, scene):
        return _drops(clause, scene, clip)
    wished = tints.wished(clause, scene) if new.colours == now.colours else ()
    if wished:
        tinted = _tinted(clause, scene, clip, new, wished)
        if isinstance(tinted, Reading):
            return tinted
        new = tinted
    size = canvas.shape(clause)
    if new == now:
        lit = clause.says("visuals.drops", "visuals.strong") and size is None
        if not lit or clause.all("time") or clause.all("text"):
            return None
        hint = say("visuals.lit_already", scene.lang)
        return Reading(CHANGE - 20, hints=(hint,), kind="clip", targets=(clip.id,))
    name = say("visuals.visual", scene.lang)
    steps: list[AnyStep] = [
        Repaint(target=c.id, background=new, name=name)
        for c in scene.clips
        if c.background and c.background.style == STYLE
    ]
    if size is not None:
        steps.append(SetCanvas(width=size[0], height=size[1]))
    hints = tuple(say(f"visuals.tinted_{tint}", scene.lang) for tint in wished)
    return Reading(CHANGE, tuple(steps), hints=hints, kind="clip", targets=(clip.id,))


def _tinted(
    clause: Clause, scene: Scene, clip: Clip, new: Background, wished: tuple[tints.Tint, ...]
) -> Background | Reading:
    """The visual in warmer, darker … colours; or why it cannot be."""
    if new.scene == "ink":
        hint = say("visuals.ink_stays", scene.lang)
        return Reading(CHANGE, hints=(hint,), kind="clip", targets=(clip.id,))
    whole = tints.whole(new.colours)
    colours = tints.shifted(whole, wished, tints.amount(clause))
    if colours == whole:
        hint = say("visuals.tinted_enough", scene.lang)
        return Reading(CHANGE, hints=(hint,), kind="clip", targets=(clip.id,))
    return replace(new, colours=colours)


def _about_drops(clause: Clause, scene: Scene) -> bool:
    """Whether the drops are to be seen more, or less: of composed music they could be heard so."""
    if not clause.says("visuals.drops_more", "visuals.drops_less") or clause.all("text"):
        return False
    if clause.says("visuals.colours"):
        return False
    composed = any(facts.brief(sound) is not None for sound in scene.music)
    return clause.says("visuals.lit") or not composed


def _drops(clause: Clause, scene: Scene, clip: Clip) -> Reading:
    """How strongly drops light up cannot be set; what can be done is offered."""
    first = "muted" if clause.says("visuals.drops_less") else "contrast"
    offers = tuple(
        Offer(
            label=say(f"visuals.offer_{key}", scene.lang),
            request=say(f"visuals.offer_{key}_request", scene.lang),
        )
        for key in (first, "look")
    )
    question = Question(text=say("visuals.drops_fixed", scene.lang), offers=offers)
    return Reading(CHANGE, question=question, kind="clip", targets=(clip.id,))


def _looked(clause: Clause, now: Background) -> Background:
    """The visual in another scene, in other colours."""
    words = clause.says("common.title", "common.caption") or bool(clause.all("text"))
    asking = clause.says("visuals.change", "common.replace", "creating.make") or _short(clause)
    scene_ = look(clause)
    if scene_ and asking and not (words and scene_ != "type"):
        now = replace(now, scene=scene_)
    elif clause.says("visuals.another"):
        at = SCENES.index(now.scene) if now.scene in SCENES else -1
        now = replace(now, scene=SCENES[(at + 1) % len(SCENES)])
    if clause.says("visuals.own_colours"):
        return replace(now, colours=())
    named = colours(clause)
    about = clause.says("visuals.colours") or asking or len(named) > 1
    if named and about and not words and not clause.says("canvas.bars"):
        now = replace(now, colours=named)
    return now


def _short(clause: Clause) -> bool:
    latin = len(re.findall(r"[a-z0-9']+", clause.plain))
    han = len(re.findall(r"[一-龥]", clause.plain))
    return latin <= SHORT and han <= 2 * SHORT


def _pictured_anew(clause: Clause, scene: Scene, now: Background) -> Background:
    """The visual with another picture as its cover."""
    named = [scene.material(t.text) for t in clause.all("file")]
    photos = [m for m in named if m and m.kind == "image"] or list(scene.unused("image"))
    if photos and clause.says("visuals.cover") and photos[-1].id != now.cover:
        kept = now.scene if now.scene == "rings" else "cover"
        return replace(now, cover=photos[-1].id, scene=kept)
    return now


def _named_anew(clause: Clause, scene: Scene, now: Background) -> Background:
    """The visual with another title or artist; words at a time of their own are a title's."""
    if scene.titles and not clause.says("visuals.titled"):
        return now
    if any(clause.all(kind) for kind in ("time", "range", "edge")):
        return now
    if not clause.says("common.title", "visuals.titled", "visuals.by"):
        return now
    if clause.says("common.remove", "titles.remove"):
        return replace(now, title="-", artist="-")
    title, artist = _names(clause, scene)
    about = targets.says(clause, "title") or clause.says("visuals.titled")
    title = title if about and title != artist else ""
    return replace(now, title=title or now.title, artist=artist or now.artist)
