"""Sentences become briefs: what is asked for, small changes, and one line said back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from briefing import missed

from studio import composer
from studio.brief import Brief, Change, Mood
from studio.planner import briefs
from studio.planner.music_words import table

HERE = Path(__file__).parent
ASKED = [
    ("轻快的尤克里里", {"genre": "travel"}),
    ("古风 古筝，慢一点", {"genre": "guofeng", "wanted": ("guzheng",), "pace": 0.88}),
    ("lo-fi, 80 bpm, no drums", {"genre": "lofi", "bpm": 80.0, "unwanted": ("drums",)}),
    ("epic trailer with a drop at 0:12", {"genre": "cinematic", "drops": (12_000.0,)}),
    ("like a spy film, in D minor", {"genre": "tension", "key": 2, "mode": "minor"}),
    ("Make a 30-second lo-fi track", {"genre": "lofi", "length_ms": 30_000.0}),
    (
        "create an upbeat background track for my travel video",
        {"genre": "travel", "valence": 0.85},
    ),
    (
        "30 second house track with drops at 12s and 24.5s, fade out",
        {"genre": "house", "drops": (12_000.0, 24_500.0), "length_ms": 30_000.0, "ending": "fade"},
    ),
    (
        "一分钟的电音，高潮在第12秒和30秒",
        {"genre": "house", "length_ms": 60_000.0, "drops": (12_000.0, 30_000.0)},
    ),
    ("無縫循環的古風，不要鼓", {"genre": "guofeng", "loop": True, "unwanted": ("drums",)}),
    ("lofi meets guofeng", {"genre": "lofi", "blend": "guofeng"}),
    ("calm piano only, 45s long", {"only": ("piano",), "length_ms": 45_000.0}),
    ("ambient, loopable", {"genre": "ambient", "loop": True}),
    ("leave room for a voice-over, corporate", {"genre": "corporate", "voice": True}),
]
CHANGES = [
    ("less drums", {"amounts": (("drums", 0.5),)}),
    ("鼓少一点", {"amounts": (("drums", 0.5),)}),
    ("happier", {"lift": 0.22}),
    ("half-time", {"feel": "half"}),
    ("only piano after 0:20", {"changes": (Change(start=20_000.0, only=("piano",)),)}),
    ("0:20之后只要钢琴", {"changes": (Change(start=20_000.0, only=("piano",)),)}),
    ("make the second part calmer", {"changes": (Change(start=20_000, energy=-0.3),)}),
    ("no bass", {"unwanted": ("bass",)}),
    ("another take", {"seed": 2}),
]


@pytest.mark.parametrize(("text", "wanted"), ASKED, ids=[text for text, _ in ASKED])
def test_a_wish_is_understood(text, wanted):
    brief = briefs.understand(text)
    assert brief is not None
    assert {name: getattr(brief, name) for name in wanted} == wanted


@pytest.mark.parametrize(("text", "wanted"), CHANGES, ids=[text for text, _ in CHANGES])
def test_a_small_change_keeps_everything_else(text, wanted):
    before = Brief(genre="lofi", length_ms=40_000.0)
    after = briefs.change(text, before)
    assert after is not None
    differs = {
        name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)
    }
    assert {name: getattr(after, name) for name in differs} == wanted


@pytest.mark.parametrize("text", ["export the video", "trim the first 5 seconds", "", "你好"])
def test_what_is_not_about_music_is_left_alone(text):
    assert briefs.understand(text) is None


@pytest.mark.parametrize("lang", ["en", "zh", "zh-Hant"])
def test_every_genre_and_wish_can_be_said_back(lang):
    for genre in composer.genres():
        assert briefs.said_back(Brief(genre=genre), lang)
    for text, _ in ASKED:
        brief = briefs.understand(text)
        assert brief is not None
        line = briefs.said_back(brief, lang, reason="reason")
        assert "reason" in line and "{" not in line


def test_three_options_are_three_pieces():
    assert briefs.takes_asked("give me three options") == 3
    assert briefs.takes_asked("给我两个版本") == 2
    made = briefs.takes(Brief(genre="lofi"), 3)
    files = {composer.midi(composer.score(composer.plan(take))) for take in made}
    assert len(files) == 3


@pytest.mark.parametrize(
    ("lang", "brief", "line"),
    [
        ("en", Brief(length_ms=12_000), "Background music, light and flowing, 0:12 long."),
        ("zh", Brief(length_ms=12_000), "背景音乐，轻盈流畅，长 0:12。"),
        ("zh-Hant", Brief(length_ms=12_000), "背景音樂，輕盈流暢，長 0:12。"),
        ("en", Brief(valence=0.2, energy=0.9), "Background music, dark and driving, 0:30 long."),
    ],
)
def test_music_without_a_genre_is_said_by_how_it_will_feel(lang, brief, line):
    assert briefs.said_back(brief, lang) == line


@pytest.mark.parametrize("lang", ["en", "zh", "zh-Hant"])
def test_every_feel_has_its_own_words(lang):
    lines = {
        briefs.said_back(Brief(valence=valence, energy=energy), lang)
        for valence in (0.1, 0.5, 0.9)
        for energy in (0.1, 0.5, 0.9)
    }
    assert len(lines) == 9


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        row
        for name in ("first", "second", "third", "fourth", "fifth")
        for row in yaml.safe_load((HERE / f"briefs.{name}.yaml").read_text("utf-8"))
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wish_is_understood_in_all_its_parts(text, wanted):
    assert missed(text, wanted) == []


def test_where_the_picture_decided_it_says_so():
    line = briefs.said_back(Brief(curve=(Mood(0.0, 0.2, 0.6), Mood(9_000.0, 0.2, 0.6))), "en")
    assert "follow the picture" in line


@pytest.mark.parametrize("lang", ["en", "zh", "zh-Hant"])
def test_every_player_that_can_be_wished_for_has_a_name(lang):
    for kind in ("instruments", "families"):
        for _, value in {
            row for rows in table()["things"].values() for row in rows if row[0] == kind
        }:
            assert briefs.said_back(Brief(wanted=(value,)), lang)
