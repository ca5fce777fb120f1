"""What this machine has for a model, and what a model would need: bytes and seconds."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.composer.neural.folder import Weights
from studio.composer.neural.port import NoEngine

_SPARE = 1_500_000_000  # bytes: the libraries, the latents and one stretch of decoded sound
_PATIENCE = 600.0  # seconds that a piece of music may take on a processor
_TOKENS = 12.5  # a second, as the transformer sees them: 25 latents, two by two
_SOUNDING = 0.5e12  # operations to decode a second of sound, in the autoencoder of full size
_FULL = 84_000_000  # parameters of that
GIGA = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Means:
    """Where a model runs, and in which numbers."""

    device: str  # "cuda", "cpu"
    half: bool  # bfloat16 instead of float32


def chosen(weights: Weights, torch: Any) -> Means:
    """The graphics card where the weights fit in it, else the processor; `NoEngine` if neither."""
    if torch.cuda.is_available():
        free, _ = torch.cuda.mem_get_info()
        half = bool(torch.cuda.is_bf16_supported())
        if needed(weights, half=half) <= free:
            return Means("cuda", half)
    free = free_memory()
    need = needed(weights, half=False)
    if free is not None and need > free:
        raise NoEngine("memory", need=f"{need / GIGA:.1f}", free=f"{free / GIGA:.1f}")
    return Means("cpu", half=False)


def needed(weights: Weights, *, half: bool) -> int:
    """Bytes for the weights in these numbers, and what playing takes besides."""
    return weights.total * (2 if half else 4) + _SPARE


def free_memory() -> int | None:
    """Bytes a program can still have; None where the system does not say."""
    told = Path("/proc/meminfo")
    if told.is_file():
        for line in told.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 5
    except (AttributeError, OSError, ValueError):
        return None


def patient(weights: Weights, seconds: float, steps: int, *, speed: float, guided: bool) -> None:
    """Refuses what would take too long on a processor of this many operations a second."""
    playing = seconds * _TOKENS * 2 * weights.parameters["transformer"] * steps
    if not weights.turbo:
        playing *= 2  # with and without the words
    sounding = seconds * _SOUNDING * weights.parameters["vae"] / _FULL
    if guided:
        sounding *= 2  # the guide becomes latents as well
    takes = (playing + sounding) / speed
    if takes > _PATIENCE:
        raise NoEngine("slow", minutes=round(takes / 60))


def speed(torch: Any) -> float:
    """Operations a second at the moment, in a multiplication about as wide as the model's."""
    size = 768
    table = torch.ones((size, size))
    table @ table
    began = time.perf_counter()
    table @ table
    return float(2 * size**3 / max(time.perf_counter() - began, 1e-6))
