"""A render is asked for, watched, stopped, and its file fetched.

What is rendered is decided when it is asked for: the posted draft where it holds together over
this session's files, the session's own otherwise. The answer says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from studio.service import (
    intake,
    links,
    picking,
    receipts,
    refusals,
    rendering,
    sessions,
    timelines,
    wishes,
)
from studio.service.studio import Studio
from studio.store import Export, Person, Session
from studio.timeline import history
from studio.words import Lang, known, say


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants rendered."""

    id: str
    session: str
    draft: Any = None
    version: int | None = None
    output: Mapping[str, Any] | None = None


def start(studio: Studio, person: Person, asked: Asked) -> Export:
    """The export, new or the one that already has this id; it is rendered from now on."""
    known_one = studio.store.export(person.id, asked.id)
    if known_one is not None:
        return known_one
    session = sessions.find(studio, person, asked.session)
    waiting = [e for e in studio.store.unfinished_exports() if e.person == person.id]
    if len(waiting) >= studio.settings.waiting:
        raise refusals.TooMany
    posted, wished = asked.output or {}, timelines.mind(session).wish
    output = wishes.filled(posted, wished)
    wish = wishes.output(output)
    picked, version = picking.picked(studio, session, draft=asked.draft, version=asked.version)
    if output.get("only") == "music":
        picked = picking.music_alone(picked)
    if history.empty(picked):
        raise refusals.NothingToExport
    intake.room(studio, 0)
    export = Export(
        person=person.id, id=asked.id, key=studio.fresh("x_"), session=session.id,
        state="pending", wish=msgspec.json.encode(picking.fitting(wish, picked)),
        draft=msgspec.json.encode(picked), version=version, asked=studio.clock(),
        language=sessions.language(session),
    )  # fmt: skip
    kept = studio.store.add_export(export)
    if kept.key == export.key:
        rendering.submit(studio, kept)
        _last_word(studio, session, posted, wished)
    return kept


def _last_word(
    studio: Studio, session: Session, posted: Mapping[str, Any], wished: Mapping[str, Any]
) -> None:
    """Notes the size that this request asked for; what was wished for it alone is fulfilled."""
    if wishes.learned(posted, wished) == wished:
        return

    def learn() -> None:
        """In the session's lane, so that it does not overwrite what an edit has in mind."""
        current = studio.store.session(session.id)
        if current is not None:
            mind = timelines.mind(current)
            mind = msgspec.structs.replace(mind, wish=wishes.learned(posted, mind.wish))
            studio.store.commit(timelines.keep_mind(current, mind), None)

    studio.lanes.put(session.id, learn)


def find(studio: Studio, person: Person, export: str) -> Export:
    """This person's export of that id."""
    found = studio.store.export(person.id, export)
    if found is None:
        raise refusals.NoExport(export=export[:80])
    return found


def cancel(studio: Studio, person: Person, export: str) -> Export:
    """The export, stopped if it was still going on; a finished one stays as it is."""
    found = find(studio, person, export)
    rendering.change(studio, found.key, "cancel")
    studio.engine.cancel(found.key)
    return find(studio, person, export)


def status(studio: Studio, export: Export, lang: Lang | None = None) -> dict[str, Any]:
    """The export as the contract answers it, with a hint when to ask again."""
    lang = lang or known(export.language)
    answer: dict[str, Any] = {
        "code": 0, "id": export.id, "status": export.state, "progress": round(export.progress, 4),
        "version": export.version,
    }  # fmt: skip
    match export.state:
        case "pending" | "processing":
            answer["poll"] = hint(studio.clock() - export.asked)
        case "completed":
            name = file_name(export)
            answer["output"] = {
                "url": links.signed(studio, export.key, name), "size": export.size,
                "format": Path(export.file).suffix[1:], "name": name,
            }  # fmt: skip
            answer["receipt"] = msgspec.json.decode(export.receipt)
            answer["told"] = receipts.told(export.receipt, lang)
        case "failed":
            answer["error"] = export.error
            answer["message"] = export.error
        case "cancelled":
            answer["message"] = say("service.render_cancelled", lang)
    return answer


def hint(waited: float) -> float:
    """Seconds until it makes sense to ask again: a fraction of the time that it has taken."""
    return round(min(5.0, max(0.2, waited * 0.15)), 2)


def file_name(export: Export) -> str:
    """What the file is called when it is saved."""
    safe = "".join(c for c in export.id if c.isalnum() or c in "-_")[:60] or "video"
    return safe + Path(export.file).suffix


def file(studio: Studio, export: Export) -> Path:
    """Where the finished file lies."""
    if export.state != "completed":
        raise refusals.NotReady
    path = studio.file(export.file)
    if not export.file or not path.is_file():
        raise refusals.FileGone
    return path


def linked(studio: Studio, key: str, until: str, signature: str) -> Export:
    """The export that a signed link stands for."""
    links.check(studio, key, until, signature)
    found = studio.store.export_by_key(key)
    if found is None:
        raise refusals.FileGone
    return found
