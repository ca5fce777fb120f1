"""An answer about a render, in any of the shapes that documents show, as one value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Raw = Mapping[str, Any]
Phase = Literal["working", "done", "failed", "stopped"]

_DONE = {"completed", "complete", "done", "success", "succeeded", "finished", "ready"}
_FAILED = {"failed", "failure", "error", "expired"}
_STOPPED = {"cancelled", "canceled", "aborted"}  # by somebody who wanted that
_URLS = ("url", "outputUrl", "output_url", "downloadUrl", "download_url", "outputFile")
_SIZES = ("size", "outputSize", "fileSize", "file_size", "outputSizeInBytes")
_WORDS = ("error", "message", "reason", "errorMessage", "detail")
_HINTS = (("poll", 1.0), ("retry_after", 1.0), ("retryAfter", 1.0), ("poll_ms", 0.001))
_NOTES = 12  # sentences about one file
_SOONEST, _LATEST = 0.05, 60.0  # seconds between two looks, whatever is hinted


@dataclass(frozen=True, slots=True)
class RenderStatus:
    phase: Phase
    fraction: float | None = None
    url: str = ""
    size: int | None = None
    poll: float | None = None  # seconds until it is worth asking again
    detail: str = ""
    receipt: Raw | None = None  # what was measured on the file, where it was
    about: str = ""  # the same in a few figures, as the backend says it
    notes: tuple[str, ...] = ()  # and what else it has to say of the file, a sentence each
    ident: str = ""  # the id that the backend gave the job, where it gave its own


def read(answer: Raw) -> RenderStatus:
    """How far a render is."""
    places = _places(answer)
    url = _text(places, _URLS)
    fraction = _fraction(_first(places, ("progress", "percent", "overallProgress")))
    return RenderStatus(
        phase=_phase(_first(places, ("status", "state", "phase")), url, fraction),
        fraction=fraction,
        url=url,
        size=_whole(_first(places, _SIZES)),
        poll=_hint(places),
        detail=_text(places, _WORDS),
        receipt=_mapping(_first(places, ("receipt",))),
        about=_text([_told(answer)], ("about",)),
        notes=tuple(_sentences(_told(answer).get("sentences"))),
        ident=_text(places, ("id", "renderId", "render_id", "job_id")),
    )


def _places(answer: Raw) -> list[Raw]:
    """Where a field may stand: in the answer, in its data, in the output of either."""
    inner = answer.get("data")
    tops = [answer, inner] if isinstance(inner, Mapping) else [answer]
    outputs = [top["output"] for top in tops if isinstance(top.get("output"), Mapping)]
    return [*outputs, *tops]


def _phase(said: object, url: str, fraction: float | None) -> Phase:
    word = said.strip().lower() if isinstance(said, str) else ""
    if word in _DONE:
        return "done"
    if word in _FAILED:
        return "failed"
    if word in _STOPPED:
        return "stopped"
    if not word and url and (fraction is None or fraction >= 1):
        return "done"
    return "working"


def _fraction(value: object) -> float | None:
    """Progress as a share of one: it is written 0 to 1, or 0 to 100."""
    if isinstance(value, str):
        try:
            value = float(value.strip().rstrip("%"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        return None
    return float(value) if value <= 1 else value / 100


def _hint(places: list[Raw]) -> float | None:
    for key, unit in _HINTS:
        value = _first(places, (key,))
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return min(max(value * unit, _SOONEST), _LATEST)
    return None


def _whole(value: object) -> int | None:
    fine = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return value if fine and isinstance(value, int) else None


def _mapping(value: object) -> Raw | None:
    return value if isinstance(value, Mapping) else None


def _told(answer: Raw) -> Raw:
    """The receipt in words, where the backend has put it into some."""
    return _mapping(answer.get("told")) or {}


def _sentences(value: object) -> list[str]:
    found = value if isinstance(value, list) else []
    return [sentence.strip() for sentence in found if isinstance(sentence, str)][:_NOTES]


def _first(places: list[Raw], keys: tuple[str, ...]) -> object:
    for place in places:
        for key in keys:
            if place.get(key) is not None:
                return place[key]
    return None


def _text(places: list[Raw], keys: tuple[str, ...]) -> str:
    for place in places:
        for key in keys:
            if isinstance(place.get(key), str) and place[key].strip():
                return str(place[key]).strip()
    return ""
