"""Backend text as the user should read it, and the actions its GUI talk stood for.

The backend believes in a graphical interface: "click Export", 打开面板. `translate` takes such
instructions out of a text and says what they come to; content stays as it is. `Stream` does the
same while the text arrives, with the same result however it is cut. Text from outside never yields
more than text and kinds of actions.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gui.trigger import suspicious
from plan import Action, Translation

if TYPE_CHECKING:
    from gui.page import Page

__all__ = ["Stream", "translate"]


@cache
def _page_type() -> type[Page]:
    """The page; its grammar is loaded with the first text that needs it, most turns never do."""
    from gui.page import Page

    return Page


def translate(text: str) -> Translation:
    """The text without its GUI instructions, and what they come to, in order."""
    if not suspicious(text):
        return Translation(text, ())
    page = _page_type()()
    shown = page.close(text)
    return Translation(shown, page.actions)


class Stream:
    """`translate` for a text that arrives in parts."""

    __slots__ = ("_page",)

    def __init__(self) -> None:
        self._page = _page_type()()

    def feed(self, chunk: str) -> str:
        """The text that can be shown now: finished sentences that nothing can change any more."""
        return self._page.feed(chunk)

    def close(self) -> Translation:
        """The text still held back, and every action of the whole text."""
        rest = self._page.close()
        return Translation(rest, self._page.actions)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions known so far."""
        return self._page.actions
