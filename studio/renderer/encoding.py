"""What every format is encoded with: one table. Pure."""

from __future__ import annotations

from studio.renderer.copying import Beside
from studio.renderer.fitting import Colours
from studio.renderer.parts import AROUND
from studio.renderer.plan import RenderPlan
from studio.renderer.values import Output

# Both sides by themselves, with a third more bits, take less work than the coder's search for what
# they share at 192k, and far less noise is heard (docs/decisions/how-sound-is-encoded.md)
AAC = (
    "-c:a", "aac", "-aac_coder", "fast", "-aac_ms", "0", "-aac_is", "0", "-aac_tns", "0",
    "-b:a", "256k",
)  # fmt: skip
_SOUND: dict[str, tuple[str, ...]] = {
    "mp4": (*AAC, "-f", "mp4"),
    "m4a": (*AAC, "-movflags", "+faststart", "-f", "ipod"),
    "webm": ("-c:a", "libopus", "-b:a", "160k", "-f", "webm"),
    "mp3": ("-c:a", "libmp3lame", "-b:a", "256k", "-id3v2_version", "3", "-f", "mp3"),
    "wav": ("-c:a", "pcm_s16le", "-f", "wav"),
}
EXACT = ("-bitexact", "-map_metadata", "-1", "-map_chapters", "-1")  # nothing of the source's texts


def sound(form: str) -> list[str]:
    """The arguments that encode sound for this format."""
    return ["-ar", "48000", "-ac", "2", *_SOUND[form], *EXACT]


def picture(output: Output, colours: Colours, fps: tuple[int, int]) -> list[str]:
    """The arguments that encode a whole picture as H.264."""
    preset = ("veryfast", "20") if output.quality == "high" else ("superfast", "26")
    second = max(1, round(fps[0] / fps[1]))
    return [
        "-c:v", "libx264", "-preset", preset[0], "-crf", preset[1], "-pix_fmt", "yuv420p",
        "-profile:v", "high", "-g", str(second * 4), *tags(colours), *timebase(fps), *EXACT,
    ]  # fmt: skip


def calm(output: Output, colours: Colours, fps: tuple[int, int]) -> list[str]:
    """The arguments that encode backgrounds that we drew: softly moving, no detail but words.

    A constant quantiser and fine key frames keep their grain for a fifth of the time.
    """
    second = max(1, round(fps[0] / fps[1]))
    return [
        "-c:v", "libx264", "-preset", "ultrafast",
        "-qp", "20" if output.quality == "high" else "24",
        "-x264-params", "cabac=1:8x8dct=1:deblock=0,0:ipratio=4", "-pix_fmt", "yuv420p",
        "-profile:v", "high", "-g", str(second * 4), *tags(colours), *timebase(fps), *EXACT,
    ]  # fmt: skip


def beside(colours: Colours, fps: tuple[int, int], like: Beside) -> list[str]:
    """The arguments that encode a piece to stand between copied ones.

    Quick but no worse than they are, and not out of proportion; with its own ids. Bits are not
    coded arithmetically: that would take a fifth more time here, and again when a joint is proved.
    """
    second = max(1, round(fps[0] / fps[1]))
    most = max(like.rate * 9 // 4, 1_000_000)
    return [
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-maxrate", str(most), "-bufsize",
        str(most), "-pix_fmt", "yuv420p", "-profile:v", like.profile, "-level:v", str(like.level),
        "-g", str(second * 4), *tags(colours), "-x264-params",
        f"sps-id={like.id}:open-gop=0:cabac=0:no-deblock=0",
        *timebase(fps), *EXACT,
    ]  # fmt: skip


def ending(frames: int) -> list[str]:
    """The arguments that put a key frame before the part of a piece's end that a proof decodes."""
    key = frames - AROUND - 1  # one earlier: the proof seeks between that frame and the next
    return ["-force_key_frames", f"expr:eq(n,{key})"] if key > 0 else []


def lossless(fps: tuple[int, int]) -> list[str]:
    """The arguments of an intermediate that loses nothing and takes little time."""
    return [
        "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p",
        *tags(Colours()), *timebase(fps), *EXACT,
    ]  # fmt: skip


def vp9(output: Output) -> list[str]:
    """The arguments that encode a picture as VP9."""
    speed, crf = ("4", "31") if output.quality == "high" else ("6", "38")
    return [
        "-c:v", "libvpx-vp9", "-crf", crf, "-b:v", "0", "-deadline", "good", "-cpu-used", speed,
        "-row-mt", "1", "-g", "120", *tags(Colours()), *EXACT,
    ]  # fmt: skip


def tags(colours: Colours) -> list[str]:
    """What says how the colours are meant; nothing where the neighbours say nothing."""
    if not colours.matrix:
        return []
    return [
        "-color_range", "tv", "-colorspace", colours.matrix, "-color_primaries", colours.primaries,
        "-color_trc", colours.transfer,
    ]  # fmt: skip


def timebase(fps: tuple[int, int]) -> list[str]:
    """A clock in which every frame takes whole ticks."""
    return ["-video_track_timescale", str(ticks(fps)[0])]


def ticks(fps: tuple[int, int]) -> tuple[int, int]:
    """The clock's ticks a second, and how many a frame takes."""
    factor = -(-10_000 // fps[0]) if fps[0] < 10_000 else 1
    return fps[0] * factor, fps[1] * factor


def for_plan(plan: RenderPlan) -> list[str]:
    """The arguments that encode the pieces of this plan."""
    fps = plan.frame.fps
    if plan.beside is None and all(s.clip and not s.clip.source for s in plan.shots):
        return calm(plan.output, plan.colours, fps)
    if plan.beside is None:
        return picture(plan.output, plan.colours, fps)
    return beside(plan.colours, fps, plan.beside)
