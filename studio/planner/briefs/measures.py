"""Tempo and key, where they are given in figures or in the words of musicians."""

from __future__ import annotations

import re
from typing import Any

from studio import brief as briefs
from studio.brief import Brief
from studio.planner import music_words
from studio.planner.briefs import counts

_RATED = re.compile(r"(\d(?:\.\d+)?)\s*beats (?:per|a) second|每秒\s*(\d(?:\.\d+)?)\s*拍")
_NAKED = re.compile(  # "drum and bass at 174"
    r"(?:\btempo(?: of| is)?|\bat|\baround|\babout|@|~|速度)\s*(?:about |around |roughly )?"
    r"(\d{2,3})(?![\d:.]*\d|\s*(?:%|s\b|sec|ms\b|min|hz|khz|k\b|p\b|fps|db|st\b|nd\b|rd\b|th\b|:"
    r"|秒|分|度|个))"
)
_PART = re.compile(r"[^,，.;。；\n、/|]+")
_STEPPED = re.compile(  # "10 bpm faster", "up by 8 bpm", 快10拍
    r"(\d{1,2})\s*bpm\s*(faster|slower|more|less|up|down)"
    r"|(faster|slower|up|down)\s*(?:by\s*)?(\d{1,2})\s*bpm|(快|慢)\s*(\d{1,2})\s*(?:拍|bpm)"
)
_ACCIDENTAL = r"(?:#|♯|♭|b(?![a-z])|[- ]?sharp\b|[- ]?flat\b)"
_MODES = {
    "m": "minor", "major": "major", "maj": "major", "ionian": "major", "大调": "major",
    "minor": "minor", "min": "minor", "aeolian": "minor",
    "小调": "minor", "dorian": "dorian", "多利亚": "dorian",
    "phrygian": "phrygian", "弗里几亚": "phrygian", "lydian": "lydian", "利底亚": "lydian",
    "mixolydian": "mixolydian", "混合利底亚": "mixolydian",
}  # fmt: skip
_MODE = "|".join(
    rf"{m}\b" if m.isascii() else m for m in sorted(_MODES, key=len, reverse=True) if len(m) > 1
)
_KEYS = (  # letter, sign, mode; the surest first
    re.compile(rf"(?P<sign>[升降])(?P<letter>[a-g])\s*(?P<mode>{_MODE}|调)"),
    re.compile(rf"(?<![a-z])(?P<letter>[a-g])\s*(?P<sign>{_ACCIDENTAL})?[\s-]*(?P<mode>{_MODE})"),
    re.compile(r"(?<![a-z])(?P<letter>[a-g])(?P<sign>[#♯♭b])(?P<mode>m)(?![a-z])"),
    re.compile(r"\b(?:in|key(?: of| is|:)?)\s+(?P<letter>[a-g])(?P<sign>)(?P<mode>m)(?![a-z])"),
    re.compile(
        r"(?:^|[,;/，、])\s*(?P<letter>[a-g])(?P<sign>[#b♯♭]?)(?P<mode>m)\s*(?=$|[,;/，、])"
    ),
    re.compile(
        rf"\b(?:in|to|key(?: of| is|:)?)\s+(?P<letter>[a-g])\s*(?P<sign>{_ACCIDENTAL})(?![a-z])"
    ),
    re.compile(r"\bkey(?: of| is|:)\s+(?P<letter>[a-g])(?![a-z#])"),
    re.compile(r"\b(?:in|to)\s+(?P<letter>[b-g])(?=\s*$|\s*[,.;!])"),
    re.compile(r"(?<![a-z])(?P<letter>[a-g])\s*调"),
)
_SEED = re.compile(
    r"\bseed(?: number| no\.?|:| =| is| of| to| was| #|#|=)*\s*(\d{1,9})\b"
    r"|种子(?:是|为|用|：|:)*\s*(\d{1,9})"
)
_BARE_MODE = re.compile(
    r"\b(?:in|into|to) (?:a )?(major|minor)\b|(?:用|换成|改成|变成)(大调|小调)"
    r"|\b(dorian|phrygian|lydian|mixolydian)\b|(多利亚|弗里几亚|混合利底亚|利底亚)"
)
_SHIFT = re.compile(
    r"(?:transpose|shift|move|take|bring|pitch)?[^,.;]{0,16}?\b(up|down|higher"
    r"|lower)\b[^,.;\d]{0,8}"
    r"(?:by )?(a|one|two|three|four|five|six|seven|half|\d{1,2})?\s*(?:a )?"
    r"(semitones?|half[- ]?(?:steps?|tones?)|whole[- ]?(?:tones?|steps?)|steps?|tones?|octaves?)"
    r"|(升高?|降低?|高|低)\s*([一二两三四五六七\d半]{1,2})\s*个?(半音|全音|音|度|八度)"
)
_BEHIND = re.compile(  # a whole tone higher
    r"\b(?P<what>(?:a|one|two|three|four|five|six|seven|\d{1,2})?\s*(?:semitones?"
    r"|half[- ](?:steps?|tones?)"
    r"|whole[- ](?:tones?|steps?)|steps?|tones?|octaves?)) (?P<way>higher|lower|up|down)\b"
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
           "half": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
           "半": 1}  # fmt: skip
