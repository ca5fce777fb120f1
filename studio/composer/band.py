"""Who plays: the parts of a genre, of two blended, the wishes for players heard."""

from __future__ import annotations

from typing import Any

from studio.composer import tables
from studio.composer.dice import Dice
from studio.composer.values import ScorePlan

Spec = dict[str, Any]

_RHYTHM = frozenset({"kick", "drums", "percussion", "bass"})
_STANDS_FOR = {"guitar": "steel", "keys": "piano", "winds": "flute", "synth": "warmpad"}
FOREGROUND = frozenset({"melody", "counter", "arpeggio"})  # what competes with a voice


def players_of(plan: ScorePlan) -> list[Spec]:
    """The parts of the genre (of two, blended), with the wishes about instruments carried out."""
    brief = plan.brief
    table = tables.genre(plan.genre)
    rows = list(table["parts"])
    if brief.blend:
        other = tables.genre(brief.blend)["parts"]
        rows = [row for row in rows if row["role"] not in _RHYTHM]
        rows += [row for row in other if row["role"] in _RHYTHM]
    specs = [part_of(row, plan, table) for row in rows]
    specs = _with_wanted(specs, plan, table)
    unwanted = set(brief.unwanted)
    specs = [spec for spec in specs if not names(spec) & unwanted]
    if brief.only:
        specs = _only(specs, set(brief.only), plan, table)
    amounts = dict(brief.amounts)
    for spec in specs:
        if brief.lift and spec["role"] == "melody":  # what sounds happier sings higher
            spec["at"] = int(spec.get("at", table["melody"]["centre"])) + round(12 * brief.lift)
        for name, amount in amounts.items():
            if name in names(spec):
                spec["lean"] = 9.0 * (min(2.0, amount) - 1.0)
                spec["level"] += spec["lean"]
                spec["from"] = float(spec.get("from", -9.0)) + 0.3 * max(0.0, 1.0 - amount)
    lead = next((spec for spec in specs if spec["role"] == "melody"), None)
    for spec in specs:
        if lead and spec["play"] == "arp" and spec.get("pattern") != "sparkle":
            spec["under"] = int(lead.get("at", table["melody"]["centre"])) + 5
    return [spec for spec in specs if all(amounts.get(n, 1.0) > 0.05 for n in names(spec))]


def part_of(row: Spec, plan: ScorePlan, table: Spec) -> Spec:
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


def names(spec: Spec) -> set[str]:
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
        if any(name in names(spec) for spec in specs):
            for spec in specs:
                if name in names(spec):
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
            return part_of({**row, "from": 0.4}, plan, table)
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
    return part_of(base, plan, table)


def _only(specs: list[Spec], wanted: set[str], plan: ScorePlan, table: Spec) -> list[Spec]:
    """Nobody but these; each of them plays throughout, chords first where nobody else has them."""
    kept = [spec for spec in specs if names(spec) & wanted]
    for name in sorted(wanted):
        if not any(name in names(spec) for spec in kept):
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
                part_of({**base, "role": "chords", "play": "comp", "pattern": "pop"}, plan, table)
            )
    if kept and not any(spec["role"] == "bass" for spec in kept):
        kept += [_left_hand(spec, plan, table) for spec in kept if spec["role"] == "chords"][:1]
    return kept or specs


def _left_hand(spec: Spec, plan: ScorePlan, table: Spec) -> Spec:
    """The roots under somebody's chords, on the same instrument: nobody else is there for them."""
    name = spec["instrument"]
    row = {"name": spec["name"] + " low", "on": [name], "role": "bass", "play": "bass"}
    low = int(tables.instruments()[name]["keys"][0])
    return part_of({**row, "pattern": "halves", "floor": max(36, low), "level": -4}, plan, table)


def voiced(plan: ScorePlan, specs: list[Spec]) -> list[Spec]:
    """The band with room for a voice: what plays where a voice is heard stands further back."""
    if not (plan.brief.voice or plan.brief.speech):
        return specs
    back = 4.0 if plan.brief.voice else 2.0
    kept = [s for s in specs if not (plan.brief.voice and s["role"] == "counter")]
    return [
        {**spec, "level": spec["level"] - back} if spec["role"] in FOREGROUND else spec
        for spec in kept
    ]
