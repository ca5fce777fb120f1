"""A visual is decided once its music was heard, and told: tempo, drops, the look and why.

What the user named stays as named; what was left open is filled in, as an edit like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from studio import timeline
from studio.planner import phrases
from studio.planner.visual_words import COLOURS, NONE, SCENES, STYLE
from studio.service import songs
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.timeline import clock, facts
from studio.timeline.model import Background, Clip, Material, Timeline
from studio.timeline.operations import Repaint
from studio.words import Lang, say

_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_TRACK = re.compile(
    r"^\d{1,3}\s*[-._)]\s*|\s*[\[(](official|audio|lyrics?|hq|hd|master)[^\])]*[\])]", re.I
)
_NOTHING: dict[str, Any] = {"scene": "", "colours": (), "title": "", "artist": ""}
_TIMES = 4  # drops whose times are told


@dataclass(frozen=True, slots=True)
class Settled:
    """The timeline with every visual decided, and what there is to say."""

    now: Timeline
    told: tuple[str, ...]


def painted(now: Timeline) -> tuple[Clip, ...]:
    """The clips that are visuals."""
    return tuple(
        clip
        for clip in facts.clips(now)
        if not clip.source and clip.background and clip.background.style == STYLE
    )


def settle(
    studio: Studio,
    before: Timeline,
    now: Timeline,
    wished: Collection[str],
    taken: Mapping[str, Taken],
    lang: Lang,
) -> Settled:
    """The visuals that are wished for in this turn, by id, with nothing left open."""
    old = {clip.id: clip.background for clip in painted(before)}
    told: list[str] = []
    for clip in painted(now):
        known = old.get(clip.id)
        wish = clip.background
        if wish is None or clip.id not in wished or known == wish:
            continue
        open_ = known is None or not (wish.scene in SCENES and wish.colours and wish.title)
        heard = _listened(studio, clip, wish, now, taken) if open_ else _NOTHING
        name = _title(wish, now, taken, heard)
        scene = wish.scene if wish.scene in SCENES else str(heard["scene"])
        filled = msgspec.structs.replace(
            wish, scene=scene, colours=wish.colours or tuple(heard["colours"]),
            title=name, artist=wish.artist or heard["artist"],
        )  # fmt: skip
        key = "titled" if name not in ("", NONE) else "named"
        shown = say(f"visuals.scene_{scene}", lang)
        label = say(f"visuals.{key}", lang, scene=shown, title=name)
        step = Repaint(target=clip.id, background=filled, name=label)
        now = timeline.apply(now, step)
        told += [line for line in _said(wish, filled, heard, known, lang) if line not in told]
    return Settled(now, tuple(told))


def _listened(
    studio: Studio, clip: Clip, wish: Background, now: Timeline, taken: Mapping[str, Taken]
) -> dict[str, Any]:
    """What the worker heard in the clip's stretch of music, and what it would choose."""
    data = studio.settings.data
    cover = taken.get(wish.cover)
    song = next((taken.get(s.source) for s in songs.leading(now) if s.source in taken), None)
    asked = {
        "title": wish.title,
        "words": any(t.role == "caption" for t in facts.titles(now)),
        "cover": plain(cover, data),
        "song": plain(song, data),
        "guofeng": any((facts.brief(s) or {}).get("genre") == "guofeng" for s in facts.music(now)),
    }
    rows = songs.pieces(now, taken, data)
    return studio.crew.do(work, rows, clip.start, facts.end(clip), asked)


def plain(one: Taken | None, data: Path) -> tuple[str, bytes] | None:
    """The file and what is known of it, as another process takes it."""
    return (str(data / one.stock.path), msgspec.json.encode(one.material)) if one else None


def work(rows: tuple[Any, ...], start: int, end: int, asked: dict[str, Any]) -> dict[str, Any]:
    """Runs in the worker process: hears the music, looks at the cover, chooses."""
    from studio import analysis
    from studio.media import tags
    from studio.visuals import choosing, palette
    from studio.visuals.palette import hexes

    sound = songs.mono(rows, start, end)
    heard = analysis.listen(sound)
    felt = choosing.mood(sound, heard)
    known = tags.read(Path(asked["song"][0])) if asked["song"] else tags.Tags()
    picture = pictured(asked["cover"] or asked["song"])
    scene, why = choosing.scene(
        heard, felt, title=asked["title"] or known.title, covered=picture is not None,
        worded=asked["words"], guofeng=asked["guofeng"],
    )  # fmt: skip
    turn = round(heard.duration * 1000) + len(heard.onsets)  # another song, other colours
    tones = palette.of_mood(felt.energy, felt.valence, turn=turn)
    if picture is not None:
        tones = palette.of_picture(picture)
    rhythm = heard.rhythm
    return {
        "scene": scene, "why": why, "colours": list(hexes(tones)), "word": felt.word,
        "covered": picture is not None, "title": known.title, "artist": known.artist,
        "bpm": round(rhythm.bpm, 1) if rhythm else 0.0, "meter": rhythm.meter if rhythm else 0,
        "drops": [round(drop.at * 1000) for drop in heard.drops],
        "spoken": choosing.spoken(heard), "silent": heard.integrated < -60,
        "seconds": heard.duration,
    }  # fmt: skip


