"""The balance in a sentence or two, whichever form it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import words
from handlers.turn import Turn
from plan import Step

_WATERMARK = re.compile(r"(?i)water-?mark|浮?水印")


def balance(step: Step, turn: Turn) -> bool:
    """Tells how many credits are left; at home, where no plan takes a watermark off, just that."""
    if turn.client.backend.kind == "local" and _WATERMARK.search(step.text):
        turn.tell.text(words.say("credits.watermark", turn.lang))
        return True
    turn.tell.text(sentence(turn.client.call("credits"), turn.lang))
    return True


def sentence(answer: Mapping[str, Any], lang: words.Lang) -> str:
    """`Credits: 80 of 100 available. 20 more are held for work in progress …`"""
    granted, consumed = _number(answer, "total_granted"), _number(answer, "total_consumed")
    frozen = _number(answer, "frozen", "total_frozen") or 0
    total = _number(answer, "total")
    total = granted if total is None else total
    available = _number(answer, "available", "balance", "remaining")
    if available is None and total is not None:
        available = total - (consumed or 0) - frozen
    if available is None:
        return words.say("credits.unknown", lang)
    if total is None or total == available:
        said = words.say("credits.balance", lang, available=f"{available:g}")
    else:
        said = words.say("credits.balance_of", lang, available=f"{available:g}", total=f"{total:g}")
    if frozen > 0:
        space = " " if lang == "en" else ""
        said += space + words.say("credits.frozen", lang, frozen=f"{frozen:g}")
    return said


def _number(answer: Mapping[str, Any], *keys: str) -> float | None:
    for key in keys:
        value = answer.get(key)
        if isinstance(value, str) and value.replace(".", "", 1).isdecimal():
            return float(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    return None
