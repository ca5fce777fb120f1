"""A session as it stands, in the shape of the contract: draft, files, what was made, the frame."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from studio import timeline
from studio.service import intake, timelines
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.service.subtitles import Subtitles
from studio.store import Person, Session
from studio.timeline import facts
from studio.timeline.model import Timeline
from studio.words import known


def state(studio: Studio, person: Person, session: Session) -> dict[str, Any]:
    """Everything that can be known of the session from outside."""
    now, number = timelines.now(studio, session)
    taken = intake.materials(studio, session).values()
    return delta(session, now, number, list(taken)) | {
        "session_id": session.id,
        "task_id": session.task,
        "user_id": person.id,
        "language": session.language,
        "versions": [
            {"version": v.number, "parent": v.parent, "cause": v.cause, "at": v.at}
            for v in studio.store.story(session.id)
        ],
        "busy": studio.lanes.length(session.id) > 0,
    }


def delta(session: Session, now: Timeline, number: int, taken: list[Taken]) -> dict[str, Any]:
    """The parts of the state that an edit may change."""
    materials = [one.material for one in taken]
    lang = known(session.language)
    return {
        "draft": timeline.draft(now),
        "version": number,
        "summary": timeline.summary(now, materials, lang),
        "export_wish": timelines.mind(session).wish,
        "awaiting_answer": timelines.mind(session).asked,
        "canvas_config": _canvas(now, taken),
        "video_infos": [file_info(session, one) for one in taken if not one.stock.made],
        "generated_media": [file_info(session, one) for one in taken if one.stock.made],
    }


def _canvas(now: Timeline, taken: list[Taken]) -> dict[str, Any]:
    """The frame; where the timeline leaves it open, it is as the first clip is."""
    canvas, sources = now.canvas, {one.material.id: one.material for one in taken}
    first = next((sources[c.source] for c in facts.clips(now) if c.source in sources), None)
    width, height, (rate, per) = canvas.width, canvas.height, canvas.fps
    if first is not None:
        width, height = (width, height) if width else (first.width, first.height)
        rate, per = (rate, per) if rate else first.fps
    return {
        "width": width,
        "height": height,
        "fps": round(rate / per, 3) if rate else 0,
        "fit": now.canvas.fit,
    }


def file_info(session: Session, one: Taken | Subtitles) -> dict[str, Any]:
    """A file as the contract lists it; the url is the studio's own and needs the token."""
    if isinstance(one, Subtitles):
        return {
            "id": one.stock.id,
            "name": one.name,
            "type": "captions",
            "lines": one.lines,
            "size": one.stock.size,
        }
    material = one.material
    path = f"/api/materials/nemo_agent/me/{session.id}/{quote(material.id, safe='')}"
    info: dict[str, Any] = {
        "id": material.id, "name": material.name, "type": material.kind, "url": path,
        "duration": material.duration / 1000, "width": material.width, "height": material.height,
        "size": one.stock.size,
    }  # fmt: skip
    if material.notes:
        info["notes"] = list(material.notes)
    return info
