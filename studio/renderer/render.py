"""A timeline becomes a file: facts are gathered, a plan is made, carried out, and checked."""

from __future__ import annotations

import errno
import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec

from studio.media import movie_file
from studio.media.errors import EngineFailed, NoSpace, NotAsPlanned
from studio.media.process import never
from studio.media.sound import RATE
from studio.renderer import (
    checking,
    encoding,
    gather,
    joints,
    make_picture,
    make_sound,
    measuring,
    others,
    titles,
)
from studio.renderer import plan as planning
from studio.renderer.flashing import Watch
from studio.renderer.gather import Facts
from studio.renderer.make_sound import Sounding
from studio.renderer.parts import Encoded
from studio.renderer.picture import Words
from studio.renderer.plan import RenderPlan
from studio.renderer.values import SOUND_ONLY, Output, Receipt
from studio.renderer.workshop import Workshop, opened
from studio.timeline.model import Material, Timeline

log = logging.getLogger("studio.renderer")


def render(
    timeline: Timeline,
    files: Mapping[str, Path],
    materials: Mapping[str, Material],
    *,
    output: Output,
    into: Path,
    progress: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = never,
) -> Receipt:
    """What was measured on the finished file, which lies at `into` then. Raises a StudioError.

    Until it is finished and checked nothing is at `into`; whatever happens, nothing half-written
    is left anywhere.
    """
    started = time.monotonic()
    seconds = planning.length(timeline) / 1000
    needed = _bytes(seconds, files, output)
    with opened(into, tell=progress, cancelled=cancelled, seconds=seconds, needed=needed) as shop:
        try:
            receipt = _made(timeline, files, materials, output, into, shop)
        except EngineFailed as failed:
            if "No space left" in str(failed.values.get("reason", "")):
                raise NoSpace(needed=needed >> 20, free=0) from None
            raise
        except OSError as failed:
            if failed.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NoSpace(needed=needed >> 20, free=0) from None
            raise
        if output.format in ("mp4", "mov", "webm"):
            receipt = measuring.proved(receipt, timeline, materials, into)
    progress(1.0)
    return msgspec.structs.replace(receipt, seconds=round(time.monotonic() - started, 3))


def _bytes(seconds: float, files: Mapping[str, Path], output: Output) -> int:
    """How much disk the work may take: the source's picture again, or a generous encoding."""
    sources = sum(path.stat().st_size for path in files.values() if path.exists())
    if output.format in SOUND_ONLY:
        return int(seconds * 400_000)
    return min(sources, int(seconds * 6_000_000)) + int(seconds * 1_500_000)


def _made(
    timeline: Timeline,
    files: Mapping[str, Path],
    materials: Mapping[str, Material],
    output: Output,
    into: Path,
    shop: Workshop,
) -> Receipt:
    packets = output.format == "mp4"
    facts = gather.gather(timeline, files, materials, into=into, work=shop.folder, packets=packets)
    plan = planning.draw(timeline, facts.probes, facts.tracks, output)
    try:
        return _carried_out(plan, facts, into, shop)
    except NotAsPlanned as refused:
        if plan.way not in ("copy", "smart"):
            raise
        log.info("packets are not copied: %s", refused)
    # a joint that is not provably right is no joint, and packets that no decoder takes without a
    # complaint are no film: everything is encoded
    again = planning.draw(timeline, facts.probes, {}, output)
    return _carried_out(again, facts, into, shop, warnings=(f"{plan.way}-refused",))


def _carried_out(
    plan: RenderPlan,
    facts: Facts,
    into: Path,
    shop: Workshop,
    *,
    warnings: tuple[str, ...] = (),
) -> Receipt:
    encoded = sum(part.last - part.first for part in plan.parts if isinstance(part, Encoded))
    shop.expect(sound=1.0, picture=30 * encoded / max(1, plan.total), check=0.2)
    finished = shop.folder / f"finished.{plan.output.format}"
    missing: tuple[str, ...] = ()
    exact = False
    watch = Watch(plan.frame) if plan.way == "full" else None
    with ThreadPoolExecutor(1, thread_name_prefix="sound") as aside:
        hearing = aside.submit(make_sound.make, plan, facts, shop)
        if plan.way == "sound":
            hearing.result().file.replace(finished)
        else:
            words, missing = titles.draw(plan, shop.folder)
            exact = _filmed(plan, facts, shop, words, hearing, finished, watch)
        sound = hearing.result()
    streams = checking.check(plan, finished, shop)
    checking.ends(plan, finished, shop)
    warnings += measuring.damaged(plan, finished, shop, warnings)
    receipt = measuring.receipt(
        plan, sound, finished, streams, exact=exact, warnings=warnings + missing
    )
    receipt = measuring.measured(receipt, sound, facts, finished, shop, watch)
    shop.done("check", 1.0)
    shop.ask()
    _deliver(finished, into)
    return receipt


def _filmed(
    plan: RenderPlan,
    facts: Facts,
    shop: Workshop,
    words: tuple[Words, ...],
    hearing: Future[Sounding],
    finished: Path,
    watch: Watch | None,
) -> bool:
    """Whether the copied packets were compared with their source; the film is at `finished`."""
    gather.prepare_pictures(shop.folder, facts, plan)
    scenery = make_picture.scene(plan, facts, words)
    if plan.output.format == "webm":
        others.webm(plan, scenery, shop, hearing, finished, watch)
        return False
    if plan.output.format == "gif":
        others.gif(plan, scenery, facts, shop, finished, watch)
        return False
    if plan.whole:
        track = make_picture.whole(plan, facts, shop)
        made = []
    else:
        encoder = encoding.for_plan(plan)
        files = make_picture.encode(plan, scenery, shop, encoder, "mp4", watch)
        made = make_picture.pieces(plan, files)
        track = make_picture.laid(plan, facts, shop, made)
    sound = make_picture.heard(hearing.result().file, plan.samples, RATE)
    movie_file.write(finished, [track, sound])
    joints.same_packets(track, finished)
    if plan.way == "smart":
        joints.verify(plan, facts, made, finished, shop)
    return plan.way != "full"


def _deliver(finished: Path, into: Path) -> None:
    """The file at its place, all at once; what the disk still holds back is written first."""
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.replace(into)
