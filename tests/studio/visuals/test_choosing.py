"""What suits a song where nothing was said; where to look in a photo."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio import analysis
from studio.analysis.values import Span
from studio.visuals import choosing
from studio.visuals.choosing import Mood
from studio.visuals.focus import focus

LIVELY, CALM = Mood(0.8, 0.6), Mood(0.2, 0.4)


@pytest.fixture(scope="module")
def beaten(dropping: np.ndarray) -> analysis.Hearing:
    return analysis.listen(dropping)


@pytest.mark.parametrize(
    ("felt", "asked", "scene", "why"),
    [
        (LIVELY, {}, "spectrum", "strong"),
        (CALM, {}, "rings", "calm"),
        (LIVELY, {"covered": True}, "rings", "cover"),
        (CALM, {"covered": True}, "cover", "cover"),
        (LIVELY, {"worded": True}, "type", "words"),
        (CALM, {"title": "月下独酌"}, "ink", "chinese"),
        (LIVELY, {"guofeng": True}, "ink", "chinese"),
    ],
)
def test_a_scene_has_its_reason(
    beaten: analysis.Hearing, felt: Mood, asked: dict[str, object], scene: str, why: str
) -> None:
    wish = {"title": "", "covered": False, "worded": False} | asked
    assert choosing.scene(beaten, felt, **wish) == (scene, why)  # type: ignore[arg-type]


def test_speech_gets_a_waveform(beaten: analysis.Hearing) -> None:
    from dataclasses import replace

    spoken = replace(beaten, speech=(Span(0.0, beaten.duration),))
    assert choosing.scene(spoken, LIVELY, title="", covered=True, worded=False)[0] == "wave"


def test_a_fast_loud_song_feels_livelier_than_a_soft_one(dropping: np.ndarray) -> None:
    t = np.arange(8 * analysis.RATE) / analysis.RATE
    soft = (0.02 * np.sin(2 * np.pi * 220 * t)).astype(np.float32)
    moods = [choosing.mood(s, analysis.listen(s)) for s in (dropping, soft)]
    assert moods[0].energy > moods[1].energy + 0.2


@pytest.mark.parametrize("third", [(4, True), (3, False)])
def test_a_major_chord_is_brighter_than_a_minor_one(third: tuple[int, bool]) -> None:
    step, bright = third
    t = np.arange(6 * analysis.RATE) / analysis.RATE
    chord = sum(np.sin(2 * np.pi * 220 * 2 ** (n / 12) * t) for n in (0, step, 7, 12))
    sound = (0.1 * np.asarray(chord)).astype(np.float32)
    valence = choosing.mood(sound, analysis.listen(sound)).valence
    assert (valence > 0.5) is bright


@pytest.mark.parametrize("at", [(0.25, 0.3), (0.75, 0.4), (0.5, 0.25)])
def test_a_face_draws_the_eye(at: tuple[float, float]) -> None:
    picture = np.full((600, 800, 3), (70, 110, 160), np.uint8)
    cv2.rectangle(picture, (0, 450), (800, 600), (60, 120, 60), -1)
    middle = (int(at[0] * 800), int(at[1] * 600))
    cv2.ellipse(picture, middle, (60, 80), 0, 0, 360, (214, 160, 130), -1)
    found = focus(picture)
    assert abs(found[0] - at[0]) < 0.06
    assert abs(found[1] - at[1]) < 0.08


def test_a_plain_photo_is_looked_at_in_the_middle() -> None:
    assert focus(np.full((300, 400, 3), 128, np.uint8)) == (0.5, 0.5)
