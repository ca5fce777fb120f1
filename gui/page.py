"""Sentences put back into lines, paragraphs and lists, without holes where an instruction stood."""

from __future__ import annotations

import re

from gui import clauses
from gui.pieces import Cutter, Piece
from gui.trigger import suspicious
from plan import Action

_PREFIX = re.compile(
    r"(?:(?:[-*+•·▪◦–]|\(?\d{1,3}[.)）、．](?!\d)|[①-⑳]|>|#{1,6}|\[[ xX]\])[ \t]*(?![*])"
    r"|(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ \t]*)+"
)
_LYRICS = re.compile(
    r"(?:\b(?i:lyrics?|verse|chorus|bridge|hook|outro|intro)\b|歌词|歌詞|主歌|副歌|旁白|台词|台詞)"
    r"[^\n:：]{0,24}[:：][*_ ]*$"
    r"|^\W{0,4}\[[^\]]{1,30}\]\W{0,3}$"
)
# Nothing but punctuation or an emoji: it goes with the sentence before it.
_EMPTY = re.compile(
    "[\\s.!?。！？…~～*_)）\"'”’」』》】\\]\ufe0f\u2600-\u27bf\U0001f300-\U0001faff]*$"
)


class Page:
    """The shown text of a reply as it grows, and the actions found on the way."""

    __slots__ = (
        "_actions", "_asked", "_blank", "_cut", "_cutter", "_gap", "_last", "_lead", "_line",
        "_opaque", "_prefix", "_shown", "_vanished", "_was_cut", "_wished",
    )  # fmt: skip

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._actions: list[Action] = []
        self._gap = ""  # not shown yet: blanks, line ends, a line that only leads to the next
        self._lead = -1  # where in the gap such a leading line begins; -1: there is none
        self._prefix = ""  # the present line's bullet or number, not shown yet
        self._last = ""  # the line's last sentence
        self._shown = False  # anything at all is shown
        self._line = False  # something of the present line is shown
        self._cut = False  # something of the present line went
        self._was_cut = False  # the piece before went
        self._vanished = False  # the line before went whole
        self._blank = True  # nothing on the present line yet
        self._asked = False  # the sentence before was a question: what follows is an offer
        self._wished = False  # the line that leads to the present ones is a condition
        self._opaque = False  # inside a block of lyrics

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(self._actions)

    def feed(self, text: str) -> str:
        """What can be shown now."""
        return "".join(map(self._piece, self._cutter.feed(text)))

    def close(self, text: str = "") -> str:
        """What was held back, and this last of the text."""
        shown = "".join(map(self._piece, self._cutter.feed(text, last=True)))
        if self._cut and not self._line:
            self._forget_lead()
        if self._was_cut or self._vanished:
            return shown + self._gap.rstrip()
        return shown + self._gap + self._prefix

    def _piece(self, piece: Piece) -> str:
        kind, text, blanks = piece
        match kind:
            case "sentence":
                shown = self._sentence(text)
                if blanks:
                    self._blanks(blanks)
                return shown
            case "blank":
                self._blanks(text)
                return ""
            case "newline":
                return self._newline()
        return self._show(text)

    def _newline(self) -> str:
        self._opaque = not self._blank and (self._opaque or bool(_LYRICS.search(self._last)))
        if self._cut and not self._line:
            self._forget_lead()
            self._vanished = True
        elif not (self._blank and self._vanished and (not self._shown or _ends_blank(self._gap))):
            gap = self._gap.rstrip(" \t") if self._was_cut else self._gap
            self._gap = f"{gap}{self._prefix}\n"
            self._vanished = self._vanished and self._blank
        self._prefix, self._last = "", ""
        self._line = self._cut = self._was_cut = False
        self._blank = True
        return ""

    def _forget_lead(self) -> None:
        """A line that only led to what went goes with it."""
        if self._lead >= 0:
            self._gap, self._lead = self._gap[: self._lead], -1

    def _blanks(self, text: str) -> None:
        if self._blank:
            self._prefix += text
        elif not self._was_cut:
            self._gap += text

    def _sentence(self, text: str) -> str:
        if self._line and not self._was_cut and not self._opaque and not suspicious(text):
            return self._plain(text)  # most sentences
        item = False
        if self._blank and (found := _PREFIX.match(text)):
            self._prefix += found[0]
            text = text[found.end() :]
            item = True
        self._last = text
        if self._opaque or not text:
            return self._show(text)
        if self._was_cut and _EMPTY.match(text):
            return ""
        if self._vanished and item and clauses.continues(text):
            return self._take_out(())
        if not suspicious(text):
            return self._plain(text)
        outcome = clauses.translate(text, hedged=self._asked or self._wished)
        if not outcome.cut:
            return self._plain(text)
        self._asked = text.endswith(("?", "？"))
        if not outcome.text:
            return self._take_out(outcome.actions)
        self._note(outcome.actions)
        shown = self._show(outcome.text)
        self._cut = True
        return shown

    def _plain(self, text: str) -> str:
        """A sentence that stays; it may be a question, or a line that leads to the next."""
        self._last = text
        self._asked = text.endswith(("?", "？"))
        if text.rstrip("*_ ").endswith((":", "：")):
            return self._leading(text)
        return self._show(text)

    def _note(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            if not self._actions or self._actions[-1].kind != action.kind:
                self._actions.append(action)

    def _take_out(self, actions: tuple[Action, ...]) -> str:
        self._note(actions)
        self._cut = self._was_cut = True
        self._blank = False
        return ""

    def _leading(self, text: str) -> str:
        """A line that ends in a colon and says nothing itself waits for what it leads to."""
        leads, wished = clauses.leads_on(text)
        if not leads or not self._blank:
            shown = self._show(text)
            self._wished = wished
            return shown
        if self._lead < 0:
            self._lead = len(self._gap)
        self._gap += self._prefix + text
        self._prefix, self._blank, self._line, self._wished = "", False, True, wished
        return ""

    def _show(self, text: str) -> str:
        shown = self._gap + self._prefix + text
        self._gap, self._prefix, self._lead = "", "", -1
        self._line = self._shown = True
        self._was_cut = self._blank = self._vanished = self._wished = False
        return shown


def _ends_blank(gap: str) -> bool:
    return gap.endswith("\n\n")
