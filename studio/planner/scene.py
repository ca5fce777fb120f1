"""What a reader sees beside the wish: the timeline as it stands by now, the files, the memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from studio import timeline as room
from studio.planner.values import AnyStep, Memory, Offer, Question
from studio.timeline import facts
from studio.timeline.model import Clip, Material, Sound, Timeline, Title
from studio.timeline.operations import Operation
from studio.words import Lang, say


@dataclass(frozen=True, slots=True)
class Scene:
    """The state of things when a wish is read."""

    timeline: Timeline
    materials: tuple[Material, ...]
    memory: Memory
    lang: Lang
    message: str = ""  # the whole message, for what reads moods out of it
    tempo: float = 0.0  # of the music, where it is known
    arrived: tuple[Material, ...] = ()  # the files that came since the last edit
    earlier: tuple[str, ...] = ()  # names of films that were put aside, the last one first

    @property
    def clips(self) -> tuple[Clip, ...]:
        return facts.clips(self.timeline)

    @property
    def music(self) -> tuple[Sound, ...]:
        return facts.music(self.timeline)

    @property
    def sounds(self) -> tuple[Sound, ...]:
        return facts.sounds(self.timeline)

    @property
    def titles(self) -> tuple[Title, ...]:
        return facts.titles(self.timeline)

    @property
    def length(self) -> int:
        return facts.duration(self.timeline)

    def fresh(self, prefix: str) -> str:
        """An id for something new."""
        return facts.fresh(self.timeline, prefix)

    def material(self, id: str) -> Material | None:
        """The file of this id."""
        return next((one for one in self.materials if one.id == id), None)

    def unused(self, kind: str) -> tuple[Material, ...]:
        """The files of a kind that are not on the timeline yet."""
        used = {getattr(segment, "source", "") for _, segment in facts.every(self.timeline)}
        made = [m for m in self.materials if m.kind == kind and m.id not in used]
        return tuple(m for m in made if not m.metadata.get("made"))

    def after(self, *operations: Operation) -> Scene:
        """The scene once these edits are made."""
        now = self.timeline
        for operation in operations:
            now = room.apply(now, operation)
        return replace(self, timeline=now)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the planner's in the user's language."""
        return say(f"planner.{key}", self.lang, **values)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader makes of a wish. The heaviest reading of a wish is taken."""

    weight: int
    steps: tuple[AnyStep, ...] = ()
    question: Question | None = None
    hints: tuple[str, ...] = ()
    kind: str = ""  # what was touched, for pronouns to come
    targets: tuple[str, ...] = ()
    bare: bool = field(default=False)  # wants nothing put on the timeline beforehand
    by: object = field(default=None, compare=False, repr=False)  # the reader that made it
    whole: bool = False  # tells by itself what of the wish it made nothing of
    done: bool = False  # it is so already, by what else this message says: nothing comes of it


def ask(
    scene: Scene, weight: int, key: str, /, *offers: Offer, waiting: str = "", **values: object
) -> Reading:
    """A question back, with likely readings."""
    question = Question(text=scene.say(key, **values), offers=offers, waiting=waiting)
    return Reading(weight, question=question)
