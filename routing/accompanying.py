"""Whether the words beside files only hand them over: 这是我的素材, footage from yesterday."""

from __future__ import annotations

from routing.signs import SIGN, pattern, signs

_GIVEN = signs(
    "material", "result", "pronoun", "me", "you", "article", "definite", "offering", "number",
    "of", "filler", "praise", "past", "uploaded", "project", "url", "path", "file", "and", "han",
    "word", "is", "finished", "spec", "again", "part", "to", "neutral", "quote", "idiom upload",
    "upload", "in time", "done", "first", "handover", "link", "now", "may i", "request", "graphic",
    "comma", "point",
)  # fmt: skip
_GIVING = signs(
    "material", "result", "pronoun", "offering", "project", "file", "url", "path", "you", "again",
    "upload", "idiom upload", "article", "definite", "link",
)  # fmt: skip
_NAMED = signs("material", "file", "project", "offering", "url", "path", "idiom upload", "upload")
_MAYBE_ASKED = signs("part", "number", "finished", "spec", "graphic")
_UNSAID = {ord(SIGN[name]): None for name in ("filler", "praise", "comma", "point", "of", "me")}


def hands_over(text: str) -> bool:
    """True when these signs only say what the files are, and wish nothing done with them."""
    said = frozenset(text)
    light = text.translate(_UNSAID)
    if len(light) <= 1 or use_this(text):
        return said <= _GIVEN | {SIGN["edit"]}
    if said.isdisjoint(_NAMED) and not said.isdisjoint(_MAYBE_ASKED):
        return False
    return said <= _GIVEN and not (said.isdisjoint(_GIVING) and _tells(said))


def use_this(text: str) -> bool:
    """True for 用这个, 'use these', 'logo': words that ask for the files alone, or a label."""
    return pattern("^<edit><pronoun>$|^<part>$").search(text.translate(_UNSAID)) is not None


def _tells(said: frozenset[str]) -> bool:
    return SIGN["word"] in said or SIGN["han"] in said
