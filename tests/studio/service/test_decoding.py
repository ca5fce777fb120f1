"""Words in whichever encoding they come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.service import decoding

SIMPLE = "[00:01.00]第一句歌词，我们在这里\n[00:05.00]第二句：你是我的\n"
FULL = "[00:01.00]第一句歌詞，我們在這裡\n[00:05.00]第二句：你是我的愛\n"
CASES = [
    *((SIMPLE, codec) for codec in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-32")),
    *((SIMPLE, codec) for codec in ("utf-16-le", "utf-16-be")),
    (FULL, "big5"),
    (FULL, "big5hkscs"),
    (FULL, "gb18030"),
    ("[00:01.00]Señorita, c'est déjà l'été — “über” Straße\n", "cp1252"),
    ("[00:01.00]Dzień dobry, piękna pogoda; kocham cię i żyję\n", "cp1250"),
    ("[00:01.00]夜に駆ける、君のこと\n", "cp932"),
    ("[00:01.00]Привет, это песня о тебе\n", "cp1251"),
    ("[00:01.00]안녕하세요 사랑해요 그대\n", "cp949"),
]


@pytest.mark.parametrize(("words", "codec"), CASES)
def test_words_are_read_as_they_were_written(words: str, codec: str) -> None:
    assert decoding.text(words.encode(codec)) == words


@given(st.binary(max_size=300))
def test_anything_is_some_text(raw: bytes) -> None:
    assert isinstance(decoding.text(raw), str)


@given(st.text(alphabet=st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_unicode_is_always_read_exactly(words: str) -> None:
    assert decoding.text(words.encode()) == words
