"""A receipt in sentences a person reads: what was done to the file, what could not be."""

from __future__ import annotations

from studio.renderer.values import Receipt
from studio.words import Lang, say

_WORTH_SAYING = (  # the others are as anybody would expect them
    "tone-mapped", "square-pixels", "constant-rate", "deinterlaced", "even-size",
)  # fmt: skip
_WARNED = (
    "missing-glyphs", "sync-unproved", "loudness-unmeasured", "loudness-missed", "copy-refused",
    "damaged", "damaged-at",
)  # fmt: skip


def told(receipt: Receipt, lang: Lang) -> tuple[str, ...]:
    """What is worth knowing about the finished file, a sentence each."""
    found = []
    if receipt.drawn:
        pass  # it was copied from where we drew it: nothing of anybody's was kept
    elif receipt.way == "copy":
        found.append(say("renderer.copied", lang))
    elif receipt.way == "smart":
        share = f"{min(99, round(100 * receipt.copied))}"  # never all of it: that is "copy"
        found.append(say("renderer.mostly_copied", lang, share=share))
    found += [
        say(f"renderer.{word}", lang) for word in receipt.conversions if word in _WORTH_SAYING
    ]
    for warning in receipt.warnings:
        word, _, value = warning.partition(":")
        if word in _WARNED:
            found.append(say(f"renderer.{word}", lang, signs=value[:40]))
    return tuple(found)
