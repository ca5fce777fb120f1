"""A visual is decided once its music was heard, and told: tempo, drops, the look and why.

What the user named stays as named; what was left open is filled in, as an edit like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from studio import timeline
from studio.planner.visual_words import NONE, SCENES, STYLE
from studio.service import rounds, song_parts, songs, turning, visuals_told
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.timeline import facts
from studio.timeline.model import Background, Clip, Material, Timeline
from studio.timeline.operations import Repaint
from studio.words import Lang, say

_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_TRACK = re.compile(
    r"^\d{1,3}\s*[-._)]\s*|\s*[\[(](official|audio|lyrics?|hq|hd|master)[^\])]*[\])]", re.I
)
_NOTHING: dict[str, Any] = {
    "scene": "", "colours": (), "title": "", "artist": "", "drops": (), "parts": (), "seconds": 0.0,
}  # fmt: skip


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
    *,
    anew: Collection[str] = (),
) -> Settled:
    """The visuals that are wished for in this turn, by id, with nothing left open.

    `anew`: those that have another song now, of which all that is heard is told.
    """
    old = {clip.id: clip.background for clip in painted(before)}
    told: list[str] = []
    for clip in painted(now):
        known = old.get(clip.id)
        wish = clip.background
        fresh = known is None or clip.id in anew
        if wish is None or clip.id not in wished or (known == wish and not fresh):
            continue
        open_ = fresh or not (wish.scene in SCENES and wish.colours and wish.title)
        open_ = open_ or any(one.when for one in wish.shades)
        heard = _listened(studio, clip, wish, now, taken) if open_ else _NOTHING
        name = _title(wish, now, taken, heard)
        scene = wish.scene if wish.scene in SCENES else str(heard["scene"])
        filled = msgspec.structs.replace(
            wish, scene=scene, colours=wish.colours or tuple(heard["colours"]),
            title=name, artist=wish.artist or heard["artist"],
            shades=turning.settled(wish, tuple(heard["colours"]), turning.heard(heard)),
        )  # fmt: skip
        key = "titled" if name not in ("", NONE) else "named"
        shown = say(f"visuals.scene_{scene}", lang)
        label = say(f"visuals.{key}", lang, scene=shown, title=name)
        step = Repaint(target=clip.id, background=filled, name=label)
        now = timeline.apply(now, step)
        told += [
            line
            for line in visuals_told.said(wish, filled, heard, known, lang, fresh=fresh)
            if line not in told
        ]
    return Settled(now, tuple(told))


def _listened(
    studio: Studio, clip: Clip, wish: Background, now: Timeline, taken: Mapping[str, Taken]
) -> dict[str, Any]:
    """What the worker heard in the clip's stretch of music, and what it would choose."""
    data = studio.settings.data
    cover = taken.get(wish.cover)
    song = next((taken.get(s.source) for s in songs.leading(now) if s.source in taken), None)
    asked = {
        "data": str(data),
        "title": wish.title,
        "words": any(t.role == "caption" for t in facts.titles(now)),
        "cover": plain(cover, data),
        "song": plain(song, data),
        "drops": songs.drops(now, clip.start, facts.end(clip)),
        "guofeng": any((facts.brief(s) or {}).get("genre") == "guofeng" for s in facts.music(now)),
    }
    rows = songs.pieces(rounds.rounded(studio, now, taken), taken, data)
    heard: dict[str, Any] = studio.crew.do(work, rows, clip.start, facts.end(clip), asked)
    return heard | {"parts": _composed(studio, clip, now, taken) or heard["parts"]}


def _composed(
    studio: Studio, clip: Clip, now: Timeline, taken: Mapping[str, Taken]
) -> list[tuple[str, int, int]]:
    """The parts of a piece of ours as it was composed, as they lie in the clip."""
    sound = next(iter(songs.leading(now)), None)
    if sound is None or facts.brief(sound) is None or sound.source not in taken:
        return []
    begin = sound.start - round(sound.in_point / sound.speed) - clip.start

    def film(at: float) -> int:
        return begin + round(at * 1000 / sound.speed)

    row = song_parts.planned(studio, taken[sound.source])
    made = [(one.kind, film(one.start), film(one.end)) for one in row]
    return [(kind, max(0, start), end) for kind, start, end in made if end > 0]


def plain(one: Taken | None, data: Path) -> tuple[str, bytes] | None:
    """The file and what is known of it, as another process takes it."""
    return (str(data / one.stock.path), msgspec.json.encode(one.material)) if one else None


def work(rows: tuple[Any, ...], start: int, end: int, asked: dict[str, Any]) -> dict[str, Any]:
    """Runs in the worker process: hears the music, looks at the cover, chooses."""
    from studio.media import tags
    from studio.service import hearing
    from studio.sync import parts
    from studio.visuals import choosing, palette
    from studio.visuals.palette import hexes

    sound = songs.mono(rows, start, end)
    heard = songs.with_drops(hearing.laid(Path(asked["data"]), sound), asked["drops"])
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
        "parts": [
            (one.kind, round(one.start * 1000), round(one.end * 1000)) for one in parts.parts(heard)
        ],
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


def untied(clip: Clip) -> Background | None:
    """The visual with what is tied to its song to be settled again; None for none."""
    wish = clip.background
    if wish is None or not any(one.tied for one in wish.shades):
        return None
    return msgspec.structs.replace(wish, shades=turning.unsettled(wish.shades))
