"""A sentence becomes a brief, or a small change of one."""

from __future__ import annotations

import re

from studio import brief as briefs
from studio.brief import Brief
from studio.planner import music_words
from studio.planner.briefs import altering, arcs, beyond, landing, leftover, measures, slips
from studio.planner.briefs.leanings import leaned
from studio.planner.briefs.parts import Part, parts
from studio.planner.briefs.players import manned
from studio.planner.briefs.scopes import scope
from studio.planner.briefs.styles import implied, styled
from studio.planner.briefs.takes import takes_asked
from studio.planner.briefs.timing import ended, timed
from studio.planner.phrases import plain

_SCENE = re.compile(r"\b(?:scene|shot|clip)s? \d|第.{1,3}(?:个)?(?:场景|镜头|场|片段)")
_STRONG = ("genres", "uses", "echoes", "instruments")
_ANYWHERE = frozenset({  # cues that are said about anything
    "no", "not", "too", "only", "less", "more", "with", "at", "after", "until", "little", "much",
    "takes", "another", "slower", "faster", "fade", "loop", "hit", "drop", "button", "major",
    "minor", "voice",
})  # fmt: skip
_SHAPES = frozenset(
    {"loop", "voice", "fade", "button", "drop", "hit", "sparser", "busier", "half", "double"}
)
_THERE = re.compile(  # music that is thought to be there
    r"\b(?:the|this|that|my|its|current) (?:background )?"
    r"(?:music|song|track|bgm|soundtrack|sound)\b"
    r"|[把将给让](?:背景)?(?:音乐|歌|配乐)|(?:音乐|歌|配乐)(?:声|再|太|调|大|小|轻|响|淡)"
)
_LOOSELY = 0.4  # the same where there is no picture, no sound and no file
_MUSICAL = 0.74  # share of a wish that has to be about music for all of it to be taken as one


def understand(
    text: str, *, lang: str = "en", brief: Brief | None = None, length: float = 0.0
) -> Brief | None:
    """The brief that the sentence asks for, on top of `brief` where one is given; None: no music in
    it. `length`: how long it will be, whatever the sentence says of that."""
    base = brief or Brief()
    said = slips.mended(plain(text))
    row = parts(said)
    read = _read(said, base, length=length)
    read = landing.landed(said, read, length or read.length_ms)
    if brief is None:
        read = implied(row, read)
    named = bool(read.only or read.unwanted) or any(
        word.kind in _STRONG for part in row for word in part.things
    )
    music = any(part.has("music") for part in row)
    absent = bool(music_words.absent(said)) or any(
        row.reason in ("work", "metre") for row in beyond.found(text)
    )
    if read == base and not music and not absent:
        return None
    moods = any(word.kind == "moods" for part in row for word in part.things)
    pulse = read.bpm != base.bpm or read.drops != base.drops or read.hits != base.hits
    led = read.voice and not base.voice
    shaped = {cue.kind for part in row for cue in part.cues} & _SHAPES
    led = led or (bool(shaped) and lasting(text) and leftover.share(text) >= _LOOSELY)
    led = led or absent or (read.loop and not base.loop) or bool(arcs.heard(said).spans)
    return read if named or music or moods or pulse or led or brief is not None else None


def change(text: str, brief: Brief, *, lang: str = "en") -> Brief | None:
    """The brief changed as the sentence asks ("less drums", "happier"); None where it asks no
    change."""
    said = slips.mended(plain(text))
    row = parts(said)
    if _SCENE.search(said):  # whoever knows where the scenes lie turns them into times
        return None
    read = _read(said, _taken_back(row, said, brief), relative=True)
    read = landing.landed(said, read, read.length_ms)
    if any(part.has("another") for part in row):
        read = briefs.changed(read, seed=read.seed + 1)
    elif any(part.has("rekey") for part in row) and (read.key, read.shift) == (
        brief.key,
        brief.shift,
    ):
        read = briefs.changed(read, shift=(brief.shift + 5 + 12) % 12)
    return None if read == brief else read


