"""Who plays: wanted, unwanted, nobody else, less and more of somebody."""

from __future__ import annotations

import re

import msgspec

from studio import brief as briefs
from studio.brief import Brief, Change
from studio.planner import music_words
from studio.planner.briefs.parts import Part, wished
from studio.planner.briefs.scopes import enters
from studio.planner.music_words import Word

# "no instruments except piano", "除了吉他什么都不要": nobody but what is named
_NOBODY_ELSE = re.compile(
    r"\b(?:no|nothing|without|mute|remove)\b.{0,24}\b(?:except|but|other than|apart from|besides)\b"
    r"|除了.{1,22}(?:什么|其他|其它|别的|都)(?:.{0,4})(?:不要|没有|去掉|不用)"
    r"|(?:everything|everyone|all) (?:else )?(?:out|off|away) (?:except|but)\b"
)
_RHYTHM = ("drums", "percussion", "bass")
_HEFT = re.compile(
    r"\b(?:(?P<soft>light|soft|subtle|gentle|quiet|minimal|faint)|big|huge|massive|thumping"
    r"|pounding"
    r"|booming|strong|loud|powerful)\s+$"
)
_HEARD = ("guitar", "keys", "winds", "synth")  # families that are wished for by their bare name


def manned(part: Part, brief: Brief, scope: Change | None) -> Brief:
    """The brief with the players that this part speaks of, there or for a stretch only."""
    only: list[str] = []
    without: list[str] = []
    alone = _NOBODY_ELSE.search(part.text) is not None
    for word in players(part):
        name = str(word.value)
        match "only" if alone else wished(word, part) or _weight(word, part):
            case "no":
                without.append(name)
            case "only":
                only.append(name)
            case _ if scope is not None and scope.start and enters(part):
                brief = _wanting(brief, name)
                late = Change(end=scope.start, without=(name,))
                brief = briefs.changed(brief, changes=(*brief.changes, late))
            case "less":
                brief = _amount(brief, name, 0.5, scope)
            case "more":
                brief = _amount(brief, name, 1.5, scope)
                if scope is None and word.kind == "instruments":
                    brief = _wanting(brief, name)
            case cue if scope is None and (
                word.kind == "instruments" or cue == "with" or name in _HEARD
            ):
                brief = _wanting(brief, name)
    if scope is not None:
        if only or without:
            made = msgspec.structs.replace(scope, only=tuple(only), without=tuple(without))
            brief = briefs.changed(brief, changes=(*brief.changes, made))
        return brief
    if only:
        brief = briefs.changed(brief, only=tuple(dict.fromkeys(only)))
    if without:
        brief = _without(brief, without)
    return brief


def _weight(word: Word, part: Part) -> str:
    """Less or more of the rhythm, by an adjective: "light percussion", "thumping bass"."""
    if word.value not in _RHYTHM:
        return ""
    found = _HEFT.search(part.text[: word.start])
    return "" if found is None else "less" if found["soft"] else "more"


def players(part: Part) -> list[Word]:
    """The instruments and families, but for those that are only a piece of a style's name."""
    styles = [word for word in part.things if word.kind in ("genres", "uses")]
    return [*_within(styles), *_bare(part, styles)]


def _within(styles: list[Word]) -> list[Word]:
    """The instruments that a style is named by: the piano of "soft piano"."""
    found = []
    for style in styles:
        gap = style.text.rfind(" ") + 1
        for word in music_words.things(style.text[gap:]) if gap else ():
            if word.kind == "instruments" and word.end == len(style.text) - gap:
                start = style.start + gap
                found.append(word._replace(start=start, end=style.end))
    return found


def _bare(part: Part, styles: list[Word]) -> list[Word]:
    return [
        word
        for word in part.things
        if word.kind in ("instruments", "families")
        and (
            wished(word, part) == "only"
            or not any(
                s.start <= word.start and s.end >= word.end and len(s.text) > len(word.text)
                for s in styles
            )
        )
    ]


def _wanting(brief: Brief, name: str) -> Brief:
    if name in brief.wanted:
        return brief
    kept = tuple(n for n in brief.unwanted if n != name)
    only = (*brief.only, name) if brief.only and name not in brief.only else brief.only
    return briefs.changed(brief, wanted=(*brief.wanted, name), unwanted=kept, only=only)


def _without(brief: Brief, names: list[str]) -> Brief:
    gone = tuple(dict.fromkeys((*brief.unwanted, *names)))
    return briefs.changed(
        brief,
        unwanted=gone,
        wanted=tuple(n for n in brief.wanted if n not in gone),
        only=tuple(n for n in brief.only if n not in gone),
    )


def _amount(brief: Brief, name: str, factor: float, scope: Change | None) -> Brief:
    """Less or more of somebody: throughout, or from one time to another."""
    if scope is not None:
        made = msgspec.structs.replace(scope, amounts=((name, factor),))
        return briefs.changed(brief, changes=(*brief.changes, made))
    amounts = dict(brief.amounts)
    amounts[name] = round(max(0.1, min(2.0, amounts.get(name, 1.0) * factor)), 3)
    return briefs.changed(brief, amounts=tuple(sorted(amounts.items())))
