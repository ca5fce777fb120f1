"""Clauses that want the result, now: exported, downloaded, saved, sent, or a link to it."""

from __future__ import annotations

from routing.signs import SIGN, signs
from routing.view import Verdict, View

_DELIVER = signs("deliver", "render")
_MADE = signs("deliver", "deliver noun", "render", "delivering", "delivered", "link", "download link", "result", "finished", "save")
_FAULT = signs("broken", "dead")
_GOODS = signs("result", "finished", "spec", "link", "download link", "artefact", "deliver noun", "file", "path")
_SURE = signs("finished", "link", "download link", "artefact", "deliver noun", "spec")
_ITSELF = signs(
    "pronoun", "result", "finished", "hand me", "artefact", "me", "definite", "link", "download link", "again",
    "file", "path", "deliver noun", "in time", "done yet", "handover", "place",
)  # fmt: skip
_TAIL = (
    "<me><definite><article><pronoun><result><finished><spec><link><download link><artefact><deliver noun><to><number>"
    "<file><path><quote><in time><particle><place><of>"
)
_SMALL = "<definite><me><pronoun><article>"


def handing(v: View) -> Verdict | None:
    """Export, when the clause wants the result."""
    return _said(v) or _fault(v) or _published(v) or _delivered(v) or _handed(v) or _wanted(v) or _saved(v) or _bare(v)


def _said(v: View) -> Verdict | None:
    if v.has("idiom export") and not v.edits_before(signs("idiom export")) and not v.match("<idiom export><to>?<definite>?[<part><neutral>]"):
        return Verdict("export", why="idiom")
    return Verdict("export", why="watch") if v.has("watch") and not v.has("edit") else None


def _fault(v: View) -> Verdict | None:
    if not v.any(_FAULT):
        return None
    if v.has("upload", "material", "idiom upload") or v.match("<project><broken>"):
        return Verdict("upload", why="upload fault")
    if v.any(_MADE) and not v.has("edit", "part"):
        return Verdict("export", why="fault")
    return None


def _published(v: View) -> Verdict | None:
    if v.has("publish") and v.has("platform"):
        return Verdict("export", why="publish")
    if v.match("<upload>.{0,4}<to>?<me>?<platform>"):
        return Verdict("export", why="publish")
    if v.match(f"<publish>[{_SMALL}<result><finished>]*$") and not v.has("edit") and v.has("pronoun", "result", "finished"):
        return Verdict("export", why="publish")
    return None


def _delivered(v: View) -> Verdict | None:
    """A word of exporting, downloading or rendering, and what it is said of."""
    at = v.find(_DELIVER)
    if at == len(v.text):
        if v.match("<want>.*<delivered>|^<delivering>(<pronoun>|<me>)*$") and not v.question:
            return Verdict("export", why="wants it exported")
        if v.role in ("before", "after") and v.has("delivering"):
            return Verdict("export", why="before exporting")
        return None
    before, after = v.text[:at], v.text[at + 1 :]
    goods = frozenset(after)
    if SIGN["edit"] in before or SIGN["edited"] in before:
        return _edit_then_export(v, before, after, at)
    if v.match("^(?:<definite>|<me>)<deliver>$") and not v.question:
        return Verdict("export", why="the download")
    if before[-1:] in _NOUN_AFTER or v.match("[<definite><range>][<word><past>]<deliver>|<range><deliver>"):
        return Verdict("export", why="again") if SIGN["again"] in goods else _noun(v)
    if v.has("url") and not v.has("to") and not v.has("finished"):
        return Verdict("upload", why="bring in")
    if v.has("accept") or not frozenset(before).isdisjoint(_WHICH):
        return Verdict("sse", why="what can be exported")
    if _only_asks(v, goods):
        return Verdict("sse", why="can it be exported so")
    if v.text[at] == SIGN["render"] and not _renders_result(v, before, after):
        return Verdict("sse", why="render a picture")
    if v.match("<is>.*<you>") and v.question:
        return Verdict("state", why="did you export")
    if goods & _DONE and not goods & _HANDING and not v.has("request", "may i"):
        return Verdict("state", why="progress") if v.question else Verdict("", why="reported")
    if v.match(_OTHER_THAN_DRAFT) and not v.question:
        return Verdict("edited export", why="export of something else")
    return Verdict("export", why="deliver")


