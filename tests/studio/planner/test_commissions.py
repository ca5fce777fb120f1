"""A wish for music, said as one sentence of many commas, arrives at the composer as it was said."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from studio import brief as briefing
from studio import planner, timeline
from studio.planner import briefs
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, Operation, ReplaceSound

HERE = Path(__file__).resolve().parents[1] / "composer"
WISHES = [
    text
    for name in ("briefs.first.yaml", "briefs.second.yaml")
    for text, _ in yaml.safe_load((HERE / name).read_text("utf-8"))
]
FILM = Material(id="m1", name="trip.mp4", kind="video", duration=40_000, width=1280, height=720)
LEFT = {"length_ms", "ending", "seed"}  # the picture's, a fade's on the timeline, a retake's


def arrived(text: str, *, film: bool) -> briefing.Brief | None:
    """The brief that the planner hands on."""
    han = any("一" <= char <= "龥" for char in text)
    lead = ("加一段配乐，" if han else "add music to my video: ") if film else ""
    found = planner.understand(lead + text, timeline=Timeline(), materials=(FILM,) if film else ())
    made = [s for s in found.steps if isinstance(s, AddSound | ReplaceSound) and s.brief]
    return briefing.decode(made[-1].brief) if made else None


@pytest.mark.parametrize("film", [False, True])
def test_nine_of_ten_wishes_arrive_whole(film):
    whole = 0
    for text in WISHES:
        direct, there = briefs.understand(text) or briefing.Brief(), arrived(text, film=film)
        whole += there is not None and all(
            getattr(direct, name) == getattr(there, name)
            for name in direct.__struct_fields__
            if name not in LEFT
        )
    assert whole >= 0.88 * len(WISHES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lo-fi with bagpipes and a kazoo", '"bagpipes" is not among'),
        ("lo-fi with bagpipes and a kazoo", 'nothing of "kazoo"'),
        ("古风音乐，要颂钵", "“颂钵”"),
        ("house, sung by a choir of robots", '"sung": nobody sings'),
        ("house, sung by a choir of robots", 'nothing of "robots"'),
    ],
)
def test_words_that_nobody_read_are_told(text, said):
    found = planner.understand(text, timeline=Timeline())
    assert found.steps and any(said in hint for hint in found.hints), found.hints


@pytest.mark.parametrize(
    "text", ["lo-fi, 80 bpm, no drums", "古风 古筝，慢一点", "no vocals, jazz"]
)
def test_where_all_was_read_nothing_is_said(text):
    assert planner.understand(text, timeline=Timeline()).hints == ()


@pytest.mark.parametrize("film", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "less drums", "happier", "half-time", "only piano after 0:20",
        "make the second part calmer",
        "再欢快一点", "鼓少一点", "换个调", "no drums in the intro", "slower music",
        "make the music faster", "up two semitones", "in D minor", "without bass", "add a violin",
        "calmer from 0:10 to 0:20", "10 bpm faster", "less busy please", "0:20之后只要钢琴",
        "more energy in the chorus", "第二段更燃一点",
    ],
)  # fmt: skip
def test_a_small_change_is_one_of_the_music(text, film):
    """With a picture and without one."""
    files = (FILM,) if film else ()
    first = planner.understand(
        "add calm lo-fi music, 40 seconds", timeline=Timeline(), materials=files
    )
    now = Timeline()
    for step in first.steps:
        now = timeline.apply(now, step) if isinstance(step, Operation) else now
    found = planner.understand(text, timeline=now, materials=files, memory=first.memory)
    assert [type(step) for step in found.steps] == [ReplaceSound], found
    assert found.steps[0].brief["genre"] == "lofi" and found.steps[0].brief.get("seed", 1) == 1
