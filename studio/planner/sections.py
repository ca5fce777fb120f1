"""What is wished of a piece's sections, as the composer takes it."""

from __future__ import annotations

from studio.brief import Shape
from studio.planner.values import Stretch

_MAIN = ("chorus", "drop")


def shape(wish: Stretch) -> Shape | None:
    """How the piece is wished; None where music that fills its time cannot be so."""
    kind, side = wish.part.kind, wish.part.side
    if not kind:
        return None
    if wish.last:
        return Shape(how="last", section=kind)
    if wish.lasts or wish.bars or wish.times != 1.0:
        return Shape(
            how="length", section=kind, seconds=wish.lasts / 1000, times=wish.times,
            bars=round(wish.bars),
        )  # fmt: skip
    if wish.without or (side == "before" and kind == "outro"):
        return Shape(how="without", section=kind)
    if side == "from" or wish.around or (side == "after" and kind in _MAIN):
        return Shape(how="first", section=kind)
    return Shape(how="only", section=kind) if side == "in" else None
