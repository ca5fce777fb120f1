"""A draft read as tracks and segments.

The only place of the skill that knows the keys of a draft. The documents fix a few (`t`, `tt`,
`sg`, `d`, `m`); the rest is read as tolerantly as it is written: hosted drafts put names and
volumes under several keys and leave starts out, the studio's keys are those of its timeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import contract
from client import clean
from handlers.state import Kind, Role, Segment, Shown, Track
from plan import Wishes

Raw = Mapping[str, Any]

_NAMES = ("name", "title", "label", "display_name", "file_name", "filename", "prompt", "desc")
_TEXTS = ("x", "text", "content", "words", "caption")
_VOLUMES = ("v", "volume", "vol", "gain")
_STARTS = ("s", "start", "start_time", "startTime", "offset", "ts")
_ROLES: Mapping[str, Role] = {
    "music": "music", "bgm": "music", "voice": "voice", "voiceover": "voice", "tts": "voice",
    "effect": "effect", "sfx": "effect", "original": "original", "title": "title",
    "caption": "caption", "captions": "caption", "subtitle": "caption", "credits": "title",
    "watermark": "title",
}  # fmt: skip
_BEYOND = 1e12  # no time and no volume
_QUALITIES: tuple[Literal["draft", "high"], ...] = ("draft", "high")
_FORMATS = ("mp4", "webm", "gif", "mp3", "wav", "m4a")


def draft_of(state: Raw) -> dict[str, Any] | None:
    """The draft inside an answer to "state", as it is on the wire; None when there is none."""
    inner = state.get("state")
    for place in (inner if isinstance(inner, Mapping) else {}, state):
        draft = place.get("draft")
        if isinstance(draft, dict):
            return draft
    return None


def ready(draft: Raw | None) -> bool:
    """Whether there is anything to export: a track with segments."""
    return any(_segments_of(track) for track in _tracks_of(draft))


def read(state: Raw, *, rules: contract.Contract | None = None) -> Shown:
    """The state of a session as values; whatever in it makes no sense is left out."""
    rules = rules or contract.load()
    draft = draft_of(state)
    names = _names_by_id(state)
    types = {number: kind for kind, number in rules.draft["types"].items()}
    tracks = tuple(_track(raw, types, names) for raw in _tracks_of(draft))
    inner = state.get("state")
    top = inner if isinstance(inner, Mapping) else state
    media = top.get("generated_media")
    made = media if isinstance(media, list) else []
    return Shown(
        tuple(track for track in tracks if track.segments),
        _frame(draft or {}, top),
        tuple(_name(item, "") for item in made if isinstance(item, Mapping) and _is_clip(item)),
    )


def pieces(draft: Raw, rules: contract.Contract) -> Iterator[tuple[Track, Segment, Raw]]:
    """Every piece of a draft, with the track it lies on and what is written of it."""
    types = {number: kind for kind, number in rules.draft["types"].items()}
    for raw in _tracks_of(draft):
        track = _track(raw, types, {})
        for segment, written in zip(track.segments, _segments_of(raw), strict=True):
            yield track, segment, written


def awaits_answer(state: Raw) -> bool:
    """Whether the last message came to nothing but a question back."""
    inner = state.get("state")
    return (inner if isinstance(inner, Mapping) else state).get("awaiting_answer") is True


def wished(state: Raw) -> Wishes:
    """What the next export is to be, where the conversation has said so before."""
    inner = state.get("state")
    said = (inner if isinstance(inner, Mapping) else state).get("export_wish")
    wish: Raw = said if isinstance(said, Mapping) else {}
    form, height, fps = wish.get("format"), wish.get("height"), wish.get("fps")
    return Wishes(
        format=form if form in _FORMATS else None,
        quality=next((q for q in _QUALITIES if wish.get("quality") == q), None),
        height=height if type(height) is int and 0 < height < 10_000 else None,
        fps=fps if type(fps) is int and 0 < fps <= 240 else None,
        only="music" if wish.get("only") == "music" else None,
    )


def _tracks_of(draft: Raw | None) -> list[Raw]:
    tracks = (draft or {}).get("t")
    return [t for t in tracks if isinstance(t, Mapping)] if isinstance(tracks, list) else []


def _segments_of(track: Raw) -> list[Raw]:
    segments = track.get("sg")
    return [s for s in segments if isinstance(s, Mapping)] if isinstance(segments, list) else []


def _track(raw: Raw, types: Mapping[int, Kind], names: Mapping[str, str]) -> Track:
    number = raw.get("tt")
    kind: Kind = types.get(number, "other") if isinstance(number, int) else "other"
    segments: list[Segment] = []
    at = 0
    for position, piece in enumerate(_segments_of(raw)):
        segments.append(_segment(piece, kind, position, at, names))
        at = segments[-1].end
    return Track(kind, _role(raw, kind), tuple(segments))


def _segment(raw: Raw, kind: Kind, position: int, at: int, names: Mapping[str, str]) -> Segment:
    source = raw.get("src") or raw.get("source") or raw.get("material_id") or ""
    source = source if isinstance(source, str) else ""
    name = _text(raw) if kind == "text" else _name(raw, names.get(source, ""))
    key = raw.get("i") or raw.get("id") or ""
    start = _ms(raw, *_STARTS)
    duration = _ms(raw, "d", "duration")
    gain = _number(raw, *_VOLUMES)
    mute = _meta(raw).get("mute") is True or raw.get("mute") is True
    return Segment(
        key=key if isinstance(key, str) and key else f"{name}#{position}",
        name=name,
        start=max(0, at if start is None else start),
        duration=max(0, duration or 0),
        source=source,
        volume=0.0 if mute else _gain(gain),
        fade_in=_fade(raw, "fi", "fade_in", "fadeIn"),
        fade_out=_fade(raw, "fo", "fade_out", "fadeOut"),
        duck=_number(raw, "dk", "duck") or 0.0,
        speed=_number(raw, "sp", "speed") or 1.0,
        loop=raw.get("lp") is True,
        reverse=raw.get("rv") is True,
        crossfade=_fade(raw, "xf", "crossfade"),
        drawn=isinstance(raw.get("bgr"), Mapping),
        place=raw["p"] if isinstance(raw.get("p"), str) else "",
    )


def _role(raw: Raw, kind: Kind) -> Role:
    """What a track is for: as its first segment or it itself says, else by its type."""
    for place in (*_segments_of(raw)[:1], raw):
        for said in (place.get("r"), _meta(place).get("role"), _meta(place).get("type")):
            if isinstance(said, str) and said.lower() in _ROLES:
                return _ROLES[said.lower()]
    usual: Mapping[Kind, Role] = {"video": "video", "audio": "music", "text": "title"}
    return usual.get(kind, "other")


def _meta(raw: Raw) -> Raw:
    inner = raw.get("m")
    return inner if isinstance(inner, Mapping) else {}


def _first(raw: Raw, keys: tuple[str, ...]) -> str:
    for place in (_meta(raw), raw):
        for key in keys:
            value = place.get(key)
            if isinstance(value, str) and value.strip():
                return clean.line(value, most=80)
    return ""


def _name(raw: Raw, known: str) -> str:
    return _first(raw, _NAMES) or known


def _text(raw: Raw) -> str:
    value = raw.get("x")
    if isinstance(value, str) and value.strip():
        return clean.line(value, most=80)
    return _first(raw, _TEXTS) or _first(raw, _NAMES)


def _number(raw: Raw, *keys: str) -> float | None:
    for place in (raw, _meta(raw)):
        for key in keys:
            value = place.get(key)
            match value:
                case bool():
                    continue
                case int() | float() if abs(value) < _BEYOND:  # which is false for nan, too
                    return float(value)
    return None


def _ms(raw: Raw, *keys: str) -> int | None:
    value = _number(raw, *keys)
    return None if value is None else round(value)


def _fade(raw: Raw, short: str, *long: str) -> int:
    """A fade in ms: the short keys are ms; the long ones are seconds where they are that small."""
    if (value := _number(raw, short)) is not None:
        return max(0, round(value))
    value = _number(raw, *long) or 0.0
    return max(0, round(value * 1000 if value <= 30 else value))


def _gain(value: float | None) -> float | None:
    """A volume as a gain: 0.35 and 35 both mean 35 %."""
    if value is None:
        return None
    return round(max(0.0, value / 100 if value > 10 else value), 4)


def _is_clip(item: Raw) -> bool:
    kind = item.get("type") or item.get("kind") or "video"
    return isinstance(kind, str) and kind.lower().startswith("video")


def _frame(draft: Raw, top: Raw) -> tuple[int, int]:
    for place in (draft.get("c"), top.get("canvas_config"), draft.get("canvas_config")):
        if isinstance(place, Mapping):
            width, height = _ms(place, "w", "width"), _ms(place, "h", "height")
            if width and height and width > 0 and height > 0:
                return width, height
    return 0, 0


def _names_by_id(state: Raw) -> dict[str, str]:
    """The user's own names of the session's files, by the id that segments name them with."""
    inner = state.get("state")
    top = inner if isinstance(inner, Mapping) else state
    found: dict[str, str] = {}
    for key in ("video_infos", "generated_media", "materials"):
        match top.get(key):
            case Mapping() as items:
                pairs = list(items.items())
            case list(items):
                pairs = list(enumerate(items))
            case _:
                continue
        for place, item in pairs:
            if isinstance(item, Mapping):
                ident = item.get("id") or item.get("material_id") or place
                found[str(ident)] = _name(item, "")
    return found
