"""Before anything else: a session on the backend, and one short line that says so."""

from __future__ import annotations

import re

import words
from handlers.turn import Turn

_LONG = 40  # letters: below that a guess at the language is no better than chance
_PLAIN = re.compile(
    r"(?:an?|and|the|to|of|in|on|for|with|my|it|is|this|that|at|from|make|add|music|video|please|i"
    r"|you|can|me|be|as|up|out|not|but|want|need|some|then|into|by|or)"
)


def connect(turn: Turn, *, message: str = "") -> None:
    """Opens or picks up this turn's session; says so when it is a new one."""
    client = turn.client
    language = spoken(message, turn.lang)
    begun = client.open(turn.session, language=language, fresh=turn.fresh)
    turn.fresh = False
    for name in client.store.damaged:
        turn.tell.text(words.say("connect.damaged", turn.lang, name=name))
    client.store.damaged.clear()
    if begun and client.backend.kind != "local":  # at home the door says where the work happens
        turn.tell.text(_line(turn))


def _line(turn: Turn) -> str:
    kind = "hosted" if turn.client.backend.kind == "hosted" else "custom"
    starter = turn.client.token().starter
    if starter is None:
        return words.say(f"connect.{kind}", turn.lang)
    key = "connect.starter" if kind == "hosted" else "connect.custom_starter"
    days = turn.client.rules.timings["token_days"]
    return words.say(key, turn.lang, credits=starter, days=days)


def spoken(message: str, lang: words.Lang) -> str:
    """The language that a session is opened with: what the message is plainly written in.

    A short command says too little to guess from ("add music" looks Welsh to a statistician), so
    the guessing library is asked, and loaded, only for long texts that are not plainly English.
    """
    ours = words.detect(message, default=lang)
    letters = [word.strip(".,!?;:").lower() for word in message[:2000].split()]
    plain = sum(_PLAIN.fullmatch(word) is not None for word in letters)
    length = sum(len(word) for word in letters)
    if ours != "en" or length < _LONG or plain * 6 >= len(letters):
        return ours
    return _guessed(message[:2000]) or ours


def _guessed(message: str) -> str:
    """What langdetect says, the same every time; "" when it does not know."""
    try:
        from langdetect import DetectorFactory, detect
    except ImportError:
        return ""
    DetectorFactory.seed = 0
    try:
        found = detect(message)
    except Exception:  # LangDetectException, and what odd input makes it raise
        return ""
    return found if isinstance(found, str) else ""
