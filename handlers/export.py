"""The timeline becomes a file of the user's: checked, rendered once, fetched, verified."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import words
from client import Problem
from handlers import delivery, drafts, earlier, landing, rendering, state
from handlers.turn import Turn
from plan import Step, Wishes


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be rendered, and how the file is to be called."""

    draft: Mapping[str, Any]
    output: Mapping[str, Any]
    name: str

    @property
    def digest(self) -> str:
        """The same for the same draft and output: then a job under way can be picked up."""
        spelled = json.dumps([self.draft, self.output], sort_keys=True)
        return hashlib.sha256(spelled.encode()).hexdigest()


_SEEN = ("mp4", "webm", "gif")  # what needs a picture


def hand_over(step: Step, turn: Turn) -> bool:
    """Renders the timeline as wished and puts the file under `out`.

    Not where the wish before it came to nothing but a question: that would be another film.
    """
    current = turn.read_state()
    before = turn.planned[: turn.planned.index("export")] if "export" in turn.planned else ()
    if "sse" in before and drafts.awaits_answer(current):
        turn.tell.text(words.say("export.answer_first", turn.lang))
        return False
    order = _order(step.wishes or Wishes(), current, turn)
    landing.ready(turn.out.parent if turn.out_is_file else turn.out)
    if order.digest in turn.delivered:  # begun by an earlier run, handed over a moment ago
        return True
    for record in earlier.mine(turn):
        if record.get("digest") != order.digest:
            turn.client.store.drop_job(record["id"])  # its timeline is out of date
            continue
        with turn.client.store.working_on(record["id"]) as ours:
            if ours and earlier.picked_up(record, turn):
                return True
    rendering.begin(order, turn)
    return True


def _order(wishes: Wishes, current: Mapping[str, Any], turn: Turn) -> Order:
    draft = drafts.draft_of(current)
    if draft is None or not drafts.ready(draft):
        raise Problem("nothing_to_export")
    shown = drafts.read(current, rules=turn.client.rules)
    before = drafts.wished(current)
    asked = output(wishes, turn, shown, before=before)
    if before.format and asked["format"] == before.format != wishes.format:
        turn.tell.text(words.say("export.as_before", turn.lang, format=before.format.upper()))
    return Order(draft, asked, wishes.name or state.title(shown))


def output(
    wishes: Wishes, turn: Turn, shown: state.Shown, *, before: Wishes | None = None
) -> dict[str, Any]:
    """The `output` of a submit: `{"format": "mp4", "quality": "high"}` and what else was wished.

    What is said now counts first, then the name of the file that was asked for, then what was
    said `before`: whoever wanted just the music gets that from a bare "export", too.
    """
    before = before or Wishes()
    home = turn.client.backend.kind != "hosted"
    suffix = turn.out.suffix.lstrip(".").lower() if turn.out_is_file else ""
    said = wishes.format or (suffix if suffix in delivery.FORMATS else "")
    heard_only = {track.kind for track in shown.tracks} <= {"audio"}
    if heard_only and home and said in _SEEN:
        raise Problem("no_picture_to_export", kind=said.upper())
    usual = before.format or ("mp3" if heard_only and home else "mp4")
    asked: dict[str, Any] = {
        "format": said or usual,
        "quality": wishes.quality or before.quality or "high",
    }
    if height := wishes.height or before.height:
        asked["resolution"] = f"{height}p"
    if fps := wishes.fps or before.fps:
        asked["fps"] = fps
    only = wishes.only or (before.only if said in ("", before.format) else None)
    if only and home:  # ours: the hosted service has it not
        asked["only"] = only
    return asked
