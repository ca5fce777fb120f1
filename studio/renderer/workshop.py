"""The place where one render happens: its folder, who watches it, how far it has come."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from studio.media.chatter import Hear
from studio.media.errors import Cancelled, NoSpace
from studio.media.process import Asked, Done, Limits, ffmpeg

# Of all that decoders say, what is said only where something cannot be read
_DAMAGED = re.compile(r"error while decoding|concealing|corrupt|Invalid NAL|Invalid data found")
_SPARE = 64 << 20  # bytes that stay free


@dataclass(slots=True)
class Workshop:
    """A folder of our own beside the target, and the render's progress as shares of its work."""

    folder: Path
    tell: Callable[[float], None]
    cancelled: Asked
    seconds: float  # of the film
    shares: dict[str, tuple[float, float]] = field(default_factory=dict)  # weight, done
    lock: Lock = field(default_factory=Lock)
    told: float = 0.0
    complaints: list[str] = field(default_factory=list)  # of decoders about what they read

    def expect(self, **weights: float) -> None:
        """What work there is, and how much of each."""
        self.shares = {name: (weight, 0.0) for name, weight in weights.items()}

    def done(self, name: str, share: float) -> None:
        """Tells how far the whole has come; never backwards, and not one before the check."""
        with self.lock:
            weight, before = self.shares.get(name, (0.0, 0.0))
            self.shares[name] = (weight, max(before, min(1.0, share)))
            total = sum(weight for weight, _ in self.shares.values()) or 1.0
            now = 0.99 * sum(weight * part for weight, part in self.shares.values()) / total
            if now > self.told + 0.001:
                self.told = now
                self.tell(now)

    def ask(self) -> None:
        if self.cancelled():
            raise Cancelled()

    def run(
        self,
        arguments: list[str],
        *,
        name: str,
        length: float,
        start: float = 0.0,
        of: float = 0.0,
        feed: Iterable[memoryview] | None = None,
        hear: Hear | None = None,
    ) -> Done:
        """ffmpeg in our folder; `length` seconds are made, from `start` on of `of`."""
        whole = of or length or 1.0
        done = ffmpeg(
            arguments,
            cwd=self.folder,
            limits=Limits(seconds=120 + 90 * max(length, 1.0)),
            feed=feed,
            hear=hear,
            progress=lambda seconds: self.done(name, (start + min(seconds, length)) / whole),
            cancelled=self.cancelled,
        )
        if name == "picture":  # of a song's last bytes, often its tags, every decoder complains
            self.complaints += (line for line in done.words if _DAMAGED.search(line))
        return done

    def listen(self, arguments: list[str], hear: Hear) -> Done:
        """ffmpeg in our folder; `hear` gets what it writes."""
        return ffmpeg(
            arguments,
            cwd=self.folder,
            limits=Limits(seconds=120 + self.seconds),
            hear=hear,
            cancelled=self.cancelled,
        )


@contextmanager
def opened(
    into: Path, *, tell: Callable[[float], None], cancelled: Asked, seconds: float, needed: int
) -> Iterator[Workshop]:
    """A workshop beside the target, on its disk; gone afterwards, whatever happened."""
    into.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(into.parent).free
    if free < needed + _SPARE:
        raise NoSpace(needed=(needed + _SPARE) >> 20, free=free >> 20)
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=into.parent))
    try:
        yield Workshop(folder, tell, cancelled, seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
