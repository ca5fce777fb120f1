"""The port of a neural engine: what is wished for, what comes back, what it says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from studio.errors import StudioError
from studio.words import Lang, say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class NoEngine(StudioError):
    """The neural engine cannot play this: `key` names the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(**values)
        self.why = key

    def __reduce__(self) -> tuple[Any, ...]:
        """As it crosses from the worker process."""
        return _again, (self.why, self.values)

    def sentence(self, lang: Lang) -> str:
        return say(f"neural.{self.why}", lang, **self.values)

    def instead(self, lang: Lang) -> str:
        """The same, and what was done about it."""
        return say("neural.instead", lang, why=self.sentence(lang))


def _again(key: str, values: dict[str, object]) -> NoEngine:
    return NoEngine(key, **values)


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """The plan as a model can be told it: words, numbers, and a guide to play after."""

    caption: str
    lyrics: str  # nobody sings: the order of the sections
    bpm: int
    key: str  # "F minor"
    beats: int  # in a bar
    seconds: float
    seed: int
    guide: NDArray[np.float32] | None = None  # (2, samples) at 48 kHz: the plan as composed


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What a model played: (2, samples) float32 at its own rate, tempo and length."""

    samples: NDArray[np.float32]
    rate: int


@dataclass(frozen=True, slots=True)
class About:
    """Where the sound comes from, for the receipt."""

    engine: str  # "ACE-Step 1.5"
    version: str  # of the code that ran it
    weights: str  # the folder's name
    sha256: str  # of all files that were read
    licence: str  # as stated beside the weights
    parameters: int
    guided: bool  # whether it plays after a guide


class Engine(Protocol):
    @property
    def about(self) -> About: ...

    def play(self, wish: Wish) -> Take:
        """The wish as sound; `NoEngine` where this machine or this model cannot."""
        ...
