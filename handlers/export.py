"""The timeline becomes a file of the user's: checked, remembered, rendered once, fetched, verified.

A job is on disk before it is submitted, so that a run that is killed is picked up by the next one;
while a job is watched it is never submitted again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import words
from client import ApiError, Problem
from handlers import delivery, landing, render_status, state
from handlers.failure import told
from handlers.render_status import RenderStatus
from handlers.turn import Turn
from plan import Step, Wishes

_TROUBLE = ("timeout", "cut", "unreachable", "server", "tls", "proxy", "bad_answer", "too_many")
_NOT_TAKEN = ("server", "backend", "bad_request", "conflict", "timeout", "cut", "bad_answer")
_PATIENCE = 6  # looks at a job that may go wrong in a row before the job is left for later
_UNSEEN = 3  # looks at a job that the backend does not know yet
_KEPT_DAYS = 7


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


def hand_over(step: Step, turn: Turn) -> bool:
    """Renders the timeline as wished and puts the file under `out`."""
    order = _order(step.wishes or Wishes(), turn)
    landing.ready(turn.out.parent if turn.out_is_file else turn.out)
    if order.digest in turn.delivered:  # begun by an earlier run, handed over a moment ago
        return True
    for record in _mine(turn):
        if record.get("digest") != order.digest:
            turn.client.store.drop_job(record["id"])  # its timeline is out of date
            continue
        with turn.client.store.working_on(record["id"]) as ours:
            if ours and _picked_up(record, turn):
                return True
    _begin(order, turn)
    return True


def resume(turn: Turn) -> bool:
    """Picks up exports that an earlier run began; False when one of them could not be delivered."""
    fine = True
    for record in _mine(turn):
        with turn.client.store.working_on(record["id"]) as ours:
            if not ours:
                continue
            try:
                _looked_after(record, turn)
            except Problem as problem:
                told(problem, turn)
                fine = False
    return fine


def output(wishes: Wishes, turn: Turn, shown: state.Shown) -> dict[str, Any]:
    """The `output` of a submit: `{"format": "mp4", "quality": "high"}` and what else was wished."""
    silent_picture = {track.kind for track in shown.tracks} <= {"audio"}
    usual = "mp3" if silent_picture and turn.client.backend.kind != "hosted" else "mp4"
    suffix = turn.out.suffix.lstrip(".").lower() if turn.out_is_file else ""
    named = suffix if suffix in delivery.FORMATS else ""
    asked: dict[str, Any] = {
        "format": wishes.format or named or usual,
        "quality": wishes.quality or "high",
    }
    if wishes.height:
        asked["resolution"] = f"{wishes.height}p"
    if wishes.fps:
        asked["fps"] = wishes.fps
    if wishes.only and turn.client.backend.kind != "hosted":  # ours: the hosted service has it not
        asked["only"] = wishes.only
    return asked


def _order(wishes: Wishes, turn: Turn) -> Order:
    current = turn.read_state()
    draft = state.draft_of(current)
    if draft is None or not state.ready(draft):
        raise Problem("nothing_to_export")
    shown = state.read(current, rules=turn.client.rules)
    asked = output(wishes, turn, shown)
    return Order(draft, asked, wishes.name or state.title(shown))


# -- rendering ----------------------------------------------------------------------------------


def _begin(order: Order, turn: Turn) -> None:
    """Submits a new job and sees it through; a render that fails is begun once more."""
    detail = ""
    for attempt in (1, 2):
        job_id = f"render_{int(time.time() * 1000)}_{secrets.token_hex(3)}"
        with turn.client.store.working_on(job_id):
            record = _remember(job_id, order, turn)
            try:
                status = _watched(job_id, _submitted(job_id, order, turn), turn)
            except ApiError as error:
                turn.client.store.drop_job(job_id)
                if error.name not in (*_NOT_TAKEN, "not_found") or attempt == 2:
                    raise
                turn.tell.text(words.say("export.again", turn.lang))
                continue
            if status.phase == "done":
                delivery.deliver(record, status, turn)
                return
            turn.client.store.drop_job(job_id)
            if status.phase == "stopped":
                raise Problem("render_stopped")
            detail = status.detail
        if attempt == 1:
            turn.tell.text(words.say("export.again", turn.lang))
    raise Problem("render_failed", detail=turn.client.safe(detail)[:200])


def _remember(job_id: str, order: Order, turn: Turn) -> dict[str, Any]:
    session = turn.client.opened_session()
    record = {
        "id": job_id,
        "origin": turn.client.backend.origin,
        "kind": turn.client.backend.kind,
        "skill": turn.client.identity.name,
        "session": turn.session,
        "session_id": session.session_id,
        "digest": order.digest,
        "format": order.output["format"],
        "name": order.name,
        "begun": time.time(),
    }
    turn.client.store.keep_job(job_id, record)
    return record


def _submitted(job_id: str, order: Order, turn: Turn) -> RenderStatus:
    """The first status of a job. An answer that was lost is asked for by our own id, not again."""
    turn.tell.progress(words.say("export.rendering", turn.lang), None)
    try:
        answer = turn.client.call(
            "export",
            json=lambda session: {
                "id": job_id,
                "sessionId": session.session_id,
                "draft": order.draft,
                "output": order.output,
            },
        )
    except ApiError as error:
        if error.name not in ("timeout", "cut"):
            raise
        return RenderStatus("working", poll=1.0)
    return render_status.read(answer)


def _asked(job_id: str, turn: Turn) -> dict[str, Any]:
    return turn.client.call("export_status", places={"render": job_id})


def _watched(job_id: str, status: RenderStatus, turn: Turn) -> RenderStatus:
    """The last status of a job: done or failed. Trouble on the way is waited out for a while."""
    label = words.say("export.rendering", turn.lang)
    timings = turn.client.rules.timings
    until = turn.clock() + float(timings["poll_limit"])
    asking = status.ident if status.ident.startswith("render") else job_id
    trouble = unknown = 0
    while status.phase == "working":
        if turn.clock() > until:
            raise Problem("render_slow", minutes=round(float(timings["poll_limit"]) / 60))
        turn.tell.progress(label, status.fraction)
        turn.sleep(status.poll or float(timings["poll"]))
        try:
            status = render_status.read(_asked(asking, turn))
            trouble = unknown = 0
        except ApiError as error:
            unknown += error.name == "not_found"
            trouble += error.name in _TROUBLE
            if trouble >= _PATIENCE:
                raise Problem("render_unseen") from None
            if error.name not in _TROUBLE and (error.name != "not_found" or unknown >= _UNSEEN):
                raise
    if status.phase == "done":
        turn.tell.progress(label, 1.0)
    return status


# -- jobs of earlier runs -----------------------------------------------------------------------


def _mine(turn: Turn) -> Iterator[dict[str, Any]]:
    """The jobs that an earlier run left for this session; those too old are forgotten."""
    client = turn.client
    home = client.backend.kind == "local"  # whose port may be another one by now
    for record in client.store.jobs():
        there = record.get("origin") == client.backend.origin
        there = there or (home and record.get("kind") == "local")
        ours = (record.get("skill"), record.get("session")) == (client.identity.name, turn.session)
        if not (there and ours):
            continue
        if time.time() - float(record.get("begun") or 0) > _KEPT_DAYS * 86400:
            client.store.drop_job(record["id"])
            continue
        yield record


def _picked_up(record: Mapping[str, Any], turn: Turn) -> bool:
    """Whether an earlier job for the same timeline gave the file that is wanted now."""
    job_id = record["id"]
    try:
        status = render_status.read(_asked(job_id, turn))
    except ApiError as error:
        if error.name in _TROUBLE:
            raise
        turn.client.store.drop_job(job_id)
        return False
    if status.phase in ("working", "done"):
        turn.tell.text(words.say("export.picked_up", turn.lang))
        with contextlib.suppress(ApiError):
            status = _watched(job_id, status, turn)
    if status.phase == "done":
        delivery.deliver(record, status, turn)
        return True
    turn.client.store.drop_job(job_id)
    return False


def _looked_after(record: Mapping[str, Any], turn: Turn) -> None:
    """One look at an earlier job: delivered when it is done, said when it is not."""
    try:
        status = render_status.read(_asked(record["id"], turn))
    except ApiError as error:
        if error.name not in _TROUBLE:
            turn.client.store.drop_job(record["id"])
        return
    match status.phase:
        case "done":
            turn.tell.text(words.say("export.picked_up", turn.lang))
            delivery.deliver(record, status, turn)
            turn.delivered.add(str(record.get("digest")))
        case "failed":
            turn.client.store.drop_job(record["id"])
            turn.tell.text(words.say("export.earlier_failed", turn.lang))
        case "stopped":
            turn.client.store.drop_job(record["id"])
        case "working":
            turn.tell.text(words.say("export.still_rendering", turn.lang))
