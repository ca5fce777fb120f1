"""The text of a subtitle or lyrics file as an edit: SRT, VTT and LRC."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from studio.timeline.operations import AddCaptions, Line

MOST = 2000  # captions of one file
LONGEST = 200  # characters of one caption that are shown
SUNG = 5000  # ms a last line of lyrics stays
_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_ARROW = re.compile(rf"{_STAMP}\s*-->\s*{_STAMP}")
_SUNG = re.compile(r"\[(\d{1,3}):(\d{2})(?:[.:](\d{1,3}))?\]")
_HEAD = re.compile(rf"(?:\s*{_SUNG.pattern})+")
_OFFSET = re.compile(r"^\s*\[offset:\s*([+-]?\d{1,6})\s*\]", re.I | re.M)
_HAN, _LATIN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"), re.compile(r"[A-Za-z]{2}")
_AT_ONCE = 300  # ms within which two captions begin together
_PUSHED = 1000  # ms that a caption waits for the one before it to be over
_WORTH = 700  # ms from which on what is left of a caption is shown again
_MARKUP = re.compile(r"<[^>\n]{0,80}>|\{\\[^}\n]{0,80}\}")


Cue = tuple[int, int, str]  # start, end, words


def read(text: str, *, length: int, first: int = 1) -> AddCaptions | None:
    """The captions of a file, within a video of this length; None where there are none.

    Ids count from `t<first>`; what lies beyond the end of the video is left out.
    """
    found = _srt(text) or _lrc(text)
    lines: list[Line] = []
    for start, end, words in _parted(sorted(found)[:MOST]):
        finish = min(end, length or end)
        rows = (" ".join(row.split()) for row in _plain(words).split("\n"))
        shown = "\n".join(row for row in rows if row)[:LONGEST]
        if shown and finish - start >= 20:
            lines.append(Line(f"t{first + len(lines)}", start, finish - start, shown))
    return AddCaptions(lines=tuple(lines)) if lines else None


def _plain(words: str) -> str:
    return html.unescape(_MARKUP.sub("", words))


def _parted(found: Iterable[Cue]) -> list[Cue]:
    """The captions one at a time: together where they begin together, else the later one first."""
    parted: list[Cue] = []
    for start, end, words in found:
        if not parted or start >= parted[-1][1] or not words.strip():
            parted += [(start, end, words)] if end > start else []
            continue
        begun, over, before = parted.pop()
        if start - begun < _AT_ONCE:
            both = before if words in before.split("\n") else f"{before}\n{words}"
            parted.append((begun, max(over, end), both))
        elif over - start <= min(_PUSHED, (end - start) // 2):
            parted += [(begun, over, before), (over, end, words)]
        else:
            parted += [(begun, start, before), (start, end, words)]
            parted += [(end, over, before)] if over - end >= _WORTH else []
    return parted


def _ms(hours: str | None, minutes: str, seconds: str, part: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((part or "0").ljust(3, "0")[:3])


def _srt(text: str) -> list[Cue]:
    """Start, end and words of every caption of an SRT or VTT file."""
    marks = list(_ARROW.finditer(text))
    found = []
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        rows = text[mark.end() : until].splitlines()[1:]
        if number + 1 < len(marks) and rows and rows[-1].strip().isdigit():
            rows.pop()  # the number of the next one
        kept: list[str] = []
        for row in rows:
            if not row.strip() and kept:
                break
            if row.strip():
                kept.append(row.strip())
        groups = mark.groups()
        found.append((_ms(*groups[:4]), _ms(*groups[4:]), _joined(kept)))
    return found


def _joined(rows: list[str]) -> str:
    """Rows of one caption as one; two languages stay under each other."""
    if len(rows) == 2:
        scripts = [(bool(_HAN.search(row)), bool(_LATIN.search(row))) for row in rows]
        if scripts[0][0] != scripts[1][0] and any(latin for _, latin in scripts):
            return "\n".join(rows)
    return " ".join(rows)


def _lrc(text: str) -> list[Cue]:
    """Start, end and words of every line of lyrics; a line stays until the next one comes."""
    early = _OFFSET.search(text)
    shift = int(early[1]) if early else 0
    stamped = []
    for row in text.splitlines():
        head = _HEAD.match(row)
        if head:
            words = _SUNG.sub(" ", row[head.end() :]).strip()
            for mark in _SUNG.finditer(head[0]):
                stamped.append((max(0, _ms(None, *mark.groups()) - shift), words))
    if not stamped:
        return []
    stamped.sort()
    ends = [*(start for start, _ in stamped[1:]), stamped[-1][0] + SUNG]
    return [(start, end, words) for (start, words), end in zip(stamped, ends, strict=True)]
