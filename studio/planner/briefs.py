"""A sentence becomes a Brief, or a changed one; a Brief becomes one line in the user's language.

`understand` reads a wish for music, `change` a small change to what there is ("less drums", "only
piano after 0:20"):
everything not named stays as it was, the seed too, so that the piece stays the piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from studio import brief as briefs
from studio import words
from studio.brief import Brief, Change
from studio.planner import music_words
from studio.planner.music_words import Time, Word
from studio.planner.phrases import plain

_CLAUSES = re.compile(r"[,，.。;；!！?？\n、]+(?!\d)|\bbut\b|\band then\b|但是?|然后")
_BPM = re.compile(r"(\d{2,3}(?:\.\d+)?)\s*(?:bpm|beats (?:per|a) minute|拍)")
_KEY = re.compile(
    r"(?<![a-z])(?:in |key of )?([a-g])\s*(#|♯|♭|b(?![a-z])|[- ]?sharp|[- ]?flat)?[\s-]*"
    r"(major|minor|maj\b|min\b|大调|小调)"
    r"|([升降])([a-g])\s*(大调|小调)"
)
_SCENE = re.compile(r"\b(?:scene|shot|clip)s? \d|第.{1,3}(?:个)?(?:场景|镜头|场|片段)")
_NAMES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_TAKES = re.compile(
    r"(\d|two|three|four|five|six|[两二三四五六])\s*(?:different |contrasting |other )?"
    r"(options|versions|takes|variations|alternatives|choices|个选择|个版本|个方案|版|种方案|个选项|种选择)"
)
_COUNTS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
}
_RHYTHM = ("drums", "percussion")
# what a place or use suggests gives way to a style that is named
_SCENES = frozenset({"travel", "corporate", "comedy", "rnb", "rock", "piano", "travelvlog"})


class Clause(NamedTuple):
    text: str
    things: list[Word]
    cues: list[Word]
    times: list[Time]

    def has(self, kind: str) -> bool:
        return any(cue.kind == kind for cue in self.cues)

    def first(self, kind: str) -> Word | None:
        return next((cue for cue in self.cues if cue.kind == kind), None)


def understand(text: str, *, lang: str = "en", brief: Brief | None = None) -> Brief | None:
    """The brief that the sentence asks for, on top of `brief` where one is given; None: no music in
    it."""
    base = brief or Brief()
    said = plain(text)
    clauses = list(_clauses(said))
    read = _read(said, clauses, base)
    named = any(word.kind in ("genres", "instruments") for c in clauses for word in c.things)
    music = any(c.has("music") for c in clauses)
    if read == base and not music:
        return None
    moods = any(word.kind == "moods" for c in clauses for word in c.things)
    pulse = read.bpm != base.bpm or read.drops != base.drops
    return read if named or music or moods or pulse or brief is not None else None


def change(text: str, brief: Brief, *, lang: str = "en") -> Brief | None:
    """The brief changed as the sentence asks ("less drums", "happier"); None where it asks no
    change."""
    said = plain(text)
    clauses = list(_clauses(said))
    if _SCENE.search(said):  # whoever knows where the scenes lie turns them into times
        return None
    read = _read(said, clauses, brief, relative=True)
    if any(c.has("another") for c in clauses):
        read = briefs.changed(read, seed=read.seed + 1)
    return None if read == brief else read


def takes_asked(text: str) -> int:
    """How many versions the sentence asks for; 1 where it does not say."""
    found = _TAKES.search(plain(text))
    if not found:
        return 1
    count = found.group(1)
    return max(1, min(6, int(count) if count.isdigit() else _COUNTS[count]))


def takes(brief: Brief, count: int = 3) -> tuple[Brief, ...]:
    """Contrasting versions of one wish: as asked, then calmer and sparser, then livelier and
    fuller, and so on."""
    leans = (
        (0.0, 0.0, 1.0),
        (-0.18, -0.08, 0.85),
        (0.16, 0.08, 1.15),
        (-0.1, 0.15, 1.0),
        (0.1, -0.15, 1.0),
        (0.0, 0.2, 0.9),
    )
    made = []
    for index in range(count):
        push, lift, density = leans[index % len(leans)]
        made.append(
            briefs.changed(
                brief,
                seed=brief.seed + 101 * index,
                push=_bounded(brief.push + push),
                lift=_bounded(brief.lift + lift),
                density=round(brief.density * density, 3),
            )
        )
    return tuple(made)


def _bounded(value: float) -> float:
    return round(max(-0.6, min(0.6, value)), 3)


def _clauses(said: str) -> Iterator[Clause]:
    for piece in _CLAUSES.split(said):
        if piece.strip():
            yield Clause(
                piece, music_words.things(piece), music_words.cues(piece), music_words.times(piece)
            )


# --- reading ----------------------------------------------------------------------------------


def _read(said: str, clauses: list[Clause], base: Brief, *, relative: bool = False) -> Brief:
    brief = _measured(said, base)
    brief = _styled(clauses, brief)
    landing = False
    for clause in clauses:
        scope = _scope(clause, brief)
        brief = _manned(clause, brief, scope)
        brief = _leaned(clause, brief, scope)
        if scope is None:
            brief, landing = _timed(clause, brief, landing=landing)
        brief = _ended(clause, brief)
    return brief


def _measured(said: str, brief: Brief) -> Brief:
    """Tempo and key where they are given in figures."""
    if found := _BPM.search(said):
        brief = briefs.changed(brief, bpm=min(220.0, max(40.0, float(found.group(1)))), pace=1.0)
    if found := _KEY.search(said):
        letter = found.group(1) or found.group(5)
        sign = found.group(2) or {"升": "#", "降": "b"}.get(found.group(4) or "", "")
        mode = found.group(3) or found.group(6)
        shift = 1 if sign.strip(" -") in ("#", "♯", "sharp") else -1 if sign else 0
        brief = briefs.changed(
            brief,
            key=(_NAMES[letter] + shift) % 12,
            mode="minor" if mode.startswith("min") or mode == "小调" else "major",
        )
    return brief


def _styled(clauses: list[Clause], brief: Brief) -> Brief:
    """Genre, blend and mood."""
    named: list[Word] = []
    moods: list[tuple[float, float]] = []
    for clause in clauses:
        for word in clause.things:
            if _cue_for(word, clause) in ("no", "less"):
                continue
            if word.kind == "genres" and word.value not in [known.value for known in named]:
                named.append(word)
            elif word.kind == "moods" and not _relative(word, clause):
                moods.append(word.value)
    if len(named) > 1:
        styles = [word for word in named if word.value not in _SCENES]
        named = styles or named[:1]
    if named:
        genres = [str(word.value) for word in named]
        brief = briefs.changed(brief, genre=genres[0], blend=genres[1] if len(genres) > 1 else "")
    if moods:
        brief = briefs.changed(
            brief,
            valence=round(sum(m[0] for m in moods) / len(moods), 3),
            energy=round(sum(m[1] for m in moods) / len(moods), 3),
            lift=0.0,
            push=0.0,
        )
    return brief


_LEANS = ("happier", "sadder", "calmer", "livelier", "slower", "faster", "sparser", "busier")


def _relative(word: Word, clause: Clause) -> bool:
    """Whether a mood word is part of a comparison: "happier" is a change, not a mood."""
    return any(
        cue.start <= word.start and word.end <= cue.end and cue.kind in _LEANS
        for cue in clause.cues
    )


def _cue_for(word: Word, clause: Clause) -> str:
    """What is wished of a thing: no, only, less, more, with; "" where it is only named."""
    kinds = ("no", "only", "less", "more", "with")
    before = [cue for cue in clause.cues if cue.kind in kinds and cue.end <= word.start]
    after = [cue for cue in clause.cues if cue.kind in ("less", "more") and cue.start >= word.end]
    if after and after[0].start - word.end <= 3 and not _ascii(word.text):
        return after[0].kind
    behind = [cue for cue in clause.cues if cue.kind == "only" and cue.start >= word.end]
    if behind and clause.text[word.end : behind[0].start].strip() == "" and not before:
        return "only"
    if before and (_near(clause.text[before[-1].end : word.start])):
        return before[-1].kind
    if after and after[0].start - word.end <= 2:
        return after[0].kind
    return ""


def _ascii(text: str) -> bool:
    return text.isascii()


def _near(between: str) -> bool:
    """Whether a cue still speaks of a thing so many words later: "no drums or bass"."""
    return len(between.split()) <= 4 and len(between) <= 32


def _scope(clause: Clause, brief: Brief) -> Change | None:
    """The stretch that a clause speaks of, where it does not speak of the whole."""
    half = round(brief.length_ms / 2)
    if clause.has("second_half"):
        return Change(start=half)
    if clause.has("first_half"):
        return Change(end=half)
    start: float | None = None
    end: float | None = None
    for time in clause.times:
        before = clause.text[max(0, time.start - 12) : time.start]
        behind = clause.text[time.end : time.end + 4]
        if _ends_with(before, "after") or _starts_with(behind, "after"):
            start = time.ms
        elif (
            _ends_with(before, "until")
            or _starts_with(behind, "until")
            or (start is not None and re.search(r"(to|-|–|到|至)\s*$", before))
        ):
            end = time.ms
    if start is None and end is None:
        return None
    return Change(start=start or 0.0, end=end)


def _ends_with(text: str, kind: str) -> bool:
    found = [cue for cue in music_words.cues(text) if cue.kind == kind]
    return bool(found) and not text[found[-1].end :].strip(" the第")


def _starts_with(text: str, kind: str) -> bool:
    found = [cue for cue in music_words.cues(text) if cue.kind == kind]
    return bool(found) and not text[: found[0].start].strip() and not _ascii(found[0].text)


def _manned(clause: Clause, brief: Brief, scope: Change | None) -> Brief:
    """Who plays: wanted, unwanted, only, less and more."""
    only: list[str] = []
    without: list[str] = []
    for word in clause.things:
        if word.kind not in ("instruments", "families"):
            continue
        if any(
            w.kind == "genres"
            and w.start <= word.start
            and w.end >= word.end
            and len(w.text) > len(word.text)
            for w in clause.things
        ):
            continue
        name = str(word.value)
        match _cue_for(word, clause):
            case "no":
                without.append(name)
            case "only":
                only.append(name)
            case "less" if scope is None:
                brief = _amount(brief, name, 0.5)
            case "more" if scope is None:
                brief = _amount(brief, name, 1.5)
            case cue if scope is None and (word.kind == "instruments" or cue == "with"):
                if name not in brief.wanted:
                    brief = briefs.changed(
                        brief,
                        wanted=(*brief.wanted, name),
                        unwanted=tuple(n for n in brief.unwanted if n != name),
                    )
    if scope is not None:
        if only or without:
            made = Change(
                start=scope.start, end=scope.end, only=tuple(only), without=tuple(without)
            )
            brief = briefs.changed(brief, changes=(*brief.changes, made))
        return brief
    if only:
        brief = briefs.changed(brief, only=tuple(dict.fromkeys(only)))
    if without:
        names = tuple(dict.fromkeys((*brief.unwanted, *without)))
        brief = briefs.changed(
            brief, unwanted=names, wanted=tuple(n for n in brief.wanted if n not in names)
        )
    return brief


def _amount(brief: Brief, name: str, factor: float) -> Brief:
    amounts = dict(brief.amounts)
    amounts[name] = round(max(0.1, min(2.0, amounts.get(name, 1.0) * factor)), 3)
    return briefs.changed(brief, amounts=tuple(sorted(amounts.items())))


def _leaned(clause: Clause, brief: Brief, scope: Change | None) -> Brief:
    """Happier, calmer, slower: of the whole, or of the stretch the clause speaks of."""
    kinds = {cue.kind for cue in clause.cues}
    if scope is not None:
        energy = 0.25 * ("livelier" in kinds) - 0.3 * ("calmer" in kinds)
        energy += 0.1 * ("busier" in kinds) - 0.15 * ("sparser" in kinds)
        if not energy:
            return brief
        made = Change(start=scope.start, end=scope.end, energy=energy)
        return briefs.changed(brief, changes=(*brief.changes, made))
    lift = 0.22 * ("happier" in kinds) - 0.25 * ("sadder" in kinds)
    push = 0.18 * ("livelier" in kinds) - 0.2 * ("calmer" in kinds)
    pace = (0.88 if "slower" in kinds else 1.0) * (1.12 if "faster" in kinds else 1.0)
    density = (0.72 if "sparser" in kinds else 1.0) * (1.25 if "busier" in kinds else 1.0)
    values: dict[str, Any] = {}
    if lift:
        values["lift"] = _bounded(brief.lift + lift)
    if push:
        values["push"] = _bounded(brief.push + push)
    if pace != 1.0:
        if brief.bpm and not _BPM.search(clause.text):
            values["bpm"] = round(brief.bpm * pace, 2)
        elif not brief.bpm:
            values["pace"] = round(max(0.6, min(1.5, brief.pace * pace)), 4)
    if density != 1.0:
        values["density"] = round(max(0.4, min(1.6, brief.density * density)), 3)
    if "half" in kinds:
        values["feel"] = "half"
    if "double" in kinds:
        values["feel"] = "double"
    return briefs.changed(brief, **values) if values else brief


def _timed(clause: Clause, brief: Brief, *, landing: bool) -> tuple[Brief, bool]:
    """Length, drops and hit-points. `landing`: the clause before named drops, bare times go on with
    them."""
    drop, hit = clause.first("drop"), clause.first("hit")
    bare = not clause.things and not drop and not hit and not clause.has("music")
    drops: list[float] = []
    hits: list[float] = []
    for time in clause.times:
        before = clause.text[max(0, time.start - 8) : time.start]
        at = time.clock or _ends_with(before, "at") or before.endswith("第")
        long = re.match(r"\s*(-?\s*long|长)", clause.text[time.end :])
        if long:
            brief = briefs.changed(brief, length_ms=time.ms)
        elif drop and (time.start > drop.start or at):
            drops.append(time.ms)
        elif hit and (time.start > hit.start or at):
            hits.append(time.ms)
        elif landing and bare:
            drops.append(time.ms)
        elif not at or not (drop or hit):
            brief = briefs.changed(brief, length_ms=time.ms)
    if drops:
        old = brief.drops if landing and bare else ()
        brief = briefs.changed(brief, drops=tuple(sorted({*old, *drops})))
    if hits:
        brief = briefs.changed(brief, hits=tuple(sorted({*brief.hits, *hits})))
    return brief, bool(drops) or (landing and bare)


def _ended(clause: Clause, brief: Brief) -> Brief:
    if clause.has("loop"):
        brief = briefs.changed(brief, loop=True)
    if clause.has("fade"):
        brief = briefs.changed(brief, ending="fade")
    if clause.has("button"):
        brief = briefs.changed(brief, ending="button")
    if clause.has("voice"):
        brief = briefs.changed(brief, voice=True)
    return brief


# --- saying back ------------------------------------------------------------------------------


def said_back(brief: Brief, lang: str = "en", *, reason: str = "") -> str:
    """What was understood, in one line."""
    known = next((name for name in words.LANGS if name == lang), words.LANGS[0])

    def say(name: str, /, **values: object) -> str:
        return words.say("music." + name, known, **values)

    parts = [part for part in _phrases(brief, say) if part]
    line = say("comma").join(parts)
    line = line[:1].upper() + line[1:]
    if reason:
        line = say("reason", line=line, reason=reason)
    return line + say("stop")


class _Say(Protocol):
    """A sentence by name, in the user's language."""

    def __call__(self, name: str, /, **values: object) -> str: ...


