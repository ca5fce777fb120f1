"""Clauses that the project itself answers: what is on the timeline, what was changed, how far the work is."""

from __future__ import annotations

from routing.signs import signs
from routing.view import Verdict, View

_DELIVERY = signs("deliver", "deliver noun", "render", "delivering", "delivered", "artefact", "download link", "link")
_FAULT = signs("broken", "dead")
_UPLOADS = signs("upload", "uploaded", "idiom upload")
_ABOUT = signs(
    "project", "part", "status", "progress noun", "summary", "amount", "length", "which", "material", "spec",
    "comparative", "graphic", "result", "now", "edited", "finished", "artefact",
)  # fmt: skip
_THINGS = signs("project", "part", "material", "graphic", "result", "spec", "which", "length", "status", "now")
_WORK = _DELIVERY | _UPLOADS | signs("edit", "edited", "done", "result", "project", "material", "finished", "part", "graphic")
_HANDS = signs("hand me", "handover")
_FEATURE = signs("request", "may i", "capability", "accept", "want")
_ACTS = signs(
    "deliver", "handover", "hand me", "save", "publish", "upload", "idiom export", "watch", "deliver noun",
    "finish", "idiom upload", "stop", "render",
)  # fmt: skip


def asking(v: View) -> Verdict | None:
    """State, when the clause asks about the project; the reasons of things are the backend's to tell."""
    return _named(v) or _why(v) or _progress(v) or _shown(v) or _asked(v)


def _named(v: View) -> Verdict | None:
    if v.has("project link"):
        return Verdict("state", why="project link")
    if v.has("preview") and not v.edits_before(signs("preview")) and not v.has("negation"):
        return Verdict("state", why="preview")
    if v.has("summary") and not v.has("why") and (v.question or not v.edits_before(signs("summary"))):
        return Verdict("state", why="summary")
    if v.has("status", "progress noun") and not v.has("edit", "comparative", "neutral", "graphic", "on screen", "why"):
        return Verdict("state", why="status")
    if v.match("^(<me>|<definite>|<of>|<article>)*<project>+$") and not v.has("may i", "request"):
        return Verdict("state", weak=True, why="bare project")
    return None


def _why(v: View) -> Verdict | None:
    if not v.has("why"):
        return None
    if v.any(_UPLOADS):
        return Verdict("upload", why="why upload")
    if v.any(_DELIVERY | _FAULT) and not v.has("edited") or v.has("summary", "status", "progress noun"):
        return Verdict("state", why="why")
    return Verdict("sse", why="why")


def _progress(v: View) -> Verdict | None:
    if v.any(_HANDS) and v.has("request", "may i"):
        return None
    if v.match("<uploaded><particle>|<uploaded>.*<amount>"):
        return Verdict("state", why="uploads")
    if v.has("done yet") and (v.any(_WORK) or len(v.text) <= 4):
        return Verdict("state", why="progress")
    if v.has("request", "may i", "negation", "after") or v.any(_HANDS):
        return None
    if v.match("^<is>.*[<delivered><edited><uploaded><done><delivering><at work>]|^<what>.*<done>|<done>[<is><particle>]".replace("<at work>", "")):
        return Verdict("state", why="progress")
    if v.match("^<is>?<you>?(<me>|<definite>|<pronoun>)*[<deliver><deliver noun><render><delivering><upload><result><delivered>]+(<me>|<pronoun>)*<done>$") and v.question:
        return Verdict("state", why="progress")
    if v.match("(?:<what>|<amount>|<which>).*<is><me><upload>|^<is>[<pronoun><definite><me><result><material>]+<upload>"):
        return Verdict("state", why="what came up")
    if v.match("^<what>.*(<me>|<definite>)[<deliver><render><deliver noun><delivering>]") and not v.any(_FEATURE):
        return Verdict("state", why="progress")
    if v.match("<length>.*[<deliver><render><delivering><done>]|[<deliver><render>]<length>") and not v.any(_HANDS):
        return Verdict("state", why="progress")
    return None


def _shown(v: View) -> Verdict | None:
    if not v.has("show") or v.edits_before(signs("show")):
        return None
    if v.match("<show>(<me>|<definite>|<pronoun>|<object>)*<finished>(<result>|<me>)*$"):
        return Verdict("export", why="watch")
    if v.any(signs("project", "length", "which", "status", "amount")):
        return Verdict("state", why="show")
    if v.match("<show>.*[<what><amount>]|<show>.*<part>.*<is>|^<show>$") and not v.has("you"):
        return Verdict("state", why="show")
    if v.match("<show>(<me>|<definite>|<article>|<pronoun>)*(<result>|<part>)+(<me>|<is>|<word>)*$"):
        return Verdict("state", why="show")
    return None


_ADVICE = "<you>[<word><han>]*$|<what>(<is>)?<word>$|^<what>(<word>|<han>)+$"


def _asked(v: View) -> Verdict | None:
    """Questions of what, which, how many, is there, was it."""
    if not v.question or v.any(_FEATURE) or (v.any(_ACTS) and not v.match("^<is>(?!.*[<deliver><upload>])")) or v.has("again", "why"):
        return None
    if v.role in ("if", "after") or v.match("^<edit>.*<which>"):
        return None
    if v.match("^<what><part>$|<neutral>(?:<word>|<particle>)*$") or (v.has("which") and v.has("you") and not v.any(_THINGS - signs("which")) and not v.has("is", "edited")):
        return None
    if (v.has("which") and v.has("comparative") and not v.any(_THINGS - signs("which"))):
        return None
    if v.match("^<after><is>") and v.any(_THINGS):
        return Verdict("state", why="when does it")
    if v.has("length", "which", "amount") and not v.match("^.{0,3}<edit>(?!.*<edit>).*<(?:which)>".replace("<(?:which)>", "<of>")):
        if v.any(_THINGS | signs("amount", "length")) and not v.match("<you>.*<edit>(?!.*<is>)") or v.has("is"):
            return Verdict("state", why="which")
    if v.match("^(<and>|<but>)?<what>") and v.any(_ABOUT):
        if v.has("is") or not v.has("you", "edit", "comparative") or v.match("<you><edited>"):
            return Verdict("state", why="what")
        return None
    if v.match("^(<and>|<but>)?<is>") and v.any(_ABOUT | signs("edit")):
        if v.has("comparative") and _chinese(v):
            return None
        if not v.match("^<is><you>(<word>|<article>|$)") and not v.match("<is><pronoun>(<comparative>|<to>)"):
            return Verdict("state", why="is it")
    if v.has("what") and v.any(_THINGS) and not v.has("edit", "you"):
        return Verdict("state", why="what, in place")
    if v.match("<is>.*[<edit><edited>]|^(<part>|<project>|<material>|<graphic>)+.{0,3}<is>") and not v.text.startswith("x"):
        return Verdict("state", why="was it") if v.any(_THINGS | signs("edited")) and _chinese(v) else None
    if v.has("now") and v.match("^(?:<part>|<spec>)<which>(?:<part>|<spec>)|^<what>(?:<part>|<graphic>)$"):
        return Verdict("state", why="now this or that")
    if v.match("<edited>.*<particle>$|<done><particle>$"):
        return Verdict("state", why="done?")
    if v.match("<particle>$") and v.any(_THINGS) and not v.has("edit", "you", "comparative"):
        return Verdict("state", why="particle")
    return None


def _chinese(v: View) -> bool:
    """True when the auxiliary stands inside the clause, as only Chinese has it: 片尾有没有加 logo."""
    return not v.has("word", "definite", "me")
