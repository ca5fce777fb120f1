"""What the planner makes of a sentence, as values: steps, a question back, what to remember.

A step is an operation (the timeline applies it) or an intent (the service carries it out). All of
it is plain data, so that a session can be kept in a store and picked up later.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from studio.timeline.operations import AnyOperation, Operation


class Intent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="op"):
    """Something wanted that is no edit of the timeline."""


class Undo(Intent, frozen=True, kw_only=True, tag="undo"):
    """So many versions back."""

    count: int = 1


class Redo(Intent, frozen=True, kw_only=True, tag="redo"):
    """So many versions forward again."""

    count: int = 1


class Restore(Intent, frozen=True, kw_only=True, tag="restore"):
    """Back to this version, counted from 1: the first state that had anything on it."""

    version: int = 1


class Begin(Intent, frozen=True, kw_only=True, tag="begin"):
    """An empty timeline; what was on it is kept, and can be had back."""


class Return(Intent, frozen=True, kw_only=True, tag="return"):
    """Back to a film that was put aside: the last one is 0."""

    film: int = 0


class ShowTimeline(Intent, frozen=True, kw_only=True, tag="show-timeline"):
    """What is on the timeline, told; or what the last wishes changed of it."""

    changes: bool = False


class ShowReceipt(Intent, frozen=True, kw_only=True, tag="show-receipt"):
    """What was measured on the last finished file, told."""


class Render(Intent, frozen=True, kw_only=True, tag="render"):
    """A finished file, with what was wished for; "" and 0 are "as usual"."""

    format: str = ""  # mp4, webm, gif, mp3, wav, m4a
    quality: str = ""  # draft, high
    height: int = 0


class JustMusic(Intent, frozen=True, kw_only=True, tag="just-music"):
    """The music alone, as a sound file."""

    format: str = "mp3"


class Sync(Intent, frozen=True, kw_only=True, tag="sync"):
    """This sound's beats on the picture's cuts. What is left at its default is as it was before."""

    target: str
    level: float = 1.0  # 0.5: the user taps half as fast as was heard; 2 twice as fast
    bpm: float = 0.0  # what the user says the tempo is
    first: int = -1  # ms in the song at which the user hears the first beat
    taps: tuple[int, ...] = ()  # ms in the song at which the user taps or hears its beats
    meter: int = 0  # beats a bar, as the user counts them; 6: of 6/8, in two times three
    late: int = 0  # ms by which the user hears our beats too late
    drop: int = -1  # ms in the song at which the user hears its drop
    hero: int = -1  # ms in the film of the cut that the drop is for
    which: int = 0  # the number of that cut, from 1 on; -1: the last
    nth: int = 0  # the number of the song's drop that is meant, from 1 on; 99: the next one
    cuts: tuple[int, ...] = ()  # ms in the film at which the user sees cuts, beside those we see
    whole: bool = False  # those are all of its cuts: what else we see is none
    still: bool = False  # the song is not bent: only where it starts is chosen
    slack: int = -1  # ms by which cuts may be moved; -1: nobody said
    recut: bool = False  # the clips themselves may be cut anew, to the beat
    off: bool = False  # the song as it was recorded again


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a song by its name, to be found once the song was heard; or from when to when.

    `side`: all of it, what comes after or before it, from where it begins on, or until it ends.
    """

    kind: str = ""  # intro, verse, chorus, drop, bridge, outro; "" where times are given
    which: int | None = None  # 0: the first; -1: the last
    start: int = -1  # ms in the film as it stands
    end: int = -1
    side: Literal["in", "from", "after", "before", "through"] = "in"


class Stretch(Intent, frozen=True, kw_only=True, tag="stretch"):
    """Only this part of a song is heard; a picture that is drawn from it is as long."""

    target: str
    part: Part = Part()
    without: bool = False  # all but this part, which lies at one of the song's ends
    length: int = 0  # ms it may last; 0: as long as the part is
    around: bool = False  # the part lies within these
    whole: bool = False  # all of the song again
    lasts: int = 0  # ms that the part itself is to last, in music that is composed
    times: float = 1.0  # … or how many times as long
    bars: float = 0.0  # … or how many bars
    last: bool = False  # the part comes last, once more where it was heard before
    more: bool = False  # … beside all there is, where nothing else says how long that is
    film: bool = False  # what is seen while it is heard: the film is cut to that


class Drops(Intent, frozen=True, kw_only=True, tag="drops"):
    """Where the user hears a song drop: these places, or one more, one fewer, a certain one."""

    target: str
    at: tuple[int, ...] = ()  # ms in the film as it stands, or in the song
    song: bool = False
    how: Literal["all", "also", "not", "heard"] = "all"
    which: int | None = None  # of those that are known: this one lies there instead


class PartLevel(Intent, frozen=True, kw_only=True, tag="part-level"):
    """These sounds louder or softer where such parts of a song are heard."""

    target: str  # the song whose parts are meant
    targets: tuple[str, ...]  # what becomes louder: that song, as a rule
    parts: tuple[Part, ...] = ()
    gain: float | None = None
    factor: float | None = None