_NOUN_AFTER = signs("definite", "article", "of")
_WHICH = signs("what", "which", "amount")
_DONE, _HANDING = signs("done", "done yet"), signs("hand me", "handover")
_OTHER_THAN_DRAFT = (
    "<deliver>.*<negation>(<me>|<definite>)*[<part><graphic><material>]"
    "|[<to><deliver>](<article>|<definite>)*[<part><comparative>](<of>|<result>|<finished>|$)"
    "|<deliver>.*<range>|<range>.*<deliver>|<deliver>.*<part>.*<edited>|<deliver>.*<part>.*<edit>$"
)


def _edit_then_export(v: View, before: str, after: str, at: int) -> Verdict:
    if v.match("^<edit>[<word><me>]{0,2}<article>[<deliver><render>](?:<to>|<me>)*$"):
        return Verdict("export", why="makes an export")
    sure = v.match("[<deliver>](?:[<result><finished><spec><hand me><handover><pronoun><file><path><me>]|$)")
    if sure and before[-1:] not in _NOUN_AFTER and v.text[at] == SIGN["deliver"] and not v.has("graphic", "on screen"):
        return Verdict("edited export", why="edit and export")
    return Verdict("sse", why="edit first")


def _noun(v: View) -> Verdict | None:
    """'the export', 'a render': wanted, or only spoken of."""
    if v.match("[<want><handover>].*[<definite><article>]+[<deliver><render>]|<edit>.*<article>[<deliver><render>]$"):
        return Verdict("export", why="wants an export")
    return None


def _only_asks(v: View, goods: frozenset[str]) -> bool:
    """True for a question of what exporting can do, which must not start one."""
    if v.has("capability"):
        return True
    if not (v.question and v.has("request", "may i")) or goods & _ITSELF:
        return False
    return bool(goods & signs("spec", "to", "part", "word", "comparative"))


_RESULT_FOLLOWS = (
    f"<render>(?:$|[<to><me>]*[<pronoun><result><finished><spec><hand me><handover><again><deliver><deliver noun><number>"
    f"<in time><file><path><download link><particle>]|<article>$|[{_SMALL}]+[<result><finished><spec><deliver noun>])"
)


def _renders_result(v: View, before: str, after: str) -> bool:
    if v.match("<render><pronoun><article>|<render><pronoun><to>(<article>|<word>|<han>|<neutral>|<part>|<graphic>|<definite>|<edit>|<comparative>)|<render>.*<comparative>"):
        return False
    return v.match(_RESULT_FOLLOWS) or (not after and bool(frozenset(before) & _GOODS))


def _handed(v: View) -> Verdict | None:
    if v.has("download link") and not v.has("graphic", "on screen"):
        return Verdict("export", why="link")
    if v.has("link") and v.has("done", "material", "upload", "offering", "url"):
        return None
    if v.has("hand me"):
        if not v.has("edit", "edited") or v.match("[<result><finished><done>].*<hand me>"):
            return Verdict("export", why="hand me") if not v.has("graphic", "part", "material") or v.has("done") else None
        if v.match("^<edited><hand me>$"):
            return Verdict("export", why="hand me when done")
        return Verdict("edited export", why="edit and hand me") if v.match("[<edit><edited>].*<hand me>[<me><result><particle><article><finished><spec>]*$") else None
    if v.match("^[<comparative><done><you>]?<handover>(?:<handover>+|<me><pronoun>$|<me>$|<article>$|$)"):
        return Verdict("export", why="hand it over")
    if v.match("<edit>.*<handover>$"):
        return Verdict("edited export", why="edit and hand over")
    if v.has("handover") and _hands_goods(v):
        return Verdict("export", why="hand over")
    return None


