"""What tests of whole conversations ask of a session: its music's brief, its delivered file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.service import exports
from studio.service.exports import Asked


def brief(person: Any, session: str) -> Any:
    """What the music that plays was made of."""
    row = [track for track in person.state(session)["draft"]["t"] if track["tt"] == 1]
    return row[0]["sg"][0]["m"]["brief"]


def delivered(studio: Any, session: str, id: str = "x") -> tuple[dict[str, Any], Path]:
    """The receipt of the session's finished film, and the film."""
    person = studio.store.person(studio.store.session(session).person)
    exports.start(studio, person, Asked(id, session))
    for _ in range(4000):
        found = exports.find(studio, person, id)
        if found.state in ("completed", "failed"):
            break
        studio.closing.wait(0.02)
    answer = exports.status(studio, found)
    assert found.state == "completed", answer
    return answer["receipt"], exports.file(studio, found)
