"""Clauses that the project itself answers: what is on the timeline, what was changed, how far
the work is."""

from __future__ import annotations

from routing.signs import signs
from routing.view import Verdict, View

_DELIVERY = signs(
    "deliver",
    "deliver noun",
    "render",
    "delivering",
    "delivered",
    "artefact",
    "download link",
    "link",
)
_UPLOADS = signs("upload", "uploaded", "idiom upload")
_NOUNS = signs(
    "project", "part", "material", "graphic", "result", "spec", "length", "status", "now"
)
_THINGS = _NOUNS | signs("which")
_ABOUT = _THINGS | signs(
    "progress noun", "summary", "amount", "comparative", "edited", "finished", "artefact"
)
_WORK = (
    _DELIVERY
    | _UPLOADS
    | signs(
        "edit", "edited", "done", "result", "project", "material", "finished", "part", "graphic"
    )
)
_HANDS = signs("hand me", "handover")
_MAY = signs("request", "may i")
_FEATURE = _MAY | signs("capability", "accept", "want")  # what could be done, not what is
_ACTS = _HANDS | signs(
    "deliver", "save", "publish", "upload", "idiom export", "watch", "deliver noun", "finish",
    "idiom upload", "stop", "render",
)  # fmt: skip
_TELLS = signs(
    "project link", "preview", "summary", "status", "progress noun", "project", "show", "done",
    "done yet",
    "uploaded",
)  # fmt: skip
_OTHER_SENSE = signs("edit", "comparative", "graphic", "on screen", "why")


def asking(v: View) -> Verdict | None:
    """State, when the clause asks about the project; the reasons of things are the backend's to
    tell."""
    if not v.question and not v.any(_TELLS):
        return None
    return _named(v) or _why(v) or _progress(v) or _shown(v) or _asked(v) or _current(v)


_TOLD = "[<part><material><graphic><result>]<status>[<word><to>]*<number>"  # the beat starts at 3.2
_MOOD = "<neutral>.*<status>|<status><word><word>"  # a status light blinking


def _current(v: View) -> Verdict | None:
    """The current duration; name of the current song?"""
    there = v.has("now") and v.match("^<article>[<part><graphic><project>]")
    if v.question and (there or v.match("^<part>$")):
        return Verdict("state", why="length?")
    short = v.has("now") and v.question and v.match(_CURRENT)
    named = v.any(_NOUNS) and not v.has("finished")
    return Verdict("state", why="current") if short and named else None


def _named(v: View) -> Verdict | None:
    """A word that alone stands for the state: status, recap, preview, timeline."""
    if v.has("project link"):
        return Verdict("state", why="project link")
    if v.has("preview") and not v.has("negation") and not v.edits_before(signs("preview")):
        return Verdict("state", why="preview")
    if (
        v.has("summary")
        and not v.has("why")
        and (v.question or not v.edits_before(signs("summary")))
    ):
        return Verdict("state", why="summary")
    if v.has("status") and not v.question and v.match(_TOLD):
        return Verdict("sse", why="told")
    if v.has("status", "progress noun") and not v.any(_OTHER_SENSE) and not v.match(_MOOD):
        return Verdict("state", why="status")
    if (
        v.has("project")
        and not v.any(_MAY)
        and v.match("^[<me><definite><of><article>]*<project>+$")
    ):
        return Verdict("state", weak=True, why="bare project")
    return None


def _why(v: View) -> Verdict | None:
    """Why did the export fail: state; why that song: the backend knows."""
    if not v.has("why"):
        return None
    if v.any(_UPLOADS):
        return Verdict("upload", why="why upload")
    if v.has("summary", "status", "progress noun", "broken", "dead") or v.any(_DELIVERY):
        return Verdict("state", why="why")
    return Verdict("sse", why="why")


