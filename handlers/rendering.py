"""One render job from its submit to its end: remembered, submitted, watched, delivered.

A job is on disk before it is submitted, so that a run that is killed is picked up by the next one;
while a job is watched it is never submitted again.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

import words
from client import ApiError, Problem
from handlers import delivery, render_status
from handlers.render_status import RenderStatus
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.export import Order

TROUBLE = ("timeout", "cut", "unreachable", "server", "tls", "proxy", "bad_answer", "too_many")
_NOT_TAKEN = ("server", "backend", "bad_request", "conflict", "timeout", "cut", "bad_answer")
_PATIENCE = 6  # looks at a job that may go wrong in a row before the job is left for later
_UNSEEN = 3  # looks at a job that the backend does not know yet


def begin(order: Order, turn: Turn) -> None:
    """Submits a new job and sees it through; a render that fails is begun once more."""
    detail = ""
    for attempt in (1, 2):
        job_id = f"render_{int(time.time() * 1000)}_{secrets.token_hex(3)}"
        with turn.client.store.working_on(job_id):
            record = _remember(job_id, order, turn)
            try:
                status = watched(job_id, _submitted(job_id, order, turn), turn)
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


def asked(job_id: str, turn: Turn) -> dict[str, Any]:
    return turn.client.call("export_status", places={"render": job_id})


def watched(job_id: str, status: RenderStatus, turn: Turn) -> RenderStatus:
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
            status = render_status.read(asked(asking, turn))
            trouble = unknown = 0
        except ApiError as error:
            unknown += error.name == "not_found"
            trouble += error.name in TROUBLE
            if trouble >= _PATIENCE:
                raise Problem("render_unseen") from None
            if error.name not in TROUBLE and (error.name != "not_found" or unknown >= _UNSEEN):
                raise
    if status.phase == "done":
        turn.tell.progress(label, 1.0)
    return status
