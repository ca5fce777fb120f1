"""Words at a part of the music: said in one wish, brought there once the music was heard."""

from __future__ import annotations

import pytest
from planner_scenes import HOLIDAY, LAID, TUNE, VIDEO

from studio import planner, timeline
from studio.planner.values import AtPart, Understanding
from studio.timeline.model import Timeline
from studio.timeline.operations import AddTitle


def said(text: str) -> Understanding:
    now = Timeline()
    for step in (*VIDEO, LAID):
        now = timeline.apply(now, step)
    return planner.understand(text, timeline=now, materials=(HOLIDAY, TUNE))


@pytest.mark.parametrize(
    ("text", "words", "part", "whole", "every"),
    [
        ('add a title "Summer" at the drop', "Summer", ("drop", None, "in"), False, False),
        ("add the title Summer at the drop", "Summer", ("drop", None, "in"), False, False),
        ("at the drop show the text GO", "GO", ("drop", None, "in"), False, False),
        ('text "boom" on every drop', "boom", ("drop", None, "in"), False, True),
        ("title Hello at the chorus", "Hello", ("chorus", None, "in"), False, False),
        ('write "yes" during the chorus', "yes", ("chorus", None, "in"), True, False),
        ('put "the end" after the last chorus', "the end", ("chorus", -1, "after"), False, False),
        ('show "wait for it" until the drop', "wait for it", ("drop", None, "before"), True, False),
        ('"Part 2" when the second verse starts', "Part 2", ("verse", 1, "in"), False, False),
        ("高潮的时候出现文字“夏天”", "夏天", ("drop", None, "in"), False, False),
        ("每個高潮都加上文字「爆」", "爆", ("drop", None, "in"), False, True),
        ("副歌时显示文字“一起唱”", "一起唱", ("chorus", None, "in"), False, False),
    ],
)
def test_words_are_tied_to_the_part(text, words, part, whole, every):
    found = said(text)
    title, tie = found.steps
    assert found.question is None
    assert isinstance(title, AddTitle) and title.text == words
    assert isinstance(tie, AtPart) and (tie.target, tie.song) == (title.id, "s1")
    assert (tie.part.kind, tie.part.which, tie.part.side) == part
    assert (tie.whole, tie.every) == (whole, every)


@pytest.mark.parametrize("text", ['add a title "Drop" at 0:05', 'write "at the drop" at the start'])
def test_words_with_a_time_of_their_own_are_not(text):
    assert not any(isinstance(step, AtPart) for step in said(text).steps)


@pytest.mark.parametrize(
    ("text", "animation"),
    [
        ('write "BOOM" at the drop', "none"),
        ('slide in "BOOM" at the drop', "rise"),
        ('write "yes" during the chorus', "fade"),
    ],
)
def test_words_on_a_drop_are_there_on_its_beat(text, animation):
    (title,) = (step for step in said(text).steps if isinstance(step, AddTitle))
    assert title.style.animation == animation
