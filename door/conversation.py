"""Message after message: a person at a terminal, or lines from a pipe."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import contract
import places
import words
from door import found
from door.events import JsonLines
from door.screen import CYAN, is_interactive

if TYPE_CHECKING:
    from door.terminal import Terminal
    from door.visit import Visit

LEAVE = frozenset({"exit", "quit", "bye", ":q", "退出", "再见", "再見", "离开", "離開"})
HELP = frozenset({"help", "?", "帮助", "幫助", "說明", "说明"})
REMEMBERED = 500  # lines of history


def main(visit: Visit) -> int:
    """The exit code: 0 for a person who leaves; 1 when a line of a pipe failed."""
    if is_interactive() and not isinstance(visit.tell, JsonLines):
        return _with_a_person(visit, visit.tell)
    return _with_a_pipe(visit)


def _with_a_pipe(visit: Visit) -> int:
    """One message a line, carried out as it comes."""
    said, well = False, True
    most = int(contract.load().limits["message"]) + 2
    while line := sys.stdin.readline(most):
        whole = line.endswith("\n") or len(line) < most
        while not whole:  # the rest of a line that is too long is no message of its own
            rest = sys.stdin.readline(most)
            whole = rest.endswith("\n") or not rest
        if line.strip().lower() in LEAVE:
            return 0 if well else 1
        if line.strip():
            said = True
            well = visit.turn((line.strip(),)) and well
    if not said:
        well = visit.turn(("",))
    return 0 if well else 1


def _with_a_person(visit: Visit, tell: Terminal) -> int:
    # A second Ctrl-C may be quicker than the sentence about it; it leaves all the same.
    with contextlib.suppress(KeyboardInterrupt), _history():
        _greet(visit, tell)
        _talk(visit, tell)
    return 0


def _talk(visit: Visit, tell: Terminal) -> None:
    leaving = False
    while True:
        try:
            line = input(_prompt(tell)).strip()
        except EOFError:
            sys.stdout.write("\n")
            return
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            if leaving:
                return
            leaving = True
            tell.text(words.say("door.once_more", tell.lang))
            continue
        leaving = False
        if line.lower() in LEAVE:
            return
        if line.lower() in HELP:
            _try_saying(tell, visit)
        elif line:
            _answer(visit, tell, line)


def _answer(visit: Visit, tell: Terminal, line: str) -> None:
    """One turn; Ctrl-C ends the work in hand and leaves the conversation as it is."""
    try:
        visit.turn(*found.dropped(line))
    except KeyboardInterrupt:
        tell.error("stopped", words.say("door.stopped", tell.lang))


def _greet(visit: Visit, tell: Terminal) -> None:
    skill = visit.skill
    tell.text(tell.screen.coloured(skill.display.partition(" — ")[0], CYAN))
    tell.text(words.say("door.greeting", tell.lang))
    _try_saying(tell, visit)


def _try_saying(tell: Terminal, visit: Visit) -> None:
    tell.text(words.say("door.try_saying", tell.lang))
    for line in (visit.skill.say[tell.lang], words.say("door.try_export", tell.lang)):
        tell.text(f"  {line}")
    tell.text(words.say("door.how_to_leave", tell.lang))


def _prompt(tell: Terminal) -> str:
    mark = tell.screen.fits("› ") if tell.screen.unicode else "> "
    if not tell.screen.colours:
        return mark
    # The two control characters tell readline that what is between them has no width.
    return f"\001\x1b[{CYAN}m\002{mark}\001\x1b[0m\002"


@contextlib.contextmanager
def _history() -> Iterator[None]:
    """Lines typed earlier come back with the arrow keys, where this Python has readline."""
    folder = places.cache()
    try:
        import readline
    except ImportError:
        folder = None
    if folder is None:
        yield
        return
    file = folder / "history"
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    try:
        yield
    finally:
        readline.set_history_length(REMEMBERED)
        with contextlib.suppress(OSError):
            readline.write_history_file(file)
            file.chmod(0o600)
