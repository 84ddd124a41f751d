"""Compare an analysis, figure by figure, with the second computation in plain Python (``plain_*.py``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd
import pytest
from plain_actions import label, levers, portfolio
from plain_input import Company, Row, default_period, prepare, previous_period, years
from plain_measures import measures
from plain_next_year import looking_ahead
from plain_score import scores
from plain_value import (
    classes_by_rank,
    concentration,
    holding_on,
    is_young,
    lost,
    pareto,
    ranks,
    top20,
    whale,
    whole_before,
)
from same_bridge import same_bridge

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.foreign import parse_currency_rates
from klantwaarde_xl.model.inputs import Inputs

MEASURES = (
    *(
        "revenue",
        "covered_revenue",
        "coverage",
        "gross_margin",
        "margin_pct",
        "logged_hours",
        "driver_hours",
        "hours",
        "time_cost",
    ),
    *(
        "expense",
        "financing",
        "money_cost",
        "cost_to_serve",
        "contribution",
        "contribution_per_hour",
        "time_intensity",
    ),
    *("money_intensity", "energy", "culture", "breadth", "invoices", "lines", "credit_lines", "recency_days"),
)
AHEAD = (
    "revenue_last",
    "revenue_next",
    "value_next",
    "value_low",
    "value_high",
    "value_three",
    "leave_chance",
    "if_gone",
    "at_stake",
    "hold_on",
)
MEASURE = {"omzet": "revenue", "marge": "gross_margin", "nettobijdrage": "contribution", "score": "score"}


UNRANKED: Row = {
    **dict.fromkeys(("score", "score_low", "score_high", "completeness", "rank")),
    "missing": "",
    "points": {},
}
"""The score of who took effort and bought nothing."""


def rows_of(frame: pd.DataFrame | None) -> list[Row] | None:
    """Return a frame as rows: text, float, date and None."""
    if frame is None:
        return None
    columns = {}
    for name, column in frame.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            values = [None if pd.isna(day) else day.date() for day in column]
        else:
            values = [None if pd.isna(value) else value for value in column.astype(object)]
        columns[name] = values
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def company_of(inputs: Inputs) -> Company:
    """Return checked inputs as rows; the lines are in EUR already."""
    lines = rows_of(inputs.transactions.drop(columns="currency"))
    tables = (inputs.products, inputs.effort, inputs.rates, inputs.ratings, inputs.account_managers)
    return Company(lines, rows_of(inputs.customers) or [], *map(rows_of, tables))


def same(got: Any, expected: Any, what: object) -> None:
    """Check a figure: blank where it is blank, the same number where there is one."""
    if isinstance(expected, str) or isinstance(got, str):
        assert got == expected, what
    elif expected is None:
        assert pd.isna(got), (what, got)
    else:
        assert got == pytest.approx(float(expected), rel=1e-9, abs=1e-7), (what, got, float(expected))


def same_everything(analysis: Analysis, company: Company) -> int:
    """Check every figure of the analysis that docs/method.md 1-4, 7, 8 and 9 define.

    Returns the number of customers that were compared."""
    chosen = analysis.settings
    # The settings allow more than the method needs; parse what they say of currencies as the package does.
    used = prepare(company, by_parent=chosen.by_parent, rates=parse_currency_rates(chosen.currency_rates))
    start, end = chosen.period_from, chosen.period_to
    if start is None or end is None:
        start, end = default_period([row["date"] for row in used.lines])
    assert (analysis.period.start, analysis.period.end) == (start, end)
    before = previous_period(start, end)
    assert (analysis.previous.start, analysis.previous.end) == before
    rates = {
        "hourly_cost": chosen.hourly_cost,
        "capital_rate": chosen.capital_rate,
        "vat_rate": chosen.vat_rate,
    }
    now, earlier = (measures(used, *when, **rates) for when in ((start, end), before))
    assert set(analysis.customers.index) == set(now)
    compared = earlier if whole_before(used.lines, before) else {}
    same_customers(analysis, now, compared, used, (start, end))
    same_totals(analysis, now)
    same_counts(analysis, now, compared)
    same_chances(analysis, now, used, (start, end))
    same_bridge(analysis.bridge, used.lines, (before, (start, end)), earlier, now)
    return len(now)


def same_customers(
    analysis: Analysis,
    now: dict[str, Row],
    earlier: dict[str, Row],
    used: Company,
    period: tuple[dt.date, dt.date],
) -> None:
    chosen = analysis.settings
    buyers = {name: row for name, row in now.items() if row["lines"]}
    found_scores = scores(buyers, chosen.weights(), chosen.normalisation)
    for name in now:
        now[name] |= found_scores.get(name, UNRANKED)
    by_revenue, by_net = (
        ranks({name: rounded(row[key]) for name, row in buyers.items()})
        for key in ("revenue", "contribution")
    )
    measure = MEASURE[chosen.pareto_measure]
    values = {name: row[measure] if row["lines"] else None for name, row in now.items()}
    rounded_scores = {name: rounded(value) for name, value in values.items()}
    found = pareto(values, chosen.bound_a, chosen.bound_b)
    classes = (
        classes_by_rank(rounded_scores)
        if measure == "score"
        else {name: value[0] for name, value in found.items()}
    )
    lines: dict[str, list[Row]] = {name: [] for name in now}
    for row in used.lines:
        lines.setdefault(row["customer_id"], []).append(row)
    all_new = all(
        is_young(own, name, period[1])
        for name, own in lines.items()
        if any(row["date"] <= period[1] for row in own)
    )
    coming = looking_ahead(used.lines, now, period)
    bought_then = {name for name, row in earlier.items() if row["lines"]}
    for name, got in analysis.customers.to_dict("index").items():
        row = now[name]
        for key in MEASURES:
            same(got[key], row[key], (name, key))
        for key in ("score", "score_low", "score_high", "completeness", "missing", "rank"):
            same(got[key], row[key], (name, key))
        for dimension in chosen.weights():
            same(got[f"points_{dimension}"], row["points"].get(dimension), (name, dimension))
        same(got["rank_revenue"], by_revenue.get(name), (name, "rank by revenue"))
        same(got["rank_contribution"], by_net.get(name), (name, "rank by contribution"))
        assert got["pareto_class"] == classes[name], name
        if measure != "score":
            same(got["pareto_share"], found[name][1], (name, "share"))
        past, gone = earlier.get(name), not row["lines"] and name in bought_then
        then = None if gone or not earlier else past["revenue"] if past else 0
        same(got["previous_revenue"], then, (name, "previous"))
        new = row["lines"] and bought_then and name not in bought_then
        young = row["lines"] and not all_new and is_young(lines[name], name, period[1])
        assert (got["is_new"], got["is_young"]) == (bool(new), bool(young)), name
        limits = (chosen.late_after, chosen.decline_limit)
        row |= holding_on(lines[name], row, name, period, limits, compare=bool(earlier))
        row |= coming[name]
        for key in ("purchase_days", "typical_gap", "at_risk_reason", *AHEAD):
            same(got[key], row.get(key), (name, key))


def rounded(value: Any) -> Any:
    """Return amounts to the cent and scores to a billionth, as they are compared."""
    return None if value is None else round(value, 9) if isinstance(value, float) else round(value * 100)


def same_totals(analysis: Analysis, now: Mapping[str, Row]) -> None:
    for key, value in whale([row["contribution"] for row in now.values()]).items():
        same(getattr(analysis.whale, key), value, ("whale", key))
    losers = [row for row in now.values() if (row["contribution"] or 0) < -0.005]
    same(analysis.whale.loss_time, sum(row["time_cost"] or 0 for row in losers), "hours of loss makers")
    buyers = {name: row for name, row in now.items() if row["lines"]}
    for key, value in concentration([row["revenue"] for row in buyers.values()]).items():
        same(getattr(analysis.concentration, key), value, ("concentration", key))
    interest = top20(buyers)
    assert set(analysis.top20.ids) == interest.pop("ids")
    for key, value in interest.items():
        assert getattr(analysis.top20, key) == value, key


def same_counts(analysis: Analysis, now: Mapping[str, Row], earlier: Mapping[str, Row]) -> None:
    """Check who is a customer, new and lost, and that these add up, in numbers and in euros."""
    buys, bought = ({name for name, row in rows.items() if row["lines"]} for rows in (now, earlier))
    gone = lost(dict(now), dict(earlier))
    assert set(analysis.lost.index) == gone
    totals = analysis.totals
    expected = (len(buys), len(bought), len(buys - bought) if earlier else 0, len(gone), len(now) - len(buys))
    names = ("customers", "previous_customers", "new", "lost", "effort_only")
    assert tuple(totals[name] for name in names) == expected
    if bought:
        assert len(bought) + totals["new"] - totals["lost"] == len(buys)
        came = sum((now[name]["revenue"] for name in buys - bought), Fraction(0))
        went = sum((earlier[name]["revenue"] for name in gone), Fraction(0))
        stayed = sum((now[name]["revenue"] - earlier[name]["revenue"] for name in buys & bought), Fraction(0))
        for key, value in (("new", came), ("lost", went)):
            same(totals[f"{key}_revenue"], value, key)
        same(totals["stayed_revenue_change"], stayed, "stayed")


def same_chances(
    analysis: Analysis, now: dict[str, Row], used: Company, period: tuple[dt.date, dt.date]
) -> None:
    chosen, length = analysis.settings, years(*period)
    terms = {"least": chosen.minimum_gap, "realisable": chosen.realisable, "hourly_cost": chosen.hourly_cost}
    found = levers(now, used, period, terms | {"length": length})
    more = analysis.chances.up_sell
    got_more = {(row["customer_id"], row["item"]): row["expected_revenue"] for row in rows_of(more) or []}
    expected_more = {
        (name, group): euros for name in found for group, euros in found[name]["up_sell"].items()
    }
    assert set(got_more) == set(expected_more)
    for cell, euros in expected_more.items():
        same(got_more[cell], euros, cell)
    actions = analysis.chances.actions.to_dict("index")
    euros = {}
    for name, got in actions.items():
        for key in ("margin", "serve"):
            same(got[key], found[name][key], (name, key))
        euros[name] = {key: got[key] for key in ("margin", "serve", "up_sell", "cross_sell")}
    much = {
        kind: median([own[kind] for own in euros.values() if own[kind] > 0] or [0])
        for kind in ("up_sell", "cross_sell")
    }
    middle = median([row["score"] for row in now.values() if row["score"] is not None] or [0])
    for name, got in actions.items():
        yearly = {
            **now[name],
            "contribution": None if now[name]["contribution"] is None else now[name]["contribution"] / length,
        }
        assert (got["label"], got["best_lever"]) == label(yearly, euros[name], middle, much), name
        assert got["hold_on"] == (now[name]["hold_on"] and got["label"] != "reconsider"), name
    info = {row["customer_id"]: row for row in used.customers}
    capacity = {row["name"]: row.get("capacity_hours") for row in used.managers or []}
    managers = {name: info.get(name, {}).get("account_manager") for name in now}
    effort = [row for row in used.effort or [] if period[0] <= row["date"] <= period[1]]
    expected = portfolio(now, managers, capacity, length, effort)
    table = analysis.chances.portfolio.to_dict("index")
    assert set(table) == {name for name, row in expected.items() if name or not all(map(managers.get, now))}
    for who, got in table.items():
        for key, value in expected[who].items():
            same(got[key], value, (who, key))
