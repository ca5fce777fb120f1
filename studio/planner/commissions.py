"""A wish for music that takes several parts to say: "synthwave, key of A minor, 100 bpm, 1:30".

Neighbouring parts about nothing but music are one wish, however many commas stand between them.
"""

from __future__ import annotations

import itertools

from studio.planner import briefs, clauses, looks, music_words, spotting
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Kind

_OTHERS = (
    "common.title", "common.caption", "common.photo", "common.original", "telling.export",
    "telling.just_music", "syncing.sync", "moods.match",
    "music.own", "history.undo", "history.redo", "telling.show", "slideshow.slides",
    "crossfade.crossfade",
)  # fmt: skip
_PERHAPS = ("volume.volume", "ducking.duck")  # "quiet at first", "under my voice" are music's, too
_PICTURE = (
    "common.title", "common.caption", "common.photo", "creating.video", "common.clip",
    "music.voice_file",
)  # fmt: skip
_TOKENS: tuple[Kind, ...] = ("share", "db", "file", "text", "ord", "size", "times")
MUCH, SOME = 0.74, 0.5  # share of a wish that has to be about music
LONGEST = 600  # characters of one wish for music


def empty(scene: Scene) -> bool:
    """Whether there is nothing yet that a wish could be about but music."""
    return not (scene.clips or scene.sounds or scene.materials or scene.titles)


def gathered(row: list[Clause], *, empty: bool = False) -> list[Clause]:
    """The parts of a message, those of one wish for music as one; the whole of it where there is
    nothing else that it could be about."""
    if len(row) < 2:
        return row
    if empty:
        message = clauses.joined(row[0], row[-1])
        if about(message, loosely=True) and not message.says(*_PICTURE):
            return [message]
    kinds = [_kind(clause) for clause in row]
    made: list[Clause] = []
    number = 0
    for musical, group in itertools.groupby(kinds, key=lambda kind: kind != "other"):
        size = len(list(group))
        run = row[number : number + size]
        whole = clauses.joined(run[0], run[-1]) if musical and size > 1 else None
        if whole and ("strong" in kinds[number : number + size] or about(whole)):
            made.append(whole)
        else:
            made += run
        number += size
    return made


def about(clause: Clause, *, loosely: bool = False) -> bool:
    """Whether a part is about nothing but the music that is wanted, and says which."""
    if _elsewhere(clause):
        return False
    if len(clause.raw) > LONGEST:
        return False
    least = MUCH if clauses.own(clause) or clause.says(*_PICTURE) else SOME
    return briefs.commissioned(clause.raw, loosely=loosely, least=least)


def _elsewhere(clause: Clause) -> bool:
    """Whether a part speaks of what is no music: a number that is none of it, a title, a fade."""
    found = clause.known.get("elsewhere")
    if found is None:
        found = len(clause.raw) > LONGEST or _told_elsewhere(clause)
        clause.known["elsewhere"] = found
    return found


def _told_elsewhere(clause: Clause) -> bool:
    if clause.says(*_OTHERS) or written(clause):
        return True
    styles = any(word.kind == "genres" for word in music_words.things(clause.plain))
    if not styles and any(True for _ in looks.named(clause.plain)):
        return True  # "dark green"
    for key in _PERHAPS:
        match = spotting.find(key, clause.plain)
        if match is not None and not briefs.hears(clause.raw, match[0]):
            return True
    paced = {"half", "double"} & {cue.kind for cue in music_words.cues(clause.plain)}
    kinds = [kind for kind in _TOKENS if kind != "times" or not paced]
    found = [token for kind in kinds for token in clause.all(kind)]
    works = briefs.works(clause.raw)
    return any(
        token.text not in works if token.kind == "text" else not briefs.hears(clause.raw, token.raw)
        for token in found
    )


def written(clause: Clause) -> bool:
    """Whether words are to be written, though they sound like music: "write Happy Birthday"."""
    return clause.says("titles.writes") and not clause.says("common.music", "titles.composed")


def _cut(clause: Clause) -> bool:
    """Whether a part cuts the picture: "the first three seconds" are none of the music's."""
    timed = bool(clause.all("edge") or clause.all("range"))
    if clause.all("time") and clause.says("cutting.keep", "cutting.down_to"):
        timed = True
    if not timed or clause.says("common.music"):
        return False
    if clause.says("cutting.cut"):
        return True
    return clause.says("cutting.keep", "common.remove") and not music_words.things(clause.plain)


def for_a_while(clause: Clause) -> bool:
    """Whether a part says how loud something is to be for a while: not from when it is heard."""
    timed = any(clause.all(kind) for kind in ("range", "edge"))
    timed = timed or any(clause.one("time", role=r) for r in ("after", "from", "until", "before"))
    if not timed or not clause.says("volume.louder", "volume.softer"):
        return False
    return not clause.says("common.music") and not music_words.things(clause.plain)


def _kind(clause: Clause) -> str:
    """`strong`: music is named; `more`: it may say more of it; `other`: something else."""
    if _elsewhere(clause) or _cut(clause) or for_a_while(clause):
        return "other"
    if about(clause):
        return "strong"
    if briefs.musical(clause.raw):
        return "more"
    aside = not clauses.own(clause) and not clause.tokens and len(clause.raw) < 40
    return "more" if aside else "other"
