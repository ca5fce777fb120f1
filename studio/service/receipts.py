"""What was measured on a finished file, as a user reads it: one line of figures, then sentences.

The only place that words a receipt; whoever shows an export shows these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from studio.timeline import clock
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.renderer.values import Receipt


def told(raw: bytes, lang: Lang) -> dict[str, Any]:
    """`{"about": "1280×720, 10 s, -14.0 LUFS, -1.2 dBTP", "sentences": […]}`"""
    from studio import renderer  # with an array library: only once something was rendered

    receipt = msgspec.json.decode(raw, type=renderer.Receipt)
    sentences = [*_synced(receipt.sync or {}, lang), *renderer.told(receipt, lang)]
    return {"about": ", ".join(_figures(receipt)), "sentences": sentences}


def _figures(receipt: Receipt) -> Iterator[str]:
    if receipt.width and receipt.height:
        yield f"{receipt.width}×{receipt.height}"
    yield clock.length(receipt.duration)
    if receipt.loudness is not None:
        yield f"{receipt.loudness:.1f} LUFS"
    if receipt.peak is not None:
        yield f"{receipt.peak:.1f} dBTP"


def _synced(proof: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """How music and cuts meet in the file, where that was measured."""
    count, met = proof.get("count"), proof.get("within_40_ms")
    mean = proof.get("hits_mean_ms", proof.get("mean_ms"))
    if not count or met is None or mean is None:
        return
    yield say("service.cuts_met", lang, met=met, count=count, mean=f"{mean:.0f}")
    if proof.get("drop_ms") is not None:
        yield say("service.drop_met", lang, ms=f"{abs(proof['drop_ms']):.0f}")
