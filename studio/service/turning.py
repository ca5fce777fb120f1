"""A visual's other colours, other looks, in parts of its song: when they come, and telling it.

"pink in the chorus", "rings from the drop on", 副歌部分用粉色: settled once the song was heard, and
settled again when it is another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from studio.planner import phrases
from studio.planner.shades import DROP, parted
from studio.planner.visual_words import COLOURS
from studio.service import song_parts
from studio.timeline import clock
from studio.timeline.model import Background, Shade
from studio.words import Lang, say

_BACK = "back"  # what a change is tied to that ends another one
_TIMES = 4  # of a part that are told


class Heard(NamedTuple):
    """What is known of the song: its parts by name with ms, its drops, how long it is."""

    parts: tuple[tuple[str, int, int], ...]
    drops: tuple[int, ...]
    length: int


class _While(NamedTuple):
    """A wish, and from when to when it is meant."""

    start: int
    end: int
    wish: Shade


def heard(found: Mapping[str, Any]) -> Heard:
    parts = tuple((str(kind), int(start), int(end)) for kind, start, end in found["parts"])
    return Heard(parts, tuple(found["drops"]), round(found["seconds"] * 1000))


def unsettled(row: Sequence[Shade]) -> tuple[Shade, ...]:
    """The changes as they were wished, each once."""
    made: list[Shade] = []
    for one in row:
        if one.tied == _BACK:
            continue
        wish = replace(one, at=0, when=one.tied, tied="") if one.tied else one
        if wish not in made:
            made.append(wish)
    return tuple(made)


def settled(wish: Background, usual: tuple[str, ...], song: Heard) -> tuple[Shade, ...]:
    """The changes at times. `usual`: the colours where none were named."""
    if not any(one.when for one in wish.shades):
        timed = [replace(one, colours=one.colours or usual) for one in wish.shades]
        return tuple(sorted(timed, key=lambda one: one.at))
    base = wish.colours or usual
    whiles = [span for shade in unsettled(wish.shades) for span in _whiles(shade, song)]
    edges = sorted({at for span in whiles for at in (span.start, span.end) if at < song.length})
    made: list[Shade] = []
    before = (base, "")
    for at in edges:
        over = _over(whiles, at, song.length)
        if over is None:
            shade = Shade(at=at, colours=base, tied=_BACK)
        else:
            tied = over.wish.when if over.start == at else _BACK
            colours = over.wish.colours or usual
            shade = replace(over.wish, at=at, colours=colours, when="", tied=tied)
        if (shade.colours, shade.scene) != before:
            made.append(shade)
            before = (shade.colours, shade.scene)
    return tuple(made)


def _over(whiles: Sequence[_While], at: int, length: int) -> _While | None:
    """What wins at this moment: a part of the song over "from there on", the last chorus over every
    chorus, else what began last."""
    on = [span for span in whiles if span.start <= at < span.end]
    parts = [span for span in on if span.end < length] or on
    return max(parts, key=lambda span: (span.start, span.wish.when.count(":")), default=None)


def _whiles(one: Shade, song: Heard) -> list[_While]:
    """When a wish is meant; never, where there is no such part."""
    if not one.when:
        return [_While(one.at, song.length, one)]
    return [_While(start, end, one) for start, end in _spans(one.when, song)]


def _spans(when: str, song: Heard) -> list[tuple[int, int]]:
    part = parted(when)
    if part is None or (part.kind == DROP and part.side == "from"):
        return [(song.drops[0], song.length)] if song.drops else []
    from studio.sync import parts

    row = [parts.Part(kind, start / 1000, end / 1000) for kind, start, end in song.parts]
    drops = [at / 1000 for at in song.drops]
    met = parts.named(row, part.kind, part.which, drops)
    found = [(round(one.start * 1000), round(one.end * 1000)) for one in met]
    if not found and part.kind == DROP and part.which is None:
        return [(song.drops[0], song.length)] if song.drops else []
    if not found or part.side == "in":
        return found
    start, end = found[0]
    if part.side == "before":
        return [(0, start)]
    return [(end if part.side == "after" else start, song.length)]


def told(wish: Background, known: Background | None, song: Heard, lang: Lang) -> Iterator[str]:
    """Which colours and looks come when, of those that were just wished, and for which there is no
    such part."""
    before = known.shades if known else ()
    for one in wish.shades:
        if one.tied or (not one.when and one in before):
            continue
        part = parted(one.when)
        spans = _spans(one.when, song) if one.when else [(one.at, song.length)]
        what = _what(one, wish, lang)
        if not spans:
            yield _missing(one, song, lang)
        elif spans[-1][1] >= song.length and len(spans) == 1 and spans[0][0]:
            yield say("visuals.shade_from", lang, time=_moment(spans[0][0]), colours=what)
        else:
            name = song_parts.called(part, lang) if part else ""
            times = say("timeline.comma", lang).join(
                f"{_moment(start)}–{_moment(end)}" for start, end in spans[:_TIMES]
            )
            key = "turn_in" if part and part.side == "in" else "turn_while"
            yield say(f"visuals.{key}", lang, part=name, times=times, what=what)


def _missing(one: Shade, song: Heard, lang: Lang) -> str:
    part = parted(one.when)
    if part is None or part.kind == DROP:
        return say("visuals.shade_none", lang)
    names = dict.fromkeys(kind for kind, _, _ in song.parts)
    row = say("timeline.comma", lang).join(say(f"parts.{kind}", lang) for kind in names)
    key = "turn_missing" if row else "turn_no_parts"
    return say(f"visuals.{key}", lang, part=song_parts.called(part, lang), heard=row)


def _what(one: Shade, wish: Background, lang: Lang) -> str:
    """Colours by their names, and a look by its own."""
    named = one.colours if one.colours != wish.colours and len(one.colours) <= COLOURS else ()
    words = [colour(value, lang) for value in named]
    if one.scene:
        words.insert(0, say(f"visuals.scene_{one.scene}", lang))
    return say("timeline.comma", lang).join(words) or say("visuals.colours_before", lang)


def colour(value: str, lang: Lang) -> str:
    """A colour by the name that people give it, where it has one."""
    for spoken in (lang, "zh" if lang != "en" else "en"):
        folder = Path(phrases.__file__).parent / "phrases" / spoken
        names = phrases.read(folder / "looks.yaml").get("colours", {})
        found = next((str(name) for name, one in names.items() if one == value), "")
        if found:
            return found
    return value


def _moment(ms: int) -> str:
    return clock.moment(round(ms, -2))
