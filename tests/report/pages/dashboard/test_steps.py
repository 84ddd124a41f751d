from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.steps import (
    BIG,
    COSTS,
    EARNS,
    GIVEN,
    NO_NET,
    Step,
    count,
    euro,
    given,
    of,
    share,
    text,
)


def given_values(source: Source, **parts: object) -> dict[str, Any]:
    """Return the given figures by key, of an analysis with other parts."""
    found = facts(source)
    found = replace(found, analysis=replace(found.analysis, **parts))
    return {step.name: step.value(found) for step in GIVEN}


@pytest.mark.parametrize(
    ("kind", "look"),
    [(count, f.INTEGER), (euro, f.EURO), (share, f.PERCENTAGE), (text, f.TEXT_PLAIN)],
)
def test_each_kind_of_figure_has_its_look(kind: Callable[..., Step], look: f.CellFormat) -> None:
    step = kind("Dash_X", "Een", "1+1", lambda _: 2)
    assert (step.name, step.label, step.formula, step.look) == ("Dash_X", "Een", "1+1", look)


def test_a_figure_of_a_part_of_the_analysis_is_read_from_it(make_analysis: Any) -> None:
    analysis = make_analysis(10)
    losses = [value for value in analysis.customers["contribution"] if value < 0]
    found = facts(Source(analysis))
    assert of("whale", "loss_sum")(found) == pytest.approx(sum(losses))
    assert of("top20", "customers")(found) == 2


def test_given_figures_stand_below_each_other_from_the_seventh_row() -> None:
    assert given(GIVEN[0].name) == "Grafiekgegevens!$AP$7"
    assert [given(step.name) for step in GIVEN] == [
        f"Grafiekgegevens!$AP${row}" for row in range(7, 7 + len(GIVEN))
    ]
    assert all(step.formula == "" for step in GIVEN)


def test_an_unknown_key_has_no_address() -> None:
    with pytest.raises(ValueError, match="is not in list"):
        given("no_such_figure")


def test_conditions_compare_in_cents() -> None:
    net, rank = (f"tblKlantwaarde[{name}]" for name in ("Nettobijdrage", "Rang omzet"))
    expected = [
        (NO_NET, f'{net},"<="&0.005'),
        (EARNS, f'{net},">"&0.005'),
        (COSTS, f'{net},"<"&-0.005'),
        (BIG, f'{rank},"<="&Dash_Grens'),
    ]
    assert [condition for condition, _ in expected] == [formula for _, formula in expected]


def test_lines_left_out_are_summed_by_reason(by_hand: Callable[..., Source]) -> None:
    rows = [
        ("tblTransacties", "used", 100, 5000.0),
        ("tblTransacties", "rejected", 3, 10.5),
        ("tblOpenstaand", "rejected", 2, 4.0),
        ("tblTransacties", "foreign", 7, 0.0),
    ]
    frame = pd.DataFrame(rows, columns=["table", "reason", "lines", "revenue"])
    values = given_values(by_hand(), reconciliation=frame)
    assert (values["rejected_lines"], values["rejected_revenue"], values["foreign_lines"]) == (5, 14.5, 7)
    nothing = given_values(by_hand(), reconciliation=frame.iloc[:1])
    assert (nothing["rejected_lines"], nothing["rejected_revenue"], nothing["foreign_lines"]) == (0, 0.0, 0)


def test_the_rest_comes_from_the_settings_the_period_and_the_totals(by_hand: Callable[..., Source]) -> None:
    values = given_values(
        by_hand(),
        period=Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
        totals={"unassigned": 12.5, "unassigned_share": 0.025},
    )
    assert values["measure_words"] == "de omzet"
    assert values["years"] == pytest.approx(2.0)
    assert (values["unassigned"], values["unassigned_share"]) == (12.5, 0.025)
    assert math.isnan(given_values(by_hand(), totals={})["unassigned"])
