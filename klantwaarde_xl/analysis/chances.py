"""What to do next with the same people: cross-sell, up-sell, actions and account managers together."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Chances
from klantwaarde_xl.core.actions.account_managers import capacities, manager_of, portfolio, team_of
from klantwaarde_xl.core.actions.assignment import MoveLimits
from klantwaarde_xl.core.actions.levers import LEVERS, STEPS, Gaps, customer_actions
from klantwaarde_xl.core.actions.manager_comparison import compare_managers
from klantwaarde_xl.core.actions.manager_hours import ManagerHours, manager_hours, own_share
from klantwaarde_xl.core.actions.match_test import differences_are_sure
from klantwaarde_xl.core.actions.monday import to_hold_on_to
from klantwaarde_xl.core.actions.moves import propose_moves
from klantwaarde_xl.core.actions.price_gaps import price_gaps
from klantwaarde_xl.core.actions.same_people import SamePeople, freed, room_beside, with_the_same_people
from klantwaarde_xl.core.actions.serving_causes import serving_causes
from klantwaarde_xl.core.actions.serving_gaps import serving_gaps
from klantwaarde_xl.core.actions.up_sell import UpSellTerms, groups_begun, up_sell_gaps
from klantwaarde_xl.core.base.leave_chance import likely_to_leave
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.core.cross_sell.associations import associations
from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.gaps import CrossSell, GapLimits, cross_sell_gaps
from klantwaarde_xl.core.followup.fair_test import left_alone
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.invoice_lines import map_ids, parents
from klantwaarde_xl.core.peers.peers import peer_groups
from klantwaarde_xl.model.action_notes import BEGUN, CLOSED, moved_notes, state_of
from klantwaarde_xl.model.history import LEAVE_ALONE, in_trial
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings

_EXPECTED = {"cross_sell_revenue": "cross_sell_revenue", "cross_sell_margin": "cross_sell"}
"""Column of the actions by figure of what is expected of itself."""


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


def find_chances(
    inputs: Inputs,
    lines: pd.DataFrame,
    effort: pd.DataFrame | None,
    customers: pd.DataFrame,
    period: Period,
) -> Chances:
    """Return what can be done next with each customer.

    ``lines`` and ``effort``: what counts, of all periods; ``customers``: the customer frame of the analysis
    (measures, score, retention, info), indexed by customer_id. See the core modules for what happens where
    data are missing: each result says it in its reasons."""
    settings, team, years = inputs.settings, inputs.account_managers, period.years
    cross_sell = find_gaps(lines, customers, period, settings)
    inside = lines[period.contains(lines["date"].to_numpy())]
    patterned = inside[(inside["one_off"] != 1).to_numpy()]
    ids = pd.Index(customers.index)
    gaps = Gaps(
        cross_sell=cross_sell.gaps,
        up_sell=_up_sell(lines, customers, period, settings),
        prices=price_gaps(patterned, ids),
        serving=_serving(inputs, effort, inside, customers, period),
    )
    hours = {step: getattr(settings, f"hours_{step}") for step in STEPS}
    actions = customer_actions(customers, gaps, years=years, hours=hours, minimum=settings.minimum_gap)
    causes = _causes(inputs, effort, customers, actions["serve"] * years, period)
    causes = causes.where(actions["best_lever"] == "serve")
    actions = actions.join(causes.fillna({"cause": "", "cause_name": ""}))
    actions["freed_hours"] = freed(actions, customers["logged_hours"], years)
    actions["freed_cost"] = freed(actions, customers["logged_cost"], years)
    names = team_of(manager_of(customers), capacities(team))
    work = effort if effort is None else effort[period.contains(effort["date"].to_numpy())]
    counted = manager_hours(customers, work, names)
    actions["alone"] = _left_alone(inputs, actions)
    states = _states(inputs, actions)
    to_do = ~actions["alone"].to_numpy(bool) & ~np.isin(states, CLOSED)
    # Only what is freed of his own hours can a manager use again: less rush work frees the office.
    if counted.by_name and work is not None:
        activity = actions["cause_name"].where(actions["cause"] == "activity", "")
        mine = actions["freed_hours"] * own_share(customers, work, names, activity)
    else:
        mine = actions["freed_hours"]
    lapses = customers["if_gone"].to_numpy(float) < -HALF_A_CENT
    todo = actions.assign(freed_hours=mine, begun=states == BEGUN, lapses=lapses)[to_do]
    managers = portfolio(customers, team, years=years, counted=counted.per_manager(customers))
    limits = MoveLimits(settings.hourly_cost, settings.move_threshold, settings.most_moves)
    sure = differences_are_sure(customers, names, seed=settings.seed)
    # Who is to be called because it may go, or may go itself, does not change hands at the same time.
    stays = to_hold_on_to(actions, customers) | (actions["label"] == "reconsider").to_numpy(bool) | lapses
    moves = propose_moves(
        customers.assign(stays=stays, hours=counted.own),
        _without_elsewhere(team, counted, years),
        _chemistry(inputs),
        years=years,
        limits=limits,
        sure=sure,
    )
    return Chances(
        cross_sell=cross_sell,
        associations=_together(with_items(patterned, settings), period),
        up_sell=gaps.up_sell,
        actions=actions,
        same_people=_same_people(todo, customers, room_beside(moves, managers["free_hours"])),
        portfolio=managers,
        manager_hours=counted,
        comparison=compare_managers(customers, seed=settings.seed),
        moves=moves,
        potential={lever: float(actions[lever].sum()) for lever in LEVERS},
        expected={
            name: float(actions[column].sum()) if cross_sell.priced else math.nan
            for name, column in _EXPECTED.items()
        },
    )


def _up_sell(
    lines: pd.DataFrame, customers: pd.DataFrame, period: Period, settings: Settings
) -> pd.DataFrame:
    """Return what there is to sell more of to customers likely to stay; ``lines`` of all periods."""
    patterned = lines[(lines["one_off"] != 1).to_numpy()]
    patterned = patterned.assign(item=patterned["product_group"])
    inside = patterned[period.contains(patterned["date"].to_numpy())]
    found = up_sell_gaps(
        inside,
        peer_groups(customers["revenue"], customers["segment"]),
        UpSellTerms(period.years, settings.realisable, settings.minimum_gap),
        margin_pct=_group_margins(inside),
        begun=groups_begun(patterned, period),
    )
    leaving = customers.index[likely_to_leave(customers["leave_chance"])].astype(str)
    return found[~found["customer_id"].astype(str).isin(leaving)].reset_index(drop=True)


def _same_people(actions: pd.DataFrame, customers: pd.DataFrame, free_hours: pd.Series) -> SamePeople:
    """Return what fits in the free hours, which nobody knows where no hours of any customer are known."""
    known = bool(customers["hours"].notna().any())
    plan = with_the_same_people(
        actions,
        customers["account_manager"],
        free_hours if known else free_hours * np.nan,
    )
    if not known:
        reason = plan.managers["reason"].replace("capacity_unknown", "no_hours")
        return SamePeople(plan.rows, plan.managers.assign(reason=reason))
    return plan


def _without_elsewhere(team: pd.DataFrame | None, counted: ManagerHours, years: float) -> pd.DataFrame | None:
    """Return the team with, of each capacity, what the customers of others leave; hours a year."""
    if team is None or not len(team):
        return team
    taken = counted.elsewhere.reindex(team["name"].astype(str)).fillna(0.0).to_numpy(float)
    return team.assign(capacity_hours=team["capacity_hours"].to_numpy(float) - taken / years)


def _states(inputs: Inputs, actions: pd.DataFrame) -> np.ndarray:
    """Return what the user calls each action, as :func:`state_of` does, object (n,); '' for nothing."""
    if inputs.action_notes is None:
        return np.full(len(actions), "", object)
    status = moved_notes(inputs.action_notes, inputs.merged)["status"].reindex(actions.index.astype(str))
    return state_of(status).to_numpy(object)


def _left_alone(inputs: Inputs, actions: pd.DataFrame) -> np.ndarray:
    """Return which customers with an action are left alone for the fair test, bool (n,).

    Whoever is in the test stays in its group, whatever share is chosen later."""
    settings = inputs.settings
    if not settings.trial_share:
        return np.zeros(len(actions), bool)
    ids = actions.index.astype(str)
    alone = left_alone(ids, settings.trial_share, settings.seed)
    if inputs.history is not None:
        known = in_trial(inputs.history)["trial"].reindex(ids)
        alone = np.where(known.notna(), (known == LEAVE_ALONE).to_numpy(bool), alone)
    found: np.ndarray = alone & (actions["hours"] > 0).to_numpy(bool)
    return found


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


def _serving(
    inputs: Inputs, effort: pd.DataFrame | None, lines: pd.DataFrame, customers: pd.DataFrame, period: Period
) -> pd.DataFrame | None:
    """Return who takes more logged effort than is usual, of the customers whose effort is known."""
    if effort is None:
        return None
    logged = customers[["logged_hours", "expense"]].notna().any(axis=1)
    settings = inputs.settings
    return serving_gaps(
        lines,
        effort[period.contains(effort["date"].to_numpy())],
        pd.Index(customers.index[logged]),
        period,
        Rates(inputs.rates, settings.hourly_cost),
    )


def _causes(
    inputs: Inputs, effort: pd.DataFrame | None, customers: pd.DataFrame, lever: pd.Series, period: Period
) -> pd.DataFrame:
    """Return what explains most of ``lever`` (EUR of the period) or of a dear service, of every customer."""
    return serving_causes(
        customers,
        None if effort is None else effort[period.contains(effort["date"].to_numpy())],
        lever,
        years=period.years,
        rates=Rates(inputs.rates, inputs.settings.hourly_cost),
    )


def _group_margins(lines: pd.DataFrame) -> pd.Series:
    """Return the margin fraction per product group over lines with a cost; NaN without positive revenue."""
    covered = lines[lines["cost"].notna()]
    sums = covered.groupby("product_group", observed=True)[["revenue", "cost"]].sum()
    margin = (sums["revenue"] - sums["cost"]) / sums["revenue"].where(sums["revenue"] > 0)
    return margin.replace([np.inf, -np.inf], np.nan)
