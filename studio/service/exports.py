"""A render is asked for, watched, stopped, and its file fetched.

What is rendered is decided when it is asked for: the posted draft where it holds together over
this session's files, the session's own otherwise. The answer says which.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio import timeline
from studio.errors import StudioError
from studio.jobs import OVER, Task, after
from studio.jobs.life import Happening
from studio.service import intake, links, refusals, sessions, timelines, wishes
from studio.service.studio import Studio
from studio.store import Export, Person, Session
from studio.timeline import facts, history
from studio.timeline.model import AudioTrack, Timeline
from studio.words import Lang, known, say

if TYPE_CHECKING:
    from studio.renderer.values import Output, Receipt

log = logging.getLogger("studio.exports")
_SAVE_EVERY = 0.25  # seconds between two notes of the progress
_DRAWN = 0.85  # share of the work that drawing a visual is
_TRIES = 2  # a render that twice took the server with it is given up


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
    wish = wishes.output(asked.output or {})
    picked, version = _picked(studio, session, asked)
    if (asked.output or {}).get("only") == "music":
        picked = _music_alone(picked)
    if history.empty(picked):
        raise refusals.NothingToExport
    intake.room(studio, 0)
    export = Export(
        person=person.id, id=asked.id, key=studio.fresh("x_"), session=session.id,
        state="pending", wish=msgspec.json.encode(_fitting(wish, picked)),
        draft=msgspec.json.encode(picked), version=version, asked=studio.clock(),
        language=sessions.language(session),
    )  # fmt: skip
    kept = studio.store.add_export(export)
    if kept.key == export.key:
        submit(studio, kept)
    return kept


def _fitting(wish: Output, picked: Timeline) -> Output:
    """The wish; a timeline of nothing but sound becomes a sound file where a video was asked."""
    from studio.renderer.values import SOUND_ONLY

    heard_only = not facts.clips(picked) and not facts.titles(picked)
    if heard_only and wish.format not in SOUND_ONLY:
        return msgspec.structs.replace(wish, format="mp3")
    return wish


def _music_alone(picked: Timeline) -> Timeline:
    """The music of a timeline from its first note on, without picture, words and voices."""
    tracks = [track for track in picked.tracks if isinstance(track, AudioTrack)]
    music = [[one for one in track.segments if one.role == "music"] for track in tracks]
    first = min((one.start for part in music for one in part), default=0)
    kept = tuple(
        msgspec.structs.replace(
            track,
            segments=tuple(
                msgspec.structs.replace(s, start=s.start - first, duck=0, gain=1.0) for s in part
            ),
        )
        for track, part in zip(tracks, music, strict=True)
        if part
    )
    return msgspec.structs.replace(picked, tracks=kept)


def _picked(studio: Studio, session: Session, asked: Asked) -> tuple[Timeline, int]:
    """The timeline to render and its version's number; 0 for a posted draft that is no version."""
    if asked.version is not None:
        return timelines.numbered(studio, session, asked.version), asked.version
    now, number = timelines.now(studio, session)
    posted = _posted(studio, session, asked.draft)
    if posted is None or history.empty(posted):
        return now, number
    versions = reversed(studio.store.versions(session.id))
    same = (v.number for v in versions if timelines.read(v) == posted)
    return posted, next(same, 0)


def _posted(studio: Studio, session: Session, draft: object) -> Timeline | None:
    """The posted draft, if it is a timeline that keeps the laws and uses this session's files."""
    try:
        posted = timeline.from_draft(draft)
    except (msgspec.ValidationError, StudioError):
        return None
    ours = {stock.id for stock in studio.store.stocks(session.id)}
    used = {getattr(segment, "source", "") for _, segment in facts.every(posted)}
    return posted if used <= ours | {""} else None


def submit(studio: Studio, export: Export) -> None:
    """Hands the render to the engine."""
    task = Task(_Progress(studio, export.key))
    studio.engine.submit(export.key, lambda t: _render(studio, export.key, t), task)


class _Progress:
    """Keeps how far a render is, not more often than somebody can look."""

    def __init__(self, studio: Studio, key: str) -> None:
        self._studio, self._key, self._last = studio, key, 0.0

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        if now - self._last >= _SAVE_EVERY:
            self._last = now
            _change(self._studio, self._key, progress=fraction)


