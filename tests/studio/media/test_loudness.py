"""The loudness and the true peak of a file, beside what ffmpeg's own meter says of them."""

from __future__ import annotations

import re
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from studio import media
from studio.media import engine, loudness, profile
from studio.media.peaks import TruePeak
from tests.studio.media.footage import Footage

RATE = 48_000
N = np.arange(4 * RATE) / RATE
NOISE = np.random.default_rng(2).normal(0, 0.2, len(N))
SOUNDS = {
    "a tone": 0.9 * np.sin(2 * np.pi * 997 * N),
    "a tone whose samples all miss its top": (
        0.7 * np.sin(2 * np.pi * 12_000 * N + np.pi / 4) * np.minimum(1, 10 * N * N[::-1])
    ),
    "noise cut off": np.clip(NOISE, -0.6, 0.6),
    "a square": 0.6 * np.sign(np.sin(2 * np.pi * 441 * N)),
    "music": sum(0.2 * np.sin(2 * np.pi * f * N) for f in (220, 330.3, 441.7)) + 0.3 * NOISE,
}


def by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak, all of the sound at four times the rate."""
    argv = [engine.executable(), "-hide_banner", "-nostats", "-i", str(path), "-af",
            "ebur128=framelog=quiet:peak=true", "-f", "null", "-"]  # fmt: skip
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stderr
    summary = text[text.rfind("Summary:") :]
    found = [re.search(pattern, summary) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+)")]
    assert all(found)
    return float(found[0][1]), float(found[1][1])  # type: ignore[index]


@pytest.mark.parametrize("name", SOUNDS)
def test_what_is_measured_is_what_the_other_meter_says(footage: Footage, name: str) -> None:
    sound = np.stack([SOUNDS[name], 0.5 * SOUNDS[name]], 1).astype(np.float32)
    path = footage.samples(f"{name.replace(' ', '-')}.wav", sound)
    found = loudness.measure(path)
    level, top = by_ffmpeg(path)
    assert found.integrated is not None and abs(found.integrated - level) <= 0.1
    assert found.peak is not None and abs(found.peak - top) <= 0.15


def test_the_peak_does_not_depend_on_where_a_block_ends() -> None:
    sound = np.stack([SOUNDS["music"], NOISE], 1).astype(np.float32)
    tops = []
    for size in (len(sound), 7, 1000, 48_000):
        meter = TruePeak()
        for first in range(0, 20_000 if size == 7 else len(sound), size):
            meter.feed(sound[first : first + size])
        tops.append(meter.decibels())
    assert tops[0] == pytest.approx(tops[2], abs=0.01) == pytest.approx(tops[3], abs=0.01)
    assert tops[1] is not None and tops[0] is not None and tops[1] <= tops[0] + 0.01


def test_silence_has_neither(footage: Footage) -> None:
    found = loudness.measure(footage.samples("none.wav", np.zeros((RATE, 2), np.float32)))
    assert (found.integrated, found.peak) == (None, None)


def test_a_last_sample_counts(footage: Footage) -> None:
    sound = np.zeros((RATE, 2), np.float32)
    sound[-1] = 0.8
    found = loudness.measure(footage.samples("last.wav", sound))
    assert found.peak == pytest.approx(20 * np.log10(0.8), abs=0.05)


def test_what_breaks_while_listening_is_told(footage: Footage) -> None:
    from studio.media.process import ffmpeg

    def broken(part: bytes) -> None:
        raise ValueError("deaf")

    path = footage.tone()
    with pytest.raises(ValueError, match="deaf"):
        ffmpeg(["-i", path.name, "-f", "f32le", "pipe:1"], cwd=path.parent, hear=broken)


def test_a_profile_is_made_once_whoever_asks(footage: Footage) -> None:
    path = footage.music(6)
    probe = media.probe(path)
    assert probe.sound is not None
    threads = [threading.Thread(target=profile.warm, args=(path, probe)) for _ in range(3)]
    for thread in threads:
        thread.start()
    found = profile.profile(path, probe.sound)
    for thread in threads:
        thread.join()
    assert found is profile.profile(path, probe.sound)
    profile.warm(footage.folder / "gone.wav", probe)
    profile.warm(path, None)
