"""Subtitle and lyrics files (SRT, VTT, LRC): known by their content, laid when there is a video.

They are no material that a segment could show. They wait in the session until its timeline has a
length, and become captions with the next message, an edit like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from studio.planner import captions
from studio.service import intake
from studio.service.intake import Draft
from studio.service.studio import Studio
from studio.store import Session, Stock
from studio.timeline import facts
from studio.timeline.model import Timeline
from studio.timeline.operations import AddCaptions

LARGEST = 2 << 20  # bytes; two hours of talk are a tenth of that
_CODECS = ("utf-8-sig", "gb18030", "big5hkscs", "latin-1")


class Facts(msgspec.Struct, frozen=True):
    """What the store keeps of such a file beside its bytes."""

    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A file of lines with times, in the session's stock."""

    stock: Stock
    name: str
    lines: int


def take(studio: Studio, session: Session, draft: Draft) -> Subtitles | None:
    """The file kept as subtitles, if its content is that; None where it is something else."""
    if draft.size > LARGEST:
        return None
    draft.close()
    found = captions.read(_text(draft.path.read_bytes()), length=0)
    if found is None:
        return None
    name = studio.fresh(intake.SUBTITLES)
    with intake.disk():
        path = studio.folder("sessions", session.id) / f"{name}.txt"
        draft.path.rename(path)
    known = Facts(draft.name, len(found.lines))
    stock = Stock(
        session=session.id,
        id=name,
        material=msgspec.json.encode(known),
        path=path.relative_to(studio.settings.data).as_posix(),
        size=draft.size,
        digest=draft.digest(),
        made=False,
        at=studio.clock(),
    )
    studio.store.keep_stock(stock)
    return Subtitles(stock, known.name, known.lines)


def _text(raw: bytes) -> str:
    """The text of a file in whichever of the usual encodings it is."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    for codec in _CODECS:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return ""


def waiting(studio: Studio, session: Session, laid: tuple[str, ...]) -> list[Stock]:
    """The subtitle files of the session that are not on its timeline yet."""
    stocks = studio.store.stocks(session.id)
    return [s for s in stocks if s.id.startswith(intake.SUBTITLES) and s.id not in laid]


def edit(studio: Studio, stock: Stock, now: Timeline) -> AddCaptions | None:
    """The captions of a file as an edit of this timeline; None where none of them falls into it."""
    path = studio.file(stock.path)
    if not path.is_file():
        return None
    first = int(facts.fresh(now, "t")[1:])
    return captions.read(_text(path.read_bytes()), length=facts.duration(now), first=first)
