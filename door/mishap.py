"""Where an unforeseen error happened, kept for a report while its user gets one sentence."""

from __future__ import annotations

import traceback

import places


def interrupted(error: BaseException | None) -> bool:
    """Whether an error is what Ctrl-C left behind: one that meets a lock between being taken and
    being held, inside `queue`, comes out as a RuntimeError about the lock."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def noted(error: BaseException) -> str:
    """The file with the error's way through the code: never its values, which may be secret."""
    folder = places.cache()
    if folder is None:
        return type(error).__name__
    file = folder / "last-error.txt"
    frames = traceback.StackSummary.from_list(traceback.extract_tb(error.__traceback__))
    try:
        file.write_text(f"{type(error).__name__}\n{''.join(frames.format())}", encoding="utf-8")
    except OSError:
        return type(error).__name__
    return str(file)
