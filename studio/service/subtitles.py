"""Subtitle and lyrics files (SRT, VTT, LRC): known by their content, laid when there is a video.

They are no material that a segment could show. They wait in the session until its timeline has a
length, and become captions with the next message, an edit like any other. Their times are those of
the recording they were written for, so they follow it to where it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studio.planner import captions
from studio.service import decoding, intake
from studio.service.intake import Draft
from studio.service.studio import Studio
from studio.store import Session, Stock
from studio.timeline import facts
from studio.timeline.model import Timeline
from studio.timeline.operations import AddCaptions, Line, RemoveTitles
from studio.words import say

if TYPE_CHECKING:
    from studio.service.work import Work

LARGEST = 2 << 20  # bytes; two hours of talk are a tenth of that
_SHORTEST = 20  # ms; what is left of a line at a cut may be too short to be read
_ARROW = "-->"  # between the times of subtitles; lyrics have none


class Facts(msgspec.Struct, frozen=True):
    """What the store keeps of such a file beside its bytes."""

    name: str
    lines: int


class Piece(NamedTuple):
    """A stretch of a recording on the timeline: from where in it, when, how long, how fast."""

    begins: int
    start: int
    duration: int
    speed: float


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
    found = captions.read(decoding.text(draft.path.read_bytes()), length=0)
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


def waiting(studio: Studio, session: Session, laid: tuple[str, ...]) -> list[Stock]:
    """The subtitle files of the session that are not on its timeline yet."""
    stocks = studio.store.stocks(session.id)
    return [s for s in stocks if s.id.startswith(intake.SUBTITLES) and s.id not in laid]


def name(stock: Stock) -> str:
    """What the user calls the file."""
    return msgspec.json.decode(stock.material, type=Facts).name


def edit(studio: Studio, stock: Stock, now: Timeline) -> AddCaptions | None:
    """The captions of a file as an edit of this timeline; None where none of them falls into it."""
    path = studio.file(stock.path)
    if not path.is_file():
        return None
    text = decoding.text(path.read_bytes())
    first = int(facts.fresh(now, "t")[1:])
    pieces = _heard(now) if _ARROW not in text else _seen(now)
    if not pieces:
        return captions.read(text, length=facts.duration(now), first=first)
    whole = captions.read(text, length=0, first=first)
    lines = tuple(_placed(whole.lines if whole else (), pieces, facts.duration(now)))
    lines = tuple(msgspec.structs.replace(one, id=f"t{first + n}") for n, one in enumerate(lines))
    return AddCaptions(lines=lines) if lines else None


def shown_again(work: Work) -> None:
    """Lays the lines of the file that came last once more, or says that there is none."""
    known = [s for s in work.studio.store.stocks(work.session.id) if s.id in work.mind.subtitles]
    wish = edit(work.studio, known[-1], work.now) if known else None
    if wish is None:
        waits = waiting(work.studio, work.session, work.mind.subtitles)
        work.told += [] if waits else [say("lyrics.none", work.lang)]
        return
    gone = replaced(work, wish)
    for step in (gone, wish) if gone else (wish,):
        work.do(step)


def replaced(work: Work, new: AddCaptions) -> RemoveTitles | None:
    """The edit that takes away the captions in whose place the new ones stand; None for none.

    Where one line of an earlier file makes way, all of that file does: a corrected one is shorter
    now and then.
    """
    old = [title for title in facts.titles(work.now) if title.role == "caption"]
    first = min(line.start for line in new.lines)
    last = max(line.start + line.duration for line in new.lines)
    under = [one for one in old if one.start < last and facts.end(one) > first]
    words = {one.text for one in under}
    for stock in work.studio.store.stocks(work.session.id):
        lines = _words(work.studio, stock) if stock.id in work.mind.subtitles else set()
        if lines & words:
            under += [one for one in old if one.text in lines and one not in under]
    return RemoveTitles(targets=tuple(one.id for one in under)) if under else None


def sung(work: Work) -> set[str]:
    """All that the lines say of the files that were laid in this film."""
    laid = [one for one in work.studio.store.stocks(work.session.id)
            if one.id in work.mind.subtitles]  # fmt: skip
    return {line for stock in laid for line in _words(work.studio, stock)}


def _words(studio: Studio, stock: Stock) -> set[str]:
    """What a file's lines say; nothing where it is gone."""
    path = studio.file(stock.path)
    found = captions.read(decoding.text(path.read_bytes()), length=0) if path.is_file() else None
    return {line.text for line in found.lines} if found else set()


def _heard(now: Timeline) -> list[Piece]:
    """Where the song that lyrics are of lies; nothing where it is not as it was recorded."""
    songs = [s for s in facts.music(now) if s.source and facts.brief(s) is None]
    of = [s for s in songs if s.source == songs[0].source and facts.song(s) == s.source]
    return [Piece(s.in_point, s.start, s.duration, s.speed) for s in of]


def _seen(now: Timeline) -> list[Piece]:
    """Where the one video that subtitles are of lies; nothing where the film has several."""
    filmed = [c for c in facts.clips(now) if c.source and facts.kind(c) == "video"]
    if not filmed:
        return _heard(now)
    if len({c.source for c in filmed}) > 1:
        return []  # then they are of the film as it is
    forward = [c for c in filmed if not (c.reverse or c.freeze)]
    return [Piece(c.in_point, c.start, c.duration, c.speed) for c in forward]


def _placed(lines: Iterable[Line], pieces: list[Piece], end: int) -> Iterator[Line]:
    """The lines at the times at which their words are heard now; those cut away are left out."""
    for piece in sorted(pieces, key=lambda p: p.start):
        last = min(piece.start + piece.duration, end)
        for line in lines:
            start = piece.start + round((line.start - piece.begins) / piece.speed)
            stop = min(start + round(line.duration / piece.speed), last)
            start = max(start, piece.start)
            if stop - start >= _SHORTEST:
                yield msgspec.structs.replace(line, start=start, duration=stop - start)
