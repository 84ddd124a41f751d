"""Four ways to score what a customer does not buy yet, on a sparse matrix and in blocks of customers.

EASE and look-alike also take weights in place of the ones (a purchase of last month says more than one of
last year). A recommender has ``score(rows)``: float32 (len(rows), m), higher is likelier, for rows
(positions) of the matrix it was fitted on. What the customer already buys is scored too; the caller masks
it. Nothing of size customers x items is ever dense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

DENSE_COLUMNS = 8_000
"""Most columns for which EASE inverts a dense items x items matrix (256 MB in float32)."""
BLOCK_CELLS = 4_000_000
"""Cells of the dense block that is scored at once: 16 MB in float32."""
NEIGHBOURS = 20
"""Nearest customers that vote in look-alike."""
MOST_REFERENCES = 30_000
"""Most customers among whom look-alike seeks neighbours; of more, a seeded sample."""
WIDE = 5_000
"""Columns above which the largest of a row are sought piece by piece."""
DENSE_FROM = 20
"""A matrix of which one in so many cells is not zero is multiplied as a dense one."""
NEAREST_ITEMS = 5
"""Nearest items by which item Jaccard scores an item."""


class Recommender(Protocol):
    """Anything that scores rows of the matrix it was fitted on."""

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 (len(rows), m)."""
        ...


