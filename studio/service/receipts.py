"""What was measured on a finished file, as a user reads it: one line of figures, then sentences.

The only place that words a receipt; whoever shows an export shows these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from studio.timeline import clock
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.renderer.values import Receipt

_SAFE = 3  # flashes a second (WCAG 2.3.1)


def told(raw: bytes, lang: Lang) -> dict[str, Any]:
    """`{"about": "1280×720, 10 s, -14.0 LUFS, -1.2 dBTP", "sentences": […]}`"""
    from studio import renderer  # with an array library: only once something was rendered

    receipt = msgspec.json.decode(raw, type=renderer.Receipt)
    sentences = [*_synced(receipt.sync or {}, lang), *_lit(receipt.lit or {}, lang)]
    sentences += _harmful(receipt, lang)
    sentences += renderer.told(receipt, lang)
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
    if not proof.get("asked", True):  # nobody wished for it: the receipt in full has it
        return
    yield say("service.cuts_met", lang, met=met, count=count, mean=f"{mean:.0f}")
    if proof.get("drop_ms") is not None:
        key = "loudest_met" if proof.get("loudest") else "drop_met"
        yield say(f"service.{key}", lang, ms=f"{abs(proof['drop_ms']):.0f}")


def _lit(proof: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """How a picture that was drawn for its music answers the drops."""
    count, met = proof.get("count", 0), proof.get("within_a_frame", 0)
    if count:
        key = "drops_lit" if count > 1 else "drop_lit" if met else "drop_lit_off"
        ms = f"{proof['worst_ms']:.0f}"
        yield say(f"service.{key}", lang, met=met, count=count, ms=ms)


def whole(raw: bytes, lang: Lang) -> tuple[str, ...]:
    """Everything that was measured, a fact a sentence."""
    from studio import renderer

    receipt = msgspec.json.decode(raw, type=renderer.Receipt)
    made = [*_file(receipt, lang), *_picture(receipt, lang), *_sound(receipt, lang)]
    made += renderer.told(receipt, lang)
    if receipt.drawn:
        made.append(say("receipts.drawn", lang))
    elif receipt.way in ("full", "sound"):
        made.append(say(f"receipts.{receipt.way}", lang))
    elif receipt.bit_exact:
        made.append(say("receipts.bit_exact", lang))
    if receipt.sync:
        made += [*_cuts(receipt.sync, lang), *_drop(receipt.sync, lang)]
    made += _drops_lit(receipt.lit or {}, lang)
    made += [*_flashes(receipt, lang), *_harmful(receipt, lang)]
    return tuple(made)


def _file(receipt: Receipt, lang: Lang) -> Iterator[str]:
    # it has the name that whoever fetched it gave it: ours is nobody's
    yield say("receipts.file", lang, kind=receipt.format.upper())
    yield say("receipts.length", lang, length=clock.spoken(clock.length(receipt.duration), lang))
    yield say("receipts.size", lang, size=_size(receipt.bytes))


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.0f} kB"


def _picture(receipt: Receipt, lang: Lang) -> Iterator[str]:
    if not receipt.width:
        return
    codec = next((one.codec for one in receipt.streams if one.kind == "video"), "")
    over, under = receipt.fps
    rate = f"{over / max(under, 1):.3f}".rstrip("0").rstrip(".")
    yield say(
        "receipts.picture", lang, width=receipt.width, height=receipt.height, rate=rate,
        codec=codec or receipt.format,
    )  # fmt: skip


def _sound(receipt: Receipt, lang: Lang) -> Iterator[str]:
    if receipt.loudness is not None:
        yield say("receipts.loudness", lang, lufs=f"{receipt.loudness:.1f}")
    if receipt.peak is not None:
        yield say("receipts.peak", lang, peak=f"{receipt.peak:.1f}")
    if receipt.fade is not None:
        yield say("receipts.fade", lang, value=f"{abs(receipt.fade):.1f}")
    if receipt.duck is not None:
        yield say("receipts.duck", lang, value=f"{receipt.duck:.1f}")


def _cuts(proof: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """How music and cuts meet, all of the cuts and those that were promised, and why not better."""
    rows = [row for row in proof.get("cuts", ()) if "off_ms" in row]
    if not rows:
        yield say("receipts.unheard" if proof.get("count") else "receipts.no_cuts", lang)
        return
    offs = sorted(abs(row["off_ms"]) for row in rows)
    worst = max(rows, key=lambda row: abs(row["off_ms"]))
    at = clock.moment(round(worst["at"] * 1000))
    asked = proof.get("asked", True)  # else the cuts are where clips meet, and were not looked for
    key = "receipts.cuts" if asked else "receipts.clip_cuts"
    yield say(key, lang, count=len(rows), met=proof.get("within_40_ms", 0))
    yield say(
        "receipts.apart", lang, mean=f"{sum(offs) / len(offs):.1f}",
        most=f"{_within(offs, 0.95):.1f}", worst=f"{offs[-1]:.1f}", at=at,
    )  # fmt: skip
    if proof.get("seen"):
        yield say("receipts.seen", lang, count=proof["seen"], ms=f"{proof['laid_ms']:.1f}")
    if asked and proof.get("hits"):
        yield say(
            "receipts.hits", lang, count=proof["hits"], mean=f"{proof['hits_mean_ms']:.1f}",
            most=f"{proof['hits_p95_ms']:.1f}",
        )  # fmt: skip
    if all("sound_ms" in row and "picture_ms" in row for row in rows):
        sound, picture = (
            sum(abs(row[key]) for row in rows) / len(rows) for key in ("sound_ms", "picture_ms")
        )
        yield say("receipts.ledgers", lang, sound=f"{sound:.1f}", picture=f"{picture:.1f}")


def _within(row: Sequence[float], share: float) -> float:
    """What this share of a sorted row stays within, between its neighbours where it must."""
    place = share * (len(row) - 1)
    low = int(place)
    high = min(low + 1, len(row) - 1)
    return row[low] + (row[high] - row[low]) * (place - low)


def _drop(proof: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    drop = proof.get("drop_ms")
    if drop is not None:
        side = "late" if drop > 0.05 else "early" if drop < -0.05 else "exact"
        what = "loudest" if proof.get("loudest") else "drop"
        yield say(f"receipts.{what}_{side}", lang, **({} if side == "exact" else {"ms": abs(drop)}))


def _drops_lit(proof: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """Every drop: when it is heard, and how far from that the picture answers it."""
    for row in proof.get("drops", ()):
        off = row["off_ms"]
        side = "late" if off > 0.05 else "early" if off < -0.05 else "exact"
        at = clock.moment(round(row["heard"] * 1000))
        yield say(
            f"receipts.lit_{side}", lang, at=at, ms=f"{abs(off):.1f}",
            frames=f"{abs(row['frames']):.1f}",
        )  # fmt: skip


def _flashes(receipt: Receipt, lang: Lang) -> Iterator[str]:
    """How often the picture flashes; where it was kept, that is the source's own affair."""
    if receipt.flashes is not None:
        yield say("receipts.flashes", lang, value=f"{receipt.flashes:.1f}")
        yield say("receipts.reds", lang, value=f"{receipt.reds or 0.0:.1f}")
    elif receipt.way in ("copy", "smart"):
        yield say("receipts.flashes_kept", lang)


def _harmful(receipt: Receipt, lang: Lang) -> Iterator[str]:
    most = max(receipt.flashes or 0.0, receipt.reds or 0.0)
    if most > _SAFE:
        yield say("receipts.flashing", lang, value=f"{most:g}")
