"""An answer to a question that was asked: one of the offers, or the piece that was missing."""

from __future__ import annotations

import re

from studio.planner import phrases
from studio.planner.numbers import ORDINALS, value
from studio.planner.values import Memory, Offer

_NUMBER = re.compile(
    r"^(?:#|no\.? ?|option |number |the )?(\d|[一二三四五六]|one|two|three|four)\W*$"
)
_NTH = re.compile(
    r"^(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th)(?: (?:one|option))?\W*$"
    r"|^(?:选|要)?第?([一二三四\d])(?:个|项)?\W*$|^(?:选|要)?(最后)一?个?\W*$"
)
_MORE = re.compile(r"\s*[(（][^)）]*[)）]\s*$")  # (6 s)


def chosen(text: str, memory: Memory) -> Offer | None:
    """The offer that this message takes up; None where it is another wish."""
    question = memory.question
    if question is None or not question.offers or len(text) > 200:
        return None
    offers = question.offers
    said = phrases.plain(text).strip(" .!。！")
    for offer in offers:
        if said and said == phrases.plain(offer.label).strip(" ."):
            return offer
    number = _index(said, len(offers))
    if number is not None:
        return offers[number]
    if phrases.compiled("answers.yes").fullmatch(said):
        return offers[0]
    if phrases.compiled("answers.no").fullmatch(said):
        return Offer(label="")
    bare = [offer for offer in offers if said == _MORE.sub("", phrases.plain(offer.label)).strip()]
    if bare and said:
        return bare[0]
    within = [offer for offer in offers if len(said) > 2 and said in phrases.plain(offer.label)]
    return within[0] if len(within) == 1 else None


def _index(said: str, count: int) -> int | None:
    match = _NUMBER.match(said)
    if match:
        number = int(value(match[1])) - 1
    else:
        match = _NTH.match(said)
        if not match:
            return None
        if match[1]:
            word = match[1]
            number = ORDINALS.get(word, int(word[0]) - 1 if word[0].isdigit() else 0)
        else:
            number = int(value(match[2])) - 1 if match[2] else -1
    return number if -count <= number < count else None


def filled(waiting: str, text: str) -> str:
    """The request that waited for a piece, with the piece in it."""
    answer = text.strip()
    if "{answer}" in waiting:
        quoted = answer if answer[:1] in '"“「『' else f"「{answer.replace('」', '')}」"
        return waiting.replace("{answer}", quoted)
    return f"{waiting} {answer}"
