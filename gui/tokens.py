"""A sentence as a string of class letters, with the places where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from gui.classes import LETTER
from gui.lexicon import han, latin

_QUOTES = "|".join((
    r"\"[^\"\n]{1,240}\"", "“[^”\n]{1,240}”", "‘[^’\n]{1,240}’", "「[^」\n]{1,240}」",
    "『[^』\n]{1,240}』", "《[^》\n]{1,240}》", "〈[^〉\n]{1,60}〉", "«[^»\n]{1,240}»",
    "【[^】\n]{1,60}】", "♪[^♪\n]{1,240}♪", "`{1,2}[^`\n]{1,240}`{1,2}",
    r"\[[^\]\n]{1,60}\](?:\([^)\s]{0,200}\))?", r"(?<!\w)'[^'\n]{1,80}'(?!\w)",
))  # fmt: skip
# A word that goes on through a dot, a slash or an @ is an address or a file name: one opaque token.
_ADDRESS = r"[A-Za-z0-9_./:?&=%+@#~\\-]"
_TOKEN = re.compile(
    rf"[A-Za-z][A-Za-z'’&-]*(?:://{_ADDRESS}{{1,300}}(?:(?<=[/=])[^\s，。！？、；：“”「」《》（）]{{1,300}})?"
    rf"|[._@/\\\d]{_ADDRESS}{{0,200}}[A-Za-z0-9_/])?"
    rf"|[^\W\d_A-Za-zÀ-ɏ]+|\d(?:[\d.,:%–-]*[\d%])?|(?=[\"“‘「『《〈«【♪`\['])(?:{_QUOTES})"
    r"|\s[-–]\s|[,，、;；:：—(（)）.!?。！？…~～👉➡→▶►›>»⇒☞🔽⬇&]"
)
_ENDING = re.compile(
    r"\.(?i:mp[34]|mov|avi|mkv|webm|wav|m4a|flac|aac|gif|png|jpe?g|srt|txt|json|pdf|zip)\b"
)
_FILE = re.compile(r"[^\s，。！？、；：“”「」《》（）,;:!?\"']{1,120}" + _ENDING.pattern)

_WORD, _NAMED, _HANZI, _DIGIT, _OPAQUE = map(
    LETTER.__getitem__, ("word", "named", "han", "digit", "opaque")
)
_QUOTED, _COLON = LETTER["quoted"], LETTER["colon"]
_SPOKEN = {LETTER[k]: LETTER["q" + k] for k in ("export", "upload", "preview", "play", "account")}
_SPOKEN[LETTER["avatar"]] = LETTER["qaccount"]
_NAME_LENGTH = 24  # a button's name is short; what is longer is a title or a line of a song


class Tokens(NamedTuple):
    """A sentence's letters, one a token; the words they stand for, to find their places by."""

    text: str  # the sentence, file names made plain
    tags: str
    words: list[str]
    merged: dict[int, int]  # token -> words it is made of, where that is more than one

    def places(self) -> tuple[list[int], list[int]]:
        """Where each token begins and ends; what no token covers (blanks, stars) lies between."""
        starts: list[int] = []
        ends: list[int] = []
        at, words = 0, iter(self.words)
        for token in range(len(self.tags)):
            for part in range(self.merged.get(token, 1)):
                word = next(words)
                at = self.text.index(word, at)
                if part == 0:
                    starts.append(at)
                at += len(word)
            ends.append(at)
        return starts, ends


def read(sentence: str) -> Tokens:
    """The sentence's tokens. Titles, lyrics, addresses, code and file names are one letter each."""
    if _ENDING.search(sentence):
        sentence = _FILE.sub(lambda found: "F." + "f" * (len(found[0]) - 2), sentence)
    letters, runs = latin().letters, latin().runs
    tags: list[str] = []
    words: list[str] = []
    merged: dict[int, int] = {}
    found = _TOKEN.findall(sentence)
    skip = 0
    for i, token in enumerate(found):
        if skip:
            skip -= 1
            continue
        if token in runs and (size := _run(found, i, runs[token])):
            merged[len(tags)] = size
            words += found[i : i + size]
            tags.append(letters[" ".join(found[i : i + size])])
            skip = size - 1
            continue
        letter = letters.get(token)
        if letter is None:
            if "\u2fff" < token[0] < "\ua000" and token[0].isalpha():
                _read_han(token, tags, words)
                continue
            letter = _by_shape(token, letters)
        tags.append(letter)
        words.append(token)
    return Tokens(sentence, "".join(tags), words, merged)


def _run(found: list[str], at: int, phrases: tuple[list[str], ...]) -> int:
    """How many words of the longest known phrase stand here; 0 when none does."""
    for phrase in phrases:
        if found[at : at + len(phrase)] == phrase:
            return len(phrase)
    return 0


def _read_han(run: str, tags: list[str], words: list[str]) -> None:
    """Chinese is written without blanks: the longest known phrase at each place wins."""
    letters, lengths = han().letters, han().lengths
    at, size = 0, len(run)
    while at < size:
        first = run[at]
        for length in lengths.get(first, ()):
            word = run[at : at + length]
            if word in letters:
                tags.append(letters[word])
                words.append(word)
                at += len(word)
                break
        else:
            tags.append(_HANZI)
            words.append(first)
            at += 1


def _by_shape(token: str, letters: dict[str, str]) -> str:
    """The letter of a token that no file lists, as it is written."""
    first = token[0]
    if first.isalpha():
        if token.isalpha() and token.islower():
            return _WORD
        known = letters.get(token.lower())
        if known:
            return known
        if not token.translate(_JOINTS).isalpha():
            return _OPAQUE
        return _NAMED if first.isupper() else _WORD
    if first.isdigit():
        return _DIGIT
    if token.isspace() or token[0].isspace():
        return _COLON
    return _spoken(token[1:-1].strip())


_JOINTS = str.maketrans("", "", "'’-&")


def _spoken(inner: str) -> str:
    """A quoted name: what a button of this name would do, else just something quoted."""
    inner = inner.partition("](")[0].strip("*_ ")
    if len(inner) > _NAME_LENGTH:
        return _QUOTED
    small = inner.lower()
    pairs = [small[i : i + size] for size in (2, 4) for i in range(min(len(small), 8))]
    for part in (small, *re.findall("[a-z]+", small), *pairs):
        letters = latin().letters if part.isascii() else han().letters
        kind = _SPOKEN.get(letters.get(part, ""))
        if kind:
            return kind
    return _QUOTED
