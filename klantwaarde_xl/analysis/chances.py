"""What to do next with the same people: cross-sell, up-sell, actions and account managers together."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Chances
from klantwaarde_xl.core.actions.account_managers import portfolio
from klantwaarde_xl.core.actions.assignment import MoveLimits
from klantwaarde_xl.core.actions.levers import LEVERS, customer_actions
from klantwaarde_xl.core.actions.moves import propose_moves
from klantwaarde_xl.core.actions.same_people import with_the_same_people
from klantwaarde_xl.core.actions.up_sell import UpSellTerms, up_sell_gaps
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.associations import associations
from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.gaps import CrossSell, GapLimits, cross_sell_gaps
from klantwaarde_xl.core.measures.invoice_lines import map_ids, parents
from klantwaarde_xl.core.peers.peers import peer_groups
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings


def with_items(lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the lines with ``item``: the product group, or the product when the settings ask for that level.

    >>> frame = pd.DataFrame({"product_group": ["Dozen"], "product_id": ["D1"]})
    >>> with_items(frame, Settings(cross_sell_level="product"))["item"].tolist()
    ['D1']
    """
    return lines.assign(
        item=lines["product_group" if settings.cross_sell_level == "productgroep" else "product_id"]
    )


def find_gaps(
    lines: pd.DataFrame,
    customers: pd.DataFrame,
    period: Period,
    settings: Settings,
    *,
    only: Collection[str] | None = None,
) -> CrossSell:
    """Return the cross-sell gaps of every customer, or of those in ``only``; ``lines`` are of all periods."""
    return cross_sell_gaps(
        with_items(lines, settings),
        period,
        customers=customers,
        limits=GapLimits(settings.minimum_gap, settings.gaps_per_customer),
        only=only,
        seed=settings.seed,
    )


def find_chances(inputs: Inputs, lines: pd.DataFrame, customers: pd.DataFrame, period: Period) -> Chances:
    """Return what can be done next with each customer.

    ``lines``: countable lines of all periods; ``customers``: the customer frame of the analysis (measures,
    score, retention, info), indexed by customer_id. See the core modules for what happens where data are
    missing: each result says it in its reasons."""
    settings, team, years = inputs.settings, inputs.account_managers, period.years
    peers = peer_groups(customers["revenue"], customers["segment"])
    gaps = find_gaps(lines, customers, period, settings)
    inside = lines[period.contains(lines["date"].to_numpy()) & ~(lines["one_off"] == 1).to_numpy()]
    spent = inside[["customer_id", "product_group", "revenue"]]
    up_sell = up_sell_gaps(
        spent.rename(columns={"product_group": "item", "revenue": "spend"}),
        peers,
        UpSellTerms(years, settings.realisable, settings.minimum_gap),
        cross_sell=_in_groups(gaps.gaps, lines, settings),
        margin_pct=_group_margins(inside),
    )
    hours = {lever: getattr(settings, f"hours_{lever}") for lever in LEVERS}
    chances = {"cross_sell": gaps.gaps, "up_sell": up_sell}
    actions = customer_actions(
        customers, chances, peers, years=years, hours=hours, minimum=settings.minimum_gap
    )
    managers = portfolio(customers, team, years=years)
    limits = MoveLimits(settings.hourly_cost, settings.move_threshold, settings.most_moves)
    moves = propose_moves(customers, team, _chemistry(inputs), years=years, limits=limits)
    return Chances(
        cross_sell=gaps,
        associations=_together(with_items(inside, settings), period),
        up_sell=up_sell,
        actions=actions,
        same_people=with_the_same_people(actions, customers["account_manager"], managers["free_hours"]),
        portfolio=managers,
        moves=moves,
        potential={lever: float(actions[lever].sum()) for lever in LEVERS},
    )


def _chemistry(inputs: Inputs) -> pd.DataFrame | None:
    """Return the chemistry table, by concern when the settings ask for that."""
    if inputs.chemistry is None or inputs.customers is None or not inputs.settings.by_parent:
        return inputs.chemistry
    return inputs.chemistry.assign(
        customer_id=map_ids(inputs.chemistry["customer_id"], parents(inputs.customers))
    )


def _together(lines: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return which items customers of the period buy together."""
    coded = purchases(lines)
    baskets = coded.baskets(period)
    return associations(baskets.matrix, coded.item_labels[baskets.items])


def _in_groups(gaps: pd.DataFrame, lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the gaps by product group, so that up-sell does not count the chance of a product again."""
    if settings.cross_sell_level == "productgroep":
        return gaps
    known = lines[["product_id", "product_group"]].astype(object).dropna().drop_duplicates("product_id")
    return gaps.assign(item=gaps["item"].map(known.set_index("product_id")["product_group"]))


def _group_margins(lines: pd.DataFrame) -> pd.Series:
    """Return the margin fraction per product group over lines with a cost; NaN without positive revenue."""
    covered = lines[lines["cost"].notna()]
    sums = covered.groupby("product_group", observed=True)[["revenue", "cost"]].sum()
    margin = (sums["revenue"] - sums["cost"]) / sums["revenue"].where(sums["revenue"] > 0)
    return margin.replace([np.inf, -np.inf], np.nan)
