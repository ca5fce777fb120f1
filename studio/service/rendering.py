"""A render from its start to its end: handed to the engine, carried out, kept, begun again."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio.errors import StudioError
from studio.jobs import OVER, Task, after
from studio.jobs.life import Happening
from studio.service import hearing, intake, refusals, rounds
from studio.service.studio import Studio
from studio.store import Export
from studio.timeline import facts
from studio.timeline.model import Material, Timeline
from studio.words import Lang, known, say

if TYPE_CHECKING:
    from studio.renderer.values import Receipt

log = logging.getLogger("studio.exports")
_SAVE_EVERY = 0.25  # seconds between two notes of the progress
_DRAWN = 0.85  # share of the work that drawing a visual is
_TRIES = 2  # a render that twice took the server with it is given up


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
            change(self._studio, self._key, progress=fraction)


def change(studio: Studio, key: str, how: Happening | None = None, **values: Any) -> Export | None:
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

    export = change(studio, key, "begin", began=studio.clock(), progress=0.0)
    if export is None:
        return
    lang = known(export.language)
    try:
        path, receipt = _carried_out(studio, export, task)
    except Cancelled:  # who asked for that has marked it already; else the server is stopping
        change(studio, key, "lose", progress=0.0)
    except StudioError as error:
        change(studio, key, "fail", error=error.sentence(lang))
    except Exception as error:
        if studio.closing.is_set():  # its workers were sent home: the next start begins it again
            change(studio, key, "lose", progress=0.0)
            return
        log.exception("a render broke", extra={"export": key})
        change(studio, key, "fail", error=_reason(error, lang, key))
    else:
        kept = change(
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
    laid = rounds.rounded(studio, msgspec.json.decode(export.draft, type=Timeline), taken)
    drawn = films.screened(
        studio, laid, taken, wish,
        progress=lambda share: task.progress(_DRAWN * share), cancelled=task.cancelled,
    )  # fmt: skip
    begun = _DRAWN if drawn.files else 0.0
    receipt = renderer.render(
        drawn.timeline,
        {id: studio.file(one.stock.path) for id, one in taken.items()} | drawn.files,
        {id: one.material for id, one in taken.items()}
        | _with_beats(studio, drawn.timeline, taken)
        | drawn.materials,
        output=wish,
        into=into,
        progress=lambda share: task.progress(begun + (1 - begun) * share),
        cancelled=task.cancelled,
    )
    return into, receipt


def _with_beats(
    studio: Studio, timeline: Timeline, taken: Mapping[str, intake.Taken]
) -> dict[str, Material]:
    """The songs under clips that follow each other, with their beats: the receipt tells of both."""
    if len(facts.clips(timeline)) < 2:
        return {}
    found = {}
    for sound in facts.music(timeline):
        one = taken.get(sound.source)
        if one is None or "sync" in one.material.metadata or facts.brief(sound) is not None:
            continue
        try:
            rhythm = hearing.song(studio, one).rhythm
        except Exception:
            log.exception("the beats for a receipt could not be heard")
            continue
        if rhythm is not None:
            metadata = {**one.material.metadata, "beats": list(rhythm.beats)}
            found[sound.source] = msgspec.structs.replace(one.material, metadata=metadata)
    return found


def recover(studio: Studio) -> tuple[int, int]:
    """How many renders of a killed server begin again, and how many are given up."""
    again, given_up = 0, 0
    for export in studio.store.unfinished_exports():
        tries = export.tries + (export.state == "processing")
        if tries >= _TRIES:
            reason = say("service.render_interrupted", known(export.language))
            change(studio, export.key, "fail", error=reason)
            given_up += 1
            continue
        back = msgspec.structs.replace(
            export, state=after(export.state, "lose"), progress=0.0,
            tries=tries,
        )  # fmt: skip
        studio.store.keep_export(back)
        submit(studio, back)
        again += 1
    return again, given_up
