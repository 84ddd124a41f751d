"""Up-sell: groups of which a customer, for sure, gives less of its spend than comparable customers do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.id_codes import joint_codes, ratio, sorted_codes
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import HALF_A_CENT, comparable
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes
from klantwaarde_xl.core.peers.peers import FEWEST_PEERS, peer_sets
from klantwaarde_xl.core.peers.shrinkage import FEWEST_INVOICES, UnitSums, lasting_gaps

SETTLED = 91
"""Days after a customer's first purchase from which a group that it takes up is one that it began."""
COLUMNS = (
    *("customer_id", "item", "spend", "target", "gap", "peers"),
    *("expected_revenue", "expected_margin", "chance"),
)
"""Columns of the result of :func:`up_sell_gaps`, in order."""


@dataclass(frozen=True, slots=True)
class UpSellTerms:
    """From a gap to a chance: ``years`` of the period, ``realisable`` fraction, ``threshold`` EUR a year.

    Errors: InvalidFigureError for ``years`` <= 0 or ``realisable`` outside 0-1.
    """

    years: float
    realisable: float = 0.5
    threshold: float = 100.0

    def __post_init__(self) -> None:
        if not self.years > 0:
            raise errors.NOT_POSITIVE.error(name="years", value=self.years)
        if not 0 <= self.realisable <= 1:
            raise errors.NOT_A_FRACTION.error(name="realisable", value=self.realisable)


