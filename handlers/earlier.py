"""Exports that an earlier run began and did not hand over: picked up, or said to be over."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from typing import Any

import words
from client import ApiError, Problem
from handlers import delivery, render_status, rendering
from handlers.failure import told
from handlers.turn import Turn

_KEPT_DAYS = 7


def resume(turn: Turn) -> bool:
    """Picks up exports that an earlier run began; False when one of them could not be delivered."""
    fine = True
    for record in mine(turn):
        with turn.client.store.working_on(record["id"]) as ours:
            if not ours:
                continue
            try:
                _looked_after(record, turn)
            except Problem as problem:
                told(problem, turn)
                fine = False
    return fine


def mine(turn: Turn) -> Iterator[dict[str, Any]]:
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


def picked_up(record: Mapping[str, Any], turn: Turn) -> bool:
    """Whether an earlier job for the same timeline gave the file that is wanted now."""
    job_id = record["id"]
    try:
        status = render_status.read(rendering.asked(job_id, turn))
    except ApiError as error:
        if error.name in rendering.TROUBLE:
            raise
        turn.client.store.drop_job(job_id)
        return False
    if status.phase in ("working", "done"):
        turn.tell.text(words.say("export.picked_up", turn.lang))
        with contextlib.suppress(ApiError):
            status = rendering.watched(job_id, status, turn)
    if status.phase == "done":
        delivery.deliver(record, status, turn)
        return True
    turn.client.store.drop_job(job_id)
    return False


def _looked_after(record: Mapping[str, Any], turn: Turn) -> None:
    """One look at an earlier job: delivered when it is done, said when it is not."""
    try:
        status = render_status.read(rendering.asked(record["id"], turn))
    except ApiError as error:
        if error.name not in rendering.TROUBLE:
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
