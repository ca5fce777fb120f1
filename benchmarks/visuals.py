"""How fast a song becomes a visual video, beside a MoviePy script of the same kind of scene.

    python benchmarks/visuals.py [--seconds 60] [--scene spectrum …] [--moviepy PYTHON]

Prints, for every scene at 1080p30: CPU per frame for the drawing alone, CPU per frame with the
encoder, wall time as a share of the song's length, megabits a second, flashes a second. With
`--moviepy` (a Python that has moviepy 2), the same bars, light, water and words are drawn by a
`VideoClip` as its documentation shows, written with its defaults and with x264's quickest preset,
and compared on the machine as it is, one after the other; and once more as a plainer picture. At
the end the same song goes all the way: from the sentence to the file, heard, drawn, made as loud as
it should be and measured, by `chat.py` with its studio at work already.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `python -m studio` does
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from studio import analysis, visuals
from studio.media import pipe
from studio.media.process import FILE_ONLY, ffmpeg
from studio.renderer.canvas import Frame
from studio.service import staging
from studio.visuals import flashes, palette

FRAME = Frame(width=1920, height=1080, fps=(30, 1))
MOVIEPY = Path(__file__).with_name("visuals_moviepy.py")
CHAT = Path(__file__).resolve().parent.parent / "chat.py"


def song(seconds: float) -> np.ndarray:
    """A quiet part, then kicks, snares, bass and a melody at 124 BPM, and so on in turn."""
    rate, beat = analysis.RATE, 60 / 124
    dice = np.random.default_rng(7)
    made = np.zeros(int(seconds * rate), np.float32)
    t = np.arange(int(0.3 * rate)) / rate
    kick = np.sin(2 * np.pi * (50 * t + 7 * (1 - np.exp(-t * 18)))) * np.exp(-t * 11)
    snare = dice.standard_normal(len(t)) * np.exp(-t * 20) * 0.5
    for number in range(int(seconds / beat)):
        at = int(number * beat * rate)
        loud = 1.0 if (number // 16) % 2 else 0.0
        note = 220 * 2 ** ((0, 3, 7, 10)[number % 4] / 12)
        tone = 0.16 * np.sin(2 * np.pi * note * t) * np.exp(-t * 5) * (0.4 + 0.6 * loud)
        for sound, gain in ((kick, loud), (snare, loud * (number % 2)), (tone, 1.0)):
            span = min(len(t), len(made) - at)
            made[at : at + span] += gain * sound[:span]
    return (0.7 * made / np.abs(made).max()).astype(np.float32)


def measure(scene: str, sound: np.ndarray, folder: Path, quality: pipe.Quality) -> dict[str, float]:
    """CPU, wall and what came out, for one scene."""
    seconds = len(sound) / analysis.RATE
    count = int(seconds * 30)
    began = time.perf_counter()
    before = os.times()
    heard = analysis.listen(sound)
    drive = visuals.drive(sound, heard, fps=30, frames=count)
    felt = palette.of_mood(0.8, 0.7)
    stage = visuals.Stage(
        1920, 1080, drive, felt, title=staging.mask("Night Drive", FRAME, size=0.062),
        artist=staging.mask("The Fields", FRAME, size=0.036, bold=False),
        words=staging.words("Night Drive", FRAME) if scene == "type" else (),
        seal=staging.seal(FRAME) if scene == "ink" else None,
        column=staging.column("夜行", FRAME) if scene == "ink" else None,
    )  # fmt: skip
    drawn = [0.0]

    def frames():
        play = iter(visuals.frames(scene, stage))
        while True:
            now = time.thread_time()
            try:
                frame = next(play)
            except StopIteration:
                return
            drawn[0] += time.thread_time() - now
            yield frame

    target = folder / f"{scene}.mp4"
    pipe.film(frames(), target, size=(1920, 1080), fps=(30, 1), count=count, quality=quality)
    after = os.times()
    wall = time.perf_counter() - began
    cpu = sum(after[:4]) - sum(before[:4])
    small = ffmpeg(
        [*FILE_ONLY, "-i", target.name, "-vf", "scale=64:36:flags=area,format=yuv444p",
         "-f", "rawvideo", "-"], cwd=folder,
    ).out  # fmt: skip
    seen = np.frombuffer(small, np.uint8).reshape(-1, 3, 36, 64).transpose(0, 2, 3, 1)
    light, red = flashes.rates(seen, 30)
    return {
        "draw": drawn[0] / count * 1000, "cpu": cpu / count * 1000, "wall": wall / seconds,
        "mbit": target.stat().st_size * 8 / seconds / 1e6,
        "flashes": light, "reds": red, "frames": len(seen),
    }  # fmt: skip


def written(sound: np.ndarray, folder: Path) -> Path:
    """The song as a file."""
    path = folder / "song.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(analysis.RATE)
        file.writeframes((sound * 32000).astype("<i2").tobytes())
    return path


def compared(python: str, sound: np.ndarray, folder: Path, *more: str) -> tuple[float, float]:
    """CPU and wall of the MoviePy script for a second of song."""
    path = written(sound, folder)
    before, began = os.times(), time.perf_counter()
    plain = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    command = [python, str(MOVIEPY), str(path), str(folder / "moviepy.mp4"), *more]
    subprocess.run(command, check=True, env=plain)
    after = os.times()
    seconds = len(sound) / analysis.RATE
    cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return cpu / seconds, (time.perf_counter() - began) / seconds


def whole(sound: np.ndarray, folder: Path) -> float:
    """Wall time from the sentence to the finished file, for a second of song."""
    path = written(sound, folder)
    home = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}

    def said(*words: str) -> None:
        command = [sys.executable, str(CHAT), *words]
        subprocess.run(command, check=True, cwd=folder, env=home, stdout=subprocess.DEVNULL)

    said("hello")
    try:
        began = time.perf_counter()
        said("turn this song into a visual video with bars, then export it", str(path))
        return (time.perf_counter() - began) / (len(sound) / analysis.RATE)
    finally:
        said("studio", "stop")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--scene", nargs="*", default=list(visuals.SCENES))
    parser.add_argument("--quality", choices=("draft", "final"), default="final")
    parser.add_argument("--moviepy", default="")
    asked = parser.parse_args()
    sound = song(asked.seconds)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.quality}")
    print("scene      draw ms  CPU ms  wall/song  Mbit/s  flashes/s  red/s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {}
        for scene in asked.scene:
            found = ours[scene] = measure(scene, sound, folder, asked.quality)
            print(
                f"{scene:10} {found['draw']:7.2f} {found['cpu']:7.1f} {found['wall']:10.3f}"
                f" {found['mbit']:7.1f} {found['flashes']:10.1f} {found['reds']:6.1f}",
                flush=True,
            )
        if asked.moviepy:
            one = ours.get("spectrum") or next(iter(ours.values()))
            own = one["cpu"] * 30 / 1000
            all_of_it = whole(sound, folder)
            print(f"From the sentence to the file: {all_of_it:.2f} s a second of song", flush=True)
            for more in (("medium",), ("ultrafast",), ("medium", "plain")):
                cpu, wall = compared(asked.moviepy, sound, folder, *more)
                print(f"MoviePy, {', '.join(more)}: {cpu:.2f} CPU s and {wall:.2f} s a second of "
                      f"song; our film {own:.3f} and {one['wall']:.3f}: {cpu / own:.1f}x less CPU, "
                      f"{wall / one['wall']:.1f}x faster; all the way {wall / all_of_it:.1f}x",
                      flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
