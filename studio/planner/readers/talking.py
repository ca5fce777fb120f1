"""Thanks, greetings, and questions about what can be done."""

from __future__ import annotations

from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause

WEIGHT, ABLE = 20, 95


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A helpful answer where nothing is to be edited."""
    if clause.says("talking.help"):
        return Reading(ABLE, hints=(scene.say("help"),), bare=True)
    able = clause.says("talking.able") and not clause.says("talking.definite")
    if able and not _measured(clause):
        for feature in ("sync", "compose", "titles", "formats", "visual"):
            if clause.says(f"talking.about_{feature}"):
                return Reading(ABLE, hints=(scene.say(f"able_{feature}"),), bare=True)
        if clause.says("talking.question"):
            return Reading(ABLE, hints=(scene.say("help"),), bare=True)
    if clause.says("talking.thanks", "talking.praise"):
        return Reading(WEIGHT, hints=(scene.say("welcome"),), bare=True)
    if clause.says("talking.greeting"):
        return Reading(WEIGHT - 1, hints=(scene.say("hello"),), bare=True)
    return None


def _measured(clause: Clause) -> bool:
    """Whether numbers make a wish of what sounds like a question: "can you … at 30%?"."""
    return any(
        token.kind not in ("ord", "num", "noise", "file") for token in clause.tokens.values()
    )
