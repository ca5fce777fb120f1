"""Lyrics follow their song, subtitles their video: to where it lies, and as fast as it runs."""

from __future__ import annotations

from typing import Any

import pytest

from studio import timeline
from studio.service import intake, subtitles
from studio.store import Stock
from studio.timeline.model import Timeline
from studio.timeline.operations import AddClip, AddSound, Cut, Speed

LRC = "[00:01.00]one\n[00:03.00]two\n[00:06.00]three\n"
SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:03,000 --> 00:00:05,000\ntwo\n\n"
    "3\n00:00:06,000 --> 00:00:08,000\nthree\n"
)
BACK = AddClip(id="c1", duration=10_000, kind="background")
FILM = AddClip(id="c1", source="v", duration=10_000, length=10_000, has_sound=True)
OTHER = AddClip(id="c2", source="w", duration=4_000, length=4_000)


def song(**more: Any) -> AddSound:
    return AddSound(**{"id": "s1", "source": "m", "duration": 10_000, "length": 20_000, **more})


CASES = [
    ("lyrics of a song from its start", LRC, [BACK, song()], [(1000, "one"), (3000, "two"),
                                                             (6000, "three")]),
    ("a song that starts inside", LRC, [BACK, song(in_point=2000)], [(0, "one"), (1000, "two"),
                                                                    (4000, "three")]),
    ("a song that comes later", LRC, [BACK, song(start=4000, duration=6000)],
     [(5000, "one"), (7000, "two")]),
    ("a song that is over before", LRC, [BACK, song(in_point=15_000)], []),
    ("subtitles of a video", SRT, [FILM], [(1000, "one"), (3000, "two"), (6000, "three")]),
    ("a video whose start was cut", SRT, [FILM, Cut(start=0, end=2500)],
     [(500, "two"), (3500, "three")]),
    ("a video with a hole", SRT, [FILM, Cut(start=2500, end=5500)],
     [(1000, "one"), (3000, "three")]),
    ("a video twice as fast", SRT, [FILM, Speed(rate=2.0)],
     [(500, "one"), (1500, "two"), (3000, "three")]),
    ("subtitles of a film of two videos", SRT, [FILM, OTHER], [(1000, "one"), (3000, "two"),
                                                              (6000, "three")]),
    ("subtitles of a video with a song beside it", SRT, [FILM, song(in_point=2000)],
     [(1000, "one"), (3000, "two"), (6000, "three")]),
    ("subtitles of a song", SRT, [BACK, song(in_point=3000)], [(0, "two"), (3000, "three")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "edits", "laid"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_lines_are_shown_when_their_words_are_heard(studio, text: str, edits, laid) -> None:
    now = Timeline()
    for edit in edits:
        now = timeline.apply(now, edit)
    path = studio.folder("sessions", "s") / "lines.txt"
    path.write_text(text, encoding="utf-8")
    stock = Stock(
        session="s", id=intake.SUBTITLES + "1", material=b'{"name":"a","lines":3}',
        path="sessions/s/lines.txt", size=1, digest="", made=False, at=1.0,
    )  # fmt: skip
    made = subtitles.edit(studio, stock, now)
    assert [(line.start, line.text) for line in (made.lines if made else ())] == laid
    if made:
        assert timeline.apply(now, made)


def test_a_corrected_file_stands_in_the_place_of_the_one_before(wire: Any) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("lines.srt", SRT.encode()))
    person.say(session, "make a black video of 10 seconds")

    def words() -> list[str]:
        tracks = person.state(session)["draft"]["t"]
        return [s["x"] for t in tracks if t["tt"] == 7 for s in t["sg"]]

    assert words() == ["one", "two", "three"]
    person.upload(session, ("better.srt", SRT.replace("two", "TWO").encode()))
    told = person.say(session, "add the new captions").text()
    assert words() == ["one", "TWO", "three"]
    assert "better.srt" in told
    shorter = SRT.split("\n\n")[0].replace("one", "ONE")
    person.upload(session, ("short.srt", shorter.encode()))
    person.say(session, "use these lines instead")
    assert words() == ["ONE"]
    later = "1\n00:00:08,000 --> 00:00:09,000\nlater\n"
    person.upload(session, ("part2.srt", later.encode()))
    person.say(session, "add these too")
    assert words() == ["ONE", "later"]
