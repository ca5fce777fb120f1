"""A plan becomes a score: who plays, what they play, and how people would play it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from studio.brief import Change
from studio.composer import changing, drumming, effects, feel, melody, ornaments, players, tables
from studio.composer.dice import Dice
from studio.composer.stage import Stage
from studio.composer.values import RATE, Note, Part, Score, ScorePlan

Spec = dict[str, Any]

_PLAYERS: dict[str, Callable[[Stage, Spec], Iterator[Note]]] = {
    **players.PLAYERS,
    "melody": melody.melody,
    "counter": melody.counter,
    "drums": drumming.drums,
}
_RHYTHM = frozenset({"kick", "drums", "percussion", "bass"})
_STANDS_FOR = {"guitar": "steel", "keys": "piano", "winds": "flute", "synth": "warmpad"}
_FOREGROUND = frozenset({"melody", "counter", "arpeggio"})  # what competes with a voice
_STILL = frozenset({"kick", "effects", "texture"})  # roles that play exactly on time


def arrange(plan: ScorePlan) -> Score:
    """Every part's notes, in order."""
    stage = Stage(plan)
    parts: list[Part] = []
    kicks: tuple[int, ...] = ()
    for spec in _voiced(plan, band(plan)):
        notes = list(_PLAYERS[spec["play"]](stage, spec))
        if plan.brief.feel and spec["play"] == "drums":
            notes = feel.turned(stage, notes, plan.brief.feel)
        notes = _wished(stage, spec, notes)
        if spec["play"] != "texture":
            notes = _gapped(stage, notes)
        if spec["role"] in _FOREGROUND:
            notes = _spoken(plan, notes)
        ornament = tables.instruments().get(spec["instrument"], {}).get("ornament")
        sings = spec["role"] in ("melody", "counter")
        if ornament and (sings or (spec["role"] == "arpeggio" and ornament != "tremolo")):
            notes = _ornamented(stage, spec, notes, ornament)
        human = _human(stage, spec, notes)
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
        parts.append(
            _part(
                _spec({"name": "Effects", "role": "effects", "play": "effects"}, plan, {}), special
            )
        )
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


def band(plan: ScorePlan) -> list[Spec]:
    """The parts of the genre (of two, blended), with the wishes about instruments carried out."""
    brief = plan.brief
    table = tables.genre(plan.genre)
    rows = list(table["parts"])
    if brief.blend:
        other = tables.genre(brief.blend)["parts"]
        rows = [row for row in rows if row["role"] not in _RHYTHM]
        rows += [row for row in other if row["role"] in _RHYTHM]
    specs = [_spec(row, plan, table) for row in rows]
    specs = _with_wanted(specs, plan, table)
    unwanted = set(brief.unwanted)
    specs = [spec for spec in specs if not _names(spec) & unwanted]
    if brief.only:
        specs = _only(specs, set(brief.only), plan, table)
    amounts = dict(brief.amounts)
    for spec in specs:
        if brief.lift and spec["role"] == "melody":  # what sounds happier sings higher
            spec["at"] = int(spec.get("at", table["melody"]["centre"])) + round(12 * brief.lift)
        for name, amount in amounts.items():
            if name in _names(spec):
                spec["lean"] = 9.0 * (min(2.0, amount) - 1.0)
                spec["level"] += spec["lean"]
                spec["from"] = float(spec.get("from", -9.0)) + 0.3 * max(0.0, 1.0 - amount)
    return [spec for spec in specs if all(amounts.get(n, 1.0) > 0.05 for n in _names(spec))]


def _spec(row: Spec, plan: ScorePlan, table: Spec) -> Spec:
    """A part's row with its role's defaults and its instrument drawn."""
    role = tables.defaults()["roles"][row["role"]]
    spec = {**role, **row}
    if row["role"] == "texture":  # dust and air grow with the energy, as everything bright does
        spec["level"] += 12.0 * (plan.energy - float(table["energy"]))
    choice = row.get("on", ["drums"])
    wanted = [name for name in choice if name in plan.brief.wanted]
    allowed = [name for name in choice if name not in plan.brief.unwanted] or choice
    drawn = Dice(plan.seed, "instrument", row["name"]).pick(allowed)
    spec["instrument"] = wanted[0] if wanted else drawn
    if row["play"] == "drums":
        spec["instrument"] = "kit:" + row.get("kit", "base")
    return spec


