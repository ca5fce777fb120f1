"""Every word of GUI talk, in the example beside it, gives what stands beside the example."""

from __future__ import annotations

import pytest

import gui_translate
from gui.classes import LETTER
from gui.lexicon import Line, lines

LANGS = ("en", "zh", "zh-Hant")
CASES = [
    pytest.param(name, line, id=f"{lang}-{name}-{line.words[0]}")
    for lang in LANGS
    for name, of_class in lines(lang).items()
    for line in of_class
]


def given(text: str) -> str:
    done = gui_translate.translate(text)
    if not done.actions:
        return "same" if done.text == text else "nothing"
    return "+".join(a.kind + "?" * (a.confidence == "offer") for a in done.actions)


@pytest.mark.parametrize(("name", "line"), CASES)
def test_each_word_does_in_its_example_what_the_file_says(name: str, line: Line) -> None:
    assert "{}" in line.example and line.gives
    head = line.example.startswith("{}")
    said = [w[0].upper() + w[1:] if head else w for w in line.words]
    wrong = {w: got for w in said if (got := given(line.example.replace("{}", w))) != line.gives}
    assert not wrong


@pytest.mark.parametrize("lang", LANGS)
def test_every_class_in_a_file_is_one_the_grammar_knows(lang: str) -> None:
    assert lines(lang).keys() <= LETTER.keys()


@pytest.mark.parametrize("languages", [("en",), ("zh", "zh-Hant")])
def test_no_word_is_in_two_classes(languages: tuple[str, ...]) -> None:
    owner: dict[str, str] = {}
    twice = {
        word: (owner[word], name)
        for lang in languages
        for name, of_class in lines(lang).items()
        for line in of_class
        for word in line.words
        if owner.setdefault(word, name) != name
    }
    assert not twice


def test_every_class_has_a_letter_of_its_own() -> None:
    assert len(set(LETTER.values())) == len(LETTER)
    assert "press" in LETTER and "han" in LETTER
