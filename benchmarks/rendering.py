"""What a render costs beside the bare ffmpeg command that does the same, in one run.

    python benchmarks/rendering.py [--seconds 120] [--rounds 3] [--only copy] [--folder DIR]

CPU seconds of everything that is started, and of this process, are what is compared: they hold on a
busy machine to about a tenth. The clip is hard on purpose: noise on every frame, 8 Mbit/s. The same
as a MoviePy script takes minutes: it does the first seconds of the film, and is scaled to all of it
but for its start.

Measured on two virtual cores of a Xeon with ffmpeg 9.0, 120 s of 1080p30, the copy as the median
of seven rounds on idle cores, the others of three on a busy machine. What ours has to do beyond the
bare command, a limiter (0.12 s) and a look at what is delivered (0.33 s: all of its sound, its
first picture, its fade), is paid for by moving sound in large pieces and by a cheaper, better AAC.

    copy: bare ffmpeg       1.82 CPU s   x 1.00
    copy: ours              2.10 CPU s   x 1.15 (1.19 in two later runs)
    title: ours             6.14 CPU s   x 3.14
    full: bare, ours       89.9, 93.5 CPU s  x 1.04
    copy: MoviePy         430    CPU s   x 171 of ours (from its first 6 s, measured before)
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from studio import media
from studio.media import engine
from studio.media.profile import profile
from studio.renderer import Output, Receipt, render
from studio.timeline.model import AudioTrack, Clip, Sound, TextTrack, Timeline, Title, VideoTrack

BARE = [engine.executable(), "-v", "error", "-nostdin", "-y"]


def cpu() -> float:
    """CPU seconds of this process and of all that it has waited for."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def ffmpeg(*arguments: str) -> None:
    subprocess.run([*BARE, *arguments], check=True)


def footage(folder: Path, seconds: int) -> tuple[Path, Path]:
    """A noisy 1080p film with a voice-like sound, and music, both made once."""
    film, song = folder / f"film{seconds}.mp4", folder / f"song{seconds}.mp3"
    if not film.exists():
        noise = ["-f", "lavfi", "-i", "anoisesrc=c=pink:a=0.05:r=48000:seed={}"]
        ffmpeg(
            "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30,noise=alls=12:allf=t",
            *(word.format(1) for word in noise), *(word.format(2) for word in noise),
            "-f", "lavfi", "-i", "sine=f=200:b=3:r=48000", "-filter_complex",
            "[3]tremolo=f=4:d=0.9,volume=0.5,pan=stereo|c0=c0|c1=c0[s];"
            "[1][2]join=inputs=2:channel_layout=stereo[n];[n][s]amix=normalize=0[a]",
            "-map", "0:v", "-map", "[a]", "-t", str(seconds), "-c:v", "libx264",
            "-preset", "superfast", "-x264-params", "keyint=120:bframes=2", "-b:v", "8M",
            "-pix_fmt", "yuv420p", "-c:a", "aac", str(film),
        )  # fmt: skip
    if not song.exists():
        wave = folder / "song.wav"
        _compose(wave, seconds + 60)
        ffmpeg("-i", str(wave), "-b:a", "192k", str(song))
    return film, song