def _hands_goods(v: View) -> bool:
    at = v.text.rfind(SIGN["handover"])
    before, after = v.text[:at], v.text[at + 1 :]
    if SIGN["edit"] in before and SIGN["object"] not in before:
        return False
    if not _tail_only(after):
        return False
    goods = frozenset(after)
    said = frozenset(before)
    if goods & _SURE and not (SIGN["article"] in goods and not goods & _SURE - signs("spec")):
        return True
    if goods & signs("result", "file") and SIGN["article"] not in goods:
        return True
    if SIGN["material"] in goods and SIGN["me"] in goods and not goods & _NOUN_AFTER:
        return True
    return bool(said & _GOODS) and (not after or after == SIGN["han"] or SIGN["me"] in goods or SIGN["particle"] in goods or SIGN["again"] in goods)


def _tail_only(after: str) -> bool:
    allowed = signs(
        "me", "definite", "article", "pronoun", "result", "finished", "spec", "link", "download link", "artefact",
        "deliver noun", "to", "number", "file", "path", "quote", "in time", "particle", "place", "of", "again",
        "word", "handover", "han", "material", "done", "platform",
    )  # fmt: skip
    return frozenset(after) <= allowed and after.count(SIGN["word"]) + after.count(SIGN["han"]) <= 3


_WANTS = (
    f"<want>[{_TAIL}]*[<finished><artefact><deliver noun><download link><spec><link>]"
    "|<want>[<definite><me><pronoun>]+<result>[<in time><to><place><particle>]*$|<want><result><particle>?$|<want>.*<delivered>"
)


def _wanted(v: View) -> Verdict | None:
    """The finished thing named, with whatever verb of getting: toss me the final cut."""
    if v.has("want") and v.match(_WANTS) and not v.has("edit", "part", "comparative"):
        return Verdict("export", why="want")
    if v.has("artefact") and not v.has("edit") and (v.has("request", "may i", "handover", "hand me", "save") or len(v.text) <= 4):
        return Verdict("export", why="artefact")
    if v.has("finished", "deliver noun") and not v.question and v.match(
        f"^(?:<edit>|<word>|<me>|<handover>|<object>|<publish>|<save>|<you>)*[{_SMALL}]*[<finished><deliver noun>]"
        "(?:<result>|<spec>|<me>|<word>|<to>|<definite>|<place>|<in time>|<number>|<particle>){0,4}$"
    ) and (not v.match("<edit>.*<finished>.*[<word><to>]") or v.match("<place>$")):
        return Verdict("export", why="the result")
    if v.match("^<edit>[<me>]*<article><spec>+<result>?$"):
        return Verdict("export", why="make me an mp4")
    if v.has("finished") and v.has("request", "may i") and not v.has("edit", "part", "comparative"):
        return Verdict("export", why="asks for the result")
    return None


def _saved(v: View) -> Verdict | None:
    if v.match("<save>.*(?:<file>|<path>)"):
        return Verdict("export", why="save as")
    if not v.has("save") or v.has("edit"):
        return None
    if v.match(f"<save>[{_SMALL}<result><finished><to><spec><object>]*(?:<quote>|<place>|$)|<save>.*<to>?.*<place>"):
        return Verdict("export", why="save")
    if v.match(f"<save>[{_SMALL}]*(?:<result>|<finished>|<to>|<spec>)|[<result><finished>].*<save>|<save><pronoun>"):
        return Verdict("export", why="save")
    return None


def _bare(v: View) -> Verdict | None:
    """Only the thing itself is named: '1080p mp4 please', 'final render'."""
    if v.has("deliver noun") and not v.has("edit") and len(v.text) <= 5 and not v.question:
        return Verdict("export", why="noun")
    if v.match("^[<finished><spec><link><result><to><definite><article><me><number><of><file>]+$"):
        if v.has("finished", "link"):
            return Verdict("export", why="bare result")
        if v.has("spec"):
            return Verdict("export", weak=True, why="bare spec")
    if v.match("^[<definite><me>]?<result>$") and v.has("filler") and not v.question:
        return Verdict("export", why="the video, please")
    if v.has("finish") and not v.has("edit") and len(v.text) <= 4:
        return Verdict("export", weak=True, why="finish")
    return None
