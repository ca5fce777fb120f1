"""`chat.py studio status|stop|log`: how the studio on this machine is, its end, and its story."""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import words
from home import address
from home.address import Address
from prepare import saying

SHOWN = 60  # lines of the log
_LEAVING = 10.0
_OWN = ("at", "level", "room", "what", "trace")


def command(args: list[str]) -> int:
    """The exit code: 0 for done, 1 where there is no studio to stop or it does not stop."""
    lang = saying.by_locale(os.environ)
    place = address.folder()
    match args:
        case ["status"]:
            return _status(place, lang)
        case ["stop", *rest]:
            return _stop(place, lang, force="--force" in rest)
        case ["log"]:
            return _log(place, lang)
    return 2


def _running(place: Path) -> Address | None:
    known = address.read(place)
    return known if known is not None and address.alive(known) else None


def _status(place: Path, lang: words.Lang) -> int:
    known = _running(place)
    told = address.health(known) if known else None
    if known is None or told is None:
        _say("home.not_running", lang)
        _say("home.kept_in", lang, folder=place, size=_megabytes(place))
        return 0
    since = max(1, int(told.get("seconds", 0)) // 60)
    _say("home.running", lang, url=known.url, pid=known.pid, version=known.version, minutes=since)
    busy = int(told.get("busy", 0))
    if busy:
        _say("home.busy", lang, count=busy)
    else:
        _say("home.idle", lang, minutes=max(1, round(float(told.get("idle_after", 0)) / 60)))
    _say("home.kept_in", lang, folder=place, size=_megabytes(place))
    return 0


def _stop(place: Path, lang: words.Lang, *, force: bool) -> int:
    known = _running(place)
    if known is None:
        _say("home.not_running", lang)
        return 0
    if not address.stop(known, force=force):
        _say("home.busy_not_stopped", lang)
        return 1
    until = time.monotonic() + _LEAVING
    while address.is_studio(known.pid, place) or _running(place) is not None:
        if time.monotonic() > until:
            _say("home.does_not_stop", lang, pid=known.pid)
            return 1
        time.sleep(0.05)
    _say("home.stopped", lang)
    return 0


def _log(place: Path, lang: words.Lang) -> int:
    """The newest lines of the log, one a happening, readable."""
    file = place / "logs" / "studio.log"
    if not file.is_file():
        _say("home.no_log", lang)
        return 0
    for line in _newest(file):
        _show(line)
    _say("home.log_is", lang, file=file)
    return 0


def _newest(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8", errors="replace") as opened:
        for line in deque(opened, SHOWN):
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if isinstance(told, dict):
                yield told


def _show(line: dict[str, Any]) -> None:
    at = time.strftime("%m-%d %H:%M:%S", time.localtime(float(line.get("at", 0))))
    rest = " ".join(f"{k}={v}" for k, v in line.items() if k not in _OWN)
    mark = "" if line.get("level") == "info" else f"{line.get('level')}: "
    _print(f"{at}  {mark}{line.get('what', '')}  {rest}".rstrip())
    if line.get("trace"):
        _print("    " + str(line["trace"]).strip().replace("\n", "\n    "))


def _megabytes(place: Path) -> str:
    total = 0
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
            except OSError:
                continue
    return f"{total / 1e6:.0f}"


def _say(key: str, lang: words.Lang, **values: object) -> None:
    _print(words.say(key, lang, **values))


def _print(text: str) -> None:
    print("".join(c if c.isprintable() or c == "\n" else " " for c in text), flush=True)
