"""Conversations over several turns: pronouns, questions, answers, and nothing lost on the way."""

from __future__ import annotations

import msgspec
import pytest
from planner_scenes import SONG, scene

from studio import planner, timeline
from studio.planner.values import JustMusic, Memory, ShowTimeline, Sync, Understanding, Undo
from studio.timeline import facts
from studio.timeline.history import begun, grown
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, Cut


class Talk:
    """A conversation that carries out what is understood, as the service does."""

    def __init__(self, name: str, *more: Material) -> None:
        self.timeline, materials, _ = scene(name)
        self.materials = (*materials, *more)
        self.memory = Memory()

    def say(self, text: str) -> Understanding:
        found = planner.understand(
            text, timeline=self.timeline, materials=self.materials, memory=self.memory
        )
        for operation in found.operations:
            self.timeline = timeline.apply(self.timeline, operation)
        stored = msgspec.json.encode(found.memory)  # as a session keeps it
        self.memory = msgspec.json.decode(stored, type=Memory)
        return found


def test_it_is_the_thing_last_touched() -> None:
    talk = Talk("video")
    talk.say("add some lo-fi music")
    talk.say("make it quieter")
    talk.say("fade it out over 2s")
    (music,) = facts.music(talk.timeline)
    assert music.gain == 0.245
    assert music.fade_out == 2000


def test_what_can_be_done_is_done_and_the_rest_is_asked() -> None:
    talk = Talk("video")
    found = talk.say("先把开头5秒剪掉再加字幕")
    assert timeline.duration(talk.timeline) == 15000
    assert found.question and "字幕" in found.question.text


def test_the_missing_words_are_taken_from_the_next_message() -> None:
    talk = Talk("video")
    asked = talk.say("add a title at the start")
    assert asked.question
    talk.say("Summer in Rome")
    assert [title.text for title in facts.titles(talk.timeline)] == ["Summer in Rome"]


def test_another_wish_after_a_question_is_another_wish() -> None:
    talk = Talk("video")
    talk.say("add a title")
    talk.say("trim the first 3 seconds")
    assert facts.titles(talk.timeline) == ()
    assert timeline.duration(talk.timeline) == 17000


def test_an_offer_can_be_taken_by_number_by_word_and_by_label() -> None:
    for answer in ("2", "the second one", "第二个", "the last 3 seconds"):
        talk = Talk("video")
        asked = talk.say("cut 3 seconds")
        assert asked.question and len(asked.question.offers) == 2
        talk.say(answer)
        (clip,) = facts.clips(talk.timeline)
        assert (clip.in_point, clip.duration) == (0, 17000), answer


def test_no_leaves_everything_as_it_is() -> None:
    talk = Talk("music")
    assert talk.say("add jazz").question
    before = talk.timeline
    assert talk.say("no").hints
    assert talk.timeline == before


def test_music_over_music_is_asked_about_and_yes_replaces_it() -> None:
    talk = Talk("music")
    assert talk.say("add some jazz").question
    talk.say("yes")
    (music,) = facts.music(talk.timeline)
    assert facts.name(music) == "Jazz"
    assert music.gain == 0.35


def test_a_third_clip_of_two_is_asked_about_and_the_offer_works() -> None:
    talk = Talk("two")
    asked = talk.say("把第三段删掉")
    assert asked.question and len(asked.question.offers) == 2
    talk.say("2")
    assert [clip.id for clip in facts.clips(talk.timeline)] == ["c1"]


def test_every_offer_that_is_made_can_be_carried_out() -> None:
    for name, text in (
        ("video", "cut at 2:00"), ("video", "trim the last 30 seconds"), ("video", "fade"),
        ("video", "cut 0:15 to 0:45"), ("music", "make it louder"), ("music", "add jazz"),
        ("full", "delete the title"), ("three", "remove the 5th clip"),
        ("three", "remove the clip"),
        ("music", "make it better"), ("video", "在2分钟处剪开"), ("full", "刪掉標題"),
    ):  # fmt: skip
        first = Talk(name)
        asked = first.say(text)
        assert asked.question and asked.question.offers, text
        for number in range(1, len(asked.question.offers) + 1):
            talk = Talk(name)
            talk.say(text)
            found = talk.say(str(number))
            useful = found.steps or found.hints or (found.question and found.question.waiting)
            assert useful, (text, asked.question.offers[number - 1])


def test_a_file_that_was_sent_is_put_on_an_empty_timeline_first() -> None:
    talk = Talk("uploaded")
    talk.say("mute the original sound")
    (clip,) = facts.clips(talk.timeline)
    assert (clip.source, clip.gain) == ("m1", 0.0)