def up_sell_gaps(
    lines: pd.DataFrame,
    peers: pd.DataFrame,
    terms: UpSellTerms,
    *,
    margin_pct: pd.Series | None = None,
    begun: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what customers would spend more on a group they buy, at the share that comparable ones give it.

    ``lines`` of the period without one-offs: ``customer_id``, ``item`` (product group; blank counts in the
    customer's total only), ``revenue`` (net EUR), ``date`` and ``invoice_id`` (may be missing: one
    a day).
    ``peers`` as ``peers.peer_groups`` returns it: peers of a customer are the other members of its set.
    ``margin_pct`` fraction by item, NaN or absent when unknown. ``begun`` pairs that are no chance
    (``groups_begun``), for they are measured over a part of the period.

    A customer's share of a group is set beside that of its peers that buy the group, at least five: their
    spend in it / their spend in all. How sure the difference is follows from its quarters (what is bought
    drifts: of shares that were sure by invoices nothing was left a period later); it is shrunk per group, and
    only what is surely below the lower quartile of the true differences is a chance
    (``shrinkage.lasting_gaps``). Customers need eight invoices, and a positive total and group; a group that
    is sold at a loss is no chance.

    Result, one row per chance of at least the threshold, largest first (ties by customer_id and item), with
    ``COLUMNS``: ``spend``, ``target`` (spend at the lower quartile) and ``gap`` = (target share - expected
    true share) x total, all EUR a year; ``peers`` number of buying peers; ``expected_revenue`` = gap x
    realisable; ``expected_margin`` = that x margin of the group, NaN when unknown; ``chance`` that the true
    share is below the target.

    Source: docs/method.md, Gaps that last.

    >>> days = np.repeat(pd.date_range("2024-01-15", periods=10, freq="35D"), 6)
    >>> buys = pd.DataFrame({"customer_id": list("abcdef") * 20, "item": ["x"] * 60 + ["y"] * 60,
    ...                      "date": np.tile(days, 2), "revenue": [100.0, 102.0, 101.0] * 40})
    >>> buys.loc[buys["customer_id"] == "a", "revenue"] = [20.0] * 10 + [180.0] * 10
    >>> peers = pd.DataFrame({"level": "all", "in_all": 0}, index=list("abcdef"))
    >>> gaps = up_sell_gaps(buys, peers, UpSellTerms(years=1))
    >>> gaps[["customer_id", "item", "spend", "peers"]].values.tolist()
    [['a', 'x', 200.0, 5]]
    """
    cells = share_gaps(lines, peers, terms.years, begun)
    expected = cells["gap"].to_numpy(float) * terms.realisable
    margin = pd.Series(dtype=float) if margin_pct is None else margin_pct
    earned = margin.reindex(cells["item"]).to_numpy(float)
    largest = float(np.abs(cells["spend"]).max()) if len(cells) else 0.0
    size = comparable(expected, largest)
    keep = np.flatnonzero((size > 0) & (size >= comparable(terms.threshold, largest)) & ~(earned < 0))
    keep = keep[np.argsort(-size[keep], kind="stable")]
    found = cells.iloc[keep].assign(
        expected_revenue=expected[keep], expected_margin=(expected * earned)[keep]
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def groups_begun(lines: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the groups that customers began to buy in the period, as pairs of ``customer_id`` and ``item``.

    ``lines`` of all periods up to its end, without one-offs: ``customer_id``, ``item``, ``date``, ``revenue``
    (EUR; only a positive one is a purchase). A group is begun when its first purchase lies in the period, at
    least ``SETTLED`` days after the customer's own first: of a new customer everything begins at once, and
    its shares are measured over the same days.

    >>> import datetime as dt
    >>> bought = pd.DataFrame({"customer_id": "a", "item": ["x", "y", "x"], "revenue": 9.0,
    ...     "date": pd.to_datetime(["2023-03-01", "2024-07-01", "2024-08-01"])})
    >>> groups_begun(bought, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))).to_numpy().tolist()
    [['a', 'y']]
    """
    end = np.datetime64(period.end) + 1
    bought = lines[(lines["revenue"].to_numpy(float) > 0) & (lines["date"].to_numpy() < end)]
    pairs = bought.dropna(subset=["customer_id", "item"]).astype({"customer_id": "str", "item": "str"})
    first = pairs.groupby(["customer_id", "item"])["date"].min().reset_index()
    own = first.groupby("customer_id")["date"].transform("min")
    late = (first["date"] - own).dt.days >= SETTLED
    inside = first["date"].to_numpy() >= np.datetime64(period.start)
    return first.loc[late & inside, ["customer_id", "item"]].reset_index(drop=True)


def share_gaps(
    lines: pd.DataFrame, peers: pd.DataFrame, years: float, begun: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return every group that a customer buys beside what its peers give it.

    Arguments as of :func:`up_sell_gaps`. Result, one row per customer and item by their names:
    ``customer_id``, ``item``, ``spend``, ``difference`` of the share from that of its peers (fraction, NaN
    where it cannot be compared, as that of ``begun``), ``lowest`` (lower quartile of the true differences,
    fraction), ``target`` and ``gap`` (0 when not sure), EUR a year, ``peers`` and ``chance``.

    Source: docs/method.md, Gaps that last.

    >>> buys = pd.DataFrame({"customer_id": list("aabbccddeeff"), "item": list("xy" * 6), "revenue": 100.0,
    ...                      "date": pd.Timestamp("2024-02-01")})
    >>> buys.loc[0, "revenue"] = 300.0
    >>> peers = pd.DataFrame({"level": "all", "in_all": 0}, index=list("abcdef"))
    >>> share_gaps(buys, peers, 1.0)[["customer_id", "item", "spend", "peers"]].values.tolist()[0]
    ['a', 'x', 300.0, 5]
    """
    cells = _Cells.of(lines, years)
    reference, buying = _shares_of_peers(cells, peer_sets(peers, cells.ids))
    difference, variance = _effects(cells, np.where(cells.among(begun), np.nan, reference))
    found = lasting_gaps(difference, variance, cells.item)
    total = cells.total[cells.owner]
    return pd.DataFrame(
        {
            "customer_id": cells.ids[cells.owner],
            "item": cells.items[cells.item],
            "spend": cells.spend,
            "difference": difference,
            "lowest": found.target,
            "target": (reference + found.target) * total,
            "gap": found.gap * total,
            "peers": buying,
            "chance": found.chance,
        }
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Pairs of customer and group that are bought (k,), and the customers (n,); amounts EUR a year.

    ``owner``, ``item`` int and ``spend`` per cell; ``squares``: sums over quarters of spend^2 and of spend x
    total of the quarter. ``total``, ``invoices``, ``quarters`` and ``square`` (sum of squared totals) per
    customer."""

    ids: pd.Index
    items: pd.Index
    owner: np.ndarray
    item: np.ndarray
    spend: np.ndarray
    squares: tuple[np.ndarray, np.ndarray]
    total: np.ndarray
    invoices: np.ndarray
    quarters: np.ndarray
    square: np.ndarray

    @classmethod
    def of(cls, lines: pd.DataFrame, years: float) -> _Cells:
        """Return the cells of lines as of :func:`up_sell_gaps`."""
        owner, ids = sorted_codes(lines["customer_id"])
        item, items = sorted_codes(lines["item"])
        known = np.flatnonzero(owner >= 0)
        owner, item = owner[known], item[known]
        euros = lines["revenue"].to_numpy(float)[known] / years
        invoice = invoice_codes(lines.iloc[known], owner)
        invoices = np.bincount(owner[np.unique(invoice, return_index=True)[1]], minlength=len(ids))
        quarter, of_quarter = _quarters(lines["date"].to_numpy()[known], owner)
        amount = np.bincount(quarter, euros, minlength=len(of_quarter))

        cell = joint_codes(owner, item)
        rows = np.flatnonzero(cell >= 0)
        first = np.unique(cell[rows], return_index=True)[1]
        part = joint_codes(cell[rows], quarter[rows])
        there = np.unique(part, return_index=True)[1]
        cell_of, quarter_of = cell[rows][there], quarter[rows][there]
        spent = np.bincount(part, euros[rows], minlength=len(there))
        spend, own, cross = (
            np.bincount(cell_of, weights, minlength=len(first))
            for weights in (spent, spent * spent, spent * amount[quarter_of])
        )
        return cls(
            ids,
            items,
            owner[rows][first],
            item[rows][first],
            spend,
            (own, cross),
            np.bincount(owner, euros, minlength=len(ids)),
            invoices,
            np.bincount(of_quarter, minlength=len(ids)).astype(float),
            np.bincount(of_quarter, amount * amount, minlength=len(ids)),
        )

    def bought(self) -> np.ndarray:
        """Return in which cells both the group and the customer's total are positive, bool (k,)."""
        both: np.ndarray = (self.spend > HALF_A_CENT) & (self.total[self.owner] > HALF_A_CENT)
        return both

    def among(self, pairs: pd.DataFrame | None) -> np.ndarray:
        """Return which cells are among pairs of ``customer_id`` and ``item``, bool (k,)."""
        if pairs is None or pairs.empty:
            return np.zeros(len(self.owner), bool)
        own = pd.MultiIndex.from_arrays([self.ids[self.owner].astype(str), self.items[self.item].astype(str)])
        return own.isin(pd.MultiIndex.from_frame(pairs[["customer_id", "item"]].astype(str)))


def _quarters(dates: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the quarter of a customer of each line, int (n,) from 0, and the customer of each of those."""
    quarter = dates.astype("datetime64[M]").astype(np.int64) // 3
    code = joint_codes(owner, quarter - quarter.min(initial=0))
    return code, owner[np.unique(code, return_index=True)[1]]


def _shares_of_peers(cells: _Cells, sets: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return per cell the share that its buying peers give the group, NaN below five, and their number."""
    members, used = sets
    buys = np.flatnonzero(cells.bought())
    share, peers = np.full(len(cells.owner), np.nan), np.zeros(len(cells.owner), np.int64)
    for level in np.unique(used[used >= 0]):
        code = joint_codes(members[cells.owner[buys], level], cells.item[buys])
        inside = np.flatnonzero(code >= 0)
        code, rows = code[inside], buys[inside]
        spend, total = cells.spend[rows], cells.total[cells.owner[rows]]
        others = np.bincount(code)[code] - 1
        theirs, whole = (np.bincount(code, amounts)[code] - amounts for amounts in (spend, total))
        here = used[cells.owner[rows]] == level
        peers[rows[here]] = others[here]
        share[rows[here]] = ratio(theirs, whole, others >= FEWEST_PEERS)[here]
    return np.minimum(share, 1.0), peers


def _effects(cells: _Cells, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how much the share of each cell differs from its peers', and the variance of that, both (k,)."""
    total, square, count = (values[cells.owner] for values in (cells.total, cells.square, cells.quarters))
    own, cross = cells.squares
    known = np.where(np.isnan(reference), 0.0, reference)
    sums = UnitSums(
        count,
        cells.spend - known * total,
        np.where(cells.bought(), total, 0.0),
        (own - 2.0 * known * cross + known * known * square, cross - known * square, square),
    )
    counted = ~np.isnan(reference) & (cells.invoices[cells.owner] >= FEWEST_INVOICES)
    variance = sums.variance(cells.item, at_least_pooled=True)
    return np.where(counted, sums.ratio(), np.nan), variance
