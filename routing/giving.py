"""Clauses that give material, announce it, or ask what may be given."""

from __future__ import annotations

from routing.signs import signs
from routing.view import Verdict, View

_FILES = signs(
    "material", "result", "project", "url", "path", "file", "spec", "artefact", "graphic"
)
_KINDS = signs("spec", "material", "result", "file", "artefact", "project", "link")
_PLACES = signs("path", "url")


def giving(v: View) -> Verdict | None:
    """Upload, when the clause gives material or asks how to."""
    if v.has("idiom upload") and not v.edits_before(signs("idiom upload")):
        return Verdict("upload", why="idiom")
    if (
        v.has("upload")
        and not v.edits_before(signs("upload"))
        and not v.match("<word><is><upload>")
    ):
        if v.match("<upload><done>|<uploaded>") and not v.question:
            return Verdict("", why="reported")
        return Verdict("upload", why="upload")
    if (
        (
            v.has("accept")
            and not v.has("edit")
            and (
                v.any(_KINDS)
                or v.match(
                    "<accept>.*<accept>|<what>.*<accept>|<which>.*<accept>"
                    "|<accept>[<han><word>]*<particle>"
                )
            )
        )
        and (v.question or v.has("request", "may i") or v.match("<accept>$"))
        and not v.match("<what><part>(?!.*<material>)")
    ):
        return Verdict("upload", why="what is accepted")
    if v.match("^<is><word>?[<material><spec>]+<word>?$") and v.question:
        return Verdict("upload", why="are these fine")
    if v.has("offering") and (v.any(_FILES) or len(v.text) <= 1):
        return Verdict("upload", why="offering")
    if v.match("^<what>.*<me>.*[<material><result><project><pronoun>].*<to><you>|<what>.*<upload>"):
        return Verdict("upload", why="how to give")
    if (
        v.has("may i")
        and v.match(
            "^(?:<edit>|<handover>)(?:<you>|<me>|<article>|<definite>|<pronoun>"
            "|<comparative>|<word>){0,3}<material>"
        )
        and not v.has("part")
    ):
        return Verdict("upload", why="may I add files")
    if (
        v.any(_PLACES)
        and not v.has("edit", "part", "on screen", "comparative")
        and len(v.text) <= 4
    ):
        return Verdict("upload", weak=True, why="bare file")
    return None
