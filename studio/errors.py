"""The few things that can be refused. A class's docstring is the sentence a user sees, in English.

The same sentence in the user's language stands in `language/<lang>/errors.yaml` under the class's
key; both are filled with the values that the error was raised with.
"""

from __future__ import annotations

from typing import ClassVar

from studio.words import Lang, say


class StudioError(Exception):
    """That cannot be done."""

    key: ClassVar[str] = "refused"
    code: ClassVar[int] = 400  # as the wire contract numbers it

    def __init__(self, **values: object) -> None:
        super().__init__(*values.values())
        self.values = values

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: Lang) -> str:
        """What went wrong and what to do, as the user reads it."""
        return say(f"errors.{self.key}", lang, **self.values)


class Refused(StudioError):
    """That edit cannot be made."""


class NotThere(Refused):
    """There is no {what} on the timeline."""

    key = "not_there"


class OutOfRange(Refused):
    """The video is {length} long, so {time} is beyond its end."""

    key = "out_of_range"


class Backwards(Refused):
    """That range ends before it starts ({start} to {end})."""

    key = "backwards"


class TooShort(Refused):
    """{name} is only {length} long, too short for that."""

    key = "too_short"


class NothingLeft(Refused):
    """That would leave nothing of the video."""

    key = "nothing_left"


class NoPicture(Refused):
    """There is no video on the timeline yet."""

    key = "no_picture"


class WrongKind(Refused):
    """{name} cannot be changed that way."""

    key = "wrong_kind"


class BadNumber(Refused):
    """{value} is outside what is possible for {what} ({low} to {high})."""

    key = "bad_number"


class NothingToUndo(Refused):
    """There is nothing to undo."""

    key = "nothing_to_undo"


class NothingToRedo(Refused):
    """There is nothing to redo."""

    key = "nothing_to_redo"


class LawBroken(Refused):
    """The timeline would not hold together: {law}."""

    key = "law_broken"
