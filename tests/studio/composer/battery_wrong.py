"""The six that must fail: noise, a plain General MIDI rendering, a two-bar loop, shuffled bars,
sloppy timing, random pitches."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from battery_case import RATE, Case
from battery_meters import integrated, weighted


def wrong_ones(case: Case, seed: int = 1) -> Iterator[tuple[str, Case]]:
    """Versions of a track that no battery worth its name lets pass."""
    draw = np.random.default_rng(seed)
    noise = draw.normal(0, 0.1, case.sound.shape).astype(np.float32)
    yield "noise", replace(case, sound=_levelled(noise))
    yield "plain", replace(case, sound=_levelled(_plain(case)))
    yield "loop", replace(case, sound=_levelled(_looped(case)))
    yield "shuffled", replace(case, sound=_levelled(_shuffled(case, draw)))
    yield "sloppy", replace(case, sound=_levelled(_plain(case, late=0.09, draw=draw)))
    yield "random pitches", replace(case, sound=_levelled(_plain(case, draw=draw, wild=True)))


def _levelled(sound: np.ndarray) -> np.ndarray:
    energy = (weighted(sound) ** 2).sum(axis=0)
    gain = 10 ** ((-14 - integrated(energy)) / 20)
    return np.clip(sound * gain, -0.79, 0.79).astype(np.float32)


def _plain(
    case: Case, *, late: float = 0.0, draw: np.random.Generator | None = None, wild: bool = False
) -> np.ndarray:
    """The MIDI file by the plainest synthesiser: no mix, no room, every channel in the middle."""
    length = case.sound.shape[1]
    out = np.zeros(length + RATE * 8, dtype=np.float32)
    for name, rows in case.notes.items():
        drums = name in (
            "Kick",
            "Drums",
            "Shaker",
            "Tambourine",
            "Congas",
            "Effects",
            "Bowls",
            "Woodblock",
        )
        for start, end, pitch, velocity in rows:
            if draw is not None and late:
                start = max(0.0, start + draw.normal(0, late))
            if draw is not None and wild:
                pitch = int(draw.integers(40, 88))
            first = int(start * RATE)
            size = min(int(max(0.05, min(end - start, 3.0)) * RATE), length - first)
            if size < 10:
                continue
            t = np.arange(size) / RATE
            if drums:
                tone = np.random.default_rng(pitch).normal(0, 1, size) * np.exp(-t / 0.05)
            else:
                f = 440 * 2 ** ((pitch - 69) / 12)
                tone = (np.sin(2 * np.pi * f * t) + 0.4 * np.sin(4 * np.pi * f * t)) * np.exp(
                    -t / 0.8
                )
            out[first : first + size] += (tone * velocity / 127 * 0.1).astype(np.float32)
    return np.stack([out[:length], out[:length]])


def _spans(case: Case) -> list[tuple[int, int]]:
    starts = [round(b["s"] * RATE) for b in case.plan["bars"]] + [case.sound.shape[1]]
    return list(itertools.pairwise(starts))


def _looped(case: Case) -> np.ndarray:
    spans = _spans(case)
    middle = len(spans) // 2
    first, last = spans[middle][0], spans[min(middle + 1, len(spans) - 1)][1]
    piece = case.sound[:, first:last]
    times = -(-case.sound.shape[1] // piece.shape[1])
    return np.tile(piece, (1, times))[:, : case.sound.shape[1]]


def _shuffled(case: Case, draw: np.random.Generator) -> np.ndarray:
    spans = _spans(case)
    order = draw.permutation(len(spans))
    return np.concatenate([case.sound[:, spans[i][0] : spans[i][1]] for i in order], axis=1)