def test_a_song_that_was_sent_is_the_music_and_loops_where_it_is_short() -> None:
    short = Material(id="m9", name="jingle.mp3", kind="audio", duration=8000)
    talk = Talk("video", short)
    found = talk.say("add the background music")
    (music,) = facts.music(talk.timeline)
    assert (music.source, music.loop, facts.end(music)) == ("m9", True, 20000)
    assert found.hints


def test_a_genre_is_composed_though_a_song_was_sent() -> None:
    talk = Talk("video", SONG)
    talk.say("add upbeat jazz")
    (music,) = timeline.pending(talk.timeline)
    assert facts.brief(music) is not None


def test_nothing_but_a_sentence_is_enough() -> None:
    talk = Talk("empty")
    talk.say("make a 20-second lo-fi video with the title Hello")
    assert timeline.duration(talk.timeline) == 20000
    assert [t.text for t in facts.titles(talk.timeline)] == ["Hello"]
    assert len(timeline.pending(talk.timeline)) == 1


def test_wishes_after_an_undo_are_read_on_what_it_leaves() -> None:
    before, materials, _ = scene("video")
    after = timeline.apply(before, _cut())
    history = grown(begun(before), after)
    found = planner.understand(
        "undo that and trim the last 19 seconds", timeline=after, materials=materials,
        history=history,
    )  # fmt: skip
    assert isinstance(found.steps[0], Undo)
    assert len(found.steps) == 2 and found.question is None


def _cut() -> timeline.Operation:
    return Cut(start=0, end=5000)


def test_sync_and_show_are_intents() -> None:
    talk = Talk("three")
    found = talk.say(
        "sync background music to my video and adjust the beat drops to match the cuts"
    )
    assert [type(step) for step in found.intents] == [Sync]
    usual = Talk("three").say("add background music")
    laid = [[s.gain for s in one.steps if isinstance(s, AddSound)] for one in (found, usual)]
    assert laid[0] == laid[1] != []  # beat drops are nothing that gets softer
    assert [type(step) for step in talk.say("what's on the timeline?").intents] == [ShowTimeline]


def test_just_the_music_of_nothing_is_asked_about() -> None:
    assert Talk("empty").say("just the music").question
    found = Talk("music").say("just the music as wav")
    assert found.intents == (JustMusic(format="wav"),)


def test_replies_are_in_the_language_of_the_message() -> None:
    asked = Talk("two").say("把第三段刪掉").question
    assert asked and "您指的是哪一段" in asked.text and "個" not in asked.text
    asked = Talk("two").say("delete the third clip").question
    assert asked and asked.text.startswith("There are only 2 clips")


def test_an_empty_message_is_asked_about() -> None:
    found = planner.understand("", timeline=Timeline())
    assert found.question is not None and found.steps == ()


def test_what_is_as_asked_already_is_said_and_not_passed_over() -> None:
    talk = Talk("video")
    talk.say("add background music to my video and fade it out at the end")
    again = talk.say("fade the music out at the end")
    assert again.hints == ("Background music already fades out over 3 s.",)
    longer = talk.say("fade the music out over 5 seconds at the end")
    assert longer.hints == ()
    (music,) = facts.music(talk.timeline)
    assert music.fade_out == 5000


def test_a_part_that_asks_for_something_is_not_swallowed_by_the_next() -> None:
    found = Talk("video").say("wobble the frobnicator by 20%, then add jazz")
    assert found.steps and found.question and "frobnicator" in found.question.text


def test_a_garbled_message_of_any_size_is_answered_with_a_question() -> None:
    for text in ("的" * 4000, "fade title cut the speed " * 160, '"' * 4000, "make it " * 500):
        assert Talk("full").say(text).question, text[:20]


@pytest.mark.parametrize(
    ("over", "text", "steps"),
    [
        ("music", "the music is a bit loud, and can it start two seconds in",
         ["Volume", "PlaceSound"]),
        ("one-title", "cut the first second", ["Cut"]),
        ("one-title", "end it with a 2 second black screen saying Thanks for watching",
         ["AddClip", "AddTitle"]),
        ("music", "我说话的时候音乐小一点", ["Duck"]),
    ],
)  # fmt: skip
def test_no_wish_is_lost_or_goes_to_what_was_touched_last(
    over: str, text: str, steps: list[str]
) -> None:
    before, materials, _ = scene(over)
    titles = tuple(title.id for title in facts.titles(before))
    memory = Memory(kind="title", targets=titles) if titles else None
    found = planner.understand(text, timeline=before, materials=materials, memory=memory)
    assert [type(step).__name__ for step in found.steps] == steps
    assert found.question is None


def test_titles_that_go_are_not_the_music_that_was_touched_last() -> None:
    before, materials, _ = scene("full")
    music = facts.music(before)[0].id
    found = planner.understand(
        "把标题去掉吧", timeline=before, materials=materials,
        memory=Memory(kind="music", targets=(music,)),
    )  # fmt: skip
    assert "RemoveSounds" not in [type(step).__name__ for step in found.steps]
