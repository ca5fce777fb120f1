"""Songs brought to cuts, from the sentence to the file: what is met, how long, how much memory.

    python -m benchmarks.delivered [--only NAME ...] [--home FOLDER]

Films of flat shots and songs of clicks, so that both are measured without any code of the studio:
every frame of the delivered file is decoded and compared, every click found in its sound. A cut is
met that lies within 40 ms of a click or of the middle between two.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
RATE = 22_050
FPS, WIDE, HIGH = 30, 160, 90
NEAR = 0.040
FLAT = 12.0  # of 255, by which a flat shot differs from the next at least
SIZE = WIDE * HIGH


@dataclass(frozen=True, slots=True)
class Case:
    """A film, a song, and what is said of them."""

    name: str
    film: float
    shots: float  # seconds of one, in the middle
    song: float
    bpm: float = 118.0
    drop: float = 0.0  # seconds in the song
    say: str = "sync the music to the cuts"
    drums: bool = False


CASES = (
    Case("a minute", 60, 2.1, 180, drop=32.5),
    Case("a song of 22 s", 60, 2.1, 22, drop=8.1),
    Case("drop at 2:32, wanted at 0:20", 60, 2.1, 240, drop=152.5,
         say="sync the music to the cuts and put the drop on the cut at 0:20"),
    Case("ten minutes", 600, 14.6, 300, bpm=124.0, drop=123.9),
    Case("a thousand cuts", 790, 0.79, 240, drop=65.1, drums=True),
    Case("five hours of a song", 60, 2.1, 5 * 3600, drop=65.1, drums=True),
)  # fmt: skip


def cuts(case: Case, dice: np.random.Generator) -> list[float]:
    """When the shots change, on whole frames."""
    found: list[float] = []
    now = 0.0
    low = 0.6 if case.shots < 1 else 0.4
    spread = 0.12 if case.shots < 1 else 0.5
    while True:
        now += float(np.clip(dice.lognormal(np.log(case.shots), spread), low, 4 * case.shots))
        if now > case.film - 1.5:
            return found
        found.append(round(now * FPS) / FPS)


def filmed(case: Case, times: list[float], path: Path) -> None:
    """The film: flat shots, none like the one before."""
    dice = np.random.default_rng(7)
    edges = [0, *(round(at * FPS) for at in times), round(case.film * FPS)]
    command = ["ffmpeg", "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s",
               f"{WIDE}x{HIGH}", "-r", str(FPS), "-i", "-", "-c:v", "libx264", "-preset",
               "ultrafast", str(path)]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as made:
        assert made.stdin is not None
        last = -99
        for begin, end in itertools.pairwise(edges):
            light = last
            while abs(light - last) < 40:
                light = int(dice.integers(40, 220))
            last = light
            tint = dice.integers(60, 196, 2)
            frame = bytes([light]) * SIZE + bytes([int(tint[0])]) * (SIZE // 4)
            frame += bytes([int(tint[1])]) * (SIZE // 4)
            made.stdin.write(frame * (end - begin))


def sung(case: Case, path: Path) -> None:
    """The song: a click a beat, louder and with a bass from its drop on."""
    dice = np.random.default_rng(3)
    click = dice.normal(0, 1, 300) * np.exp(-np.arange(300) / 50)
    click[0] = 3.0
    beat = 60 / case.bpm
    drum = dice.normal(0, 1, 2500) * np.exp(-np.arange(2500) / 500) * 0.5
    drum += np.sin(2 * np.pi * 60 * np.arange(2500) / RATE) * np.exp(-np.arange(2500) / 900)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for first in np.arange(0.0, case.song, 60.0):
            length = min(60.0, case.song - first)
            part = dice.normal(0, 0.002, round(length * RATE))
            number = int(np.ceil((first - 0.3) / beat))
            while (at := 0.3 + number * beat) < first + length - 0.2:
                loud = 0.8 if at >= case.drop - 0.02 else 0.35
                stroke = drum if case.drums else click
                begin = round((at - first) * RATE)
                if begin >= 0:
                    here = part[begin : begin + len(stroke)]
                    here += loud * 0.3 * stroke[: len(here)]
                    if at >= case.drop - 0.02:
                        count = min(round(beat * RATE), len(part) - begin)
                        tone = np.sin(2 * np.pi * 55 * np.arange(count) / RATE)
                        part[begin : begin + count] += 0.08 * tone
                number += 1
            file.write(np.clip(part, -1, 1))


def seen(path: Path) -> list[float]:
    """When the picture of a file changes, by every frame of it."""
    made = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-an", "-vf", "scale=16:9", "-pix_fmt", "gray",
         "-f", "rawvideo", "-"], capture_output=True, check=True,
    )  # fmt: skip
    frames = np.frombuffer(made.stdout, np.uint8).reshape(-1, 144).astype(np.float64)
    changed = np.abs(np.diff(frames, axis=0)).mean(axis=1) > FLAT
    return [(int(n) + 1) / FPS for n in np.flatnonzero(changed)]


def heard(path: Path) -> NDArray[np.float64]:
    """When the clicks of a file are heard."""
    made = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-vn", "-af", "highpass=f=300", "-ac", "1",
         "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True, check=True,
    )  # fmt: skip
    sound = np.abs(np.frombuffer(made.stdout, np.float32)).astype(np.float64)
    step = RATE // 1000
    loud = sound[: len(sound) // step * step].reshape(-1, step).max(axis=1)
    around = np.array([loud[max(0, n - 2000) : n + 2000].max() for n in range(0, len(loud), 500)])
    limit = 0.35 * np.repeat(around, 500)[: len(loud)] + 1e-4
    found: list[int] = []
    for n in np.flatnonzero(loud > limit):
        if not found or n - found[-1] > 200:
            found.append(int(n))
    return np.array(found) * step / RATE


def errors(shots: list[float], clicks: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each cut lies from the nearest click, or the middle between two."""
    places = np.sort(np.concatenate([clicks, (clicks[1:] + clicks[:-1]) / 2]))
    return np.array([places[np.argmin(np.abs(places - at))] - at for at in shots])


