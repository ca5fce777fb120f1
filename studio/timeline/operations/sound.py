"""Edits of what is heard, as values. `targets` may name sounds and clips (their own sound)."""

from __future__ import annotations

from typing import Any, Literal

from studio.timeline.operations.picture import Operation

Role = Literal["music", "voice", "effect", "original"]


class SoundEdit(Operation, frozen=True, kw_only=True):
    """An edit that leaves the picture's timing alone."""


class AddSound(SoundEdit, frozen=True, kw_only=True, tag="add-sound"):
    """A sound laid under the picture; music still to be composed has a brief and no source.

    [-----video-----]   ->   [-----video-----]
                             [-----music-----]
    """

    id: str
    source: str = ""
    brief: dict[str, Any] | None = None
    start: int = 0
    duration: int = -1  # -1: to the end of the picture, or as long as it is where there is none
    in_point: int = 0
    length: int = 0  # of the material, ms
    name: str = ""
    gain: float = 1.0
    fade_in: int = 0
    fade_out: int = 0
    loop: bool = False
    duck: float = 0.0
    role: Role = "music"


class ReplaceSound(SoundEdit, frozen=True, kw_only=True, tag="replace-sound"):
    """Another piece in a sound's place; place, loudness and fades stay.

    [---song a---]   ->   [---song b---]
    """

    target: str
    source: str = ""
    brief: dict[str, Any] | None = None
    length: int = 0
    name: str = ""
    joined: bool = False  # the song that was there, less a piece that was taken out of it
    again: bool = False  # … or with a part of it once more


class Composed(SoundEdit, frozen=True, kw_only=True, tag="composed"):
    """The music that a brief asked for is there, made for the length it has now.

    [- - brief - -]   ->   [---music---]
    """

    target: str
    source: str
    length: int
    name: str = ""
    brief: dict[str, Any] | None = None  # as it was carried out, where that is known better


class Fitted(SoundEdit, frozen=True, kw_only=True, tag="fitted"):
    """A song bent and cut so that it meets the picture, in the song's place.

    [----song----]   ->   [~~song, bent~~~~~]
    """

    target: str
    source: str
    length: int
    song: str  # the material it was made of
    start: int = 0


class RemoveSounds(SoundEdit, frozen=True, kw_only=True, tag="remove-sounds"):
    """Sounds taken away; the picture stays.

    [-----video-----]        [-----video-----]
    [-----music-----]   ->
    """

    targets: tuple[str, ...]


class Volume(SoundEdit, frozen=True, kw_only=True, tag="volume"):
    """How loud: `gain` as such, or `factor` times as loud as now; over a range where one is given.

    ========   ->   ==____==
    """

    targets: tuple[str, ...]
    gain: float | None = None
    factor: float | None = None
    start: int = -1
    end: int = -1


class Fade(SoundEdit, frozen=True, kw_only=True, tag="fade"):
    """Sound that comes up at its start, goes down to its end; None leaves as it is, 0 takes away.

    [=======]   ->   [/=====\\]
    """

    targets: tuple[str, ...]
    fade_in: int | None = None
    fade_out: int | None = None


class Duck(SoundEdit, frozen=True, kw_only=True, tag="duck"):
    """Music that goes down by so many dB while somebody speaks; 0 takes it away.

    voice   __/--\\__        voice  __/--\\__
    music   ========   ->   music  ==\\__/==
    """

    targets: tuple[str, ...]
    depth: float


class Loop(SoundEdit, frozen=True, kw_only=True, tag="loop"):
    """A sound begun again until the picture ends, or no longer.

    [------video------]       [------video------]
    [music]              ->   [music|music|music]
    """

    target: str
    on: bool = True


class PlaceSound(SoundEdit, frozen=True, kw_only=True, tag="place-sound"):
    """When a sound starts and how long it lasts, and where in the piece it begins.

    [music-----]   ->      [music--]
    """

    target: str
    start: int | None = None
    duration: int | None = None
    in_point: int | None = None


class HearDrops(SoundEdit, frozen=True, kw_only=True, tag="hear-drops"):
    """Where the user hears the drops of a song, ms in its file; None: as they are heard by us.

    [--song--|--------]   ->   [------song--|----]
    """

    target: str
    drops: tuple[int, ...] | None = ()
