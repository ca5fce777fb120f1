"""Timelines for the tests of this room."""

from __future__ import annotations

from studio import timeline
from studio.timeline.model import Timeline
from studio.timeline.operations import AddClip, AddSound, AddTitle, Operation


def clip(id: str, duration: int, *, length: int = 0, **more: object) -> AddClip:
    """A clip called after its id."""
    return AddClip(
        id=id, source=f"m-{id}", name=f"{id}.mp4", duration=duration, length=length or duration,
        has_sound=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def made(*operations: Operation, start: Timeline | None = None) -> Timeline:
    """The timeline after these edits."""
    now = start or Timeline()
    for operation in operations:
        now = timeline.apply(now, operation)
    return now


ROW = (clip("c1", 6000), clip("c2", 8000, length=20000), clip("c3", 6000))
MUSIC = AddSound(id="s1", brief={"genre": "lofi"}, name="Lo-fi", gain=0.35)
OPENING = AddTitle(id="t1", text="Hello", start=0, duration=3000)
MIDDLE = AddTitle(id="t2", text="Middle", start=9000, duration=2000)
CLOSING = AddTitle(id="t3", text="The End", start=17000, duration=3000)
FULL = made(*ROW, MUSIC, OPENING, MIDDLE, CLOSING)
