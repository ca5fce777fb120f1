"""Pieces rendered once for all tests of the room."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import battery
import pytest

from studio import composer
from studio.brief import Brief


@cache
def made(brief: Brief) -> battery.Case:
    """A brief's track as the battery wants it."""
    plan = composer.plan(brief)
    score = composer.score(plan)
    sound = composer.render(score)
    return battery.Case(np.asarray(sound.samples), composer.document(plan), composer.midi(score))


@pytest.fixture(name="made", scope="session")
def made_fixture():
    return made
