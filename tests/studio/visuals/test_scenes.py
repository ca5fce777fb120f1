"""Every scene follows the music, lights up at the drop, is safe to look at, and repeats itself."""

from __future__ import annotations

import numpy as np
import pytest

from studio import analysis, visuals
from studio.planner.readers import visualising
from studio.visuals import palette
from studio.visuals.palette import of_mood

SIZE = (320, 180)
DROP = 6.0


def stage(sound: np.ndarray, *, size: tuple[int, int] = SIZE, fps: int = 30) -> visuals.Stage:
    heard = analysis.listen(sound)
    drive = visuals.drive(sound, heard, fps=fps, frames=int(len(sound) / analysis.RATE * fps))
    word = np.zeros((24, 90), np.uint8)
    word[4:20, 4:86] = 255
    return visuals.Stage(*size, drive, of_mood(0.8, 0.7), title=word, artist=word, words=(word,))


def lumas(scene: str, play: visuals.Stage, *, last: int = 10**9) -> np.ndarray:
    found = []
    for number, frame in enumerate(visuals.frames(scene, play)):
        found.append(frame.y[::4, ::4].copy())
        if number >= last:
            break
    return np.stack(found)


@pytest.fixture(scope="module")
def play(dropping: np.ndarray) -> visuals.Stage:
    return stage(dropping)


def test_the_planner_offers_the_scenes_that_there_are() -> None:
    assert set(visualising.SCENES) == set(visuals.SCENES)


@pytest.mark.parametrize("scene", visuals.SCENES)
def test_a_drop_lights_up_within_one_frame(scene: str, play: visuals.Stage) -> None:
    seen = lumas(scene, play, last=int(DROP * 30) + 3).astype(int)
    moved = np.abs(np.diff(seen, axis=0)).mean(axis=(1, 2))  # moved[n]: frame n to n + 1
    at = int(DROP * 30)
    lit = max(moved[at - 2 : at + 1])
    calm = np.median(moved[at - 60 : at - 3])
    assert lit > 2.0 * calm + 0.5
    assert int(np.argmax(moved)) in (at - 2, at - 1, at)


@pytest.mark.parametrize("scene", visuals.SCENES)
def test_kicks_are_seen_and_silence_is_still(scene: str, dropping: np.ndarray) -> None:
    loud = lumas(scene, stage(dropping[int(7 * analysis.RATE) :])).astype(int)
    quiet = lumas(scene, stage(np.zeros(3 * analysis.RATE, np.float32))).astype(int)
    moving, still = (np.abs(np.diff(s, axis=0)).mean() for s in (loud, quiet))
    assert moving > 1.5 * still


@pytest.mark.parametrize("scene", visuals.SCENES)
@pytest.mark.parametrize("size", [(180, 320), (240, 240), (322, 182)])
def test_every_shape_is_drawn_within_its_planes(
    scene: str, size: tuple[int, int], dropping: np.ndarray
) -> None:
    play = stage(dropping[: 2 * analysis.RATE], size=size)
    first = next(iter(visuals.frames(scene, play)))
    assert first.y.shape == (size[1], size[0])
    assert first.u.shape == first.v.shape == (size[1] // 2, size[0] // 2)
    assert first.y.std() > 1  # something is there


@pytest.mark.parametrize("scene", visuals.SCENES)
def test_the_same_song_is_the_same_film(scene: str, play: visuals.Stage) -> None:
    one, two = (lumas(scene, play, last=40) for _ in range(2))
    assert np.array_equal(one, two)


def test_a_line_of_lyrics_is_seen_while_it_is_sung(dropping: np.ndarray) -> None:
    from dataclasses import replace

    plain = stage(dropping[: 4 * analysis.RATE])
    mask = np.full((20, 120), 255, np.uint8)
    sung = replace(plain, lines=(visuals.Line(1.0, 2.0, mask),))
    plain = replace(plain, lines=(visuals.Line(8.0, 9.0, mask),))  # room is made for lines
    for scene in ("spectrum", "ink", "type"):
        changed = np.abs(lumas(scene, plain).astype(int) - lumas(scene, sung)).mean(axis=(1, 2))
        assert changed[45] > 1
        assert changed[20] == 0


@pytest.mark.parametrize("named", [("#2f7bff", "#ffc94d"), ("#ff3b30", "#000000"), ("#af52de",)])
def test_named_colours_make_a_palette_that_can_be_read(named: tuple[str, ...]) -> None:
    tones = palette.of_hexes(named)
    dark, light = (palette.yuv(c)[0] for c in (tones.ground, tones.light))
    assert light - dark > 110
    assert palette.of_hexes(palette.hexes(tones)) == tones


@pytest.mark.parametrize("scene", ["spectrum", "particles", "rings", "wave", "cover", "type"])
@pytest.mark.parametrize("size", [(640, 360), (360, 360), (360, 640)])
def test_what_is_sung_and_the_title_leave_each_other_room(
    scene: str, size: tuple[int, int], dropping: np.ndarray
) -> None:
    from dataclasses import replace

    plain = stage(dropping[: 2 * analysis.RATE], size=size)
    mask = np.full((round(size[1] * 0.1), round(size[0] * 0.6)), 255, np.uint8)
    title = np.full((round(size[1] * 0.06), round(size[0] * 0.7)), 255, np.uint8)
    bare = replace(plain, title=None, artist=None, words=())
    quiet = replace(bare, lines=(visuals.Line(8.0, 9.0, mask),))
    sung = replace(bare, lines=(visuals.Line(0.0, 2.0, mask),))
    titled = replace(quiet, title=title, words=(title,) if scene == "type" else ())
    base, line, name = (lumas(scene, one, last=10)[8].astype(int) for one in (quiet, sung, titled))
    shown, named = np.abs(line - base) > 40, np.abs(name - base) > 40
    assert shown.any() and (scene == "type" or named.any())
    assert scene == "type" or not (shown & named).any()


@pytest.mark.parametrize(
    ("named", "ink", "sun"),
    [
        ((), "black", "red"),
        (("#2f7bff",), "blue", "red"),
        (("#000000", "#2f7bff"), "black", "blue"),
    ],
)
def test_ink_is_of_the_colours_that_are_named(named: tuple[str, ...], ink: str, sun: str) -> None:
    made = palette.of_hexes(named, ink=True)

    def name(colour: tuple[int, int, int]) -> str:
        red, _, blue = colour
        return "black" if max(colour) < 60 else "blue" if blue > red + 30 else "red"

    assert (name(made.light), name(made.accent)) == (ink, sun)
    assert palette.yuv(made.ground)[0] - palette.yuv(made.light)[0] > 110
