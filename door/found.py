"""What a call's words are: the message, and the files as absolute paths or URLs.

A word is a file when it exists, is a `file://` URL, or a link; a message otherwise. Where both
readings are possible the sentence wins: `export` is a command even beside a folder of that name.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import contract
import plan
from door.arguments import Usage
from door.paths import PATHLIKE, placed, surely_path

_BARE = re.compile(r"[^\s./\\~:]+")


class NotThere(Exception):
    """A file that was named and does not exist; the exception's text is its name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message (empty for files alone) and what goes with it."""

    message: str
    files: tuple[str, ...]


def asked(words: Iterable[str], files: Iterable[str], is_command: Callable[[str], bool]) -> Asked:
    """The message and the files among a call's words; `files` are those behind `--`."""
    messages: list[str] = []
    found: list[str] = []
    for word in words:
        if not word.strip():
            messages.append("")
        elif _BARE.fullmatch(word) and not messages and is_command(word):
            messages.append(word)
        elif (place := placed(word)) is not None:
            found.append(place)
        elif looks_like_path(word):
            raise NotThere(word)
        else:
            messages.append(word)
    for word in files:
        place = placed(word)
        if place is not None:
            found.append(place)
        elif messages or looks_like_path(word):
            raise NotThere(word)
        else:
            messages.append(word)  # `chat.py -- "-6 dB on the music"`
    spoken = [message for message in messages if message]
    if len(spoken) > 1:
        raise Usage("two_messages")
    if messages and not spoken and not found:
        raise Usage("empty")
    return Asked(spoken[0] if spoken else "", tuple(dict.fromkeys(found)))


def spoken(words: Iterable[str]) -> str:
    """What of a call's words is language: file names say nothing about their user's."""
    return " ".join(w for w in words if not looks_like_path(w) and placed(w) is None)


def dropped(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The message and the files of a typed line into which files may have been dropped.

    Terminals paste a dropped file's path as a shell would want it: in quotes, or with its blanks
    escaped. In the message such a path gives way to the file's name.
    """
    if placed(line) is not None or not any(mark in line for mark in "\\'\""):
        return (line,), ()
    try:
        pieces = shlex.split(line, posix=True)
    except ValueError:  # an apostrophe
        return (line,), ()
    files = [piece for piece in pieces if PATHLIKE.match(piece) and placed(piece) is not None]
    if not files:
        return (line,), ()
    said = [Path(piece).name if piece in files else piece for piece in pieces]
    return (("" if len(files) == len(pieces) else " ".join(said)),), tuple(files)


def looks_like_path(word: str) -> bool:
    """Whether a word that does not exist was meant as a file, so that it can be called missing."""
    if surely_path(word):
        return True
    if any(c.isspace() for c in word):
        return bool(PATHLIKE.match(word)) and _has_media_name(word)
    return word.isascii() and _has_media_name(word)


def _has_media_name(word: str) -> bool:
    return word.rpartition(".")[2].lower() in contract.load().formats


def resolved(wanted: plan.Plan, attachments: Iterable[str]) -> plan.Plan:
    """The plan with every upload's files as absolute paths and links.

    Attachments were given on the command line and are there. What the router saw in the message
    counts when it exists or is a link. A path that does not exist is NotThere; a bare name that
    does not may well be what an earlier upload was called, so it stays a word of the message.
    """
    given = set(attachments)
    steps: list[plan.Step] = []
    unknown = ""
    for step in wanted.steps:
        if step.intent != "upload" or not step.files:
            steps.append(step)
            continue
        there: dict[str, None] = {}
        for name in step.files:
            place = name if name in given else placed(name)
            if place is not None:
                there[place] = None
            elif PATHLIKE.match(name) or name[:7].lower() == "file://":
                raise NotThere(name)
            else:
                unknown = name
        if there:
            steps.append(plan.Step(step.intent, step.text, tuple(there), step.wishes))
    if unknown and not steps:
        raise NotThere(unknown)
    return plan.Plan(tuple(steps))
