"""The example sentences, and whether an understanding is what one of them expects."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import planner_scenes as scenes
import yaml

from studio import planner
from studio.planner.values import Understanding

HERE = Path(__file__).parent


def load(*, held: bool) -> list[dict[str, Any]]:
    """All examples of one half."""
    rows = []
    for path in sorted(HERE.glob("examples.held.*.yaml" if held else "examples.*.yaml")):
        if not held and ".held." in path.name:
            continue
        rows += yaml.safe_load(path.read_text("utf-8"))
    return rows


def understood(row: dict[str, Any]) -> Understanding:
    """What the planner makes of an example."""
    timeline, materials, tempo = scenes.scene(row["over"])
    return planner.understand(
        row["say"],
        timeline=timeline,
        materials=materials,
        memory=scenes.memory(row.get("touched")),
        tempo=tempo,
    )


def fits(wanted: Any, got: Any) -> bool:
    """Whether everything that is wanted is there, numbers within half a percent."""
    match wanted:
        case dict():
            return isinstance(got, dict) and all(
                (key in got and fits(value, got[key])) or (key not in got and value in ("", []))
                for key, value in wanted.items()
            )
        case list():
            return (
                isinstance(got, list)
                and len(wanted) == len(got)
                and all(fits(a, b) for a, b in zip(wanted, got, strict=True))
            )
        case bool() | str():
            return bool(wanted == got)
        case int() | float():
            return isinstance(got, int | float) and abs(wanted - got) <= 0.005 * abs(wanted)
    return bool(wanted == got)


def wrong(row: dict[str, Any]) -> str:
    """What is wrong with how an example was understood; "" where nothing is."""
    found = understood(row)
    steps = [
        {**_defaults(step), **msgspec.json.decode(msgspec.json.encode(step))}
        for step in found.steps
    ]
    asked = found.question.text if found.question else ""
    if row.get("talk"):
        good = found.hints and not found.steps and not found.question
        return "" if good else f"steps {steps} asked {asked!r} hints {found.hints}"
    if bool(row.get("ask")) != bool(asked):
        return f"asked {asked!r}, steps {shown(found)}"
    if not fits(folded(row.get("want", [])), folded(steps)):
        return f"steps {shown(found)} asked {asked!r}"
    return ""


def shown(found: Understanding) -> str:
    """The steps as they go over the wire."""
    return msgspec.json.encode(found.steps).decode()


def _defaults(step: Any) -> dict[str, Any]:
    """Every field with its value: what is left off the wire counts in a comparison."""
    values = {name: getattr(step, name) for name in step.__struct_fields__}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def folded(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps with those that only refine the one before put into it: one edit or two, it is
    the same wish."""
    made: list[dict[str, Any]] = []
    for step in steps:
        said = {k: v for k, v in step.items() if v is not None}
        last = made[-1] if made else {}
        if said["op"] == last.get("op") and said["op"] in ("canvas", "fade", "edit-title"):
            made[-1] = {**last, **said}
        elif last.get("op") == "add-title" and said["op"] in ("edit-title", "place-title"):
            made[-1] = {**last, **{k: v for k, v in said.items() if k not in ("op", "targets")}}
        elif last.get("op") == "slideshow" and said["op"] == "crossfade":
            made[-1] = {**last, "crossfade": said["duration"]}
        elif last.get("op") == "add-sound" and said["op"] == "volume" and "gain" in said:
            made[-1] = {**last, "gain": said["gain"]}
        else:
            made.append(said)
    return made


if __name__ == "__main__":
    rows = load(held="held" in sys.argv)
    bad = [(row, problem) for row in rows if (problem := wrong(row))]
    if "quiet" not in sys.argv:
        for row, problem in bad:
            print(f"- {row['say']}  [{row['over']}]\n    want {row.get('want')} {problem[:600]}")
    print(f"{len(rows) - len(bad)} of {len(rows)}")