def _change(studio: Studio, key: str, how: Happening | None = None, **values: Any) -> Export | None:
    """The export after something happened to it; None where it was over already."""
    with studio.desk:
        found = studio.store.export_by_key(key)
        if found is None or found.state in OVER:
            return None
        state = after(found.state, how) if how else found.state
        if state in OVER:
            values["ended"] = studio.clock()
        changed = msgspec.structs.replace(found, state=state, **values)
        studio.store.keep_export(changed)
        return changed


def _render(studio: Studio, key: str, task: Task) -> None:
    """Carries one render out, and keeps what came of it."""
    from studio.media.errors import Cancelled  # with all of media: when there is work for it

    export = _change(studio, key, "begin", began=studio.clock(), progress=0.0)
    if export is None:
        return
    lang = known(export.language)
    try:
        path, receipt = _carried_out(studio, export, task)
    except Cancelled:  # who asked for that has marked it already; else the server is stopping
        _change(studio, key, "lose", progress=0.0)
    except StudioError as error:
        _change(studio, key, "fail", error=error.sentence(lang))
    except Exception as error:
        log.exception("a render broke", extra={"export": key})
        _change(studio, key, "fail", error=_reason(error, lang, key))
    else:
        kept = _change(
            studio, key, "finish", progress=1.0, size=path.stat().st_size,
            file=path.relative_to(studio.settings.data).as_posix(),
            receipt=msgspec.json.encode(receipt),
        )  # fmt: skip
        if kept is None:
            path.unlink(missing_ok=True)


def _reason(error: BaseException, lang: Lang, key: str) -> str:
    if intake.full(error):
        return refusals.DiskFull().sentence(lang)
    return refusals.Unexpected(mark=key[-8:]).sentence(lang)


def _carried_out(studio: Studio, export: Export, task: Task) -> tuple[Path, Receipt]:
    """The finished file and what was measured on it."""
    from studio import renderer  # with all it needs: not in a server that only answers
    from studio.renderer.values import Output
    from studio.service import films

    session = studio.store.session(export.session)
    if session is None:
        raise refusals.SessionGone(session=export.session)
    taken = intake.materials(studio, session)
    wish = msgspec.json.decode(export.wish, type=Output)
    into = studio.folder("exports", session.id) / f"{export.key}.{wish.format}"
    drawn = films.screened(
        studio, msgspec.json.decode(export.draft, type=Timeline), taken, wish,
        progress=lambda share: task.progress(_DRAWN * share), cancelled=task.cancelled,
    )  # fmt: skip
    begun = _DRAWN if drawn.files else 0.0
    receipt = renderer.render(
        drawn.timeline,
        {id: studio.file(one.stock.path) for id, one in taken.items()} | drawn.files,
        {id: one.material for id, one in taken.items()} | drawn.materials,
        output=wish,
        into=into,
        progress=lambda share: task.progress(begun + (1 - begun) * share),
        cancelled=task.cancelled,
    )
    return into, receipt


def find(studio: Studio, person: Person, export: str) -> Export:
    """This person's export of that id."""
    found = studio.store.export(person.id, export)
    if found is None:
        raise refusals.NoExport(export=export[:80])
    return found


def cancel(studio: Studio, person: Person, export: str) -> Export:
    """The export, stopped if it was still going on; a finished one stays as it is."""
    found = find(studio, person, export)
    _change(studio, found.key, "cancel")
    studio.engine.cancel(found.key)
    return find(studio, person, export)


def status(studio: Studio, export: Export) -> dict[str, Any]:
    """The export as the contract answers it, with a hint when to ask again."""
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
        case "failed":
            answer["error"] = export.error
            answer["message"] = export.error
        case "cancelled":
            answer["message"] = say("service.render_cancelled", known(export.language))
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


def recover(studio: Studio) -> tuple[int, int]:
    """How many renders of a killed server begin again, and how many are given up."""
    again, given_up = 0, 0
    for export in studio.store.unfinished_exports():
        if export.tries >= _TRIES:
            reason = say("service.render_interrupted", known(export.language))
            _change(studio, export.key, "fail", error=reason)
            given_up += 1
            continue
        back = msgspec.structs.replace(
            export, state=after(export.state, "lose"), progress=0.0,
            tries=export.tries + (export.state == "processing"),
        )  # fmt: skip
        studio.store.keep_export(back)
        submit(studio, back)
        again += 1
    return again, given_up
