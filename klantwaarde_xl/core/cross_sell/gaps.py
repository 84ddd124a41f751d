"""Cross-sell gaps: what a customer does not buy yet, how likely it will, and what that is worth a year.

The ranking comes from the recommender that won the hold-out, the chance from what earlier customers bought
later, the euros from what comparable customers spend. Peers and what is bought together are the evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.cross_sell.adopter_spend import AdopterSpend, adopters, fit_adopter_spend
from klantwaarde_xl.core.cross_sell.associations import strongest_companions
from klantwaarde_xl.core.cross_sell.baskets import Baskets, purchases
from klantwaarde_xl.core.cross_sell.euro_check import euros_hold
from klantwaarde_xl.core.cross_sell.hold_out import top_columns
from klantwaarde_xl.core.cross_sell.peer_buying import PeerBuying, window_days
from klantwaarde_xl.core.cross_sell.predictor import Predictor, Windows, learn
from klantwaarde_xl.core.cross_sell.recommenders import blocks

FEWEST_BUYERS = 2
"""Fewest customers that buy an item for it to be recommended to another: one customer is no pattern."""
MOST_WITH_EUROS = 50
"""Most items for which euros are given: with 31 they met what came, with 106 they were half of it."""
GAP_COLUMNS = (
    *("customer_id", "item", "probability", "expected_revenue", "expected_margin"),
    *("peers", "peer_buyers", "peer_level", "with_item", "lift", "support", "confidence", "rank"),
)
BLOCK_CELLS = 1_000_000
"""Customers x items worked out at once: a handful of float64 arrays of 8 MB each."""


@dataclass(frozen=True, slots=True)
class GapLimits:
    """Which gaps are shown: at least ``minimum`` EUR a year, at most ``most`` per customer (None: all)."""

    minimum: float = 100.0
    most: int | None = 5


DEFAULT_LIMITS = GapLimits()


@dataclass(frozen=True, slots=True, eq=False)
class CrossSell:
    """The gaps and everything a reader needs to weigh them.

    - ``gaps``: one row per customer and item, customers in the order of their id, rank 1 first.
      ``customer_id``, ``item`` (str); ``probability`` of a purchase within a year (0-1, never NaN; the
      share of the peers that buys when not ``calibrated``); ``expected_revenue``, ``expected_margin`` (EUR a
      year, NaN when not ``priced``; margin also where ``items`` has a ``margin_reason``); ``peers``,
      ``peer_buyers`` (int) and ``peer_level`` (one of ``peers.LEVELS``): so many of so many buy it;
      ``with_item`` (str, NaN if none) with ``lift``, ``support``, ``confidence``: the item of this customer
      with the highest lift; ``rank``.
    - ``items``: one row per item, index item: ``buyers``, ``revenue`` (EUR in the window), ``margin_pct`` (on
      lines with a known cost, NaN if none), ``covered`` (share of the revenue with a known cost),
      ``margin_reason`` ("" or "no_cost_known"), ``left_out`` ("", or why it is never recommended:
      "single_buyer", "sold_at_a_loss", "not_sold_lately").
    - ``method``, ``parameter``, ``hold_out``, ``hold_out_customers``, ``hold_out_kind``: see ``Choice``.
    - ``calibrated``; ``reason`` ("" or "few_customers", "few_items", "short_history", "few_events",
      "not_as_predicted"); ``without_euros``: why there are chances and no euros: "" (there are, or no chances
      either), "many_items" (over ``MOST_WITH_EUROS``) or "other_customers" (see ``euro_check``);
      ``reliability`` table, ``brier``, ``brier_base``, ``events``, ``horizon_days``: see ``Predictor``.
    - ``window``: the days that say who buys what. ``complete``: customers that have everything that is
      recommended; ``without_purchases``: customers without a purchase in the window; neither has rows.
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
    without_euros: str
    reliability: pd.DataFrame
    brier: float
    brier_base: float
    events: int
    horizon_days: int
    window: Period
    complete: int
    without_purchases: int

    @property
    def priced(self) -> bool:
        """Whether the gaps have euros: they are calibrated, and nothing speaks against euros."""
        return self.calibrated and not self.without_euros


