"""The kind of an instruction: the most specific thing that its clause speaks of wins.

`nothing` is what is taken out without an action: files to supply, chores of the browser, warnings.
"""

from __future__ import annotations

from typing import Literal

from gui.classes import Pattern, letters_of
from gui.rules import AIMED, ANY, SMALL
from plan import ActionKind

Verdict = ActionKind | Literal["nothing"]

AIMED_HEAD = Pattern(f"<{AIMED}>")
PREDICATE = Pattern("<pred|be|narr|will|reported|seen|saved>")
EXPORT = letters_of("export|qexport")
_CHORE = letters_of("chore|chores")
_UPLOAD = letters_of("upload|qupload")
_EXPORT_NAMED = Pattern("<export|qexport><word|named>?<panel|soft|control|arrow>")
_OTHER_TARGET = Pattern(
    "<ui|ok|switch>(?!<export>) | <quoted>(?!<panel|soft|arrow>)"
    "| <named>(?!<panel|soft|arrow|word|export>)"
)
_NAMELESS = Pattern("<det|pron|side|prep|into|from|control|filler|soft|panel|be>*")
_FOR = Pattern("<to|for|so>")
_ACCOUNT = Pattern(
    "<account|qaccount> | <money>{1,3}<panel|soft|control> | <avatar>.*<money> | <money>.*<avatar>"
)
_AVATAR = letters_of("avatar")
_SCREEN = letters_of("timeline|viewer")
_PREVIEW_PRESSED = Pattern(
    f"{SMALL}{{0,3}}(?:<preview|qpreview>|<timeline|viewer>(?!<zprep|canvas>)|<play|qplay><control>?{ANY}*<preview|viewer|timeline>)"
)
_PREVIEW_WINDOW = Pattern("<preview><soft|panel>")
_PANEL_PRESSED = Pattern(
    "<~prep|from|into|at|control|ui|slider|comma|colon|stop|switch|to>{0,8}?<panel|soft>(?!<control|result>?<control>)"
)
_FILE = Pattern("<file>(?!<panel|arrow|export|control>)")
_INTO_PANEL = Pattern(f"^{ANY}{{0,10}}<panel|soft>")
_ON_STAGE = letters_of("slider|timeline|canvas|stage|viewer|quoted|side|control")
_SLIDER = letters_of("slider")
PANEL = letters_of("panel|soft")


def verdict(family: str, tags: str, start: int, verb: int, end: int) -> Verdict | None:
    """The most specific kind that the clause speaks of; None when the verb is no instruction."""
    region, told = tags[start:end], tags[verb + 1 : end]
    match family:
        case "chore":
            return "nothing"
        case "shut":
            return None
        case "asked":
            aimed = AIMED_HEAD.search(tags, start, verb)
            return "summary" if aimed or (start == verb and not PREDICATE.search(told)) else None
        case "drag":
            return _dragged(region, told)
        case "preview":
            return "summary"
        case "here":
            return "export"
        case "there":
            return "export" if not EXPORT.isdisjoint(told) else "api"
    if family == "press" and not _CHORE.isdisjoint(told):
        return "nothing"
    if not _UPLOAD.isdisjoint(told if family != "look" else ""):
        return "nothing"
    pressed = family in ("press", "open", "use")
    if _ACCOUNT.search(region) or (pressed and not _AVATAR.isdisjoint(region)):
        return "credits"
    if family != "look" and _exports(region, told):
        return "export"
    match family:
        case "look":
            return _looked(region, told)
        case "open":
            screen = not _SCREEN.isdisjoint(told) or _PREVIEW_WINDOW.search(told)
            return "summary" if screen else "state"
        case "use":
            if not _SLIDER.isdisjoint(told):
                return "edit"
            return "api" if PANEL.isdisjoint(told) or _OTHER_TARGET.search(told) else "state"
        case "press":
            if _PREVIEW_PRESSED.match(told):
                return "summary"
            return "state" if _PANEL_PRESSED.match(told) else "api"
    return "api"


def _looked(region: str, told: str) -> Verdict:
    if not _SCREEN.isdisjoint(region) or _PREVIEW_WINDOW.search(region):
        return "summary"
    if not PANEL.isdisjoint(region):
        return "state"
    return "export" if not EXPORT.isdisjoint(told) else "summary"


def _dragged(region: str, told: str) -> Verdict:
    """Files and places to put them are the user's to supply; everything else is an edit."""
    if not _SLIDER.isdisjoint(region):
        return "edit"
    if not _UPLOAD.isdisjoint(region) or _FILE.search(region):
        return "nothing"
    if _ON_STAGE.isdisjoint(region) and _INTO_PANEL.match(told):
        return "nothing"
    return "edit"


def _exports(region: str, told: str) -> bool:
    """Whether Export is what is pressed, not merely what pressing something else is good for."""
    if _EXPORT_NAMED.search(region):
        return True
    places = [i for i, letter in enumerate(told) if letter in EXPORT]
    if not places:
        return False
    before = told[: places[0]]
    purpose = _FOR.search(before)
    if purpose:
        return bool(_NAMELESS.fullmatch(before, 0, purpose.start()))
    return not _OTHER_TARGET.search(told[: places[0] + 1])
