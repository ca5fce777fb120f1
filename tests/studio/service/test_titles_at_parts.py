"""Words tied to a part of the music stand where that is heard."""

from __future__ import annotations

import io
from typing import Any

import pytest
import soundfile

from studio import analysis
from tests.studio.visuals.conftest import track


@pytest.fixture
def talk(wire: Any) -> Any:
    """A film drawn from twelve seconds of a song that drops at 6 s."""
    person = wire.person()
    out = io.BytesIO()
    soundfile.write(out, track(12, drop=6.0), analysis.RATE, format="WAV")
    session = person.session()
    person.upload(session, ("song.wav", out.getvalue()))
    person.say(session, "make a visualizer")

    def said(text: str) -> tuple[list[tuple[str, int, int]], str]:
        told = person.say(session, text).text()
        tracks = person.state(session)["draft"]["t"]
        words = [one for row in tracks if row["tt"] == 7 for one in row["sg"]]
        return [(one["x"], one.get("s", 0), one["d"]) for one in words], told

    return said


def test_they_come_on_the_drop_and_go_before_it(talk: Any) -> None:
    (words,), _ = talk('write "GO" at the drop for 2 seconds')
    assert words[0] == "GO" and abs(words[1] - 6000) <= 40 and words[2] == 2000
    rows, _ = talk('put "wait for it" on the picture until the drop')
    wait = next(row for row in rows if row[0] == "wait for it")
    assert wait[1] == 0 and abs(wait[2] - 6000) <= 60


def test_a_part_that_is_not_heard_is_told(talk: Any) -> None:
    (words,), told = talk('"hey" at the bridge')
    assert words[0] == "hey"
    assert "bridge" in told and "hey" in told.split("bridge", 1)[1]
