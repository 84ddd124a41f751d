"""Which recommender is best on the data at hand: the one that best predicts purchases that were held out.

Held out are either the purchases of a later window (with enough history) or one purchase per customer, hidden
at random from a given seed. Candidates are compared on NDCG@10, which also counts the position within the
top ten: with a few dozen product groups almost everything is in the top ten and a hit rate does not
discriminate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.cross_sell.recommenders import (
    DENSE_COLUMNS,
    Ease,
    ItemJaccard,
    LookAlike,
    PeerPopularity,
    Recommender,
    blocks,
    bought_together,
)
from klantwaarde_xl.core.peers.peers import peer_groups, peer_members

PENALTIES = (5.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0)
"""Grid of lambda for EASE; the best one on public sets ranged over all of it."""
NEIGHBOUR_COUNTS = (20.0, 50.0)
"""Grid of the number of nearest customers for look-alike."""
ITEM_COUNTS = (5.0, 20.0, 100.0)
"""Grid of the number of nearest items for item Jaccard."""
METHODS = ("ease", "look_alike", "item_jaccard", "peer_popularity")
"""Codes of the candidates; of equal ones the first wins."""
TOP = 10
"""Positions that count in NDCG and in the widest hit rate."""
AS_GOOD = 0.005
"""Difference in NDCG@10 that is noise: a standard error is 0.01 to 0.02 with some hundreds of customers."""
COLUMNS = ("method", "parameter", "hit_rate_1", "hit_rate_3", "hit_rate_10", "ndcg_10")
"""Columns of the figures, beside ``chosen``."""
MOST_TESTED = 2_000
"""Customers on whom the candidates are compared; with more, a seeded sample of this size."""


@dataclass(frozen=True, slots=True, eq=False)
class HoldOut:
    """What the candidates may know and what they must predict.

    ``known``, ``wanted`` (n, m) binary CSR without overlap; ``size`` float EUR and ``segment`` (n,) of the
    customers, for their peers (``segment`` None when unknown); ``kind`` "time" or "hidden". ``weights`` CSR
    in the pattern of ``known``: how much each purchase tells, for EASE and look-alike (None: all alike).
    ``offered`` bool (m,): what may be recommended (None: all)."""

    known: sparse.csr_array
    wanted: sparse.csr_array
    size: np.ndarray
    segment: np.ndarray | None
    kind: str
    weights: sparse.csr_array | None = None
    offered: np.ndarray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The winner and the figures of all.

    ``method`` one of ``METHODS``; ``parameter`` lambda for EASE, k for look-alike and item Jaccard, else NaN;
    ``figures`` one row per candidate and parameter: ``method``, ``parameter``, ``hit_rate_1``,
    ``hit_rate_3``, ``hit_rate_10``, ``ndcg_10`` (fractions of the tested customers), ``chosen`` (bool);
    ``customers`` tested; ``kind`` "time", "hidden" or "none"."""

    method: str
    parameter: float
    figures: pd.DataFrame
    customers: int
    kind: str


