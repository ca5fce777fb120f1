"""The port between what the skill does and whoever watches: a terminal, a stream of JSON, a test.

Handlers speak to a `Tell` only; they never print. Texts arrive clean: no control characters, no
secrets, in the user's language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

FileKind = Literal["video", "audio", "picture", "project"]


class Tell(Protocol):
    """Takes what happens during a turn, as it happens."""

    def text(self, text: str) -> None:
        """A sentence or a piece of the backend's answer, whole lines."""

    def progress(self, label: str, fraction: float | None) -> None:
        """Work going on; the fraction is None when nobody knows it, 1.0 when it is done."""

    def file(self, path: Path, kind: FileKind) -> None:
        """A finished file that now lies at `path`."""

    def picture(self, path: Path) -> None:
        """A picture worth showing in the conversation: a still, a mood board."""

    def offer(self, action: str, text: str) -> None:
        """Something the user may ask for next; nothing was done."""

    def error(self, code: str, text: str) -> None:
        """What failed, in one sentence that says what to do."""
