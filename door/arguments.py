"""What the command line asks for, as a value; or Usage, the sentence about what is wrong with it.

Own code rather than argparse: one small table, sentences in three languages, no guessing of
shortened options, and a start that costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

Do = Literal["turn", "help", "version", "studio"]
STUDIO_COMMANDS = ("status", "stop", "log")
BACKENDS = ("local", "hosted")

FLAGS = ("--new", "--force", "--json", "--plan")
VALUES = ("--backend", "--session", "--out")
INSTEAD: dict[str, Do] = {"--help": "help", "-h": "help", "--version": "version", "-V": "version"}

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Arguments:
    """One call. `words` are what is neither option nor option's value: message and files."""

    do: Do = "turn"
    backend: str | None = None
    session: str | None = None
    out: str | None = None
    new: bool = False
    force: bool = False
    json: bool = False
    plan: bool = False
    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # words after `--`, of which all but one are files


class Usage(Exception):
    """The command line is wrong; the key of the sentence that says how, and what it is about."""

    def __init__(self, key: str, what: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.what = what


def wants_json(argv: Iterable[str]) -> bool:
    """Whether events are asked for, however wrong the rest may be."""
    for word in argv:
        if word == "--":
            return False
        if word == "--json":
            return True
    return False


def parse(argv: Iterable[str]) -> Arguments:
    """What these words ask for."""
    asked = Arguments()
    waiting = list(argv)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            asked = replace(asked, files=tuple(waiting))
            break
        if word in INSTEAD:
            return Arguments(do=INSTEAD[word], json=asked.json)
        if name in FLAGS:
            if equals:
                raise Usage("no_value_wanted", name)
            asked = _with_flag(asked, name)
        elif name in VALUES:
            if not equals:
                if not waiting or waiting[0] == "--":
                    raise Usage("value_wanted", name)
                value = waiting.pop(0)
            asked = _with_value(asked, name, value)
        elif word.startswith("-") and len(word) > 1 and not _is_sentence(word):
            raise Usage("unknown_option", word)
        else:
            asked = replace(asked, words=(*asked.words, word))
    return _studio(asked)


def _is_sentence(word: str) -> bool:
    """`- make it quieter` and `-6 dB on the music` are messages, `-v` and `--fast` are not."""
    return bool(re.match(r"-+\s|-\d+\S*\s", word))


def _with_flag(asked: Arguments, name: str) -> Arguments:
    match name:
        case "--new":
            return replace(asked, new=True)
        case "--force":
            return replace(asked, force=True)
        case "--json":
            return replace(asked, json=True)
        case _:
            return replace(asked, plan=True)


def _with_value(asked: Arguments, name: str, value: str) -> Arguments:
    if not value.strip():
        raise Usage("value_wanted", name)
    match name:
        case "--backend":
            return replace(asked, backend=backend(value))
        case "--session":
            if _UNPRINTABLE.search(value) or len(value) > LONGEST_NAME:
                raise Usage("bad_session")
            return replace(asked, session=value)
        case _:
            return replace(asked, out=value)


def _studio(asked: Arguments) -> Arguments:
    """`studio status` and its like are commands, not messages."""
    match asked.words:
        case ["studio", command] if command in STUDIO_COMMANDS:
            return replace(asked, do="studio")
        case ["studio", *rest] if not asked.files and all(_is_word(word) for word in rest):
            raise Usage("studio_command", " ".join(rest))
    return asked


def _is_word(word: str) -> bool:
    return bool(re.fullmatch(r"[a-z-]{1,20}", word))


def backend(value: str) -> str:
    """`local`, `hosted`, or an address that work can be sent to; else Usage says what is wrong."""
    if value in BACKENDS:
        return value
    try:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or any(c.isspace() for c in value):
        raise Usage("bad_backend")
    if parts.username is not None or parts.password is not None:
        raise Usage("secret_in_address")  # it would end up in process lists and logs
    if parts.query or parts.fragment:
        raise Usage("bad_backend")
    return value.rstrip("/")
