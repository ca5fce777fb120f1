"""A conversation with the planner over a song, and what is on the timeline by then."""

from __future__ import annotations

from studio import planner
from studio import timeline as room
from studio.planner.values import Memory, Understanding
from studio.timeline import facts
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import Operation

SONG = Material(id="m1", name="Night Drive.mp3", kind="audio", duration=180_000, has_sound=True)
COVER = Material(id="m2", name="cover.jpg", kind="image", width=900, height=900)
MIX = Material(id="m3", name="mix.mp3", kind="audio", duration=5 * 3_600_000, has_sound=True)


class Talk:
    """A conversation with the planner over files."""

    def __init__(self, *files: Material) -> None:
        self.files, self.now, self.memory = files, Timeline(), Memory()

    def say(self, text: str) -> Understanding:
        found = planner.understand(
            text, timeline=self.now, materials=self.files, memory=self.memory
        )
        for step in found.steps:
            if isinstance(step, Operation):
                self.now = room.apply(self.now, step)
        self.memory = found.memory
        return found

    @property
    def picture(self) -> Background:
        clip = facts.clips(self.now)[0]
        assert clip.background is not None
        return clip.background
