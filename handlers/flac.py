"""A FLAC as WAV, every sample the same: for a service that takes the one and not the other."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client import Problem

_BITS_AT = (20, 21)  # bytes of the file that hold the sample's width, five bits across them
_CODECS = ((16, "pcm_s16le"), (24, "pcm_s24le"), (32, "pcm_s32le"))
_PATIENCE = 600  # seconds


@contextmanager
def as_wav(path: Path, name: str) -> Iterator[Path]:
    """The path of a WAV with the same samples, there while it is needed."""
    program = _ffmpeg()
    if program is None:
        raise Problem("flac_hosted", name=name)
    with tempfile.TemporaryDirectory(prefix="nemovideo-") as folder:
        wav = Path(folder) / "sound.wav"
        command = [
            program, "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe",
            "-f", "flac", "-i", f"file:{path.absolute()}", "-map", "0:a:0",
            "-c:a", _codec(path), f"file:{wav}",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired):
            raise Problem("flac_broken", name=name) from None
        if done.returncode or not wav.is_file() or not wav.stat().st_size:
            raise Problem("flac_broken", name=name)
        yield wav


def _ffmpeg() -> str | None:
    """A program that can do it: the machine's, else the one that comes with the studio."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def _codec(path: Path) -> str:
    """The WAV coding that holds every bit of the FLAC's samples."""
    with path.open("rb") as file:
        head = file.read(32)
    first, second = (head[at] if len(head) > at else 0 for at in _BITS_AT)
    bits = ((first & 1) << 4 | second >> 4) + 1
    return next((codec for width, codec in _CODECS if bits <= width), "pcm_s32le")
