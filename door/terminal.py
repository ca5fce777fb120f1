"""What happens, for a person: sentences, one line of progress, a small drawing of the timeline."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import words
from client import clean
from door.events import within
from door.screen import CYAN, GREEN, GREY, RED, Screen, columns, cut
from tell import FileKind

BAR = 24  # columns
REDRAW = 0.1  # seconds; a terminal is not redrawn more often


class Terminal:
    """A `Tell` for people: on a terminal with bars and colours, in a pipe as plain lines."""

    def __init__(
        self,
        lang: words.Lang,
        screen: Screen,
        *,
        out: TextIO | None = None,
        err: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lang = lang
        self.screen = screen
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._clock = clock
        self._bar = ""  # the label of the bar that stands on the last line, if one does
        self._drawn = 0.0

    def text(self, text: str) -> None:
        if text.strip():
            self._line(clean.text(text).rstrip("\n"))

    def progress(self, label: str, fraction: float | None) -> None:
        """The one line of progress, drawn anew; nothing where there is no terminal."""
        if not self.screen.terminal:
            return
        label, fraction = clean.line(label), within(fraction)
        now, finished = self._clock(), fraction == 1.0
        if label == self._bar and not finished and now - self._drawn < REDRAW:
            return
        self._drawn = now
        if self._bar and label != self._bar:
            self._out.write("\n")
        self._out.write("\r" + self._progress_line(label, fraction) + "\x1b[K")
        self._bar = label
        if finished:
            self._out.write("\n")
            self._bar = ""
        self._out.flush()

    def _progress_line(self, label: str, fraction: float | None) -> str:
        if fraction is None:
            return self.screen.fits(cut(f"{label}…", self.screen.width - 1))
        bar = min(BAR, self.screen.width // 3)
        full = round(bar * fraction)
        drawn = self.screen.fits("█" * full + "░" * (bar - full))
        tail = f" {fraction * 100:3.0f}%"
        name = self.screen.fits(cut(label, self.screen.width - bar - columns(tail) - 3))
        return f"{name}  {self.screen.coloured(drawn, CYAN)}{tail}"

    def file(self, path: Path, kind: FileKind) -> None:
        shown = clean.line(path, most=4096)
        said = words.say(f"door.file_{kind}", self.lang, path=shown)
        self._line(self.screen.coloured(said, GREEN))

    def picture(self, path: Path) -> None:
        self._line(words.say("door.picture", self.lang, path=clean.line(path, most=4096)))

    def offer(self, action: str, text: str) -> None:
        self._line(self.screen.coloured(clean.text(text), GREY))

    def error(self, code: str, text: str) -> None:
        """On standard error, so that a pipe gets answers only."""
        self._end_bar()
        self._out.flush()
        line = self.screen.coloured(self.screen.fits(clean.text(text)), RED)
        self._err.write(line + "\n")
        self._err.flush()

    def done(self, *, ok: bool) -> None:
        """Leaves the line that a bar may still stand on; people see for themselves how it went."""
        self._end_bar()
        self._out.flush()

    def _line(self, text: str) -> None:
        self._end_bar()
        self._out.write(self.screen.fits(text) + "\n")
        self._out.flush()

    def _end_bar(self) -> None:
        if self._bar:
            self._out.write("\r\x1b[K")
            self._bar = ""
