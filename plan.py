"""What a message asks for, as values: a Plan of Steps; what GUI talk asks for: Actions.

Pure data, read by every part of the skill: `router` makes Plans out of messages, `gui_translate`
makes Actions out of backend text, `handlers` carry Steps out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Intent = Literal["upload", "sse", "export", "state", "credits"]
INTENTS: tuple[Intent, ...] = ("upload", "sse", "export", "state", "credits")

ActionKind = Literal["export", "credits", "summary", "edit", "state", "api"]
Confidence = Literal["do", "offer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What an export was asked to be; everything None means "as the project is"."""

    format: str | None = None  # mp4 webm gif mp3 wav m4a
    quality: Literal["draft", "high"] | None = None
    height: int | None = None  # the short side for upright pictures, as people say "1080p"
    fps: int | None = None
    only: Literal["music"] | None = None  # "just the music": without voices and picture
    name: str | None = None  # the file name asked for, never a folder: results stay under --out


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a plan: the intent, and the words and files that belong to it."""

    intent: Intent
    text: str = ""  # for sse: what is said to the backend; else the clause that asked for the step
    files: tuple[str, ...] = ()  # for upload: attachments, then paths and URLs found in the message
    wishes: Wishes | None = None  # for export


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]

    @property
    def intents(self) -> tuple[Intent, ...]:
        return tuple(step.intent for step in self.steps)


@dataclass(frozen=True, slots=True)
class Action:
    """What one GUI instruction of the backend comes down to."""

    kind: ActionKind
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Translation:
    """Backend text as the user should read it, and the actions its GUI talk stood for."""

    text: str
    actions: tuple[Action, ...]
