"""What the composer costs and how its seeds, genres and energies differ, in one run."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "studio" / "composer")]

import battery  # noqa: E402

from studio import composer  # noqa: E402
from studio.brief import Brief  # noqa: E402


def case(brief: Brief) -> battery.Case:
    plan = composer.plan(brief)
    score = composer.score(plan)
    sound = composer.render(score)
    return battery.Case(np.asarray(sound.samples), composer.document(plan), composer.midi(score))


def speed() -> None:
    """Composing, rendering warm, a whole process, memory; FluidSynth on the same notes beside
    it."""
    code = (
        "import time; from studio import composer; from studio.brief import Brief;"
        "start = time.perf_counter();"
        "composer.score(composer.plan(Brief(genre='cinematic', length_ms=60000, seed=1)));"
        "print(round((time.perf_counter() - start) * 1000))"
    )
    first = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True
    )
    print(f"composing the first piece of a process, tables unread: {first.stdout.strip()} ms")
    print("genre         compose ms   60 s of music, s (warm)")
    for genre in composer.genres():
        composer.render(composer.score(composer.plan(Brief(genre=genre, length_ms=8_000, seed=1))))
        took = []
        for seed in (2, 3):
            start = time.perf_counter()
            score = composer.score(
                composer.plan(Brief(genre=genre, length_ms=60_000, drops=(24_000,), seed=seed))
            )
            middle = time.perf_counter()
            composer.render(score)
            took.append((middle - start, time.perf_counter() - middle))
        print(f"{genre:12} {min(t[0] for t in took) * 1000:10.0f} {min(t[1] for t in took):12.2f}")
    with tempfile.TemporaryDirectory() as folder:
        for seconds in (60, 180, 600):
            print(_process(seconds, Path(folder), "--no-stems"))
        print(_process(180, Path(folder)))
        _process(60, Path(folder), "--no-stems")
        fluid(Path(folder) / "music.mid")


def _process(seconds: int, folder: Path, *options: str) -> str:
    """What a whole process takes for so many seconds of epic."""
    run = [sys.executable, "-m", "studio", "compose", "epic trailer", "--seconds", str(seconds)]
    start = time.perf_counter()
    made = subprocess.Popen(
        [*run, "--seed", "1", "--out", str(folder), *options],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(made.pid, 0)
    took = time.perf_counter() - start
    assert status == 0, status
    cpu = used.ru_utime + used.ru_stime
    stems = "" if options else " with stems"
    return (
        f"a whole process, {seconds} s of epic{stems}: {took:.2f} s, {cpu:.2f} s of processor "
        f"time, {used.ru_maxrss // 1024} MB at most"
    )


def fluid(midi: Path) -> None:
    exe = shutil.which("fluidsynth")
    fonts = [
        Path(p)
        for p in (
            "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
            "/usr/share/sounds/sf2/FluidR3_GM.sf2",
        )
    ]
    font = next((f for f in fonts if f.exists()), None)
    if not exe or not font:
        print("FluidSynth is not installed here; nothing to stand beside")
        return
    start = time.perf_counter()
    subprocess.run(
        [exe, "-ni", "-F", "/tmp/fluid.wav", "-r", "48000", str(font), str(midi)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"FluidSynth, the same notes, no mix and no master: {time.perf_counter() - start:.2f} s")


def seeds() -> None:
    """Distinct (tempo, key, progression) of twenty seeds."""
    for genre in composer.genres():
        plans = [composer.plan(Brief(genre=genre, length_ms=45_000, seed=s)) for s in range(20)]
        distinct = {(round(p.bpm), p.tonic, p.mode, p.progression) for p in plans}
        tempi = {round(p.bpm) for p in plans}
        print(
            f"{genre:12} {len(distinct):3} distinct, {len(tempi)} tempi, "
            f"{len({p.tonic for p in plans})} keys, "
            f"{len({p.progression for p in plans})} progressions"
        )


def features(made: battery.Case) -> np.ndarray:
    """Tempo, brightness, density, loudness range, slope, mode, lows, crest, punch, swing …"""
    x = made.mono
    power = (battery.spectrogram(x, 4096, 4096).astype(float) ** 2).mean(axis=0)
    f = np.fft.rfftfreq(4096, 1 / battery.RATE)
    energy = (battery.weighted(made.sound) ** 2).sum(axis=0)
    centroid = np.log2((power**0.5 * f).sum() / (power**0.5).sum())
    starts = {round(n[0], 2) for rows in made.notes.values() for n in rows}
    density = np.log2(len(starts) / made.plan["seconds"])
    judged = dict(battery.space(made))
    minor = made.plan["mode"] in ("minor", "dorian", "phrygian")
    low = 10 * np.log10(power[(f > 25) & (f < 120)].sum() / power.sum())
    crest = 20 * np.log10(np.abs(x).max() / np.sqrt((x**2).mean()))
    onset = battery.flux(x)
    punch = np.log(np.percentile(onset, 98) / (np.median(onset) + 1e-9))
    return np.array(
        [
            np.log2(made.plan["bpm"]) * 3,
            centroid,
            density,
            battery.loudness_range(energy) / 3,
            judged["slope"][0],
            0.5 * minor,
            low / 3,
            crest / 3,
            punch,
            4 * made.plan["swing"],
            len(made.plan["melody_scale"]) == 5,
            judged["side_db"][0] / 4,
        ]
    )


def genres() -> None:
    """How well the nearest centroid tells genres apart on seeds it has not seen."""
    names = composer.genres()
    rows = {
        g: np.array([features(case(Brief(genre=g, length_ms=24_000, seed=s))) for s in range(1, 7)])
        for g in names
    }
    for columns, label in ((slice(0, 6), "six features"), (slice(0, 12), "twelve features")):
        every = np.concatenate([rows[g][:, columns] for g in names])
        within = np.sqrt(np.mean([rows[g][:3, columns].var(axis=0) for g in names], axis=0)) + 0.05
        centres = np.array([rows[g][:3, columns].mean(axis=0) for g in names]) / within
        right, wrong = 0, []
        for index, genre in enumerate(names):
            for row in rows[genre][3:, columns] / within:
                best = int(np.argmin(((centres - row) ** 2).sum(axis=1)))
                right += best == index
                if best != index:
                    wrong.append(f"{genre}>{names[best]}")
        print(f"{label}: {right / (3 * len(names)):.0%} right; {' '.join(wrong)}", len(every))


def energy() -> None:
    """Whether energy 0..1 moves tempo, density and brightness upwards."""
    steps = np.linspace(0, 1, 6)
    firm = 0
    for genre in composer.genres():
        found = [
            features(case(Brief(genre=genre, length_ms=20_000, seed=5, energy=float(e))))
            for e in steps
        ]
        rho = [battery.spearman(steps, [row[i] for row in found]) for i in (0, 2, 1)]
        firm += min(rho) >= 0.8
        print(
            f"{genre:12} tempo {rho[0]:.2f} density {rho[1]:.2f} brightness {rho[2]:.2f}",
            flush=True,
        )
    print(f"{firm} of {len(composer.genres())} genres at 0.8 or more in all three")


def wrong() -> None:
    """The six that must fail, and what catches them."""
    for genre in ("travel", "house", "guofeng"):
        good = case(Brief(genre=genre, length_ms=45_000, drops=(20_000,), seed=3))
        print(genre, "itself:", battery.failed(battery.judged(good)))
        for name, bad in battery.wrong_ones(good):
            print(f"   {name}: {battery.failed(battery.judged(bad))}")


PARTS = {part.__name__: part for part in (speed, seeds, genres, energy, wrong)}


def main() -> None:
    told = " ".join(
        f"{name}: {' '.join((part.__doc__ or '').split())}" for name, part in PARTS.items()
    )
    parser = argparse.ArgumentParser(description=__doc__, epilog=told)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in asked.parts or PARTS:
        print(f"--- {name}: {(PARTS[name].__doc__ or '').splitlines()[0]}")
        PARTS[name]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of this run {peak} MB")


if __name__ == "__main__":
    main()
