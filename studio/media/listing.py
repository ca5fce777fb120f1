"""What ffmpeg prints about a file, read into values: text in, values out, no process.

Only lines with exactly the indentation of ffmpeg's own are read; a title or a file name inside the
file that looks like such a line stands further in and cannot pass for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import gcd

_INPUT = re.compile(r"^Input #0, (?P<names>[\w,]+), from ")
_ELSE = ("Input #1", "Stream mapping:", "Output #")  # from here on it is about something else
_DURATION = re.compile(r"^  Duration: (?P<time>N/A|[\d:.]+)(?:, start: (?P<start>-?[\d.]+))?")
_STREAM = re.compile(
    r"^  Stream #0:(?P<number>\d+)(?:\[0x[0-9a-f]+\])?(?:\((?P<language>[^)]*)\))?: "
    r"(?P<kind>Video|Audio): (?P<rest>.*)$"
)
_TURNED = re.compile(r"^ {6,}[Dd]isplay ?[Mm]atrix: rotation of (?P<angle>-?[\d.]+|nan) degrees")
_SIZE = re.compile(r"(?:^|, )(\d+)x(\d+)")
_ASPECT = re.compile(r"SAR (\d+):(\d+)")
_RATE = re.compile(r"([\d.]+k?) (fps|tbr)")


@dataclass(slots=True)
class Line:
    """One stream as printed."""

    number: int
    kind: str
    language: str
    parts: list[str]
    flags: str
    text: str
    rotation: int = 0
    title: str = ""
    duration: int = 0  # ms, where the container keeps one by stream

    @property
    def codec(self) -> str:
        return self.parts[0].split()[0]

    @property
    def profile(self) -> str:
        """The profile, as printed after the codec: High, Main 10, LC."""
        found = re.match(r"\S+ \(([^)/]+)\)", self.parts[0])
        return found[1] if found else ""

    @property
    def pixels(self) -> tuple[str, str]:
        """The pixel format and what is said of its colours."""
        found = re.match(r"(\w+)(?:\((.*)\))?", self.parts[1]) if len(self.parts) > 1 else None
        return (found[1], found[2] or "") if found else ("", "")

    @property
    def size(self) -> tuple[int, int]:
        found = _SIZE.search(self.text)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def aspect(self) -> tuple[int, int]:
        found = _ASPECT.search(self.text)
        over, under = (int(found[1]), int(found[2])) if found else (1, 1)
        common = gcd(over, under)
        return (over // common, under // common) if over and under else (1, 1)

    def rate(self, what: str) -> float:
        """Frames a second, as `fps` (counted) or `tbr` (guessed); 0 when not printed."""
        for value, name in _RATE.findall(self.text):
            if name == what:
                return float(value.rstrip("k")) * (1000 if value.endswith("k") else 1)
        return 0.0


@dataclass(slots=True)
class Listing:
    """All that was printed about a file."""

    names: tuple[str, ...] = ()
    duration: int | None = None  # ms
    streams: list[Line] = field(default_factory=list)


def read(text: str) -> Listing:
    """The listing that these lines of ffmpeg's make."""
    listing = Listing()
    for line in text.splitlines():
        if line.startswith(_ELSE):
            break
        if found := _INPUT.match(line):
            listing.names = tuple(found["names"].split(","))
        elif found := _DURATION.match(line):
            listing.duration = None if found["time"] == "N/A" else milliseconds(found["time"])
        elif found := _STREAM.match(line):
            listing.streams.append(_stream(found))
        elif listing.streams:
            _detail(listing.streams[-1], line)
    return listing


def _stream(found: re.Match[str]) -> Line:
    text = found["rest"]
    flags = " ".join(re.findall(r"\((default|attached pic|dub|comment|forced)\)", text))
    return Line(
        int(found["number"]), found["kind"], found["language"] or "", _parts(text), flags, text
    )


def _detail(line: Line, text: str) -> None:
    if (found := _TURNED.match(text)) and found["angle"] != "nan":
        # ffmpeg prints how far counter-clockwise; players speak of clockwise
        line.rotation = round(-float(found["angle"]) / 90) * 90 % 360
    elif found := re.match(r"^      (title|DURATION) *: (.*)$", text):
        if found[1] == "title":
            line.title = found[2][:80]
        elif re.fullmatch(r"[\d:.]+", found[2].strip()):
            line.duration = milliseconds(found[2].strip())


def _parts(text: str) -> list[str]:
    """The text split at its commas, but not at those inside brackets."""
    return [part.strip() for part in re.split(r",(?![^(\[]*[)\]])", text)]


def milliseconds(text: str) -> int:
    """00:01:02.345 as milliseconds."""
    hours, minutes, seconds = text.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
