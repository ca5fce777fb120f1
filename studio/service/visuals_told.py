"""What there is to tell of a visual: what was heard, the look and why, colours, title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from studio.planner.visual_words import COLOURS, NONE, SCENES
from studio.service import turning
from studio.timeline import clock
from studio.timeline.model import Background
from studio.words import Lang, say

_TIMES = 4  # drops whose times are told


def said(
    wish: Background,
    now: Background,
    heard: Mapping[str, Any],
    known: Background | None,
    lang: Lang,
    *,
    fresh: bool,
) -> Iterator[str]:
    """What there is to tell of a visual that was `known` before, or is new, as its song may be."""
    if fresh:
        yield from _music(heard, lang)
    if known is None or known.scene != now.scene:
        why = "asked" if wish.scene else "silent" if heard["silent"] else heard["why"]
        others = [say(f"visuals.scene_{one}", lang) for one in SCENES if one != now.scene]
        yield say(
            "visuals.look", lang, scene=say(f"visuals.scene_{now.scene}", lang),
            reason=say(f"visuals.why_{why}", lang),
            others=say("timeline.comma", lang).join(others),
        )  # fmt: skip
    if not wish.colours:
        word = say(f"visuals.mood_{heard['word']}", lang)
        key = "cover" if heard["covered"] else "mood"
        yield say(f"visuals.colours_{key}", lang, mood=word)
    elif len(now.colours) <= COLOURS and (known is None or known.colours != now.colours):
        yield say("visuals.colours_asked", lang, colours=say("timeline.comma", lang).join(
            turning.colour(one, lang) for one in wish.colours
        ))  # fmt: skip
    yield from turning.told(wish, known, turning.heard(heard), lang)
    titled = known is None or (known.title, known.artist) != (now.title, now.artist)
    if titled and now.title not in ("", NONE):
        key = "title_and_artist" if now.artist else "title_from"
        yield say(f"visuals.{key}", lang, title=now.title, artist=now.artist)


def beats(bpm: float) -> str:
    """A tempo as it is told: whole where it is as good as whole."""
    whole = round(bpm)
    return str(whole) if abs(bpm - whole) < 0.3 else f"{bpm:g}"


def _music(heard: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    if heard["silent"]:
        yield say("visuals.silent", lang)
        return
    if heard["spoken"]:
        yield say("visuals.speech", lang)
    elif heard["bpm"]:
        yield say("visuals.tempo", lang, bpm=beats(heard["bpm"]), meter=heard["meter"])
    else:
        yield say("visuals.tempo_unsure", lang)
    if heard["seconds"] < 5:
        yield say("visuals.short", lang)
    drops = heard["drops"]
    if not drops:
        yield say(f"visuals.drops_none{'' if heard['bpm'] else '_nor_beats'}", lang)
        return
    times = say("timeline.comma", lang).join(clock.moment(round(ms, -2)) for ms in drops[:_TIMES])
    if len(drops) > _TIMES:
        times += " …"
    key = "drops_one" if len(drops) == 1 else "drops_many"
    yield say(f"visuals.{key}", lang, count=len(drops), times=times)
