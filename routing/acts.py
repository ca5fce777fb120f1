"""What one clause asks for: an act, or nothing.

The first rule that settles it wins: what has no endpoint, money, what is negated, past or put
off, questions about
the project, handing over, giving material. What shows an edit is an edit; the rest says nothing
by itself.
"""

from __future__ import annotations

from routing.asking import asking
from routing.clauses import Clause
from routing.giving import giving
from routing.handing import handing
from routing.money import money
from routing.signs import SIGN, signs
from routing.view import Verdict, View, view

_EDIT = signs("edit")
_GIVING = signs("upload", "idiom upload", "offering")
_LOCAL = signs(
    "deliver", "render", "handover", "hand me", "save", "naming", "publish", "upload",
    "idiom export", "delivering", "watch",
    "preview", "deliver noun", "finish", "show", "idiom upload", "download link",
)  # fmt: skip
_REPORTED = _LOCAL | signs("delivered", "uploaded")
_CONTENT = signs(
    "part", "project", "material", "result", "word", "han", "comparative", "graphic", "pronoun"
)
_STILL_WANTED = signs("deliver", "render", "hand me", "handover", "want", "dead")


def act(clause: Clause) -> Verdict:
    """What this clause asks for."""
    v = view(clause)
    if not v.text:
        return Verdict()
    for rule in (_kept, money, _dropped, asking, handing, giving, editing):
        verdict = rule(v)
        if verdict is not None:
            return verdict
    return Verdict()


_SAVE_PROJECT = "<save>[<me><definite><pronoun><article><object>]*<project>"
_STOP = (
    "^<stop>(?:[<definite><me><pronoun>]*"
    "[<deliver><render><deliver noun><delivering><upload><finish>]|$)"
)


def _kept(v: View) -> Verdict | None:
    """Keeping the project and stopping the work have no endpoint: the backend answers."""
    if v.has("keep project") or (v.has("save") and v.match(_SAVE_PROJECT)):
        return Verdict("sse", why="keep project")
    return Verdict("sse", why="stop") if v.has("stop") and v.match(_STOP) else None


_OF_WHICH = (  # 上传的那段调亮: what is to be edited, told by what was done with it
    "[<upload><deliver><hand me><render><cost><credits>].*<of>.*<edit>"
    "|<upload>[<material><result><han>]+<pronoun>.*<edit>"
)
_SCENE = (
    "^[<article><definite><me>]?[<word><part><graphic>]*<graphic>[^<pronoun><me><praise>]*"
    "[<deliver><render><upload><credits><status><handover>](?![<pronoun><result><finished>])"
)


_QUOTED_SIGN = "<quote>.{0,4}<graphic>|<graphic>.{0,3}<quote>"


def _dropped(v: View) -> Verdict | None:
    """What is negated, put off, past or merely reported is no act; an edit beside it still is."""
    if v.has("negation") and v.match(
        "^<negation>[<definite><me>]*[<part><graphic><material>]+<deliver>"
    ):
        return Verdict("edited export", why="without a layer")
    if not v.question and v.has("edit") and v.match(_OF_WHICH):
        return Verdict("sse", why="what is edited")
    if v.has("graphic") and not v.question and v.match(_SCENE):
        return Verdict("sse", why="a picture of it")
    if v.has("likeness") and not v.question and not v.has("hand me", "finished"):
        return Verdict("sse", why="a likeness")
    if v.has("quote", "graphic") and not v.question and v.match(_QUOTED_SIGN):
        return Verdict("sse", why="quoted on the picture")
    if v.has("then later") and v.any(_LOCAL):
        return Verdict("", why="put off")
    if v.has("negation") and not v.has("why"):
        negation = v.text.find(SIGN["negation"])
        if negation < v.find(_LOCAL | _EDIT) <= negation + 6:
            return Verdict("", why="negated")
    announced = v.any(_GIVING) and v.has("me", "offering", "idiom upload")
    if v.has("later") and not v.has("in time") and v.any(_LOCAL) and not announced:
        return Verdict("", why="put off")
    if v.question:
        return None
    if (
        v.has("past")
        and v.any(_REPORTED)
        and (
            not v.match("<past>.*<again>|<again>.*<past>|<hand me>$") or v.match("<past><hand me>$")
        )
    ):
        return editing(v) or Verdict("", why="past")
    if v.has("delivered") and not v.any(_STILL_WANTED):
        return editing(v) or Verdict("", why="past")
    return None


_SIZE = "^<edit>[<pronoun><me><is><to><article><word>]*<spec>+$"  # make it 4K
_SAID_OF_IT = "^[<definite><me>][<part><graphic><material><result><project>]+<word>?<edit>$"
_ANOTHER_VERB = "^<word>[<article><definite><pronoun><me><part><graphic>]"
_WANTED = "^[<article><word><han><comparative><number><part>]*<part>$"  # calm piano, and export
_NOUN_AS_VERB = "^<part>[<definite><me><pronoun><part><article>]"  # fade the voice


def editing(v: View) -> Verdict | None:
    """An edit, or a wish that only the backend can understand."""
    if v.has("edit"):
        if v.has("spec") and v.match(_SIZE):
            return Verdict("", why="size of the export")
        return Verdict("sse", weak=v.match(_SAID_OF_IT), why="edit")
    if v.has("on screen", "colon") and not v.question:
        return Verdict("sse", weak=v.match("^<pronoun><on screen>"), why="on screen")
    if v.then and v.match(_ANOTHER_VERB):
        return Verdict("sse", why="another verb")
    return _edited(v) or _by_noun(v)


def _edited(v: View) -> Verdict | None:
    """What is to be so: once the captions are in, 标题改了."""
    due = v.role == "after" and not v.has("deliver", "render")
    if due and v.match("[<part><graphic>].*[<is><done>]"):
        return Verdict("sse", why="once it is in")
    told = v.has("past") or (v.has("is") and not v.has("part", "after"))
    return Verdict("sse", why="edited") if v.has("edited") and not told else None


def _by_noun(v: View) -> Verdict | None:
    if v.has("part") and v.match(_NOUN_AS_VERB):
        return Verdict("sse", why="noun as verb")
    if v.has("render") and v.role in ("after", "if"):
        return None
    if v.has("range", "render"):
        return Verdict("sse", why="a range of it")
    if v.has("comparative"):
        return Verdict("sse", weak=not v.any(_CONTENT), why="comparative")
    if v.has("part"):
        strong = v.match("<part>.{0,2}<quote>") or (v.match(_WANTED) and not v.has("praise"))
        return Verdict("sse", weak=not strong, why="part")
    return None
