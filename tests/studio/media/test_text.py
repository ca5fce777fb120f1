"""Words as pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.media import text, typefaces
from studio.media.text import Look

LOOK = Look(size=40)


def pixels(words: text.Set) -> np.ndarray:
    return np.asarray(text.draw(words))


@pytest.mark.parametrize(
    "said",
    [
        "Hello",
        "你好，世界",
        "臺灣的夏天",
        "Größe žluťoučký Tiếng Việt",
        "こんにちは カナ",
        "Привет",
        "Καλημέρα",
        "한국어 가사, Love 뷁!",
        "أحبك يا حياتي (2024)",
        "אני אוהב אותך",
        "ไม่รู้ว่าเธอคิดอย่างไร",
        "ज़िंदगी प्यार का गीत है",
    ],
)
def test_every_sign_of_our_languages_is_there(said: str) -> None:
    words = text.lay(said, LOOK, width=800, height=400)
    assert words.missing == () and "".join(words.lines) == said
    picture = pixels(words)
    assert picture[..., 3].max() == 255 and picture[..., 3][:2].max() == 0


@pytest.mark.parametrize("said", ["🎉", "👨‍👩‍👧", "🇫🇷", "❤️", "1️⃣", "👍🏽", "😀"])
def test_emoji_are_one_sign_and_in_colour(said: str) -> None:
    words = text.lay(said, Look(size=60, outline=""), width=800, height=400)
    assert words.missing == ()
    assert text.measure(said, LOOK) < 2 * text.measure("😀", LOOK)
    picture = pixels(words).astype(int)
    seen = picture[picture[..., 3] > 200][:, :3]
    assert len(seen) and (np.ptp(seen, axis=1).max() > 30 or said in ("👨‍👩‍👧",))


def test_missing_signs_are_left_out_and_told() -> None:
    words = text.lay("a𓀀b𓀀c", LOOK, width=800, height=400)
    assert words.missing == ("𓀀",) and words.lines == ("abc",)


def test_a_word_is_drawn_with_one_font() -> None:
    assert [part for part, _ in typefaces.runs("žluťoučký", bold=True)[0]] == ["žluťoučký"]
    assert typefaces.runs("ab好", bold=True)[0] == [("ab好", "NotoSansSC-Bold")]


def test_simplified_and_traditional_have_their_own_forms() -> None:
    assert typefaces.order("简体中文说话", bold=True)[0] == "NotoSansSC-Bold"
    assert typefaces.order("繁體中文說話", bold=True)[0] == "NotoSansTC-Bold"


def test_lines_are_even_and_no_line_begins_with_a_comma() -> None:
    said = "今天天气很好，我们一起去公园散步，然后去吃冰淇淋，最后回家看电影。"
    words = text.lay(said, LOOK, width=500, height=900)
    assert len(words.lines) >= 3 and "".join(words.lines) == said
    assert all(line[0] not in "，。" for line in words.lines)
    widths = [text.measure(line, words.look) for line in words.lines]
    assert max(widths) <= 500 and min(widths) > 0.5 * max(widths)


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("Don't let go 不要放手", ("Don't let go", "不要放手")),
        ("我们的夏天 Summer of ours", ("我们的夏天", "Summer of ours")),
        ("在上海的第一个冬天和夏天 OK", 0),  # a line of two letters is none
        ("Hello 你好 again my friend", 0),  # back and forth
    ],
)
def test_two_languages_part_at_the_end_of_a_line(said: str, lines: tuple[str, ...] | int) -> None:
    wide = text.measure(said, LOOK)
    words = text.lay(said, LOOK, width=round(wide * 0.75), height=900)
    assert len(words.lines) == 2
    if lines:
        assert words.lines == lines
    else:
        widths = [text.measure(line, words.look) for line in words.lines]
        assert min(widths) > 0.5 * max(widths)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.integers(60, 600))
def test_any_text_fits_or_becomes_smaller(said: str, width: int) -> None:
    words = text.lay(said, LOOK, width=width, height=300)
    assert words.look.size == 10 or words.width <= width
    if words.letters and words.look.size > 10:
        assert text.draw(words).width <= width + 2 * 40


def test_a_box_a_shadow_an_outline() -> None:
    plain = Look(size=40, outline="")
    boxed = pixels(text.lay("Hi", Look(size=40, outline="", box="#ff0000"), width=400, height=200))
    assert boxed[boxed.shape[0] // 2, 8, 0] > 200
    shadow = pixels(text.lay("Hi", plain, width=400, height=200))
    outlined = pixels(text.lay("Hi", LOOK, width=400, height=200))
    dark = [((p[..., :3].max(axis=2) < 60) & (p[..., 3] > 200)).sum() for p in (shadow, outlined)]
    assert dark[1] > dark[0]


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("سلام", "س ل ا م"),  # joined, its letters are narrower than apart
        ("क्षत्रिय", "क ् ष त ् र ि य"),
        ("กี่", "ก"),  # marks stand above the letter
    ],
)
def test_letters_are_shaped_by_their_neighbours(said: str, alone: str) -> None:
    apart = sum(text.measure(letter, LOOK) for letter in alone.split())
    one = text.measure(said, LOOK)
    assert one < 0.9 * apart or (len(alone) == 1 and one == pytest.approx(apart, rel=0.02))


@pytest.mark.parametrize(
    ("said", "left"),
    [("Hello 😍", False), ("שלום 😍", True), ("😍 שלום", False), ("أحبك 😍 Love!", None)],
)
def test_a_line_from_the_right_has_its_parts_in_their_order(said: str, left: bool | None) -> None:
    seen = pixels(text.lay(said, Look(size=60, outline=""), width=900, height=200)).astype(int)
    colourful = (np.ptp(seen[..., :3], axis=2) > 60) & (seen[..., 3] > 200)
    letters = (seen[..., :3].min(axis=2) > 240) & (seen[..., 3] > 200)
    emoji, words = (np.flatnonzero(ink.any(axis=0)) for ink in (colourful, letters))
    if left is None:
        assert words.min() < emoji.min() and emoji.max() < words.max()
    else:
        assert (emoji.max() < words.min()) == left


def test_a_tower_of_marks_is_cut_and_takes_no_more_room() -> None:
    words = text.lay("z" + "\u0301" * 180 + "!", LOOK, width=400, height=200)
    picture = pixels(words)
    assert max(picture.shape[:2]) <= 400 + 4 * LOOK.size and picture[..., 3].max() == 255


def test_words_typed_from_the_right_begin_there() -> None:
    words = text.lay("שלום לכולם", LOOK, width=400, height=200)
    some, whole = (np.asarray(text.draw(words, letters=n)) for n in (4, 10))
    third = some.shape[1] // 3
    assert np.array_equal(some[:, -third:], whole[:, -third:])
    assert some[:, :third, 3].max() == 0 < whole[:, :third, 3].max()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("กขคเแไาะำิี้์่"), min_size=4, max_size=40), st.integers(60, 400))
def test_no_line_begins_with_a_mark_that_hangs_on_a_letter(said: list[str], width: int) -> None:
    words = text.lay("ก" + "".join(said), LOOK, width=width, height=2000)
    sane = [line for line in words.lines[1:] if len(line) > 1]
    before = words.lines[:-1]
    for line, last in zip(words.lines[1:], before, strict=True):
        if line in sane and len(last) > 1 and len(last.strip("าะำิี้์่เแไ")) > 1:
            assert line[0] not in "ิี้์่าะำ" and last[-1] not in "เแไ"


def test_typed_words_keep_their_place() -> None:
    words = text.lay("Hello there", LOOK, width=400, height=200)
    half, whole = (np.asarray(text.draw(words, letters=n)) for n in (5, 11))
    assert half.shape == whole.shape
    left = slice(0, half.shape[1] // 3)
    assert np.array_equal(half[:, left], whole[:, left])
    assert half[..., 3].sum() < whole[..., 3].sum()
