"""A visual's colours changed in a whole studio: kept, and told in words instead of numbers."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import soundfile

from studio.words import say

RATE = 22_050


def clicks() -> bytes:
    """Six seconds at 120 beats a minute."""
    out = np.zeros(6 * RATE, np.float32)
    for beat in range(12):
        out[beat * RATE // 2 : beat * RATE // 2 + 400] = 0.5
    made = io.BytesIO()
    soundfile.write(made, out, RATE, format="WAV")
    return made.getvalue()


def test_darker_colours_are_kept_and_told(wire: Any) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("song.wav", clicks()))
    person.say(session, "make a visualizer, rings")

    def colours() -> list[str]:
        row = [s for t in person.state(session)["draft"]["t"] for s in t["sg"]]
        found: list[str] = next(s["bgr"]["colours"] for s in row if "bgr" in s)
        return found

    before = colours()
    told = person.say(session, "make it darker").text()
    assert say("visuals.tinted_dark", "en") in told
    assert "#" not in told and "music" not in told.lower()
    assert len(colours()) == 4 and colours() != before
