"""A neural engine that cannot play takes nothing away: the music is there, and why is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio import api, bootstrap
from studio.jobs import Crew


class Here(Crew):
    """A crew that works on the spot."""

    def do(self, work: Any, /, *args: Any) -> Any:
        return work(*args)


@pytest.mark.parametrize(
    ("said", "why", "instead"),
    [
        ("make a 5-second lo-fi track", "weights, is not there", "composed without it"),
        ("做一段 5 秒的 lo-fi 音乐", "找不到神经引擎", "直接谱写的"),
        ("做一段 5 秒的 lo-fi 音樂", "找不到神經引擎", "直接譜寫的"),
    ],
)
def test_music_comes_all_the_same(make, wiring, tmp_path: Path, said, why, instead) -> None:
    studio = make(neural=tmp_path / "weights")
    object.__setattr__(studio, "crew", Here())
    person = wiring(api.build(studio)).person()
    session = person.session()
    told = person.say(session, said).text()
    assert told.count(why) == 1 and instead in told
    assert person.state(session)["draft"]["d"] == 5_000


def test_it_is_off_unless_its_weights_are_named(tmp_path: Path) -> None:
    serving = bootstrap.Serving(data=tmp_path)
    assert bootstrap.settings(serving, {}).neural is None
    named = bootstrap.settings(serving, {"STUDIO_NEURAL": str(tmp_path / "w")})
    assert named.neural == tmp_path / "w"
