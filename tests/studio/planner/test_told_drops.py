"""Drops that are told over a film with cuts: where in the song, and which cut they are for."""

from __future__ import annotations

from typing import Any

import planner_scenes as scenes
import pytest

from studio import planner, timeline
from studio.planner import values as plan
from studio.planner.values import Drops, Memory, Sync
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, Fitted

FILM = Material(id="m1", name="film.mp4", kind="video", duration=60_000, has_sound=True)
SONG = Material(id="m2", name="song.mp3", kind="audio", duration=180_000)
BENT = Material(id="m3", name="song.mp3", kind="audio", duration=60_000, metadata={"made": True})


def understood(said: str, *, bent: bool = False) -> planner.Understanding:
    now = Timeline()
    for id in ("c1", "c2", "c3"):
        now = timeline.apply(now, scenes.clip(id, FILM, 20_000))
    song = AddSound(id="s1", source="m2", name="song.mp3", duration=60_000, length=180_000)
    now = timeline.apply(now, song)
    if bent:
        now = timeline.apply(now, Fitted(target="s1", source="m3", length=60_000, song="m2"))
    return planner.understand(
        said, timeline=now, materials=(FILM, SONG, BENT),
        memory=Memory(kind="music", targets=("s1",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("the drop is at 0:16, make it hit the cut at 0:20", {"drop": 16_000, "hero": 20_000}),
        ("the drop is at 0:16 and it should hit the third cut", {"drop": 16_000, "which": 3}),
        ("the drop is at 1:02. it should land on the last cut", {"drop": 62_000, "which": -1}),
        ("the chorus starts at 0:48, line it up with the cut at 0:20",
         {"drop": 48_000, "hero": 20_000}),
        ("the beat drops at 0:48 of the track and that moment must be on the cut at 20 seconds",
         {"drop": 48_000, "hero": 20_000}),
        ("高潮在0:48，让它落在0:20的切点上", {"drop": 48_000, "hero": 20_000}),
        ("副歌在0:48，让它对上第二个切点", {"drop": 48_000, "which": 2}),
        ("高潮在0:48，對齊第二個剪接點", {"drop": 48_000, "which": 2}),
        ("that's not the drop, it's at 1:02", {"drop": 62_000}),
    ],
)  # fmt: skip
def test_a_drop_and_its_cut_are_told_in_one_message(said: str, wish: dict[str, Any]) -> None:
    found = understood(said)
    assert plan.joined(found.steps) == (Sync(target="s1", **wish),)
    assert found.question is None


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("make it hit the second cut instead", {"which": 2}),
        ("move it to the cut at 0:20", {"hero": 20_000}),
        ("it should land on the third cut", {"which": 3}),
        ("让它落在第三个切点", {"which": 3}),
    ],
)
def test_of_music_that_was_fitted_it_is_the_drop(said: str, wish: dict[str, Any]) -> None:
    assert understood(said, bent=True).steps == (Sync(target="s1", **wish),)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("the drops are at 0:16 and 0:40", {"at": (16_000, 40_000)}),
        ("there are two drops, at 0:24 and 0:56", {"at": (24_000, 56_000)}),
        ("高潮有两个，0:16和0:40", {"at": (16_000, 40_000)}),
        ("you missed a drop at 0:40", {"at": (40_000,), "how": "also"}),
        ("0:56 isn't a drop", {"at": (56_000,), "how": "not"}),
        ("go by the drops you heard", {"how": "heard"}),
    ],
)
def test_several_drops_are_all_the_songs_and_the_fit_follows(
    said: str, wish: dict[str, Any]
) -> None:
    steps = understood(said, bent=True).steps
    assert steps == (Drops(target="s1", song=True, **wish), Sync(target="s1"))


def test_a_drop_is_denied_and_told_elsewhere() -> None:
    for said in ("the drop is not at 0:47, it's at 0:16", "高潮不在0:47，是在0:16"):
        told, fit = understood(said).steps
        assert told == Drops(target="s1", at=(47_000,), song=True, how="not")
        assert fit == Sync(target="s1", drop=16_000)
