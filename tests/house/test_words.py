"""Every sentence exists in three languages, with the same places to fill."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
import yaml

import gui_translate
import words

ROOT = Path(__file__).resolve().parents[2]
DATA = {"routing", "gui", "music_phrases"}  # phrases, checked by their own tests


def namespaces(folder: Path) -> list[str]:
    found = {p.stem for lang in words.LANGS for p in (folder / lang).glob("*.yaml")}
    return sorted(found - DATA)


def sentences(path: Path) -> dict[str, str]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {k: v for k, v in loaded.items() if isinstance(v, str)}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


CASES = [
    (folder, name)
    for folder in (ROOT / "language", ROOT / "studio" / "language")
    for name in namespaces(folder)
]


@pytest.mark.parametrize(("folder", "name"), CASES, ids=[f"{f.parent.name}-{n}" for f, n in CASES])
def test_all_languages_say_the_same_things(folder: Path, name: str) -> None:
    english = sentences(folder / "en" / f"{name}.yaml")
    for lang in words.LANGS[1:]:
        other = sentences(folder / lang / f"{name}.yaml")
        assert other.keys() == english.keys(), lang
        for key, sentence in english.items():
            assert places(other[key]) == places(sentence), (lang, key)
            assert other[key].strip() or not sentence.strip()


MEANT = {"service.export_ready"}  # it does speak of a button, for other clients


class Filled(dict[str, str]):
    """Something plain for every place in a sentence."""

    def __missing__(self, key: str) -> str:
        return "3"


SOME = Filled(name="rain.mp3", cut="0:23.2", at="0:12.4", drop="0:11.6", title="Rain", length="9 s")


@pytest.mark.parametrize("lang", words.LANGS)
def test_what_our_own_studio_says_is_never_taken_for_talk_of_buttons(lang: str) -> None:
    folder = ROOT / "studio" / "language"
    for name in namespaces(folder):
        for key, sentence in sentences(folder / lang / f"{name}.yaml").items():
            said = sentence.format_map(SOME).strip()
            heard = gui_translate.translate(said)
            if f"{name}.{key}" not in MEANT:
                assert not heard.actions, said
                assert heard.text.strip() == said


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("add music", "en"),
        ("你好呀", "zh"),
        ("幫我匯出 1080p", "zh-Hant"),
        ("帮我 export 一下，要 1080p", "zh"),
        ("條片整好未？整好就俾我", "zh-Hant"),
        ("add the title “你好世界” at the start", "en"),
        ("👍", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_the_answer_is_the_language_of_the_message(text: str, lang: str) -> None:
    assert words.detect(text) == lang


def test_a_message_without_letters_keeps_the_language_of_the_session() -> None:
    assert words.detect("👍", default="zh-Hant") == "zh-Hant"
    assert words.detect("好", default="zh-Hant") == "zh-Hant"
