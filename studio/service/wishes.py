"""What an export is to be: what its `output` asks for, in every form that clients send, and what
was wished in the conversation before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from studio.service import refusals
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.renderer.values import Output

_FORMATS = {"mp4", "webm", "gif", "mp3", "wav", "m4a"}
_ALSO = {"mov": "mp4", "m4v": "mp4", "aac": "m4a", "h264": "mp4", "video": "mp4", "audio": "mp3"}
_QUALITIES = {
    "high": "high", "best": "high", "medium": "high", "standard": "high", "normal": "high",
    "draft": "draft", "low": "draft", "preview": "draft", "fast": "draft",
}  # fmt: skip
_NAMED_HEIGHTS = {"hd": 720, "fullhd": 1080, "fhd": 1080, "4k": 2160, "uhd": 2160, "2k": 1440}
_USUAL = "mp4"
_FILM = "film"  # how high the film is to be, while a GIF is wished for
_SIZED = ("height", "width", "resolution")


def remembered(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The wish for the next export after one more thing was said about it.

    A format says anew whether the music is meant alone; everything else stays as it was wished. How
    large the film is to be says nothing of a GIF, and is kept for the film.
    """
    wish = dict(before)
    if said.get("format"):
        wish.pop("only", None)
    if said.get("format") == "gif" and "height" in wish and wish.get("format") != "gif":
        wish[_FILM] = wish.pop("height")
    return wish | {key: value for key, value in said.items() if value}


def filled(asked: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """The `output` of a request, with what it leaves open as it was wished before."""
    open_ones = {key: value for key, value in wish.items() if asked.get(key) in (None, "")}
    open_ones.pop(_FILM, None)
    if asked.get("format") == "gif" and wish.get("format") != "gif":
        open_ones.pop("height", None)
    if any(asked.get(key) for key in _SIZED):
        open_ones.pop("height", None)
    if asked.get("format") not in (None, "", wish.get("format")):
        open_ones.pop("only", None)
    return {**asked, **open_ones}


def learned(asked: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """The wish for the next export after this request: the size stays as it was last said.

    A format, the music alone, a draft are wanted once: whoever had a GIF made and says "export" an
    hour later wants the film.
    """
    if any(asked.get(key) for key in _SIZED):
        gif = asked.get("format") == "gif"
        height = _height({"height": wish.get(_FILM)}) if gif else _height(asked)
        return {"height": height} if height else {}
    height = wish.get(_FILM) or (wish.get("format") != "gif" and wish.get("height"))
    return {"height": height} if height else {}


def spoken(wish: Mapping[str, Any], lang: Lang) -> str:
    """A wish as it is said back: `GIF`, `MP3, the music alone`, `MP4, 720p, small and quick`."""
    said = [str(wish.get("format") or "mp4").upper()]
    if wish.get("only"):
        said.append(say("service.wish_music", lang))
    if wish.get("height"):
        said.append(f"{wish['height']}p")
    if wish.get("quality"):
        said.append(say(f"service.wish_{wish['quality']}", lang))
    return say("timeline.comma", lang).join(said)


def output(asked: Mapping[str, Any]) -> Output:
    """The output asked for; what we do not know is refused by name, codecs are our own matter."""
    from studio.renderer.values import Output  # with the whole renderer: when there is work

    return Output(
        format=_format(asked.get("format")),
        quality=_quality(asked.get("quality")),
        height=_height(asked),
        fps=_fps(asked.get("fps")),
        loudness=_loudness(asked),
    )


def _format(value: object) -> Any:
    name = str(value or "mp4").lower().lstrip(".")
    name = _ALSO.get(name, name)
    if name not in _FORMATS:
        raise refusals.BadExport(why="format", value=name[:20])
    return name


def _quality(value: object) -> Any:
    name = str(value or "high").lower()
    if name not in _QUALITIES:
        raise refusals.BadExport(why="quality", value=name[:20])
    return _QUALITIES[name]


def _height(asked: Mapping[str, Any]) -> int | None:
    """The shorter side that is asked for: 1080, "1080p", "1920x1080", "4k", or width and height."""
    width, height = asked.get("width"), asked.get("height")
    if _whole(width) and _whole(height):
        return _checked(min(int(str(width)), int(str(height))))
    for value in (height, asked.get("resolution")):
        if value is None or value in ("", "source", "original", "auto"):
            continue
        said = str(value).lower().replace(" ", "")
        if said in _NAMED_HEIGHTS:
            return _NAMED_HEIGHTS[said]
        if match := re.fullmatch(r"(\d{2,5})[x×*](\d{2,5})", said):
            return _checked(min(int(match[1]), int(match[2])))
        if match := re.fullmatch(r"(\d{2,5})p?(?:\.0)?", said):
            return _checked(int(match[1]))
        raise refusals.BadExport(why="size", value=said[:20])
    return None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _checked(height: int) -> int:
    if not 64 <= height <= 4320:
        raise refusals.BadExport(why="size", value=height)
    return height


def _fps(value: object) -> tuple[int, int] | None:
    match value:
        case None | "" | "source" | "auto":
            return None
        case bool():
            pass
        case int() | float() if 1 <= value <= 120:
            return (round(value), 1) if value == round(value) else (round(value * 1001), 1001)
        case str() if re.fullmatch(r"\d{1,3}(\.\d{1,3})?", value):
            return _fps(float(value))
    raise refusals.BadExport(why="fps", value=str(value)[:20])


def _loudness(asked: Mapping[str, Any]) -> float | None:
    """LUFS; `false` or "off" leaves the loudness as it is."""
    match asked.get("loudness", -14.0):
        case None | False | "off" | "none":
            return None
        case bool():
            pass
        case int() | float() as level if -40 <= level <= -5:
            return float(level)
    raise refusals.BadExport(why="loudness", value=str(asked.get("loudness"))[:20])
