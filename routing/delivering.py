"""Clauses with a word of exporting, downloading or rendering: when they want it done, and when
they only speak of it."""

from __future__ import annotations

from routing.signs import SIGN, signs
from routing.view import Verdict, View

_DELIVER = signs("deliver", "render")
_NOUN_AFTER = signs("definite", "article", "of")
_WHICH = signs("what", "which", "amount")
_DONE = signs("done", "done yet")
_HANDS = signs("hand me", "handover")
_GOODS = signs(
    "result",
    "finished",
    "spec",
    "link",
    "download link",
    "artefact",
    "deliver noun",
    "file",
    "path",
)
_ITSELF = signs(
    "pronoun", "result", "finished", "hand me", "artefact", "me", "definite", "link",
    "download link", "again",
    "file", "path", "deliver noun", "in time", "done yet", "handover", "place",
)  # fmt: skip
_AS_WHAT = signs("spec", "to", "part", "word", "comparative")
_NOUN = (  # the last export
    "[<definite><range>][<word><past>]<deliver>|<range><deliver>"
    "|<neutral><deliver>[<part><graphic>]"
)
_OTHER_THAN_DRAFT = (
    "<deliver>.*<negation>[<me><definite>]*[<part><graphic><material>]"
    "|[<to><deliver>][<article><definite>]*<comparative>(?:<of>|<result>|<finished>|$)"
    "|<deliver>.*<range>|<deliver>.*<number><to><number>|<range>.*<deliver>|<deliver>.*<part>.*<edited>|<deliver>.*<part>.*<edit>$"
)


def delivering(v: View) -> Verdict | None:
    """Export, unless the word is a noun, a report, or a question of what exporting can do."""
    at = v.find(_DELIVER)
    if at == len(v.text):
        return _without_verb(v)
    before, after = v.text[:at], v.text[at + 1 :]
    said, goods = frozenset(before), frozenset(after)
    if said & signs("edit", "edited"):
        return _behind_edit(v, before, v.text[at])
    if not v.question and v.match("^[<definite><me>]<deliver>$"):
        return Verdict("export", why="the download")
    if before[-1:] in _NOUN_AFTER or v.match(_NOUN):
        return Verdict("export", why="again") if SIGN["again"] in goods else _noun(v)
    if v.has("url") and not v.has("to", "finished"):
        return Verdict("upload", why="bring in")
    if v.has("accept") or said & _WHICH:
        return Verdict("sse", why="what can be exported")
    if _only_asks(v, goods):
        return Verdict("sse", why="can it be exported so")
    if v.text[at] == SIGN["render"] and not _renders_result(v, said, after):
        return Verdict("sse", why="render a picture")
    return _told(v, goods)


def _told(v: View, goods: frozenset[str]) -> Verdict:
    """A verb of delivery that is no noun and no capability: an order, a report, or a question of
    progress."""
    if v.question and v.match("<is>.*<you>"):
        return Verdict("state", why="did you export")
    if goods & _DONE and not goods & _HANDS and not v.has("request", "may i"):
        return Verdict("state", why="progress") if v.question else Verdict("", why="reported")
    if not v.question and v.match(_OTHER_THAN_DRAFT):
        return Verdict("edited export", why="export of something else")
    return Verdict("export", why="deliver")


_DONE_FOR_ME = (
    "<want>.*<delivered>|^<delivering>[<pronoun><me>]*$"
    "|^<handover>[<definite><me><pronoun><result><finished>]+<delivered>"
)


def _without_verb(v: View) -> Verdict | None:
    """I want it exported; before exporting."""
    if not v.has("delivered", "delivering"):
        return None
    if not v.question and v.match(_DONE_FOR_ME):
        return Verdict("export", why="wants it exported")
    if v.has("delivering") and v.match("^<delivering>[<pronoun><result>]") and v.has("request"):
        return Verdict("export", why="would you mind exporting")
    if v.role in ("before", "after") and v.has("delivering"):
        return Verdict("export", why="before exporting")
    return None


_BEHIND_EDIT = (
    "<deliver>(?:[<result><finished><spec><hand me><handover><pronoun><file><path><me>]|$)"
)


def _behind_edit(v: View, before: str, verb: str) -> Verdict:
    """An edit and an export in one clause; or an edit of something that only sounds like one."""
    if v.match("^<edit>[<word><me>]{0,2}[<article><definite>][<deliver><render>][<to><me>]*$"):
        return Verdict("export", why="makes an export")
    noun = before[-1:] in _NOUN_AFTER or v.has("graphic", "on screen")
    if verb == SIGN["deliver"] and not noun and v.match(_BEHIND_EDIT):
        return Verdict("edited export", why="edit and export")
    return Verdict("sse", why="edit first")


def _noun(v: View) -> Verdict | None:
    """'the export', 'a render': wanted, or only spoken of."""
    if v.match(
        "[<want><handover>].*[<definite><article>]+[<deliver><render>]"
        "|<edit>.*<article>[<deliver><render>]$"
    ):
        return Verdict("export", why="wants an export")
    return None


def _only_asks(v: View, goods: frozenset[str]) -> bool:
    """True for a question of what exporting can do, which must not start one."""
    if v.has("capability"):
        return True
    if not (v.question and v.has("request", "may i")) or goods & _ITSELF:
        return False
    return bool(goods & _AS_WHAT)


_PICTURE = (
    "<render><pronoun><article>|<render>.*<comparative>"
    "|<render><pronoun><to>(?!<article><spec>)[<article><word><han><neutral><part><graphic><definite><edit>]"
)
_RESULT = (
    "<render>(?:$"
    "|[<to><me>]*[<pronoun><result><finished><spec><hand me><handover><again><done>"
    "<deliver><deliver noun>"
    "<number><in time><file><path><download link><particle>]|<article>$"
    "|.{0,5}<to><article>?<word>?[<spec><result>]+$|<word>?<spec>"
    "|[<definite><me><pronoun><article>]+[<result><finished><spec><deliver noun><project>])"
)


def _renders_result(v: View, said: frozenset[str], after: str) -> bool:
    """True for rendering the film, false for rendering a fox in watercolour."""
    if v.match(_PICTURE):
        return False
    return v.match(_RESULT) or (not after and bool(said & _GOODS))
