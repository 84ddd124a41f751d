from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.euro_steps import EURO_STEPS
from klantwaarde_xl.report.pages.dashboard.facts import facts

NAN = math.nan
NOBODY = [NAN] * 5
ByHand = Callable[..., Source]


def figures(source: Source, **parts: object) -> dict[str, Any]:
    """Return the figures by name, of an analysis with other parts where they are given."""
    found = facts(source)
    found = replace(found, analysis=replace(found.analysis, **parts))
    return {step.name.removeprefix("Dash_"): step.value(found) for step in EURO_STEPS}


def test_what_goes_with_the_one_that_costs_money(by_hand: ByHand) -> None:
    found = figures(by_hand())
    assert (found["Bekend"], found["MetUren"], found["Zeker"]) == (5, 1, 1)
    # Only Aalders: EUR 75 of margin a year and 20 hours in one year. Evers is at nothing, to the cent.
    assert (found["VerliesWeg"], found["VerliesUur"]) == (75.0, 20.0)
    assert found["Omzet"] == 1000.0
    assert found["Rest"] == 4


def test_only_leaving_that_saves_is_counted_as_saving(by_hand: ByHand) -> None:
    found = figures(by_hand())
    assert (found["Weg"], found["WegEuro"]) == (0, 0.0)
    found = figures(by_hand(if_gone=[-75.0, 200.0, -25.0, 30.0, -0.004]))
    # Aalders and Cordes: 25 of 38 hours, 650 of 1,000 turnover. Evers is nothing, to the cent.
    assert (found["Weg"], found["WegEuro"], found["WegUur"]) == (2, 100.0, 25.0)
    assert (found["WegDeel"], found["WegOmzet"]) == (pytest.approx(25 / 38), pytest.approx(0.65))
    assert found["WegVrij"] == "komen 25 uren vrij (66 %, voor 65 % van de omzet)"


def test_hours_are_told_by_year(by_hand: ByHand) -> None:
    two_years = Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
    assert figures(by_hand(), period=two_years)["VerliesUur"] == pytest.approx(10.0)


def test_nobody_that_costs_money_takes_nothing_away(by_hand: ByHand) -> None:
    found = figures(by_hand(contribution=[50.0, 120.0, 30.0, 20.0, 0.0]))
    assert (found["VerliesWeg"], found["VerliesUur"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("columns", "known", "timed", "certain"),
    [
        ({"time_cost": NOBODY}, 5, 0, 0),
        ({"contribution": [NAN, 1.0, 1.0, 1.0, 1.0]}, 4, 1, 0),
        ({"contribution": NOBODY}, 0, 1, 0),
        ({"contribution": [NAN, 1.0, 1.0, 1.0, 1.0], "rank_revenue": [NAN, 1.0, 2.0, 3.0, 4.0]}, 4, 1, 1),
    ],
    ids=["no hours", "one unknown", "nothing known", "the unknown one is no customer"],
)
def test_who_costs_money_is_certain_with_hours_and_all_contributions(
    by_hand: ByHand, columns: dict[str, list[float]], known: int, timed: int, certain: int
) -> None:
    found = figures(by_hand(**columns))
    assert (found["Bekend"], found["MetUren"], found["Zeker"]) == (known, timed, certain)


def test_without_hours_it_is_unknown_how_many_come_free(by_hand: ByHand) -> None:
    assert math.isnan(figures(by_hand(hours=NOBODY))["VerliesUur"])


@pytest.mark.parametrize(("total", "shown"), [(100.0, True), (0.004, False), (-5.0, False)])
def test_the_top_of_the_whale_is_a_share_of_a_positive_total(
    by_hand: ByHand, total: float, shown: bool
) -> None:
    whale = SimpleNamespace(total=total, peak=1.5, at=0.6, loss_makers=1, loss_sum=-50.0, loss_time=40.0)
    found = figures(by_hand(), whale=whale)
    assert (found["TopWalvis"], found["BijTop"]) == ((1.5, 0.6) if shown else (None, None))
    assert (found["Totaal"], found["VerliesEuro"]) == (round(total, 2), 50.0)


def test_the_highest_score_without_the_first_rank_is_told(by_hand: ByHand) -> None:
    assert (figures(by_hand())["Hoger"], figures(by_hand())["HogerNaam"]) == (0, "")
    # Dam stands in the second row and scores higher than Berk, on estimates; a tie is not higher.
    higher = figures(by_hand(score=[40.0, 90.0, 60.0, 95.0, 50.0]))
    assert (higher["Hoger"], higher["HogerNaam"]) == (2, "Dam")
    assert figures(by_hand(score=[40.0, 90.0, 60.0, 90.0 + 1e-9, 50.0]))["Hoger"] == 0


@pytest.mark.parametrize(
    ("now", "before", "growth"),
    [(120.0, 100.0, 0.2), (80.0, 100.0, -0.2), (80.0, 0.0, None), (80.0, NAN, None)],
)
def test_growth_needs_revenue_before(
    by_hand: ByHand, now: float, before: float, growth: float | None
) -> None:
    totals = {"revenue": now, "previous_revenue": before}
    found = figures(by_hand(), totals=totals)
    assert found["Groei"] == (growth if growth is None else pytest.approx(growth))


def test_who_came_went_and_buys_less(by_hand: ByHand) -> None:
    source = by_hand(
        is_new=[True, False, True, True, False],
        at_risk=[False, True, False, False, True],
        at_stake=[10.0, 2.5, NAN, 0.0, 1.0],
    )
    found = figures(source)
    assert (found["Nieuw"], found["Verloren"], found["Risico"]) == (3, 9, 2)
    assert found["RisicoEuro"] == pytest.approx(13.5)


def test_what_the_others_hold_is_summed_over_the_actions(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    largest = set(analysis.customers["revenue"].nlargest(8).index)
    sums = dict.fromkeys(("up_sell", "cross_sell", "margin", "serve"), 0.0)
    for customer, row in analysis.chances.actions.iterrows():
        for field in sums if customer not in largest else ():
            sums[field] += 0.0 if pd.isna(row[field]) else float(row[field])
    found = figures(Source(analysis))
    assert found["Rest"] == 32
    assert sums["up_sell"] > 0
    assert found["RestGroei"] == pytest.approx(sums["up_sell"])
    assert found["RestNieuw"] == pytest.approx(sums["cross_sell"])
    assert found["RestSparen"] == pytest.approx(sums["margin"] + sums["serve"])
    actions = analysis.chances.actions.drop(index=list(largest))
    assert found["RestMet"] == sum(1 for euros in actions["potential"] if euros > 0)
    lapses = actions.loc[actions["label"] == "reconsider", "potential"].sum()
    assert found["RestVervalt"] == pytest.approx(lapses)
