"""A timeline as a small drawing: a ruler, and under it each track's pieces to scale. Pure.

          0:00        0:10        0:20
Video     ├ holiday.mp4 ──────────┤
BGM          ├ Lo-fi 35% ─────────┤
Title     ├ "Hello" ┤
"""

from __future__ import annotations

from dataclasses import dataclass

import words
from door.screen import Screen, columns, cut, padded
from handlers import state

STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)  # seconds between marks
APART = 8  # columns from mark to mark at least
TRACKS = 12  # more than these are counted, not drawn
NARROWEST = 30  # columns; what is narrower gets no drawing


@dataclass(frozen=True, slots=True)
class Pen:
    """What a piece is drawn with."""

    left: str
    right: str
    line: str
    point: str


FINE, ASCII = Pen("├", "┤", "─", "│"), Pen("[", "]", "-", "|")


def draw(shown: state.Shown, lang: words.Lang, screen: Screen) -> list[str]:
    """The drawing's lines; none for an empty timeline or a screen too narrow for one."""
    end = max((piece.end for track in shown.tracks for piece in track.segments), default=0)
    if end <= 0 or screen.width < NARROWEST:
        return []
    names = [state.label(track, lang) for track in shown.tracks[:TRACKS]]
    margin = min(max(map(columns, names)), screen.width // 4) + 2
    room = screen.width - margin - 1
    pen = FINE if screen.unicode else ASCII
    lines = [" " * margin + ruler(end, room)]
    for name, track in zip(names, shown.tracks, strict=False):
        row = pieces(track, end, room, pen)
        lines.append((padded(screen.fits(name), margin - 2) + "  " + row).rstrip())
    if (more := len(shown.tracks) - TRACKS) > 0:
        lines.append(words.say("timeline.more", lang, count=more))
    return lines


def ruler(end: int, room: int) -> str:
    """Marks in whole seconds, as many as have room."""
    step = next((s for s in STEPS if s * 1000 * room >= APART * end), None)
    if step is None:
        step = STEPS[-1] * (1 + end // (STEPS[-1] * 1000 * max(1, room // APART)))
    line = ""
    for second in range(0, end // 1000 + 1, step):
        at, mark = second * 1000 * room // end, clock(second)
        if at + len(mark) <= room and (not line or at > len(line)):
            line = line.ljust(at) + mark
    return line


def clock(seconds: int) -> str:
    """1:05 for 65, 1:00:00 for an hour."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def pieces(track: state.Track, end: int, room: int, pen: Pen) -> str:
    """The track's pieces at their places; the shortest is one column, none hides another."""
    line, taken = "", 0
    for piece in sorted(track.segments, key=lambda s: s.start):
        left = max(taken, piece.start * room // end)
        right = min(room, max(left + 1, piece.end * room // end))
        if left >= room:
            break
        line += " " * (left - taken) + _piece(track, piece, right - left, pen)
        taken = right
    return line


def _piece(track: state.Track, piece: state.Segment, width: int, pen: Pen) -> str:
    if width == 1:
        return pen.point
    inner = width - 2
    name = f'"{piece.name}"' if track.kind == "text" and piece.name else piece.name
    if piece.volume is not None and (track.kind == "audio" or piece.volume != 1.0):
        name = f"{name} {state.percent(piece.volume)}".strip()
    if pen is ASCII:
        name = name.encode("ascii", "replace").decode()
    said = cut(name, inner - 2, more="" if pen is ASCII else "…") if inner > 4 else ""
    middle = f" {said} " if said else ""
    return pen.left + middle + pen.line * (inner - columns(middle)) + pen.right
