"""Proof that packets from different encoders stand in one file rightly: by decoding around them.

A bad joint looks fine to a player's clock: as many frames, at regular times; only the pictures are
wrong. So the frames around every joint are decoded from the finished file and, once more, from the
piece or source they came from; every one of them has to be the same, bit for bit.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from studio.media import movie_index
from studio.media.errors import EngineFailed, NotAsPlanned
from studio.media.movie_file import Laid
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.renderer.gather import Facts
from studio.renderer.grid import stamp
from studio.renderer.make_picture import Piece
from studio.renderer.parts import AROUND, Copied, Encoded, Part
from studio.renderer.plan import RenderPlan
from studio.renderer.workshop import Workshop

_LOOKED = 64  # packets that are compared byte for byte


def same_packets(track: Laid, finished: Path) -> None:
    """Nothing, when the packets of the file are those that were laid out, in size and in bytes."""
    there = movie_index.read(finished).tracks[0]
    if len(there.sizes) != len(track.sizes) or (there.sizes != track.sizes).any():
        raise NotAsPlanned(what="packets")
    count = len(track.sizes)
    looked = np.unique(np.linspace(0, count - 1, min(count, _LOOKED)).astype(np.int64))
    opened = [path.open("rb") for path in track.sources]
    try:
        with finished.open("rb") as file:
            for n in looked.tolist():
                source = opened[int(track.which[n])]
                source.seek(int(track.offsets[n]))
                file.seek(int(there.offsets[n]))
                size = int(track.sizes[n])
                if source.read(size) != file.read(size):
                    raise NotAsPlanned(what=f"packet {n}")
    finally:
        for source in opened:
            source.close()


def verify(
    plan: RenderPlan, facts: Facts, made: list[Piece], finished: Path, shop: Workshop
) -> None:
    """Nothing, when every frame around every joint is what it is in its own file."""
    by_part = {piece.part: piece for piece in made}
    across = False
    for before, after in pairwise(plan.parts):
        joint = after.first
        first = max(before.first, joint - AROUND)
        if isinstance(before, Copied):
            # to decode up to here takes a whole group of the source's pictures; that a decoder
            # gets over such a joint is proved once, that the new piece is right every time
            first = joint if across else first
            across = True
        last = min(after.last, joint + AROUND)
        starts = first == joint  # at a key frame: nothing before it has to be decoded
        there = frames(plan, finished, first, last - first, shop, starts=starts)
        wanted = _own(plan, facts, by_part, before, first, joint, shop)
        wanted += _own(plan, facts, by_part, after, joint, last, shop)
        if there != wanted:
            wrong = sum(a != b for a, b in zip(there, wanted, strict=False))
            raise NotAsPlanned(what=f"the joint at frame {joint}: {wrong} of {len(wanted)}")


def _own(
    plan: RenderPlan,
    facts: Facts,
    by_part: dict[Encoded, Piece],
    part: Part,
    first: int,
    last: int,
    shop: Workshop,
) -> list[str]:
    """The frames as the part's own file shows them."""
    if isinstance(part, Copied):
        track = facts.tracks[part.source]
        start = int(track.pts[part.begin] - track.first) * plan.frame.rate / track.timescale
        file = shop.folder / facts.names[part.source]
        place = round(start) + first - part.first
        return frames(plan, file, place, last - first, shop, starts=first == part.first)
    return frames(plan, by_part[part].file, first - part.first, last - first, shop)


def frames(
    plan: RenderPlan, file: Path, first: int, count: int, shop: Workshop, *, starts: bool = False
) -> list[str]:
    """The sums of these decoded frames; a decoder that complains proves that something is wrong.

    `starts`: the first is a key frame, and is sought as such.
    """
    place = max(0.0, (first + (0.25 if starts else -0.5)) / float(plan.frame.rate))
    known = [] if file.name.startswith("in") else ["-nofind_stream_info"]  # we wrote its index
    seek = ["-noaccurate_seek"] * starts + ["-ss", stamp(place)] if first else []
    length = stamp((count + 2) / plan.frame.rate)
    try:
        done = ffmpeg(
            [
                *FILE_ONLY, *known, *seek, "-t", length, "-noautorotate", "-i", file.name,
                "-map", "0:v:0", "-frames:v", str(count), "-fps_mode", "passthrough",
                "-f", "framemd5", "-",
            ],
            cwd=shop.folder,
            limits=Limits(seconds=60),
            cancelled=shop.cancelled,
        )  # fmt: skip
    except EngineFailed as failed:
        raise NotAsPlanned(what=str(failed.values.get("reason", ""))) from None
    if done.words:
        raise NotAsPlanned(what=done.words[0][:200])
    rows = done.out.decode("ascii", "replace").splitlines()
    return [row.rsplit(",", 1)[1].strip() for row in rows if row and not row.startswith("#")]
