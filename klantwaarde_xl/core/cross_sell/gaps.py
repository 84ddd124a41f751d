"""Cross-sell gaps: what a customer does not buy yet, how likely it will, and what that is worth a year.

The ranking comes from the recommender that won the hold-out, the chance from what earlier customers really
bought later, the euros from what comparable customers spend. Peers, and what is bought together, are the
evidence beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.cross_sell.associations import strongest_companions
from klantwaarde_xl.core.cross_sell.baskets import Baskets, Purchases, purchases
from klantwaarde_xl.core.cross_sell.hold_out import top_columns
from klantwaarde_xl.core.cross_sell.predictor import Predictor, learn
from klantwaarde_xl.core.cross_sell.recommenders import blocks
from klantwaarde_xl.core.cross_sell.window_state import PAST_DAYS
from klantwaarde_xl.core.peers.peer_quantiles import peer_sets, quantile_of_peers
from klantwaarde_xl.core.peers.peers import LEVELS, peer_groups, peer_members

FEWEST_BUYERS = 2
"""Fewest customers that buy an item for it to be recommended to another: one customer is no pattern."""
YEAR_DAYS = range(350, 381)
"""A period of so many days is taken as the year itself; another one is replaced by the 365 days up to its
end."""
GAP_COLUMNS = (
    "customer_id",
    "item",
    "probability",
    "expected_revenue",
    "expected_margin",
    "peers",
    "peer_buyers",
    "peer_level",
    "with_item",
    "lift",
    "support",
    "confidence",
    "rank",
)
BLOCK_CELLS = 1_000_000
"""Customers x items that are worked out at once; a handful of float64 arrays of this size live together (8 MB
each)."""


@dataclass(frozen=True, slots=True, eq=False)
class CrossSell:
    """The gaps and everything a reader needs to weigh them.

    - ``gaps``: one row per customer and item, customers in the order of their id, rank 1 first. ``customer_id``, ``item`` (str);
      ``probability`` of a purchase within a year (0-1, never NaN; the peers' share that buys when ``calibrated`` is False);
      ``expected_revenue``, ``expected_margin`` (EUR a year, NaN when not calibrated; margin also where ``items`` says why);
      ``peers``, ``peer_buyers`` (int) and ``peer_level`` (one of ``peers.LEVELS``): so many of so many buy it; ``with_item``
      (str, NaN if none) with ``lift``, ``support``, ``confidence``: the item of this customer with the highest lift; ``rank``.
    - ``items``: one row per item, indexed by item: ``buyers``, ``revenue`` (EUR in the window), ``margin_pct`` (on lines with
      known cost, NaN if none), ``covered`` (share of the revenue with known cost), ``margin_reason`` ("" or "no_cost_known"),
      ``left_out`` ("", "single_buyer", "sold_at_a_loss" or "not_sold_lately": never recommended).
    - ``method``, ``parameter``, ``hold_out``, ``hold_out_customers``, ``hold_out_kind``: see ``hold_out.Choice``.
    - ``calibrated``; ``reason`` ("" or "few_customers", "few_items", "short_history", "few_events"); ``reliability`` table,
      ``brier``, ``brier_base``, ``events``, ``horizon_days``: see ``predictor.Predictor``.
    - ``window``: the days that say who buys what. ``complete``: customers that have everything that is recommended at all;
      ``without_purchases``: customers without a purchase in the window; neither has rows.
    """

    gaps: pd.DataFrame
    items: pd.DataFrame
    method: str
    parameter: float
    hold_out: pd.DataFrame
    hold_out_customers: int
    hold_out_kind: str
    calibrated: bool
    reason: str
    reliability: pd.DataFrame
    brier: float
    brier_base: float
    events: int
    horizon_days: int
    window: Period
    complete: int
    without_purchases: int


def cross_sell_gaps(
    lines: pd.DataFrame,
    period: Period,
    *,
    customers: pd.DataFrame,
    minimum: float = 100.0,
    most: int | None = 5,
    only: Collection[str] | None = None,
    seed: int = 1,
) -> CrossSell:
    """Return what each customer does not buy yet, with chance, euros and evidence.

    ``lines``: the whole history, one row per invoice line: ``date`` (datetime64), ``customer_id``, ``item``
    (str or categorical: product group or product, NaN where unknown), ``revenue`` (EUR), ``cost`` (EUR, NaN
    unknown), ``one_off`` (1, 0, NaN); lines after ``period.end`` are not looked at. ``customers``: indexed by
    customer_id, ``revenue`` (EUR, the size in the period) and ``segment`` (NaN where unknown; the column may
    be absent); only these customers get gaps or count as peers. ``minimum``: gaps of less expected revenue
    (EUR a year, compared in cents) are left out; without calibration there are no euros and it does not
    apply. ``most``: gaps per customer, None for all. ``only``: customer ids to which the result is limited;
    nothing else in it changes.

    Who buys what is read over the period if that is about a year, else over the 365 days up to its end; what
    a customer bought in the period is never a gap. expected_revenue = probability x median yearly spend of
    the buying peers on the item x size / median size of the peers; expected_margin = that x margin % of the
    item. Not recommended is an item without buying peers, bought by one customer only, sold at a loss, or
    bought by nobody lately (see ``situation.SILENT_DAYS``). Rank goes by expected revenue, without
    calibration by score; equal values by item. A customer of whom the peers' median size is not positive
    expects nothing.

    Source: docs/method.md 5.

    >>> import datetime as dt
    >>> rows = [(f"c{c:02d}", item) for c in range(12) for item in ("glue", "tape", "wrap")[: 2 + c % 2]]
    >>> lines = pd.DataFrame(rows, columns=["customer_id", "item"]).assign(
    ...     date=pd.Timestamp("2024-05-01"), revenue=50.0, cost=30.0, one_off=0.0)
    >>> customers = pd.DataFrame({"revenue": 100.0}, index=[f"c{c:02d}" for c in range(12)])
    >>> found = cross_sell_gaps(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), customers=customers)
    >>> found.method, found.reason, found.complete, len(found.gaps)
    ('peer_popularity', 'few_customers', 6, 6)
    >>> found.gaps.loc[:0, ["customer_id", "item", "peers", "peer_buyers"]].values.tolist()
    [['c00', 'wrap', 11, 6]]
    """
    coded = purchases(lines)
    past_days = period.days if period.days in YEAR_DAYS else PAST_DAYS
    segment = customers.get("segment")
    predictor = learn(coded, period.end, segment=segment, seed=seed, past_days=past_days)
    baskets = predictor.situation.baskets
    items = _items(baskets, coded.item_labels[baskets.items], predictor.situation.alive)
    place = _Place.of(coded, baskets, period, customers, past_days)
    asked = customers.index.astype("str")
    wanted = place.rows
    if only is not None:
        names = list(map(str, only))
        asked, wanted = asked[asked.isin(names)], wanted[np.isin(place.labels[wanted], names)]

    offered = (items["left_out"] == "").to_numpy()
    parts = []
    complete = 0
    for block in blocks(wanted, len(items), BLOCK_CELLS):
        part, had_all = _of_block(
            predictor, place, block, offered, items["margin_pct"].to_numpy(), minimum, most
        )
        parts.append(part)
        complete += had_all
    gaps = _finished(parts, place, baskets, items.index)
    choice = predictor.choice
    return CrossSell(
        gaps=gaps,
        items=items,
        method=choice.method,
        parameter=choice.parameter,
        hold_out=choice.figures,
        hold_out_customers=choice.customers,
        hold_out_kind=choice.kind,
        calibrated=predictor.curve is not None,
        reason=predictor.reason,
        reliability=predictor.reliability,
        brier=predictor.brier,
        brier_base=predictor.brier_base,
        events=predictor.events,
        horizon_days=predictor.horizon_days,
        window=predictor.window,
        complete=complete,
        without_purchases=int((~asked.isin(place.labels[place.rows])).sum()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where every customer of the baskets stands among its peers.

    ``labels`` ids by row of the baskets; ``rows`` the rows that may get gaps; ``customer`` row -> place in
    ``groups`` (-1 if not a customer of the period); ``ratio`` by place: size / median size of the peers;
    ``buyers``, ``spend`` CSR (sets, m): customers that buy and their median yearly spend; ``owned`` CSR (n,
    m): bought in the window or the period."""

    labels: np.ndarray
    rows: np.ndarray
    customer: np.ndarray
    groups: pd.DataFrame
    ratio: np.ndarray
    buyers: sparse.csr_array
    spend: sparse.csr_array
    owned: sparse.csr_array

    @classmethod
    def of(
        cls, coded: Purchases, baskets: Baskets, period: Period, customers: pd.DataFrame, past_days: int
    ) -> _Place:
        labels = coded.customer_labels[baskets.customers]
        index = pd.Index(customers.index.astype("str"))
        size = pd.Series(customers["revenue"].to_numpy(float), index=index)
        segment = (
            pd.Series(customers["segment"].to_numpy(object), index=index) if "segment" in customers else None
        )
        groups = peer_groups(size, segment)
        customer = index.get_indexer(labels)
        rows = np.flatnonzero(customer >= 0)
        members = peer_members(groups)[:, customer[rows]]
        bought = baskets.matrix[rows]
        typical = quantile_of_peers(size.fillna(0.0).to_numpy(), *peer_sets(groups, index), 0.5, minimum=1)[0]
        own = np.maximum(size.fillna(0.0).to_numpy(), 0.0)
        ratio = np.divide(
            own, typical, out=np.zeros(len(own)), where=np.rint(np.nan_to_num(typical) * 100) > 0
        )
        yearly = baskets.spend[rows] * (DAYS_PER_YEAR / past_days if past_days not in YEAR_DAYS else 1.0)
        codes = groups[[f"in_{level}" for level in LEVELS]].to_numpy()[customer[rows]]
        owned = baskets.matrix
        if period.days != past_days:
            owned = owned + coded.baskets(period, customers=baskets.customers, items=baskets.items).matrix
        return cls(
            labels.to_numpy(),
            rows,
            customer,
            groups,
            ratio,
            sparse.csr_array(members @ bought),
            _median_spend(sparse.csr_array(yearly), codes, members.shape[0]),
            sparse.csr_array(owned),
        )


