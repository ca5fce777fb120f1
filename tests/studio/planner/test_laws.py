"""Laws of the planner: total, the same each time, bounded, and its steps always apply."""

from __future__ import annotations

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planner_examples import load
from planner_scenes import SCENES, scene

from studio import planner, timeline
from studio.planner.values import Begin, Memory, Understanding
from studio.timeline import history
from studio.timeline.model import Clip, TextTrack, Timeline, Title, VideoTrack

WORDS = [word for row in load(held=False) for word in row["say"].replace("，", " ， ").split()]
SENTENCES = [row["say"] for row in load(held=False)]
anything = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(SENTENCES), max_size=4).map(", then ".join),
)


@settings(max_examples=250, deadline=None)
@given(anything, st.sampled_from(sorted(SCENES)))
def test_any_text_gives_steps_that_apply_or_a_question_or_an_answer(text: str, name: str) -> None:
    before, materials, _ = scene(name)
    found = planner.understand(text, timeline=before, materials=materials)
    assert found.steps or found.question or found.hints
    after = Timeline() if Begin() in found.steps else before
    for operation in found.operations:
        after = timeline.apply(after, operation)
    timeline.check(after)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Understanding) == found


@settings(max_examples=60, deadline=None)
@given(anything)
def test_the_same_text_is_understood_the_same_way(text: str) -> None:
    before, materials, _ = scene("full")
    first = planner.understand(text, timeline=before, materials=materials)
    assert planner.understand(text, timeline=before, materials=materials) == first


@settings(max_examples=120, deadline=None)
@given(st.lists(anything, min_size=1, max_size=4))
def test_a_conversation_never_breaks(texts: list[str]) -> None:
    now, materials, _ = scene("full")
    memory = Memory()
    for text in texts:
        found = planner.understand(text, timeline=now, materials=materials, memory=memory)
        memory = found.memory
        if Begin() in found.steps:
            now = Timeline()
        for operation in found.operations:
            now = timeline.apply(now, operation)


PIECES = [
    "no wait, ", "sorry, i meant ", "the second one ", "and ", "bigger ", "1) ", "from 3 to 5 ",
    "“", '"', "both ", "again ", "the first two clips ", "at the end ", "something zen ",
    "not ",
    "把", "第二段", "，", "再", "标题", "不对，", "12:", "1,5 s ", "\ue100", "🎉", "İ",
    "\x00", "\n", "60", "%", "{", "(?:",
]  # fmt: skip
garbled = st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=40).map("".join)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Timeline, Memory]:
    """Any timeline a conversation may have come to, and what is in mind by then."""
    now, materials, _ = scene(draw(st.sampled_from(sorted(SCENES))))
    memory = Memory()
    for said in draw(st.lists(st.sampled_from(SENTENCES), max_size=2)):
        found = planner.understand(said, timeline=now, materials=materials, memory=memory)
        memory = found.memory
        now = Timeline() if Begin() in found.steps else now
        for operation in found.operations:
            now = timeline.apply(now, operation)
    return now, memory


@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(garbled, anything), sessions(), st.booleans())
def test_any_text_over_any_timeline_is_read_to_an_end(
    text: str, session: tuple[Timeline, Memory], walked: bool
) -> None:
    now, memory = session
    past = history.grown(history.begun(), now) if walked else None
    found = planner.understand(text, timeline=now, memory=memory, history=past)
    assert found.steps or found.question or found.hints
    assert len(found.steps) <= 200


def test_ten_kilobytes_of_garbage_over_a_long_session_are_read_to_an_end() -> None:
    clips = tuple(Clip(id=f"c{n}", start=n * 2000, duration=2000, source="m1") for n in range(400))
    words = tuple(Title(id=f"t{n}", start=n * 3000, duration=2500, text=f"{n}") for n in range(200))
    long = Timeline(tracks=(VideoTrack(segments=clips), TextTrack(segments=words)))
    for piece in ("把第二段剪掉，", "make the first title bigger and the second one smaller, "):
        text = (piece * 2000)[:10_000]
        found = planner.understand(text, timeline=long)
        assert len(found.steps) <= 80 and found.question, piece


def test_a_hostile_message_is_read_to_a_bound() -> None:
    before, materials, _ = scene("full")
    for piece in ("1", "一", "and add music ", '"', "from 1 to ", " ", "\ue000", "1s to ", "第1"):
        text = (piece * 100_000)[:100_000]
        found = planner.understand(text, timeline=before, materials=materials)
        assert len(found.steps) <= 80, piece
