"""Frame rates that exist: a measured rate, said as the one it is meant to be."""

from __future__ import annotations

from fractions import Fraction

USUAL = tuple(
    Fraction(*rate)
    for rate in (
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1),
        (60000, 1001), (60, 1), (15, 1), (12, 1), (10, 1), (20, 1), (90, 1), (120, 1), (240, 1),
    )
)  # fmt: skip


def nearest(rate: float | Fraction, *, within: float = 0.0006) -> tuple[int, int]:
    """The usual rate this one is meant to be (0.06 %: 29.97 is not 30), else itself, simplified."""
    if not 0 < rate < 100_000:
        return (0, 1)
    best = min(USUAL, key=lambda usual: abs(float(usual) - float(rate)))
    if abs(float(best) - float(rate)) <= float(best) * within:
        return (best.numerator, best.denominator)
    exact = Fraction(rate).limit_denominator(1001)
    return (exact.numerator, exact.denominator)


def usual(rate: float) -> tuple[int, int]:
    """The usual rate nearest to an unsteady one, whatever the distance."""
    best = min(USUAL, key=lambda one: abs(float(one) - rate))
    return (best.numerator, best.denominator)
