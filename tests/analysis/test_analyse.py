"""The steps joined: every part of the Analysis is about the same customers, lines and period."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from small_workbook import raw_tables

from klantwaarde_xl.analysis.analyse import SUMMED, analyse
from klantwaarde_xl.analysis.result import MEASURE, Analysis
from klantwaarde_xl.analysis.scoring import NORMALISATION
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.value.score import normalise
from klantwaarde_xl.core.value.weights import normalise_weights
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.tables import Effort
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.key_figures import key_figure_values
from klantwaarde_xl.report.pages.what_if.data import what_if_frame


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return check_inputs(raw_tables())


@pytest.fixture(scope="module")
def analysis(inputs: Inputs) -> Analysis:
    return analyse(inputs)


def with_settings(inputs: Inputs, **chosen: object) -> Analysis:
    return analyse(dataclasses.replace(inputs, settings=inputs.settings.model_copy(update=chosen)))


def test_the_steps_are_told_in_their_order(inputs: Inputs) -> None:
    steps: list[str] = []
    analyse(inputs, steps.append)
    assert steps == ["lines", "measures", "score", "pareto", "chances", "totals"]


def test_totals_are_the_sums_of_the_lines_of_the_period(analysis: Analysis) -> None:
    for prefix, period in (("", analysis.period), ("previous_", analysis.previous)):
        lines = analysis.lines[period.contains(analysis.lines["date"].to_numpy())]
        assert analysis.totals[f"{prefix}revenue"] == pytest.approx(lines["revenue"].sum(), abs=1e-6)
        assert analysis.totals[f"{prefix}lines"] == len(lines)
    now = analysis.customers
    for name in SUMMED:
        assert analysis.totals[name] == pytest.approx(now[name].sum(), abs=1e-6)
    assert analysis.totals["customers"] == len(now)


def test_frames_are_about_the_same_customers_by_rank(analysis: Analysis) -> None:
    ranks = analysis.customers["rank"].dropna()
    assert ranks.is_monotonic_increasing
    assert list(analysis.monthly.index) == list(analysis.customers.index)
    known = set(analysis.inputs.customers["customer_id"].astype(str))
    assert set(analysis.customers.index) | set(analysis.unscored.index) == known
    assert analysis.monthly.sum().sum() == pytest.approx(analysis.totals["revenue"], abs=1e-6)


def test_classes_of_the_previous_period_come_from_its_own_measures(analysis: Analysis) -> None:
    settings = analysis.settings
    before = customer_measures(
        analysis.lines,
        analysis.previous,
        customers=analysis.inputs.customers,
        rates=Rates(hourly_cost=settings.hourly_cost),
    )
    bought = set(before.index[before["lines"] > 0])
    classified = analysis.customers["previous_class"] != ""
    assert set(analysis.customers.index[classified]) <= bought
    assert set(analysis.customers.loc[classified, "previous_class"]) <= set("ABC")


@pytest.mark.parametrize("measure", MEASURE)
def test_the_measure_of_the_settings_decides_the_classes(inputs: Inputs, measure: str) -> None:
    found = with_settings(inputs, pareto_measure=measure)
    assert found.measure == MEASURE[measure]
    by_class = found.customers.groupby("pareto_class")[found.measure].agg(["min", "max"])
    assert by_class.loc["A", "min"] >= by_class.loc["C", "max"]


@pytest.mark.parametrize("name", [name for name in NORMALISATION if name != "waarde"])
def test_the_normalisation_of_the_settings_makes_the_points(inputs: Inputs, name: str) -> None:
    found = with_settings(inputs, normalisation=name, rank_draws=0)
    share = normalise_weights(found.settings.weights())["turnover"]
    expected = share * normalise(found.customers["revenue"].to_numpy(float), NORMALISATION[name])
    assert np.allclose(found.customers["points_turnover"].to_numpy(float), expected)


def test_a_customer_without_a_name_is_called_by_its_number(inputs: Inputs) -> None:
    customers = inputs.customers.copy()
    customers["name"] = pd.Series([None] * len(customers), dtype=object)
    named = analyse(dataclasses.replace(inputs, customers=customers)).customers["name"]
    assert list(named) == list(named.index)


@pytest.mark.parametrize("part", [0, 0.5])
def test_effort_alone_is_no_contribution_of_the_firm(inputs: Inputs, part: float) -> None:
    """Who bought on the last day has a cost for none or half of it; 00002 bought nothing and takes hours."""
    lines = inputs.transactions.assign(cost=np.nan)
    lines = pd.concat([lines, lines.assign(cost=1.0)], ignore_index=True) if part else lines
    last = lines["date"].max()
    hours = pd.DataFrame({"date": [last], "customer_id": pd.Categorical(["00002"]), "hours": [8.0]})
    hours = hours.reindex(columns=list(Effort.model_fields))
    read = {"read_lines": len(lines), "read_revenue": float(lines["revenue"].sum())}
    bare = dataclasses.replace(inputs, transactions=lines, products=None, effort=hours, **read)
    found = with_settings(bare, period_from=last.date(), period_to=last.date())
    assert found.customers.loc["00002", ["lines", "hours"]].tolist() == [0, 8]
    assert found.customers["time_cost"].max() > 0
    assert found.customers["gross_margin"].notna().any() == bool(part)
    assert found.customers[["contribution", "contribution_per_hour"]].isna().all(axis=None)
    assert np.isnan(found.totals["contribution"])
    assert not found.bridge_tells
    source = Source(found)
    assert what_if_frame(source)[["known", "contribution", "worst", "best"]].eq(0).all(axis=None)
    assert np.isnan(key_figure_values(source)["total_contribution"])
