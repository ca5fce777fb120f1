"""What is told where an edit would change nothing: that it is like that already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.planner.scene import Scene
from studio.timeline import clock, facts
from studio.timeline.model import Clip, Sound
from studio.timeline.operations import Fade, Operation, Volume
from studio.timeline.summary import called, short


def told(scene: Scene, operations: Sequence[Operation]) -> list[str]:
    """One sentence for each thing that is as asked already; a general one where none fits."""
    said = [line for operation in operations for line in _lines(scene, operation)]
    return list(dict.fromkeys(said)) or [scene.say("already_so")]


def _lines(scene: Scene, operation: Operation) -> Iterator[str]:
    match operation:
        case Fade(fade_in=first, fade_out=last):
            for segment in _heard(scene, operation.targets):
                name = short(called(segment, scene.lang))
                for key, length in (("already_fades_in", first), ("already_fades_out", last)):
                    if length:
                        yield scene.say(key, name=name, time=clock.length(length))
        case Volume(gain=float() | int() as gain, start=-1):
            for segment in _heard(scene, operation.targets):
                name = short(called(segment, scene.lang))
                yield scene.say("already_loud", name=name, gain=clock.percent(gain))


def _heard(scene: Scene, targets: tuple[str, ...]) -> Iterator[Clip | Sound]:
    for id in targets:
        found = facts.segment(scene.timeline, id)
        if isinstance(found, Clip | Sound):
            yield found
