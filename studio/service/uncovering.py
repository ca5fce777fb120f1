"""A title that nobody gave a place stands clear of the faces in the photos under it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import msgspec

from studio.errors import StudioError
from studio.planner import phrases
from studio.service.work import Work
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Clip, Place, Title
from studio.words import say

log = logging.getLogger("studio.uncovering")
_MOST = 6  # photos that are looked at: a title stands over few


def follow(work: Work) -> None:
    """Moves the titles of this turn out of the middle where they would hide faces, and says so."""
    new = {done["id"] for done in work.done if done.get("op") == "add-title"}
    if not new or phrases.has("looks.center", phrases.plain(work.turn.text)):
        return
    for title in facts.titles(work.now):
        row = _under(work, title)
        if title.id in new and title.role == "title" and title.place == "center" and row:
            _moved(work, title, row)


def _under(work: Work, title: Title) -> list[Clip]:
    """The photos that are seen while the title is."""
    return [
        clip for clip in facts.clips(work.now)
        if facts.kind(clip) == "image" and clip.source in work.taken
        and clip.start < facts.end(title) and title.start < facts.end(clip)
    ][:_MOST]  # fmt: skip


def _moved(work: Work, title: Title, row: list[Clip]) -> None:
    from studio.media import probing
    from studio.renderer import canvas
    from studio.renderer.values import Output

    known = {id: probing.known(one.material) for id, one in work.taken.items()}
    probes = {id: probe for id, probe in known.items() if probe is not None}
    frame = canvas.decide(work.now, probes, Output())
    paths = {clip.source: str(work.studio.file(work.taken[clip.source].stock.path)) for clip in row}
    plain = [msgspec.to_builtins(one) for one in (title, frame)]
    shown = [msgspec.to_builtins(clip) for clip in row]
    try:
        place: Place | None = work.studio.crew.do(looked, plain[0], shown, paths, plain[1])
    except (OSError, StudioError, RuntimeError):
        log.exception("what lies under a title could not be looked at")
        return
    if place is None:
        return
    work.do(op.EditTitle(targets=(title.id,), place=place))
    where = say(f"timeline.place_{place.replace('-', '_')}", work.lang)
    work.told.append(say("service.clear_of_faces", work.lang, title=title.text, place=where))


def looked(title: Any, row: list[Any], paths: dict[str, str], frame: Any) -> Place | None:
    """Runs in the worker process: the place that is clear, where the middle is not."""
    from studio.renderer import faces
    from studio.renderer.canvas import Frame

    return faces.clear(
        msgspec.convert(title, Title), msgspec.convert(row, list[Clip]),
        {id: Path(path) for id, path in paths.items()}, msgspec.convert(frame, Frame),
    )  # fmt: skip
