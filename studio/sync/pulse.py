"""Where composed music can meet a cut: the beats and eighths of its plan."""

from __future__ import annotations

from studio.composer.values import RATE, ScorePlan


def places(planned: ScorePlan) -> list[float]:
    """The beats and eighths of a plan, in seconds; an eighth swings where the piece does."""
    swing = planned.swing if planned.swing_unit == 2 else 0.5
    times: list[float] = []
    for index, tempo in enumerate(planned.tempi):
        last = index + 1 == len(planned.tempi)
        end = planned.samples if last else planned.tempi[index + 1].at
        at = float(tempo.at)
        while at < end - 1:
            times += [at / RATE, (at + swing * tempo.samples_per_beat) / RATE]
            at += tempo.samples_per_beat
    return times
