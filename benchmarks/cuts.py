"""Cuts in pictures drawn for the purpose: how many are found to the frame, how many too many.

    python -m benchmarks.cuts [--films 35]
    python -m benchmarks.cuts --cost [FILM]     what it costs, beside decoding alone

Five kinds of films (dark, quick, shaken by hand, still, mixed), at 24 to 60 frames a second, every
seventh at a variable rate; dissolves, fades through black and flashes between. Then montages, a
glance at something else and back, frames that hold both shots (fields, another frame rate), black
bars, things that pop up, pictures held for two or three frames. And what looking costs: a minute of
1080p30 beside `ffmpeg -i FILM -f null -`, as many threads, processor and wall.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio import analysis
from studio.media import engine, frames, probing

Picture = NDArray[np.float64]
KINDS = ("mixed", "dark", "fast", "shaken", "still")
RATES = (24, 25, 30, 50, 60)
BLACK = np.array([16.0, 128.0, 128.0])


class Film(NamedTuple):
    kind: str
    rate: int
    frames: list[tuple[float, NDArray[np.uint8]]]
    hard: list[int]
    soft: list[int]  # middles of dissolves and fades


def scene(count: int, dice: np.random.Generator, kind: str) -> list[Picture]:
    """A texture that moves, with boxes over it."""
    y, x = np.mgrid[0:36, 0:64].astype(float)
    base, waves = dice.uniform(35, 215, 3), dice.uniform(0.04, 0.4, (4, 2))
    phases, height = dice.uniform(0, 6, 4), dice.uniform(8, 40)
    pace = {"still": 0.02, "slow": 0.3, "fast": 3.0, "pan": 1.5}.get(kind, 0.4)
    across, down = dice.uniform(-1, 1, 2) * pace
    grain = dice.uniform(0, 4)
    boxes = dice.uniform([0, 0, 4, -80, -2], [64, 36, 14, 80, 2], (4, 5))
    made = []
    for index in range(count):
        wave = np.zeros_like(x)
        for (u, v), phase in zip(waves, phases, strict=True):
            wave += np.sin((x + index * across) * u + (y + index * down) * v + phase)
        wave *= height / 4
        frame = np.stack([base[0] + wave, base[1] + wave * 0.2, base[2] - wave * 0.2], -1)
        for left, top, size, light, speed in boxes:
            place = (left + speed * index * (3 if kind == "fast" else 1)) % 64
            inside = (np.abs(x - place) < size / 2) & (np.abs(y - top) < size / 2)
            frame[inside] += [light, light * 0.1, -light * 0.1]
        if kind == "dark":
            frame = frame * [0.14, 0.25, 0.25] + [18, 96, 96]
        if kind == "shaken":
            frame = np.roll(frame, int(dice.integers(-3, 4)), 1)
        made.append(frame + dice.normal(0, grain, frame.shape))
    return made


def drawn(seed: int) -> Film:
    dice = np.random.default_rng([3, seed])
    kind, rate = KINDS[seed % 5], RATES[seed // 5 % 5]
    frames: list[Picture] = []
    hard: list[int] = []
    soft: list[int] = []
    for _ in range(int(dice.integers(8, 16))):
        one = str(dice.choice(["still", "slow", "fast", "pan", "dark", "shaken"]))
        shot = scene(int(dice.uniform(0.5, 4) * rate), dice, one if kind == "mixed" else kind)
        far = len(frames) - max([0, *hard, *soft]) > rate and len(shot) > rate
        how = dice.random() if frames else 1.0
        if how < 0.15 and far:
            shot = _dissolved(frames, shot, min(int(dice.uniform(0.4, 1.2) * rate), len(shot) - 4))
            soft.append(len(frames) - int(0.4 * rate))
        elif 0.15 <= how < 0.25 and far:
            _through_black(frames, shot, int(0.4 * rate))
            soft.append(len(frames))
        elif frames:
            hard.append(len(frames))
        if dice.random() < 0.15 and len(shot) > rate:
            for index in range(int(dice.integers(1, 4))):  # a flash
                shot[len(shot) // 2 + index] += [120, 0, 0]
        frames += shot
    pauses = dice.uniform(0.6, 1.4, len(frames)) if seed % 7 == 0 else np.ones(len(frames))
    times = np.concatenate([[0.0], np.cumsum(pauses)[:-1]]) / rate
    return Film(kind, rate, _timed(times, frames), hard, soft)


def _timed(times: Picture, frames: list[Picture]) -> list[tuple[float, NDArray[np.uint8]]]:
    return [
        (float(at), np.clip(frame, 0, 255).astype(np.uint8))
        for at, frame in zip(times, frames, strict=True)
    ]


def _dissolved(frames: list[Picture], shot: list[Picture], count: int) -> list[Picture]:
    """The rest of the shot, whose beginning was mixed into the end of the frames."""
    for index in range(count):
        part = (index + 1) / (count + 1)
        at = len(frames) - count + index
        frames[at] = frames[at] * (1 - part) + shot[index] * part
    return shot[count:]


def _through_black(frames: list[Picture], shot: list[Picture], count: int) -> None:
    for index in range(count):
        out, into = index / count, (index + 1) / count
        frames[-1 - index] = frames[-1 - index] * out + BLACK * (1 - out)
        shot[index] = shot[index] * into + BLACK * (1 - into)


def report(name: str, films: list[Film]) -> None:
    right = extra = truth = fades = soft = 0
    for film in films:
        cuts = analysis.cuts(film.frames)
        hard = {cut.frame for cut in cuts if cut.kind == "hard"}
        right += len(hard & set(film.hard))
        extra += len(hard - set(film.hard))
        truth += len(film.hard)
        found = [cut.frame for cut in cuts if cut.kind == "fade"]
        fades += sum(any(abs(f - s) < 0.6 * film.rate for f in found) for s in film.soft)
        soft += len(film.soft)
    score = 2 * right / max(1, truth + right + extra)
    line = f"{name:8} F1 {score:.3f}: {right} of {truth} to the frame, {extra} too many"
    print(line + (f"; fades {fades} of {soft}" if soft else ""))


def montage(step: int) -> Film:
    dice = np.random.default_rng(step)
    frames = [frame for _ in range(60) for frame in scene(step, dice, "slow")]
    cuts = list(range(step, len(frames), step))
    return Film("montage", 30, _timed(np.arange(len(frames)) / 30, frames), cuts, [])


ODD = ("glances", "halves", "bars", "pop-ups", "held")


def odd(kind: str, seed: int) -> Film:
    """A film of ten shots with something about it that is no cut, or hides one."""
    dice = np.random.default_rng([17, seed, ODD.index(kind)])
    rate = int(dice.choice(RATES))
    frames: list[Picture] = []
    hard: list[int] = []

    def shown(shot: list[Picture]) -> None:
        hard.extend([len(frames)] if frames else [])
        frames.extend(shot)

    for _ in range(10):
        shot = scene(int(dice.uniform(0.8, 2.5) * rate), dice, str(dice.choice(["slow", "pan"])))
        match kind:
            case "glances":
                shown(shot[: len(shot) // 2])
                shown(scene(int(dice.integers(4, 9)), dice, "slow"))
                shot = shot[len(shot) // 2 :]
            case "halves" if frames:
                part = float(dice.uniform(0.2, 0.5))
                shot[0] = shot[0] * (1 - part) + frames[-1] * part
            case "pop-ups":
                left, top = int(dice.integers(0, 40)), int(dice.integers(0, 20))
                for frame in shot[len(shot) // 2 :]:
                    frame[top : top + 12, left : left + 20] = [205, 128, 128]
            case "held":
                hold = int(dice.integers(2, 4))
                shot = [shot[index // hold * hold] for index in range(len(shot))]
        shown(shot)
    if kind == "bars":
        for frame in frames:
            frame[:, :20] = frame[:, -20:] = BLACK
    return Film(kind, rate, _timed(np.arange(len(frames)) / rate, frames), hard, [])


# -- what it costs --------------------------------------------------------------------------------


def minute(into: Path) -> Path:
    """A minute of 1080p30 at some 8 Mbit/s: ten shots that move, with the grain of a phone."""
    tint = "hue=h='36*floor(t/6)':s='0.6+0.4*mod(floor(t/6)\\,2)'"
    moving = f"testsrc2=s=2200x1240:r=30:d=60,crop=1920:1080:4*mod(n\\,60):2*mod(n\\,60),{tint}"
    source = f"{moving},noise=alls=5:allf=t"
    _ffmpeg("-f", "lavfi", "-i", source, "-preset", "veryfast", "-b:v", "8M", "-pix_fmt", "yuv420p",
            str(into))  # fmt: skip
    return into


def _ffmpeg(*arguments: str) -> None:
    argv = [engine.executable(), "-v", "error", "-nostdin", "-y", *arguments]
    subprocess.run(argv, check=True)


def cost(film: Path, *, rounds: int = 3) -> None:
    """Looking at every frame against decoding all of them, one after the other, the medians."""
    from benchmarks.hearing import cpu

    probe = probing.probe(film)

    def looked() -> None:
        analysis.watch(frames.small(film, probe), exact=True)

    def decoded() -> None:
        _ffmpeg("-i", str(film), "-map", "0:v:0", "-f", "null", "-")

    rows = list(_timings((decoded, looked), rounds, cpu))
    (bare, wall), (look, looking) = np.median(np.array(rows), axis=0)
    print(
        f"cuts of {probe.duration / 1000:.0f} s: {look:.2f} s of CPU, {looking:.2f} s of wall; "
        f"decoding alone {bare:.2f} s, {wall:.2f} s: {look / bare:.2f} x, {looking / wall:.2f} x"
    )


def _timings(
    works: tuple[Callable[[], None], ...], rounds: int, cpu: Callable[[Callable[[], None]], float]
) -> Iterator[list[tuple[float, float]]]:
    for _ in range(rounds):
        row = []
        for work in works:
            began = time.perf_counter()
            spent = cpu(work)
            row.append((spent, time.perf_counter() - began))
        yield row


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--films", type=int, default=35)
    asked.add_argument("--cost", action="store_true")
    asked.add_argument("film", nargs="?", type=Path)
    chosen = asked.parse_args()
    if chosen.cost:
        with tempfile.TemporaryDirectory(prefix="cuts-") as folder:
            cost(chosen.film or minute(Path(folder) / "film.mp4"))
        return
    films = [drawn(seed) for seed in range(100, 100 + chosen.films)]
    for kind in KINDS:
        report(kind, [film for film in films if film.kind == kind])
    report("all", films)
    for step in (4, 6, 8):
        report(f"every {step}", [montage(step)])
    for kind in ODD:
        report(kind, [odd(kind, seed) for seed in range(100, 104)])


if __name__ == "__main__":
    main()