def _taken_back(row: list[Part], said: str, brief: Brief) -> Brief:
    return altering.corrected(said, brief, {cue.kind for part in row for cue in part.cues})


def commissioned(text: str, *, loosely: bool = False, least: float = _MUSICAL) -> bool:
    """Whether a message is about nothing but the music that is wanted, and names it. `loosely`:
    where there is nothing else that it could be about."""
    said = slips.mended(plain(text))
    row = parts(said)
    kinds = [word.kind for part in row for word in part.things]
    named = "genres" in kinds or "instruments" in kinds
    named = named or bool(music_words.absent(said)) or "echoes" in kinds
    named = named or any(row.reason == "work" for row in beyond.found(text))
    named = named or ("families" in kinds and any(part.has("music") for part in row))
    music = any(part.has("music") for part in row) or "families" in kinds
    pulse = measures.tempo(said) is not None
    landing = any(part.has("drop") and part.times for part in row)
    hints = kinds.count("uses") + kinds.count("moods") + pulse + landing
    hints += takes_asked(text) > 1
    if loosely and not _THERE.search(
        said
    ):  # nothing but music can be meant: every word of it counts
        cued = {cue.kind for part in row for cue in part.cues} & _SHAPES
        hints += len(cued) + (not cued.isdisjoint(_SHAPES) and lasting(text)) + music
        hints += len(beyond.found(text)) + bool(arcs.heard(said).spans) + bool(measures.spans(said))
    hints += loosely and any(part.has("hit") and part.times for part in row)
    if not (named or (music and hints) or hints > 1):
        return False
    least = least if named else max(least, _MUSICAL)
    return leftover.share(text) >= (_LOOSELY if loosely else least)


def musical(text: str) -> bool:
    """Whether a part could belong to a wish for music: all of it is about that, and some is."""
    row = parts(plain(text))
    kinds = {cue.kind for part in row for cue in part.cues} - _ANYWHERE
    some = kinds or any(part.things or part.times for part in row) or measures.spans(plain(text))
    return bool(some) and not leftover.unread(text)


def struck(text: str) -> bool:
    """Whether moments are named at which the music does something, or a voice that it is for: times
    and a recording that are no matter of where the music lies."""
    read = _read(plain(text), Brief())
    return bool(read.drops or read.hits or read.changes or read.voice)


def lasting(text: str) -> bool:
    """Whether a length is said."""
    said = plain(text)
    return timed(parts(said), Brief(length_ms=-1.0)).length_ms > 0


def measured(text: str) -> bool:
    """Whether a tempo or a key is named, or how far from the present one."""
    return bool(measures.spans(plain(text)))


def restyled(text: str) -> bool:
    """Whether a style is named."""
    said = plain(text)
    return styled(parts(said), Brief()).genre != ""


def _read(said: str, base: Brief, *, relative: bool = False, length: float = 0.0) -> Brief:
    fixed = base.length_ms if relative else length
    total = fixed or timed(parts(said), base).length_ms
    brief = measures.measured(said, base, relative=relative)
    named = measures.tempo(said) is not None
    row = parts(arcs.without(said), total)
    brief = styled(row, brief, relative=relative)
    whole = []
    for part in row:
        stretch = scope(part, briefs.changed(brief, length_ms=total), relative=relative)
        if relative and altering.returns(part):
            brief = altering.returned(part, brief, stretch)
        elif relative and stretch is None and altering.swaps(part):
            brief = altering.swapped(part, brief)
        else:
            brief = manned(part, brief, stretch)
        brief = leaned(part, brief, stretch, named=named, relative=relative)
        brief = ended(part, brief)
        if stretch is None:
            whole.append(part)
    moved = altering.struck(said, brief) if relative else None
    if moved is not None:
        return moved
    brief = arcs.bent(said, brief, total)
    return timed(whole, brief)
