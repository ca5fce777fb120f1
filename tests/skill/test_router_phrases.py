"""Every phrase of the language files routes as its own example says, and has one class only."""

from __future__ import annotations

import pytest

from router import route
from routing import lexicon
from routing.signs import SIGN

LANGS = ("en", "zh", "zh-Hant")
LINES = [
    pytest.param(words, example, id=f"{lang}-{name}-{place}")
    for lang in LANGS
    for name, lines in lexicon.phrases(lang).items()
    for place, (words, example) in enumerate(lines)
]


@pytest.mark.parametrize(("words", "example"), LINES)
def test_each_phrase_routes_as_its_example_says(words: list[str], example: str) -> None:
    sentence, _, plan = example.rpartition(" -> ")
    astray = {
        word: got
        for word in words
        if (got := "+".join(route(sentence.replace("{}", word)).intents)) != plan
    }
    assert not astray


@pytest.mark.parametrize("lang", LANGS)
def test_no_class_steals_a_phrase_of_another(lang: str) -> None:
    table = lexicon.fold()
    owners: dict[str, set[str]] = {}
    for name, lines in lexicon.phrases(lang).items():
        for words, _ in lines:
            for word in words:
                owners.setdefault(word.translate(table), set()).add(name)
    assert not {word: names for word, names in owners.items() if len(names) > 1}


@pytest.mark.parametrize("lang", LANGS)
def test_every_class_of_the_files_is_one_the_grammar_knows(lang: str) -> None:
    assert set(lexicon.phrases(lang)) <= set(SIGN)


def test_the_fold_maps_one_character_to_one_and_never_onto_another_traditional_one() -> None:
    table = lexicon.fold()
    assert len(table) > 400
    assert not set(table) & set(table.values())