def watched(home: Path, *, but: int) -> Iterator[tuple[int, int]]:
    """The most memory that each process of the studio had so far, in kB, by its number."""
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "environ").read_bytes()
            name = (entry / "cmdline").read_bytes()
            text = (entry / "status").read_text()
        except OSError:
            continue
        most = re.search(r"VmHWM:\s+(\d+)", text)
        ours = f"HOME={home}".encode() in told.split(b"\0") and int(entry.name) != but
        if ours and most and b"ffmpeg" not in name:
            yield int(entry.name), int(most[1])


def said(home: Path, folder: Path, *words: str, most: dict[int, int]) -> tuple[float, str]:
    """How long an answer took, and what it was; the most memory of each process goes to `most`."""
    began = time.perf_counter()
    command = [sys.executable, str(ROOT / "chat.py"), "--force", "--session", "measured", *words]
    with (
        tempfile.TemporaryFile("w+") as out,
        subprocess.Popen(
            command, cwd=folder, env={**os.environ, "HOME": str(home)}, stdout=out, stderr=out
        ) as made,
    ):
        while made.poll() is None:
            most.update(watched(home, but=made.pid))
            time.sleep(0.2)
        out.seek(0)
        return time.perf_counter() - began, out.read()


def measured(case: Case, home: Path, folder: Path) -> dict[str, Any]:
    """One case from the sentence to the file."""
    here = folder / re.sub(r"\W+", "-", case.name)
    here.mkdir()
    times = cuts(case, np.random.default_rng([5, len(case.name)]))
    film, song = here / "film.mp4", here / "song.wav"
    filmed(case, times, film)
    if case.song <= 3600:
        sung(case, song)
    else:  # as large as may be sent
        sung(case, here / "song.flac")
        song = here / "song.mp3"
        command = ["ffmpeg", "-v", "error", "-i", "song.flac", "-b:a", "48k", "song.mp3"]
        subprocess.run(command, cwd=here, check=True)
    most: dict[int, int] = {}
    said(home, here, "--new", "what is on the timeline?", most=most)
    reply, text = said(home, here, case.say, "film.mp4", song.name, most=most)
    export, more = said(home, here, "export", most=most)
    memory = sorted(most.values(), reverse=True)[:2]
    shots, clicks = seen(film), heard(film)
    row: dict[str, Any] = {"cuts": len(shots), "reply": reply, "export": export, "memory": memory}
    best = re.search(r"best plain start would give (\d+)", text)
    row["best"] = best[1] if best else "?"
    row["said"] = " ".join(re.findall(r"\d+ of \d+ cuts", text)[:1])
    receipt = here / "film.mp4.receipt.json"
    proof = json.loads(receipt.read_text())["sync"] if receipt.is_file() else {}
    row["receipt"] = [
        proof.get(k) for k in ("within_40_ms", "hits_mean_ms", "hits_p95_ms", "drop_ms")
    ]
    if not case.drums:
        off = errors(shots, clicks)
        met = np.abs(off[np.abs(off) <= NEAR]) * 1000
        row["met"] = len(met)
        row["mean"], row["p95"] = float(met.mean()), float(np.percentile(met, 95))
        third = len(shots) // 3
        row["thirds"] = [float(np.abs(p[np.abs(p) <= NEAR]).mean() * 1000)
                         for p in (off[:third], off[-third:])]  # fmt: skip
    if "Saved" not in more or "left out" in text:
        row["failed"] = text[:300] + more[-300:]
    return row


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--home", type=Path)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        home.mkdir(exist_ok=True)
        for case in CASES:
            if chosen.only and not any(part in case.name for part in chosen.only):
                continue
            said(home, Path(folder), "studio", "stop", most={})
            print(case.name, json.dumps(measured(case, home, Path(folder))), flush=True)
        said(home, Path(folder), "studio", "stop", most={})


if __name__ == "__main__":
    main()
