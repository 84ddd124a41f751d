"""The six lines and the one object say the same figures as the analysis."""

from __future__ import annotations

import dataclasses

import pytest
from small_workbook import raw_tables

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report.formats import euro, number


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(check_inputs(raw_tables()))


def test_the_object_holds_the_figures_to_the_cent(analysis: Analysis) -> None:
    found = summary(analysis)
    assert found["revenue"] == round(
        analysis.lines["revenue"][analysis.period.contains(analysis.lines["date"].to_numpy())].sum(), 2
    )
    assert found["customers"] == len(analysis.customers) == sum(found["pareto"].values())
    assert found["potential"] == {
        lever: round(euros, 2) for lever, euros in analysis.chances.potential.items()
    }
    assert set(found["potential"]) == {"up_sell", "margin", "serve"}
    assert found["expected"] == pytest.approx(analysis.chances.expected, abs=0.005, nan_ok=True)
    assert set(found["expected"]) == {"cross_sell_revenue", "cross_sell_margin"}
    assert found["period"] == {"from": analysis.period.start, "to": analysis.period.end}


def test_the_lines_tell_period_totals_and_what_was_read(analysis: Analysis) -> None:
    lines = headline(analysis)
    assert len(lines) == 6
    assert f"{analysis.period.start:%d-%m-%Y}" in lines[1]
    assert euro(analysis.totals["revenue"]) in lines[1]
    assert euro(analysis.totals["contribution"]) in lines[1]
    assert lines[-1].startswith(f"Aansluiting: {number(analysis.inputs.read_lines)} regels gelezen")
    assert lines[-1].endswith("sluit op de cent.")


def test_what_is_unknown_is_not_said(analysis: Analysis) -> None:
    totals = {**analysis.totals, "gross_margin": float("nan"), "contribution": float("nan")}
    without = headline(dataclasses.replace(analysis, totals=totals))
    assert "brutomarge" not in without[1]
    assert "nettobijdrage" not in without[1]
    assert "nan" not in " ".join(without)


def test_lines_in_a_currency_without_a_rate_are_counted_apart(analysis: Analysis) -> None:
    inputs = dataclasses.replace(
        analysis.inputs, foreign={"USD": (2, 1500.5)}, rejected_lines=3, rejected_revenue=10.0
    )
    last = headline(dataclasses.replace(analysis, inputs=inputs))[-1]
    assert "1 afgekeurd (€ 10,00), 2 in een munt zonder koers (USD 1.500,50)" in last
    assert summary(dataclasses.replace(analysis, inputs=inputs))["foreign"] == {
        "USD": {"rows": 2, "revenue": 1500.5}
    }
