"""Recordings out of the sound bank: decoded when first played, kept while there is room."""

from __future__ import annotations

import io
import json
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.composer.tables import DATA

Wave = NDArray[np.float32]


class Recording(NamedTuple):
    rate: float  # of the samples as stored; a little off 32 kHz where a loop asked for it
    root: float  # the key at which it sounds as recorded
    gain: float  # dB
    attack: float
    release: float
    loop: tuple[int, int] | None
    decay: float  # dB a second while looping
    place: tuple[int, int, int]  # file, offset, size
    shift: float


@cache
def index() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "bank.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _file(part: int) -> Any:
    return np.memmap(DATA / f"bank-{part}.flacs", dtype=np.uint8, mode="r")


@cache
def recordings(name: str) -> tuple[Recording, ...]:
    """Every recording of an instrument, by key; of a drum, the one there is."""
    rows = index()["instruments"].get(name) or [index()["drums"][name]]
    return tuple(_recording(row) for row in rows)


def _recording(row: dict[str, Any]) -> Recording:
    loop = row.get("loop")
    decay = 0.0
    if "decay" in row and row["decay"] > 0.05:
        decay = min(96.0, float(row["sustain"])) / float(row["decay"])
    return Recording(
        float(row["rate"]), float(row["root"]), float(row["gain"]), float(row["attack"]),
        float(row["release"]), (loop[0], loop[1]) if loop else None, decay,
        (row["part"], row["at"], row["size"]), float(row.get("shift", 0.0)),
    )  # fmt: skip


def nearest(name: str, pitch: float) -> Recording:
    """The recording to play a pitch from; one below is better than one above by a little."""
    return min(recordings(name), key=lambda r: abs(pitch - r.root) + 0.3 * (r.root > pitch))


@lru_cache(maxsize=160)
def samples(place: tuple[int, int, int]) -> Wave:
    """The values of a recording."""
    part, at, size = place
    data = bytes(_file(part)[at : at + size])
    values, _ = soundfile.read(io.BytesIO(data), dtype="float32")
    out: Wave = np.asarray(values, dtype=np.float32)
    out.setflags(write=False)
    return out
