"""What came of a fit, in words: the beat, the drop, the cuts met before and after, the shape."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.service import hearing
from studio.service.seams import Seam
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.analysis.values import Hearing
    from studio.service.told import Asked
    from studio.sync.values import Fit

_THERE = 0.25  # seconds from its cut within which a drop was brought to it
_DOUBTFUL = 0.65  # confidence below which the other tempo is named, too


@dataclass(frozen=True, slots=True)
class Telling:
    """What came of a fit, in words."""

    lang: Lang
    heard: Hearing
    fit: Fit
    cuts: tuple[Seam, ...]
    lead: Seam | None
    film: float
    asked: Asked
    moved: tuple[float, ...] = ()

    def lines(self, rows: list[list[str]], *, before: Collection[str] = ()) -> list[str]:
        """The rows as they are told: of a fit that was told of before, only what is new."""
        if not before:
            return [self._say("space").join(row) for row in rows]
        new = [[line for line in row if line not in before] for row in rows]
        made = [self._say("space").join(row) for row in new if row]
        return made or [self._say("same", met=self._met, count=len(self.cuts))]

    @property
    def _met(self) -> int:
        return round(self.fit.after * len(self.cuts))

    def rows(self, name: str) -> list[list[str]]:
        """Beat, drop, share of cuts before and after, what could not be met; a sentence each."""
        made = [[line] for line in self._facts(name)]
        shape = self._shape()
        return [*made, *([shape] if shape else []), *[[line] for line in self._moves()]]

    def _facts(self, name: str) -> list[str]:
        made = [self._beat(name)]
        if self.asked.meter and (self.asked.taps or self.asked.bpm):
            made.append(self._say("bars_said", meter=self.asked.meter))
        if self.asked.late:
            key = "beats_earlier" if self.asked.late > 0 else "beats_later"
            made.append(self._say(key, ms=abs(self.asked.late)))
        if self.heard.duration >= hearing.LONGEST - 1:
            made.append(self._say("long", minutes=round(hearing.LONGEST / 60)))
        if not self.cuts:
            return [*made, self._say("no_cuts")]
        return [line for line in (*made, self._drop(), self._share()) if line]

    def _moves(self) -> list[str]:
        """What was moved of the picture for it."""
        if self.cuts and self.moved:
            most = max(abs(m) for m in self.moved)
            return [self._say("moved", count=len(self.moved), ms=round(most * 1000))]
        if self.cuts and self.asked.slack > 0 and not self.fit.unmet:
            return [self._say("none_moved")]
        return []

    def _say(self, key: str, /, **values: object) -> str:
        return say(f"sync.{key}", self.lang, **values)

    def _beat(self, name: str) -> str:
        rhythm = self.heard.rhythm
        talk = sum(span.end - span.start for span in self.heard.speech)
        if talk > 0.5 * self.heard.duration:
            return self._say("speech", name=name)
        if rhythm is None:
            return self._say("no_beat", name=name)
        values = {
            "name": name, "bpm": f"{rhythm.bpm:.0f}", "other": f"{rhythm.second_bpm:.0f}",
            "meter": self.asked.meter, "count": len(self.asked.taps),
        }  # fmt: skip
        if self.asked.taps:
            return self._say("beat_tapped", **values)
        if self.asked.meter and not self.asked.bpm:
            return self._say("beat_barred", **values)
        if self.asked.bpm or self.asked.level != 1.0:
            return self._say("beat_said", **values)
        if rhythm.confidence < _DOUBTFUL:
            return self._say("beat_doubtful", **values)
        return self._say("beat" if rhythm.steady else "beat_drifts", **values)

    def _drop(self) -> str:
        if self.lead is None:
            return ""
        cut = moment(self.lead.at)
        drops = [d.at for d in self.heard.drops] or climax(self.heard)
        key = "drop" if self.heard.drops else "loudest"
        if not drops:
            return self._say("no_drop")
        if not brought(self.fit) or self.fit.hero is None:
            missed = "drop_missed" if self.heard.drops else "loudest_missed"
            return self._say(missed, cut=cut, drop=moment(drops[0]))
        song = self._drop_used(drops)
        return self._say(
            key, drop=moment(song), cut=cut, ms=max(1, round(abs(self.fit.hero) * 1000))
        )

    def _drop_used(self, drops: list[float]) -> float:
        from studio.sync import solve

        assert self.lead is not None
        there = solve.place(self.fit.pieces, self.lead.at)
        return min(drops, key=lambda d: abs(d - there)) if there is not None else drops[0]

    def _share(self) -> str:
        count, met = len(self.cuts), self._met
        grid = self._say("of_eighths" if self.heard.rhythm else "of_attacks")
        values = {"met": met, "count": count, "grid": grid}
        shares = {
            "after": percent(self.fit.after), "before": percent(self.fit.before),
            "chance": percent(self.fit.chance),
        }  # fmt: skip
        instead = self.fit.after < self.fit.before and self.fit.hero is not None
        line = self._say("share_for_drop" if instead else "share", **values, **shares)
        unmet = [moment(at) for at in self.fit.unmet]
        if not unmet:
            return line
        shown = self._say("comma").join(unmet[:6]) + (" …" if len(unmet) > 6 else "")
        return line + self._say("space") + self._say("unmet", times=shown)

    def _shape(self) -> list[str]:
        pieces = self.fit.pieces
        if not pieces:
            return [self._say("nothing_heard")]
        bend = max(abs(p.speed - 1) for p in pieces)
        jumps = sum(abs(a.song_end - b.song_start) > 1e-3 for a, b in itertools.pairwise(pieces))
        made = []
        if self.asked.still:
            made.append(self._say("still"))
        if bend > 5e-4:
            made.append(self._say("bent", bend=f"{bend * 100:.1f}"))
        if jumps:
            key = "jumps_looped" if self.heard.duration < self.film else "jumps"
            key = "jumps_once" if key == "jumps" and jumps == 1 else key
            made.append(self._say(key, count=jumps))
        if pieces[0].song_start > 0.5:
            made.append(self._say("starts", at=moment(pieces[0].song_start)))
        if pieces[-1].ends < self.film - 0.3:
            made.append(self._say("runs_out", at=moment(pieces[-1].ends)))
        elif pieces[-1].song_end < self.heard.duration - 0.05:
            made.append(self._say("fades"))
        return made


def brought(fit: Fit) -> bool:
    """Whether the drop is where it was wanted, as far as anybody would say so."""
    return fit.hero is not None and abs(fit.hero) <= _THERE


def climax(heard: Hearing) -> list[float]:
    """The beginning of the loudest part, where nothing drops; nothing where all is alike."""
    rest = [s for s in heard.sections[1:] if s.start > 2.0]
    best = max(rest, key=lambda s: s.energy, default=None)
    first = heard.sections[0].energy if heard.sections else 0.0
    return [best.start] if best is not None and best.energy > first + 0.15 else []


def moment(seconds: float) -> str:
    """A time as people read it: 0:12.4."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def percent(share: float) -> str:
    return f"{round(share * 100)} %"
