"""What a piece of music was laid for: where its beats, its drops and the cuts are meant to meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.renderer.crossings import Join
from studio.timeline import facts
from studio.timeline.model import Clip, Material, Sound, Timeline

Times = NDArray[np.float64]
_SLIP = 0.03  # seconds by which a beat may lie before its bar line


@dataclass(frozen=True, slots=True)
class Promise:
    """What a piece of music was laid for: its places, drops and cuts in seconds of the film."""

    sound: Sound
    places: Times  # beats, eighths and hits, in order
    drops: tuple[float, ...]
    cuts: tuple[float, ...]  # as planned; () where only the file can say
    hero: float | None
    loudest: bool = False  # its drops are none, but where its loudest part begins
    asked: bool = True  # False: nobody laid it for them, but where they meet can be told
    joins: tuple[Join, ...] = ()  # where one clip becomes the next


def promised(timeline: Timeline, materials: Mapping[str, Material]) -> Promise | None:
    """The promise of the first music that was fitted to the picture or composed for it.

    A picture that is drawn from its music has no cuts to meet.
    """
    row = facts.clips(timeline)
    if row and all(clip.background and clip.background.style == "visual" for clip in row):
        return None
    for sound in facts.music(timeline):
        material = materials.get(sound.source)
        if material is None or not sound.gain:
            continue
        if notes := material.metadata.get("sync"):
            return replace(_fitted(sound, notes), joins=joins(row))
        wanted = facts.brief(sound)
        if wanted is not None and any(wanted.get(key) for key in ("drops", "hits", "leans")):
            return replace(_composed(sound, material), joins=joins(row))
    return None


def joins(row: Sequence[Clip]) -> tuple[Join, ...]:
    """Where one clip follows another, and how long both are seen."""
    return tuple(
        Join(two.start / 1000, two.crossfade / 1000)
        for one, two in pairwise(row)
        if facts.end(one) == two.start and not _goes_on(one, two)
    )


def beside(timeline: Timeline, materials: Mapping[str, Material]) -> Promise | None:
    """Music whose beats are known under clips that follow each other, though nobody asked for more.

    Where the clips meet is where the picture is cut: no frame has to be looked at for that.
    """
    meet = joins(facts.clips(timeline))
    cuts = tuple(join.middle for join in meet)
    for sound in facts.music(timeline) if cuts else ():
        material = materials.get(sound.source)
        turn = facts.turn(sound)
        if material is None or not sound.gain or (sound.loop and turn is None):
            continue
        beats = np.array(material.metadata.get("beats") or (), np.float64)
        if turn is not None:
            beats = _turning(beats, turn, (sound.in_point + sound.duration * sound.speed) / 1000)
        if not len(beats) and facts.brief(sound) is not None:
            beats = _composed(sound, material).places - (sound.start - sound.in_point) / 1000
        places = sound.start / 1000 + (beats - sound.in_point / 1000) / sound.speed
        places = places[(places >= sound.start / 1000) & (places < facts.end(sound) / 1000)]
        within = tuple(at for at in cuts if sound.start / 1000 <= at < facts.end(sound) / 1000)
        if len(places) and within:
            return Promise(sound, np.sort(places), (), within, None, asked=False, joins=meet)
    return None


def _turning(beats: Times, turn: tuple[int, int], until: float) -> Times:
    """The beats of a song that goes from one bar line to another, counted on as if it did not."""
    enter, leave = turn[0] / 1000, turn[1] / 1000
    first, again = beats[beats < leave - _SLIP], beats[beats > enter + _SLIP]
    again = np.append(enter, again[again < leave - _SLIP])  # a song's first beat is easily missed
    turns = np.arange(1, 2 + max(0, int((until - leave) / (leave - enter))))
    return np.concatenate([first, *(again + number * (leave - enter) for number in turns)])


def _goes_on(one: Clip, two: Clip) -> bool:
    """Whether the second clip shows what follows in the same source: no cut is seen there."""
    same = one.source == two.source != "" and one.speed == two.speed
    reached = one.in_point + round(one.duration * one.speed)
    return same and not (one.reverse or two.reverse) and abs(reached - two.in_point) <= 1


def _fitted(sound: Sound, notes: Mapping[str, Any]) -> Promise:
    shift = (sound.start - sound.in_point) / 1000
    beats = np.array(sorted(notes.get("beats", ()))) + shift
    middles = (beats[:-1] + beats[1:]) / 2
    close = np.diff(beats) < 2.0  # no eighth within a pause
    places = np.concatenate([beats, middles[close]]) if notes.get("eighths") else beats
    hero = notes.get("hero")
    carried = shift - notes.get("start", sound.start - sound.in_point) / 1000
    return Promise(
        sound, np.sort(places), tuple(d + shift for d in notes.get("drops", ())),
        tuple(at + carried for at in notes.get("cuts", ())),
        float(hero) + carried if hero is not None else None, bool(notes.get("loudest")),
    )  # fmt: skip


def _composed(sound: Sound, material: Material) -> Promise:
    from studio import brief as briefs
    from studio import composer  # the whole of it: only for what it composed
    from studio.sync import pulse

    made = briefs.decode(material.metadata.get("brief") or facts.brief(sound))
    planned = composer.plan(made)
    shift = (sound.start - sound.in_point) / 1000
    struck = [at / composer.RATE for at in (*planned.hits, *planned.leans, *planned.drops)]
    places = np.sort(np.array([*pulse.places(planned), *struck])) + shift
    drops = tuple(at / composer.RATE + shift for at in planned.drops)
    cuts = tuple(sorted(at + shift for at in struck))
    return Promise(sound, places, drops, cuts, drops[0] if drops else None)
