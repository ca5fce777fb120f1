"""Plans as JSON, for `--plan`: what would be done, and nothing done."""

from __future__ import annotations

from dataclasses import asdict

import plan
from door.events import line


def as_json(*plans: plan.Plan) -> str:
    """One line: `{"steps": […]}`, the steps of all works one after the other."""
    return line({"steps": [step_value(step) for wanted in plans for step in wanted.steps]})


def step_value(step: plan.Step) -> dict[str, object]:
    """A step's intent, and what else it has."""
    value: dict[str, object] = {"intent": step.intent}
    if step.text:
        value["text"] = step.text
    if step.files:
        value["files"] = list(step.files)
    if step.wishes is not None:
        wishes = {key: wish for key, wish in asdict(step.wishes).items() if wish is not None}
        value |= {"wishes": wishes} if wishes else {}
    return value
