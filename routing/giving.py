"""Clauses that give material, announce it, or ask what may be given."""

from __future__ import annotations

from routing.signs import signs
from routing.view import Verdict, View

_GIVES = signs(
    "idiom upload", "upload", "accept", "offering", "what", "is", "may i", "path", "url"
)  # fmt: skip
_FILES = signs(
    "material", "result", "project", "url", "path", "file", "spec", "artefact", "graphic"
)  # fmt: skip
_KINDS = signs("spec", "material", "result", "file", "artefact", "project", "link")
_PLACES = signs("path", "url")
_ACCEPTS_WHAT = "[<accept><what><which>].*<accept>|<accept>[<han><word>]*<particle>"
_FEATURES = "<what>[<part><neutral>](?!.*<material>)"  # what styles do you support
_THESE_FINE = "^<is><word>?[<material><spec>]+<word>?$"  # are HEIC photos ok
_HOW_TO_GIVE = "^<what>.*<me>.*[<material><result><project><pronoun>].*<to><you>|<what>.*<upload>"
_MAY_I_ADD = (
    "^[<edit><handover>][<you><me><article><pronoun><comparative><word>]{0,3}<material>"
    "|^<edit><article>?[<material><spec>]+$|^<edit><article><result>$"
)


def giving(v: View) -> Verdict | None:
    """Upload, when the clause gives material or asks how to."""
    if not v.any(_GIVES):
        return None
    return _uploads(v) or _asks(v) or _offers(v)


def _uploads(v: View) -> Verdict | None:
    if v.has("idiom upload") and not v.edits_before(signs("idiom upload")):
        return Verdict("upload", why="idiom")
    if not v.has("upload") or v.edits_before(signs("upload")) or v.match("<word><is><upload>"):
        return None
    if not v.question and v.match("<upload><done>|<uploaded>"):
        return Verdict("", why="reported")
    return Verdict("upload", why="upload")


def _asks(v: View) -> Verdict | None:
    """Which formats, how, may I: answered without harm by the upload's own handler."""
    if _accepted(v):
        return Verdict("upload", why="what is accepted")
    if v.question and v.has("is") and v.match(_THESE_FINE):
        return Verdict("upload", why="are these fine")
    if v.has("what") and v.match(_HOW_TO_GIVE):
        return Verdict("upload", why="how to give")
    if v.has("may i") and not v.has("part") and v.match(_MAY_I_ADD):
        return Verdict("upload", why="may I add files")
    return None


def _accepted(v: View) -> bool:
    if not v.has("accept") or v.has("edit") or v.match(_FEATURES):
        return False
    if v.question and v.match("^<accept>$"):
        return True
    if not (v.any(_KINDS) or v.match(_ACCEPTS_WHAT)):
        return False
    return v.question or v.has("request", "may i") or v.match("<accept>$")


_HAVE_FOR_YOU = (
    "^<me><is><word>?<material>|^<me><is>.{0,4}[<material><project><result>].{0,2}<you>$"
)


def _offers(v: View) -> Verdict | None:
    if v.match(_HAVE_FOR_YOU):
        return Verdict("upload", why="for you")
    if v.has("offering") and (v.any(_FILES) or len(v.text) <= 1):
        return Verdict("upload", why="offering")
    alone = len(v.text) <= 4 and not v.has("edit", "part", "on screen", "comparative")
    return Verdict("upload", weak=True, why="bare file") if alone and v.any(_PLACES) else None
