"""Colours for a part of a visual: until the drop, from a time on, between two times."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import soundfile

from studio import analysis, planner, visuals
from studio import timeline as room
from studio.planner.values import Understanding
from studio.timeline import facts
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import AddClip, AddSound, Operation
from studio.visuals import palette
from studio.words import say
from tests.studio.visuals.conftest import track

SONG = Material(id="m1", name="Night.mp3", kind="audio", duration=120_000, has_sound=True)
BLUE, RED, GOLD, GREEN = ("#2f7bff",), ("#ff3b30",), ("#ffc94d",), ("#34c759",)
OLD = ("#0a1a30", "#124a60", "#faecbe", "#48d6c8")


def said(text: str) -> tuple[Background, Understanding]:
    picture = Background(style="visual", scene="rings", colours=OLD, title="Night")
    now = Timeline()
    for step in (
        AddClip(id="c1", duration=120_000, background=picture, kind="background"),
        AddSound(id="s1", source="m1", name=SONG.name, duration=120_000, length=120_000),
    ):
        now = room.apply(now, step)
    found = planner.understand(text, timeline=now, materials=(SONG,))
    for wish in found.steps:
        if isinstance(wish, Operation):
            now = room.apply(now, wish)
    made = facts.clips(now)[0].background
    assert made is not None
    return made, found


@pytest.mark.parametrize(
    ("text", "first", "shades"),
    [
        ("blue until the drop, then red", BLUE, [(0, "drop", RED)]),
        ("blue before the drop and gold after it", BLUE, [(0, "drop", GOLD)]),
        ("start in blue and switch to red when it drops", BLUE, [(0, "drop", RED)]),
        ("turn it red at the drop", OLD, [(0, "drop", RED)]),
        ("高潮之前用蓝色，之后用红色", BLUE, [(0, "drop", RED)]),
        ("副歌变成金色", OLD, [(0, "drop", GOLD)]),
        ("到1:00为止用绿色，然后用红色", GREEN, [(60_000, "", RED)]),
        ("from 0:30 on use gold", OLD, [(30_000, "", GOLD)]),
        ("gold from 0:30 to 0:45", OLD, [(30_000, "", GOLD), (45_000, "", OLD)]),
        ("first blue then red", BLUE + RED, []),
    ],
)
def test_colours_come_when_they_are_said_to(
    text: str, first: tuple[str, ...], shades: list[tuple[int, str, tuple[str, ...]]]
) -> None:
    picture, found = said(text)
    assert found.question is None
    assert picture.colours == first
    assert [(one.at, one.when, one.colours) for one in picture.shades] == shades


def test_the_drop_turns_the_colours_on_its_own_frame(dropping: np.ndarray) -> None:
    heard = analysis.listen(dropping)
    drive = visuals.drive(dropping, heard, fps=30, frames=240)
    blue, red = (palette.of_hexes(one) for one in (BLUE, RED))
    plain = visuals.Stage(160, 90, drive, blue)
    turned = replace(plain, shades=((heard.drops[0].at, red),))
    rows = [[f.v.mean() for f in visuals.frames("spectrum", one)] for one in (plain, turned)]
    apart = np.abs(np.subtract(*rows))
    first = round(heard.drops[0].at * 30)
    assert apart[:first].max() == 0
    assert apart[first] > 10


def test_what_comes_when_is_told_and_a_song_without_a_drop_is_said_to_have_none(wire: Any) -> None:
    person = wire.person()
    for sound, drop in ((track(12, drop=6.0), True), (track(8, drop=99), False)):
        out = io.BytesIO()
        soundfile.write(out, sound, analysis.RATE, format="WAV")
        session = person.session()
        person.upload(session, ("song.wav", out.getvalue()))
        told = person.say(session, "make a visualizer, blue until the drop, then red").text()
        text = say("visuals.shade_from", "en", time="0:06", colours="red")
        assert (text in told) == drop
        assert (say("visuals.shade_none", "en") in told) != drop
