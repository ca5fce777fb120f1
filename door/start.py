"""The way in: what the command line says, the set-up on a first start, then the visit itself.

Standard library alone up to the point where the packages are there, so that help, wrong usage and
a failed set-up are said clearly on a bare machine.
"""

from __future__ import annotations

import os
import signal
import sys

import prepare
from door import arguments, mishap, paths
from door.arguments import Arguments, Usage
from door.events import JsonLines
from door.screen import forgiving, shown
from prepare import saying

AWAY = ("NEMO_API_URL", "NEMO_TOKEN")  # as in skill.yaml, which cannot be read this early


def main(argv: list[str]) -> int:
    """The exit code: 0 all done, 1 something failed and was said, 2 the command line was wrong."""
    forgiving(sys.stdin, sys.stdout, sys.stderr)
    if arguments.wants_json(argv):
        _as_utf8()
    _heed_signals()
    try:
        return _main(argv)
    except KeyboardInterrupt:
        return _failed(argv, "stopped")
    except BrokenPipeError:
        # Whoever read our output went away. What is still buffered must not fail at exit, too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # a person gets a sentence, whatever went wrong
        if mishap.interrupted(error):
            return _failed(argv, "stopped")
        return _failed(argv, "internal", log=mishap.noted(error))


def _main(argv: list[str]) -> int:
    lang = saying.by_words(argv, os.environ)
    try:
        asked = arguments.parse(argv)
    except Usage as usage:
        return _misused(argv, usage, lang)
    match asked.do:
        case "help":
            sys.stdout.write(saying.sentence("help", lang, "door"))
            return 0
        case "version":
            sys.stdout.write(f"{_version()}\n")
            return 0
    if asked.do == "turn" and (gone := paths.missing((*asked.words, *asked.files))):
        text = saying.sentence("not_there", lang, "door", name=shown(gone))
        return _say_failed(asked.json, "file_missing", text)
    try:
        prepare.ready("skill", _aside, lay=_kind(asked), lang=lang)
    except prepare.CannotPrepare as problem:
        return _say_failed(asked.json, "setup", str(problem))
    from door import visit

    try:
        return visit.main(asked, os.environ)
    except Usage as usage:
        return _misused(argv, usage, lang)


def _kind(asked: Arguments) -> prepare.Kind:
    """What to lay where nothing is: for work on this machine everything, in one step."""
    away = any(os.environ.get(name, "").strip() for name in AWAY)
    local = asked.backend == "local" or (asked.backend is None and not away)
    return "studio" if local and asked.do == "turn" and not asked.plan else "skill"


def _heed_signals() -> None:
    """Being told to end is like Ctrl-C: what is half-written goes, and the last line is said."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _aside(sentence: str) -> None:
    """Says it on standard error; what ends in "…" is finished on the same line."""
    sys.stderr.write(sentence + (" " if sentence.endswith("…") else "\n"))
    sys.stderr.flush()


def _misused(argv: list[str], usage: Usage, lang: saying.Lang) -> int:
    text = saying.sentence(usage.key, lang, "door", what=shown(usage.what))
    _say_failed(arguments.wants_json(argv), "usage", text)
    return 2


def _failed(argv: list[str], key: str, **values: object) -> int:
    lang = saying.by_words(argv, os.environ)
    text = saying.sentence(key, lang, "door", **values)
    return _say_failed(arguments.wants_json(argv), key, text)


def _say_failed(as_events: bool, code: str, text: str) -> int:
    if as_events:
        events = JsonLines()
        events.error(code, text)
        events.done(ok=False)
    else:
        _aside(text)
    return 1


def _as_utf8() -> None:
    """JSON is UTF-8, whatever the terminal's own coding is."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")


def _version() -> str:
    """`music-maker 1.0.0`, off the SKILL.md beside the code."""
    found: dict[str, str] = {}
    with (prepare.ROOT / "SKILL.md").open(encoding="utf-8") as card:
        for line in card:
            key, _, value = line.partition(":")
            if key in {"name", "version"}:
                found.setdefault(key, value.strip().strip("\"'"))
    return " ".join(found[key] for key in ("name", "version") if key in found)
