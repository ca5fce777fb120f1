"""Where things are in a planned piece: the sample of a step, the chord and the drive of a bar."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Any

from studio.composer import grid, tables
from studio.composer.dice import Dice
from studio.composer.values import RATE, Bar, Chord, ScorePlan, Section

STEPS = 16  # in a bar of four


class Stage:
    """A plan with what the players ask about it, reckoned once."""

    def __init__(self, plan: ScorePlan) -> None:
        self.plan = plan
        self.table = tables.genre(plan.genre)
        self.bars = plan.bars
        self.steps = tuple(bar.beats * 4 for bar in plan.bars)
        self._step_at = tuple(self._steps_of(bar) for bar in plan.bars)
        self._bar_starts = [bar.at for bar in plan.bars]

    def _steps_of(self, bar: Bar) -> tuple[int, ...]:
        tempi, plan = self.plan.tempi, self.plan
        start = grid.sample_at(tempi, bar.beat)
        per = grid.sample_at(tempi, bar.beat + 0.5) - start
        per *= 2.0
        swing, unit = plan.swing, plan.swing_unit
        inside = (0.0, 0.25, 0.5, 0.75)
        if unit == 2:
            inside = (0.0, swing * 0.5, swing, swing + (1 - swing) * 0.5)
        elif unit == 4:
            inside = (0.0, swing * 0.5, 0.5, 0.5 + swing * 0.5)
        return tuple(
            round(start + (step // 4 + inside[step % 4]) * per) for step in range(bar.beats * 4 + 1)
        )

    def dice(self, *path: object) -> Dice:
        return Dice(self.plan.seed, *path)

    def at(self, bar: int, step: int) -> int:
        """The sample of a step, which may lie beyond the bar's last."""
        while step >= self.steps[bar] and bar + 1 < len(self.bars):
            step -= self.steps[bar]
            bar += 1
        row = self._step_at[bar]
        if step < len(row):
            return row[step]
        return min(self.plan.samples, row[-1] + (step - len(row) + 1) * self.step_length(bar))

    def step_length(self, bar: int) -> int:
        row = self._step_at[bar]
        return (row[-1] - row[0]) // max(1, len(row) - 1)

    def section(self, bar: int) -> Section:
        return self.plan.sections[self.bars[bar].section]

    def inside(self, bar: int) -> int:
        """How many bars into its section a bar is."""
        return bar - self.section(bar).begins

    def closing(self, bar: int) -> bool:
        """Whether it is its section's last bar."""
        section = self.section(bar)
        return bar == section.begins + section.length - 1

    def chord(self, bar: int) -> Chord:
        return self.plan.chords[bar]

    def following(self, bar: int) -> Chord:
        return self.plan.chords[min(bar + 1, len(self.plan.chords) - 1)]

    def before_landing(self, bar: int) -> bool:
        """Whether a drop lands at the bar's end."""
        if bar + 1 >= len(self.bars):
            return False
        later = self.section(bar + 1)
        return later.lands >= 0 and later.first_bar == bar + 1

    @cached_property
    def freedom(self) -> float:
        """How freely bars that come back are changed: a short piece has hardly said them once."""
        return min(1.0, max(0.0, (len(self.bars) - 12) / 12))

    def bar_at(self, sample: int) -> int:
        return max(0, bisect_right(self._bar_starts, sample) - 1)

    def playing(self, bar: int, spec: dict[str, Any]) -> bool:
        """Whether a part of the band plays in this bar: by drive, and by the genre's own say."""
        section = self.section(bar)
        if section.kind == "ending":
            return True
        drive = section.drive
        # layers come one after the other: the newest of a section waits for its half
        late = 0.06 if section.length >= 8 and self.inside(bar) < section.length // 2 else 0.0
        enters = float(spec.get("from", -9.0))
        if drive - (late if enters > 0.5 else 0.0) < enters:
            return False
        if drive >= float(spec.get("until", 9.0)):
            return False
        return section.kind not in spec.get("not", ())

    def level(self, bar: int, levels: int) -> int:
        """Which of so many versions of a pattern a bar is worth."""
        drive = self.section(bar).drive * 0.5 + 0.5 * self.plan.brief.density - 0.02
        share = (drive - 0.55) / 0.5
        return min(levels - 1, max(0, int(share * levels)))

    def spoken(self, bar: int) -> float:
        """The share of a bar that lies under speech."""
        start, end = self.at(bar, 0), self.at(bar, self.steps[bar])
        inside = sum(
            max(0.0, min(end, stop) - max(start, first)) for first, stop in self.plan.speech
        )
        return min(1.0, inside / max(1, end - start))

    @cached_property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The breath before each drop: from, to."""
        found = []
        for bar in range(len(self.bars)):
            if not self.before_landing(bar) or self.steps[bar] < 4:
                continue
            end = self.at(bar, self.steps[bar])
            breath = min(2 * self.step_length(bar), int(0.2 * RATE))
            found.append((end - breath, end))
        return tuple(found)
