"""How much of what an AAC coder adds could be heard, by its settings, in one run.

    python benchmarks/coding.py [--seconds 25]

Every genre of the composer is coded with ffmpeg's fast AAC coder and its slow one. Printed are, for
left and right, and for what both sides share and differ in: the share of moments and Bark bands in
which the added noise is above what the music masks (its energy spread over the bands after
Schroeder, less 13 dB), and by how many dB on average; kilobits a second; CPU ms a second of sound.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import stft

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

from rendering import cpu  # noqa: E402

from studio import composer  # noqa: E402
from studio.brief import Brief  # noqa: E402
from studio.media import engine  # noqa: E402

RATE, FRAME, BANDS = 48_000, 2048, 24
APART = ["-aac_ms", "0", "-aac_is", "0", "-aac_tns", "0"]
FAST, SLOW = ["-aac_coder", "fast"], ["-aac_coder", "twoloop"]
SETTINGS = {
    "fast 192k": [*FAST, "-b:a", "192k"],
    "slow 192k": [*SLOW, "-b:a", "192k"],
    "fast 192k, no intensity": [*FAST, "-aac_is", "0", "-aac_tns", "0", "-b:a", "192k"],
    "fast 192k, sides apart": [*FAST, *APART, "-b:a", "192k"],
    "fast 224k, sides apart": [*FAST, *APART, "-b:a", "224k"],
    "fast 256k, sides apart": [*FAST, *APART, "-b:a", "256k"],
    "fast 256k": [*FAST, "-b:a", "256k"],
}
_hertz = np.fft.rfftfreq(FRAME, 1 / RATE)
_bark = 13 * np.arctan(0.00076 * _hertz) + 3.5 * np.arctan((_hertz / 7500) ** 2)
_members = (np.minimum(_bark.astype(int), BANDS) == np.arange(BANDS + 1)[:, None]).astype(float)
_apart = np.arange(BANDS + 1)[:, None] - np.arange(BANDS + 1)[None, :] + 0.474
_spread = 10 ** ((15.81 + 7.5 * _apart - 17.5 * np.sqrt(1 + _apart**2)) / 10)

Sound = NDArray[np.float32]


def energies(one: Sound) -> NDArray[np.float64]:
    """By Bark band and moment."""
    found = stft(one, RATE, nperseg=FRAME, noverlap=FRAME // 2)[2]
    return np.asarray(_members @ np.abs(found) ** 2)


def heard(true: Sound, coded: Sound) -> tuple[float, float]:
    """The share of bands and moments in which the difference is above the mask; by how many dB."""
    signal, noise = energies(true), energies(coded - true)
    loud = signal.sum(axis=0) > 1e-9
    mask = _spread @ signal * 10**-1.3
    over = 10 * np.log10((noise + 1e-15) / (mask + 1e-13))[:BANDS, loud]
    return float(np.mean(over > 0)), float(np.mean(np.maximum(over, 0)))


def coded(raw: Path, settings: list[str], folder: Path) -> tuple[Sound, float, float]:
    """What is left of a sound after the coder, its kilobits a second and its CPU seconds."""
    run = [engine.executable(), "-v", "error", "-nostdin", "-y"]
    pcm = ["-f", "f32le", "-ar", str(RATE), "-ac", "2"]
    file, before = folder / "coded.mp4", cpu()
    subprocess.run([*run, *pcm, "-i", str(raw), "-c:a", "aac", *settings, str(file)], check=True)
    took = cpu() - before
    back = subprocess.run(
        [*run, "-i", str(file), "-f", "f32le", "-"], check=True, capture_output=True
    ).stdout
    sound = np.frombuffer(back, np.float32).reshape(-1, 2)
    return sound, file.stat().st_size * 8 / (len(sound) / RATE) / 1000, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=25)
    options = parser.parse_args()
    rows: dict[str, list[list[float]]] = {name: [] for name in SETTINGS}
    with tempfile.TemporaryDirectory() as name:
        folder, raw = Path(name), Path(name) / "music.raw"
        for genre in composer.genres():
            brief = Brief(genre=genre, length_ms=options.seconds * 1000, seed=5)
            made = composer.render(composer.score(composer.plan(brief))).samples
            true = np.ascontiguousarray(np.asarray(made).T, np.float32)
            true.tofile(raw)
            for label, settings in SETTINGS.items():
                sound, bits, took = coded(raw, settings, folder)
                length = min(len(sound), len(true))
                one, two = true[:length], sound[:length]
                found = [heard(one[:, n], two[:, n]) for n in (0, 1)]
                for sign in (1, -1):
                    sums = [(part[:, 0] + sign * part[:, 1]) / 2 for part in (one, two)]
                    found.append(heard(*sums))
                flat = [value for pair in found for value in pair]
                rows[label].append([*flat, bits, 1000 * took / options.seconds])
    print(f"{'':24} left        right       shared      differs     kbit/s  CPU ms/s")
    for label, found_ in rows.items():
        mean = np.mean(found_, axis=0)
        heard_ = "  ".join(f"{mean[n]:5.1%} {mean[n + 1]:4.2f}" for n in (0, 2, 4, 6))
        print(f"{label:24} {heard_} {mean[8]:6.0f} {mean[9]:8.1f}")


if __name__ == "__main__":
    main()