_NAMES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
SLOWEST, FASTEST = 40.0, 220.0


def measured(said: str, brief: Brief, *, relative: bool = False) -> Brief:
    """The brief with the tempo and the key that are named."""
    values: dict[str, Any] = {}
    found = _stepped(said, brief) if relative else None
    if found is not None:
        values |= found
    elif (bpm := tempo(said)) is not None:
        values |= {"bpm": min(FASTEST, max(SLOWEST, bpm)), "pace": 1.0}
    values |= _key(said) or {}
    if seed := _SEED.search(said):
        values["seed"] = int(seed[1] or seed[2])
    if relative and "key" not in values and (shift := _shifted(said)):
        values["shift"] = max(-12, min(12, brief.shift + shift))
    return briefs.changed(brief, **values) if values else brief


def tempo(said: str) -> float | None:
    """Beats a minute, where they are said."""
    if (bpm := counts.tempo(said)) is not None:
        return bpm
    if found := _RATED.search(said):
        return 60.0 * float(found[1] or found[2])
    if (found := _NAKED.search(said)) and 50 <= float(found[1]) <= FASTEST:
        return float(found[1])
    if (word := music_words.tempo_word(said)) is not None:
        return word
    return next((bpm for _, bpm in _bare(said)), None)


def _bare(said: str) -> list[tuple[tuple[int, int], float]]:
    """Parts of a wish for music that are a number and nothing else; not behind a drop's times."""
    found: list[tuple[tuple[int, int], float]] = []
    behind = ""
    if not any(char in said for char in ",，、/|"):
        return found
    for match in _PART.finditer(said):
        bpm = counts.bare(match[0])
        struck = any(cue.kind in ("drop", "hit") for cue in music_words.cues(behind))
        if bpm is not None and not struck:
            found.append((match.span(), bpm))
        behind = match[0]
    return found


def spans(said: str) -> list[tuple[int, int]]:
    """Where tempo and key are spoken of."""
    patterns = (_SEED, _RATED, _BEHIND, _STEPPED, *_KEYS, _BARE_MODE, _SHIFT)
    rows = [match.span() for pattern in patterns for match in pattern.finditer(said)]
    rows += [m.span() for m in _NAKED.finditer(said) if 50 <= float(m[1]) <= FASTEST]
    rows += counts.spans(said) + [span for span, _ in _bare(said)]
    return rows + music_words.tempo_spans(said)


def stepped(said: str) -> bool:
    """Whether a tempo is named by its distance from what it was."""
    return _STEPPED.search(said) is not None


def _stepped(said: str, brief: Brief) -> dict[str, Any] | None:
    """A tempo so many beats faster; a share where nobody has named the tempo itself."""
    found = _STEPPED.search(said)
    if not found:
        return None
    step = float(found[1] or found[4] or found[6])
    if (found[2] or found[3] or found[5]) in ("slower", "less", "down", "慢"):
        step = -step
    if brief.bpm:
        return {"bpm": min(FASTEST, max(SLOWEST, brief.bpm + step))}
    return {"pace": round(max(0.6, min(1.5, brief.pace * (1 + step / 110))), 4)}


def _key(said: str) -> dict[str, Any] | None:
    found = next((m for pattern in _KEYS if (m := pattern.search(said))), None)
    if found is None:
        bare = _BARE_MODE.search(said)
        return {"mode": _MODES[next(filter(None, bare.groups()))]} if bare else None
    said_as = found.groupdict()
    sign = (said_as.get("sign") or "").strip(" -")
    step = 1 if sign in ("#", "♯", "sharp", "升") else -1 if sign else 0
    values: dict[str, Any] = {"key": (_NAMES[said_as["letter"]] + step) % 12, "shift": 0}
    if mode := _MODES.get(said_as.get("mode") or ""):
        values["mode"] = mode
    return values


def _shifted(said: str) -> int:
    """By how many semitones up or down; a key more or less of one's own where none is named."""
    if behind := _BEHIND.search(said):
        said = f"{behind['way']} {behind['what']}"
    found = _SHIFT.search(said)
    if not found:
        return 0
    down = found[1] in ("down", "lower") or (found[4] or "")[:1] in ("降", "低")
    count = found[2] or found[5] or "a"
    number = (
        int(count) if count.isdigit() else _COUNTS.get(count[:1] if count[0] > "z" else count, 1)
    )
    unit = found[3] or found[6]
    if unit.startswith("octave") or unit == "八度":
        number *= 12
    elif not (unit.startswith(("semi", "half")) or unit == "半音" or count in ("half", "半")):
        number *= 2
    return -number if down else number
