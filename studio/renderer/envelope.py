"""Gain over time, in steps of 20 ms: fades, curves, and music making room for speech. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.media.profile import STEP, Profile
from studio.renderer.grid import RATE
from studio.renderer.heard import Heard

Steps = NDArray[np.float32]
_ABOVE = 9.0  # dB over the quiet moments that make a sound speech
_QUIETEST = -50.0  # dBFS below which nothing is speech
_SHORTEST, _GAP = 6, 30  # steps: shorter bursts are not speech, shorter pauses belong to it
_AHEAD, _DOWN, _UP = 10, 12, 35  # steps: how early, how fast down and how fast up music goes


def steps(count: int) -> int:
    """How many steps so many samples take."""
    return -(-count // STEP)


def level(one: Heard) -> Steps:
    """The gain of a sound by its own steps: its volume, its curve, its fades."""
    times = (np.arange(steps(one.count)) + 0.5) * STEP
    values = np.full(len(times), one.gain, np.float64)
    if one.curve:
        at, gains = zip(*one.curve, strict=True)
        values *= np.interp(times, at, gains)
    if one.fade_in:
        values *= slope(times / one.fade_in, crossing=one.crossing)
    if one.fade_out:
        values *= slope((one.count - times) / one.fade_out, crossing=one.crossing)
    return values.astype(np.float32)


def slope(share: NDArray[np.float64], *, crossing: bool) -> NDArray[np.float64]:
    """A fade's gain from 0 to 1: half a cosine, or a quarter of a sine where two cross."""
    inside = np.clip(share, 0.0, 1.0)
    return np.sin(inside * np.pi / 2) if crossing else (1 - np.cos(inside * np.pi)) / 2


def placed(values: Steps, one: Heard, *, square: bool = False) -> Steps:
    """A source's values by step, as heard in the piece: cut, looped, faster, backwards."""
    count = steps(one.count)
    first = one.place * RATE / STEP
    where = np.arange(count) * one.speed
    if one.loop and len(values) > first + 1:
        where = np.mod(where, len(values) - first)
    where = where + first
    if one.reverse:
        where = where[::-1]
    index = where.astype(np.int64)
    inside = (index >= 0) & (index < len(values))
    found = np.zeros(count, np.float32)
    found[inside] = values[index[inside]]
    return found


def speech(profile: Profile) -> NDArray[np.bool_]:
    """By step, whether somebody seems to speak: clearly over the quiet moments, long enough."""
    if not len(profile.speech):
        return np.zeros(0, np.bool_)
    loud = 10 * np.log10(np.maximum(profile.speech / (2 * STEP), 1e-12))
    smooth = np.convolve(loud, np.ones(5) / 5, "same")
    floor = float(np.percentile(smooth, 10))
    active = smooth > max(floor + _ABOVE, _QUIETEST)
    share = float((smooth > _QUIETEST).mean())
    if share > 0.9 and float(np.percentile(smooth, 90)) - floor < _ABOVE:
        return np.zeros(len(smooth), np.bool_)  # a steady noise, however loud
    return _filled(_filled(active, _GAP, True), _SHORTEST, False)


def _filled(active: NDArray[np.bool_], shortest: int, value: bool) -> NDArray[np.bool_]:
    """The same, where stretches of the other value that are too short are given this one."""
    edges = np.flatnonzero(np.diff(active.astype(np.int8))) + 1
    bounds = [0, *edges.tolist(), len(active)]
    made = active.copy()
    for first, last in pairwise(bounds):
        inner = (first > 0 and last < len(active)) or not value
        if last - first < shortest and active[first] != value and inner:
            made[first:last] = value
    return made


def ducked(
    one: Heard, voices: Sequence[Heard], profiles: Mapping[tuple[str, int], Profile], total: int
) -> Steps | None:
    """The gain of a piece that goes down while somebody speaks, by its steps; None: nobody does.

    It starts to go down a fifth of a second before the first word and takes its time to come back.
    """
    spoken = np.zeros(steps(total) + 1, np.bool_)
    for voice in voices:
        profile = profiles.get((voice.source, voice.sound.stream))
        if profile is None or voice is one:
            continue
        found = placed(speech(profile).astype(np.float32), voice) > 0.5
        found &= level(voice) > 0.05
        first = voice.start // STEP
        spoken[first : first + len(found)] |= found[: len(spoken) - first]
    first = one.start // STEP
    own = spoken[first : first + steps(one.count)]
    if not own.any():
        return None
    early = np.zeros(len(spoken), np.bool_)
    early[: len(spoken) - _AHEAD] = spoken[_AHEAD:]
    wanted = np.where(early | spoken, -one.duck, 0.0)
    return _glide(wanted, one.duck)[first : first + steps(one.count)]


def _glide(wanted: NDArray[np.float64], depth: float) -> Steps:
    """A level in dB that follows another at no more than so many dB a step, as a gain."""
    down, up = depth / _DOWN, depth / _UP
    made = np.empty(len(wanted))
    now = 0.0
    for n, goal in enumerate(wanted.tolist()):
        now = max(goal, now - down) if goal < now else min(goal, now + up)
        made[n] = now
    return (10 ** (made / 20)).astype(np.float32)
