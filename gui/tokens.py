"""A sentence as a string of class letters, with the places where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gui.lexicon import LETTER, lexicon

_QUOTES = r"\"[^\"\n]{1,240}\"|“[^”\n]{1,240}”|‘[^’\n]{1,240}’|「[^」\n]{1,240}」|『[^』\n]{1,240}』"
_QUOTES += r"|《[^》\n]{1,240}》|〈[^〉\n]{1,60}〉|«[^»\n]{1,240}»|【[^】\n]{1,60}】|♪[^♪\n]{1,240}♪"
_QUOTES += r"|`{1,2}[^`\n]{1,240}`{1,2}|\[[^\]\n]{1,60}\](?:\([^)\s]{0,200}\))?|(?<!\w)'[^'\n]{1,80}'(?!\w)"

_HAN = "\u3400-\u9fff"
# A word that goes on through a dot, an @ or :// is an address or a file name: one opaque token.
_TOKEN = re.compile(
    r"https?://[^\s，。！？、；：“”「」《》（）<>]{1,300}"
    rf"|[A-Za-z][A-Za-z'’&-]*(?:[._@/\\\d][^\s，。！？、；：“”「」《》（）,;!{_HAN}]{{0,200}}[\w/])?"
    rf"|[{_HAN}]+|\d(?:[\d.,:%–-]*[\d%])?|{_QUOTES}"
    "|(?<=\\s)[-–](?=\\s)|[,，、;；:：—(（)）.!?。！？…~～👉➡→▶►›>»⇒☞🔽⬇&]"
)
_FILE = re.compile(
    r"[^\s，。！？、；：“”「」《》（）,;:!?\"']{1,120}\.(?:mp4|mov|avi|mkv|webm|mp3|wav|m4a|flac|aac|gif|png"
    r"|jpe?g|srt|txt|json|pdf|zip)\b",
    re.IGNORECASE,
)

_WORD, _NAMED, _HANZI, _DIGIT, _OPAQUE = map(
    LETTER.__getitem__, ("word", "named", "han", "digit", "opaque")
)
_QUOTED = LETTER["quoted"]
_SPOKEN = {LETTER[k]: LETTER["q" + k] for k in ("export", "upload", "preview", "account")}
_SPOKEN[LETTER["avatar"]] = LETTER["qaccount"]
_NAME_LENGTH = 24  # a button's name is short; what is longer is a title or a line of a song


@dataclass(frozen=True, slots=True)
class Tokens:
    """One letter a token; where each begins and ends in the sentence."""

    tags: str
    starts: list[int]
    ends: list[int]


def read(sentence: str) -> Tokens:
    """The sentence's tokens. Titles, lyrics, addresses, code and file names are one letter each."""
    if "." in sentence and _FILE.search(sentence):
        sentence = _FILE.sub(lambda found: "F." + "f" * (len(found[0]) - 2), sentence)
    words = lexicon()
    letters, runs = words.letters, words.runs
    tags: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    past = 0
    for found in _TOKEN.finditer(sentence):
        start, end = found.span()
        if start < past:
            continue
        token = found[0]
        if token > "\u2fff" and token[0] not in "「『《〈【，。！？、；：（）～" and token[0] <= "\u9fff":
            _read_han(token, start, tags, starts, ends)
            continue
        if token in runs:
            for phrase in runs[token]:
                if sentence.startswith(phrase, start) and not _goes_on(sentence, start, phrase):
                    token, end = phrase, start + len(phrase)
                    break
        past = end
        tags.append(letters.get(token) or _by_shape(token))
        starts.append(start)
        ends.append(end)
    return Tokens("".join(tags), starts, ends)


def _goes_on(sentence: str, start: int, phrase: str) -> bool:
    after = sentence[start + len(phrase) : start + len(phrase) + 1]
    return after.isalpha() and after < "\u2fff"


def _read_han(run: str, start: int, tags: list[str], starts: list[int], ends: list[int]) -> None:
    """Chinese is written without blanks: the longest known phrase at each place wins."""
    words = lexicon()
    letters, lengths = words.letters, words.lengths
    at, size = 0, len(run)
    while at < size:
        step, letter = 1, _HANZI
        for length in lengths.get(run[at], ()):
            known = letters.get(run[at : at + length])
            if known and at + length <= size:
                step, letter = length, known
                break
        tags.append(letter)
        starts.append(start + at)
        at += step
        ends.append(start + at)


def _by_shape(token: str) -> str:
    """The letter of a token that no file lists, as it is written."""
    first = token[0]
    if first.isdigit():
        return _DIGIT
    if not first.isalpha():
        return _spoken(token[1:-1].strip())
    known = lexicon().letters.get(token.lower())
    if known:
        return known
    if not token.replace("'", "").replace("’", "").replace("-", "").replace("&", "").isalpha():
        return _OPAQUE
    return _NAMED if first.isupper() else _WORD


def _spoken(inner: str) -> str:
    """A quoted name: what a button of this name would do, else just something quoted."""
    inner = inner.partition("](")[0].strip("*_ ")
    if len(inner) > _NAME_LENGTH:
        return _QUOTED
    letters = lexicon().letters
    small = inner.lower()
    pairs = [small[i : i + size] for size in (2, 4) for i in range(min(len(small), 8))]
    for part in (small, *re.findall("[a-z]+", small), *pairs):
        kind = _SPOKEN.get(letters.get(part, ""))
        if kind:
            return kind
    return _QUOTED
