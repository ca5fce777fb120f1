"""Checks of the sound: defects, drops, dynamics, width and spectrum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from battery_case import RATE, Case
from battery_meters import loudness_range, lufs, onsets, spearman, spectrogram


def defects(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
    sound, plan = case.sound, case.plan
    dc = float(np.abs(sound.mean(axis=1)).max())
    yield "dc", (dc, dc < 1e-4)
    full = int((np.abs(sound) >= 0.9999).sum())
    yield "clips", (full, full == 0)
    yield "clicks", _clicks(sound)
    edge = float(max(np.abs(sound[:, 0]).max(), np.abs(sound[:, -1]).max()))
    yield "edges", (edge, edge < 1e-3 or plan["loop"])
    window = int(0.02 * RATE)
    mono = np.abs(sound).max(axis=0)
    levels = mono[: len(mono) // window * window].reshape(-1, window).max(axis=1)
    quiet = levels < 10 ** (-50 / 20)
    inner = quiet[: int(plan["last_stroke"] * RATE / window)]
    longest = run = 0
    for value in inner:
        run = run + 1 if value else 0
        longest = max(longest, run)
    yield "silence", (longest * 20.0, longest * 20.0 <= 300)


def _clicks(sound: np.ndarray) -> tuple[float, bool]:
    """Lone samples whose fourth difference stands out of its surroundings' by far."""
    found = 0
    for channel in sound:
        fourth = np.abs(np.diff(channel.astype(np.float64), 4))
        rows = fourth[: len(fourth) // 480 * 480].reshape(-1, 480)
        top = rows.max(axis=1)
        around = np.sqrt((rows**2).mean(axis=1))
        near = np.maximum(np.roll(around, 1), np.roll(around, -1))
        found += int(
            (
                (top > 16 * np.median(rows, axis=1) + 0.08) & (top > 12 * around) & (top > 4 * near)
            ).sum()
        )
    return found, found == 0


def drops(case: Case, energy: np.ndarray) -> Iterator[tuple[str, tuple[float, bool]]]:
    plan = case.plan
    starts = [bar["s"] for bar in plan["bars"]] + [plan["seconds"]]
    worst_landing, least_step = 0.0, 99.0
    for drop in plan["drops"]:
        landing = _landing(case, drop)
        worst_landing = max(worst_landing, abs(landing))
        index = int(np.argmin([abs(s - drop) for s in starts]))
        before = starts[max(0, index - 1)]
        after = starts[min(len(starts) - 1, index + 2)]
        step = float(
            lufs(energy[int(drop * RATE) : int(after * RATE)].mean())
            - lufs(energy[int(before * RATE) : int(drop * RATE)].mean())
        )
        if step < 2.0 and step >= 1.0:
            sub = _band(case, 25, 120)
            rise = 10 * np.log10(
                sub[int(drop * RATE) : int(after * RATE)].mean()
                / (sub[int(before * RATE) : int(drop * RATE)].mean() + 1e-12)
            )
            step = 2.0 if rise >= 12 else step
        least_step = min(least_step, step)
    if plan["drops"]:
        yield "landing_ms", (worst_landing, worst_landing <= 15)
        yield "step_lu", (least_step, least_step >= 2.0)


def _band(case: Case, low: float, high: float) -> np.ndarray:
    x = case.mono
    spectrum = np.fft.rfft(x)
    f = np.fft.rfftfreq(len(x), 1 / RATE)
    spectrum[(f < low) | (f > high)] = 0
    return np.fft.irfft(spectrum, len(x)) ** 2


def _landing(case: Case, drop: float) -> float:
    """ms from a drop to the steepest broadband attack near it."""
    first = max(0, int((drop - 0.4) * RATE))
    piece = case.mono[first : int((drop + 0.4) * RATE)]
    step = 96  # 2 ms
    magnitudes = spectrogram(piece, 512, step)
    edges = np.unique(np.geomspace(1, 200, 16).astype(int))
    bands = np.log10(np.add.reduceat(magnitudes, edges, axis=1) + 0.02)
    lag = 4
    rise = np.maximum(0, bands[lag:] - bands[:-lag]).sum(axis=1)
    at = (int(np.argmax(rise)) + lag / 2) * step / RATE + first / RATE
    return (at - drop) * 1000


def dynamics(case: Case, energy: np.ndarray) -> Iterator[tuple[str, tuple[float, bool]]]:
    plan = case.plan
    sections = [
        s
        for s in plan["sections"]
        if s["e"] - s["s"] > 1.2 and s["name"] not in ("build", "ending")
    ]
    if len(sections) >= 4:
        found = [
            float(lufs(energy[int(s["s"] * RATE) : int(s["e"] * RATE)].mean())) for s in sections
        ]
        rho = spearman([s["energy"] for s in sections], found)
        yield "energy_rho", (rho, rho >= 0.6)
    if plan["seconds"] >= 14:
        spread = loudness_range(energy)
        yield "lra", (spread, 2.0 <= spread <= 10.0)
    times, _ = onsets(case.mono)
    if case.notes:
        times = np.array(sorted({round(n[0], 2) for rows in case.notes.values() for n in rows}))
    drops = [s for s in plan["sections"] if s["name"] in ("drop", "chorus")]
    calm = [s for s in plan["sections"] if s["name"] in ("intro", "break") and s["e"] - s["s"] > 2]
    if drops and calm and plan["seconds"] >= 20:
        ratio = float(_rate(times, drops) / max(_rate(times, calm), 0.05))
        yield "density", (ratio, ratio >= 1.3)


def _rate(times: np.ndarray, rows: list[dict[str, Any]]) -> float:
    """Onsets a second in these sections."""
    count = sum(((times >= s["s"]) & (times < s["e"])).sum() for s in rows)
    return float(count / sum(s["e"] - s["s"] for s in rows))


def space(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
    left, right = case.sound.astype(np.float64)
    corr = float(np.corrcoef(left, right)[0, 1])
    yield "stereo_corr", (corr, 0.2 <= corr <= 0.9)
    mid, side = (left + right) / 2, (left - right) / 2
    width = float(10 * np.log10((side**2).mean() / (mid**2).mean() + 1e-12))
    yield "side_db", (width, -12 <= width <= -2)
    f = np.fft.rfftfreq(len(left), 1 / RATE)
    low = (f > 20) & (f < 110)
    a, b = np.fft.rfft(left)[low], np.fft.rfft(right)[low]
    bass = float(
        (a * b.conj()).real.sum() / np.sqrt((np.abs(a) ** 2).sum() * (np.abs(b) ** 2).sum() + 1e-12)
    )
    yield "bass_corr", (bass, bass >= 0.95)
    power = (spectrogram(case.mono, 8192, 8192).astype(np.float64) ** 2).mean(axis=0)
    f = np.fft.rfftfreq(8192, 1 / RATE)
    centres = 100 * 2 ** (np.arange(0, 17) / 3)
    levels = np.array(
        [
            10 * np.log10(power[(f >= c / 2 ** (1 / 6)) & (f < c * 2 ** (1 / 6))].mean() + 1e-12)
            for c in centres
        ]
    )
    x = np.log2(centres)
    slope, offset = np.polyfit(x, levels, 1)
    rest = float((levels - slope * x - offset).std())
    yield "slope", (float(slope), -6.5 <= slope <= -3.0)
    yield "slope_sd", (rest, rest <= 3.0)
    octave = lambda a, b: 10 * np.log10(power[(f >= a) & (f < b)].sum() + 1e-12)  # noqa: E731
    air = float(octave(8000, 16_000) - octave(707, 1414))
    yield "air_db", (air, -14 <= air <= -1)
