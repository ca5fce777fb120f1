"""What is said of a song's drop over a film with cuts: where it is, and which cut it is for.

"The drop is at 1:02" tells of the song, "put the drop at 0:20" of the film; of two times the one
beside the song is the song's, else the first; two drops that are only told are both the song's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from studio.planner import phrases, spotting
from studio.planner.numbers import value
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.timeline import facts

TELLS = ("drop", "chorus")  # what steps up
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
          "tenth")  # fmt: skip
_CUT_EN = r"(?:cut|edit|scene change|transition|shot change)"
_CUT_HAN = r"(?:剪辑点|剪接点|切点|转场|切换)"
_NTH = re.compile(
    rf"(?P<one>{'|'.join(_ORDER)}|last|final|\d{{1,3}}(?:st|nd|rd|th)) {_CUT_EN}"
    rf"|(?:第\s*)?(?P<other>最后|(?<=第)[一二两三四五六七八九十\d]{{1,3}})\s*一?个?.{{0,2}}?{_CUT_HAN}"
)
_CUT = re.compile(rf"\b{_CUT_EN}s?\b|{_CUT_HAN}")
_THE_DROP = re.compile(r"\bdrop\b|爆点|高潮|落点")
_OF_SONG = re.compile(r"(?:of|in|into) (?:the |my )?(?:song|track|music|tune)|歌曲?的|音乐的|歌里")
_FILM_FIRST = re.compile(
    r"^[^\d]*(?:cut|film|video|剪辑点|剪接点|画面|视频)[^\d]*\d.*"
    r"(?:(?:of|in) the (?:song|track)|歌)"
)
_ELSE = ("volume.louder", "volume.softer", "volume.volume", "fades.fade", "common.title",
         "common.caption", "song.skip", "song.only")  # fmt: skip


def told(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Where in the song the drop is, and which cut it is for."""
    says = _meaning(clause)
    onto = meant(clause, scene)
    is_, at_cut = says("syncing.drop_is"), says("syncing.at_cut") or _CUT.search(clause.plain)
    named = says("syncing.drop_at", "syncing.put_drop") or is_ or onto
    number = _NTH.search(clause.plain)
    synced = clause.says("syncing.sync") and _THE_DROP.search(clause.plain) is not None
    if denied(clause) or clause.says(*_ELSE[:4]) or not (named or (number is not None and synced)):
        return {}
    times = [t for t in clause.all("time") if t.number > 0]
    if number is not None:
        said: dict[str, Any] = {"which": _which(number)}
        song = is_ or _OF_SONG.search(clause.plain) is not None
        return {**said, "drop": round(times[0].number)} if times and song else said
    if not (says("syncing.drop_at") or is_ or onto) or not times:
        return {}
    if len(times) > 1 and (at_cut or says("syncing.put_drop") or not is_):
        one, two = round(times[0].number), round(times[1].number)
        film_first = _FILM_FIRST.search(clause.plain) is not None
        return {"drop": two, "hero": one} if film_first else {"drop": one, "hero": two}
    at = _time(clause)
    song = is_ and not says("syncing.put_drop") and not at_cut
    song = song or _OF_SONG.search(clause.plain) is not None
    film = facts.picture_end(scene.timeline)
    if not song and film and at > film:  # nothing of the film is there
        song = True
    return {"drop": at} if song else {"hero": at}


def several(clause: Clause) -> tuple[int, ...]:
    """Places in the song where it drops, where more than one is told, and no cut beside them."""
    says = _meaning(clause)
    found = tuple(round(t.number) for t in clause.all("time") if t.number > 0)
    if len(found) < 2 or _CUT.search(clause.plain) or says("syncing.put_drop") or denied(clause):
        return ()
    return found if says("syncing.drop_is") else ()


def placed(clause: Clause) -> bool:
    """Whether the drop, or the chorus, is brought to a time."""
    return not denied(clause) and _meaning(clause)("syncing.put_drop", "syncing.drop_at")


def denied(clause: Clause) -> bool:
    """Whether it is said where the drop is not."""
    return clause.says("song.not_there")


def meant(clause: Clause, scene: Scene) -> bool:
    """Whether "make it hit the cut at 0:10" is said of the drop: one that was just told, or of
    music that lies there as it was fitted."""
    if not clause.says("syncing.onto_cut") or not scene.music:
        return False
    if before(clause):
        return True
    fitted = any(facts.song(one) != one.source for one in scene.music)
    return fitted and scene.memory.kind in ("", "music", "all")


def before(clause: Clause) -> bool:
    """Whether a drop was spoken of before in the same message."""
    so_far = clause.sheet.text[: clause.at]
    return any(phrases.compiled(f"song.{kind}").search(so_far) for kind in TELLS)


def _meaning(clause: Clause) -> Callable[..., bool]:
    """What tells whether a meaning is said, a chorus that is told by its time read as a drop."""
    chorus = phrases.compiled("song.chorus")
    if not chorus.search(clause.text) or clause.says(*_ELSE):
        return clause.says
    texts = [chorus.sub("drop", text) for text in (clause.plain, clause.text)]

    def says(*keys: str) -> bool:
        return any(spotting.said(key, text) for key in keys for text in texts)

    return says if says("syncing.drop_is", "syncing.put_drop") else clause.says


def _which(match: re.Match[str]) -> int:
    """The number of a cut: the third, the 3rd, 第三个, 最后; the last is -1."""
    said = match["one"] or match["other"]
    if said in ("last", "final", "最后"):
        return -1
    return _ORDER.index(said) + 1 if said in _ORDER else round(value(said.rstrip("stndrh")))


def _time(clause: Clause) -> int:
    at: Token | None = clause.one("time", role="at") or clause.one("time")
    return round(at.number) if at is not None else -1