def _phrases(brief: Brief, say: _Say) -> Iterator[str]:
    genre = say("genre_" + brief.genre) if brief.genre else say("any")
    yield say("blend", first=genre, second=say("genre_" + brief.blend)) if brief.blend else genre
    if not brief.genre:
        yield say("_".join(("feel", *_feel(brief))))
    if brief.bpm:
        yield say("bpm", bpm=f"{brief.bpm:g}")
    if brief.key is not None:
        names = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
        mode = brief.mode if brief.mode in ("major", "minor") else "major"
        yield say("key", key=names[brief.key % 12], mode=say(mode))
    yield from _mood(brief, say)
    yield from _leanings(brief, say)
    yield from _players(brief, say)
    yield say("length", time=clock(brief.length_ms))
    if brief.drops:
        yield say("drop", times=say("joint").join(map(clock, brief.drops)))
    if brief.hits:
        yield say("hit", times=say("joint").join(map(clock, brief.hits)))
    if brief.loop or brief.ending == "loop":
        yield say("loop")
    elif brief.ending == "fade":
        yield say("fade")
    if brief.voice or brief.speech:
        yield say("voice")
    for wish in brief.changes:
        yield _stretch(wish, say)


def _mood(brief: Brief, say: _Say) -> Iterator[str]:
    if not brief.genre:  # its feel is named already
        return
    if brief.valence is not None and abs(brief.valence - 0.5) > 0.15:
        yield say("bright" if brief.valence > 0.5 else "dark")
    if brief.energy is not None and abs(brief.energy - 0.5) > 0.15:
        yield say("driving" if brief.energy > 0.5 else "calm")


