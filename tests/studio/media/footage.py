"""Small films, sounds and pictures with every oddity that real ones have, made once a session."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np

from studio.media import engine

Make = Callable[..., Path]


def ffmpeg(*arguments: str, cwd: Path) -> None:
    argv = [engine.executable(), "-v", "error", "-nostdin", "-y", *arguments]
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Footage:
    """Makes a file when it is first asked for: `footage.clip(seconds=2)`, `footage.rotated()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, name: str, *arguments: str) -> Path:
        path = self.folder / name
        if not path.exists():
            ffmpeg(*arguments, name, cwd=self.folder)
        return path

    def clip(
        self,
        seconds: float = 3,
        *,
        size: str = "320x180",
        fps: str = "30",
        gop: int = 15,
        sound: str = "sine=f=330:r=44100",
        codec: tuple[str, ...] = ("-c:v", "libx264", "-preset", "veryfast"),
        filters: str = "format=yuv420p",
        suffix: str = "mp4",
        extra: tuple[str, ...] = (),
        name: str = "",
    ) -> Path:
        """Every frame differs from every other: a counter, moving shapes."""
        key = f"{seconds}{size}{fps}{gop}{sound}{codec}{filters}{extra}"
        name = name or f"clip-{abs(hash(key)) % 10**10}.{suffix}"
        heard = ["-f", "lavfi", "-i", f"{sound}:d={seconds}", "-c:a", "aac"] if sound else []
        if sound and suffix == "webm":
            heard[-1] = "libopus"
        return self.made(
            name, "-f", "lavfi", "-i", f"testsrc2=s={size}:r={fps}:d={seconds}", *heard,
            "-vf", filters, *codec, "-g", str(gop), "-keyint_min", str(gop), *extra,
        )  # fmt: skip

    def silent(self, seconds: float = 3) -> Path:
        return self.clip(seconds, sound="")

    def rotated(self) -> Path:
        return self.made(
            "rotated.mp4", "-display_rotation", "-90", "-i", self.clip(2).name, "-c", "copy"
        )

    def unsteady(self) -> Path:
        """Thirty frames a second whose times are not: some held, some early."""
        when = "if(lt(N\\,30)\\,N\\,30+(N-30)*1.7+0.3*mod(N\\,3))/30/TB"
        return self.made(
            "unsteady.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2",
            "-f", "lavfi", "-i", "sine=d=2.6",
            "-vf", f"settb=1/90000,setpts='{when}',format=yuv420p", "-fps_mode", "vfr",
            "-enc_time_base", "1/90000", "-c:v", "libx264", "-c:a", "aac",
        )  # fmt: skip

    def hdr(self, transfer: str = "arib-std-b67") -> Path:
        """A grey ramp in ten bits, BT.2020."""
        tags = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:log-level=error"
        return self.made(
            f"hdr-{transfer}.mp4", "-f", "lavfi", "-i",
            "color=c=0x909090:s=320x180:r=30:d=1,format=yuv420p10le", "-c:v", "libx265",
            "-x265-params", tags, "-tag:v", "hvc1", "-color_primaries", "bt2020", "-color_trc",
            transfer, "-colorspace", "bt2020nc",
        )  # fmt: skip

    def tone(self, seconds: float = 5, *, level: float = 0.3, hz: int = 440) -> Path:
        return self.made(
            f"tone-{seconds}-{level}-{hz}.wav", "-f", "lavfi", "-i",
            f"sine=f={hz}:r=48000:d={seconds}",
            "-af", f"volume={level * 8},aformat=channel_layouts=stereo",
        )  # fmt: skip

    def samples(self, name: str, samples: np.ndarray, rate: int = 48000) -> Path:
        """A WAV of these samples, shaped (n, channels)."""
        path = self.folder / name
        if not path.exists():
            import soundfile

            soundfile.write(path, samples, rate, subtype="FLOAT")
        return path

    def music(self, seconds: float = 8, *, name: str = "") -> Path:
        """Chords and a beat, loud as music is."""
        n = np.arange(int(seconds * 48000)) / 48000
        beat = np.exp(-((n * 2) % 1) * 12) * np.sin(2 * np.pi * 60 * n)
        chord = sum(np.sin(2 * np.pi * f * n) for f in (220.0, 277.2, 329.6)) / 3
        left, right = 0.5 * beat + 0.25 * chord, 0.5 * beat + 0.2 * chord
        return self.samples(name or f"music-{seconds}.wav", np.stack([left, right], 1))

    def mp3(self, seconds: float = 8) -> Path:
        source = self.music(seconds)
        return self.made(f"music-{seconds}.mp3", "-i", source.name, "-b:a", "160k")

    def photo(self, size: tuple[int, int] = (640, 480), *, orientation: int = 1) -> Path:
        """A JPEG whose left half is red and right half blue, as stored."""
        path = self.folder / f"photo-{size[0]}x{size[1]}-{orientation}.jpg"
        if not path.exists():
            from PIL import Image

            picture = Image.new("RGB", size, (0, 0, 220))
            picture.paste((220, 0, 0), (0, 0, size[0] // 2, size[1]))
            exif = Image.Exif()
            exif[0x0112] = orientation
            picture.save(path, quality=90, exif=exif)
        return path

    def animated(self, suffix: str) -> Path:
        """Four frames of their own colours, seen for 100, 300, 100 and 500 ms."""
        path = self.folder / f"moving.{suffix}"
        if not path.exists():
            from PIL import Image

            colours = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)]
            frames = [Image.new("RGB", (160, 90), colour) for colour in colours]
            frames[0].save(
                path, save_all=True, append_images=frames[1:], duration=[100, 300, 100, 500],
                loop=0, **({"lossless": True} if suffix == "webp" else {}),
            )  # fmt: skip
        return path


def frames(
    path: Path, *, size: tuple[int, int] | None = None, start: float = 0.0, count: int = 0
) -> np.ndarray:
    """The decoded pictures as a player shows them: (n, height, width, 3)."""
    scale = ["-vf", f"scale={size[0]}:{size[1]}"] if size else []
    seek = ["-ss", f"{start}"] if start else []
    limit = ["-frames:v", str(count)] if count else []
    argv = [
        engine.executable(), "-v", "error", "-nostdin", *seek, "-i", str(path), *limit, *scale,
        "-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "ppm", "-",
    ]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    made, raw = [], done.stdout
    while raw:
        header, width_height, _, rest = raw.split(b"\n", 3)
        assert header == b"P6"
        width, height = map(int, width_height.split())
        pixels = np.frombuffer(rest[: width * height * 3], np.uint8)
        made.append(pixels.reshape(height, width, 3))
        raw = rest[width * height * 3 :]
    return np.stack(made) if made else np.zeros((0, 0, 0, 3), np.uint8)


def heard(path: Path) -> np.ndarray:
    """The decoded sound as a player plays it: (n, 2) at 48 000 a second."""
    argv = [
        engine.executable(), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:a:0", "-ac",
        "2", "-ar", "48000", "-f", "f32le", "-",
    ]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return np.frombuffer(done.stdout, np.float32).reshape(-1, 2)


def decibels(samples: np.ndarray) -> float:
    """The level of these samples, RMS."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-15))


def packets(path: Path) -> list[str]:
    """A sum over every packet of the first picture stream, in the order of decoding."""
    argv = [
        engine.executable(), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:v:0", "-c",
        "copy", "-f", "framemd5", "-",
    ]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    rows = [row for row in done.stdout.splitlines() if row and not row.startswith("#")]
    return [row.rsplit(",", 1)[1].strip() for row in rows]
