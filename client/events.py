"""Events of one reply become what happened: said, worked, still there, failed. Pure.

The reading rules are those of the stream's specification: the kit's own shape and the documents'
`type` shape alike; partial texts wait for the whole one; what is internal stays inside; after a
failure nothing more is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from client import clean, envelope
from client.stream import Frame

Event = Mapping[str, Any]

_BROKEN_ERROR = re.compile(r'\s*\{\s*"error')  # the old kit's error frames are not always JSON
_NOISE = re.compile(
    r"^\W*(?:sorry,? ?)?(?:but )?i(?:'ve| have|’ve)? encountered a temporary issue"
    r"|^\W*(?:抱歉|很抱歉|对不起|對不起)?[，, ]*"
    r"我?遇到了?(?:一个|一個|一些)?(?:临时|臨時|暂时|暫時)",
    re.IGNORECASE,
)
GIVEN = {  # the kinds of file that come beside words, and their suffixes
    "image/png": "png", "image/jpeg": "jpg", "audio/midi": "mid", "application/zip": "zip",
    "application/json": "json",
}  # fmt: skip
_SAMPLE = 200  # characters of a paragraph that show whether it is noise
_SENTENCE_END = tuple(".!?:。！？：…)）\n")


@dataclass(frozen=True, slots=True)
class Said:
    """Text for the user, with the line end that belongs to it."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A file for the user, most often a picture, by where it can be fetched."""

    url: str
    mime: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A tool was called or answered: work goes on."""


@dataclass(frozen=True, slots=True)
class Beat:
    """Nothing but a sign of life."""


@dataclass(frozen=True, slots=True)
class Failed:
    code: int | None
    detail: str
    refused: bool = False  # an envelope's refusal: nothing was done, as with any other call


Happening = Said | Shown | Worked | Beat | Failed


class Fold:
    """Takes frames in order, gives happenings; keeps count of what matters at the end."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], list[str]] = {}  # partial texts, by who speaks
        self._calls: set[str] = set()
        self._before = "\n"  # the last text given, to know where a line ends
        self.failed: Failed | None = None
        self.said = False  # anything that is not blank and not noise
        self.noise = ""  # "I encountered a temporary issue": an answer only when it is the only one

    @property
    def tools(self) -> int:
        return len(self._calls)

    @property
    def untouched(self) -> bool:
        """Whether nothing has come yet that the backend may have charged for."""
        return not (self.said or self._calls or self._waiting or self.noise)

    def feed(self, frame: Frame) -> Iterator[Happening]:
        data = frame.data.strip()
        if not data:
            yield Beat()
            return
        try:
            event = json.loads(data)
        except (ValueError, RecursionError):
            event = {"error": ""} if _BROKEN_ERROR.match(data) else None
            if event:
                yield from self._fail(None, "")
            return
        if isinstance(event, dict) and not self.failed:
            yield from self._event(event)

    def close(self) -> Iterator[Happening]:
        """What was said in part and never completed."""
        for pieces in self._waiting.values():
            yield from self._say("".join(pieces), whole=True)
        self._waiting.clear()
        if not self._before.endswith("\n"):
            self._before = "\n"
            yield Said("\n")

    def _event(self, event: Event) -> Iterator[Happening]:
        code = envelope.code_of(event)
        if event.get("errorCode") or event.get("error_code") or event.get("error"):
            yield from self._fail(code or _number(event.get("errorCode")), _told(event))
        elif code not in (None, 0, 200) and not isinstance(event.get("content"), dict):
            yield from self._fail(code, _told(event), refused=self.untouched)
        elif isinstance(event.get("type"), str) and not isinstance(event.get("content"), dict):
            yield from self._vendor(event)
        else:
            yield from self._kit(event)

    def _fail(self, code: int | None, detail: str, *, refused: bool = False) -> Iterator[Happening]:
        if self.failed:
            return
        yield from self.close()
        self.failed = Failed(code, detail, refused)
        yield self.failed

    def _vendor(self, event: Event) -> Iterator[Happening]:
        match event["type"]:
            case "text" | "message":
                keys = ("text", "content", "data", "message")
                text = next((event[key] for key in keys if isinstance(event.get(key), str)), "")
                if event.get("partial") is True:
                    self._waiting.setdefault(_speaker(event), []).append(text)
                elif text.strip():
                    self._waiting.pop(_speaker(event), None)
                    yield from self._say(text, whole=False)
            case "tool_call" | "tool_result":
                self._calls.add(str(event.get("id") or event.get("name") or len(self._calls)))
                yield Worked()
            case "error":
                yield from self._fail(envelope.code_of(event), _told(event))
            case _:
                yield Beat()

    def _kit(self, event: Event) -> Iterator[Happening]:
        content = event.get("content")
        parts = content.get("parts") if isinstance(content, dict) else None
        parts = [p for p in parts if isinstance(p, dict)] if isinstance(parts, list) else []
        partial = event.get("partial") is True
        if any("functionCall" in p or "functionResponse" in p for p in parts):
            if not partial:
                self._calls.update(_call_ids(parts, len(self._calls)))
            yield Worked()
        role = content.get("role") if isinstance(content, dict) else None
        if event.get("author") == "user" or role == "user":
            return
        if not partial:
            yield from _files(parts)
        text = "".join(
            p["text"] for p in parts if isinstance(p.get("text"), str) and not p.get("thought")
        )
        if partial:
            if text:
                self._waiting.setdefault(_speaker(event), []).append(text)
        elif text.strip():
            self._waiting.pop(_speaker(event), None)
            yield from self._say(text, whole=True)

    def _say(self, text: str, *, whole: bool) -> Iterator[Happening]:
        text = clean.whole(text)
        body, noise = _without_noise(text)
        self.noise = noise or self.noise
        if not body.strip():
            return
        self.said = True
        ended = self._before.endswith("\n")
        lead = "\n" if not ended and _new_line(self._before, body, whole) else ""
        body = lead + body + ("\n" if whole and not body.endswith("\n") else "")
        self._before = body
        yield Said(body)