_UPLOADED = "<uploaded><particle>|<uploaded>.*<amount>"
_IS_IT_DONE = (
    "^<is>.*[<delivered><edited><uploaded><done><delivering>]"
    "|^<what>.*<done>"
    "|<done>[<is><particle>]"
    "|[<what><amount><which>].*<is><me><upload>"
    "|^<is>[<pronoun><definite><me><result><material>]+<upload>"
)
_HOW_LONG = (
    "<length>.*[<deliver><render><delivering><done>]"
    "|[<deliver><render>][<filler><han>]{0,2}<length>"
)
_RENDER_DONE = (
    "^<is>?<you>?[<me><definite><pronoun>]*"
    "[<deliver><deliver noun><render><delivering><upload><result><delivered>]+[<me>"
    "<pronoun>]*<done>$"
)
_WHERE_IS_IT = "^<what>.*[<me><definite>][<deliver><render><deliver noun><delivering>]"


_HOW_MUCH_OF_IT = (
    "[<deliver><render><publish><upload>][<to><word><han>]*<amount>[<han><word>]?$"
    "|^<deliver><which><han>?$"
)


def _progress(v: View) -> Verdict | None:
    """How far a render, an upload or an edit is."""
    if v.has("length") and not v.any(_HANDS) and v.match(_HOW_LONG):
        return Verdict("state", why="progress")
    if v.any(_HANDS) and (v.any(_MAY) or v.match("[<hand me><handover>]<done yet>$")):
        return None
    if v.has("uploaded") and v.match(_UPLOADED):
        return Verdict("state", why="progress")
    asked_how = v.has("request", "may i", "capability", "want") or v.any(_HANDS)
    if not asked_how and v.match(_HOW_MUCH_OF_IT):
        return Verdict("state", why="progress")
    if v.has("done yet") and (v.any(_WORK) or len(v.text) <= 4):
        return Verdict("state", why="progress")
    if v.has("request", "may i", "negation", "after") or v.any(_HANDS):
        return None
    if v.match(_IS_IT_DONE) or (v.question and v.match(_RENDER_DONE)):
        return Verdict("state", why="progress")
    if not v.any(_FEATURE) and v.match(_WHERE_IS_IT):
        return Verdict("state", why="progress")
    return None


_DONE_THEN_TELL = (  # 导出完告诉我时长
    "^<object>?<deliver>[<result><finished><pronoun><done>]*<done><show>"
    ".*[<length><project><which><amount><part>]"
)
_SHOW_RESULT = "<show>[<me><definite><pronoun><object>]*<finished>[<result><me>]*$"
_SHOW_WHAT = "<show>.*[<what><amount>]|<show>.*<part>.*<is>|^<show>$"
_SHOW_THING = "<show>[<me><definite><article><pronoun>]*[<result><part>]+[<me><is><word>]*$"


def _shown(v: View) -> Verdict | None:
    """Show, list, tell me, check."""
    if not v.has("show") or v.edits_before(signs("show")):
        return None
    if v.has("request") and v.match("<what><edit>"):
        return None  # tell me how to cut
    if v.match(_DONE_THEN_TELL):
        return Verdict("export and state", why="told once exported")
    if v.match(_SHOW_RESULT):
        return Verdict("export", why="watch")
    if v.has("project", "length", "which", "status", "amount", "now"):
        return Verdict("state", why="show")
    if (not v.has("you") and v.match(_SHOW_WHAT)) or v.match(_SHOW_THING):
        return Verdict("state", why="show")
    return None


