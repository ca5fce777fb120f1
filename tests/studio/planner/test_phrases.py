"""Phrases and sentences: what the code looks up is there, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from planner_outcomes import load

from studio.planner import clauses, flow, lexer, longest, phrases, spotting, sure
from studio.words import LANGS, sentences

ROOM = Path(phrases.__file__).parent
CODE = "\n".join(path.read_text("utf-8") for path in sorted(ROOM.rglob("*.py")))
TIMELINE = "\n".join(p.read_text("utf-8") for p in sorted((ROOM.parent / "timeline").glob("*.py")))
KEYS = sorted(set(re.findall(r'(?<!say\()"([a-z]+\.[a-z_-]+)"', CODE)))
FILES = sorted({path.stem for path in ROOM.glob("phrases/*/*.yaml")} - {"characters"})
NO_LOOKUP = {"characters.yaml"}


def test_every_meaning_that_is_looked_up_has_phrases() -> None:
    missing = [key for key in KEYS if key not in NO_LOOKUP and not _phrases(key)]
    assert missing == []


@pytest.mark.parametrize("file", FILES)
def test_every_phrase_is_a_pattern_and_not_an_empty_one(file: str) -> None:
    whole = {"wording.no_words", "answers.yes", "answers.no"}  # matched as a whole only
    for key in phrases.lists(file):
        if f"{file}.{key}" in whole:
            continue
        found = phrases.compiled(f"{file}.{key}")
        assert found.match("") is None, key


@pytest.mark.parametrize("namespace", ["planner", "timeline", "errors"])
def test_sentences_have_the_same_keys_and_places_in_every_language(namespace: str) -> None:
    rows = [sentences(namespace, lang) for lang in LANGS]
    places = [{k: sorted(re.findall(r"\{(\w+)\}", v)) for k, v in row.items()} for row in rows]
    assert places[0] == places[1] == places[2]


def test_every_sentence_that_is_said_exists() -> None:
    said = re.findall(r'(?:\.say\(|ask\(\s*scene,\s*\w+(?: [-+] \d+)?,\s*)"([a-z_]+)"', CODE)
    assert [key for key in said if key not in sentences("planner", "en")] == []
    keys = re.findall(r'"timeline\.([a-z_]+)"', TIMELINE)
    assert [key for key in keys if key not in sentences("timeline", "en")] == []


def test_traditional_characters_are_looked_up_as_simplified_ones() -> None:
    assert phrases.plain("將第二段刪掉，音樂調細聲") == "将第二段删掉,音乐调细声"
    assert len(phrases.plain("ＡＢ％İ")) == 4


def test_what_is_looked_up_quickly_is_what_the_patterns_say() -> None:
    keys = sorted({f"{file}.{key}" for file in FILES for key in phrases.lists(file)})
    for row in load("outcomes.txt"):
        for clause in clauses.clauses(lexer.lex(row.say)):
            for text in {clause.plain, clause.text}:
                for key in keys:
                    match = phrases.compiled(key).search(text)
                    found = spotting.find(key, text)
                    assert spotting.said(key, text) == (match is not None), (key, text)
                    assert (found and found.span()) == (match and match.span()), (key, text)


@pytest.mark.parametrize(
    ("phrase", "rows"),
    [
        ("fad(e|es)[- ]?ins?", {("fad",), ("in",), ("e", "es")}), ("a|b", {("a", "b")}),
        ("(a|)b", {("b",)}), ("淡入", {("淡入",)}), ("x?yz{time}", {("yz",)}),
        ("play .{0,12}(twice)", {("play",), ("twice",)}), ("[黑白]色?的?边", {("边",)}),
        ("(a (nested|one)) word\\s*", {("word",), ("nested", "one"), ("a",)}),
        ("ab{2}c", {("ab",), ("c",)}), ("(?<!not )now(?! then)", {("now",)}), ("a)b", set()),
    ],
)  # fmt: skip
def test_a_phrase_cannot_do_without_one_of_each_row(phrase: str, rows: set[sure.Row]) -> None:
    assert set(sure.rows(phrase)) == rows


_WORDS = ["lo fi", "lo", "drum", "drum and bass", "古筝", "古", "f风"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS)), st.text("lofidrumansbcgu 古筝风-\n", max_size=40))
def test_the_longest_word_is_found_as_one_pattern_of_all_finds_it(
    words: list[str], text: str
) -> None:
    parts = []
    for word in sorted(words, key=len, reverse=True):
        made = re.escape(word).replace("\\ ", r"[\n -]+")
        alone = word.isascii() or word[0] == "f"
        parts.append(rf"(?<![a-z0-9]){made}(?![a-z0-9])" if alone else made)
    wanted = [match.span() for match in re.finditer("|".join(parts) or r"(?!)", text)]
    assert [(a, b) for a, b, _ in longest.Longest(words).finditer(text)] == wanted


@pytest.mark.parametrize("path", sorted(ROOM.glob("phrases/*/*.yaml")), ids=lambda p: p.stem)
def test_files_of_phrases_are_read_as_yaml_reads_them(path: Path) -> None:
    loaded = yaml.load(path.read_text("utf-8"), Loader=phrases.LOADER)
    if path.stem == "characters":
        return
    assert flow.read(path.read_text("utf-8")) == {
        str(key): [str(item) for item in value]
        if isinstance(value, list)
        else {str(word): str(meant) for word, meant in value.items()}
        for key, value in loaded.items()
    }


@pytest.mark.parametrize("lang", LANGS)
def test_words_for_music_are_read_as_yaml_reads_them(lang: str) -> None:
    path = ROOM.parent / "language" / lang / "music_phrases.yaml"
    if not path.exists():
        return
    text = path.read_text("utf-8")
    assert _spelt(flow.nested(text)) == _spelt(yaml.load(text, Loader=phrases.LOADER))


def _spelt(value: object) -> object:
    """What is compared: words for yes and no are words here, and truths in YAML."""
    match value:
        case dict():
            return {_spelt(key): _spelt(part) for key, part in value.items()}
        case list():
            return [_spelt(part) for part in value]
        case bool():
            return "on" if value else "no"
    return {"yes": "on", "off": "no"}.get(str(value), str(value))


def test_phrases_in_chinese_alone_do_not_stand_where_there_is_none() -> None:
    for file in FILES:
        for key in phrases.lists(file):
            for phrase in spotting.meaning(f"{file}.{key}").han:
                rows = sure.rows(phrase) or ((phrase,),)
                assert any(all(re.search("[一-龥]", run) for run in row) for row in rows), phrase


def _phrases(key: str) -> tuple[str, ...]:
    file, _, meaning = key.partition(".")
    return phrases.lists(file).get(meaning, ())
