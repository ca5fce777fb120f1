"""The plan of a message: what to carry out now, step by step, in order. Pure, total, deterministic.

    >>> route("add lo-fi then export").intents
    ('sse', 'export')

How it reads: words become signs (`routing.reading`; quotes, paths and what is to be shown on screen are content and
say nothing), signs become clauses, each clause gives at most one act (`routing.acts`), and the acts are put in order.
What no rule claims is said to the backend.
"""

from __future__ import annotations

from collections.abc import Sequence

from plan import Plan, Step
from routing import acts, sources
from routing import wishes as export_wishes
from routing.view import Verdict
from routing.clauses import Clause, clauses
from routing.ordering import Wish, ordered
from routing.reading import Reading, read
from routing.signs import SIGN, pattern, signs


def route(message: str, attachments: Sequence[str] = ()) -> Plan:
    """What the message asks to be done now; anything not understood goes to the backend as it is."""
    reading = read(message)
    parts = clauses(reading)
    judged = [(clause, acts.act(clause)) for clause in parts]
    found, output = sources.places(reading, parts) if reading.spans else ([], None)
    wishes = ordered(judged)
    files = (*attachments, *found)
    wishes = _with_files(wishes, judged, files, bool(attachments), reading)
    return Plan(_steps(wishes, reading, message, files, output))


_GIVEN = signs(
    "material", "result", "pronoun", "me", "you", "article", "definite", "offering", "number", "of", "filler",
    "praise", "past", "uploaded", "project", "url", "path", "file", "and", "han", "word", "is", "finished",
    "spec", "again", "part", "to", "neutral", "quote", "idiom upload", "upload", "in time", "done", "first", "handover", "link", "now", "may i", "request", "article", "graphic", "comma", "point",
)  # fmt: skip
_GIVING = signs("material", "result", "pronoun", "offering", "project", "file", "url", "path", "you", "again", "upload", "idiom upload", "article", "definite", "link")


def _with_files(
    wishes: list[Wish],
    judged: list[tuple[Clause, Verdict]],
    files: tuple[str, ...],
    attached: bool,
    reading: Reading,
) -> list[Wish]:
    """The wishes with the upload at their head, when there is anything to upload."""
    if not files:
        return wishes or [Wish("sse", ())]
    rest = [wish for wish in wishes if wish.act != "upload"]
    said = frozenset(reading.signs)
    if not rest and not _hands_over(reading.signs, said):
        rest = [Wish("sse", ())]
    return [Wish("upload", ()), *rest]


def _hands_over(text: str, said: frozenset[str]) -> bool:
    """True when the words beside the files only say what they are."""
    light = text.translate(_UNSAID)
    if len(light) <= 1 or pattern("^<edit><pronoun>$").search(light):
        return said <= _GIVEN | signs("edit")
    named = said & signs("material", "file", "project", "offering", "url", "path", "idiom upload", "upload")
    if not named and said & signs("part", "number", "finished", "spec", "graphic"):
        return False
    return said <= _GIVEN and bool(said & _GIVING or not said & signs("word", "han"))


_UNSAID = {ord(SIGN[name]): None for name in ("filler", "praise", "comma", "point", "of", "me")}


def _steps(
    wishes: list[Wish], reading: Reading, message: str, files: tuple[str, ...], output: str | None
) -> tuple[Step, ...]:
    others = [wish for wish in wishes if wish.act not in ("sse", "upload")]
    steps = []
    for wish in wishes:
        text = _said(wish, reading)
        match wish.act:
            case "upload":
                steps.append(Step("upload", text, files))
            case "sse":
                steps.append(Step("sse", text if others and text else message))
            case "export":
                steps.append(Step("export", text, wishes=export_wishes.wishes(text, output)))
            case "state":
                steps.append(Step("state", text))
            case _:
                steps.append(Step("credits", text))
    return tuple(steps)


def _said(wish: Wish, reading: Reading) -> str:
    """The clauses that asked for it, in the message's own words."""
    return ", ".join(reading.text(clause.first, clause.last).strip() for clause in wish.clauses)
