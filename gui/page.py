"""Sentences put back into lines, paragraphs and lists, without holes where an instruction stood."""

from __future__ import annotations

import re

from gui import clauses
from gui.pieces import Cutter, Piece
from gui.trigger import suspicious
from plan import Action

_PREFIX = re.compile(
    r"(?:(?:[-*+•·▪◦–]|\(?\d{1,3}[.)）、．](?!\d)|[①-⑳]|>|#{1,6}|\[[ xX]\])[ \t]*(?![*])"
    r"|(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+)+"
)
_LYRICS = re.compile(
    r"(?i)(?:\b(?:lyrics?|verse|chorus|bridge|hook|outro|intro)\b|歌词|歌詞|主歌|副歌|旁白|台词|台詞)"
    r"[^\n:：]{0,24}[:：][*_ ]*$"
    r"|^\W{0,4}\[[^\]]{1,30}\]\W{0,3}$"
)
_EMPTY = re.compile(r"[\s.!?。！？…~～*_)）\"'”’」』》】\]]*$")


class Page:
    """The shown text of a reply as it grows, and the actions found on the way."""

    __slots__ = (
        "_actions", "_asked", "_blank", "_cut", "_cutter", "_gap", "_last", "_line", "_opaque",
        "_prefix", "_was_cut",
    )  # fmt: skip

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._actions: list[Action] = []
        self._gap = ""  # blanks and line ends not shown yet: they go when what follows goes
        self._prefix = ""  # the present line's bullet or number, not shown yet
        self._line = False  # something of the present line is shown
        self._cut = False  # something of the present line went
        self._was_cut = False  # the piece before went
        self._blank = True  # nothing on the present line yet
        self._asked = False  # the sentence before was a question: what follows is an offer
        self._opaque = False  # inside a block of lyrics
        self._last = ""  # the line's last sentence

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(self._actions)

    def feed(self, text: str) -> str:
        """What can be shown now."""
        return "".join(map(self._piece, self._cutter.feed(text)))

    def close(self, text: str = "") -> str:
        """What was held back, and this last of the text."""
        shown = "".join(map(self._piece, self._cutter.feed(text, last=True)))
        if self._was_cut or (self._cut and not self._line):
            return shown
        return shown + self._gap + self._prefix

    def _piece(self, piece: Piece) -> str:
        kind, text = piece
        match kind:
            case "sentence":
                return self._sentence(text)
            case "blank":
                return self._blanks(text)
            case "newline":
                return self._newline()
        return self._show(text)

    def _newline(self) -> str:
        vanished = self._cut and not self._line
        if self._blank:
            self._opaque = False
        elif _LYRICS.search(self._last):
            self._opaque = True
        if not vanished:
            gap = self._gap.rstrip(" \t") if self._was_cut else self._gap
            self._gap = f"{gap}{self._prefix}\n"
        self._prefix, self._last = "", ""
        self._line = self._cut = self._was_cut = False
        self._blank = True
        return ""

    def _blanks(self, text: str) -> str:
        if not self._was_cut:
            if self._blank:
                self._prefix += text
            else:
                self._gap += text
        return ""

    def _sentence(self, text: str) -> str:
        if self._blank:
            if found := _PREFIX.match(text):
                self._prefix += found[0]
                text = text[found.end() :]
            self._blank = False
        self._last = text
        if self._opaque or not text:
            return self._show(text)
        if _EMPTY.match(text):
            return "" if self._was_cut else self._show(text)
        if not suspicious(text):
            self._asked = text.endswith(("?", "？"))
            return self._show(text)
        outcome = clauses.translate(text, hedged=self._asked)
        self._asked = text.endswith(("?", "？"))
        for action in outcome.actions:
            if not self._actions or self._actions[-1].kind != action.kind:
                self._actions.append(action)
        if outcome.text:
            shown = self._show(outcome.text)
            self._cut = self._cut or outcome.cut
            return shown
        self._cut = self._was_cut = True
        return ""

    def _show(self, text: str) -> str:
        shown = self._gap + self._prefix + text
        self._gap = self._prefix = ""
        self._line, self._was_cut, self._blank = True, False, False
        return shown
