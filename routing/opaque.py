"""What in a message is content and no command: quoted text, URLs, paths, file names.

Each is replaced by marks of the same length, so that every later position is still a position in
the message.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from routing.wording import wording

Kind = Literal["quote", "url", "path", "file"]

MEDIA = "mp4|mov|avi|webm|mkv|m4v|jpe?g|png|gif|webp|heic|mp3|wav|m4a|aac|flac|ogg|aiff?|srt|mid"
FIRST, MORE = (
    "\ue001",
    "\ue000",
)  # the marks: one for the first character, one for each that follows

_MARKS = frozenset('"“”「『《‘`【/\\«')
_HINT = re.compile(r"(?<!\w)'|\.\w")
_MEDIA_END = rf"\.(?:{MEDIA})(?![a-z0-9])"
_STOP = r"\s\"'“”「」『』《》‘’`<>，。、；！？（）【】"
_URL = rf"(?:https?|file|ftp|s3)://[^{_STOP}]{{1,2000}}"
_ROOT = r"(?:~|\.{1,2}|[a-z]:)?[/\\]{1,2}"
_PATH = (
    rf"(?<![\w.:/\\~]){_ROOT}[^\n\"'“”「」<>|,，。；]{{0,200}}?\.(?:{MEDIA})(?![a-z0-9])"
    rf"|(?<![\w.:/\\~])(?:(?:~|\.{{1,2}}|[a-z]:)[/\\]|/(?=[\w.\-]+/))[^{_STOP},;?!]{{1,200}}"
    r"|(?<![\w.])www\.[\w\-]+(?:\.[\w\-]+)+[\w/\-]*"
)
_FILE = (
    rf"[a-z0-9_\-][a-z0-9_.\-]{{0,99}}\.(?:{MEDIA})(?![a-z0-9])"
    rf"|(?<=[\s叫为成])[\w\-]{{1,60}}\.(?:{MEDIA})(?![a-z0-9])"
)
_QUOTE = (
    r'"[^"\n]{0,300}"|“[^”]{0,300}”|「[^」]{0,300}」|『[^』]{0,300}』|《[^》]{0,200}》|‘[^’]{0,300}’'
    r"|【[^】]{0,200}】|«[^»]{0,200}»|`[^`\n]{1,300}`|(?<!\w)'[^'\n]{1,300}'(?!\w)"
    r"|(?<!\w)'[^\n]{1,200}?[^\s]'(?=[\s,.;!?，。]|$)"
)
_OPAQUE = rf"(?P<quote>{_QUOTE})|(?P<url>{_URL})|(?P<file>{_FILE})|(?P<path>{_PATH})"


class Span(NamedTuple):
    """One piece of content: where it stands, what it is, and its text without quotation marks."""

    start: int
    end: int
    kind: Kind
    value: str


def masked(message: str) -> tuple[str, dict[int, Span]]:
    """The message with its content replaced by marks, and the pieces by their start."""
    if _MARKS.isdisjoint(message) and not _HINT.search(message):
        return message, {}
    spans = {}
    pieces: list[str] = []
    last = 0
    for found in wording(_OPAQUE).finditer(message):
        span = _span(found)
        spans[span.start] = span
        pieces += (message[last : span.start], FIRST, MORE * (span.end - span.start - 1))
        last = span.end
    if not spans:
        return message, {}
    pieces.append(message[last:])
    return "".join(pieces), spans


def _span(found: re.Match[str]) -> Span:
    start, end = found.span()
    text = found[0]
    match found.lastgroup:
        case "url":
            text = _without_tail(text)
            return Span(start, start + len(text), "url", text)
        case "path":
            text = text.rstrip(".,;:!?)")
            kind: Kind = "url" if text.lower().startswith("www.") else "path"
            return Span(start, start + len(text), kind, text)
        case "file":
            return Span(start, end, "file", text)
    inner = text[1:-1].strip()
    if wording(_MEDIA_END).search(inner[-6:]) and "\n" not in inner:
        return Span(start, end, "path" if re.search(r"[/\\]", inner) else "file", inner)
    if re.match(r"(?:https?|file)://\S+$", inner):
        return Span(start, end, "url", inner)
    return Span(start, end, "quote", inner)


def _without_tail(url: str) -> str:
    """The URL without the sentence's own punctuation, and without Chinese words written right
    behind it."""
    ends = [found.end() for found in wording(_MEDIA_END).finditer(url)]
    if ends and url[ends[-1] : ends[-1] + 1] > "\u2e80":
        return url[: ends[-1]]
    if not ends and (han := re.search(r"[\u2e80-\u9fff]", url)):
        url = url[: han.start()]
    return url.rstrip(".,;:!?)]}") or url


def is_media(name: str) -> bool:
    """True when the name ends as a media file's name does, a URL's query aside."""
    return bool(wording(_MEDIA_END).search(re.split(r"[?#]", name, maxsplit=1)[0][-8:]))
