"""Files that nobody has put on the timeline yet, put there so that edits have something to edit."""

from __future__ import annotations

from studio.planner.readers.clips import clip
from studio.planner.readers.slideshow import EACH, slides
from studio.planner.scene import Scene
from studio.timeline.operations import AddSound, AnyOperation, Slideshow


def adopted(scene: Scene) -> tuple[AnyOperation, ...]:
    """The edits that bring the session's files to an empty timeline; none where it is not empty."""
    if scene.clips or scene.sounds:
        return ()
    videos = [m for m in scene.materials if m.kind == "video" and m.duration > 0]
    first = int(scene.fresh("c")[1:])
    if videos:
        return tuple(clip(m, f"c{first + n}") for n, m in enumerate(videos))
    images = tuple(m for m in scene.materials if m.kind == "image")
    if images:
        return (Slideshow(slides=slides(images, [EACH] * len(images), scene)),)
    songs = [m for m in scene.materials if m.kind == "audio" and m.duration > 0]
    if songs:
        song = songs[0]
        return (
            AddSound(
                id=scene.fresh("s"), source=song.id, name=song.name, length=song.duration, gain=1.0
            ),
        )
    return ()
