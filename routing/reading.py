"""A message as a string of signs, with the place of each in the message."""

from __future__ import annotations

import re
from typing import NamedTuple

from routing import content, lexicon, opaque
from routing.signs import SIGN
from routing.wording import wording

SPAN = 1200  # characters read of a long message: half from its beginning, half from its end

_TOKEN = re.compile(
    r"(h\.26[45]|[a-z][a-z0-9]*(?:['\-][a-z0-9]+)*)|([^\W0-9a-z_]+)|([,;:()~]| - )"
    r"|([0-9]+(?:[.:/×][0-9]+)*[a-z%]*)|(\?)|([.!\n\r])|(\ue001\ue000*)"
)
WORD, HAN, COMMA, NUMBER, QUESTION, POINT, OPAQUE = range(1, 8)

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms
# Marks of Chinese and dashes as their ASCII kin: a token pattern of ASCII alone compiles ten times
# as fast.
_PLAIN |= {ord(mark): ord(plain) for mark, plain in zip("、—–。…", ",,,..", strict=True)}
_PLAIN |= {0x2019: 0x27, 0x02BC: 0x27, 0x3000: 0x20, 0xA0: 0x20}
_CANTONESE = frozenset("佢嘅唔喺咗啲嚟冇咩乜嘢俾畀攞睇喇㗎嗰冚揾諗啱咁囉喎埋掂嗌噉揸搵啫嘥孖冧")
_SPEC = r"\d{3,4}[pi]|\d+k|\d+fps|\d+bit|\d+kbps|\d+mbps"
_RATIO = r"(?:9|16|4|3|1|5|21|2)[:：/](?:16|9|5|1|4|3)"

_OR = "还是"  # "or" between two things, "after all" before a verb: 还是放最前面好了
_AFTER_ALL = re.compile(
    r"还是(?:先|别|不要|再|把|将|让|给|用|要|改|换|放|调|恢复|回到?|变|保留|留|删|去掉|加|剪|关|开|弄|做|写|算)"
    r"[^,.;!?吗呢哪还]{0,24}(?:[,.;!\n]|$)"
)
_HAD = re.compile(  # have the tune come in gradually: no question
    r"have (?:(?:the|my|our|this|that|it|them|both|all|each)(?: |$)(?:[a-z]+ ){0,3}?)"
    r"(?:come|start|begin|play|fade|end|stop|kick|go|run|last|stay|appear|get|be|move|sit|drop|hit"
    r"|land|swell|pop|slide|loop|show|say|read)(?![a-z])[^?]*$"
)
_THERE = re.compile(
    r"(?<=there )(?:is|are|was|were) [^?]{0,60}\b(?:at|around|near) \d[^?]*$"
)  # told
_HAN_BEGINS = "\u3400"
_COLONS = (":",)
_SAYS = frozenset(
    SIGN[name] for name in ("part", "graphic", "on screen", "status", "progress noun")
)
_EDIT_SIGN, _IS_SIGN, _FILLER = SIGN["edit"], SIGN["is"], SIGN["filler"]
_COMMA, _POINT, _QUESTION, _NUMBER = (SIGN[n] for n in ("comma", "point", "question", "number"))
_WORD_SIGN, _HAN_SIGN, _SPEC_SIGN, _SHAPE = (
    SIGN[n] for n in ("word", "han", "spec", "comparative")
)


class Reading(NamedTuple):
    """What was read of a message, its signs, where each sign's words begin and end, and its
    opaque pieces."""

    whole: str
    message: str  # the same, or the two ends of a long one
    signs: str
    starts: list[int]
    ends: list[int]
    spans: dict[int, opaque.Span]

    def text(self, first: int, last: int) -> str:
        """The message's own words from one sign to another, the last included."""
        return self.message[self.starts[first] : self.ends[last]]

    def original(self, start: int, end: int) -> str:
        """The whole message's own words from one place read to another, what was not read in
        between included."""
        left_out = len(self.whole) - len(self.message)
        if start > SPAN // 2:
            start += left_out
        if end > SPAN // 2:
            end += left_out
        return self.whole[start:end]


