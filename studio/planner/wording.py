"""The words that are to stand on the picture, quoted or not."""

from __future__ import annotations

import re

from studio.planner import phrases, spotting
from studio.planner.numbers import value
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import kind_of
from studio.timeline.model import Place
from studio.timeline.operations.titles import TitleRole

LONGEST = 200  # characters of words that are not in quotation marks
_HYPHENED = re.compile(r"[^\s\ue000-\uf8ff]\s*[-–—|·:：/]\s*$")  # words, then a dash
_LISTED = re.compile(r"[\ue180-\ue1ff]\s*[:：\-–]?\s*(?P<words>[^\ue100-\ue27f]{2,200})$")
_SIGNED = re.compile(r"[\ue000-\ue07f]\s*,?\s*(by|von|作者[:：]?|-|–|—)\s*[\ue000-\ue07f]")
_WORD = r"(?:\"([^\"]{1,40})\"|“([^”]{1,40})”|([\w'-]{1,40}))"
_EXCHANGED = re.compile(  # change Urban to Rural in the title
    rf"(?i)\b(?:change|replace|swap|exchange|correct)\s+(?:the word\s+)?{_WORD}"
    rf"\s+(?:to|with|by|into|for)\s+(?:the word\s+)?{_WORD}"
    r"(?=\s*$|\s+(?:in|on|of|and|please)\b|\s*[,.;])"
)
_COUNTED = re.compile(r"(?:这|這)?([一二两兩三四五六七八九十\d]{1,2})个?個?(?:大|小)?字$")
PLACES: dict[TitleRole, Place] = {
    "title": "center", "caption": "bottom", "credits": "center", "watermark": "bottom-right",
}  # fmt: skip


def place_of(role: TitleRole) -> Place:
    """Where words of this role stand where nothing was said."""
    return PLACES[role]


def words(clause: Clause, scene: Scene) -> str:
    """The words asked for; "" where there are none."""
    quoted = clause.all("text")
    known = {title.text for title in scene.titles}
    fresh = [token.text for token in quoted if token.text not in known]
    if len(quoted) > 1 and _SIGNED.search(clause.text):
        return f"{quoted[0].text}\n{_by(clause)} {quoted[1].text}".replace("\n ", "\n")
    if quoted:
        return (fresh or [token.text for token in quoted])[-1]
    if clause.says("common.caption") or _captioned(scene):
        listed = _LISTED.search(clause.text)
        if listed:
            return clause.own_words(*listed.span("words")).strip(" :：-–")
    return _after(clause, "wording.opens")


def _by(clause: Clause) -> str:
    """The word between a title and whose it is."""
    match = _SIGNED.search(clause.text)
    return match[1].strip() if match else ""


def _captioned(scene: Scene) -> bool:
    """Whether the words last touched are captions: a list of them goes on."""
    return any(t.role == "caption" and t.id in scene.memory.targets for t in scene.titles)


def new_words(clause: Clause, scene: Scene) -> str:
    """The words that are to come in place of others."""
    quoted = clause.all("text")
    if quoted:
        known = {title.text for title in scene.titles}
        fresh = [token.text for token in quoted if token.text not in known]
        return fresh[-1] if fresh else quoted[-1].text if len(quoted) > 1 else ""
    return _after(clause, "wording.becomes")


def exchanged(clause: Clause, scene: Scene) -> tuple[str, str] | None:
    """The title of which a word is exchanged, and how it reads then: "change Urban to Rural"."""
    match = _EXCHANGED.search(clause.raw)
    if match is None:
        return None
    old, new = (next(g for g in match.group(n, n + 1, n + 2) if g) for n in (1, 4))
    found = [t for t in scene.titles if old.lower() in re.findall(r"[\w'-]+", t.text.lower())]
    if len(found) != 1 or old.lower() == found[0].text.lower():
        return None
    whole = re.sub(rf"(?i)(?<!\w){re.escape(old)}(?!\w)", lambda _: new, found[0].text)
    return found[0].id, whole


def beside(clause: Clause) -> Clause:
    """The wish without the words that are to be written, where no marks set them off."""
    span = None if clause.all("text") else _span(clause, "wording.opens")
    if span is None or not any(span[0] <= place < span[1] for place, _ in clause.placed()):
        return clause
    at = clause.at
    cut = (at + span[0], at + span[1])
    return clause.sheet.clause(at, at + len(clause.text), but=cut)


def _span(clause: Clause, key: str) -> tuple[int, int] | None:
    """From where to where such an opening is followed by words."""
    match = spotting.find(key, clause.text)
    if match is None:
        return None
    start = end = match.end()
    while True:
        stop = spotting.find("wording.stops", clause.text[end:])
        if stop is None:
            return start, len(clause.text)
        end += stop.start()
        token = clause.tokens.get(clause.text[end])
        if token is None or not _HYPHENED.search(clause.text[start:end]):
            return start, end
        end += 1  # "5K - 24:31": what a dash leads to is written, too


def _after(clause: Clause, key: str) -> str:
    """What follows such an opening, up to where something else begins."""
    span = _span(clause, key)
    if span is None:
        return ""
    start, end = span
    said = clause.own_words(start, end).strip(" :：,，.。-–—")
    counted = _COUNTED.search(said)
    if counted and len(said) - len(counted[0]) == value(counted[1]):
        said = said[: counted.start()].strip()
    plain = phrases.plain(said)
    if not said or len(said) > LONGEST or phrases.compiled("wording.no_words").fullmatch(plain):
        return ""
    if all(kind_of(char) for char in clause.text[start:end].strip()):
        return ""
    return re.sub(r"\s+", " ", said)
