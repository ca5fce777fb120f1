"""Happier, calmer, slower, sparser: of the whole, or of the stretch that a part speaks of."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from studio import brief as briefs
from studio.brief import Brief, Change
from studio.planner import music_words
from studio.planner.briefs import measures
from studio.planner.briefs.parts import Part

_MOST = 0.6  # by which mood may be pushed, either way
_TURNED = {
    "faster": "slower", "slower": "faster", "livelier": "calmer", "calmer": "livelier",
    "happier": "sadder", "sadder": "happier", "busier": "sparser", "sparser": "busier",
    "dull": "livelier",
}  # fmt: skip
_MARKED = 0.19  # from the middle, of a mood that leans that way
_LOUDNESS = ("quiet", "soft", "loud", "light", "hard", "strong")  # how loud, when compared
_ASKED = re.compile(
    r"\b(?:make|more|bit|little|touch|please|want|should|could|try|needs?)\b|一点|一些|点儿|更|再|要"
)
_COMPARED = re.compile(r"\b([a-z]{3,}?)(?:i?er)\b")
_CURED = {"dull": "livelier"}  # "it's boring", "too boring"
_LITTLE, _MUCH = 0.6, 1.6  # shares of a step: "a bit", "much"


def leaned(
    part: Part,
    brief: Brief,
    scope: Change | None,
    *,
    named: bool = False,
    relative: bool = False,
) -> Brief:
    """The brief as this part bends it; a tempo that is `named` is as it was said."""
    kinds = _kinds(part, relative=relative)
    size = _LITTLE if "little" in kinds else _MUCH if "much" in kinds else 1.0
    if scope is not None:
        return _stretch(kinds, size, brief, scope)
    lift = size * (0.22 * ("happier" in kinds) - 0.25 * ("sadder" in kinds))
    push = size * (0.18 * ("livelier" in kinds) - 0.2 * ("calmer" in kinds))
    pace = (1 - 0.12 * size * ("slower" in kinds)) * (1 + 0.12 * size * ("faster" in kinds))
    density = (0.72 if "sparser" in kinds else 1.0) * (1.25 if "busier" in kinds else 1.0)
    values: dict[str, Any] = {}
    if lift:
        values["lift"] = bounded(brief.lift + lift)
    if push:
        values["push"] = bounded(brief.push + push)
    if pace != 1.0 and not measures.stepped(part.text):
        values |= _paced(brief, pace, named=named)
    if density != 1.0:
        values["density"] = round(max(0.4, min(1.6, brief.density * density)), 3)
    if "half" in kinds:
        values["feel"] = "" if brief.feel == "double" else "half"
    if "double" in kinds:
        values["feel"] = "" if brief.feel == "half" else "double"
    return briefs.changed(brief, **values) if values else brief


def bounded(value: float) -> float:
    """A lean within its limits."""
    return round(max(-_MOST, min(_MOST, value)), 3)


def _kinds(part: Part, *, relative: bool) -> set[str]:
    """The cues of a part; what is "too much so" is turned round. "Not too fast" wishes for nothing
    that is not there already, but of music that is there it is a complaint."""
    kinds: set[str] = set()
    for cue in part.cues:
        over, denied = _over(part, cue.start)
        if denied and not relative:
            continue
        kinds.add(_TURNED.get(cue.kind, cue.kind) if over else _CURED.get(cue.kind, cue.kind))
    if relative and not kinds & _TURNED.keys():
        kinds |= _moods(part)
    return kinds


def _moods(part: Part) -> set[str]:
    """Where moods lean that are wished of music that is there: "angrier", "too dark"."""
    kinds: set[str] = set()
    if any(word.kind in ("families", "instruments") for word in part.things):
        return kinds  # "quieter drums", "a soft piano": of those, not of the piece
    asked = _ASKED.search(part.text) is not None
    for word in part.things:
        if word.kind != "moods" or word.text in _LOUDNESS:
            continue
        over, _ = _over(part, word.start)
        denied = any(c.kind in ("no", "not") and 0 <= word.start - c.end <= 6 for c in part.cues)
        if over or denied:
            kinds.add(_against(*word.value))
        elif asked:
            kinds |= _towards(*word.value)
    for match in _COMPARED.finditer(part.text):
        for ending in ("y", "e", "") if match[1] not in _LOUDNESS else ():
            found = music_words.things(match[1] + ending)
            if found and found[0].kind == "moods" and found[0].text == match[1] + ending:
                kinds |= _towards(*found[0].value)
                break
    return kinds


def _towards(valence: float, energy: float) -> set[str]:
    """The leans to a mood, by what is marked of it."""
    kinds = set()
    if abs(valence - 0.5) > _MARKED:
        kinds.add("happier" if valence > 0.5 else "sadder")
    if abs(energy - 0.5) > _MARKED:
        kinds.add("livelier" if energy > 0.5 else "calmer")
    return kinds


def _over(part: Part, at: int) -> tuple[bool, bool]:
    """Whether what stands there is said to be too much so, and whether that is denied."""
    over = [c for c in part.cues if c.kind == "too" and 0 <= at - c.end <= 2]
    start = over[0].start if over else at
    denied = any(
        c.kind in ("no", "not") and c.end <= start and start - c.end <= 6 for c in part.cues
    )
    return bool(over), bool(over) and denied


def _against(valence: float, energy: float) -> str:
    """The lean away from a mood: from what is most of it."""
    if abs(valence - 0.5) >= abs(energy - 0.5):
        return "sadder" if valence > 0.5 else "happier"
    return "calmer" if energy > 0.5 else "livelier"


def _paced(brief: Brief, pace: float, *, named: bool) -> dict[str, Any]:
    if named:
        return {}
    if brief.bpm:
        return {"bpm": round(brief.bpm * pace, 2)}
    return {"pace": round(max(0.6, min(1.5, brief.pace * pace)), 4)}


def _stretch(kinds: set[str], size: float, brief: Brief, scope: Change) -> Brief:
    energy = 0.25 * ("livelier" in kinds) - 0.3 * ("calmer" in kinds)
    energy += 0.12 * ("happier" in kinds) - 0.15 * ("sadder" in kinds)
    energy += 0.1 * ("busier" in kinds) - 0.15 * ("sparser" in kinds)
    if not energy:
        return brief
    made = msgspec.structs.replace(scope, energy=round(energy * size, 3))
    return briefs.changed(brief, changes=(*brief.changes, made))