def _median_spend(spend: sparse.csr_array, codes: np.ndarray, sets: int) -> sparse.csr_array:
    """Return the median of the spend of the buying members per set and item, CSR (sets, m).

    ``spend`` (k, m) CSR, EUR > 0 where bought; ``codes`` int (k, levels): the sets each row is in, -1 for
    none."""
    width = max(spend.shape[1], 1)
    row = np.repeat(np.arange(spend.shape[0]), np.diff(spend.indptr))
    keys, medians = [], []
    # One level at a time: all three together would triple the memory of the sort.
    for level in range(codes.shape[1]):
        kept = codes[row, level] >= 0
        key = codes[row[kept], level].astype(np.int64) * width + spend.indices[kept]
        value = spend.data[kept]
        order = np.lexsort((value, key))
        key, value = key[order], value[order]
        found, start, count = np.unique(key, return_index=True, return_counts=True)
        keys.append(found)
        medians.append((value[start + (count - 1) // 2] + value[start + count // 2]) / 2)
    key, value = np.concatenate(keys), np.concatenate(medians)
    return sparse.csr_array((value, (key // width, key % width)), shape=(sets, spend.shape[1]))


def _items(baskets: Baskets, labels: pd.Index, alive: np.ndarray) -> pd.DataFrame:
    """Return the figures per item, see :class:`CrossSell`; ``alive`` bool (m,): still offered."""
    width = len(labels)
    revenue, covered, margin = (
        np.bincount(part.indices, weights=part.data, minlength=width)
        for part in (baskets.spend, baskets.covered, baskets.margin)
    )
    buyers = np.bincount(baskets.matrix.indices, minlength=width)
    known = np.rint(covered * 100) > 0
    margin_pct = np.divide(margin, covered, out=np.full(width, np.nan), where=known)
    loss = known & (np.rint(margin * 100) <= 0)
    return pd.DataFrame(
        {
            "buyers": buyers,
            "revenue": revenue,
            "margin_pct": margin_pct,
            "covered": np.divide(covered, revenue, out=np.zeros(width), where=revenue > 0),
            "margin_reason": np.where(known, "", "no_cost_known"),
            "left_out": np.select(
                [buyers < FEWEST_BUYERS, loss, ~alive],
                ["single_buyer", "sold_at_a_loss", "not_sold_lately"],
                "",
            ),
        },
        index=labels.rename("item"),
    )


def _of_block(
    predictor: Predictor,
    place: _Place,
    block: np.ndarray,
    offered: np.ndarray,
    margin_pct: np.ndarray,
    minimum: float,
    most: int | None,
) -> tuple[pd.DataFrame, int]:
    """Return the gaps of a block of rows of the baskets, and how many of them have everything that is
    offered."""
    customer = place.customer[block]
    group = place.groups["group"].to_numpy()[customer]
    peers = place.groups["peers"].to_numpy()[customer]
    buyers = place.buyers[group].toarray()
    open_ = (place.owned[block].toarray() == 0) & offered[None, :]
    complete = int((~open_.any(axis=1)).sum())
    # A gap is not bought in the window, so the customer itself is not among the buyers of its own set.
    open_ &= buyers > 0
    share = buyers / np.maximum(peers, 1)[:, None]
    if predictor.curve is not None:
        chance = predictor.probability(block).astype(np.float64)
        revenue = chance * place.spend[group].toarray() * place.ratio[customer][:, None]
        open_ &= np.rint(revenue * 100) >= max(np.rint(minimum * 100), 1)
        order = revenue
    else:
        chance = share
        revenue = np.full(share.shape, np.nan)
        order = share if predictor.choice.method == "peer_popularity" else predictor.recommender.score(block)
    ordered = np.where(open_, order, -np.inf)
    best = top_columns(ordered, min(most or ordered.shape[1], ordered.shape[1]))
    row = np.repeat(np.arange(len(block)), best.shape[1])
    column, rank = best.ravel(), np.tile(np.arange(1, best.shape[1] + 1), len(block))
    kept = np.isfinite(ordered[row, column])
    row, column = row[kept], column[kept]
    frame = pd.DataFrame(
        {
            "row": block[row],
            "column": column,
            "probability": chance[row, column],
            "expected_revenue": revenue[row, column],
            "expected_margin": revenue[row, column] * margin_pct[column],
            "peers": peers[row],
            "peer_buyers": np.rint(buyers[row, column]).astype(np.int64),
            "rank": rank[kept],
        }
    )
    return frame, complete


def _finished(parts: list[pd.DataFrame], place: _Place, baskets: Baskets, labels: pd.Index) -> pd.DataFrame:
    """Return the blocks together with labels, peer level and the strongest companion of every gap."""
    if not parts:
        none = np.zeros(0, np.int64)
        columns = (
            "row",
            "column",
            "probability",
            "expected_revenue",
            "expected_margin",
            "peers",
            "peer_buyers",
            "rank",
        )
        whole = ("row", "column", "peers", "peer_buyers", "rank")
        parts = [pd.DataFrame({name: none if name in whole else none.astype(float) for name in columns})]
    gaps = pd.concat(parts, ignore_index=True)
    row, column = gaps["row"].to_numpy(), gaps["column"].to_numpy()
    companion = strongest_companions(baskets.matrix, row, column)
    level = place.groups["level"].astype("str").to_numpy()
    with_item = companion["with_item"].to_numpy()
    names = np.append(labels.to_numpy(object), np.nan)
    gaps["customer_id"] = pd.Series(place.labels[row], dtype="str")
    gaps["item"] = pd.Series(labels.to_numpy(object)[column], dtype="str")
    gaps["peer_level"] = pd.Series(level[place.customer[row]], dtype="str")
    gaps["with_item"] = pd.Series(names[with_item], dtype="str")
    for name in ("lift", "support", "confidence"):
        gaps[name] = companion[name]
    return gaps[list(GAP_COLUMNS)]
