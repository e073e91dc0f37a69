"""Two tellings of one story beside each other: where each moment of the first is in the second.

A pair hidden Markov model (Durbin et al., Biological Sequence Analysis, 1998, chapter 4) over steps
of time. Step by step of the first telling, the second moves on by one step, now and then by none or
two; either may leave out what the other has. What speaks for a pair of steps comes in as a table of
log-likelihood ratios: 0 says nothing. Forward and backward sums then give, for a moment of the
first, the probability of every moment of the second. Pure numpy.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STAY, MOVE, SKIP = 0.12, 0.74, 0.12
"""The second telling moves by none, one or two steps, while both go on."""

LEAVE_OUT = 0.01
"""The probability, a step, that either begins to leave out what the other has."""

GAP_S = 2.5
"""The mean length of what is left out."""

EDGE_S = 1.5
"""How far apart the beginnings, and the ends, may well lie."""


def posterior(evidence: Floats, step_s: float, moments: Sequence[int]) -> Floats:
    """(moments, second) the probabilities of the second's steps at some steps of the first.

    ``evidence`` is (first, second) log-likelihood ratios.
    """
    before, _ = _forward(evidence, step_s, moments)
    after = _backward(evidence, step_s, moments)
    both = (before * after).sum(axis=0)
    return np.asarray(both / np.maximum(both.sum(axis=1, keepdims=True), 1e-300))


def support(evidence: Floats, step_s: float) -> float:
    """The log-probability of the evidence: how well two tellings fit, over all ways to lay them."""
    return _forward(evidence, step_s, ())[1]


def _forward(evidence: Floats, step_s: float, moments: Sequence[int]) -> tuple[Floats, float]:
    """Sums over all that may have come before: (2, moments, second), and their log-scale.

    First where both go on, then where the first goes on alone. Rows are scaled to a sum of 1.
    """
    steps, width = evidence.shape
    stop, edge = step_s / GAP_S, _edge(width, step_s)
    kept = np.zeros((2, len(moments), width))
    wanted = {m: i for i, m in enumerate(moments)}
    pair, gap, logs = edge / edge.sum(), np.zeros(width), 0.0
    for i in range(steps):
        if i:
            left_out = _tail(_later(pair, 2), 1 - stop) * stop
            moved = MOVE * _later(pair, 1) + STAY * pair + SKIP * _later(pair, 2)
            moved = (1 - 2 * LEAVE_OUT) * moved + LEAVE_OUT * left_out + stop * _later(gap, 1)
            gap = LEAVE_OUT * pair + (1 - stop) * gap
            pair = moved
        high = float(evidence[i].max())
        pair, gap = pair * np.exp(evidence[i] - high), gap * np.exp(-high)
        total = max(float(pair.sum() + gap.sum()), 1e-300)
        pair, gap = pair / total, gap / total
        logs += float(np.log(total)) + high
        if i in wanted:
            kept[:, wanted[i]] = pair, gap
    last = float(((pair + gap) * edge[::-1]).sum())
    return kept, logs + float(np.log(max(last, 1e-300)))


def _backward(evidence: Floats, step_s: float, moments: Sequence[int]) -> Floats:
    """Sums over all that may come after, (2, moments, second); scaled row by row."""
    steps, width = evidence.shape
    stop, edge = step_s / GAP_S, _edge(width, step_s)
    kept = np.zeros((2, len(moments), width))
    wanted = {m: i for i, m in enumerate(moments)}
    pair = gap = edge[::-1] / edge.sum()
    for i in range(steps - 1, -1, -1):
        if i < steps - 1:
            high = float(evidence[i + 1].max())
            pair, gap = pair * np.exp(evidence[i + 1] - high), gap * np.exp(-high)
            left_out = _tail(_later(pair[::-1], 2), 1 - stop)[::-1] * stop
            moved = MOVE * _sooner(pair, 1) + STAY * pair + SKIP * _sooner(pair, 2)
            moved = (1 - 2 * LEAVE_OUT) * moved + LEAVE_OUT * (left_out + gap)
            gap = (1 - stop) * gap + stop * _sooner(pair, 1)
            pair = moved
            total = max(float(pair.sum() + gap.sum()), 1e-300)
            pair, gap = pair / total, gap / total
        if i in wanted:
            kept[:, wanted[i]] = pair, gap
    return kept


def _edge(width: int, step_s: float) -> Floats:
    return np.asarray(np.exp(-np.arange(width) * step_s / EDGE_S))


def _sooner(row: Floats, by: int) -> Floats:
    return _later(row[::-1], by)[::-1]


def _later(row: Floats, by: int) -> Floats:
    out = np.zeros_like(row)
    out[by:] = row[:-by]
    return out


def _tail(row: Floats, share: float) -> Floats:
    """Each value goes on behind itself, less by ``share`` at every step: y[j] = x[j] + s y[j-1]."""
    out, reach = row.copy(), 1
    while reach < len(row) and share**reach > 1e-6:
        out[reach:] += out[:-reach].copy() * share**reach
        reach *= 2
    return out
