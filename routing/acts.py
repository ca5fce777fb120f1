"""What one clause asks for: an act, or nothing.

The first rule that settles it wins: money questions, then what is negated, past or put off, then questions about the
project, then handing over, then giving material; what shows an edit is an edit, and the rest says nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from routing.clauses import Clause
from routing.signs import SIGN, pattern, signs

Act = Literal["export", "credits", "state", "upload", "sse", ""]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause asks for, and how much that weighs beside other clauses."""

    act: Act = ""
    weak: bool = False  # counts only when nothing stronger stands beside it
    why: str = ""  # the rule that spoke, for tests and for people


NOTHING = Verdict()

_LIGHT = signs("filler", "praise", "request", "first")
_DROP = {ord(sign): None for sign in _LIGHT}
_REQUEST, _QUESTION_WORDS = SIGN["request"], signs("what", "why", "is", "which", "amount", "length", "capability", "done yet")

_MONEY = signs("credits", "idiom credits", "cost", "balance")
_DELIVER = signs("deliver", "render")
_DELIVERY = signs("deliver", "deliver noun", "render", "delivering", "delivered", "artefact", "download link", "link")
_GOODS = signs("result", "finished", "spec", "link", "download link", "artefact", "deliver noun", "file", "path")
_STRONG_GOODS = signs("finished", "link", "download link", "artefact", "deliver noun")
_CONTENT = signs("part", "project", "material", "result", "word", "han", "comparative", "graphic")
_EDIT = signs("edit")
_FAULT = signs("broken", "dead")


def act(clause: Clause) -> Verdict:
    """What this clause asks for."""
    full = clause.signs
    asks = _REQUEST in full
    text = full.translate(_DROP)
    if not text:
        return NOTHING
    have = frozenset(text)
    question = clause.question or not _QUESTION_WORDS.isdisjoint(have)
    for rule in _RULES:
        verdict = rule(text, have, question, asks)
        if verdict is not None:
            return verdict
    return NOTHING


def _edits_first(text: str, have: frozenset[str], *others: str) -> bool:
    """True when an edit verb stands before the first of these signs."""
    if SIGN["edit"] not in have:
        return False
    places = [text.find(sign) for sign in others if sign in have]
    return text.find(SIGN["edit"]) < min((p for p in places if p >= 0), default=len(text))


def _first(text: str, wanted: frozenset[str]) -> int:
    return next((at for at, sign in enumerate(text) if sign in wanted), len(text))


# --- the rules, in order -------------------------------------------------------------------------------------------


