"""Where the moments of an old timeline lie in a new one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the old timeline and where it lies now."""

    old: int
    old_end: int
    new: int
    new_end: int


class Shift:
    """Old moments to new ones."""

    def __init__(self, spans: Iterable[Span], old_end: int, new_end: int) -> None:
        self.spans = sorted(spans)
        self.old_end, self.new_end = old_end, new_end
        self._starts = [span.old for span in self.spans]
        news = [span.new for span in self.spans]
        self.in_order = news == sorted(news)

    def _span(self, moment: int) -> Span | None:
        number = bisect_right(self._starts, moment) - 1
        if number < 0:
            return None
        span = self.spans[number]
        return span if moment < span.old_end else None

    def kept(self, moment: int) -> int | None:
        """Where this moment is now; None where it is gone."""
        span = self._span(moment)
        if span is None:
            return None
        width = span.old_end - span.old
        return span.new + (moment - span.old) * (span.new_end - span.new) // max(width, 1)

    def start(self, moment: int) -> int:
        """Where something that began then begins now."""
        found = self.kept(moment)
        if found is not None:
            return found
        number = bisect_right(self._starts, moment)
        return self.spans[number].new if number < len(self.spans) else self.new_end

    def end(self, moment: int) -> int:
        """Where something that ended then ends now."""
        found = self.kept(moment - 1)
        if found is not None:
            span = self._span(moment - 1)
            return span.new_end if span and moment == span.old_end else found + 1
        number = bisect_right(self._starts, moment - 1) - 1
        return self.spans[number].new_end if number >= 0 else 0

    def left(self, start: int, end: int) -> list[tuple[int, int]]:
        """What is left of a stretch of the old timeline, as stretches of the old timeline."""
        found: list[tuple[int, int]] = []
        for number in range(max(bisect_right(self._starts, start) - 1, 0), len(self.spans)):
            span = self.spans[number]
            if span.old >= end:
                break
            a, b = max(span.old, start), min(span.old_end, end)
            if a < b:
                if found and found[-1][1] == a:
                    found[-1] = (found[-1][0], b)
                else:
                    found.append((a, b))
        return found
