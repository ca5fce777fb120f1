"""A visual's colours changed by a word: warmer, darker, more vivid; and what is not about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import planner
from studio import timeline as room
from studio.planner import tints
from studio.planner.values import Memory, Understanding
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import AddClip, AddSound, Repaint
from studio.words import LANGS, say

SONG = Material(id="m1", name="Night.mp3", kind="audio", duration=60_000, has_sound=True)
COLOURS = ("#0a1a30", "#124a60", "#faecbe", "#48d6c8")


def said(
    text: str, *, scene: str = "rings", composed: bool = False, memory: Memory | None = None
) -> Understanding:
    picture = Background(style="visual", scene=scene, colours=COLOURS, title="Night")
    sound = (
        AddSound(id="s1", brief={}, name="Lo-fi", duration=60_000)
        if composed
        else AddSound(id="s1", source="m1", name=SONG.name, duration=60_000, length=60_000)
    )
    now = Timeline()
    for step in (AddClip(id="c1", duration=60_000, background=picture, kind="background"), sound):
        now = room.apply(now, step)
    return planner.understand(text, timeline=now, materials=(SONG,), memory=memory)


def luma(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def warmth(colours: tuple[str, ...]) -> int:
    return sum(int(c[1:3], 16) - int(c[5:7], 16) for c in colours)


@pytest.mark.parametrize("composed", [False, True])
@pytest.mark.parametrize(
    ("text", "tint"),
    [
        ("make it more colourful", "vivid"),
        ("more vibrant colors please", "vivid"),
        ("make it pop more", "vivid"),
        ("颜色鲜艳一点", "vivid"),
        ("顏色再鮮豔啲", "vivid"),
        ("the colors are too garish, make them more muted", "muted"),
        ("it is too bright, make it darker", "dark"),
        ("颜色太艳了", "muted"),
        ("use warmer colors", "warm"),
        ("画面换成暖色调", "warm"),
        ("colder colours", "cold"),
        ("make it darker", "dark"),
        ("make the visual a bit darker", "dark"),
        ("it's too bright", "dark"),
        ("畫面暗一點", "dark"),
        ("brighter please", "bright"),
        ("画面太暗了", "bright"),
        ("more contrast", "contrast"),
    ],
)
def test_a_word_changes_the_colours_and_nothing_else(text: str, tint: str, composed: bool) -> None:
    found = said(text, composed=composed)
    assert found.question is None
    (step,) = found.steps
    assert isinstance(step, Repaint)
    new = step.background
    assert (new.scene, new.title, new.style) == ("rings", "Night", "visual")
    assert len(new.colours) == 4 and new.colours != COLOURS
    assert found.hints in [(say(f"visuals.tinted_{tint}", lang),) for lang in LANGS]


def test_a_new_visual_can_be_asked_for_in_such_colours() -> None:
    warm, plain = (
        planner.understand(text, timeline=Timeline(), materials=(SONG,)).steps[0]
        for text in ("make a visualizer with warm colors", "make a visualizer")
    )
    assert isinstance(warm, AddClip) and isinstance(plain, AddClip)
    assert warm.background is not None and plain.background is not None
    assert warmth(warm.background.colours) > warmth(USED) and not plain.background.colours


def test_how_much_is_heard() -> None:
    row = []
    for text in ("make it a bit darker", "make it darker", "make it much darker"):
        (step,) = said(text).steps
        assert isinstance(step, Repaint)
        row.append(sum(map(luma, step.background.colours)))
    assert row == sorted(row, reverse=True) and len(set(row)) == 3


@pytest.mark.parametrize(
    "text", ["make the music darker", "darker piano", "把音乐变得更温暖", "make the beat darker"]
)
def test_a_wish_about_the_music_leaves_the_picture_alone(text: str) -> None:
    assert not any(isinstance(step, Repaint) for step in said(text, composed=True).steps)


def test_music_that_was_just_touched_is_what_it_means() -> None:
    just = Memory(kind="music", targets=("s1",))
    found = said("make it darker", composed=True, memory=just)
    assert found.steps and not any(isinstance(step, Repaint) for step in found.steps)


@pytest.mark.parametrize("text", ["highlight the drops more", "把高潮更突出一点", "高潮再亮啲"])
def test_drops_that_are_to_show_more_do_and_no_colour_changes(text: str) -> None:
    found = said(text)
    step = found.steps[0]
    assert isinstance(step, Repaint)
    assert (step.background.drops > 1, step.background.colours) == (True, COLOURS)


def test_ink_says_why_it_stays() -> None:
    found = said("make it darker", scene="ink")
    assert not found.steps and found.hints == (say("visuals.ink_stays", "en"),)


HEX = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
PALETTES = st.lists(HEX, max_size=4).map(tuple)


@given(PALETTES, st.lists(st.sampled_from(tints.TINTS), min_size=1), st.sampled_from([0.6, 1, 1.6]))
def test_any_palette_stays_one(
    colours: tuple[str, ...], row: list[tints.Tint], much: float
) -> None:
    made = tints.shifted(colours, row, much)
    assert len(made) == 4 and all(len(c) == 7 and int(c[1:], 16) >= 0 for c in made)


@given(PALETTES)
def test_each_word_does_what_it_says(colours: tuple[str, ...]) -> None:
    base = tints.shifted(colours, ["muted"], 0.0)  # held within black and white, else the same
    total = sum(map(luma, base))
    assert sum(map(luma, tints.shifted(base, ["dark"]))) <= total + 24
    assert sum(map(luma, tints.shifted(base, ["bright"]))) >= total - 24
    warm, cold = (tints.shifted(USED, [tint]) for tint in ("warm", "cold"))
    assert warmth(warm) > warmth(USED) > warmth(cold)


PLAIN = st.tuples(*[st.integers(40, 215)] * 3).map(lambda c: f"#{c[0]:02x}{c[1]:02x}{c[2]:02x}")


@given(st.tuples(PLAIN, PLAIN, PLAIN, PLAIN))
def test_warm_is_warmer_than_cold(colours: tuple[str, ...]) -> None:
    assert warmth(tints.shifted(colours, ["warm"])) > warmth(tints.shifted(colours, ["cold"]))


USED = ("#0c0e20", "#1e1e4a", "#d6d8ff", "#786eff")


@given(PALETTES, st.integers(1, 6))
def test_lights_can_always_be_read_on_their_ground(colours: tuple[str, ...], times: int) -> None:
    made = tints.shifted(tints.whole(colours[:3]), ["dark"] * times)
    assert luma(made[2]) >= 95 and luma(made[0]) <= 20