def _kept(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    """Keeping the project and stopping the work have no endpoint: the backend answers."""
    if SIGN["keep project"] in have:
        return Verdict("sse", why="keep project")
    if pattern("<save>(<me>|<definite>|<pronoun>|<article>|<object>)*<project>").search(text):
        return Verdict("sse", why="keep project")
    if pattern("^<stop>((<definite>|<me>|<pronoun>)*[<deliver><render><deliver noun><delivering><upload><finish>]|$)").search(text):
        return Verdict("sse", why="stop")
    return None


_COST_WORDS = signs("amount", "what", "cost", "is", "length", "capability", "idiom credits")
_BALANCE = pattern(
    "^[<me><you><what><is><show><amount><article><definite><status><again><and><to><credits><of><word>]*<balance>"
    "[<me><is><status><and><credits><in time>]*$"
)


def _money(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    if _MONEY.isdisjoint(have):
        return None
    edits_first = SIGN["edit"] in have and text.find(SIGN["edit"]) < _first(text, _MONEY)
    asks_cost = question and not _COST_WORDS.isdisjoint(have)
    if SIGN["idiom credits"] in have and (not edits_first or question):
        return Verdict("credits", why="idiom")
    if SIGN["credits"] in have:
        moved = pattern("<object>.{0,3}<credits>.*<edit>").search(text)
        if moved or (edits_first and not asks_cost):
            return Verdict("sse", why="credits as content")
        if SIGN["negation"] in have and SIGN["edit"] in have:
            return None
        return Verdict("credits", why="credits")
    if SIGN["balance"] in have and _BALANCE.search(text):
        return Verdict("credits", why="balance")
    if SIGN["cost"] in have and not (edits_first and not asks_cost):
        if question or asks or not have.isdisjoint(signs("amount", "me", "deliver", "material")) or len(text) <= 3:
            return Verdict("credits", why="cost")
    return None


_LOCAL_VERBS = signs(
    "deliver", "render", "handover", "hand me", "save", "publish", "upload", "idiom export", "delivering",
    "watch", "preview", "deliver noun", "finish", "show", "idiom upload",
)  # fmt: skip


def _dropped(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    """What is negated, put off, past or merely reported is no act; an edit beside it still is."""
    if SIGN["negation"] in have:
        negation = text.find(SIGN["negation"])
        verb = _first(text, _LOCAL_VERBS | _EDIT)
        if negation < verb <= negation + 6 and not (question and SIGN["why"] in have):
            return Verdict("", why="negated")
    if SIGN["in time"] not in have and SIGN["later"] in have and not have.isdisjoint(_LOCAL_VERBS):
        return Verdict("", why="put off")
    if question:
        return None
    if SIGN["past"] in have and not have.isdisjoint(_LOCAL_VERBS | signs("delivered", "uploaded")):
        return _edit_evidence(text, have) or Verdict("", why="past")
    if SIGN["delivered"] in have and have.isdisjoint(_DELIVER | signs("hand me", "handover", "want", "dead")):
        return _edit_evidence(text, have) or Verdict("", why="past")
    return None


_ABOUT = signs("project", "part", "status", "progress noun", "summary", "amount", "length", "which", "material", "spec", "edited", "comparative")


def _reading(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    """Questions that the project itself answers."""
    edit = SIGN["edit"] in have
    if SIGN["project link"] in have:
        return Verdict("state", why="project link")
    if SIGN["preview"] in have and not _edits_first(text, have, SIGN["preview"]):
        return Verdict("state", why="preview")
    if SIGN["why"] in have:
        if have & (_DELIVERY | _FAULT | signs("upload")) or SIGN["summary"] in have:
            if not (SIGN["upload"] in have):
                return Verdict("state", why="why")
        return Verdict("sse", why="why") if SIGN["upload"] not in have else Verdict("upload", why="why")
    if SIGN["summary"] in have and not _edits_first(text, have, SIGN["summary"]):
        return Verdict("state", why="summary")
    if have & signs("status", "progress noun") and not edit and SIGN["neutral"] not in have:
        return Verdict("state", why="status")
    if SIGN["done yet"] in have and (have & (_DELIVERY | _CONTENT | signs("upload", "uploaded", "edit", "done", "edited", "artefact")) or len(text) <= 3):
        return Verdict("state", why="done yet")
    if pattern("^(<is>|<what>|<done>).*<done>|^<is>.*[<delivered><edited><uploaded>]|[<deliver><deliver noun><render><delivering><upload>].*<done><is>").search(text) and not asks:
        return Verdict("state", why="done?")
    if SIGN["show"] in have and not _edits_first(text, have, SIGN["show"]):
        rest = frozenset(text[text.find(SIGN["show"]) + 1 :])
        if rest & signs("project", "amount", "length", "which", "status", "what") or have & signs("project", "length", "which"):
            return Verdict("state", why="show")
    if asks or SIGN["capability"] in have or SIGN["accept"] in have or SIGN["uploaded"] in have and False:
        return None
    if have & signs("length", "which", "amount") and (question or not edit):
        if not have & signs("request", "deliver", "hand me", "render", "accept") and not pattern("<capability>|<you>.*<edit>").search(text):
            return Verdict("state", why="which")
    if question and have & _ABOUT and pattern("^(<comma>|<and>|<what>|<is>)").search(text):
        if not pattern("<you>[<edit><word>]|<deliver>|<render>|^<what>(<pronoun>|<is>)?$").search(text) or pattern("<what>.*<is>.*<you>").search(text):
            return Verdict("state", why="what")
    if SIGN["is"] in have and text.endswith(SIGN["is"]) and have & _ABOUT and have.isdisjoint(_LOCAL_VERBS) and SIGN["you"] not in have:
        return Verdict("state", why="particle")
    if pattern("^(<me>|<definite>|<of>)*<project>+$").search(text):
        return Verdict("state", why="bare project")
    return None


_TAIL = "[<me><definite><article><pronoun><result><finished><spec><link><download link><artefact><deliver noun><to><number>" \
    "<file><path><quote><in time>%s]"


def _handing(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    """The result wanted, now."""
    if SIGN["idiom export"] in have and not _edits_first(text, have, SIGN["idiom export"]):
        return Verdict("export", why="idiom")
    if SIGN["watch"] in have:
        return Verdict("export", why="watch")
    if have & _FAULT:
        if SIGN["upload"] in have:
            return Verdict("upload", why="upload fault")
        if have & (_DELIVERY | signs("result", "finished", "save")):
            return Verdict("export", why="fault")
    if SIGN["publish"] in have and SIGN["platform"] in have:
        return Verdict("export", why="publish")
    if SIGN["upload"] in have and pattern("<upload>.{0,4}<to>?<platform>").search(text):
        return Verdict("export", why="publish")
    if have & _DELIVER or SIGN["delivering"] in have or SIGN["delivered"] in have:
        verdict = _delivering(text, have, question, asks)
        if verdict is not None:
            return verdict
    edits_first = SIGN["edit"] in have
    if SIGN["download link"] in have:
        return Verdict("export", why="link")
    if SIGN["artefact"] in have and not edits_first and (asks or have & signs("handover", "hand me", "want", "save") or len(text) <= 4):
        return Verdict("export", why="artefact")
    if SIGN["hand me"] in have and not pattern("<edit>(?!.*[<result><finished><done>]).*<hand me>").search(text):
        return Verdict("export", why="hand me")
    if SIGN["handover"] in have and _handed(text, have):
        return Verdict("export", why="hand over")
    if SIGN["want"] in have and pattern(
        f"<want>{_TAIL % ''}*[<finished><artefact><deliver noun><download link><spec><link>]|<want>(<definite>|<me>|<pronoun>)+<result>(<in time>|<to>|$)|<want><result>$"
        "|<want>.*<delivered>"
    ).search(text) and not edits_first:
        return Verdict("export", why="want")
    if SIGN["save"] in have and not edits_first:
        if pattern("<save>(<object>|<pronoun>|<definite>|<me>|<article>|<result>|<finished>|<to>|<spec>)*(<file>|<path>|<quote>|$|<platform>)|<save>.*<to>.*(<file>|<path>)").search(text):
            return Verdict("export", why="save")
        if pattern("<save>(<pronoun>|<definite>|<me>|<article>)*(<result>|<finished>|<to>)|[<result><finished>].*<save>|<save>[<pronoun>]").search(text):
            return Verdict("export", why="save")
    if SIGN["deliver noun"] in have and not edits_first and len(text) <= 5:
        return Verdict("export", why="noun")
    if SIGN["publish"] in have and not edits_first and len(text) <= 4 and have & signs("pronoun", "result", "finished"):
        return Verdict("export", why="publish")
    if pattern("^[<finished><spec><link><result><to><definite><article><me><number><of><file>]+$").search(text):
        if SIGN["finished"] in have or SIGN["link"] in have:
            return Verdict("export", why="bare result")
        if SIGN["spec"] in have:
            return Verdict("export", weak=True, why="bare spec")
    if SIGN["finish"] in have and not edits_first and len(text) <= 4:
        return Verdict("export", weak=True, why="finish")
    return None


def _handed(text: str, have: frozenset[str]) -> bool:
    at = text.rfind(SIGN["handover"])
    before, after = text[:at], text[at + 1 :]
    if SIGN["edit"] in before and not pattern("<object>").search(before):
        return False
    if pattern(f"^{_TAIL % '<again><word><handover><of><han><material>'}*$").search(after):
        goods = frozenset(after)
        if goods & signs("finished", "link", "download link", "artefact", "deliver noun", "spec"):
            return True
        if pattern("(^|[<me><definite><pronoun><handover>])<result>(<to>|<again>|<in time>|<word>|$)").search(after) and SIGN["article"] not in goods:
            return True
        if SIGN["material"] in goods and SIGN["me"] in goods and SIGN["article"] not in goods:
            return True
        return SIGN["me"] in goods and bool(frozenset(before) & _GOODS) or (not after and bool(frozenset(before) & _GOODS))
    return False


def _delivering(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    deliver = _first(text, _DELIVER)
    before, after = text[:deliver], text[deliver + 1 :]
    edit = SIGN["edit"] in before
    if deliver == len(text):
        if pattern("<want>.*<delivered>|<request>.*<delivered>").search(text):
            return Verdict("export", why="wants it exported")
        return None
    ask = frozenset(before)
    goods = frozenset(after)
    if edit:
        if pattern("^([<me><result><finished><spec><to><hand me><pronoun><file><path><number>]|$)").search(after) and SIGN["article"] != before[-1:] and text[deliver] == SIGN["deliver"]:
            return Verdict("export", why="edit and export")
        return Verdict("sse", why="edit first")
    if before[-1:] in signs("definite", "article", "of") or before[-2:] == SIGN["of"] + SIGN["me"]:
        return None if SIGN["again"] not in goods else Verdict("export", why="again")
    if have & signs("url") and SIGN["to"] not in have:
        return Verdict("upload", why="bring in")
    if SIGN["accept"] in have or ask & signs("what", "which", "amount"):
        return Verdict("sse", why="capability")
    if question and (asks or SIGN["capability"] in have) and not goods & signs("pronoun", "result", "finished", "hand me", "artefact", "me", "definite", "link", "again", "file", "path", "deliver noun", "in time", "done yet") and (goods & signs("spec", "to", "part", "word")):
        return Verdict("sse", why="capability")
    if SIGN["capability"] in ask and not asks:
        return Verdict("sse", why="capability")
    if text[deliver] == SIGN["render"]:
        if not after or pattern("^[<to><me>]*[<pronoun><result><finished><spec><hand me><again><deliver><deliver noun><number><in time><file><path><download link>]|^(<definite>|<me>|<article>)+[<result><finished><spec><deliver noun>]").search(after):
            if not pattern("<pronoun><to>(<article>|<word>|<han>|<neutral>|<part>|<graphic>)").search(after):
                return Verdict("export", why="render")
        if before and frozenset(before) & _GOODS:
            return Verdict("export", why="render it")
        return Verdict("sse", why="render a picture")
    if SIGN["is"] in ask and SIGN["you"] in ask:
        return Verdict("state", why="did you export")
    if goods & signs("done", "done yet") and question:
        return Verdict("state", why="progress")
    if goods & signs("done") and not goods & signs("hand me", "handover") and not asks:
        return Verdict("", why="reported")
    return Verdict("export", why="deliver")


def _giving(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    """Material given, announced, or asked about."""
    if SIGN["idiom upload"] in have and not _edits_first(text, have, SIGN["idiom upload"]):
        return Verdict("upload", why="idiom")
    edit = SIGN["edit"] in have
    if SIGN["upload"] in have and not _edits_first(text, have, SIGN["upload"]):
        if pattern("<upload><done>").search(text) and not question:
            return Verdict("", why="reported")
        return Verdict("upload", why="upload")
    if SIGN["accept"] in have and not edit and have & signs("spec", "material", "result", "file", "artefact") and (question or asks):
        return Verdict("upload", why="accept")
    if SIGN["accept"] in have and pattern("<accept>[<han><word><spec>]*<is>").search(text) and not have & signs("part"):
        return Verdict("upload", why="accept")
    if SIGN["offering"] in have and not edit:
        if have & signs("material", "result", "project", "url", "path", "file") or text == SIGN["offering"]:
            return Verdict("upload", why="offering")
    if have & signs("path", "url") and have.isdisjoint(_EDIT | signs("part", "neutral", "on screen")) and len(text) <= 3:
        return Verdict("upload", weak=True, why="bare file")
    return None


def _edit_evidence(text: str, have: frozenset[str]) -> Verdict | None:
    if SIGN["edit"] in have:
        return Verdict("sse", why="edit")
    if SIGN["edited"] in have and SIGN["past"] not in have:
        return Verdict("sse", why="edited")
    if SIGN["comparative"] in have and have & (_CONTENT | signs("pronoun")):
        return Verdict("sse", why="comparative")
    if SIGN["render"] in have:
        return Verdict("sse", why="render")
    if SIGN["comparative"] in have or SIGN["part"] in have:
        return Verdict("sse", weak=True, why="part")
    return None


def _editing(text: str, have: frozenset[str], question: bool, asks: bool) -> Verdict | None:
    return _edit_evidence(text, have)


_RULES = (_kept, _money, _dropped, _reading, _handing, _giving, _editing)