class AtPart(Intent, frozen=True, kw_only=True, tag="at-part"):
    """Words seen where a part of a song is heard: as it begins, or all through it."""

    target: str  # the words
    song: str
    part: Part
    whole: bool = False
    every: bool = False  # each time it comes, not only the first


class Pace(Intent, frozen=True, kw_only=True, tag="pace"):
    """How fast photos change in parts of the song: `beats` or ms each, or `times` as long."""

    parts: tuple[Part, ...] = ()
    beats: float = 0.0
    each: int = 0
    times: float = 1.0
    even: bool = False  # the same everywhere again
    snap: bool = False  # each changes on the beat nearest to where it changes by now


class Shots(Intent, frozen=True, kw_only=True, tag="shots"):
    """The picture changes every so many beats: the clips in turn, or each of them only once."""

    target: str
    beats: float = 4.0
    bars: bool = False  # counted in bars: so many beats as the song's bars have
    once: bool = False
    parts: tuple[Part, ...] = ()  # of the song, in which it is `part_beats`, or so many `times`
    part_beats: float = 0.0
    times: float = 1.0


class Sung(Intent, frozen=True, kw_only=True, tag="sung"):
    """The lyrics of the file that was sent, shown where they are not seen any more."""


class Mood(Intent, frozen=True, kw_only=True, tag="mood"):
    """This music after what is seen, or one scene of it (counted from 0; -1 the last) otherwise."""

    target: str
    scene: int | None = None
    energy: float = 0.0
    valence: float = 0.0


class Takes(Intent, frozen=True, kw_only=True, tag="takes"):
    """Several pieces for one wish, kept to choose among; the one that plays is one of them."""

    target: str
    briefs: tuple[dict[str, Any], ...] = ()
    told: bool = True  # all of them listed, not only how many there are


class Pieces(Intent, frozen=True, kw_only=True, tag="pieces"):
    """What composed music is made of, as files: its stems, its notes, its plan."""

    target: str
    kind: Literal["stems", "midi", "plan", "receipt"] = "stems"


AnyIntent = (
    Begin | Return | Undo | Redo | Restore | ShowTimeline | ShowReceipt | Render | JustMusic
    | Sync | Stretch | Drops | PartLevel | AtPart | Pace | Shots | Sung | Mood | Takes | Pieces
)  # fmt: skip
Step = Operation | Intent
AnyStep = AnyOperation | AnyIntent


def joined(steps: tuple[AnyStep, ...]) -> tuple[AnyStep, ...]:
    """The steps, with all that is said about one fit as one step, where the last of it was said."""
    made: list[AnyStep] = []
    for number, step in enumerate(steps):
        same = [s for s in steps if isinstance(s, Sync) and isinstance(step, Sync)]
        same = [s for s in same if isinstance(step, Sync) and s.target == step.target]
        if len(same) < 2:
            made.append(step)
        elif not any(isinstance(s, Sync) and s in same for s in steps[number + 1 :]):
            made.append(_one(same))
    return tuple(made)


def _one(same: list[Sync]) -> Sync:
    """Several words about one fit as one: what is said wins over what is not."""
    usual = msgspec.to_builtins(Sync(target=""))
    values: dict[str, object] = {}
    for step in same:
        said = msgspec.to_builtins(step)
        values |= {key: value for key, value in said.items() if value != usual.get(key)}
    return msgspec.convert({**values, "op": "sync", "target": same[0].target}, Sync)


class Offer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One likely reading, shown to the user; nothing was done yet."""

    label: str
    steps: tuple[AnyStep, ...] = ()
    request: str = ""  # to be understood when chosen, where the steps are not known before


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence back, with the likely readings as offers."""

    text: str
    offers: tuple[Offer, ...] = ()
    waiting: str = ""  # what the user asked, where the answer is a piece that was missing


class Memory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a conversation has in mind: the thing last touched, and what was asked."""

    kind: Literal["", "music", "voice", "effect", "original", "clip", "title", "all"] = ""
    targets: tuple[str, ...] = ()
    question: Question | None = None
    takes: tuple[dict[str, Any], ...] = ()  # briefs of the pieces to choose among
    wishes: tuple[str, ...] = ()  # the messages that made this film, for "the same again"
    unwished: tuple[str, ...] = ()  # those that were undone, the last one last, for "redo"
    said: str = ""  # the last wish that was carried out, for "the third one too"
    alone: bool = False  # it was all that its message changed: undone, the message is


class Understanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence as steps in order, with what has to be asked or told beside them.

    Steps are to be carried out even when there is a question: commit first, then ask.
    """

    steps: tuple[AnyStep, ...] = ()
    question: Question | None = None
    hints: tuple[str, ...] = ()  # sentences for the user, in their language
    unread: tuple[str, ...] = ()  # the parts of the sentence that nobody could read
    past: bool = False  # how the film was before is needed to read it: read it again with that
    memory: Memory = Memory()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The edits among the steps."""
        return tuple(step for step in self.steps if isinstance(step, Operation))

    @property
    def intents(self) -> tuple[Intent, ...]:
        """What is wanted beside edits."""
        return tuple(step for step in self.steps if isinstance(step, Intent))
