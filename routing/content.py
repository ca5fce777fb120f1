"""Which words belong to the picture, not to the wish: a download button, 字幕写导出."""

from __future__ import annotations

import re

from routing.signs import SIGN, pattern

_KEYWORD = (
    "<deliver><deliver noun><delivering><delivered><render><upload><uploaded><credits><balance>"
    "<cost><status><progress noun><publish><save><download link><idiom export><link><idiom upload>"
)
_BETWEEN = (
    "<done><done yet><broken><han><word><of><result><project><comparative><again><is>"
    "<negation><spec><and><finished><number><neutral><material><upload><deliver><now><filler>"
    "<status><part>"
)


def masked(signs: str) -> str:
    """The signs with compound nouns (`download button`) and words to be shown on screen made
    neutral."""
    neutral = SIGN["neutral"]
    if not _DONE_OF.isdisjoint(signs):  # the edited version, a completed movie
        signs = pattern(_FINISHED).sub(SIGN["finished"], signs)
    if SIGN["graphic"] in signs:
        compound = pattern(f"(?<!<me>)[{_KEYWORD}][{_BETWEEN}]{{0,3}}<graphic>")
        signs = pattern(f"(<definite><graphic>)[{_KEYWORD}](?!<pronoun>)").sub(
            lambda found: found[1] + neutral, signs
        )  # the word upload
        signs = compound.sub(lambda found: neutral * len(found[0]), signs)
    if SIGN["colon"] in signs:
        signs = pattern("(<colon>)([^<then><point><question>]+)").sub(
            lambda found: found[1] + neutral * len(found[2]), signs
        )
    if SIGN["about"] in signs:
        signs = pattern(_TOPIC).sub(_topic, signs)
    if SIGN["on screen"] in signs:
        signs = pattern(_SHOWN).sub(_hidden, signs)
    return signs


_DONE_OF = frozenset(SIGN[name] for name in ("edited", "done"))
_FINISHED = (
    "(?<=[<definite><me><article><handover><hand me><deliver><render><want>])"
    "[<edited><done>](?=<result>|<word>$|<material>)"
)
_SHOWN = "([^<then><point><question><comma><and>]*)<on screen>([^<then><point><question><comma>]+)"


_TOPIC = "([^<then><point><question><comma>]*)<about>([^<then><point><question><comma><and>]+)"


def _topic(found: re.Match[str]) -> str:
    """What a song is about as content: a jingle about credits."""
    return found[1] + SIGN["part"] + SIGN["neutral"] * len(found[2])


def _hidden(found: re.Match[str]) -> str:
    """The words behind 'that says' as content, unless it is a link or a message of ours that
    says them."""
    before = frozenset(found[1])
    if not before.isdisjoint(_NOT_SHOWING):
        return found[0]
    asks = found[2][-1:] in _WHICH and SIGN["edit"] not in before  # 标题写的是啥
    if asks or (not before.isdisjoint(_OURS) and before.isdisjoint(_PICTURE)):
        return found[1] + SIGN["word"] + found[0][len(found[1]) + 1 :]  # my account says zero
    kept = len(found[0]) - len(found[2])
    return found[0][:kept] + SIGN["neutral"] * len(found[2])


_OURS = frozenset(SIGN[name] for name in ("credits", "balance", "what", "which", "deliver noun"))
_PICTURE = frozenset(SIGN[name] for name in ("edit", "graphic", "part"))
_WHICH = frozenset((SIGN["which"], SIGN["what"]))
_NOT_SHOWING = frozenset(SIGN[name] for name in ("link", "download link", "upload", "past"))
