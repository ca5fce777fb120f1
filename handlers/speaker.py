"""The backend's words on their way to the user: GUI talk translated, cleaned, line by line."""

from __future__ import annotations

from typing import Protocol

from handlers.turn import Turn
from plan import Action, Translation


class Translating(Protocol):
    def feed(self, chunk: str) -> str: ...
    def close(self) -> Translation: ...


class Speaker:
    """Takes text as it comes, tells whole lines; at the end it knows the GUI talk's actions."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._stream = _translating()
        self._line = ""
        self._closed = False
        self.spoke = False
        self.actions: tuple[Action, ...] = ()

    def say(self, text: str) -> None:
        self._tell(self._stream.feed(text))

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        translation = self._stream.close()
        self._tell(translation.text)
        self._emit(self._line)
        self._line = ""
        self.actions = translation.actions

    def _tell(self, text: str) -> None:
        whole, border, rest = (self._line + text).rpartition("\n")
        self._line = rest
        if border:
            self._emit(whole)

    def _emit(self, text: str) -> None:
        shown = self._turn.client.safe(text).rstrip()
        if shown.strip():
            self.spoke = True
            self._turn.tell.text(shown)


def _translating() -> Translating:
    import gui_translate  # only where there is a reply: it reads phrases of three languages

    stream: Translating = gui_translate.Stream()
    return stream