def cross_sell_gaps(
    lines: pd.DataFrame,
    period: Period,
    *,
    customers: pd.DataFrame,
    limits: GapLimits = DEFAULT_LIMITS,
    only: Collection[str] | None = None,
    seed: int = 1,
) -> CrossSell:
    """Return what each customer does not buy yet, with chance, euros and evidence.

    ``lines``: the whole history, one row per invoice line: ``date`` (datetime64), ``customer_id``, ``item``
    (str or categorical: product group or product, NaN where unknown), ``revenue`` (EUR), ``cost`` (EUR, NaN
    unknown), ``one_off`` (1, 0, NaN); lines after ``period.end`` are not used. ``customers``: indexed by
    customer_id, ``revenue`` (EUR, the size in the period) and ``segment`` (NaN where unknown; the column may
    be absent); only these customers get gaps or count as peers. ``limits``: the minimum is compared in cents;
    without euros it does not apply. ``only``: customer ids to which the result
    is limited; nothing else in it changes.

    Who buys what is read over the period if that is about a year, else over the 365 days up to its end; what
    a customer bought in the period is never a gap. expected_revenue = probability x what adopters spend on
    the item in the year in which they begin, see ``adopter_spend``; expected_margin = that x margin % of the
    item; neither where ``CrossSell.without_euros`` says why. Not recommended is an item without buying peers,
    bought by one customer only, sold at a loss, or bought by nobody lately (``window_state.SILENT_DAYS``).
    Rank goes by expected revenue, without euros by chance, without calibration by score; equals by item.

    Source: docs/method.md, Cross-sell.

    >>> import datetime as dt
    >>> rows = [(f"c{c:02d}", item) for c in range(12) for item in ("glue", "tape", "wrap")[: 2 + c % 2]]
    >>> lines = pd.DataFrame(rows, columns=["customer_id", "item"]).assign(
    ...     date=pd.Timestamp("2024-05-01"), revenue=50.0, cost=30.0, one_off=0.0)
    >>> customers = pd.DataFrame({"revenue": 100.0}, index=[f"c{c:02d}" for c in range(12)])
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> found = cross_sell_gaps(lines, year, customers=customers)
    >>> found.method, found.reason, found.complete, len(found.gaps)
    ('peer_popularity', 'few_customers', 6, 6)
    >>> found.gaps.loc[:0, ["customer_id", "item", "peers", "peer_buyers"]].values.tolist()
    [['c00', 'wrap', 11, 6]]
    """
    coded = purchases(lines)
    windows = Windows(past=window_days(period))
    predictor = learn(coded, period.end, segment=customers.get("segment"), seed=seed, windows=windows)
    baskets = predictor.state.baskets
    items = _items(baskets, coded.item_labels[baskets.items], predictor.state.alive)
    peers = PeerBuying.of(coded, baskets, period, customers)
    seen = adopters(coded, baskets, period.end, windows.past)
    spend = fit_adopter_spend(seen, len(items))
    without_euros = "many_items" if len(items) > MOST_WITH_EUROS else ""
    if not (without_euros or euros_hold(predictor.later, baskets.items, seen, spend)):
        without_euros = "other_customers"
    asked = customers.index.astype("str")
    wanted = peers.rows
    if only is not None:
        names = list(map(str, only))
        asked, wanted = asked[asked.isin(names)], wanted[np.isin(peers.labels[wanted], names)]

    found = [
        _of_block(predictor, peers, None if without_euros else spend, block, items, limits)
        for block in blocks(wanted, len(items), BLOCK_CELLS)
    ]
    gaps = _finished([part for part, _ in found], peers, baskets, items.index)
    choice = predictor.choice
    return CrossSell(
        gaps=gaps,
        items=items,
        method=choice.method,
        parameter=choice.parameter,
        hold_out=choice.figures,
        hold_out_customers=choice.customers,
        hold_out_kind=choice.kind,
        calibrated=predictor.model is not None,
        reason=predictor.reason,
        without_euros=without_euros if predictor.model is not None else "",
        reliability=predictor.reliability,
        brier=predictor.brier,
        brier_base=predictor.brier_base,
        events=predictor.events,
        horizon_days=predictor.horizon_days,
        window=predictor.window,
        complete=sum(complete for _, complete in found),
        without_purchases=int((~asked.isin(peers.labels[peers.rows])).sum()),
    )