def blocks(rows: np.ndarray, width: int, cells: int = BLOCK_CELLS) -> Iterator[np.ndarray]:
    """Yield ``rows`` (positions) in consecutive blocks of at most ``cells`` / ``width`` (and at least one).

    >>> [block.tolist() for block in blocks(np.arange(5), width=10, cells=20)]
    [[0, 1], [2, 3], [4]]
    """
    step = max(1, cells // max(width, 1))
    for start in range(0, len(rows), step):
        yield rows[start : start + step]


def bought_together(matrix: sparse.csr_array, at_least: int = 0) -> sparse.csr_array:
    """Return how many customers buy both items of every pair, (m, m) CSR float32 with the diagonal.

    ``matrix`` (n, m) binary CSR, or weights: then X'X. Only counts of ``at_least`` or more; made in blocks of
    columns, so that the smaller ones never take memory all at once.

    >>> bought_together(sparse.csr_array(np.array([[1, 1], [1, 0]], np.float32))).toarray().tolist()
    [[2.0, 1.0], [1.0, 1.0]]
    """
    by_item = matrix.tocsc().T.tocsr()
    parts = [sparse.csr_array(np.zeros((0, matrix.shape[1]), np.float32))]
    for block in blocks(np.arange(matrix.shape[1]), matrix.shape[1], 2 * BLOCK_CELLS):
        part = sparse.csr_array(by_item[block] @ matrix)
        part.data[part.data < at_least] = 0
        part.eliminate_zeros()
        parts.append(part)
    return sparse.csr_array(sparse.vstack(parts, format="csr"))


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """EASE: a linear model that predicts every item from the others, in closed form (Steck 2019)."""

    matrix: sparse.csr_array
    weights: np.ndarray

    @classmethod
    def fit(cls, matrix: sparse.csr_array, penalty: float, together: np.ndarray | None = None) -> Ease:
        """Return the model: G = X'X + penalty I, P = G^-1, B = -P / diag(P) per column, zero diagonal.

        ``matrix`` X (n, m) CSR, binary or weights, m at most ``DENSE_COLUMNS``; ``penalty`` lambda > 0;
        ``together`` X'X dense float32 (m, m) when the caller has it already (it is not changed). Memory: two
        float32 matrices of m x m.

        Source: Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, algorithm 1.

        >>> x = sparse.csr_array(np.array([[1, 1], [1, 0]], np.float32))
        >>> Ease.fit(x, penalty=1.0).weights.astype(float).round(3).tolist()
        [[0.0, 0.333], [0.5, 0.0]]
        """
        from scipy import linalg  # Only here: importing it takes longer than a small analysis.

        gram = bought_together(matrix).toarray() if together is None else together.copy()
        size = gram.shape[0]
        if not size:  # LAPACK prints a warning for an empty matrix.
            return cls(matrix, gram)
        gram[np.arange(size), np.arange(size)] += np.float32(penalty)
        factor = linalg.cholesky(gram, lower=True, overwrite_a=True, check_finite=False)
        inverse, _ = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
        # LAPACK fills the lower half only. Mirrored in blocks, to avoid a third matrix of this size.
        for block in blocks(np.arange(size), 1, 256):
            start, stop = block[0], block[-1] + 1
            inverse[start:stop, stop:] = inverse[stop:, start:stop].T
            corner = inverse[start:stop, start:stop]
            inverse[start:stop, start:stop] = np.tril(corner) + np.tril(corner, -1).T
        weights = inverse / -np.diag(inverse)[None, :]
        np.fill_diagonal(weights, 0.0)
        return cls(matrix, np.ascontiguousarray(weights, np.float32))

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Return X B for the rows, float32 (len(rows), m)."""
        return np.asarray(self.matrix[rows] @ self.weights, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class LookAlike:
    """The nearest customers by cosine vote with their similarity; a customer never votes for itself."""

    matrix: sparse.csr_array
    unit: sparse.csr_array
    references: np.ndarray
    neighbours: int

    @classmethod
    def fit(cls, matrix: sparse.csr_array, *, neighbours: int = NEIGHBOURS, seed: int = 1) -> LookAlike:
        """Return the model on ``matrix`` (n, m) CSR, binary or weights.

        Above ``MOST_REFERENCES`` customers a sample votes; ``seed`` of that sample.

        >>> x = sparse.csr_array(np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]], np.float32))
        >>> LookAlike.fit(x, neighbours=1).score(np.array([0])).tolist()
        [[1.0, 1.0, 1.0]]
        """
        size = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
        scale = np.divide(1.0, size, out=np.zeros(len(size)), where=size > 0).astype(np.float32)
        unit = sparse.csr_array(sparse.diags_array(scale) @ matrix, dtype=np.float32)
        references = np.arange(matrix.shape[0])
        if len(references) > MOST_REFERENCES:
            references = np.sort(
                np.random.default_rng(seed).choice(references, MOST_REFERENCES, replace=False)
            )
        return cls(matrix, unit, references, neighbours)

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Return the share of the neighbours' similarity that buys the item, 0 without neighbours."""
        out = np.zeros((len(rows), self.matrix.shape[1]), np.float32)
        voters, votes = self.unit[self.references].T.tocsr(), self.matrix[self.references]
        # With few items the product is hardly sparse, and a dense one is several times as fast.
        dense = voters.toarray() if voters.nnz * DENSE_FROM > np.prod(voters.shape) else None
        count = min(self.neighbours, len(self.references))
        own = np.full(self.matrix.shape[0], -1)
        own[self.references] = np.arange(len(self.references))
        for place in blocks(np.arange(len(rows)), len(self.references)):
            block = self.unit[rows[place]]
            alike = (block @ voters).toarray() if dense is None else np.asarray(block @ dense)
            itself = own[rows[place]]
            votes_itself = np.flatnonzero(itself >= 0)
            alike[votes_itself, itself[votes_itself]] = 0.0
            best = _largest(alike, count)
            weight = np.take_along_axis(alike, best, axis=1)
            total = weight.sum(axis=1, keepdims=True)
            weight = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
            ends = np.arange(0, best.size + 1, count)
            nearest = sparse.csr_array((weight.ravel(), best.ravel(), ends), shape=alike.shape)
            out[place] = (nearest @ votes).toarray()
        return out


