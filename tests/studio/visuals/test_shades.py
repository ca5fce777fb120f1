"""Colours for a part of a visual: until the drop, from a time on, between two times."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace as replaced

from studio import analysis, planner, visuals
from studio import timeline as room
from studio.planner.values import Stretch, Understanding
from studio.service import turning
from studio.timeline import facts
from studio.timeline.model import Background, Material, Shade, Timeline
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
        ("blue in the chorus", OLD, [(0, "in:chorus", BLUE)]),
        ("make it red during the drop", OLD, [(0, "in:drop", RED)]),
        ("only the drop in red", OLD, [(0, "in:drop", RED)]),
        ("make the last chorus red and gold", OLD, [(0, "in:chorus:-1", RED + GOLD)]),
        (
            "make the intro blue and the chorus red",
            OLD,
            [(0, "in:intro", BLUE), (0, "in:chorus", RED)],
        ),
        ("gold for the chorus, blue otherwise", BLUE, [(0, "in:chorus", GOLD)]),
        ("副歌部分用金色", OLD, [(0, "in:chorus", GOLD)]),
        ("第二段主歌用红色", OLD, [(0, "in:verse:1", RED)]),
        ("副歌用紅色，其他地方用藍色", BLUE, [(0, "in:chorus", RED)]),
    ],
)
def test_colours_come_when_they_are_said_to(
    text: str, first: tuple[str, ...], shades: list[tuple[int, str, tuple[str, ...]]]
) -> None:
    picture, found = said(text)
    assert found.question is None
    assert picture.colours == first
    assert [(one.at, one.when, one.colours) for one in picture.shades] == shades


@pytest.mark.parametrize(
    ("text", "first", "shades"),
    [
        ("at the drop switch to the particles look", "rings", [(0, "drop", "particles")]),
        ("use ink in the verse and particles in the chorus", "rings",
         [(0, "in:verse", "ink"), (0, "in:chorus", "particles")]),
        ("use particles in the last chorus", "rings", [(0, "in:chorus:-1", "particles")]),
        ("waveform until the drop, then particles", "wave", [(0, "drop", "particles")]),
        ("particles from 0:10 to 0:20", "rings", [(10_000, "", "particles"), (20_000, "", "")]),
        ("switch to ink at 0:30", "rings", [(30_000, "", "ink")]),
        ("副歌用粒子，主歌用水墨", "rings",
         [(0, "in:chorus", "particles"), (0, "in:verse", "ink")]),
        ("高潮的時候換成粒子", "rings", [(0, "drop", "particles")]),
        ("use particles", "particles", []),
    ],
)  # fmt: skip
def test_looks_come_when_they_are_said_to(
    text: str, first: str, shades: list[tuple[int, str, str]]
) -> None:
    picture, found = said(text)
    assert found.question is None
    assert (picture.scene, picture.colours) == (first, OLD)
    assert [(one.at, one.when, one.scene) for one in picture.shades] == shades
    assert not any(isinstance(step, Stretch) for step in found.steps)


def test_a_part_that_is_wanted_alone_is_no_part_with_a_look() -> None:
    picture, found = said("use only the chorus, with the particles look")
    assert picture.shades == () and any(isinstance(step, Stretch) for step in found.steps)


HEARD = turning.Heard(
    parts=(("intro", 0, 8000), ("verse", 8000, 24_000), ("chorus", 24_000, 40_000),
           ("verse", 40_000, 56_000), ("chorus", 56_000, 72_000)),
    drops=(24_000,), length=72_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("shades", "made"),
    [
        ([("in:chorus", BLUE, "")],
         [(24_000, BLUE, ""), (40_000, OLD, ""), (56_000, BLUE, "")]),
        ([("in:chorus", BLUE, ""), ("in:chorus:-1", RED, "ink")],
         [(24_000, BLUE, ""), (40_000, OLD, ""), (56_000, RED, "ink")]),
        ([("in:chorus:-1", RED, "ink"), ("in:chorus", BLUE, "")],
         [(24_000, BLUE, ""), (40_000, OLD, ""), (56_000, RED, "ink")]),
        ([("in:intro", RED, ""), ("in:verse:0", GOLD, "")],
         [(0, RED, ""), (8000, GOLD, ""), (24_000, OLD, "")]),
        ([("drop", BLUE, "")], [(24_000, BLUE, "")]),
        ([("drop", BLUE, ""), ("in:verse:1", RED, "")],
         [(24_000, BLUE, ""), (40_000, RED, ""), (56_000, BLUE, "")]),
        ([("before:chorus", RED, "")], [(0, RED, ""), (24_000, OLD, "")]),
        ([("after:intro", RED, "")], [(8000, RED, "")]),
        ([("in:bridge", RED, "")], []),
    ],
)  # fmt: skip
def test_parts_become_times(shades: list[Any], made: list[Any]) -> None:
    wishes = tuple(Shade(when=when, colours=colours, scene=look) for when, colours, look in shades)
    picture = Background(style="visual", scene="rings", colours=OLD, shades=wishes)
    row = turning.settled(picture, (), HEARD)
    assert [(one.at, one.colours, one.scene) for one in row] == made
    again = replaced(picture, shades=turning.unsettled(row))
    if len(wishes) == 1 and made:  # another song, or the same one again
        assert turning.settled(again, (), HEARD) == row


def test_a_look_for_the_drop_is_drawn_from_its_frame_on(dropping: np.ndarray) -> None:
    heard = analysis.listen(dropping)
    drive = visuals.drive(dropping, heard, fps=30, frames=240)
    plain = visuals.Stage(160, 90, drive, palette.of_hexes(BLUE))
    turn = visuals.Turn(heard.drops[0].at, "particles", plain)
    turned = replace(plain, turns=(turn,))
    first = round(heard.drops[0].at * 30)
    three = (("spectrum", plain), ("spectrum", turned), ("particles", plain))
    bars, both, dust = ([f.y.copy() for f in visuals.frames(*one)] for one in three)
    assert all((a == b).all() for a, b in zip(bars[:first], both[:first], strict=True))

    def usual(film: list[np.ndarray]) -> np.ndarray:  # dust lies elsewhere each time
        parts = np.mean(film[first + 15 : first + 75], axis=0)
        return parts.reshape(3, 30, 4, 40).mean(axis=(1, 3))

    apart = [np.abs(usual(both) - usual(other)).mean() for other in (bars, dust)]
    assert apart[1] < 0.3 * apart[0]


def test_the_drop_turns_the_colours_on_its_own_frame(dropping: np.ndarray) -> None:
    heard = analysis.listen(dropping)
    drive = visuals.drive(dropping, heard, fps=30, frames=240)
    blue, red = (palette.of_hexes(one) for one in (BLUE, RED))
    plain = visuals.Stage(160, 90, drive, blue)
    turn = visuals.Turn(heard.drops[0].at, "spectrum", replace(plain, palette=red))
    turned = replace(plain, turns=(turn,))
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