def _compose(target: Path, seconds: int) -> None:
    """Chords, a kick and a hat: something like music, for an encoder to work on."""
    import soundfile

    rate = 44_100
    n = np.arange(rate * seconds) / rate
    rng = np.random.default_rng(1)
    roots = np.array([220.0, 196.0, 174.6, 164.8])[(n // 2).astype(int) % 4]
    chord = sum(np.sin(2 * np.pi * roots * k * (1 + 0.001 * k) * n) / k for k in range(1, 7))
    kick = np.sin(2 * np.pi * 55 * n) * np.exp(-(n * 2.0667 % 1) * 10)
    hat = rng.normal(0, 0.2, len(n)) * np.exp(-((n * 2.0667 + 0.5) % 1) * 25)
    mix = 0.1 * chord + 0.5 * kick + 0.3 * hat
    sides = np.stack([mix, np.roll(mix, 40)], 1)
    soundfile.write(target, (0.9 * sides / np.abs(sides).max()).astype(np.float32), rate)


def cases(folder: Path, seconds: int) -> dict[str, Callable[[], object]]:
    """What is compared: the bare commands, and renders of the same."""
    film, song = footage(folder, seconds)
    files = {"v": film, "m": song}
    materials = {id: media.material(path, id, path.name) for id, path in files.items()}
    for id in files:
        found = media.probe(files[id]).sound
        assert found
        profile(files[id], found)  # known since the file came in
    ms = seconds * 1000
    picture = VideoTrack(segments=(Clip(id="c", start=0, duration=ms, source="v"),))
    music = AudioTrack(
        segments=(Sound(id="s", start=0, duration=ms, source="m", gain=0.35, fade_out=3000),)
    )
    words = TextTrack(segments=(Title(id="t", start=0, duration=3000, text="Hello, 你好"),))

    def ours(name: str, *tracks: object, **wish: object) -> Callable[[], Receipt]:
        return lambda: render(
            Timeline(tracks=tracks),  # type: ignore[arg-type]
            files,
            materials,
            output=Output(**wish),  # type: ignore[arg-type]
            into=folder / f"{name}.mp4",
        )

    mix = (
        f"[1:a]volume=0.35,afade=t=out:st={seconds - 3}:d=3[m];"
        "[0:a][m]amix=normalize=0:duration=first[a]"
    )
    both = ["-i", str(film), "-i", str(song), "-filter_complex", mix, "-map", "0:v", "-map", "[a]"]
    tail = ["-aac_coder", "fast", "-b:a", "192k", "-movflags", "+faststart", "-t", str(seconds)]
    full = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-c:a", "aac", *tail]
    return {
        "copy: bare ffmpeg": lambda: ffmpeg(
            *both, "-c:v", "copy", "-c:a", "aac", *tail, str(folder / "bare.mp4")
        ),
        "copy: ours": ours("copied", picture, music),
        "title: ours": ours("titled", picture, music, words),
        "full: bare ffmpeg": lambda: ffmpeg(
            *both, "-vf", "scale=1280:720", *full, str(folder / "full.mp4")
        ),
        "full: ours": ours("scaled", picture, music, height=720),
    }


def moviepy(folder: Path, seconds: int, part: int) -> tuple[float, float] | None:
    """CPU and wall seconds of MoviePy for the whole film, scaled from a part of it."""
    film, song = footage(folder, seconds)
    script = str(Path(__file__).with_name("rendering_moviepy.py"))
    target = str(folder / "moviepy.mp4")
    rows = []
    for argv in (["-c", "import moviepy"], [script, str(film), str(song), target, str(part)]):
        before, started = cpu(), time.monotonic()
        if subprocess.run([sys.executable, *argv], stderr=subprocess.DEVNULL).returncode:
            return None
        rows.append((cpu() - before, time.monotonic() - started))
    start, made = rows
    return tuple(s + (m - s) * seconds / part for s, m in zip(start, made, strict=True))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full-rounds", type=int, default=1)
    parser.add_argument("--moviepy", type=int, default=8, metavar="SECONDS", help="0: leave out")
    parser.add_argument("--only", default="", metavar="WORD", help="rows that begin so")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        todo = cases(folder, options.seconds)
        measured: dict[str, list[tuple[float, float]]] = {name: [] for name in todo}
        for number in range(options.rounds):
            for name, run in todo.items():
                if not name.startswith(options.only):
                    continue
                if name.startswith("full") and number >= options.full_rounds:
                    continue
                before, started = cpu(), time.monotonic()
                run()
                measured[name].append((cpu() - before, time.monotonic() - started))
        other = moviepy(folder, options.seconds, options.moviepy) if options.moviepy else None
    report({name: rows for name, rows in measured.items() if rows}, options.seconds)
    if other and measured.get("copy: ours"):
        ours = statistics.median(c for c, _ in measured["copy: ours"])
        print(
            f"{'copy: MoviePy':20} {other[0]:7.2f} CPU s   {other[1]:7.2f} s   x "
            f"{other[0] / ours:5.0f} of ours (from {options.moviepy} s of {options.seconds}); "
            "wanted: >= 100"
        )


def report(measured: dict[str, list[tuple[float, float]]], seconds: int) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"ffmpeg {engine.version(engine.executable())}; {seconds} s of 1080p30"
    )
    middle = {name: statistics.median(c for c, _ in rows) for name, rows in measured.items()}
    for name, rows in measured.items():
        base = middle.get(f"{'full' if name.startswith('full') else 'copy'}: bare ffmpeg", 0.0)
        wall = statistics.median(w for _, w in rows)
        times = f"x {middle[name] / base:5.2f}" if base else ""
        print(f"{name:20} {middle[name]:7.2f} CPU s   {wall:7.2f} s   {times}")
    print("wanted: copy <= 1.2, title <= 4 (of the bare copy), full <= 1.1 (of the bare encoding)")


if __name__ == "__main__":
    main()
