"""Weights by what was heard and what is true: one of two, one of many, and mixtures of signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from studio.analysis.levels import THREES

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
_METERS = (3, THREES, 5)  # whose weights are beside those of any


def regression(
    rows: list[Floats],
    truth: list[bool],
    weight: list[float],
    *,
    bias: bool = True,
    rounds: int = 8_000,
    soft: float = 0.002,
) -> tuple[Floats, float]:
    """Weights by logistic regression."""
    signs = np.array(rows, np.float64)
    share = np.array(weight) / sum(weight)
    mean = signs.mean(axis=0) if bias else np.zeros(signs.shape[1])
    scale = signs.std(axis=0) + 1e-9
    table = np.c_[(signs - mean) / scale, np.full(len(signs), float(bias))]
    weights = np.zeros(table.shape[1])
    for _ in range(rounds):
        wrong = 1 / (1 + np.exp(-table @ weights)) - np.array(truth)
        weights -= table.T @ (wrong * share) + soft * np.r_[weights[:-1], 0]
    plain = weights[:-1] / scale
    return plain.astype(np.float32), float(weights[-1] - (plain * mean).sum())


def crossed(signs: Floats, meter: int) -> Floats:
    """The signs of a reading as they are weighed: for any meter, then for each of the others."""
    parts = [signs]
    for one in _METERS:
        parts += [np.array([one == meter], np.float32), signs * (one == meter)]
    return np.concatenate(parts)


def table(weights: Floats) -> Floats:
    """The weights of crossed signs as a row a sign; the last row is for being counted so."""
    count = (len(weights) - len(_METERS)) // (len(_METERS) + 1)
    columns = [np.r_[weights[:count], 0.0]]
    for number in range(len(_METERS)):
        own = weights[count + number * (count + 1) :][: count + 1]
        columns.append(np.r_[own[1:], own[0]])
    return np.stack(columns, axis=1).astype(np.float32)


def choice(songs: list[list[Floats]], right: list[list[bool]], *, soft: float = 8.0) -> Floats:
    """Weights by which the right ones among the readings of each song are chosen."""
    rows = np.concatenate([np.array(song, np.float64) for song in songs])
    scale = rows.std(axis=0) + 1e-6
    seen = (rows - rows.mean(axis=0)) / scale
    number = np.repeat(np.arange(len(songs)), [len(song) for song in songs])
    first = np.r_[0, np.flatnonzero(np.diff(number)) + 1]
    truth = np.concatenate(right).astype(np.float64)

    def cost(weights: Doubles) -> tuple[float, Doubles]:
        lean = seen @ weights
        shares = np.exp(lean - np.maximum.reduceat(lean, first)[number])
        total = np.add.reduceat(shares, first)
        good = np.maximum(np.add.reduceat(shares * truth, first), 1e-300)
        paid = float(np.sum(np.log(total) - np.log(good))) + soft / 2 * float(weights @ weights)
        wrong = shares / total[number] - shares * truth / good[number]
        slope: Doubles = seen.T @ wrong + soft * weights
        return paid, slope

    found = minimize(cost, np.zeros(seen.shape[1]), jac=True, method="L-BFGS-B").x
    weights: Floats = (found / scale).astype(np.float32)
    return weights


def mixtures(
    rows: Doubles, truth: NDArray[np.bool_], *, count: int = 4, soft: float = 3.0, much: float = 2.0
) -> tuple[Doubles, Doubles, Doubles]:
    """Weights of each sign in so many mixtures and by itself, theirs, and the mixtures'.

    `soft`: how much large weights cost; `much`: what a drop counts beside another attack.
    """
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    seen = (rows - mean) / scale
    wide = seen.shape[1]
    share = np.where(truth, much, 1.0)
    dice = np.random.default_rng(0)
    edges = np.cumsum([wide * count, count, count, wide])
    start = np.concatenate([
        dice.normal(0, 0.3 / np.sqrt(wide), wide * count), np.zeros(count),
        dice.normal(0, 0.5, count), np.zeros(wide + 1),
    ])  # fmt: skip

    def cost(weights: Doubles) -> tuple[float, Doubles]:
        into, shift, mixed, plain, bias = np.split(weights, edges)
        into = into.reshape(wide, count)
        bent = np.tanh(seen @ into + shift)
        lean = bent @ mixed + seen @ plain + bias
        wrong = share * (1 / (1 + np.exp(-lean)) - truth)
        back = wrong[:, None] * mixed * (1 - bent * bent)
        paid = float(np.sum(share * (np.logaddexp(0, lean) - truth * lean)))
        paid += soft / 2 * float(3 * np.sum(into**2) + np.sum(mixed**2) + np.sum(plain**2))
        slope = [
            (seen.T @ back + 3 * soft * into).ravel(), back.sum(axis=0),
            bent.T @ wrong + soft * mixed, seen.T @ wrong + soft * plain, [wrong.sum()],
        ]  # fmt: skip
        return paid, np.concatenate(slope)

    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 250}).x
    into, shift, mixed, plain, bias = np.split(found, edges)
    table = np.c_[into.reshape(wide, count), plain] / scale[:, None]
    return table, np.r_[shift, bias] - mean @ table, mixed