def _names(spec: Spec) -> set[str]:
    """Everything a part may be called in a wish."""
    found = {spec["role"], spec["instrument"], spec["name"].lower()}
    instrument = tables.instruments().get(spec["instrument"], {})
    found |= {str(instrument.get("family", ""))}
    if spec["play"] == "drums":
        found.add("drums")
    if spec["instrument"] in ("piano", "felt"):
        found.add("piano")
    found.discard("")
    return found


def _with_wanted(specs: list[Spec], plan: ScorePlan, table: Spec) -> list[Spec]:
    """A part for every instrument asked for that nobody plays yet."""
    for name in plan.brief.wanted:
        if any(name in _names(spec) for spec in specs):
            for spec in specs:
                if name in _names(spec):
                    spec["from"] = min(0.3, float(spec.get("from", 0.0)))
            continue
        specs.append(_hired(name, specs, plan, table))
    return [spec for spec in specs if spec]


def _hired(name: str, specs: list[Spec], plan: ScorePlan, table: Spec) -> Spec:
    """A new part for an instrument: the lead's for what sings, chords for what strums or is
    struck."""
    name = _STANDS_FOR.get(name, name)
    instrument = tables.instruments().get(name)
    if instrument is None:
        if name in ("drums", "percussion"):
            row = {
                "name": "Drums",
                "role": "drums",
                "play": "drums",
                "groove": "popclap",
                "kit": "base",
            }
            return _spec({**row, "from": 0.4}, plan, table)
        return {}
    family = instrument["family"]
    base: Spec = {"name": name.capitalize(), "on": [name]}
    if family == "bass":
        base |= {"role": "bass", "play": "bass", "pattern": "pop", "from": 0.3}
    elif family == "pads" or name in ("strings", "choir", "tremolo"):
        base |= {"role": "pad", "play": "pad", "from": 0.2, "level": -8}
    elif instrument.get("sustain") or family == "synth":
        for spec in specs:
            if spec["role"] == "melody":
                spec["instrument"], spec["from"] = name, 0.3
                return {}
        base |= {"role": "melody", "play": "melody", "from": 0.3}
    elif family == "guitar":
        base |= {"role": "chords", "play": "strum", "pattern": "folk", "from": 0.3, "pan": -0.2}
    elif family == "keys":
        base |= {"role": "chords", "play": "comp", "pattern": "pop", "from": 0.2}
    else:
        base |= {"role": "arpeggio", "play": "arp", "pattern": "guzheng", "from": 0.3, "pan": 0.2}
    return _spec(base, plan, table)


def _only(specs: list[Spec], names: set[str], plan: ScorePlan, table: Spec) -> list[Spec]:
    """Nobody but these; each of them plays throughout, chords first where nobody else has them."""
    kept = [spec for spec in specs if _names(spec) & names]
    for name in sorted(names):
        if not any(name in _names(spec) for spec in kept):
            hired = _hired(name, kept, plan, table)
            kept += [hired] if hired else []
    for spec in kept:
        spec["from"] = (
            -9.0 if spec["role"] in ("chords", "arpeggio", "pad", "bass") else spec.get("from", 0.3)
        )
        spec.pop("until", None)
    if kept and not any(spec["role"] in ("chords", "arpeggio", "pad") for spec in kept):
        name = next(spec["instrument"] for spec in kept)
        if name in tables.instruments():
            base: Spec = {"name": name.capitalize() + " chords", "on": [name], "at": 62}
            kept.append(
                _spec({**base, "role": "chords", "play": "comp", "pattern": "pop"}, plan, table)
            )
    return kept or specs


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


def _wished(stage: Stage, spec: Spec, notes: list[Note]) -> list[Note]:
    """Without what a change from a time on takes away."""
    for change in stage.plan.brief.changes:
        notes = _amounted(stage, spec, change, notes)
        out = (change.only and not _names(spec) & set(change.only)) or _names(spec) & set(
            change.without
        )
        if not out:
            continue
        for start, end in _stretches(stage, change):
            notes = [n for n in notes if not start <= n.at < end]
            notes = [
                n._replace(length=min(n.length, start - n.at)) if n.at < start else n for n in notes
            ]
    return notes


def _amounted(stage: Stage, spec: Spec, change: Change, notes: list[Note]) -> list[Note]:
    """With softer, or stronger, strokes where a change wants less or more of this part."""
    factor = 1.0
    for name, amount in change.amounts:
        if name in _names(spec):
            factor *= 1 + 0.6 * (min(2.0, amount) - 1)
    if factor == 1.0:
        return notes
    spans = _stretches(stage, change)
    return [
        n._replace(velocity=max(1, min(127, round(n.velocity * factor))))
        if any(start <= n.at < end for start, end in spans)
        else n
        for n in notes
    ]


