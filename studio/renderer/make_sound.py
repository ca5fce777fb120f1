"""The film's sound as a file: mixed, made as loud as it should be, encoded. Once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from studio.media.loudness import Loudness
from studio.media.loudness import measure as loudness_of
from studio.media.profile import STEP, Profile, profile
from studio.media.sound import RATE, blocks
from studio.media.values import SoundStream
from studio.renderer import encoding, loops, loudness, mixing
from studio.renderer.envelope import Steps
from studio.renderer.gather import Facts
from studio.renderer.heard import Heard
from studio.renderer.loudness import Mix
from studio.renderer.plan import RenderPlan
from studio.renderer.workshop import Workshop

_GAINS = 1000  # a second, in the files of gains
_TOGETHER = 24  # pieces in one graph
_OFF = 0.4  # LU that the encoded sound may be away from the forecast
_TOP = -1.0  # dBTP that it must not pass


@dataclass(frozen=True, slots=True)
class Sounding:
    """The encoded sound, what it was mixed with, and what was measured on it."""

    file: Path
    mix: Mix
    measured: Loudness | None
    loops: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # by the piece's number


def make(plan: RenderPlan, facts: Facts, shop: Workshop) -> Sounding:
    """The film's sound, exactly as long as the film, its loudness measured once it is encoded.

    Where the forecast was wrong (sounds that are alike add up to more), it is done once more.
    """
    mix = _planned(plan, facts)
    if plan.output.format == "gif":
        return Sounding(shop.folder / "none", mix, None)
    first = _Parts.of(mix, facts, shop)
    parts = _few(first, shop)
    for attempt in range(3):
        file = _encoded(plan, mix, parts, shop)
        measured = loudness_of(file, seconds=120 + plan.seconds, cancelled=shop.cancelled)
        better = _corrected(mix, measured)
        if better is None or attempt == 2:
            break
        mix = better
    return Sounding(file, mix, measured, first.loops)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What one graph is made of: pieces, their files, their curves of gain, their loops."""

    pieces: tuple[Heard, ...]
    files: Mapping[str, str]
    shapes: Mapping[int, str]
    loops: Mapping[int, tuple[str, str]]
    known: frozenset[str] = frozenset()  # sources whose index says all about their sound

    @classmethod
    def of(cls, mix: Mix, facts: Facts, shop: Workshop) -> _Parts:
        shapes, loops = _shapes(mix, shop.folder), _loops(mix.pieces, facts, shop)
        known = {
            one.source
            for one in mix.pieces
            if one.sound.even and one.sound.codec == "aac"
            if facts.probes[one.source].container == "mov"
        }
        return cls(mix.pieces, facts.names, shapes, loops, frozenset(known))


def _few(parts: _Parts, shop: Workshop) -> _Parts:
    """The same sound in few pieces: where there are many, neighbours are mixed beforehand."""
    level = 0
    while len(parts.pieces) > _TOGETHER:
        made, files = [], {}
        for first in range(0, len(parts.pieces), _TOGETHER):
            shop.ask()
            numbers = range(first, min(first + _TOGETHER, len(parts.pieces)))
            one = _mixed_beforehand(parts, numbers, f"mixed{level}-{first}", shop)
            made.append(one)
            files[one.source] = one.source
        parts = _Parts(tuple(made), files, {}, {})
        level += 1
    return parts


def _mixed_beforehand(parts: _Parts, numbers: range, name: str, shop: Workshop) -> Heard:
    """Some pieces as one, in a file of our own without any loss."""
    chosen = [parts.pieces[n] for n in numbers]
    start = min(one.start for one in chosen)
    total = max(one.end for one in chosen) - start
    graph, label = mixing.mixed(
        tuple(replace(one, start=one.start - start) for one in chosen),
        parts.files,
        {n - numbers.start: parts.shapes[n] for n in numbers if n in parts.shapes},
        {n - numbers.start: parts.loops[n] for n in numbers if n in parts.loops},
        total=total,
        known=parts.known,
    )
    script = [*mixing.ALONE, "-filter_complex", graph.script, "-map", f"[{label}]"]
    shop.run(
        [*graph.arguments, *script, "-c:a", "pcm_f32le", "-f", "w64", name],
        name="mix",
        length=total / RATE,
    )
    whole = SoundStream(stream=0, codec="pcm_f32le", rate=RATE, channels=2, even=True)
    return Heard(name, whole, start, total, 0.0, length=total / RATE)


