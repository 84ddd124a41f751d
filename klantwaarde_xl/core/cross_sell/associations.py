"""What is bought together: support, confidence and lift of pairs of items, and the companion of a gap.

These figures are evidence for a salesperson; they never decide what is recommended. Lift is large for items
that hardly anyone buys, so a pair counts only when enough customers buy both."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.cross_sell.recommenders import BLOCK_CELLS, blocks, bought_together

FEWEST_TOGETHER = 5
"""Fewest customers that buy both, for a pair to be shown."""


def associations(
    matrix: sparse.csr_array, items: pd.Index, *, at_least: int = FEWEST_TOGETHER
) -> pd.DataFrame:
    """Return the figures of every ordered pair of items that at least ``at_least`` customers both buy.

    ``matrix`` (n, m) binary CSR of customers x items; ``items`` (m,) labels. One row per pair, highest lift
    first, then most customers, then label: ``with_item`` -> ``item``, ``buyers_with`` and ``buyers``
    (customers of each), ``together`` (customers of both), ``support`` = together / n, ``confidence`` =
    together / buyers_with, ``lift`` = confidence / (buyers / n). Empty frame when no pair is bought often
    enough.

    Source: Agrawal, Imielinski & Swami (1993); Brin et al. (1997) for lift.

    >>> matrix = sparse.csr_array(np.array([[1, 1], [1, 1], [1, 0], [0, 0]], np.float32))
    >>> found = associations(matrix, pd.Index(["glue", "tape"]), at_least=2)
    >>> found[["with_item", "item", "together", "support", "confidence"]].round(2).values.tolist()
    [['glue', 'tape', 2, 0.5, 0.67], ['tape', 'glue', 2, 0.5, 1.0]]
    >>> found["lift"].round(3).tolist()
    [1.333, 1.333]
    """
    count = matrix.shape[0]
    buyers = np.bincount(matrix.indices, minlength=matrix.shape[1])
    pairs = bought_together(matrix, at_least).tocoo()
    apart = pairs.row != pairs.col
    first, second = pairs.row[apart], pairs.col[apart]
    together = np.rint(pairs.data[apart]).astype(np.int64)
    labels = items.to_numpy()
    frame = pd.DataFrame(
        {
            "with_item": labels[first],
            "item": labels[second],
            "buyers_with": buyers[first],
            "buyers": buyers[second],
            "together": together,
            "support": together / max(count, 1),
            "confidence": together / buyers[first],
            "lift": together * float(count) / (buyers[first] * buyers[second].astype(float)),
        }
    )
    # Both orders of a pair have exactly the same lift: integers below 2**53, multiplied and divided once.
    return frame.sort_values(
        ["lift", "together", "with_item", "item"], ascending=[False, False, True, True], ignore_index=True
    )


def strongest_companions(
    matrix: sparse.csr_array, rows: np.ndarray, columns: np.ndarray, *, at_least: int = FEWEST_TOGETHER
) -> pd.DataFrame:
    """Return for every gap the item of that customer with which the missing item has the highest lift.

    ``matrix`` (n, m) binary CSR; ``rows``, ``columns`` int (k,): customer and missing item of each gap. One
    row per gap in that order: ``with_item`` (column of the companion, -1 if none), ``support``,
    ``confidence`` (of companion -> missing item), ``lift`` (NaN if none). Only companions bought together by
    ``at_least`` customers and with lift > 1; the most customers, then the first column, decide between equal
    lifts.

    >>> matrix = sparse.csr_array(np.array([[1, 1], [1, 1], [1, 0], [0, 0]], np.float32))
    >>> strongest_companions(matrix, np.array([2]), np.array([1]), at_least=2).round(2).values.tolist()
    [[0.0, 0.5, 0.67, 1.33]]
    """
    count = matrix.shape[0]
    buyers = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(float)
    pairs = bought_together(matrix, at_least)
    best = np.full(len(rows), -1)
    figures = np.full((len(rows), 3), np.nan)
    lengths = np.diff(matrix.indptr)[rows]
    widest = int(lengths.max(initial=1))
    for block in blocks(np.arange(len(rows)), max(widest, 1), BLOCK_CELLS):
        number = lengths[block]
        gap = np.repeat(block, number)
        offset = np.arange(len(gap)) - np.repeat(np.cumsum(number) - number, number)
        companion = matrix.indices[matrix.indptr[rows[gap]] + offset]
        together = np.asarray(pairs[companion, columns[gap]]).ravel().astype(float)
        lift = together * count / (buyers[companion] * buyers[columns[gap]])
        order = np.lexsort((companion, -together, -lift, gap))
        first = order[np.unique(gap[order], return_index=True)[1]]
        first = first[lift[first] > 1]
        best[gap[first]] = companion[first]
        figures[gap[first], 0] = together[first] / count
        figures[gap[first], 1] = together[first] / buyers[companion[first]]
        figures[gap[first], 2] = lift[first]
    return pd.DataFrame(
        {"with_item": best, "support": figures[:, 0], "confidence": figures[:, 1], "lift": figures[:, 2]}
    )
