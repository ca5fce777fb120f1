"""A slideshow that moves slowly: what it costs and how steadily it moves, beside ffmpeg's zoompan.

    python benchmarks/slideshow.py [--photos 12] [--seconds 60]

Both make the same film of the same 12-megapixel photos at 1080p30 with the same encoder settings:
every photo moves, neighbours cross for half a second. CPU counts every process. Jitter is how far
(pixels a frame, standard deviation) the picture's movement strays from a smooth one, measured on
the finished files by phase correlation.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from studio import renderer
from studio.media import probing
from studio.media.process import FILE_ONLY, ffmpeg
from studio.renderer import encoding
from studio.renderer.fitting import Colours
from studio.renderer.values import Output
from studio.timeline.model import Canvas, Clip, Timeline, VideoTrack

CROSS = 15  # frames


def photo(path: Path, seed: int) -> None:
    """4000 x 3000 with shapes of every size, fine grain, and no straight repetition."""
    dice = np.random.default_rng(seed)
    small = dice.integers(20, 235, (15, 20, 3), np.uint8)
    picture = cv2.resize(small, (4000, 3000), interpolation=cv2.INTER_CUBIC)
    for _ in range(240):
        colour = tuple(int(c) for c in dice.integers(0, 255, 3))
        at = (int(dice.integers(0, 4000)), int(dice.integers(0, 3000)))
        cv2.circle(picture, at, int(dice.integers(8, 150)), colour, -1, cv2.LINE_AA)
    grain = dice.normal(0, 5, (3000, 4000, 1)).astype(np.float32)
    picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])


def spent() -> float:
    return sum(os.times()[:4])


def ours(photos: list[Path], each: float, target: Path) -> float:
    """CPU seconds of our renderer."""
    before = spent()
    start, row, cross = 0, [], round(CROSS / 30 * 1000)
    for number, path in enumerate(photos):
        span = round(each * 1000)
        kind = ("zoom-in", "pan-right", "zoom-out", "pan-left")[number % 4]
        row.append(
            Clip(id=f"c{number}", start=start, duration=span, source=path.name, motion=kind,
                 crossfade=cross if number else 0, metadata={"kind": "image", "sound": False})
        )  # fmt: skip
        start += span
    film = Timeline(
        tracks=(VideoTrack(segments=tuple(row)),),
        canvas=Canvas(width=1920, height=1080, fps=(30, 1), fit="fill"),
    )
    materials = {p.name: probing.material(p, p.name, p.name) for p in photos}
    files = {p.name: p for p in photos}
    renderer.render(film, files, materials, output=Output(), into=target)
    return spent() - before


def zoompan(photos: list[Path], each: float, target: Path) -> float:
    """CPU seconds of ffmpeg's own filters: scale, zoompan, xfade."""
    before = spent()
    count, inputs, chains = round(each * 30), [], []
    for number, path in enumerate(photos):
        inputs += ["-i", path.name]
        frames = count + (CROSS if number < len(photos) - 1 else 0)
        zoom = f"1+0.13*on/{frames}" if number % 2 == 0 else f"1.13-0.13*on/{frames}"
        chains.append(
            f"[{number}:v]scale=4000:-2,crop=4000:2250,zoompan=z='{zoom}':x='iw/2-iw/zoom/2':"
            f"y='ih/2-ih/zoom/2':d={frames}:s=1920x1080:fps=30,format=yuv420p,settb=1/30[p{number}]"
        )
    label, at = "p0", count
    for number in range(1, len(photos)):
        chains.append(
            f"[{label}][p{number}]xfade=transition=fade:duration={CROSS / 30}:offset={at / 30}"
            f"[x{number}]"
        )
        label, at = f"x{number}", at + count
    coded = encoding.picture(Output(), Colours(), (30, 1))
    ffmpeg(
        [*inputs, "-filter_complex", ";".join(chains), "-map", f"[{label}]",
         *coded, target.name], cwd=target.parent,
    )  # fmt: skip
    return spent() - before


def jitter(path: Path, each: float) -> tuple[float, float]:
    """How unevenly the first photo moves, across and down."""
    count, size = round(each * 30) - CROSS, (256, 256)
    done = ffmpeg(
        [*FILE_ONLY, "-i", path.name, "-frames:v", str(count), "-vf",
         f"crop={size[0]}:{size[1]}:200:150", "-pix_fmt", "gray", "-f", "rawvideo", "-"],
        cwd=path.parent,
    )  # fmt: skip
    grey = np.frombuffer(done.out, np.uint8).reshape(-1, *size).astype(np.float32)
    window = cv2.createHanningWindow(size, cv2.CV_32F)
    moved = np.array([cv2.phaseCorrelate(a, b, window)[0] for a, b in pairwise(grey)])
    at = np.arange(len(moved))
    smooth = [np.polyval(np.polyfit(at, moved[:, axis], 4), at) for axis in (0, 1)]
    return tuple(float((moved[:, n] - smooth[n]).std()) for n in (0, 1))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    each = asked.seconds / asked.photos
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.photos} photos, "
          f"{asked.seconds:g} s")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = [folder / f"p{n}.jpg" for n in range(asked.photos)]
        for number, path in enumerate(photos):
            photo(path, number)
        found = {}
        for label, make in (("zoompan", zoompan), ("ours", ours)):
            began = time.perf_counter()
            cpu = make(photos, each, folder / f"{label}.mp4")
            wall = time.perf_counter() - began
            found[label] = (cpu, jitter(folder / f"{label}.mp4", each))
            size = (folder / f"{label}.mp4").stat().st_size / 1e6
            print(
                f"{label:8} {cpu:6.1f} CPU s  {wall:6.1f} s  {size:5.1f} MB  jitter "
                f"{found[label][1][0]:.3f} / {found[label][1][1]:.3f} px a frame", flush=True,
            )  # fmt: skip
        ratio = found["ours"][0] / found["zoompan"][0]
        steady = np.hypot(*found["ours"][1]) / np.hypot(*found["zoompan"][1])
        print(f"ours takes {ratio:.2f} of the CPU with {steady:.2f} of the jitter")


if __name__ == "__main__":
    main()
