"""The plan of a message: what to carry out now, step by step, in order. Pure, total, deterministic.

    >>> route("add lo-fi then export").intents
    ('sse', 'export')

How it reads: words become signs (`routing.reading`; quotes, paths and what is to be shown on
screen are content and say nothing), signs become clauses, each clause gives at most one act
(`routing.acts`), and the acts are put in order. What no rule claims is said to the backend.
"""

from __future__ import annotations

from collections.abc import Sequence

from plan import Plan, Step
from routing import acts, creations, several, shapes, sources, sung
from routing import wishes as export_wishes
from routing.accompanying import hands_over, use_this
from routing.clauses import Clause, clauses
from routing.ordering import Wish, merged, ordered
from routing.reading import Reading, read
from routing.saying import clause_text, edit_text
from routing.view import Verdict

_SSE = Wish("sse", ())
_UPLOAD = Wish("upload", ())


def route(message: str, attachments: Sequence[str] = ()) -> Plan:
    """What the message asks to be done now; what is not understood goes to the backend as it is."""
    reading = read(message)
    parts = clauses(reading)
    wishes = ordered([(one, _verdict(one, reading)) for one in parts])
    found, output = sources.places(reading, parts) if reading.spans else ([], None)
    files = (*attachments, *found)
    if files:
        wishes = _files_first(wishes, reading)
    steps = several.exports(_steps(wishes or [_SSE], reading, files, output))
    return Plan(several.files(steps, reading.message))


def _verdict(clause: Clause, reading: Reading) -> Verdict:
    """What a clause asks for, by its words' classes and then by the words themselves."""
    verdict = creations.wished(clause, acts.act(clause), reading)
    return sung.wished(shapes.wished(verdict, clause, reading), clause, reading)


def _files_first(wishes: list[Wish], reading: Reading) -> list[Wish]:
    """The wishes with the upload at their head; words that only hand files over wish no more."""
    upload = next((wish for wish in wishes if wish.act == "upload"), _UPLOAD)
    rest = merged([wish for wish in wishes if wish.act != "upload"])
    if use_this(reading.signs):
        rest = []
    elif not rest and not hands_over(reading.signs):
        rest = [_SSE]
    return [upload, *rest]


def _steps(
    wishes: list[Wish], reading: Reading, files: tuple[str, ...], output: str | None
) -> tuple[Step, ...]:
    return tuple(_step(wish, wishes, reading, files, output) for wish in wishes)


def _step(
    wish: Wish, wishes: list[Wish], reading: Reading, files: tuple[str, ...], output: str | None
) -> Step:
    if wish.act == "sse":
        alone = len(wishes) == 1
        return Step("sse", reading.whole if alone else edit_text(wish, wishes, reading))
    text = clause_text(wish, reading)
    match wish.act:
        case "upload":
            return Step("upload", text, files)
        case "export":
            by_itself = all(other.act != "sse" for other in wishes)
            said = reading.message if by_itself else text
            return Step("export", text, wishes=export_wishes.wishes(said, output))
        case "state":
            return Step("state", text)
        case _:
            return Step("credits", text)
