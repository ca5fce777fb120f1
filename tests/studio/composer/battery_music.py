"""Checks of the music: chords, key, repetition, grid, tune."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from battery_case import RATE, Case
from battery_meters import HOP, by_spans, chroma, flux, onsets

EXTENDED = {"lofi", "chillhop", "rnb", "guofenglofi", "funk", "futurebass", "ambient", "zen"}
SWUNG = {
    "lofi",
    "chillhop",
    "guofenglofi",
    "rnb",
    "cinematic",
    "guofengepic",
    "piano",
    "guofeng",
    "ambient",
    "zen",
    "tension",
    "comedy",
    "folk",
}
_MAJOR = [0, 4, 7]
_MINOR = [0, 3, 7]


def harmony(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
    plan = case.plan
    table, step = chroma(case.mono)
    chords = [c for c in plan["chords"] if c["e"] - c["s"] > 0.5]
    rows = by_spans(table, step, [(c["s"] + 0.04, c["e"] - 0.02) for c in chords])
    templates, names = [], []
    for root in range(12):
        for quality, tones in (("maj", _MAJOR), ("min", _MINOR)):
            row = np.zeros(12)
            row[[(root + tone) % 12 for tone in tones]] = (1.0, 0.8, 0.8)
            templates.append(row / np.linalg.norm(row))
            names.append((root, quality))
    scores = (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)) @ np.array(templates).T
    depth = 3 if plan["genre"] in EXTENDED else 1
    hits = 0
    for chord, score in zip(chords, scores, strict=True):
        best = [names[i] for i in np.argsort(-score)[:depth]]
        loose = chord["quality"] in ("sus", "dim") or chord["name"].endswith("5")
        hits += any(
            root == chord["root"] and (loose or quality == chord["quality"])
            for root, quality in best
        )
    share = hits / max(1, len(chords))
    yield "chords", (share, share >= 0.8)
    total = table.sum(axis=0)
    scale = plan["scale"]
    inside = [total[[(tonic + tone) % 12 for tone in scale]].sum() for tonic in range(12)]
    rank = 1 + sum(value > inside[plan["tonic"]] * 1.0001 for value in inside)
    yield "key_rank", (rank, rank <= 2)
    heard = _key_heard(total, plan["tonic"], minor=plan["mode"] in ("minor", "dorian", "phrygian"))
    yield "key_heard", (heard, heard <= 2)
    yield from _repetition(case, table, step)


# Krumhansl and Kessler, 1982: how firmly each degree sits in a major and in a minor key
_FIRM = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)


def _key_heard(total: np.ndarray, tonic: int, *, minor: bool) -> int:
    """The place of the planned key among all 24 by their profiles."""
    fits = np.array(
        [[np.corrcoef(total, np.roll(row, step))[0, 1] for step in range(12)] for row in _FIRM]
    )
    return 1 + int((fits > fits[int(minor), tonic]).sum())


def _repetition(
    case: Case, table: np.ndarray, step: float
) -> Iterator[tuple[str, tuple[float, bool]]]:
    """How alike the likest bars are, by chroma and rhythm: neither a loop nor a stream."""
    plan = case.plan
    bars = [b for b in plan["bars"] if b["beats"] == 4]
    if len(bars) < 8:  # fewer do not tell a stream from a loop
        return
    ends = {
        b["s"]: e
        for b, e in zip(
            plan["bars"], [b["s"] for b in plan["bars"][1:]] + [plan["seconds"]], strict=True
        )
    }
    rise = flux(case.mono)
    features = []
    for bar in bars:
        start, end = bar["s"], ends[bar["s"]]
        piece = rise[int(start * RATE / HOP) : int(end * RATE / HOP)]
        rhythm = np.array([part.sum() for part in np.array_split(piece, 16)])
        quarters = by_spans(
            table,
            step,
            [
                (start + (end - start) * i / 4, start + (end - start) * (i + 1) / 4)
                for i in range(4)
            ],
        ).reshape(-1)
        row = np.concatenate(
            [rhythm / (np.linalg.norm(rhythm) + 1e-9), quarters / (np.linalg.norm(quarters) + 1e-9)]
        )
        features.append(row)
    rows = np.array(features)
    rows = rows - rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    alike = rows @ rows.T
    np.fill_diagonal(alike, -1)
    best = float(np.median(alike.max(axis=1)))
    yield "repetition", (best, 0.60 <= best <= 0.95)


def grid_times(plan: dict[str, Any]) -> np.ndarray:
    """Every sixteenth of the plan, swung as it says."""
    swing, unit = plan["swing"], plan["swing_unit"]
    inside = [0.0, 0.25, 0.5, 0.75]
    if unit == "eighths":
        inside = [0.0, swing / 2, swing, swing + (1 - swing) / 2]
    elif unit == "sixteenths":
        inside = [0.0, swing / 2, 0.5, 0.5 + swing / 2]
    out: list[float] = []
    bars = plan["bars"]
    ends = [b["s"] for b in bars[1:]] + [plan["seconds"]]
    for bar, end in zip(bars, ends, strict=True):
        tempo = [t for t in plan["time_map"] if t["s"] <= bar["s"] + 1e-6][-1]
        beat = 60 / tempo["bpm"]
        for number in range(max(bar["beats"], int((end - bar["s"]) / beat))):
            out += [bar["s"] + (number + part) * beat for part in inside]
    return np.array(out)


def time(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
    plan = case.plan
    times, strength = onsets(case.mono)
    grid = np.sort(grid_times(plan))
    if len(times) < 8:
        return
    strong = times[strength >= np.percentile(strength, 40)]
    strong = strong[strong < plan["last_stroke"] + 0.1]
    away = np.array([np.abs(grid - t).min() for t in strong])
    share = float((away <= 0.035).mean())
    # a beat's four places take up 8 x 35 ms of it: what chance gives, and what is asked beyond
    beat = 60 / plan["bpm"]
    chance = min(1.0, 0.28 / beat)
    need = (0.6 if plan["genre"] in SWUNG else 0.9) if chance < 0.55 else 0.5 * (1 + chance)
    yield "on_grid", (share, share >= need)
    if case.notes:
        played = [
            n for name, rows in case.notes.items() if name not in ("Effects", "Vinyl") for n in rows
        ]
        starts = np.array([n[0] for n in played])
        away = np.abs(grid[None, np.clip(np.searchsorted(grid, starts), 1, len(grid) - 1)] - starts)
        away = np.minimum(
            away,
            np.abs(grid[np.clip(np.searchsorted(grid, starts), 1, len(grid) - 1) - 1] - starts),
        )
        tight = float((away <= 0.04).mean())
        yield "midi_grid", (tight, tight >= 0.9)
        drum = sorted(
            {
                round(n[0], 3)
                for name in ("Kick", "Drums", "Melody")
                for n in case.notes.get(name, [])
                if n[3] > 60 and n[0] < plan["seconds"] - 0.2
            }
        )
        if len(drum) >= 8:
            rise = flux(case.mono)
            base = np.median(rise)
            heard = 0
            for t in drum:
                spot = int((t + 0.003) * RATE / HOP)
                heard += rise[max(0, spot - 6) : spot + 8].max(initial=0.0) > 1.6 * base
            yield "midi_audio", (heard / len(drum), heard / len(drum) >= 0.9)


def tune(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
    rows = sorted(case.notes.get("Melody", []))
    if len(rows) < 12:
        return
    pitches = np.array([n[2] for n in rows])
    moves = np.diff(pitches)
    limit = 3 if len(case.plan["melody_scale"]) == 5 else 2
    steps = float(((np.abs(moves) <= limit) & (moves != 0)).mean())
    yield "steps", (steps, steps >= 0.45)
    leaps = float((np.abs(moves) > 7).mean())
    yield "leaps", (leaps, leaps <= 0.05)
    span = int(pitches.max() - pitches.min())
    yield "range", (span, span <= 19)