def _feel(brief: Brief) -> tuple[str, str]:
    """How music without a named genre will feel: its valence and its energy, as words' names."""
    moods = brief.curve
    valence = 0.5 if brief.valence is None else brief.valence
    energy = 0.5 if brief.energy is None else brief.energy
    if brief.valence is None and moods:
        valence = sum(mood.valence for mood in moods) / len(moods)
    if brief.energy is None and moods:
        energy = sum(mood.energy for mood in moods) / len(moods)
    return (
        "bright" if valence > 0.65 else "dark" if valence < 0.35 else "even",
        "driving" if energy > 0.65 else "calm" if energy < 0.35 else "even",
    )


def _leanings(brief: Brief, say: _Say) -> Iterator[str]:
    if brief.lift:
        yield say("happier" if brief.lift > 0 else "sadder")
    if brief.push:
        yield say("livelier" if brief.push > 0 else "calmer")
    if brief.pace != 1.0:
        yield say("faster" if brief.pace > 1 else "slower")
    if brief.feel:
        yield say(brief.feel)
    if abs(brief.density - 1.0) > 0.1:
        yield say("dense" if brief.density > 1 else "sparse")


def _players(brief: Brief, say: _Say) -> Iterator[str]:
    def names(row: tuple[str, ...]) -> str:
        return say("joint").join(say("name_" + name) for name in row)

    if brief.only:
        yield say("only", names=names(brief.only))
    if brief.wanted:
        yield say("wanted", names=names(brief.wanted))
    if brief.unwanted:
        yield say("unwanted", names=names(brief.unwanted))
    for name, amount in brief.amounts:
        if abs(amount - 1.0) > 0.1:
            yield say("more" if amount > 1 else "less", name=say("name_" + name))


def _stretch(wish: Change, say: _Say) -> str:
    what = []
    if wish.only:
        what.append(say("only", names=say("joint").join(say("name_" + n) for n in wish.only)))
    if wish.without:
        what.append(
            say("unwanted", names=say("joint").join(say("name_" + n) for n in wish.without))
        )
    if wish.energy:
        what.append(say("livelier" if wish.energy > 0 else "calmer"))
    joined = say("comma").join(what)
    if wish.end is None:
        return say("after", time=clock(wish.start), what=joined)
    return say("between", time=clock(wish.start), until=clock(wish.end), what=joined)


def clock(ms: float) -> str:
    """0:37.4 of a time in milliseconds; whole seconds without a fraction."""
    total = round(ms)
    minutes, rest = divmod(total, 60_000)
    text = f"{minutes}:{rest / 1000:06.3f}".rstrip("0").rstrip(".")
    return text if "." in text or rest % 1000 else f"{minutes}:{rest // 1000:02}"
