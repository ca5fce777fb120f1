"""The acceptance battery: what a finished track must measure, read from the sound, the MIDI file
and the plan alone.

Nothing of the composer is imported: a case is an array of samples, the JSON of `plan.json` and the
bytes of
`music.mid`. `judged(case)` gives every check's value and whether it passes; `wrong_ones(case)`
makes the six that must
fail: noise, a plain General MIDI rendering, a two-bar loop, shuffled bars, sloppy timing, random
pitches.
"""

from __future__ import annotations

import itertools
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

RATE = 48_000
HOP = 256
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
HARD = ("length", "loudness", "peak", "aac", "dc", "clips", "clicks", "edges", "silence")


@dataclass
class Case:
    sound: np.ndarray  # (2, samples) float32
    plan: dict[str, Any]
    midi: bytes = b""
    path: Path | None = None

    @property
    def mono(self) -> np.ndarray:
        return self.sound.mean(axis=0)

    @cached_property
    def notes(self) -> dict[str, list[tuple[float, float, int, int]]]:
        return midi_notes(self.midi) if self.midi else {}


# --- reading MIDI -----------------------------------------------------------------------------


def midi_notes(data: bytes) -> dict[str, list[tuple[float, float, int, int]]]:
    """Track name -> (start s, end s, pitch, velocity), through the file's own tempo map."""
    form, count, ticks = struct.unpack(">HHH", data[8:14])
    assert data[:4] == b"MThd" and form == 1
    at, tracks, tempi = 14, [], []
    for _ in range(count):
        size = struct.unpack(">I", data[at + 4 : at + 8])[0]
        events = list(_events(data[at + 8 : at + 8 + size]))
        tempi += [(tick, value) for tick, kind, value in events if kind == "tempo"]
        tracks.append(events)
        at += 8 + size
    tempi = sorted(tempi) or [(0, 500_000)]

    def seconds(tick: int) -> float:
        total = 0.0
        for index, (start, micro) in enumerate(tempi):
            stop = tempi[index + 1][0] if index + 1 < len(tempi) else tick
            if tick <= start:
                break
            total += (min(tick, stop) - start) * micro / 1e6 / ticks
        return total

    out: dict[str, list[tuple[float, float, int, int]]] = {}
    for events in tracks:
        name = next((str(v) for _, k, v in events if k == "name"), "")
        held: dict[int, tuple[int, int]] = {}
        for tick, kind, value in events:
            if kind == "on":
                held[value[0]] = (tick, value[1])
            elif kind == "off" and value[0] in held:
                start, velocity = held.pop(value[0])
                out.setdefault(name, []).append((seconds(start), seconds(tick), value[0], velocity))
    return out


def _events(data: bytes) -> Iterator[tuple[int, str, Any]]:
    at = tick = status = 0

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            byte = data[at]
            at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    while at < len(data):
        tick += number()
        if data[at] & 0x80:
            status = data[at]
            at += 1
        if status == 0xFF:
            kind = data[at]
            at += 1
            size = number()
            body = data[at : at + size]
            at += size
            if kind == 3:
                yield tick, "name", body.decode()
            elif kind == 0x51:
                yield tick, "tempo", int.from_bytes(body, "big")
            elif kind == 6:
                yield tick, "marker", body.decode()
            continue
        high = status & 0xF0
        if high in (0xC0, 0xD0):
            at += 1
            continue
        first, second = data[at], data[at + 1]
        at += 2
        if high == 0x90 and second:
            yield tick, "on", (first, second)
        elif high == 0x80 or high == 0x90:
            yield tick, "off", (first, second)


# --- loudness ---------------------------------------------------------------------------------


def _biquad(x: np.ndarray, b: tuple[float, ...], a: tuple[float, ...]) -> np.ndarray:
    """A biquad by its frequency response, on a padded copy: exact but for the last bits."""
    size = 1 << int(np.ceil(np.log2(x.shape[-1] + 48_000)))
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = (b[0] + b[1] * z + b[2] * z**2) / (1 + a[0] * z + a[1] * z**2)
    return np.fft.irfft(np.fft.rfft(x, size) * response, size)[..., : x.shape[-1]]


def weighted(sound: np.ndarray) -> np.ndarray:
    x = _biquad(
        sound.astype(np.float64),
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (-1.69065929318241, 0.73248077421585),
    )
    return _biquad(x, (1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


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


# --- spectra ----------------------------------------------------------------------------------


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


# --- checks -----------------------------------------------------------------------------------


def judged(case: Case, *, aac: bool = False) -> dict[str, tuple[float, bool]]:
    """Every check's value and verdict."""
    out: dict[str, tuple[float, bool]] = {}
    plan = case.plan
    weight = weighted(case.sound)
    energy = (weight**2).sum(axis=0)
    out["length"] = (case.sound.shape[1] - plan["samples"], case.sound.shape[1] == plan["samples"])
    loud = integrated(energy)
    out["loudness"] = (loud, abs(loud + 14) <= 0.3)
    peak = true_peak(case.sound)
    out["peak"] = (peak, peak <= -1.0)
    if aac:
        coded = after_aac(case)
        out["aac"] = (coded, coded <= 0.0)
    out.update(_defects(case))
    out.update(_drops(case, energy))
    out.update(_dynamics(case, energy))
    out.update(_harmony(case))
    out.update(_time(case))
    out.update(_space(case))
    out.update(_tune(case))
    return out


def failed(results: dict[str, tuple[float, bool]]) -> list[str]:
    return [name for name, (_, ok) in results.items() if not ok]


def _defects(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
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


def _drops(case: Case, energy: np.ndarray) -> Iterator[tuple[str, tuple[float, bool]]]:
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


def _dynamics(case: Case, energy: np.ndarray) -> Iterator[tuple[str, tuple[float, bool]]]:
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


_MAJOR = [0, 4, 7]
_MINOR = [0, 3, 7]


def _harmony(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
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
    yield from _repetition(case, table, step)


def _repetition(
    case: Case, table: np.ndarray, step: float
) -> Iterator[tuple[str, tuple[float, bool]]]:
    """How alike the likest bars are, by chroma and rhythm: neither a loop nor a stream."""
    plan = case.plan
    bars = [b for b in plan["bars"] if b["beats"] == 4]
    if len(bars) < 6:
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


def _time(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
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


def _space(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
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


def _tune(case: Case) -> Iterator[tuple[str, tuple[float, bool]]]:
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


# --- the six that must fail -------------------------------------------------------------------


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