def _planned(plan: RenderPlan, facts: Facts) -> Mix:
    """The gains of the mix, from profiles that are known or are made now."""
    profiles: dict[tuple[str, int], Profile] = {}
    for one in plan.pieces:
        key = (one.source, one.sound.stream)
        if key not in profiles:
            profiles[key] = profile(facts.paths[one.source], one.sound)
    return loudness.plan(plan.pieces, profiles, plan.samples, target=plan.output.loudness)


def _corrected(mix: Mix, measured: Loudness) -> Mix | None:
    """The mix done better, if it has to be."""
    off = 0.0
    if mix.reached is not None and measured.integrated is not None:
        off = mix.reached - measured.integrated
    over = max(0.0, (measured.peak if measured.peak is not None else -99.0) - _TOP)
    if abs(off) <= _OFF and over <= 0:
        return None
    limit = mix.limit if mix.limit is not None else loudness.CEILING
    gain = mix.gain + (max(-6.0, min(6.0, off)) if abs(off) > _OFF / 2 else 0.0)
    return replace(mix, gain=gain, limit=limit - (over + 0.3 if over else 0.0))


def _encoded(plan: RenderPlan, mix: Mix, parts: _Parts, shop: Workshop) -> Path:
    """The whole mix, made as loud as it should be, encoded."""
    graph, label = mixing.mixed(
        parts.pieces,
        parts.files,
        parts.shapes,
        parts.loops,
        total=plan.samples,
        gain=mix.gain,
        limit=mix.limit,
        known=parts.known,
    )
    target = shop.folder / "sound.part"
    shop.run(
        [
            *graph.arguments, *mixing.ALONE, "-filter_complex", graph.script, "-map", f"[{label}]",
            *encoding.sound(plan.output.format), target.name,
        ],
        name="sound",
        length=plan.samples / RATE,
    )  # fmt: skip
    return target


def _shapes(mix: Mix, folder: Path) -> dict[int, str]:
    """Files of gains for the pieces that go up and down."""
    found = {}
    for number, one in enumerate(mix.pieces):
        duck = mix.ducks.get(number)
        if one.curve or duck is not None:
            name = f"gains{number}"
            with (folder / name).open("wb") as file:
                for part in gains(one, duck):
                    part.tofile(file)
            found[number] = name
    return found


def gains(one: Heard, duck: Steps | None) -> Iterator[Steps]:
    """The piece's curve times its ducking, a thousand values a second, a minute at once."""
    count = one.count * _GAINS // RATE + 50
    steps = (np.arange(len(duck)) + 0.5) * STEP if duck is not None else None
    for first in range(0, count, 60 * _GAINS):
        times = np.arange(first, min(count, first + 60 * _GAINS)) * (RATE / _GAINS)
        values = np.ones(len(times))
        if one.curve:
            at, levels = zip(*one.curve, strict=True)
            values *= np.interp(times, at, levels)
        if duck is not None and steps is not None:
            values *= np.interp(times, steps, duck)
        yield values.astype("<f4")


def _loops(pieces: tuple[Heard, ...], facts: Facts, shop: Workshop) -> dict[int, tuple[str, str]]:
    """For every piece that begins again: its first round and the round that is repeated."""
    found = {}
    for number, one in enumerate(pieces):
        rest = one.length - one.place
        enough = rest >= one.count * one.speed / RATE
        if one.loop and not enough and rest >= 0.2:
            shop.ask()
            parts = blocks(facts.paths[one.source], one.sound, start=one.place, length=rest)
            found[number] = loops.prepare(parts, shop.folder, f"loop{number}", one.turn)
    return found
