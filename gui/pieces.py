"""Text cut into pieces that can be judged alone: sentences, line ends, code.

`Cutter` is fed text and yields pieces as soon as nothing that follows can change them.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["sentence", "blank", "newline", "code"]

LIMIT = 2000  # characters after which a sentence without an end is cut all the same
_QUOTE_LIMIT = 240
_CLOSER = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»", "‘": "’", "【": "】",
           '"': '"', "(": ")", "（": "）", "`": "`", "♪": "♪"}  # fmt: skip
# An emoji that is no pointing hand or arrow ends a sentence too: "Music added ✅ Click Export".
_EMOJI = "\u2600-\u27a0\u27a3-\u27bf\U0001f300-\U0001f445\U0001f44a-\U0001faff"
_MARK = re.compile(rf"[\n.!?。！？“「『《〈«‘【\"(（`♪{_EMOJI}]")
_VARIANT = "\ufe0f"  # may follow an emoji
_SIGNS = frozenset(".!?♪") | _CLOSER.keys()
_ENDS = re.compile(r"[.!?]+[)\"'”’*_\]]*")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_MAYBE_FENCE = re.compile(r"[ \t]{0,3}(?:`{0,2}|~{0,2})$")
_BLANKS = frozenset(" \t\u3000")
# A point behind these, or behind a lone number at the head of a line, ends no sentence.
_SHORT = frozenset((
    "e.g", "i.e", "vs", "approx", "no", "mr", "mrs", "ms", "dr", "st", "feat", "ft", "etc", "fig",
    "min", "max", "sec", "vol", "ver",
))  # fmt: skip

# Kind, text, and the blanks that came with it behind it.
Piece = tuple[Kind, str, str]


class Cutter:
    """Pieces of a text that arrives in parts."""

    __slots__ = ("_at", "_fenced", "_held", "_line_start", "_scan")

    def __init__(self) -> None:
        self._held = ""
        self._at = 0  # where the next piece begins in what is held
        self._scan = 0  # up to where the present sentence has been looked through
        self._line_start = True
        self._fenced = False

    def feed(self, text: str, *, last: bool = False) -> list[Piece]:
        """The pieces that are certain now; all that is left when this is the last of the text."""
        self._held = self._held[self._at :] + text if self._at else self._held + text
        self._scan -= self._at
        self._at = 0
        pieces: list[Piece] = []
        while piece := self._next(last):
            kind, part, blanks = piece
            self._at += len(part) + len(blanks)
            self._scan = self._at
            self._line_start = kind == "newline" or (self._line_start and kind == "blank")
            pieces.append(piece)
        return pieces

    def _next(self, last: bool) -> Piece | None:
        held, at = self._held, self._at
        if at >= len(held):
            return None
        first = held[at]
        if first == "\n":
            return "newline", first, ""
        if self._line_start and (self._fenced or first in " \t`~"):
            if fence := _FENCE.match(held, at):
                self._fenced = not self._fenced
                return "code", fence[0], ""
            if not last and _MAYBE_FENCE.match(held, at):
                return None
        if self._fenced:
            end = held.find("\n", at)
            return "code", held[at:] if end < 0 else held[at:end], ""
        if first in _BLANKS:
            return "blank", held[at : self._past_blanks(at)], ""
        end = self._sentence_end(last)
        return ("sentence", held[at:end], held[end : self._past_blanks(end)]) if end else None

    def _past_blanks(self, at: int) -> int:
        held = self._held
        while held[at : at + 1] in _BLANKS:
            at += 1
        return at

    def _sentence_end(self, last: bool) -> int:
        """Where the sentence that begins at `_at` ends; 0 while that cannot be known."""
        held, stop = self._held, self._at + LIMIT
        while True:
            if self._scan >= stop:
                return self._scan
            mark = _MARK.search(held, self._scan, stop)
            if not mark:
                if len(held) >= stop:
                    return stop
                self._scan = len(held)
                return len(held) if last else 0
            at, sign = mark.start(), mark[0]
            if sign == "\n":
                return at
            if sign in "。！？":
                return at + 1
            if sign not in _SIGNS:
                if at == self._at and self._line_start:
                    self._scan = at + 1
                    continue
                step = self._past_emoji(at, last)
                if step <= 0:
                    self._scan = at
                    return -step
                self._scan = step
                continue
            step = self._past_stop(at, last) if sign in ".!?" else self._past_quote(at, sign, last)
            if step == 0:
                self._scan = at
                return 0
            if step < 0:
                return -step
            self._scan = step

    def _past_emoji(self, at: int, last: bool) -> int:
        """Behind an emoji, as `_past_stop`; in "click the 🔇 icon" it ends nothing."""
        held = self._held
        end = at + 2 if held[at + 1 : at + 2] == _VARIANT else at + 1
        if len(held) < end + 2 and not last:
            return 0
        return end if held[end : end + 2].strip()[:1].islower() else -end

    def _past_stop(self, at: int, last: bool) -> int:
        """Behind a full stop: the place, negative when the sentence ends there; 0: unknown yet."""
        held, end = self._held, at + 1
        if held[end : end + 1] != " ":
            run = _ENDS.match(held, at)
            assert run
            end = run.end()
            if end >= len(held):
                return 0 if not last and end - at < _QUOTE_LIMIT else -end
        after = held[end]
        if after.isspace():
            return end if held[at] == "." and self._is_short(at) else -end
        if after > "\u2fff" and (held[at] != "." or held[at - 1 : at] > "\u2fff"):
            return -end
        return end

    def _is_short(self, at: int) -> bool:
        """Whether the point at this place belongs to an abbreviation or to a list's number."""
        held = self._held
        word = held[max(held.rfind(" ", self._at, at) + 1, self._at, at - 8) : at].lower()
        if word.isdigit() and self._line_start:
            return not held[self._at : at - len(word)].strip(" >*_#-")
        return word in _SHORT

    def _past_quote(self, at: int, sign: str, last: bool) -> int:
        """Behind the closing mark; just behind the opening one when the quotation is none."""
        held, behind = self._held, at + 1
        if sign == '"' and held[at - 1 : at].isdigit() and at > self._at:
            return behind
        limit = behind + _QUOTE_LIMIT
        end = held.find(_CLOSER[sign], behind, limit)
        line = held.find("\n", behind, limit if end < 0 else end)
        if line >= 0:
            return behind
        if end < 0:
            return behind if last or len(held) >= limit else 0
        return self._past_full_quote(end, last)

    def _past_full_quote(self, end: int, last: bool) -> int:
        """Behind a closing mark: a sentence ends there when its full stop stood inside."""
        held, behind = self._held, end + 1
        if held[end - 1] not in ".!?" or held[end] in ")）`":
            return behind
        if len(held) < behind + 2:
            return behind if last else 0
        return -behind if held[behind] == " " and held[behind + 1].isupper() else behind
