"""The text of a subtitle or lyrics file as an edit: SRT, VTT and LRC."""

from __future__ import annotations

import re

from studio.timeline.operations import AddCaptions, Line

MOST = 2000  # captions of one file
LONGEST = 200  # characters of one caption that are shown
SUNG = 5000  # ms a last line of lyrics stays
_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_ARROW = re.compile(rf"{_STAMP}\s*-->\s*{_STAMP}")
_SUNG = re.compile(r"\[(\d{1,3}):(\d{2})(?:[.:](\d{1,3}))?\]")
_MARKUP = re.compile(r"<[^>\n]{0,80}>|\{\\[^}\n]{0,80}\}")


def read(text: str, *, length: int, first: int = 1) -> AddCaptions | None:
    """The captions of a file, within a video of this length; None where there are none.

    Ids count from `t<first>`; what lies beyond the end of the video is left out.
    """
    found = _srt(text) or _lrc(text)
    lines: list[Line] = []
    now = 0
    for start, end, words in sorted(found)[:MOST]:
        begin, finish = max(start, now), min(end, length or end)
        shown = " ".join(_MARKUP.sub("", words).split())[:LONGEST]
        if shown and finish - begin >= 20:
            lines.append(Line(f"t{first + len(lines)}", begin, finish - begin, shown))
            now = finish
    return AddCaptions(lines=tuple(lines)) if lines else None


def _ms(hours: str | None, minutes: str, seconds: str, part: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((part or "0").ljust(3, "0")[:3])


def _srt(text: str) -> list[tuple[int, int, str]]:
    """Start, end and words of every caption of an SRT or VTT file."""
    marks = list(_ARROW.finditer(text))
    found = []
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        rows = text[mark.end() : until].splitlines()[1:]
        kept: list[str] = []
        for row in rows:
            if not row.strip() and kept:
                break
            if row.strip():
                kept.append(row.strip())
        groups = mark.groups()
        found.append((_ms(*groups[:4]), _ms(*groups[4:]), " ".join(kept)))
    return found


def _lrc(text: str) -> list[tuple[int, int, str]]:
    """Start, end and words of every line of lyrics; a line stays until the next one comes."""
    stamped = []
    for row in text.splitlines():
        marks = list(_SUNG.finditer(row))
        if marks:
            words = row[marks[-1].end() :].strip()
            stamped += [(_ms(None, *mark.groups()), words) for mark in marks]
    if not stamped:
        return []
    stamped.sort()
    ends = [*(start for start, _ in stamped[1:]), stamped[-1][0] + SUNG]
    return [(start, end, words) for (start, words), end in zip(stamped, ends, strict=True)]