_WAS_GIVEN = "^[<what><which><amount>]+[<material><project><result>]*<is><me>[<handover><upload>]"
_CURRENT = "^[<part><material><project><spec><length><result><definite><of><word>]{1,4}$"
_THESE_FINE = "^<is><word>?[<material><spec>]+<word>?$"  # are HEIC photos ok: giving answers
_DEFINITION = "^<what><part>$|<neutral>[<word><particle>]*$"
_IS_OPINION = (
    "^<is><definite><graphic><neutral>|"
    "^<is><you>(?:<word>|<article>|$)|<is><pronoun>(?:<comparative>|<to>)"
)
_IS_THERE_BETTER = (  # 有没有更燃的音乐
    "<is>[^<part><graphic><material><result><project>]*<comparative>"
)
_WAS_IT = "<is>.*[<edit><edited>]|^[<part><project><material><graphic><result>]+.{0,3}<is>"
_NOW_THIS_OR_THAT = (
    "^[<part><spec><comparative>]<which>[<part><spec><comparative>]|^<what>[<part><graphic>]$"
)
_DONE_PARTICLE = "<edited>.*<particle>$|<done><particle>$"


def _asked(v: View) -> Verdict | None:
    """Questions of what, which, how many, is there, was it; not those for advice or about
    features."""
    if not v.question or v.any(_FEATURE) or v.has("again") or v.role in ("if", "after"):
        return None
    if v.match(_WAS_GIVEN):
        return Verdict("state", why="what was given")
    if v.any(_ACTS) and not v.match("^<is>(?!.*[<deliver><upload>])"):
        return None
    if v.has("accept") or (v.match(_THESE_FINE) and v.has("filler", "praise")):
        return None
    if _seeks_advice(v) or (not v.has("project") and v.match(_DEFINITION)):
        return None
    return _which(v) or _is_it(v) or _put_last(v)


def _seeks_advice(v: View) -> bool:
    """True for 换成什么音乐好, 你是谁, 哪个好听一点: nothing in the project answers these."""
    if v.match("^<edit>.*<which>|<amount>.*<of>.*<edit>|<amount><edit>$") and not v.has("now"):
        return True
    if v.has("praise") and v.match("^<what>[<material><part>]"):
        return True  # what song would suit this
    if not v.has("which") or (v.any(_NOUNS) and not v.has("praise")):
        return False
    if v.has("past"):
        return False
    return v.has("praise") or v.has("comparative") or (v.has("you") and not v.has("is", "edited"))


_SET_TO = "^<what><definite>?[<part><spec><graphic>]+<edit>$"


def _which(v: View) -> Verdict | None:
    if v.match(_SET_TO):
        return Verdict("state", why="what it is set to")
    if v.any(_THINGS) and v.match("^<after><is>"):  # when does the chorus start
        return Verdict("state", why="when")
    if v.has("length", "which", "amount") and (
        v.has("is") or not v.match("<you>.*<edit>(?!.*<is>)")
    ):
        return Verdict("state", why="which")
    if not (v.any(_ABOUT | signs("edit")) and v.match("^<and>?<what>")):
        return None
    if v.has("is") or not v.has("you", "edit", "comparative") or v.match("<you><edited>"):
        return Verdict("state", why="what")
    return None


def _is_it(v: View) -> Verdict | None:
    inside = not v.has("word", "definite", "me")  # only Chinese asks 片尾有没有加 logo
    opinion = (inside and v.match(_IS_THERE_BETTER)) or v.match(_IS_OPINION)
    if not opinion and (v.any(_ABOUT) or v.has("edit")) and v.match("^<and>?<is>"):
        return Verdict("state", why="is it")
    if inside and (v.any(_THINGS) or v.has("edited")) and v.match(_WAS_IT):
        return Verdict("state", why="was it")
    return None


def _put_last(v: View) -> Verdict | None:
    """Chinese questions, whose question word stands where the answer would."""
    if v.has("what") and v.any(_THINGS) and not v.has("edit", "you"):
        return Verdict("state", why="what, in place")
    if v.has("now") and v.match(_NOW_THIS_OR_THAT):
        return Verdict("state", why="now this or that")
    if v.match(_DONE_PARTICLE):
        return Verdict("state", why="done?")
    if v.any(_THINGS) and not v.has("edit", "you", "comparative") and v.match("<particle>$"):
        return Verdict("state", why="particle")
    return None
