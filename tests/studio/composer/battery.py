"""The acceptance battery: what a finished track must measure, read from the sound, the MIDI file
and the plan alone.

Nothing of the composer is imported: a case is an array of samples, the JSON of `plan.json` and the
bytes of `music.mid`. `judged(case)` gives every check's value and whether it passes;
`wrong_ones(case)` makes the six that must fail. What is checked stands in `battery_sound` and
`battery_music`, what measures in `battery_meters`.
"""

from __future__ import annotations

from battery_case import RATE, Case, Results
from battery_meters import (
    HOP,
    after_aac,
    flux,
    integrated,
    loudness_range,
    lufs,
    onsets,
    spearman,
    spectrogram,
    true_peak,
    weighted,
)
from battery_midi import midi_notes
from battery_music import grid_times, harmony, time, tune
from battery_sound import defects, drops, dynamics, space
from battery_wrong import wrong_ones

__all__ = [
    "HARD",
    "HOP",
    "RATE",
    "Case",
    "Results",
    "after_aac",
    "failed",
    "flux",
    "grid_times",
    "judged",
    "loudness_range",
    "lufs",
    "midi_notes",
    "onsets",
    "space",
    "spearman",
    "spectrogram",
    "weighted",
    "wrong_ones",
]
HARD = ("length", "loudness", "peak", "aac", "dc", "clips", "clicks", "edges", "silence")


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
    out.update(defects(case))
    out.update(drops(case, energy))
    out.update(dynamics(case, energy))
    out.update(harmony(case))
    out.update(time(case))
    out.update(space(case))
    out.update(tune(case))
    return out


def failed(results: dict[str, tuple[float, bool]]) -> list[str]:
    return [name for name, (_, ok) in results.items() if not ok]
