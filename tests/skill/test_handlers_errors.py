"""Everything that can go wrong has its sentence, and every sentence something that goes wrong."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import contract
import words
from client import envelope
from handlers import failure
from tests.wire.fake import Fake
from tests.wire.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = {"says", "no_credits_own", "unreachable_custom", "unreachable_local"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Every name given to a Problem or an ApiError in the code, with the values beside it."""
    for room in ("client", "handlers"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Name(id="Problem" | "ApiError"),
                        args=[ast.Constant(value=str(name)), *_],
                        keywords=values,
                    ):
                        yield name, frozenset(str(value.arg) for value in values)
                    case ast.keyword(arg="problem", value=ast.Constant(value=str(name))):
                        yield name, frozenset()


RAISED = dict(raised())
TABLE = {rule.name for rule in contract.load().errors.values()}
BY_STATUS = {*envelope._BY_STATUS.values(), "server", "bad_request", "backend"}
IN_WIRE = {"unreachable", "timeout", "cut", "disk_full", "not_writable", "config_unwritable"}
NAMES = {*RAISED, *TABLE, *BY_STATUS, *IN_WIRE}


@pytest.mark.parametrize("lang", words.LANGS)
def test_every_failure_has_a_sentence_and_every_sentence_a_failure(lang: words.Lang) -> None:
    assert words.sentences("errors", lang).keys() == NAMES | VARIANTS


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_sentence_finds_what_it_names(name: str, tmp_path: Path) -> None:
    with Fake() as fake:
        stage = Stage(fake, tmp_path)
        given = {"size": "1", "name": "x", "kind": "MP4", "folder": "/x", "minutes": 1}
        values = {key: given.get(key, key) for key in RAISED.get(name, frozenset())}
        known = values.keys() | failure._values(failure.Problem(name), stage.turn).keys()
    sentence = words.sentences("errors", "en")[name]
    places = {place for _, place, _, _ in string.Formatter().parse(sentence) if place}
    assert places <= known