def _new_line(before: str, text: str, whole: bool) -> bool:
    """Whether a text begins its own line: always, but for the pieces that some backends send."""
    if whole:
        return True
    return before.endswith(_SENTENCE_END) and not text[:1].isspace() and not text[:1].islower()


def _without_noise(text: str) -> tuple[str, str]:
    """The text without a last paragraph that only says it hit "a temporary issue", and that."""
    for border in ("\n\n", "\n"):
        head, _, last = text.rstrip().rpartition(border)
        if _NOISE.match(last[:_SAMPLE]):
            return (head.rstrip() + "\n" if head.strip() else ""), last
    return text, ""


def _files(parts: list[dict[str, Any]]) -> Iterator[Shown]:
    """The files among an event's parts that a user has a use for; others stay inside."""
    for part in parts:
        data = part.get("fileData")
        if not isinstance(data, dict) or part.get("thought"):
            continue
        url, mime = data.get("fileUri"), data.get("mimeType")
        if isinstance(url, str) and mime in GIVEN:
            yield Shown(url, mime)


def _call_ids(parts: list[dict[str, Any]], known: int) -> Iterator[str]:
    for number, part in enumerate(parts):
        call = part.get("functionCall")
        if isinstance(call, dict):
            yield str(call.get("id") or f"unnamed {known + number}")


def _speaker(event: Event) -> tuple[str, str]:
    return str(event.get("author") or ""), str(event.get("invocationId") or "")


def _number(code: object) -> int | None:
    text = str(code)
    return int(text) if text.isdecimal() and len(text) < 8 else None


def _told(event: Event) -> str:
    """The backend's own words about its failure, short and clean."""
    for key in ("errorMessage", "error_message", "error", "message", "text", "content"):
        value = event.get(key)
        if isinstance(value, dict):
            value = value.get("message")
        if isinstance(value, str) and value.strip():
            return clean.line(value)
    return ""
