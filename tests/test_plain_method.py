"""The whole analysis against a second computation in plain Python (tests/support/plain_*.py), figure by
figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import pytest
from datasets import adventureworks, write_workbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain_actions import label, levers, portfolio
from plain_company import made_up, raw_tables
from plain_measures import Company, Row, default_period, exact, measures, prepare, previous_period, years
from plain_value import (
    classes_by_rank,
    concentration,
    holding_on,
    is_new,
    lost,
    pareto,
    ranks,
    scores,
    top20,
    whale,
)

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.inputs import Inputs, check_inputs, parse_currency_rates
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.use_cases.refreshing import load

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
MEASURE = {"omzet": "revenue", "marge": "gross_margin", "nettobijdrage": "contribution", "score": "score"}


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


def same_everything(analysis: Analysis, company: Company) -> None:
    """Check every figure of the analysis that docs/method.md 1-4, 7, 8 and 9 define."""
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
    same_customers(analysis, now, earlier, used, (start, end))
    same_totals(analysis, now)
    assert set(analysis.lost.index) == lost(now, earlier)
    same_chances(analysis, now, used, years(start, end))


def same_customers(
    analysis: Analysis,
    now: dict[str, Row],
    earlier: dict[str, Row],
    used: Company,
    period: tuple[dt.date, dt.date],
) -> None:
    chosen = analysis.settings
    for name, value in scores(now, chosen.weights(), chosen.normalisation).items():
        now[name] |= value
    rank = {
        key: ranks({name: rounded(row[key]) for name, row in now.items()})
        for key in ("score", "revenue", "contribution")
    }
    measure = MEASURE[chosen.pareto_measure]
    values = {name: row[measure] for name, row in now.items()}
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
        is_new(own, name, period[1])
        for name, own in lines.items()
        if any(row["date"] <= period[1] for row in own)
    )
    for name, got in analysis.customers.to_dict("index").items():
        row = now[name]
        for key in MEASURES:
            same(got[key], row[key], (name, key))
        same(got["score"], row["score"], (name, "score"))
        same(got["completeness"], row["completeness"], (name, "completeness"))
        for dimension in chosen.weights():
            same(got[f"points_{dimension}"], row["points"].get(dimension), (name, dimension))
        for key, column in (
            ("score", "rank"),
            ("revenue", "rank_revenue"),
            ("contribution", "rank_contribution"),
        ):
            same(got[column], rank[key][name], (name, column))
        assert got["pareto_class"] == classes[name], name
        if measure != "score":
            same(got["pareto_share"], found[name][1], (name, "share"))
        past = earlier.get(name) if earlier else None
        same(
            got["previous_revenue"], (past["revenue"] if past else 0) if earlier else None, (name, "previous")
        )
        assert got["is_new"] == (not all_new and is_new(lines[name], name, period[1])), (name, "new")
        row |= holding_on(lines[name], row, name, period, (chosen.late_after, chosen.decline_limit))
        for key in ("purchase_days", "typical_gap", "at_risk_reason", "margin_at_risk"):
            same(got[key], row[key], (name, key))


def rounded(value: Any) -> Any:
    """Return amounts to the cent and scores to a billionth, as they are compared."""
    return None if value is None else round(value, 9) if isinstance(value, float) else round(value * 100)


def same_totals(analysis: Analysis, now: Mapping[str, Row]) -> None:
    for key, value in whale([row["contribution"] for row in now.values()]).items():
        same(getattr(analysis.whale, key), value, ("whale", key))
    for key, value in concentration([row["revenue"] for row in now.values()]).items():
        same(getattr(analysis.concentration, key), value, ("concentration", key))
    interest = top20(dict(now)) if any(row["score"] is not None for row in now.values()) else None
    if interest:
        assert set(analysis.top20.ids) == interest.pop("ids")
        for key, value in interest.items():
            assert getattr(analysis.top20, key) == value, key


def same_chances(analysis: Analysis, now: dict[str, Row], used: Company, length: Any) -> None:
    info = {row["customer_id"]: row for row in used.customers}
    euros = levers(
        now, {name: info.get(name, {}).get("segment") for name in now}, length, analysis.settings.minimum_gap
    )
    actions = analysis.chances.actions.to_dict("index")
    for name, got in actions.items():
        for key in ("margin", "serve"):
            same(got[key], euros[name][key], (name, key))
        euros[name] |= {key: exact(got[key]) for key in ("cross_sell", "up_sell")}
    positive = [sum(own.values()) for own in euros.values() if sum(own.values()) > 0]
    much = median(positive) if positive else 0
    middle = median([row["score"] for row in now.values() if row["score"] is not None] or [0])
    for name, got in actions.items():
        yearly = {
            **now[name],
            "contribution": None if now[name]["contribution"] is None else now[name]["contribution"] / length,
        }
        assert got["label"] == label(yearly, euros[name], middle, much), name
        assert got["hold_on"] == bool(now[name]["at_risk_reason"]), name
    capacity = {row["name"]: row.get("capacity_hours") for row in used.managers or []}
    managers = {name: info.get(name, {}).get("account_manager") for name in now}
    expected = portfolio(now, managers, capacity, length)
    table = analysis.chances.portfolio.to_dict("index")
    assert set(table) == {name for name, row in expected.items() if name or row["customers"]}
    for who, got in table.items():
        for key, value in expected[who].items():
            same(got[key], value, (who, key))


@pytest.mark.slow
def test_the_demo() -> None:
    analysis = analyse(check_inputs(demo_tables()))
    same_everything(analysis, company_of(analysis.inputs))


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["omzet", "score"])
def test_the_resellers(shared_data: Path, tmp_path: Path, measure: str) -> None:
    path = write_workbook(tmp_path / "in.xlsx", adventureworks(shared_data / "adventureworks_reseller"))
    inputs = load(path)
    analysis = analyse(
        Inputs(
            **{
                **{f: getattr(inputs, f) for f in Inputs.__slots__},
                "settings": Settings(pareto_measure=measure),
            }
        )
    )
    same_everything(analysis, company_of(analysis.inputs))


PERIODS = [
    (None, None),
    (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    (dt.date(2024, 8, 1), dt.date(2025, 2, 28)),
    (dt.date(2024, 2, 29), dt.date(2025, 2, 10)),
]
CHOICES = st.builds(
    Settings,
    period_from=st.none(),
    by_parent=st.booleans(),
    normalisation=st.sampled_from(["percentiel", "min-max", "min-max p5-p95", "z-score"]),
    pareto_measure=st.sampled_from(list(MEASURE)),
    bound_a=st.sampled_from([0.8, 0.5, 0.0]),
    bound_b=st.sampled_from([0.95, 0.8, 1.0]),
    vat_rate=st.sampled_from([0.0, 0.21]),
    currency_rates=st.sampled_from(["", "USD=0,92"]),
    weight_energy=st.sampled_from([0.1, 0.0]),
    weight_turnover=st.sampled_from([0.2, 3.0, 0.0]),
    minimum_gap=st.sampled_from([0.0, 100.0]),
    late_after=st.sampled_from([2.0, 1.5]),
    decline_limit=st.sampled_from([0.3, 0.1]),
    rank_draws=st.just(10),
)


Dates = tuple[dt.date | None, dt.date | None]
GENERATED = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@settings(GENERATED, max_examples=25)
@given(st.integers(0, 2**32 - 1), CHOICES, st.sampled_from(PERIODS))
def test_made_up_companies(seed: int, chosen: Settings, period: Dates) -> None:
    same_for_a_made_up_company(seed, chosen, period)


@pytest.mark.slow
@settings(GENERATED, max_examples=150)
@given(st.integers(0, 2**32 - 1), CHOICES, st.sampled_from(PERIODS))
def test_many_made_up_companies(seed: int, chosen: Settings, period: Dates) -> None:
    same_for_a_made_up_company(seed, chosen, period)


def same_for_a_made_up_company(seed: int, chosen: Settings, period: Dates) -> None:
    """Compare package and second computation on the company of a seed."""
    company = made_up(seed)
    chosen = chosen.model_copy(update=dict(zip(("period_from", "period_to"), period, strict=True)))
    inputs = check_inputs(raw_tables(company), chosen)
    used = prepare(company, by_parent=chosen.by_parent, rates=parse_currency_rates(chosen.currency_rates))
    dates = [row["date"] for row in used.lines]
    start, end = (period if period[0] else default_period(dates)) if dates else (dt.date.max, dt.date.min)
    if not any(start <= day <= end for day in dates):
        with pytest.raises(errors.UnusableInputError):
            analyse(inputs)
        return
    same_everything(analyse(inputs), company)


def test_a_sister_company_is_left_out_and_the_rest_of_its_concern_stays() -> None:
    lines = [
        {"date": dt.date(2025, 3, day), "customer_id": name, "revenue": amount, "cost": 0.0}
        for day, (name, amount) in enumerate([("a", 100.0), ("b", 30.0), ("c", 7.0)], start=1)
    ]
    customers = [
        {
            "customer_id": name,
            "name": name,
            "parent_id": "Groep",
            "account_manager": "Noor",
            "include": counts,
        }
        for name, counts in (("a", None), ("b", 0.0), ("c", 1.0))
    ]
    company = Company(lines, customers)
    analysis = analyse(check_inputs(raw_tables(company), Settings(by_parent=True)))
    assert analysis.customers["revenue"].to_dict() == {"Groep": 107.0}
    assert analysis.reconciliation.set_index("reason")["revenue"]["not_included"] == 30.0
    assert analysis.unscored.empty
