"""What is told when a reply has ended: changes nobody mentioned, breaks, failures, next steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import words
from client import ApiError, Problem, clean, envelope
from client.events import Failed, Fold
from handlers import difference, drafts, looks, state
from handlers.speaker import Speaker
from handlers.state import Shown
from handlers.turn import Turn

_MOST = 12  # sentences about details


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as it was read: what can be told of it, and its draft as it is on the wire."""

    shown: Shown
    draft: Mapping[str, Any] | None


NOTHING = Seen(Shown(), None)


def before(turn: Turn) -> Seen:
    """The state before a message; where it cannot be read now, as it was last seen."""
    if not turn.client.touched:
        return NOTHING
    try:
        return _read(turn)
    except ApiError as error:
        if error.name in ("unreachable", "tls", "proxy", "bad_address", "redirected"):
            raise
        remembered = turn.client.remembered_state()
        return _seen(remembered, turn) if remembered else NOTHING


def settle(
    fold: Fold, speaker: Speaker, ending: Literal["end", "cut", "timeout"], was: Seen, turn: Turn
) -> bool:
    """Whether the message was dealt with, having told whatever the reply left unsaid."""
    if fold.failed:
        _tell_changes(was, turn, "reply.changed")
        _failed(fold.failed, turn)
        return False
    match ending:
        case "cut":
            return _recovered(was, turn)
        case "timeout":
            if _tell_changes(was, turn, "reply.changed"):
                return True
            raise Problem("stream_timeout")
    if not speaker.spoke:
        if not _tell_changes(was, turn, "reply.changed") and not speaker.actions:
            raise _unanswered(fold, turn)
    elif fold.tools:
        _tell_stages(was, turn)
    return True


def _unanswered(fold: Fold, turn: Turn) -> Problem:
    """Neither a word nor a change: no success, even where tools were called."""
    if fold.noise:
        return ApiError("backend_failed", endpoint="say", detail=clean.line(fold.noise))
    return Problem("nothing_changed")


def _failed(failed: Failed, turn: Turn) -> None:
    """Raises the failure that the stream reported, by the table's name where it has one."""
    rule = envelope.rule_for(failed.code, 0, endpoint="say", rules=turn.client.rules)
    name = rule.name if rule and rule.do == "stop" else "backend_failed"
    raise ApiError(name, failed.code, endpoint="say", detail=failed.detail)


def _recovered(was: Seen, turn: Turn) -> bool:
    """Watches the timeline after a break; whether it changed, as then the work was done."""
    label = words.say("reply.broken", turn.lang)
    for wait in turn.client.rules.timings["after_break"]:
        turn.tell.progress(label, None)
        turn.sleep(float(wait))
        try:
            if _tell_changes(was, turn, "reply.changed_after_break"):
                return True
        except ApiError:
            continue
    raise Problem("stream_lost")


def _tell_changes(was: Seen, turn: Turn, opening: str) -> bool:
    """Whether anything is different now; each difference is told in its sentence."""
    now = _read(turn)
    told = difference.difference(was.shown, now.shown, turn.lang)
    if not told and was.draft is not None and was.draft != now.draft:
        told = looks.told(was.draft, now.draft, turn.lang)
        told = told[:_MOST] or [words.say("changes.other", turn.lang)]
    if not told:
        return False
    turn.tell.text("\n".join([words.say(opening, turn.lang), *told]))
    return True


def _tell_stages(was: Seen, turn: Turn) -> None:
    """A generated clip gets music, a title, effects that nobody asked for: both stages are told."""
    if turn.client.backend.kind == "local":
        return
    try:
        now = _read(turn)
    except ApiError:
        return  # the reply itself was told; this is only more about it
    if len(now.shown.generated) <= len(was.shown.generated):
        return
    known = {segment.key for track in was.shown.tracks for segment in track.segments}
    added = [
        f"{state.label(track, turn.lang)}: {segment.name}"
        for track in now.shown.tracks
        if track.kind != "video"
        for segment in track.segments
        if segment.key not in known
    ]
    if added:
        names = words.say("timeline.comma", turn.lang).join(added)
        turn.tell.text(words.say("reply.two_stages", turn.lang, added=names))
        turn.tell.offer("strip", words.say("reply.keep_or_strip", turn.lang))


def _read(turn: Turn) -> Seen:
    return _seen(turn.read_state(), turn)


def _seen(raw: Mapping[str, Any], turn: Turn) -> Seen:
    return Seen(drafts.read(raw, rules=turn.client.rules), drafts.draft_of(raw))