def _stretches(stage: Stage, change: Change) -> list[tuple[int, int]]:
    """From sample to sample, whole bars: where a change holds."""
    plan = stage.plan
    if change.section:
        return [(s.at, s.end) for s in plan.sections if changing.holds(change, s)]
    start = stage.at(stage.bar_at(round(change.start * RATE / 1000) + RATE // 4), 0)
    end = plan.samples if change.end is None else round(change.end * RATE / 1000)
    return [(start, end)]


def _gapped(stage: Stage, notes: list[Note]) -> list[Note]:
    """With the breath before each drop kept free."""
    for start, end in stage.gaps:
        notes = [
            note._replace(length=start - note.at)
            if note.at < start < note.at + note.length
            else note
            for note in notes
            if not start <= note.at < end - RATE // 100
        ]
    return notes


def _voiced(plan: ScorePlan, specs: list[Spec]) -> list[Spec]:
    """The band with room for a voice: what plays where a voice is heard stands further back."""
    if not (plan.brief.voice or plan.brief.speech):
        return specs
    back = 4.0 if plan.brief.voice else 2.0
    kept = [s for s in specs if not (plan.brief.voice and s["role"] == "counter")]
    return [
        {**spec, "level": spec["level"] - back} if spec["role"] in _FOREGROUND else spec
        for spec in kept
    ]


def _spoken(plan: ScorePlan, notes: list[Note]) -> list[Note]:
    """Thinner under speech: every stroke but the first of each run of three goes, the rest is
    softer, and none that began in a gap is held far into the words."""
    out: list[Note] = []
    under = 0
    for note in notes:
        if any(start <= note.at < end for start, end in plan.speech):
            if under % 3 == 0:
                out.append(note._replace(velocity=max(1, round(note.velocity * 0.7))))
            under += 1
            continue
        under = 0
        into = next((s for s, _ in plan.speech if note.at < s < note.at + note.length), None)
        if into is not None:
            note = note._replace(length=max(RATE // 8, round(into) - note.at + RATE // 6))
        out.append(note)
    return out


def _human(stage: Stage, spec: Spec, notes: list[Note]) -> tuple[Note, ...]:
    """Strokes a little off the grid and uneven, the first of a drop and the last of all exact."""
    table, plan = stage.table, stage.plan
    exact = set(plan.drops) | {plan.final}
    late: dict[str, float] = table.get("late", {})
    jitter = spec["jitter"] if "jitter" in spec else table["jitter"]
    deviation = float(jitter) * RATE / 1000
    if spec["role"] in ("drums", "percussion"):
        deviation *= 0.5
    if spec["role"] in _STILL:
        deviation = 0.0
    dice, thrown = stage.dice("human", spec["name"]), -1
    density = min(1.0, plan.brief.density)
    thin = spec["role"] in ("melody", "arpeggio", "counter", "percussion") and density < 0.95
    out: list[Note] = []
    moment, shift = -1, 0
    for note in sorted(notes, key=lambda note: (note.at, note.pitch)):  # however long they ring
        if note.at >= plan.samples:
            continue
        if (bar := stage.bar_at(note.at)) != thrown:  # a bar changed leaves the others as they were
            dice, thrown = stage.dice("human", spec["name"], bar), bar
        drop = dice.draw()
        if thin and drop > density + 0.1 and note.at not in exact:
            continue
        if note.at != moment:  # strokes of one moment move together
            moment = note.at
            shift = round(dice.noise(deviation)) if deviation else 0
            shift += round(late.get(note.style or spec["role"], 0.0) * RATE / 1000)
        moved = 0 if _near(note.at, exact) or note.style == "kick" else shift
        at = max(0, min(plan.samples - 1, note.at + moved))
        wobble = round(dice.noise(2.5))
        length = max(
            RATE // 100, min(note.length, plan.samples - at if not plan.brief.loop else note.length)
        )
        out.append(
            note._replace(at=at, length=length, velocity=max(1, min(127, note.velocity + wobble)))
        )
    return tuple(sorted(out))


def _near(at: int, exact: set[int]) -> bool:
    return any(0 <= at - place < RATE // 25 for place in exact)