def hide_one(matrix: sparse.csr_array, seed: int) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return the matrix without one random item of every customer that has at least two, and those items.

    ``matrix`` (n, m) binary CSR; both results have its shape. The same seed hides the same.

    >>> known, wanted = hide_one(sparse.csr_array(np.array([[1, 1, 1], [0, 1, 0]], np.float32)), seed=1)
    >>> known.sum(axis=1).tolist(), wanted.sum(axis=1).tolist()
    ([2.0, 1.0], [1.0, 0.0])
    """
    count = np.diff(matrix.indptr)
    draw = np.random.default_rng(seed).random(len(count))
    rows = np.flatnonzero(count >= 2)
    hidden = np.zeros(matrix.nnz, bool)
    hidden[matrix.indptr[rows] + (draw[rows] * count[rows]).astype(int)] = True
    return _masked(matrix, ~hidden), _masked(matrix, hidden)


def _masked(matrix: sparse.csr_array, kept: np.ndarray) -> sparse.csr_array:
    """Return only the kept entries (bool (nnz,)) of a CSR."""
    ends = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    return sparse.csr_array((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def fit(
    method: str, parameter: float, hold_out: HoldOut, seed: int, together: np.ndarray | None = None
) -> Recommender:
    """Return the named recommender fitted on ``hold_out.known``.

    ``method`` one of ``METHODS``; ``parameter`` lambda or k, NaN where it has none; ``together`` X'X dense
    (of the weights if there are), to share between the lambdas.

    >>> x = sparse.csr_array(np.array([[1, 1], [1, 0]], np.float32))
    >>> nothing = sparse.csr_array(x.shape, dtype=np.float32)
    >>> model = fit("ease", 1.0, HoldOut(x, nothing, np.ones(2), None, "time"), seed=1)
    >>> model.score(np.array([1])).astype(float).round(2).tolist()
    [[0.0, 0.33]]
    """
    weighted = hold_out.known if hold_out.weights is None else hold_out.weights
    if method == "ease":
        return Ease.fit(weighted, parameter, together)
    if method == "look_alike":
        return LookAlike.fit(weighted, neighbours=int(parameter), seed=seed)
    if method == "item_jaccard":
        return ItemJaccard.fit(hold_out.known, neighbours=int(parameter))
    groups = peer_groups(
        pd.Series(hold_out.size), None if hold_out.segment is None else pd.Series(hold_out.segment)
    )
    return PeerPopularity.fit(hold_out.known, peer_members(groups), groups["group"].to_numpy())


def candidates(columns: int) -> list[tuple[str, float]]:
    """Return method and parameter of every candidate that can handle ``columns`` items.

    >>> candidates(9_000)
    [('item_jaccard', 5.0), ('item_jaccard', 20.0), ('item_jaccard', 100.0)]
    """
    jaccard = [("item_jaccard", count) for count in ITEM_COUNTS]
    if columns > DENSE_COLUMNS:
        return jaccard
    grid = [("ease", penalty) for penalty in PENALTIES] + [
        ("look_alike", count) for count in NEIGHBOUR_COUNTS
    ]
    return [*grid, *jaccard, ("peer_popularity", np.nan)]


def ranking_figures(
    score: Callable[[np.ndarray], np.ndarray],
    known: sparse.csr_array,
    wanted: sparse.csr_array,
    rows: np.ndarray,
    offered: np.ndarray | None = None,
) -> dict[str, float]:
    """Return how high the wanted items rank in the catalogue of each customer, less what it already has.

    ``score(rows)`` float (len(rows), m), higher is likelier; ``known``, ``wanted`` (n, m) binary CSR;
    ``rows`` the customers to test (k,), each with at least one wanted item; ``offered`` bool (m,): the only
    items that are ranked, though others may be wanted. Result: ``hit_rate_1``, ``hit_rate_3``,
    ``hit_rate_10``: share of the customers with a wanted item in the first 1, 3, 10; ``ndcg_10``: gain 1 /
    log2(place + 1) summed, over the best that was possible. Equal scores stand in the order of the columns.

    Source: Jarvelin & Kekalainen (2002), binary gain.

    >>> known = sparse.csr_array(np.array([[1, 0, 0]], np.float32))
    >>> wanted = sparse.csr_array(np.array([[0, 0, 1]], np.float32))
    >>> found = ranking_figures(lambda rows: np.array([[9.0, 2.0, 1.0]]), known, wanted, np.array([0]))
    >>> {name: round(value, 3) for name, value in found.items()}
    {'hit_rate_1': 0.0, 'hit_rate_3': 1.0, 'hit_rate_10': 1.0, 'ndcg_10': 0.631}
    """
    places = min(TOP, known.shape[1])
    discount = 1 / np.log2(np.arange(places) + 2)
    hits, gains = [np.zeros((0, places), bool)], [np.zeros(0)]
    for block in blocks(rows, known.shape[1]):
        scores = np.array(score(block), dtype=np.float32)
        scores[known[block].toarray() > 0] = -np.inf
        if offered is not None:
            scores[:, ~offered] = -np.inf
        best = top_columns(scores, places)
        hit = np.take_along_axis((wanted[block].toarray() > 0) & np.isfinite(scores), best, axis=1)
        possible = np.minimum(np.diff(wanted[block].indptr), places)
        hits.append(hit)
        gains.append((hit * discount).sum(axis=1) / np.cumsum(discount)[possible - 1])
    hit = np.concatenate(hits)
    rates = {
        f"hit_rate_{k}": float(hit[:, :k].any(axis=1).mean()) if len(hit) else np.nan for k in (1, 3, TOP)
    }
    return rates | {"ndcg_10": float(np.concatenate(gains).mean()) if len(hit) else np.nan}


def top_columns(scores: np.ndarray, count: int) -> np.ndarray:
    """Return the columns of the ``count`` highest per row, highest first, the leftmost first among equals.

    ``scores`` float (k, m) without NaN, ``count`` at most m. Result int (k, count).

    >>> top_columns(np.array([[1.0, 5.0, 5.0, 2.0]]), 2).tolist()
    [[1, 2]]
    """
    if scores.shape[1] > 4 * count:
        bound = -np.partition(-scores, count - 1, axis=1)[:, count - 1 : count]
        above = scores > bound
        equal = scores == bound
        room = count - above.sum(axis=1, keepdims=True)
        kept = above | (equal & (np.cumsum(equal, axis=1) <= room))
        columns = np.nonzero(kept)[1].reshape(len(scores), count)
        order = np.argsort(-np.take_along_axis(scores, columns, axis=1), axis=1, kind="stable")
        return np.take_along_axis(columns, order, axis=1)
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]


def _tested(hold_out: HoldOut, seed: int) -> np.ndarray:
    """Return the rows of the customers to test: with known and with wanted items."""
    rows = np.flatnonzero((np.diff(hold_out.wanted.indptr) > 0) & (np.diff(hold_out.known.indptr) > 0))
    if len(rows) > MOST_TESTED:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_TESTED, replace=False))
    return rows


def fitted(
    hold_out: HoldOut, seed: int, columns: int | None = None
) -> Iterator[tuple[str, float, Recommender]]:
    """Yield method, parameter and recommender of every candidate, fitted on ``hold_out.known``.

    ``columns``: only those that can handle so many items (by default as many as there are).

    >>> x = sparse.csr_array(np.ones((2, 3), np.float32))
    >>> hold_out = HoldOut(x, sparse.csr_array(x.shape, dtype=np.float32), np.ones(2), None, "hidden")
    >>> sorted({method for method, _, _ in fitted(hold_out, seed=1)})
    ['ease', 'item_jaccard', 'look_alike', 'peer_popularity']
    """
    listed = candidates(hold_out.known.shape[1] if columns is None else columns)
    weighted = hold_out.known if hold_out.weights is None else hold_out.weights
    together = bought_together(weighted).toarray() if any(method == "ease" for method, _ in listed) else None
    for method, parameter in listed:
        yield method, parameter, fit(method, parameter, hold_out, seed, together)


def choose(hold_outs: HoldOut | Sequence[HoldOut], seed: int) -> Choice:
    """Return the candidate with the highest NDCG@10 on the hold-outs, with the figures of all candidates.

    If that is EASE, the largest lambda within ``AS_GOOD`` of it is taken: it shrinks most. ``hold_outs``:
    one, or several of one kind, whose tested customers count together. At most ``MOST_TESTED`` customers of
    each are tested (sample from ``seed``). With nothing to test: popularity among peers, kind "none".

    Source: docs/method.md, Cross-sell.

    >>> x = np.kron(np.eye(2), np.ones((15, 4))).astype(np.float32)
    >>> known, wanted = hide_one(sparse.csr_array(x), seed=1)
    >>> found = choose(HoldOut(known, wanted, np.ones(30), None, "hidden"), seed=1)
    >>> found.method, found.customers, float(found.figures["hit_rate_1"].max())
    ('ease', 30, 1.0)
    """
    listed = [hold_outs] if isinstance(hold_outs, HoldOut) else list(hold_outs)
    tested = [(hold_out, rows) for hold_out in listed if len(rows := _tested(hold_out, seed))]
    if not tested:
        return Choice("peer_popularity", np.nan, pd.DataFrame(columns=[*COLUMNS, "chosen"]), 0, "none")
    # Candidates that not every hold-out can handle (too many items in one of them) are left out.
    widest = max(hold_out.known.shape[1] for hold_out, _ in tested)
    count = np.array([len(rows) for _, rows in tested], float)
    tables = [_figures(hold_out, rows, widest, seed) for hold_out, rows in tested]
    found = tables[0].copy()
    for name in COLUMNS[2:]:
        found[name] = (
            sum(table[name].to_numpy() * part for table, part in zip(tables, count, strict=True))
            / count.sum()
        )
    # Rounded, so that float32 noise never decides between equal candidates.
    figure = found["ndcg_10"].round(6).to_numpy()
    best = int(figure.argmax())
    if found["method"][best] == "ease":
        alike = np.flatnonzero((found["method"] == "ease").to_numpy() & (figure >= figure[best] - AS_GOOD))
        best = int(alike[found["parameter"].to_numpy()[alike].argmax()])
    found["chosen"] = np.arange(len(found)) == best
    return Choice(
        found["method"][best], float(found["parameter"][best]), found, int(count.sum()), tested[0][0].kind
    )


def _figures(hold_out: HoldOut, rows: np.ndarray, columns: int, seed: int) -> pd.DataFrame:
    """Return the figures of every candidate that can handle ``columns`` items."""
    known, wanted, offered = hold_out.known, hold_out.wanted, hold_out.offered
    return pd.DataFrame(
        [
            {"method": method, "parameter": parameter}
            | ranking_figures(recommender.score, known, wanted, rows, offered)
            for method, parameter, recommender in fitted(hold_out, seed, columns)
        ],
        columns=list(COLUMNS),
    )