def pictured(one: tuple[str, bytes] | None) -> Any:
    """The pixels of a picture, or of the cover in a song; None where there is none."""
    import numpy as np

    from studio.media import images, probing, tags

    if one is None:
        return None
    path, material = Path(one[0]), msgspec.json.decode(one[1], type=Material)
    if material.kind == "image":
        picture = images.upright(path, within=(1440, 1440)).convert("RGB")
        return np.asarray(picture, np.uint8)
    probe = probing.known(material)
    found = tags.cover(path, probe) if probe else None
    return np.asarray(found, np.uint8) if found else None


def _title(
    wish: Background, now: Timeline, taken: Mapping[str, Taken], heard: Mapping[str, Any]
) -> str:
    """The title that is shown: as said, as the file says, or the file's name."""
    if wish.title:
        return wish.title
    if heard["title"]:
        return str(heard["title"])
    song = next(iter(songs.leading(now)), None)
    if song is None:
        return ""
    name = taken[song.source].material.name if song.source in taken else facts.name(song)
    return clean(name)


def clean(name: str) -> str:
    """A song's title out of its file's name."""
    bare = _TRACK.sub("", _ENDING.sub("", name).replace("_", " "))
    shown = " ".join(bare.split())
    return shown if shown and shown.lower() not in ("song", "track", "audio", "music") else ""


def _said(
    wish: Background,
    now: Background,
    heard: Mapping[str, Any],
    known: Background | None,
    lang: Lang,
) -> Iterator[str]:
    """What there is to tell of a visual that was `known` before, or is new."""
    first = known is None
    if first:
        yield from _music(heard, lang)
    if known is None or known.scene != now.scene:
        why = "asked" if wish.scene else heard["why"]
        others = [say(f"visuals.scene_{one}", lang) for one in SCENES if one != now.scene]
        yield say(
            "visuals.look", lang, scene=say(f"visuals.scene_{now.scene}", lang),
            reason=say(f"visuals.why_{why}", lang),
            others=say("timeline.comma", lang).join(others),
        )  # fmt: skip
    if not wish.colours:
        word = say(f"visuals.mood_{heard['word']}", lang)
        key = "cover" if heard["covered"] else "mood"
        yield say(f"visuals.colours_{key}", lang, mood=word)
    elif len(now.colours) <= COLOURS and (known is None or known.colours != now.colours):
        named = [_colour(one, lang) for one in wish.colours]
        yield say("visuals.colours_asked", lang, colours=say("timeline.comma", lang).join(named))
    titled = known is None or (known.title, known.artist) != (now.title, now.artist)
    if titled and now.title not in ("", NONE):
        key = "title_and_artist" if now.artist else "title_from"
        yield say(f"visuals.{key}", lang, title=now.title, artist=now.artist)


def _colour(value: str, lang: Lang) -> str:
    """A colour by the name that people give it, where it has one."""
    for spoken in (lang, "zh" if lang != "en" else "en"):
        folder = Path(phrases.__file__).parent / "phrases" / spoken
        names = phrases.read(folder / "looks.yaml").get("colours", {})
        found = next((str(name) for name, one in names.items() if one == value), "")
        if found:
            return found
    return value


def beats(bpm: float) -> str:
    """A tempo as it is told: whole where it is as good as whole."""
    whole = round(bpm)
    return str(whole) if abs(bpm - whole) < 0.3 else f"{bpm:g}"


def _music(heard: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    if heard["silent"]:
        yield say("visuals.silent", lang)
        return
    if heard["spoken"]:
        yield say("visuals.speech", lang)
    elif heard["bpm"]:
        yield say("visuals.tempo", lang, bpm=beats(heard["bpm"]), meter=heard["meter"])
    else:
        yield say("visuals.tempo_unsure", lang)
    if heard["seconds"] < 5:
        yield say("visuals.short", lang)
    drops = heard["drops"]
    if not drops:
        yield say("visuals.drops_none", lang)
        return
    times = say("timeline.comma", lang).join(clock.moment(round(ms, -2)) for ms in drops[:_TIMES])
    if len(drops) > _TIMES:
        times += " …"
    key = "drops_one" if len(drops) == 1 else "drops_many"
    yield say(f"visuals.{key}", lang, count=len(drops), times=times)
