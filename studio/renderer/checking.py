"""The finished file looked at with fresh eyes, before anybody is told that it is finished."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np

from studio.media import listing, movie_file, movie_index, streams
from studio.media.errors import EngineFailed, NotAsPlanned
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.renderer.plan import RenderPlan
from studio.renderer.values import Stream
from studio.renderer.workshop import Workshop

_CODECS = {
    "mp4": ("h264", "aac"), "webm": ("vp9", "opus"), "gif": ("gif", ""), "m4a": ("", "aac"),
    "mp3": ("", "mp3"), "wav": ("", "pcm_s16le"),
}  # fmt: skip
_COMPLAINT = re.compile(r"\b([Ee]rror|[Ii]nvalid|non-existing|corrupt|missing)\b")
_SLACK = {"mp3": 60, "gif": 120, "webm": 40}  # ms beyond a frame that a container rounds by


def check(plan: RenderPlan, file: Path, shop: Workshop) -> tuple[Stream, ...]:
    """The streams of the file, if they are as planned: kinds, lengths, a first picture or sound."""
    words = _opened(plan, file, shop)
    seen = listing.read("\n".join(words))
    wanted = [codec for codec in _CODECS[plan.output.format] if codec]
    if [line.codec for line in seen.streams] != wanted:
        raise NotAsPlanned(what=", ".join(line.codec for line in seen.streams) or "nothing in it")
    if plan.output.format == "mp4":
        return _movie(plan, file, seen, _pixels(words))
    frame = 1000 / float(plan.frame.rate)
    length = seen.duration or 0
    if abs(length - plan.seconds * 1000) > frame + _SLACK.get(plan.output.format, 12):
        raise NotAsPlanned(what=f"{length} ms instead of {round(plan.seconds * 1000)} ms")
    return tuple(_stream(line, length) for line in seen.streams)


def _pixels(words: tuple[str, ...]) -> str:
    """The pixel format of the frame that was decoded."""
    found = re.search(r"Video: wrapped_avframe, (\w+)", "\n".join(words))
    if found is None:
        raise NotAsPlanned(what="no picture could be decoded")
    return found[1]


def _movie(plan: RenderPlan, file: Path, seen: listing.Listing, pixels: str) -> tuple[Stream, ...]:
    """The streams of an MP4, by its own index and by its first frame."""
    tracks = movie_index.read(file).tracks
    found = []
    for line, track in zip(seen.streams, tracks, strict=True):
        shown = sum(span for span, media in track.edits if media >= 0)
        length = Fraction(shown, track.movie_scale) if shown else Fraction(track.seconds)
        if abs(float(length) - plan.seconds) > 1 / float(plan.frame.rate):
            raise NotAsPlanned(what=f"{line.kind}: {float(length):.3f} s")
        made = _stream(line, round(length * 1000))
        found.append(msgspec.structs.replace(made, pixels=pixels) if made.pixels else made)
    if len(tracks[0].pts) != plan.total:
        raise NotAsPlanned(what=f"{len(tracks[0].pts)} frames instead of {plan.total}")
    if (tracks[0].dts[1:] <= tracks[0].dts[:-1]).any():
        raise NotAsPlanned(what="frames out of order")
    return tuple(found)


def _stream(line: listing.Line, length: int) -> Stream:
    if line.kind == "Video":
        return Stream(kind="video", codec=line.codec, duration=length, pixels=line.pixels[0])
    rate = line.parts[1].removesuffix(" Hz")
    return Stream(
        kind="audio", codec=line.codec, duration=length, rate=int(rate),
        channels=streams.channels(line.parts[2]),
    )  # fmt: skip


def ends(plan: RenderPlan, file: Path, shop: Workshop) -> None:
    """Nothing, when the last pictures of an encoded film can be decoded without a complaint.

    What was copied is compared with its source instead; its end is a group of pictures away.
    """
    if plan.way == "full" and plan.seconds > 1:
        place = ["-ss", f"{plan.seconds - 0.5:.3f}", "-t", "0.02"]
        known = ["-nofind_stream_info"] * (plan.output.format == "mp4")
        _decoded([*known, *place, "-i", file.name, "-map", "0:v:0"], shop)


def _opened(plan: RenderPlan, file: Path, shop: Workshop) -> tuple[str, ...]:
    """What ffmpeg says about the file, and while it decodes its first moment."""
    if plan.output.format != "mp4":
        what = "0:a:0" if plan.way == "sound" else "0:v:0"
        return _decoded(["-t", "0.02", "-i", file.name, "-map", what], shop)
    # a movie's index was written by ourselves and says all; its first picture is decoded as a movie
    # of its own, because a decoder would take two more before it gave that one out
    ours = ["-nofind_stream_info"]
    first = _first_picture(plan, file, shop.folder / "first.mp4")
    return _decoded(
        [*ours, "-i", file.name, *FILE_ONLY, "-threads", "1", *ours, "-i", first.name,
         "-map", "1:v:0", "-frames:v", "1"],
        shop,
    )  # fmt: skip


def _first_picture(plan: RenderPlan, file: Path, target: Path) -> Path:
    """The first picture that stands alone, out of the finished movie."""
    track = movie_index.read(file).tracks[0]
    keys = np.flatnonzero(track.keys)
    if not len(keys):
        raise NotAsPlanned(what="no picture stands alone")
    one, none, tick = slice(keys[0], keys[0] + 1), np.zeros(1, np.int64), max(1, track.tick)
    picture = movie_file.Laid(
        kind=track.kind, entry=track.entry, timescale=track.timescale, sources=(file,), which=none,
        offsets=track.offsets[one], sizes=track.sizes[one], dts=none, pts=none,
        keys=track.keys[one], start=0, length=tick, last=tick,
        size=(plan.frame.width, plan.frame.height),
    )  # fmt: skip
    movie_file.write(target, [picture])
    return target


def _decoded(arguments: list[str], shop: Workshop) -> tuple[str, ...]:
    """What ffmpeg says while it decodes this without a complaint."""
    try:
        done = ffmpeg(
            [*FILE_ONLY, "-threads", "1", *arguments, "-f", "null", "-"],
            cwd=shop.folder,
            level="info",
            limits=Limits(seconds=60),
            cancelled=shop.cancelled,
        )
    except EngineFailed as failed:
        raise NotAsPlanned(what=str(failed.values.get("reason", ""))) from None
    wrong = [line for line in done.words if _COMPLAINT.search(line)]
    if wrong:
        raise NotAsPlanned(what=wrong[0][:200])
    return done.words
