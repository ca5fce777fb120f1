"""What can go wrong with a file or with ffmpeg. A class's docstring is the English sentence.

The sentences in every language stand in `language/<lang>/media.yaml` under the class's key.
"""

from __future__ import annotations

from studio.errors import Refused, StudioError
from studio.words import Lang, say


class MediaError(StudioError):
    """{name} could not be used."""

    key = "unusable"
    code = 4001

    def sentence(self, lang: Lang) -> str:
        return say(f"media.{self.key}", lang, **self.values)


class Empty(MediaError):
    """{name} is empty: it has no picture and no sound."""

    key = "empty"


class Truncated(MediaError):
    """{name} is incomplete: its end is missing. Please send the whole file again."""

    key = "truncated"


class Growing(MediaError):
    """{name} is still being written. Please send it when it is finished."""

    key = "growing"


class Unsupported(MediaError):
    """{name} is neither video, sound nor a picture that can be read."""

    key = "unsupported"


class TooLong(MediaError):
    """{name} is longer than {hours} hours."""

    key = "too_long"


class TooBig(MediaError):
    """{name} has more pixels ({width}×{height}) than can be handled."""

    key = "too_big"
    code = 4002


class RenderError(Refused):
    """The file could not be made."""

    key = "failed"
    code = 500

    def sentence(self, lang: Lang) -> str:
        return say(f"media.{self.key}", lang, **self.values)


class Cancelled(RenderError):
    """Cancelled."""

    key = "cancelled"
    code = 499


class NoSpace(RenderError):
    """The disk is full: {needed} MB are needed and {free} MB are free."""

    key = "no_space"
    code = 507


class TimedOut(RenderError):
    """It took longer than {seconds} seconds and was stopped."""

    key = "timed_out"


class EngineFailed(RenderError):
    """The file could not be made: {reason}"""

    key = "engine_failed"


class NoEngine(RenderError):
    """ffmpeg is not there. Install the studio's parts again, or ffmpeg itself."""

    key = "no_engine"


class NothingToRender(RenderError):
    """There is nothing on the timeline yet."""

    key = "nothing"
    code = 400


class MissingFile(RenderError):
    """{name} is not there any more."""

    key = "missing_file"


class SameFile(RenderError):
    """The result would overwrite {name}, which it is made of."""

    key = "same_file"
    code = 400


class NotAsPlanned(RenderError):
    """The finished file did not pass its check ({what}), so it was thrown away."""

    key = "not_as_planned"