def read(message: str) -> Reading:
    """The message read from left to right, longest known words first."""
    whole = message
    if len(message) > SPAN:
        message = message[: SPAN // 2] + "\n" + message[-SPAN // 2 :]
    text, spans = opaque.masked(message)
    text = _lowered(text)
    traditional = False
    if not text.isascii():
        text = text.translate(_PLAIN)
        folded = text.translate(lexicon.fold())
        traditional = folded != text or not _CANTONESE.isdisjoint(text)
        text = folded
    signs, starts, ends = _signs(text, spans, traditional)
    return Reading(whole, message, content.masked(signs), starts, ends, spans)


def _lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _signs(
    text: str, spans: dict[int, opaque.Span], traditional: bool
) -> tuple[str, list[int], list[int]]:
    tokens = [(m.lastindex, m.group(), m.start()) for m in _TOKEN.finditer(text)]
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    reach = lexicon.latin().reach
    han = None
    at, skip_to, count = 0, 0, len(tokens)
    while at < count:
        kind, token, start = tokens[at]
        at += 1
        if start < skip_to:
            continue
        end = start + len(token)
        if kind == WORD:
            sizes = reach.get(token)
            if sizes:
                sign, taken = _phrase(tokens, at - 1, sizes)
                if taken > 1:
                    at += taken - 1
                    end = tokens[at - 1][2] + len(tokens[at - 1][1])
            else:
                sign = lexicon.sign_of(token)
            if sign == _IS_SIGN and _HAD.match(text, start):
                sign = _EDIT_SIGN
            elif sign == _IS_SIGN and _THERE.match(text, start):
                sign = _WORD_SIGN
        elif kind == HAN and token[0] < _HAN_BEGINS:
            continue  # an accent, another script
        elif kind == HAN:
            if han is None:
                han = lexicon.han(traditional)
            skip_to = _han_run(han, text, start, end, (signs, starts, ends))
            continue
        else:
            sign = _mark(kind, token, start, spans)
            if token in _COLONS and signs and signs[-1] in _SAYS:
                sign = SIGN["colon"]
        signs.append(sign)
        starts.append(start)
        ends.append(end)
    return "".join(signs), starts, ends


def _phrase(
    tokens: list[tuple[int | None, str, int]], at: int, sizes: tuple[int, ...]
) -> tuple[str, int]:
    """The sign of the longest known phrase that begins here, and how many words it takes."""
    words = lexicon.latin().words
    texts = [token[1] for token in tokens[at : at + sizes[0]]]
    for size in sizes:
        if size <= len(texts) and (sign := words.get(" ".join(texts[:size]))):
            return sign, size
    return lexicon.sign_of(texts[0]), 1


def _han_run(
    han: lexicon.Han, text: str, at: int, last: int, read: tuple[list[str], list[int], list[int]]
) -> int:
    """Reads Chinese from one place to another, longest known word first; returns where it ended.

    Unknown characters in a row become one sign. A word may reach into Latin letters: 條link.
    """
    signs, starts, ends = read
    words, reach = han.words, han.reach
    unknown = False
    while at < last:
        for size in reach.get(text[at], ()):
            word = text[at : at + size]
            sign = words.get(word)
            if sign is not None:
                if word == _OR and _AFTER_ALL.match(text, at) and not _alternative(signs):
                    sign = _FILLER
                signs.append(sign)
                starts.append(at)
                at += size
                ends.append(at)
                unknown = False
                break
        else:
            at += 1
            if unknown:
                ends[-1] = at
                continue
            signs.append(_HAN_SIGN)
            starts.append(at - 1)
            ends.append(at)
            unknown = True
    return at


def _alternative(signs: list[str]) -> bool:
    """Whether something was said to be done before, so that this is "or": 放前面还是放后面."""
    last = max((n for n, sign in enumerate(signs) if sign in (_COMMA, _POINT)), default=-1)
    return _EDIT_SIGN in signs[last + 1 :]


def _mark(kind: int | None, token: str, start: int, spans: dict[int, opaque.Span]) -> str:
    match kind:
        case 3:
            return _COMMA
        case 4:
            if known := lexicon.latin().words.get(token):
                return known
            if wording(_SPEC).fullmatch(token):
                return _SPEC_SIGN
            return _SHAPE if wording(_RATIO).fullmatch(token) else _NUMBER
        case 5:
            return _QUESTION
        case 6:
            return _POINT
    span = spans.get(start)
    return SIGN[span.kind] if span else _WORD_SIGN
