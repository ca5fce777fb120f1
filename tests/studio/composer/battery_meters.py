"""Meters: loudness after BS.1770, true peaks, spectra, onsets, pitch classes."""

from __future__ import annotations

import subprocess
from typing import Any

import numpy as np
from battery_case import RATE, Case

HOP = 256


def weighted(sound: np.ndarray) -> np.ndarray:
    """The K weighting by its frequency response, on a padded copy: exact but for the last bits."""
    size = 1 << int(np.ceil(np.log2(sound.shape[-1] + 48_000)))
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    response = shelf * high
    return np.stack([_filtered(channel, response, size) for channel in sound])


def _filtered(channel: np.ndarray, response: np.ndarray, size: int) -> np.ndarray:
    spectrum = np.fft.rfft(channel.astype(np.float64), size) * response
    return np.fft.irfft(spectrum, size)[: len(channel)]


def blocks(energy: np.ndarray, seconds: float, step: float = 0.1) -> np.ndarray:
    """Mean energy of every window of so many seconds."""
    size, hop = int(seconds * RATE), int(step * RATE)
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    starts = np.arange(0, max(1, len(energy) - size + 1), hop)
    ends = np.minimum(starts + size, len(energy))
    return (sums[ends] - sums[starts]) / size


def lufs(energy: np.ndarray | float) -> np.ndarray:
    return -0.691 + 10 * np.log10(np.maximum(energy, 1e-12))


def integrated(energy: np.ndarray) -> float:
    kept = blocks(energy, 0.4)
    kept = kept[lufs(kept) > -70]
    if not len(kept):
        return -70.0
    kept = kept[lufs(kept) > lufs(kept.mean()) - 10]
    return float(lufs(kept.mean()))


def loudness_range(energy: np.ndarray) -> float:
    kept = blocks(energy, 3.0)
    kept = kept[lufs(kept) > -70]
    if len(kept) < 2:
        return 0.0
    kept = kept[lufs(kept) > lufs(kept.mean()) - 20]
    low, high = np.percentile(lufs(kept), [10, 95])
    return float(high - low)


def true_peak(sound: np.ndarray) -> float:
    """dBTP, four times oversampled in pieces."""
    top = 0.0
    for channel in sound:
        for start in range(0, len(channel), 1 << 17):
            piece = channel[max(0, start - 512) : start + (1 << 17) + 512]
            size = len(piece)
            spectrum = np.fft.rfft(piece)
            wide = np.zeros(size * 2 + 1, dtype=complex)
            wide[: len(spectrum)] = spectrum
            top = max(
                top,
                float(np.abs(np.fft.irfft(wide, size * 4)[1024:-1024]).max()) * 4
                if size > 1024
                else float(np.abs(piece).max()),
            )
    return float(20 * np.log10(max(top, 1e-9)))


def after_aac(case: Case) -> float:
    """Peak of what comes out of AAC at 192 kbit/s, dBFS."""
    import imageio_ffmpeg

    exe = imageio_ffmpeg.get_ffmpeg_exe()
    raw = np.ascontiguousarray(case.sound.T).astype("<f4").tobytes()
    pcm = ["-f", "f32le", "-ar", str(RATE), "-ac", "2"]
    coded = subprocess.run(
        [exe, "-v", "error", *pcm, "-i", "-", "-c:a", "aac", "-b:a", "192k", "-f", "adts", "-"],
        input=raw,
        capture_output=True,
        check=True,
    ).stdout
    back = subprocess.run(
        [exe, "-v", "error", "-f", "aac", "-i", "-", *pcm, "-"],
        input=coded,
        capture_output=True,
        check=True,
    ).stdout
    values = np.frombuffer(back, dtype="<f4")
    return float(20 * np.log10(max(np.abs(values).max(), 1e-9)))


def spectrogram(x: np.ndarray, size: int, hop: int) -> np.ndarray:
    padded = np.pad(x, (size // 2, size // 2)).astype(np.float32)
    rows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    window = np.hanning(size).astype(np.float32)
    return np.concatenate(
        [np.abs(np.fft.rfft(rows[i : i + 512] * window)) for i in range(0, len(rows), 512)]
    )


def flux(x: np.ndarray, hop: int = HOP) -> np.ndarray:
    """Rise of log energy over bands, frame by frame of 5.3 ms."""
    magnitudes = spectrogram(x, 2048, hop)  # long enough that low tones stand still in it
    edges = np.unique(np.geomspace(3, 800, 30).astype(int))
    bands = np.add.reduceat(magnitudes, edges, axis=1)
    log = np.log1p(30.0 * bands / (bands.mean() + 1e-9))
    rise = np.maximum(0, log[1:] - log[:-1]).sum(axis=1)
    return np.concatenate([[0.0], rise])


def onsets(x: np.ndarray, delta: float = 1.4) -> tuple[np.ndarray, np.ndarray]:
    """Times and strengths of strong onsets."""
    rise = flux(x)
    smooth = np.convolve(rise, [0.25, 0.5, 0.25], mode="same")
    mean = np.convolve(smooth, np.ones(61) / 61, mode="same")
    peak = (smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:])
    strong = smooth[1:-1] > np.maximum(mean[1:-1] * delta, 0.25 * np.percentile(smooth, 97))
    index = np.flatnonzero(peak & strong) + 1
    return index * HOP / RATE + 0.004, smooth[index]


def chroma(x: np.ndarray) -> tuple[np.ndarray, float]:
    """Pitch classes over time, and the seconds between frames."""
    size, hop = 16_384, 4_096
    magnitudes = spectrogram(x, size, hop)
    f = np.fft.rfftfreq(size, 1 / RATE)
    keep = (f > 60) & (f < 2200)
    pitch = 69 + 12 * np.log2(f[keep] / 440)
    near = np.exp(-(((pitch - np.round(pitch)) / 0.22) ** 2))
    weight = near * np.exp(-(((pitch - 58) / 22) ** 2))
    classes = np.round(pitch).astype(int) % 12
    power = magnitudes[:, keep] ** 1.0
    floor = np.median(power, axis=1, keepdims=True)
    power = np.maximum(0, power - 1.5 * floor) * weight
    out = np.zeros((len(power), 12))
    for pc in range(12):
        out[:, pc] = power[:, classes == pc].sum(axis=1)
    return out, hop / RATE


def by_spans(values: np.ndarray, step: float, spans: list[tuple[float, float]]) -> np.ndarray:
    rows = []
    for start, end in spans:
        first = round(start / step)
        rows.append(values[first : max(first + 1, round(end / step))].mean(axis=0))
    return np.array(rows)


def _ranks(values: np.ndarray) -> np.ndarray:
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    for value in np.unique(values):
        ranks[values == value] = ranks[values == value].mean()
    return ranks


def spearman(a: Any, b: Any) -> float:
    a, b = _ranks(np.asarray(a, float)), _ranks(np.asarray(b, float))
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
