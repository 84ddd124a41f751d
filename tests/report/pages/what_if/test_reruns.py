"""Every scenario of Wat als against a full analysis of the input that it speaks of, to the cent.

The firms have credits, one-off lines, lines without a cost, customers without payment days or effort, logged
and estimated hours, and customers that do not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from drawn_companies import company
from what_if_answers import answers

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.measures.customer_measures import line_cost
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import DIMENSION_NAMES

CENT = 0.01
SLOW = pytest.mark.slow
SEEDS = [3, *(pytest.param(seed, marks=SLOW) for seed in range(100, 120))]
SCOPES = [*(pytest.param(scope, marks=SLOW) for scope in ("", "Klasse A")), "Segment Zorg", "largest"]


def firm(seed: int) -> tuple[Inputs, Analysis]:
    draw = np.random.default_rng(seed)
    inputs = company(seed, int(draw.integers(25, 60)), 4, 900, seed % 5 != 4, "omzet")
    settings = inputs.settings.model_copy(update={"capital_rate": 0.08, "vat_rate": 0.21})
    inputs = replace(inputs, settings=settings)
    return inputs, analyse(inputs)


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest) -> tuple[Inputs, Analysis]:
    return firm(request.param)


def chosen(analysis: Analysis, scope: str) -> tuple[str, pd.Index]:
    """Return what is typed for a scope, and the customers that it means."""
    customers = analysis.customers
    if scope == "largest":
        one = str(customers["revenue"].idxmax())
        return one, pd.Index([one])
    field, value = {"Klasse A": ("pareto_class", "A"), "Segment Zorg": ("segment", "Zorg")}.get(
        scope, ("", "")
    )
    return scope, customers.index[customers[field] == value] if field else customers.index


def with_lines(inputs: Inputs, lines: pd.DataFrame, **others: object) -> Inputs:
    return replace(
        inputs,
        transactions=lines,
        read_lines=len(lines),
        read_revenue=float(lines["revenue"].sum()),
        **others,  # type: ignore[arg-type]
    )


def without(inputs: Inputs, gone: Iterable[str]) -> Inputs:
    lines = inputs.transactions[~inputs.transactions["customer_id"].isin(gone)]
    effort = inputs.effort
    if effort is not None:
        effort = effort[~effort["customer_id"].isin(gone)]
    return with_lines(inputs, lines, effort=effort)


def same_contribution(found: object, again: Analysis, what: object) -> None:
    assert found == pytest.approx(again.totals["contribution"], abs=CENT), what


@pytest.mark.parametrize("part", [0.03, pytest.param(-0.25, marks=SLOW)])
@pytest.mark.parametrize("scope", SCOPES)
def test_another_price(case: tuple[Inputs, Analysis], scope: str, part: float) -> None:
    inputs, analysis = case
    typed, who = chosen(analysis, scope)
    lines = inputs.transactions
    higher = (
        lines["customer_id"].isin(who)
        & (lines["one_off"] != 1)
        & analysis.period.contains(lines["date"].to_numpy())
    )
    cost = line_cost(lines, inputs.products)
    revenue = lines["revenue"].where(~higher, lines["revenue"] * (1 + part))
    again = analyse(with_lines(inputs, lines.assign(revenue=revenue, cost=cost, margin=np.nan)))
    found = answers(analysis, Wie=typed, Prijs=part)
    for name, field in (
        ("PrijsOmzet", "revenue"),
        ("PrijsMarge", "gross_margin"),
        ("PrijsRente", "financing"),
    ):
        more = again.customers[field].sum() - analysis.customers[field].sum()
        assert found[name] == pytest.approx(more, abs=CENT), field
    # Where the known part of a customer's turnover passes 80 %, its contribution comes or goes.
    both = again.customers["contribution"].notna() & analysis.customers["contribution"].notna()
    gain = (again.customers["contribution"] - analysis.customers["contribution"])[both].sum()
    if both.sum() == analysis.customers["contribution"].notna().sum():
        assert found["PrijsNetto"] == pytest.approx(gain, abs=CENT)
    assert both.sum() >= 0.9 * analysis.customers["contribution"].notna().sum()


def test_another_volume_gives_the_gain_back(case: tuple[Inputs, Analysis]) -> None:
    """At the volume that the sheet names, margin is what it was: (m + p)(1 - loss) = m."""
    part = 0.04
    found = answers(case[1], Prijs=part)
    customers = case[1].customers
    margin = customers["gross_margin"].sum() / customers["covered_revenue"].sum()
    if margin <= 0:
        assert found["PrijsAfzet"] is None
    else:
        assert (margin + part) * (1 - float(found["PrijsAfzet"])) == pytest.approx(margin)  # type: ignore[arg-type]


@pytest.mark.parametrize("one", [False, pytest.param(True, marks=SLOW)])
def test_customers_that_go(case: tuple[Inputs, Analysis], one: bool) -> None:
    inputs, analysis = case
    known = analysis.customers["contribution"].dropna()
    gone = [known.index[2]] if one else list(known.sort_values().index[:4])
    again = analyse(without(inputs, gone))
    for avoidable in (0.0, 0.3, 1.0):
        typed = {"Klant": str(gone[0]), "Slechtste": 9} if one else {"Slechtste": 4}
        found = answers(analysis, Vermijdbaar=avoidable, **typed)
        # A run without the customers has no cost of their hours at all; what is not avoidable stays.
        stays = (1 - avoidable) * analysis.customers.loc[gone, "time_cost"].sum()
        assert found["WegDan"] == pytest.approx(again.totals["contribution"] - stays, abs=CENT)
        assert found["WegUren"] == pytest.approx(analysis.customers.loc[gone, "hours"].sum())


def test_the_best_that_are_lost(case: tuple[Inputs, Analysis]) -> None:
    inputs, analysis = case
    known = analysis.customers["contribution"].dropna()
    gone = known.sort_values(ascending=False).index[:3]
    again = analyse(without(inputs, gone))
    found = answers(analysis, Vermijdbaar=1, Top=3)
    same_contribution(found["TopDan"], again, "top")
    assert found["TopDeelNu"] == pytest.approx(analysis.concentration.top20_share)
    assert found["TopDeelDan"] == pytest.approx(again.concentration.top20_share)
    lost = analysis.customers.loc[gone, "value_next"].sum()
    assert found["TopJaar"] == pytest.approx(lost)
    months = found["TopMaanden"]
    new = analysis.bridge["new"].sum() / 12
    assert months == pytest.approx(known.loc[gone].sum() / new) if new > 0 else months is None


@pytest.mark.parametrize("part", [0.8, pytest.param(1.25, marks=SLOW)])
def test_other_hours(case: tuple[Inputs, Analysis], part: float) -> None:
    inputs, analysis = case
    if inputs.effort is None or inputs.rates is None:
        assert answers(analysis, Uren=part)["UrenVrij"] == 0
        return
    effort = inputs.effort.assign(hours=inputs.effort["hours"] * part)
    rates = inputs.rates.assign(minutes_per_unit=inputs.rates["minutes_per_unit"] * part)
    again = analyse(replace(inputs, effort=effort, rates=rates))
    found = answers(analysis, Uren=part, Vermijdbaar=1)
    same_contribution(found["UrenDan"], again, part)
    assert found["UrenVrij"] == pytest.approx(analysis.totals["hours"] - again.totals["hours"])
    kept = answers(analysis, Uren=part)
    assert kept["UrenDan"] == pytest.approx(analysis.totals["contribution"])


@pytest.mark.parametrize("days", [21, *(pytest.param(days, marks=SLOW) for days in (0, 90))])
@pytest.mark.parametrize("scope", SCOPES)
def test_other_payment_days(case: tuple[Inputs, Analysis], scope: str, days: int) -> None:
    inputs, analysis = case
    assert inputs.customers is not None
    typed, who = chosen(analysis, scope)
    known = inputs.customers["payment_days"].notna() & inputs.customers["customer_id"].isin(who)
    changed = inputs.customers["payment_days"].where(~known, float(days))
    again = analyse(replace(inputs, customers=inputs.customers.assign(payment_days=changed)))
    found = answers(analysis, Wie=typed, Dagen=days)
    same_contribution(found["DagDan"], again, scope)
    interest = again.customers["financing"].sum() - analysis.customers["financing"].sum()
    assert found["DagRenteErbij"] == pytest.approx(interest, abs=CENT)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=SLOW) for seed in (2, 3))])
def test_other_weights(case: tuple[Inputs, Analysis], seed: int) -> None:
    inputs, analysis = case
    draw = np.random.default_rng(seed)
    weights = {name: float(np.round(draw.random() * (draw.random() > 0.3), 2)) for name in DIMENSION_NAMES}
    weights["turnover"] = max(weights["turnover"], 0.01)
    settings = analysis.settings.model_copy(update={f"weight_{name}": w for name, w in weights.items()})
    again = analyse(replace(inputs, settings=settings)).customers
    found = answers(analysis, **{f"Gewicht_{name}": weight for name, weight in weights.items()})
    labels = {f"{row['name']} ({number})": number for number, row in analysis.customers.iterrows()}
    top = [labels[str(found[f"E{row}"])] for row in range(54, 74)]
    assert len(set(top)) == 20
    assert again.loc[top, "rank"].tolist() == sorted(again["rank"])[:20]
    assert [found[f"G{row}"] for row in range(54, 74)] == again.loc[top, "rank"].tolist()
    assert [found[f"H{row}"] for row in range(54, 74)] == pytest.approx(again.loc[top, "score"], abs=1e-8)
    assert [found[f"F{row}"] for row in range(54, 74)] == analysis.customers.loc[top, "rank"].tolist()
    leaving = [number for number in analysis.customers.index[:20] if number not in top]
    assert found["GewichtUit"] == len(leaving)
    for row, number in enumerate(leaving[:11], 63):
        assert labels[str(found[f"A{row}"])] == number
        assert found[f"C{row}"] == again.loc[number, "rank"]
