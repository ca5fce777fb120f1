"""Sentences and what is true of the timeline after each, and whether it is.

A row is `scene | sentence | facts`. A fact is `path=value`, `path<value` or `path>value`, in
seconds, `path!value` (it is another) or `path~value` (it holds that); or a word: `ask` (a question
or an honest answer comes back), `either` (a question that leaves everything as it is would be right
as well), `same` (nothing changed), `replaced` (the music is another piece), `retuned` (or this one
in another mood), `noexport`, `hint` (something is told beside), `told` (or asked beside).
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import planner_scenes as scenes

from studio import planner
from studio import timeline as room
from studio.planner.values import Understanding
from studio.timeline import facts
from studio.timeline.model import Clip, Sound, Timeline, Title
from studio.timeline.operations import ReplaceSound

HERE = Path(__file__).parent
_PLAIN: dict[str, Any] = {"genre": "", "blend": ""}
_FACT = re.compile(r"([\w.-]+)([=<>!~])(.*)")


class Row(NamedTuple):
    """One sentence over one scene, and the facts expected."""

    over: str
    say: str
    wanted: tuple[str, ...]


def load(name: str) -> list[Row]:
    """The rows of one file."""
    rows = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            over, say, wanted = line.split(" | ")
            rows.append(Row(over, say, tuple(part.strip() for part in wanted.split(";"))))
    return rows


def wrong(row: Row) -> str:
    """What is not as expected after this sentence; "" where all is."""
    before, materials, tempo = scenes.scene(row.over)
    found = planner.understand(row.say, timeline=before, materials=materials, tempo=tempo)
    after = before
    for step in found.operations:
        after = room.apply(after, step)
    return problem(row.wanted, before=before, after=after, found=found)


def problem(
    wanted: tuple[str, ...], *, before: Timeline, after: Timeline, found: Understanding
) -> str:
    """What is not as wanted of an understanding and the timeline it leaves; "" where all is."""
    asked = found.question is not None
    if "either" in wanted and asked and not found.steps:
        return ""
    if "ask" in wanted:
        if not asked and not (found.hints and not found.steps):
            return "no question" + _shown(found)
    elif asked and "either" not in wanted and "told" not in wanted:
        return "asked" + _shown(found)
    seen = {**outcome(after), **_wished(found)}
    intents = [step.__struct_config__.tag for step in found.intents]
    for fact in wanted:
        if not _true(fact, seen, before=before, after=after, intents=intents, found=found):
            return f"not {fact}" + _shown(found)
    return ""


def _true(
    fact: str,
    seen: dict[str, Any],
    *,
    before: Timeline,
    after: Timeline,
    intents: list[Any],
    found: Understanding,
) -> bool:
    match fact:
        case "ask" | "either":
            return True
        case "same":
            return before == after and not intents
        case "hint":
            return bool(found.hints)
        case "told":
            return bool(found.hints) or found.question is not None
        case "retuned":  # the music as it is, in another mood or with other instruments
            return "mood" in intents or _true(
                "replaced", seen, before=before, after=after, intents=intents, found=found
            )
        case "noexport":
            return "render" not in intents
        case "replaced":
            return any(isinstance(step, ReplaceSound) for step in found.operations)
    match = _FACT.fullmatch(fact)
    assert match, f"no fact: {fact}"
    path, how, wanted = match.groups()
    if path == "do":
        return wanted in intents
    value = _looked_up(seen, path)
    if how == "=":
        return _same(value, wanted)
    if how == "!":
        return not _same(value, wanted)
    if how == "~":
        return wanted.lower() in str(value or "").lower()
    if value is None:
        return False
    return float(value) < float(wanted) if how == "<" else float(value) > float(wanted)


def _looked_up(seen: Any, path: str) -> Any:
    parts = path.split(".")
    while parts:
        name = parts.pop(0)
        if name == "at":
            return level(seen["segment"], float(parts.pop(0)))
        if isinstance(seen, list | tuple):
            seen = seen[int(name)] if int(name) < len(seen) else None
        else:
            seen = seen.get(name) if isinstance(seen, dict) else getattr(seen, name, None)
        if seen is None:
            return None
    return seen


def _same(value: Any, wanted: str) -> bool:
    match value:
        case None:
            return False
        case bool():
            return str(value).lower() == wanted
        case int() | float():
            number = float(wanted)
            return abs(value - number) <= max(0.01 * abs(number), 0.011)
    return str(value) == wanted


def level(segment: Clip | Sound, second: float) -> float:
    """How loud a segment is at a second of the timeline."""
    at = second * 1000 - segment.start
    if not 0 <= at <= segment.duration:
        return 0.0
    curve = segment.curve
    if not curve:
        return segment.gain
    if at <= curve[0].at:
        return segment.gain * curve[0].gain
    for one, two in pairwise(curve):
        if one.at <= at <= two.at:
            share = (at - one.at) / max(two.at - one.at, 1)
            return segment.gain * (one.gain + share * (two.gain - one.gain))
    return segment.gain * curve[-1].gain


def outcome(timeline: Timeline) -> dict[str, Any]:
    """What can be seen and heard of a timeline, in seconds."""
    sounds = [s for _, s in facts.every(timeline) if isinstance(s, Sound)]
    by_role = {role: [s for s in sounds if s.role == role] for role in ("music", "voice", "effect")}
    clips, titles = facts.clips(timeline), facts.titles(timeline)
    canvas = timeline.canvas
    seen: dict[str, Any] = {
        "length": facts.duration(timeline) / 1000,
        "nclips": len(clips),
        "ntitles": len(titles),
        "musics": len(by_role["music"]),
        "effects": len(by_role["effect"]),
        "voices": len(by_role["voice"]),
        "sources": ",".join(clip.source for clip in clips),
        "size": f"{canvas.width}x{canvas.height}",
        "fit": canvas.fit,
        "fps": canvas.fps[0] / canvas.fps[1],
        "clips": [_clip(clip) for clip in clips],
        "titles": [_title(title) for title in titles],
    }
    for role, found in by_role.items():
        seen[role] = _sound(found[0]) if found else {}
    return seen


def _clip(clip: Clip) -> dict[str, Any]:
    return {
        "segment": clip, "start": clip.start / 1000, "len": clip.duration / 1000,
        "in": clip.in_point / 1000, "speed": clip.speed, "rev": clip.reverse, "gain": clip.gain,
        "bg": msgspec.structs.asdict(clip.background) if clip.background else {},
        "xf": clip.crossfade / 1000, "pfi": clip.picture_fade_in / 1000,
        "pfo": clip.picture_fade_out / 1000,
        "look": clip.background.style if clip.background else "",
        "title": clip.background.title if clip.background else "",
    }  # fmt: skip


def _sound(sound: Sound) -> dict[str, Any]:
    return {
        "segment": sound, "source": sound.source, "start": sound.start / 1000,
        "end": facts.end(sound) / 1000, "len": sound.duration / 1000, "in": sound.in_point / 1000,
        "gain": sound.gain, "fadein": sound.fade_in / 1000, "fadeout": sound.fade_out / 1000,
        "duck": sound.duck, "loop": sound.loop,
    }  # fmt: skip


def _title(title: Title) -> dict[str, Any]:
    style = title.style
    return {
        "text": title.text, "start": title.start / 1000, "end": facts.end(title) / 1000,
        "len": title.duration / 1000, "place": title.place, "role": title.role,
        "size": style.size, "colour": style.colour, "outline": style.outline, "box": style.box,
        "bold": style.bold, "anim": style.animation,
    }  # fmt: skip


def _wished(found: Understanding) -> dict[str, Any]:
    """What the composer is asked for, and what is wanted beside edits, by its name."""
    briefs = [b for step in found.steps if (b := getattr(step, "brief", None)) is not None]
    did = {str(step.__struct_config__.tag): msgspec.to_builtins(step) for step in found.intents}
    return {"brief": {**_PLAIN, **briefs[-1]} if briefs else {}, "did": did}


def _shown(found: Understanding) -> str:
    asked = f" asked {found.question.text!r}" if found.question else ""
    steps = " ".join(_step(step) for step in found.steps)
    return f": {steps}{asked}{f' hints {found.hints}' if found.hints else ''}"


def _step(step: Any) -> str:
    values = {
        name: getattr(step, name) for name in step.__struct_fields__
        if name not in ("brief", "background")
        and getattr(step, name) not in (None, -1, (), "", False)
    }  # fmt: skip
    return f"{step.__struct_config__.tag}{values}"


if __name__ == "__main__":
    given = load(sys.argv[1])
    bad = [(row, found) for row in given if (found := wrong(row))]
    if "quiet" not in sys.argv:
        for row, found in bad:
            print(f"- [{row.over}] {row.say}\n    {'; '.join(row.wanted)}\n    {found[:420]}")
    print(f"{len(given) - len(bad)} of {len(given)}")
