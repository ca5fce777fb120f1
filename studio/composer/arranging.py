"""A plan becomes a score: who plays, what they play, and how people would play it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from studio.composer import (
    band,
    drumming,
    effects,
    feel,
    legato,
    meeting,
    melody,
    ornaments,
    players,
    playing,
    tables,
)
from studio.composer.stage import Stage
from studio.composer.values import Note, Part, Score, ScorePlan

Spec = dict[str, Any]

_PLAYERS: dict[str, Callable[[Stage, Spec], Iterator[Note]]] = {
    **players.PLAYERS,
    "melody": melody.melody,
    "counter": melody.counter,
    "drums": drumming.drums,
}


def arrange(plan: ScorePlan) -> Score:
    """Every part's notes, in order."""
    stage = Stage(plan)
    parts: list[Part] = []
    kicks: tuple[int, ...] = ()
    for spec in band.voiced(plan, band.players_of(plan)):
        notes = list(_PLAYERS[spec["play"]](stage, spec))
        if plan.brief.feel and spec["play"] == "drums":
            notes = feel.turned(stage, notes, plan.brief.feel)
        notes = playing.wished(stage, spec, notes)
        if spec["play"] != "texture":
            notes = playing.gapped(stage, notes)
        if spec["role"] in band.FOREGROUND:
            notes = playing.spoken(plan, notes)
        instrument = tables.instruments().get(spec["instrument"], {})
        ornament = instrument.get("ornament")
        sings = spec["role"] in ("melody", "counter")
        if ornament and (sings or (spec["role"] == "arpeggio" and ornament != "tremolo")):
            notes = _ornamented(stage, spec, notes, ornament)
        if instrument.get("sustain") and spec["play"] in ("melody", "counter"):
            notes = legato.joined(notes, slides=bool(instrument.get("slides")))
        human = meeting.met(plan, spec["role"], playing.played(stage, spec, notes))
        if spec["role"] == "drums":
            low = tuple(note for note in human if note.style == "kick")
            kicks += tuple(note.at for note in low)
            if low:
                parts.append(_part({**spec, "name": "Kick", "role": "kick", **_kick(spec)}, low))
            human = tuple(note for note in human if note.style != "kick")
        if human:
            parts.append(_part(spec, human))
    special = tuple(sorted(effects.effects(stage)))
    if special:
        row = {"name": "Effects", "role": "effects", "play": "effects"}
        parts.append(_part(band.part_of(row, plan, {}), special))
    return Score(plan, tuple(parts), tuple(sorted(kicks)))


def _ornamented(stage: Stage, spec: Spec, notes: list[Note], ornament: str) -> list[Note]:
    """Ornaments bar by bar, so that a bar changed leaves the others as they were."""
    out: list[Note] = []
    for bar, row in itertools.groupby(notes, key=lambda note: stage.bar_at(note.at)):
        dice = stage.dice("ornament", spec["name"], bar)
        out += ornaments.ornamented(list(row), ornament, dice)
    return out


def _kick(spec: Spec) -> Spec:
    role = tables.defaults()["roles"]["kick"]
    level = spec.get("kick", role["level"]) + spec.get("lean", 0.0)
    return {**role, "level": level, "instrument": spec["instrument"]}


def _part(spec: Spec, notes: tuple[Note, ...]) -> Part:
    return Part(
        name=spec["name"],
        role=spec["role"],
        instrument=spec.get("instrument", "effects"),
        notes=notes,
        level=float(spec["level"]),
        pan=float(spec.get("pan", 0.0)),
        send=float(spec["send"]),
        pump=float(spec["pump"]),
        echo=float(spec.get("echo", 0.0)),
        highpass=float(spec["highpass"]),
    )
