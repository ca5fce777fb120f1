"""What became different between two briefs, before and after, in the user's language."""

from __future__ import annotations

from collections.abc import Iterator

from studio.brief import Brief
from studio.planner.briefs.saying import Say, clock, key_name, sayer, stretch

_STEP = 0.01


def differences(old: Brief, new: Brief, lang: str = "en") -> str:
    """One line, "drums: as usual → less; all else stays"; "" where nothing differs."""
    say = sayer(lang)
    rows = [row for row in _rows(old, new, say) if row]
    if not rows:
        return ""
    return say("changed", what=say("semicolon").join(rows))


def _rows(old: Brief, new: Brief, say: Say) -> Iterator[str]:
    for name in ("genre", "blend"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield say("was_now", what=say("what_style"), was=_style(was, say), now=_style(now, say))
    if old.bpm != new.bpm:
        yield _arrow("what_tempo", _bpm(old, say), _bpm(new, say), say)
    elif abs(old.pace - new.pace) > _STEP:
        yield _arrow("what_tempo", _percent(old.pace), _percent(new.pace), say)
    if old.feel != new.feel:
        yield _arrow("what_feel", _named(old.feel, say), _named(new.feel, say), say)
    if (old.key, old.mode, old.shift) != (new.key, new.mode, new.shift):
        yield _arrow("what_key", _key(old, say), _key(new, say), say)
    if (old.valence, old.lift) != (new.valence, new.lift):
        yield _arrow(
            "what_light", _lean(old.valence, old.lift, say), _lean(new.valence, new.lift, say), say
        )
    if (old.energy, old.push) != (new.energy, new.push):
        yield _arrow(
            "what_energy", _lean(old.energy, old.push, say), _lean(new.energy, new.push, say), say
        )
    if abs(old.density - new.density) > _STEP:
        yield _arrow("what_density", _percent(old.density), _percent(new.density), say)
    yield from _players(old, new, say)
    if old.drops != new.drops:
        yield _arrow("what_drops", _times(old.drops, say), _times(new.drops, say), say)
    if old.hits != new.hits:
        yield _arrow("what_hits", _times(old.hits, say), _times(new.hits, say), say)
    if old.length_ms != new.length_ms:
        yield _arrow("what_length", clock(old.length_ms), clock(new.length_ms), say)
    if (old.ending, old.loop) != (new.ending, new.loop):
        yield _arrow("what_ending", _ending(old, say), _ending(new, say), say)
    if old.voice != new.voice:
        was, now = ("yes" if brief.voice else "no" for brief in (old, new))
        yield _arrow("what_voice", say(was), say(now), say)
    for change in new.changes:
        if change not in old.changes:
            yield stretch(change, say)
    for change in old.changes:
        if change not in new.changes:
            yield say("no_longer", what=stretch(change, say))
    if old.seed != new.seed:
        yield _arrow("what_take", str(old.seed), str(new.seed), say)


def _arrow(what: str, was: str, now: str, say: Say) -> str:
    return say("was_now", what=say(what), was=was, now=now)


def _players(old: Brief, new: Brief, say: Say) -> Iterator[str]:
    """Whoever plays more, less, not at all, or again."""
    names = dict.fromkeys(
        [*old.only, *new.only, *old.wanted, *new.wanted, *old.unwanted, *new.unwanted]
        + [name for name, _ in (*old.amounts, *new.amounts)]
    )
    for name in names:
        was, now = _part(old, name, say), _part(new, name, say)
        if was != now:
            yield say("was_now", what=say("name_" + name), was=was, now=now)
    if old.only != new.only:
        yield _arrow("what_only", _only(old, say), _only(new, say), say)


def _part(brief: Brief, name: str, say: Say) -> str:
    amount = dict(brief.amounts).get(name, 1.0)
    if name in brief.unwanted:
        return say("silent")
    if abs(amount - 1.0) > _STEP:
        return _percent(amount)
    return say("asked_for") if name in brief.wanted else say("usual")


def _only(brief: Brief, say: Say) -> str:
    return say("joint").join(say("name_" + n) for n in brief.only) or say("everybody")


def _style(name: str, say: Say) -> str:
    return say("genre_" + name) if name else say("free")


def _bpm(brief: Brief, say: Say) -> str:
    if brief.bpm:
        return say("bpm", bpm=f"{brief.bpm:g}")
    return say("free") if brief.pace == 1.0 else _percent(brief.pace)


def _percent(value: float) -> str:
    return f"{round(value * 100)}%"


def _named(feel: str, say: Say) -> str:
    return say(feel) if feel else say("usual")


def _key(brief: Brief, say: Say) -> str:
    parts = []
    if brief.key is not None:
        parts.append(f"{key_name(brief.key)} {say(brief.mode or 'major')}")
    elif brief.mode:
        parts.append(say(brief.mode))
    if brief.shift:
        parts.append(say("up" if brief.shift > 0 else "down", count=abs(brief.shift)))
    return say("comma").join(parts) or say("free")


def _lean(level: float | None, lean: float, say: Say) -> str:
    """A mood in hundredths, or how far it leans from the style's own."""
    if level is not None:
        return _percent(min(1.0, max(0.0, level + lean)))
    return f"{lean * 100:+.0f}%" if abs(lean) > _STEP else say("usual")


def _times(row: tuple[float, ...], say: Say) -> str:
    return say("joint").join(map(clock, row)) or say("none")


def _ending(brief: Brief, say: Say) -> str:
    if brief.loop or brief.ending == "loop":
        return say("ends_loop")
    return say("ends_fade" if brief.ending == "fade" else "ends_button")