@dataclass(frozen=True, slots=True, eq=False)
class ItemJaccard:
    """Items that share buyers: the sum of (buyers of both / buyers of either) over items the customer has."""

    matrix: sparse.csr_array
    alike: sparse.csr_array

    @classmethod
    def fit(cls, matrix: sparse.csr_array, *, neighbours: int = NEAREST_ITEMS) -> ItemJaccard:
        """Return the model on ``matrix`` (n, m) binary CSR.

        Every item is scored by its ``neighbours`` nearest items. Made in blocks of items and kept sparse, so
        that any number of columns is possible. With few neighbours it ranks far better than with all (Online
        Retail, one purchase hidden: hit rate@10 .263 with 5, .198 with all).

        Source: Jaccard (1912), similarity = |A and B| / |A or B|; Deshpande & Karypis (2004).

        >>> x = sparse.csr_array(np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]], np.float32))
        >>> ItemJaccard.fit(x, neighbours=2).alike.toarray().astype(float).round(3).tolist()
        [[0.0, 1.0, 0.333], [1.0, 0.0, 0.333], [0.333, 0.333, 0.0]]
        """
        width = matrix.shape[1]
        buyers = np.bincount(matrix.indices, minlength=width).astype(np.float32)
        by_item = matrix.tocsc().T.tocsr()
        parts = [sparse.csr_array(np.zeros((0, width), np.float32))]
        for block in blocks(np.arange(width), width):
            part = (by_item[block] @ matrix).toarray()
            either = buyers[block][:, None] + buyers[None, :] - part
            part = np.divide(part, either, out=np.zeros_like(part), where=either > 0)
            part[np.arange(len(block)), block] = 0.0
            parts.append(_largest_per_row(part, min(neighbours, width)))
        return cls(matrix, sparse.csr_array(sparse.vstack(parts, format="csr").T.tocsr()))

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Return X S for the rows, float32 (len(rows), m)."""
        return np.asarray((self.matrix[rows] @ self.alike).toarray())


def _largest(values: np.ndarray, count: int) -> np.ndarray:
    """Return the columns of the ``count`` largest of each row, in any order, int (k, count).

    Of a wide row columns at a fixed distance are a piece: the largest lie in the pieces with the ``count``
    largest maxima, and only those are searched."""
    width = values.shape[1]
    if width <= WIDE or 4 * count > width:
        return np.argpartition(-values, count - 1, axis=1)[:, :count]
    each = max(int((width / (3 * count)) ** 0.5), 2)
    pieces = width // each
    # Column c is in piece c % pieces; the maxima are then made of long rows, as fast as memory is read.
    maxima = values[:, :pieces].copy()
    for begin in range(pieces, width, pieces):
        so_far = maxima[:, : width - begin]
        np.maximum(so_far, values[:, begin : begin + pieces], out=so_far)
    best = np.argpartition(-maxima, count - 1, axis=1)[:, :count]
    columns = (best[:, :, None] + np.arange(0, width, pieces)).reshape(len(values), -1)
    searched = np.take_along_axis(values, np.minimum(columns, width - 1), axis=1)
    searched[columns >= width] = -np.inf
    found = np.argpartition(-searched, count - 1, axis=1)[:, :count]
    return np.take_along_axis(columns, found, axis=1)


def _largest_per_row(values: np.ndarray, count: int) -> sparse.csr_array:
    """Return the ``count`` largest of each row as CSR, zeros left out."""
    best = np.argpartition(-values, count - 1, axis=1)[:, :count]
    ends = np.arange(0, best.size + 1, count)
    kept = sparse.csr_array(
        (np.take_along_axis(values, best, axis=1).ravel(), best.ravel(), ends), shape=values.shape
    )
    kept.eliminate_zeros()
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class PeerPopularity:
    """The share of a customer's peers that buy the item; the customer itself does not count."""

    matrix: sparse.csr_array
    buyers: sparse.csr_array
    group: np.ndarray
    peers: np.ndarray

    @classmethod
    def fit(cls, matrix: sparse.csr_array, members: sparse.csr_array, group: np.ndarray) -> PeerPopularity:
        """Return the model on ``matrix`` (n, m) binary CSR.

        ``members`` (g, n) binary CSR: which customers are in each peer set; ``group`` int (n,): the set of
        each customer (see ``klantwaarde_xl.core.peers.peers``), of which it is itself a member.

        >>> x = sparse.csr_array(np.array([[1, 0], [1, 1], [0, 1]], np.float32))
        >>> everyone = sparse.csr_array(np.ones((1, 3), np.float32))
        >>> PeerPopularity.fit(x, everyone, np.zeros(3, int)).score(np.array([0])).tolist()
        [[0.5, 1.0]]
        """
        peers = np.diff(members.indptr)[group] - 1
        return cls(matrix, sparse.csr_array(members @ matrix), group, peers)

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Return the share of peers that buy, float32 (len(rows), m), 0 without peers."""
        others = self.buyers[self.group[rows]].toarray() - self.matrix[rows].toarray()
        return np.asarray(others / np.maximum(self.peers[rows], 1)[:, None], np.float32)
