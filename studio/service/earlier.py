"""The films of a session: one is at hand, the others were put aside and can be gone back to.

Each is a run of versions: the first one's number, and the one at which it was left.
"""

from __future__ import annotations

import msgspec

from studio.planner.values import Return
from studio.service import timelines
from studio.service.arrivals import new, own, used
from studio.service.timelines import Film, Mind
from studio.service.work import Work
from studio.timeline import facts, history
from studio.timeline.history import History
from studio.timeline.model import Timeline
from studio.timeline.summary import short
from studio.words import say


def begin(work: Work, came: tuple[str, ...]) -> None:
    """Puts the film at hand aside, and whatever was in mind about it; only these files stay."""
    left = _left(work)
    work.mind = msgspec.structs.replace(
        work.mind, wish={}, start=work.top + 1, films=(left, *work.mind.films)[: timelines.FILMS],
        aside=tuple(id for id in work.taken if id not in came),
    )  # fmt: skip
    work.now = work.before = Timeline()
    work.done.append({"op": "begin"})
    if left.name:
        work.begun = say("service.begun_anew", work.lang, name=short(left.name))


def go_back(work: Work, step: Return) -> None:
    """Takes an earlier film up again where it was left."""
    film = work.mind.films[step.film]
    version = work.studio.store.version(work.session.id, film.left)
    if version is None:
        return
    _swap(work, film)
    work.now = work.before = timelines.read(version)
    work.done.append({"op": "return"})
    work.begun = say("service.gone_back", work.lang, name=short(film.name))


def follow(work: Work, found: History) -> None:
    """After a walk through the versions: the film at hand is the one that its version is of."""
    above = _above(found)
    if work.mind.start in above:
        return
    film = next((film for film in work.mind.films if film.start in above), None)
    if film is not None:
        _swap(work, film)


def restored(found: History, version: int, known: Mind) -> History:
    """The history with a version of the film at hand as its newest, counted in that film."""
    earlier = found.versions[: known.start]
    return history.restore(found, version + sum(bool(v.timeline.tracks) for v in earlier))


def _above(found: History) -> set[int]:
    """The version one stands on, and all that it grew out of."""
    at, above = found.at, set()
    while at >= 0 and at not in above:
        above.add(at)
        at = found.versions[at].parent
    return above


def _left(work: Work) -> Film:
    """The film at hand, as it is put aside: with what was in mind before this message."""
    mind = timelines.mind(work.session)
    came = set(new(work)) - used(work)
    files = tuple(one.material.id for one in own(work) if one.material.id not in came)
    return Film(
        start=work.mind.start, left=work.mind.at, name=_name(work.now), files=files,
        planner=msgspec.structs.replace(mind.planner, question=None),
    )  # fmt: skip


def _name(film: Timeline) -> str:
    """What a film is called: by its first file, else by what is written in it, or heard."""
    pieces = [segment for _, segment in facts.every(film)]
    return next((name for piece in pieces if (name := facts.name(piece)) != piece.id), "")


def _swap(work: Work, film: Film) -> None:
    films = tuple(one for one in work.mind.films if one != film)
    work.mind = msgspec.structs.replace(
        work.mind, start=film.start, films=(_left(work), *films), wish={}, planner=film.planner,
        aside=tuple(id for id in work.taken if id not in film.files),
    )  # fmt: skip
