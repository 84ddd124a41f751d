"""KW_VOLGENDJAAR and KW_WEG give the figures of the sheet, or say why there are none."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict

import pandas as pd
import pytest
from leaving_company import CUSTOMERS, LINES, stops
from small_company import LINES as FEW_LINES

from klantwaarde_xl import errors
from klantwaarde_xl.functions import dispatch, of_tables
from klantwaarde_xl.functions.of_ahead import leaving, next_year
from klantwaarde_xl.functions.registry import BY_NAME

MARGIN = 0.3
HEADERS = [
    *("Waarde komend jaar", "Laag", "Hoog", "Waarde drie jaar", "Kans weg", "Als hij gaat", "Op het spel"),
]


def of_year(year: int, column: int = 2) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for row in LINES[1:]:
        if row[0].year == year:
            sums[row[1]] += row[column]
    return sums


def shown(answer: object) -> list[object]:
    return [row[0] if isinstance(row[0], float | None) else row[0].code for row in answer]


def test_next_year_is_the_margin_of_the_turnover_to_expect() -> None:
    found = next_year(LINES).set_index("Klantnr")
    assert list(found.columns) == ["Klantnaam", *HEADERS]
    last = of_year(2024)
    assert set(found.index) == set(last)
    # All cost is 70 % of turnover, so margin and what goes follow from sums made here.
    assert found["Als hij gaat"].to_dict() == pytest.approx({k: v * MARGIN for k, v in last.items()})
    stake = found["Kans weg"] * found["Als hij gaat"]
    assert found["Op het spel"].tolist() == pytest.approx(stake.tolist())
    inside = found["Laag"].le(found["Waarde komend jaar"]) & found["Hoog"].ge(found["Waarde komend jaar"])
    assert inside.mean() > 0.7
    assert (found["Hoog"] > found["Laag"]).any()


def test_the_figures_are_those_of_klantwaarde() -> None:
    sheet = of_tables.customers(LINES)
    found = next_year(LINES)
    pd.testing.assert_frame_equal(found, sheet[["Klantnr", "Klantnaam", *HEADERS]])
    assert leaving(LINES).values.tolist() == sheet["Kans weg"].tolist()


def test_the_chance_stands_in_the_order_of_the_customers() -> None:
    """Blank rows are blank; who is unknown or bought nothing has no figure; a number twice has it twice."""
    silent = next(n for n in range(3, CUSTOMERS, 3) if stops(n) <= 23)
    order = ["0001", None, "9999", "0002", f"{silent:04d}", "0001", 2.0]
    rows = [["Naam", "Klantnr"], *[["x" if each else None, each] for each in order]]
    sheet = of_tables.customers(LINES).set_index("Klantnr")["Kans weg"]
    found = dispatch.call(BY_NAME["KW_WEG"], [LINES, rows, *[None] * 7])
    assert shown(found) == [sheet["0001"], None, "KW-613", sheet["0002"], "KW-613", sheet["0001"], "KW-613"]
    titled = [["Klanten", None], [None, None], *rows]
    assert shown(dispatch.call(BY_NAME["KW_WEG"], [LINES, titled, *[None] * 7])) == shown(found)


def test_who_goes_silent_has_the_higher_chance() -> None:
    sheet = next_year(LINES).set_index("Klantnr")["Kans weg"]
    gone = [f"{n:04d}" for n in range(3, CUSTOMERS + 1, 3) if 24 < stops(n) < 31]
    bought = [each for each in gone if each in sheet.index]
    others = sheet.drop(bought)
    assert len(bought) > 3
    assert sheet[bought].mean() > 2 * others.mean()
    assert sheet.between(0, 1).all()


def test_a_firm_without_leavers_has_a_value_and_no_chance() -> None:
    found = next_year(FEW_LINES)
    assert found["Kans weg"].isna().all()
    assert found["Laag"].isna().all(), "24 customers are too few for an interval"
    sums: dict[str, float] = defaultdict(float)
    for date, customer, _, revenue, cost in FEW_LINES[1:]:
        if date.year == 2024:
            sums[customer] += revenue - cost
    assert found["Waarde komend jaar"].sum() == pytest.approx(sum(sums.values()), rel=0.01)
    with pytest.raises(errors.InvalidFigureError, match=r"KW-619: .*minder dan 50 klanten bleven weg"):
        leaving(FEW_LINES)


@pytest.mark.parametrize(
    ("first", "why"), [(2024, "minder dan twee perioden"), (2023, "minder dan 50 klanten")]
)
def test_less_history_gives_the_reason(first: int, why: str) -> None:
    part = [LINES[0], *[row for row in LINES[1:] if row[0].year >= first]]
    assert next_year(part)["Kans weg"].isna().all()
    answer = str(dispatch.call(BY_NAME["KW_WEG"], [part, *[None] * 8]))
    assert "KW-619" in answer
    assert why in answer


def test_without_any_cost_there_is_no_value() -> None:
    bare = [row[:3] for row in LINES]
    with pytest.raises(errors.InvalidFigureError, match="KW-620: Van geen regel"):
        next_year(bare)
    assert not any(math.isnan(each) for each in leaving(bare).values), "the chance needs no cost"


def test_the_example_gives_the_tables_that_change_the_value_and_the_text_names_them() -> None:
    effort = [["Datum", "Klantnr", "Activiteit", "Uren"], [dt.date(2024, 5, 1), "0001", "Bezoek", 8]]
    ratings = [["Klantnr", "Energie", "Cultuur"], ["0001", 1, 5]]
    usual = next_year(LINES)
    with_hours = next_year(LINES, None, None, effort)
    pd.testing.assert_frame_equal(
        next_year(LINES, None, None, None, None, ratings).set_index("Klantnr").sort_index(),
        usual.set_index("Klantnr").sort_index(),
    )
    value = usual.set_index("Klantnr")["Waarde komend jaar"]
    less = value - with_hours.set_index("Klantnr")["Waarde komend jaar"]
    assert less["0001"] > 0
    assert less.drop("0001").abs().max() < 0.005
    function = BY_NAME["KW_VOLGENDJAAR"]
    for table, named in (
        ("tblProducten", "producten"),
        ("tblInspanning", "inspanning"),
        ("tblTarieven", "tarieven"),
    ):
        assert table in function.example
        assert named in function.help
    assert "tblBeoordeling" not in function.example