def _items(baskets: Baskets, labels: pd.Index, alive: np.ndarray) -> pd.DataFrame:
    """Return the figures per item, see :class:`CrossSell`; ``alive`` bool (m,): still offered."""
    width = len(labels)
    revenue, covered, margin = (
        np.bincount(part.indices, weights=part.data, minlength=width)
        for part in (baskets.spend, baskets.covered, baskets.margin)
    )
    buyers = np.bincount(baskets.matrix.indices, minlength=width)
    known = cents(covered) > 0
    margin_pct = ratio(margin, covered, known)
    loss = known & (cents(margin) <= 0)
    return pd.DataFrame(
        {
            "buyers": buyers,
            "revenue": revenue,
            "margin_pct": margin_pct,
            "covered": ratio(covered, revenue, otherwise=0.0),
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
    place: PeerBuying,
    spend: AdopterSpend | None,
    block: np.ndarray,
    items: pd.DataFrame,
    limits: GapLimits,
) -> tuple[pd.DataFrame, int]:
    """Return the gaps of a block of rows of the baskets, and how many of them have everything on offer."""
    customer = place.customer[block]
    group = place.groups["group"].to_numpy()[customer]
    peers = place.groups["peers"].to_numpy()[customer]
    buyers = place.buyers[group].toarray()
    open_ = (place.owned[block].toarray() == 0) & (items["left_out"] == "").to_numpy()
    complete = int((~open_.any(axis=1)).sum())
    # A gap is not bought in the window, so the customer itself is not among the buyers of its own set.
    open_ &= buyers > 0
    if predictor.model is not None:
        chance = predictor.probability(block).astype(np.float64)
        revenue, order = np.full(chance.shape, np.nan), chance
        if spend is not None:
            size = predictor.state.baskets.spend[block].sum(axis=1)
            order = revenue = chance * spend.amount(
                np.asarray(size).ravel(), predictor.state.visits.count[block]
            )
            open_ &= cents(revenue) >= max(np.rint(limits.minimum * 100), 1)
    else:
        chance = buyers / np.maximum(peers, 1)[:, None]
        revenue = np.full(chance.shape, np.nan)
        popular = predictor.choice.method == "peer_popularity"
        order = chance if popular else predictor.recommender.score(block)
    ordered = np.where(open_, order, -np.inf)
    best = top_columns(ordered, min(limits.most or ordered.shape[1], ordered.shape[1]))
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
            "expected_margin": revenue[row, column] * items["margin_pct"].to_numpy()[column],
            "peers": peers[row],
            "peer_buyers": np.rint(buyers[row, column]).astype(np.int64),
            "rank": rank[kept],
        }
    )
    return frame, complete


_NO_GAPS = pd.DataFrame(
    {"row": 0, "column": 0, "probability": 0.0, "expected_revenue": 0.0, "expected_margin": 0.0}
    | {"peers": 0, "peer_buyers": 0, "rank": 0},
    index=range(0),
)
"""The columns of a block without gaps, of the right types."""


def _finished(
    parts: list[pd.DataFrame], place: PeerBuying, baskets: Baskets, labels: pd.Index
) -> pd.DataFrame:
    """Return the blocks together with labels, peer level and the strongest companion of every gap."""
    gaps = pd.concat(parts or [_NO_GAPS], ignore_index=True)
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
