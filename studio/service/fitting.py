"""A song bent to a film as a sound file of the session; the same bend is never made twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio.service import intake
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.store import Session

if TYPE_CHECKING:
    from studio.sync.values import Piece

_VERSION = 1  # of how a song is bent
_FADE = 2.0  # seconds over which a song goes that does not end where the film does
_RATE = 48_000


def made(
    studio: Studio,
    session: Session,
    song: Taken,
    pieces: Sequence[Piece],
    *,
    seconds: float,
    notes: dict[str, Any],
    kind: str = "sync",
    before: Taken | None = None,
) -> Taken:
    """The bent song in the session's stock; `notes` go with it, for who measures the film later.

    The same file as `before`, where it is bent as that one is: nothing is another then.
    """
    from studio.media import probing

    plain = [[p.at, p.song_start, p.song_end, p.speed] for p in pieces]
    ends = bool(notes.get("ends"))
    asked = json.dumps([song.stock.digest, _VERSION, plain, round(seconds, 3), ends])
    name = hashlib.sha256(asked.encode()).hexdigest()[:40]
    path = studio.folder("fitted") / f"{name}.wav"
    if not path.is_file():
        intake.room(studio, int(seconds * _RATE * 6))
        beside = studio.folder("incoming") / studio.fresh("bent_")
        source = str(studio.file(song.stock.path))
        try:
            with intake.disk():
                studio.crew.do(work, source, plain, seconds, ends, str(beside))
                beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    same = before is not None and before.stock.digest == name
    id = before.stock.id if before is not None and same else studio.fresh("m_")
    material = probing.material(path, id, song.material.name)
    marked = msgspec.structs.replace(material, metadata={**material.metadata, kind: notes})
    return intake.keep(
        studio, session, marked, path, size=path.stat().st_size, digest=name, made=True
    )


def work(source: str, plain: list[list[float]], seconds: float, ends: bool, into: str) -> None:
    """Runs in the worker process: the pieces of the song, bent, as a WAV file of 24 bits."""
    import numpy as np
    import soundfile

    from studio.media import sound
    from studio.sync import bend
    from studio.sync.values import Piece

    pieces = [Piece(*row) for row in plain]
    first = max(0.0, min(p.song_start for p in pieces) - 1.0)
    last = max(p.song_end for p in pieces) + 1.0
    song = sound.pcm(Path(source), start=first, length=last - first)
    moved = [Piece(p.at, p.song_start - first, p.song_end - first, p.speed) for p in pieces]
    total, fade = round(seconds * _RATE), 0.0 if ends else min(_FADE, seconds / 4)
    with soundfile.SoundFile(into, "w", _RATE, song.shape[1], "PCM_24", format="WAV") as file:
        done = 0
        for part in bend.parts(song, _RATE, moved, seconds):
            bend.edges(part, _RATE, fade=fade, first=done, total=total)
            file.write(np.clip(part, -1.0, 1.0, out=part))
            done += len(part)
