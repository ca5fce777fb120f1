"""Music for a brief: composed in the worker process, kept by what was asked, never made twice.

The same brief for the same length is the same file, whoever asks: the folder's name is the hash
of both, of the engine's version and of the neural engine's weights, where one plays. What such an
engine cannot play is composed without it.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio import brief as briefs
from studio.service import intake
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.store import Session
from studio.timeline.model import Sound

if TYPE_CHECKING:
    from studio.composer.neural import NoEngine

log = logging.getLogger("studio.music")
SOUND = "music.wav"
RECEIPT = "receipt.json"


@dataclass(frozen=True, slots=True)
class Made:
    """Composed music: the file in the session's stock, and the brief as it was carried out."""

    taken: Taken
    brief: dict[str, Any]
    why: NoEngine | None = None  # why the neural engine that was to play it did not


def wanted(sound: Sound, plain: Mapping[str, Any]) -> briefs.Brief:
    """The brief of a sound on the timeline, for exactly as long as the sound is there."""
    return briefs.changed(briefs.decode(dict(plain)), length_ms=float(sound.duration))


def folder_name(brief: briefs.Brief, weights: str = "") -> str:
    """The name under which this music is kept."""
    from studio import composer

    what = [briefs.encode(brief), composer.VERSION, *([weights] if weights else [])]
    asked = json.dumps(what, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:40]


def compose(studio: Studio, session: Session, brief: briefs.Brief, *, name: str) -> Made:
    """The music as a file of the session, from what was made before or made now."""
    from studio.media import probing  # loads an array library: only where there is music

    folder, why = _kept(studio, brief)
    path = folder / SOUND
    material = probing.material(path, studio.fresh("m_"), name)
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    marked = msgspec.structs.replace(
        material, metadata={**material.metadata, "receipt": receipt, "brief": briefs.encode(brief)}
    )
    taken = intake.keep(
        studio, session, marked, path, size=path.stat().st_size, digest=folder.name, made=True
    )
    return Made(taken, briefs.encode(brief), why)


def alike(studio: Studio, one: Taken, other: Taken) -> bool:
    """Whether two pieces sound the same to the last sample: a change that changed nothing."""
    if one.stock.id == other.stock.id or one.stock.size != other.stock.size:
        return False
    first, second = (studio.file(taken.stock.path) for taken in (one, other))
    return first.is_file() and second.is_file() and filecmp.cmp(first, second, shallow=False)


def _kept(studio: Studio, brief: briefs.Brief) -> tuple[Path, NoEngine | None]:
    """Where this music lies, made before or now, and why no neural engine that was to play did."""
    weights = studio.settings.neural
    why: NoEngine | None = None
    if weights is not None:
        from studio.composer import neural

        folder = studio.folder("music") / folder_name(brief, neural.identity(weights))
        try:
            _make(studio, brief, folder, perform, str(weights))
            return folder, None
        except BrokenProcessPool:
            why = neural.NoEngine("gone")
        except neural.NoEngine as error:
            why = error
        log.warning("no neural engine", extra={"why": why.why})
    folder = studio.folder("music") / folder_name(brief)
    _make(studio, brief, folder, work)
    return folder, why


def _make(
    studio: Studio, brief: briefs.Brief, folder: Path, how: Callable[..., None], /, *more: str
) -> None:
    """Makes the music beside its folder, then moves it there: half a piece is never found."""
    if (folder / RECEIPT).is_file():
        return
    intake.room(studio, int(brief.length_ms * 48 * 12))
    beside = studio.folder("incoming", studio.fresh("music_"))
    try:
        with intake.disk():
            studio.crew.do(how, briefs.encode(brief), str(beside), *more)
            try:
                beside.rename(folder)
            except OSError:  # somebody else has made the same in the meantime
                if not (folder / RECEIPT).is_file():
                    raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def work(plain: dict[str, Any], folder: str) -> None:
    """Runs in the worker process: the files of one piece of music."""
    from studio import composer

    if hasattr(os, "nice"):
        os.nice(5)  # an answer comes first
    into = Path(folder)
    receipt = composer.write(briefs.decode(plain), into, stems=False)
    (into / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")


def perform(plain: dict[str, Any], folder: str, weights: str) -> None:
    """Runs in the worker process, too: the same, played by a neural engine."""
    from studio.service import performing

    performing.by_weights(briefs.decode(plain), Path(folder), Path(weights))
