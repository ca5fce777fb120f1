"""When words are seen that are to be written: at a time, after others, on a card."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.model import Title

USUAL = 3000  # ms words stay where no length was said


def when(clause: Clause, scene: Scene, role: str = "title") -> tuple[int, int]:
    """Start and length in ms that a wish names for words."""
    length = scene.length
    stretch = stretches.one(clause, scene)
    said = stretches.span(clause)
    card = _card(clause, scene)
    if card is not None:
        return card
    before = _one_before(clause, scene)
    usual = min(USUAL, length) if length else USUAL
    duration = round(said.number) if said else usual
    if before is not None and said is None and clause.says("titles.same"):
        duration = before.duration
        usual = duration
    if stretch is not None:
        return stretch[0], stretch[1] - stretch[0]
    last = next((t for t in scene.titles if t.id in scene.memory.targets), None)
    if last is not None and scene.memory.kind == "title" and clause.says("titles.for_rest"):
        return facts.end(last), max(length - facts.end(last), 0)
    if before is not None and not clause.says("common.at_start", "common.at_end"):
        later = clause.says("shifting.later") and said is not None
        start = before.start + duration if later else facts.end(before)
        if later or not any(clause.one("time", role=r) for r in ("at", "from", "after", "until")):
            return start, usual if later else duration
    clip = next((c for c in scene.clips if c.id in targets.clips(clause, scene, 0).ids), None)
    at, after = stretches.moment(clause), clause.one("time", role="after")
    until = clause.one("time", role="until")
    if at is not None or after is not None:
        start = round((at or after).number)  # type: ignore[union-attr]
        if until is not None:
            return start, max(round(until.number) - start, 0)
        if clause.says("common.until_end"):
            return start, max(length - start, 0)
        return start, duration
    if until is not None:
        return 0, round(until.number)
    if clause.says("titles.halfway") and length:
        return (length - duration) // 2, duration
    if clip is not None:
        return clip.start, min(duration, clip.duration) if said else clip.duration
    if role == "watermark" or (clause.says("common.until_end") and not said):
        return (0, length or duration)
    if clause.says("common.at_end", "titles.end") or role == "credits":
        return max(length - duration, 0), duration
    return 0, duration


def _one_before(clause: Clause, scene: Scene) -> Title | None:
    """The words that these come after: "Hi" for 2 seconds, then "Bye"; "Bye" 3 seconds later."""
    if scene.memory.kind != "title" or not scene.titles:
        return None
    last = next((title for title in scene.titles if title.id in scene.memory.targets), None)
    lead = clause.sheet.text[: clause.at].rstrip(" ,，")
    behind = lead.endswith(("then", "然后", "接着", "之后", "再")) or clause.says("titles.after_it")
    behind = behind or clause.text.startswith(("then", "and then", "然后", "接着", "之后", "再"))
    return last if behind or (clause.says("shifting.later") and clause.all("text")) else None


def _card(clause: Clause, scene: Scene) -> tuple[int, int] | None:
    """When the empty card is seen that was just put in: what is written next is written on it."""
    timed = any(clause.all(kind) for kind in ("time", "range", "edge"))
    if timed or scene.memory.kind != "clip" or clause.says("common.at_start", "common.until_end"):
        return None
    for clip in scene.clips:
        if clip.id in scene.memory.targets and clip.background is not None:
            taken = any(title.start < facts.end(clip) and facts.end(title) > clip.start
                        for title in scene.titles)  # fmt: skip
            return None if taken or len(scene.clips) == 1 else (clip.start, clip.duration)
    return None
