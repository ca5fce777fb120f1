"""Songs arranged in sections: breaks, risers, sweeps, drops, and what only looks like one.

Another synthesis than the composer's and than `songs`: saws, noise and sines in four buses, pumped,
filtered and mastered as such music is. In every form it is known where the drops are; `NONE` are
the forms without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks import arranged_sounds as sounds
from benchmarks.arranged_forms import FORMS, FURTHER, MORE, NONE
from benchmarks.songs import Floats, Times, put
from studio.analysis import RATE


@dataclass(frozen=True, slots=True)
class Kind:
    """How a genre is played: tempo, and places in beats of a bar of four."""

    slow: float
    fast: float
    kick: tuple[float, ...]
    snare: tuple[float, ...]
    hats: tuple[float, ...]
    bass: tuple[float, ...]
    chords: tuple[float, ...]
    half: tuple[tuple[float, ...], tuple[float, ...]] = ((0, 2.75), (2,))  # half-time: kick, snare
    pump: float = 0.0


_8, _4, _OFF = tuple(np.arange(0, 4, 0.5)), (0.0, 1.0, 2.0, 3.0), (0.5, 1.5, 2.5, 3.5)
_16 = tuple(np.arange(0, 4, 0.25))
KINDS = {
    "house": Kind(118, 130, _4, (1, 3), _OFF, _OFF, (0, 0.75, 1.5, 2.5, 3.25), pump=0.7),
    "festival": Kind(124, 150, _4, (1, 3), _8, _8, _8, pump=0.8),
    "techno": Kind(126, 142, _4, (), _OFF, _16, (0, 2.5), pump=0.5),
    "dubstep": Kind(136, 146, (0, 2.5), (1, 3), _8, (0, 0.5, 1, 2, 2.75), _8),
    "drum and bass": Kind(168, 178, (0, 2.5), (1, 3), _8, (0, 1.5, 2.5), (0, 2)),
    "trap": Kind(130, 150, (0, 1.5, 3.5), (2,), _8, (0, 1.5, 3.5), (0,)),
    "hip-hop": Kind(80, 98, (0, 1.5, 2.25), (1, 3), _8, (0, 1.5, 2.25), (0, 2)),
    "pop": Kind(96, 126, (0, 2, 2.5), (1, 3), _8, (0, 1, 2, 3), _8),
    "synthwave": Kind(86, 112, (0, 2), (1, 3), _8, _16, _8, pump=0.3),
    "trailer": Kind(80, 150, (0, 2), (), (), _4, _16),
    "rock": Kind(100, 160, (0, 0.5, 2, 2.5), (1, 3), _8, _8, _8),
}
_RISEN = ("build", "sweep", "tops", "pre", "rolling")
_BREATHES = ("build", "break", "rising", "pre", "rolling")
_SLOW = ("lo-fi", "swells", "slow", "slow, beat in")
_DROPS = ("drop", "half", "bare")


@dataclass(frozen=True, slots=True)
class Arranged:
    name: str
    sound: Floats
    drops: tuple[float, ...]


@dataclass(slots=True)
class _Desk:
    """What is played by bus, and where the kicks fall."""

    drums: Times
    bass: Times
    music: Times
    fx: Times
    kicks: list[float]


def arranged(seed: int, *, form: str = "", kind: str = "") -> Arranged:
    """A song of a random form and genre."""
    dice = np.random.default_rng([37, seed])
    form = form or str(dice.choice(list(FORMS)))
    later = form in MORE | FURTHER
    kind = kind or str(dice.choice(list(KINDS)))
    style = KINDS[kind]
    beat = 60 / float(dice.uniform(style.slow, style.fast))
    if form in _SLOW:
        beat = 60 / float(dice.uniform(*((56, 82) if form in FURTHER else (66, 90))))
    plan = _planned(form, beat, dice)
    bars = sum(count for _, count in plan)
    size = int((bars * 4 * beat + 2.0) * RATE)
    drums, bass, music, fx = (np.zeros(size) for _ in range(4))
    desk = _Desk(drums, bass, music, fx, [])
    first, now = float(dice.uniform(0.0, 0.4)), 0
    drops, last = [], ""
    hand = _Hand(style, desk, beat, dice)
    if later:
        hand.rise = float(dice.uniform(0.25, 1.2))
    if form.startswith("rests"):
        hand.rests = int(dice.choice([2, 4, 8]))
    for part, count in plan:
        at = first + now * 4 * beat
        if part in _DROPS and last and last not in _DROPS:
            drops.append(at)
        hand.section(part, at, count, into=bool({*dict(plan)} & {*_DROPS}) and form not in NONE)
        now, last = now + count, part
    sound = hand.mixed()[: size - int(1.6 * RATE)]
    return Arranged(f"{form}, {kind} {60 / beat:.0f}, {hand.master}", sound, tuple(drops))


def _planned(form: str, beat: float, dice: np.random.Generator) -> list[tuple[str, int]]:
    """The sections of this form, some of them half as long where bars are slow."""
    slow = beat * 4 > 2.3
    plan = []
    for part, count in (FORMS | MORE | FURTHER)[form]:
        shorter = count > 4 and (slow or dice.random() < 0.25)
        plan.append((part, count // 2 if shorter else count))
    return plan


class _Hand:
    """Who plays one song: its sounds and levels are drawn once."""

    def __init__(self, style: Kind, desk: _Desk, beat: float, dice: np.random.Generator) -> None:
        self.style, self.desk, self.beat, self.dice = style, desk, beat, dice
        self.pure = dice.random() < 0.3  # tones alone: nothing bright but drums
        self.root = float(dice.uniform(40, 62))
        self.steps = [int(s) for s in dice.choice([0, 3, 5, 7, 8, 10], 4)]
        self.bright = float(dice.uniform(1500, 8000))
        self.calm = float(dice.uniform(0.35, 0.65))  # how loud a verse is beside a drop
        self.breathes = float(dice.choice([0.0, 0.5, 1.0, 2.0]))  # beats of rest before a drop
        self.crash = dice.random() < (0.2 if self.pure else 0.6)
        self.riser = dice.random() < 0.75
        self.swept = dice.random() < 0.5
        self.rise = 0.35  # how loud a riser is
        self.master = str(dice.choice(["plain", "driven", "levelled"]))
        self.rests = 0  # bars after which a beat is rested
        self.gains: list[tuple[float, float, float]] = []

    def section(self, part: str, at: float, bars: int, *, into: bool) -> None:
        """All that is played in a section that begins there."""
        beat, dice = self.beat, self.dice
        play = {
            "intro": self._intro, "break": self._intro, "verse": self._verse, "soft": self._soft,
            "chorus": self._chorus, "drop": self._drop, "half": self._half, "build": self._build,
            "sweep": self._sweep, "growing": self._growing, "outro": self._intro,
            "swell": self._swell, "silent": self._silent, "quiet": self._quiet,
            "hushed": self._drop, "kicks": self._kicks, "rising": self._kicks,
            "bassless": self._bassless, "tops": self._tops, "pre": self._pre,
            "rolling": self._rolling, "bare": self._bare, "slow": self._slow,
        }[part]  # fmt: skip
        if part in _DROPS and self.crash and self.gains:
            put(self.desk.fx, sounds.crash(dice) * 0.5, at)
        for bar in range(bars):
            play(at + bar * 4 * beat, bar, bars)
        if part == "sweep" or (part == "build" and self.swept):
            self._filtered(at, at + bars * 4 * beat)
        if part == "rising" or (part in _RISEN and self.riser):
            put(self.desk.fx, sounds.riser(bars * 4 * beat, dice) * self.rise, at)
        end = at + bars * 4 * beat
        rest = self.breathes * beat if into and part in _BREATHES else 0.0
        self.gains.append((at, end - rest, 0.6 * self.calm if part == "hushed" else 1.0))
        if rest:
            self.gains.append((end - rest, end, 0.03))
        for bar in range(self.rests, bars, self.rests or 1):
            self.gains.append((at + (4 * bar - 1) * beat, at + 4 * bar * beat, 0.03))

    # -- what the parts of a song are ------------------------------------------------------------

    def _silent(self, at: float, bar: int, bars: int) -> None:
        put(self.desk.fx, sounds.crash(self.dice) * 0.05, at)

    def _intro(self, at: float, bar: int, bars: int) -> None:
        self._pad(at, bar, 0.5)
        if bar % 2 == 0:
            self._lead(at, bar, 0.4)

    def _quiet(self, at: float, bar: int, bars: int) -> None:
        self._stabs(self.style.chords, at, bar, 0.8 * self.calm)
        self._bass(self.style.bass[::2], at, bar, 0.5 * self.calm)

    def _swell(self, at: float, bar: int, bars: int) -> None:
        self._pad(at, bar, 0.2 + 0.6 * np.sin(np.pi * (bar + 0.5) / bars), soft=2.0)

    def _soft(self, at: float, bar: int, bars: int) -> None:
        self._pad(at, bar, 0.5)
        self._beat((0, 2.5), (1, 3), _8, at, 0.3)
        self._bass((0, 2), at, bar, 0.3)

    def _verse(self, at: float, bar: int, bars: int) -> None:
        style, calm = self.style, self.calm
        self._beat(style.kick[::2] or (0,), style.snare, style.hats, at, calm)
        self._bass(style.bass[::2], at, bar, calm)
        self._stabs(style.chords[::2], at, bar, 0.7 * calm)

    def _chorus(self, at: float, bar: int, bars: int) -> None:
        self._verse(at, bar, bars)
        self._pad(at, bar, 0.3 * self.calm)
        self._lead(at, bar, 0.4 * self.calm)

    def _drop(self, at: float, bar: int, bars: int) -> None:
        style = self.style
        self._beat(style.kick, style.snare, style.hats, at, 1.0)
        self._bass(style.bass, at, bar, 1.0)
        self._stabs(style.chords, at, bar, 0.8)
        self._lead(at, bar, 0.5)

    def _half(self, at: float, bar: int, bars: int) -> None:
        self._beat(*self.style.half, self.style.hats, at, 1.0)
        self._bass(self.style.bass, at, bar, 1.1)
        self._stabs(self.style.chords[::2], at, bar, 0.8)

    def _build(self, at: float, bar: int, bars: int) -> None:
        share = (bar + 1) / bars
        self._stabs(self.style.chords, at, bar, 0.35 + 0.3 * share)
        places = np.arange(0, 4, 1.0 if share < 0.5 else 0.5 if share < 0.9 else 0.25)
        for place in places:
            strike = sounds.snare(self.dice) * (0.25 + 0.35 * share)
            put(self.desk.drums, strike, at + place * self.beat)

    def _sweep(self, at: float, bar: int, bars: int) -> None:
        style = self.style
        self._beat(style.kick, style.snare, style.hats, at, 0.7)
        self._stabs(style.chords, at, bar, 0.7)

    def _growing(self, at: float, bar: int, bars: int) -> None:
        """A layer more every few bars: pad, hats, chords, bass, drums."""
        style, stage = self.style, 5 * bar // bars
        self._pad(at, bar, 0.5)
        self._beat(
            style.kick[::2] if stage > 3 else (), style.snare if stage > 2 else (),
            style.hats if stage else (), at, self.calm,
        )  # fmt: skip
        if stage > 1:
            self._stabs(style.chords[::2], at, bar, 0.5 * self.calm)
        if stage > 2:
            self._bass(style.bass[::2], at, bar, 0.7 * self.calm)

    def _kicks(self, at: float, bar: int, bars: int) -> None:
        """Kicks alone, under them chords that are held."""
        self._beat(_4, (), (), at, 0.8)
        self._pad(at, bar, 0.4)

    def _bassless(self, at: float, bar: int, bars: int) -> None:
        style = self.style
        self._beat(style.kick, style.snare, style.hats, at, 0.85)
        self._stabs(style.chords[::2], at, bar, 0.5)

    def _tops(self, at: float, bar: int, bars: int) -> None:
        """What is left without kick and bass."""
        self._beat((), (), self.style.hats, at, 0.9)
        self._pad(at, bar, 0.4)
        self._stabs(self.style.chords[::2], at, bar, 0.5)

    def _pre(self, at: float, bar: int, bars: int) -> None:
        self._pad(at, bar, 0.6)
        self._lead(at, bar, 0.5)
        self._beat((), (1, 3) if self.riser else (), (), at, 0.5)

    def _rolling(self, at: float, bar: int, bars: int) -> None:
        """Four kicks to the bar under a roll: no less than what it leads to."""
        self._build(at, bar, bars)
        self._beat(_4, (), (), at, 0.8)

    def _bare(self, at: float, bar: int, bars: int) -> None:
        """A drop of kicks, bass and one line."""
        self._beat(self.style.kick, (), (), at, 1.0)
        self._bass(self.style.bass, at, bar, 1.0)
        self._lead(at, bar, 0.6)

    def _slow(self, at: float, bar: int, bars: int) -> None:
        """One deep note and a kick a bar, little between."""
        calm = self.calm
        self._beat((0,), (2,) if self.swept else (1, 3), _8 if self.riser else (), at, calm)
        self._bass((0,) if self.crash else (0, 2.5), at, bar, 1.4 * calm)
        self._stabs((0.0, 2.0), at, bar, 0.5 * calm)

    # -- who plays in them -----------------------------------------------------------------------

    def _beat(
        self, kick: tuple[float, ...], snare: tuple[float, ...], hats: tuple[float, ...],
        at: float, level: float,
    ) -> None:  # fmt: skip
        every: tuple[tuple[tuple[float, ...], Callable[..., Times], float], ...] = (
            (kick, sounds.kick, 1.0), (snare, sounds.snare, 0.7), (hats, sounds.hat, 0.25),
        )  # fmt: skip
        for places, strike, loud in every:
            for place in places:
                when = at + place * self.beat + float(self.dice.normal(0, 0.002))
                put(self.desk.drums, strike(self.dice) * loud * level, when)
                if strike is sounds.kick:
                    self.desk.kicks.append(when)

    def _bass(self, places: tuple[float, ...], at: float, bar: int, level: float) -> None:
        pitch = self.root * 2 ** (self.steps[bar % 4] / 12)
        for place, end in zip(places, (*places[1:], 4.0), strict=False):
            long = max(0.1, min(1.0, end - place) * self.beat)
            put(self.desk.bass, sounds.saw(pitch, long, 4) * 0.55 * level, at + place * self.beat)

    def _chord(self, bar: int) -> list[float]:
        third = 3 if self.steps[bar % 4] in (0, 5, 7) else 4
        return [4 * self.root * 2 ** ((self.steps[bar % 4] + n) / 12) for n in (0, third, 7)]

    def _stabs(self, places: tuple[float, ...], at: float, bar: int, level: float) -> None:
        many = 3 if self.pure else int(self.bright / 500)
        for place in places:
            for pitch in self._chord(bar):
                for detuned in (0.994, 1.007):
                    tone = sounds.saw(pitch * detuned, 0.4 * self.beat, many) * 0.09 * level
                    put(self.desk.music, tone, at + place * self.beat)

    def _pad(self, at: float, bar: int, level: float, *, soft: float = 0.25) -> None:
        for pitch in self._chord(bar):
            long = 4 * self.beat
            t = np.arange(int(long * RATE)) / RATE
            shape = np.minimum(1, t / min(soft, long / 2)) * np.minimum(1, (long - t) / 0.2)
            tone = sounds.saw(pitch, long, 3 if self.pure else 5)
            put(self.desk.music, tone[: len(t)] * shape * 0.2 * level, at)

    def _lead(self, at: float, bar: int, level: float) -> None:
        for place in (0, 1.5, 3):
            pitch = 8 * self.root * 2 ** (int(self.dice.choice([0, 3, 7, 10, 12])) / 12)
            tone = sounds.saw(pitch, self.beat, 3) * 0.3 * level
            put(self.desk.music, tone, at + place * self.beat)

    # -- how it is mixed -------------------------------------------------------------------------

    def _filtered(self, start: float, end: float) -> None:
        """The music and drums between, opened from a dull to a bright sound."""
        low, high = int(start * RATE), int(end * RATE)
        for bus in (self.desk.music, self.desk.drums):
            piece = bus[low:high]
            bus[low:high] = sounds.opened(piece)

    def mixed(self) -> Floats:
        desk, dice = self.desk, self.dice
        dips = np.zeros(len(desk.bass))
        for at in desk.kicks:
            put(dips, np.exp(-np.arange(int(0.3 * RATE)) / RATE / 0.09), at)
        duck = 1 - self.style.pump * np.minimum(1, dips)
        x = desk.drums + duck * (desk.bass + desk.music)
        gain = np.ones(len(x))
        for start, end, level in self.gains:
            gain[int(start * RATE) : int(end * RATE)] = level
        width = int(0.01 * RATE)
        x = x * sounds.smooth(gain, width) + desk.fx * np.maximum(gain, 0.2)
        x += dice.standard_normal(len(x)) * 0.001
        x /= np.percentile(np.abs(x), 99.9)
        if self.master == "driven":
            x = np.tanh(1.8 * x)
        elif self.master == "levelled":  # by a compressor that evens out seconds
            power = sounds.smooth(x * x, RATE // 2)
            x = np.tanh(1.3 * x * (np.maximum(power, 1e-4) / power.max()) ** -0.22)
        made: Floats = (x / np.abs(x).max() * 0.85).astype(np.float32)
        return made
