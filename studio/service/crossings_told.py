"""Where photos and clips are really seen to change, looked at when all of a receipt is asked for.

Where nobody had music brought to them, an export says how far they are from the beats as they were
laid: to see them every frame has to be decoded, and nobody waits for that who only wants the file.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio.service.work import Work
from studio.store import Export
from studio.timeline import facts
from studio.timeline.model import Timeline

if TYPE_CHECKING:
    from studio.renderer import Receipt

log = logging.getLogger("studio.crossings")
_LONGEST = 180_000  # ms of a film that is decoded while somebody waits
_NEAR = 0.040  # seconds within which a cut counts as met
_SAME = 0.05  # seconds between where a change was laid and where it was told


def seen(work: Work, export: Export) -> bytes:
    """The receipt with its changes where they are seen, as it is kept from now on; as it was, where
    nothing is to be looked at."""
    from studio import renderer

    receipt = msgspec.json.decode(export.receipt, type=renderer.Receipt)
    path = work.studio.file(export.file) if export.file else None
    if not _wanting(receipt) or path is None or not path.is_file():
        return export.receipt
    try:
        rows = work.studio.crew.do(look, str(path), export.draft)
    except Exception:
        log.exception("where clips change could not be looked at")
        return export.receipt
    proof = told(receipt.sync or {}, rows)
    new = msgspec.json.encode(msgspec.structs.replace(receipt, sync=proof))
    work.studio.store.keep_export(msgspec.structs.replace(export, receipt=new))
    return new


def _wanting(receipt: Receipt) -> bool:
    proof = receipt.sync or {}
    laid = proof.get("asked") is False and "seen" not in proof and bool(proof.get("cuts"))
    return laid and receipt.width > 0 and 0 < receipt.duration <= _LONGEST


def look(path: str, draft: bytes) -> list[tuple[float, float]]:
    """Runs in the worker process: where each change was laid, and where it is seen; seconds."""
    from studio.renderer import crossings, promise

    joins = promise.joins(facts.clips(msgspec.json.decode(draft, type=Timeline)))
    found = crossings.looked(Path(path), joins)
    return [
        (join.middle, at) for join, at in zip(joins, found, strict=True) if at is not None
    ]  # fmt: skip


def told(proof: dict[str, Any], looked: list[tuple[float, float]]) -> dict[str, Any]:
    """The proof with every change that is seen where it is seen."""
    rows, apart = [], []
    for row in proof["cuts"]:
        laid, at = min(looked, key=lambda one: abs(one[0] - row["at"]), default=(-1.0, -1.0))
        if abs(laid - row["at"]) > _SAME or "beat" not in row:
            rows.append(row)
            continue
        off = row["beat"] - at
        per = row["frames"] / row["off_ms"] if row["off_ms"] else 0.0
        apart.append(abs(row["at"] - at))
        rows.append(
            {
                **row, "at": round(at, 4), "off_ms": round(off * 1000, 1),
                "frames": round(off * 1000 * per, 2),
                "picture_ms": round((row["at"] - at) * 1000, 1),
            }
        )  # fmt: skip
    offs = [abs(row["off_ms"]) for row in rows if "off_ms" in row]
    met = sum(off <= _NEAR * 1000 + 0.05 for off in offs)
    new = {"cuts": rows, "within_40_ms": met, "seen": len(apart)}
    if offs:
        new["mean_ms"] = round(sum(offs) / len(offs), 1)
    if apart:
        new["laid_ms"] = round(max(apart) * 1000, 1)
    return {**proof, **new}
