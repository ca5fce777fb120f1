"""The receipt of a finished file: what is measured on it, and what could not be as it should be."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import msgspec

from studio.media import damage
from studio.media.errors import EngineFailed, TimedOut
from studio.renderer import levels, promise
from studio.renderer.canvas import Frame
from studio.renderer.flashing import Watch
from studio.renderer.gather import Facts
from studio.renderer.make_sound import Sounding
from studio.renderer.parts import Copied
from studio.renderer.plan import RenderPlan
from studio.renderer.values import Receipt, Stream
from studio.renderer.workshop import Workshop
from studio.timeline import clock
from studio.timeline import facts as clips
from studio.timeline.model import Material, Timeline

log = logging.getLogger("studio.renderer")
_QUIET = -60.0  # dBTP from which on a sound is one whose loudness should be known
_OFF, _TOP = 0.5, -1.0  # LU from the loudness that was aimed at, dBTP: what is promised


def receipt(
    plan: RenderPlan,
    sound: Sounding,
    finished: Path,
    streams: tuple[Stream, ...],
    *,
    exact: bool,
    warnings: tuple[str, ...],
) -> Receipt:
    copied = sum(part.last - part.first for part in plan.parts if isinstance(part, Copied))
    copied = plan.total if plan.way == "copy" else copied
    film = plan.way != "sound"
    measured = sound.measured
    warnings += _missed(sound)
    return Receipt(
        format=plan.output.format,
        bytes=finished.stat().st_size,
        duration=max(stream.duration for stream in streams),
        streams=streams,
        way=plan.way,
        width=plan.frame.width,
        height=plan.frame.height,
        fps=plan.frame.fps if film else (0, 1),
        frames=plan.total if film else 0,
        loudness=measured.integrated if measured else None,
        peak=round(measured.peak, 2) if measured and measured.peak is not None else None,
        gain=round(sound.mix.gain, 2),
        copied=round(copied / plan.total, 4) if film else 0.0,
        bit_exact=exact,
        conversions=plan.conversions,
        warnings=warnings,
    )


def _missed(sound: Sounding) -> tuple[str, ...]:
    """What is not as it should be about the loudness, after all tries."""
    found, wanted = sound.measured, sound.mix.wanted
    if found is None or found.peak is None:
        return ()
    if found.integrated is None:
        return ("loudness-unmeasured",) if found.peak > _QUIET else ()
    missed = wanted is not None and (abs(found.integrated - wanted) > _OFF or found.peak > _TOP)
    return ("loudness-missed",) if missed else ()


def damaged(
    plan: RenderPlan, finished: Path, shop: Workshop, said: tuple[str, ...]
) -> tuple[str, ...]:
    """What is wrong with a source and stays so: in copied packets, or told by a decoder."""
    if plan.way in ("copy", "smart") and (places := damage.seconds(finished)):
        return (f"damaged-at:{clock.moment(round(places[0] * 1000))}",)
    return ("damaged",) if shop.complaints and not said else ()


def measured(
    receipt: Receipt,
    sound: Sounding,
    facts: Facts,
    finished: Path,
    shop: Workshop,
    watch: Watch | None,
) -> Receipt:
    """With what the finished file shows and lets hear. It is fine without: nothing fails here."""
    try:
        heard = levels.measured(sound, facts, finished, shop)
        receipt = msgspec.structs.replace(receipt, fade=heard.fade, duck=heard.duck)
        if watch and watch.seen:
            seen = watch.delivered(finished)
            receipt = msgspec.structs.replace(receipt, flashes=seen.light, reds=seen.red)
    except (EngineFailed, TimedOut):
        log.exception("what the finished file shows could not be measured")
    return receipt


def proved(
    receipt: Receipt,
    timeline: Timeline,
    materials: Mapping[str, Material],
    into: Path,
) -> Receipt:
    """With how music and cuts meet in the finished file, where the one was fitted to the other.

    The file was checked and is fine: a proof that fails takes nothing from it, but it is said.
    """
    frame = Frame(width=receipt.width, height=receipt.height, fps=receipt.fps)
    receipt = _lit(receipt, timeline, materials, into, frame)
    try:
        promised = promise.promised(timeline, materials) or promise.beside(timeline, materials)
        if promised is None:
            return receipt
        from studio.renderer import proof  # decodes everything again: only where it was promised

        if not promised.asked:
            sync = proof.beside(into, promised, Fraction(*receipt.fps))
            return msgspec.structs.replace(receipt, sync=sync)
        watch = Watch(frame)
        sync = proof.measured(into, promised, watch)
        seen = watch.counted()
        return msgspec.structs.replace(receipt, sync=sync, flashes=seen.light, reds=seen.red)
    except Exception:
        log.exception("what was promised of music and picture could not be measured")
        warnings = (*receipt.warnings, "sync-unproved")
        return msgspec.structs.replace(receipt, warnings=warnings)


def _lit(
    receipt: Receipt,
    timeline: Timeline,
    materials: Mapping[str, Material],
    into: Path,
    frame: Frame,
) -> Receipt:
    """With how a picture that we drew answers its music, where there is one."""
    if not any("drawn" in one.metadata for one in materials.values()):
        return receipt
    from studio.renderer import lit

    row = lit.drawn(timeline, materials)
    if not row:
        return receipt
    receipt = msgspec.structs.replace(receipt, drawn=len(row) == len(clips.clips(timeline)))
    try:
        found = lit.measured(into, timeline, materials, frame)
    except Exception:
        log.exception("how the picture answers the music could not be measured")
        return receipt
    if found.flashes is not None and receipt.flashes is None and receipt.drawn:
        receipt = msgspec.structs.replace(
            receipt, flashes=found.flashes.light, reds=found.flashes.red
        )
    return msgspec.structs.replace(receipt, lit=found.drops)
