"""Every sentence that the planner's tests know, said to a whole studio: all of them are answered.

Whether it does the right thing is the planner's matter; here, that whatever it makes of a sentence
can be carried out, kept, and told, and that no answer reads as if a machine had dropped it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studio import api
from studio.jobs import Crew
from studio.store import Stock
from studio.timeline.model import Material

TABLES = Path(__file__).parents[1] / "planner"
FILES = (
    Material(id="m_1", name="beach.mp4", kind="video", duration=20_000, width=1280, height=720,
             fps=(30, 1), has_sound=True),
    Material(id="m_2", name="party.mov", kind="video", duration=9_000, width=1280, height=720,
             fps=(25, 1), has_sound=True),
    Material(id="m_3", name="song.mp3", kind="audio", duration=95_000, has_sound=True),
    Material(id="m_4", name="sun.jpg", kind="image", width=4000, height=3000),
)  # fmt: skip
A_TURN = 14  # sentences said in one session, so that they meet more than an empty timeline
ODD = re.compile(r"none → none|无 → 无|無 → 無|(?<= )(\S+) → \1(?=[.。])|[{}]|\bNone\b|\bnan\b")


class Elsewhere(Crew):
    """A crew that is never there: nothing is composed or listened to here."""

    def do(self, work: Any, /, *args: Any) -> Any:
        raise RuntimeError("not in this test")


def sentences() -> list[str]:
    found = []
    for table in sorted(TABLES.glob("*.txt")):
        for row in table.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in row.split(" | ")]
            if len(cells) >= 3 and not row.startswith("#"):
                found += cells[-2].split(" => ")
    return found


@pytest.mark.slow
def test_every_sentence_is_answered(make, wiring) -> None:
    studio = make()
    object.__setattr__(studio, "crew", Elsewhere())
    person = wiring(api.build(studio)).person()
    said = sentences()
    assert len(said) > 300
    session = ""
    for number, sentence in enumerate(said):
        if number % A_TURN == 0:
            session = person.session()
            for file in FILES:
                raw = msgspec.json.encode(file)
                studio.store.keep_stock(
                    Stock(session=session, id=file.id, material=raw, path=f"x/{file.id}", size=1,
                          digest=file.id, made=False, at=1.0)
                )  # fmt: skip
        told = person.say(session, sentence)
        failed = [event for event in told.events() if "errorCode" in event or "error" in event]
        assert not failed, (sentence, failed)
        assert told.text().strip(), sentence
        assert not ODD.search(told.text()), (sentence, told.text())
        assert "put into words" not in told.text(), sentence
