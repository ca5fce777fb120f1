"""Half-time and double-time: the drums at another pace than the rest, the tempo as it was."""

from __future__ import annotations

from collections.abc import Iterator

from studio.brief import Feel
from studio.composer.stage import Stage
from studio.composer.values import Note


def turned(stage: Stage, notes: list[Note], feel: Feel) -> list[Note]:
    """The drums' strokes at half or twice their pace; the last stroke of all stays."""
    by_bar: dict[int, list[Note]] = {}
    for note in notes:
        by_bar.setdefault(stage.bar_at(note.at), []).append(note)
    made = _halved(stage, by_bar) if feel == "half" else _doubled(stage, by_bar)
    return sorted(made)


def _halved(stage: Stage, by_bar: dict[int, list[Note]]) -> Iterator[Note]:
    """The strokes of every first bar of two over both: the backbeat comes half as often."""
    for bar, notes in by_bar.items():
        section = stage.section(bar)
        if section.kind == "ending":
            yield from notes
            continue
        inside = stage.inside(bar)
        if inside % 2:
            continue
        start = stage.at(bar, 0)
        last = bar + 1 >= section.first_bar + section.bars
        end = stage.at(bar, stage.steps[bar]) if last else stage.at(bar + 1, stage.steps[bar + 1])
        for note in notes:
            at = start + 2 * (note.at - start)
            if at < end:
                yield note._replace(at=at)


def _doubled(stage: Stage, by_bar: dict[int, list[Note]]) -> Iterator[Note]:
    """The strokes of every bar in half of it, twice."""
    for bar, notes in by_bar.items():
        if stage.section(bar).kind == "ending":
            yield from notes
            continue
        start, end = stage.at(bar, 0), stage.at(bar, stage.steps[bar])
        half = (end - start) // 2
        for turn in (0, half):
            for note in notes:
                yield note._replace(at=start + turn + (note.at - start) // 2)
