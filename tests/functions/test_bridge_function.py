"""KW_BRUG gives the amounts of the sheet Waarom veranderd, and calls them what they are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pandas as pd
import pytest
from small_company import LINES, PRODUCTS

from klantwaarde_xl import errors
from klantwaarde_xl.functions.of_tables import bridge


def test_the_bridge_adds_up_to_the_margin_of_both_years() -> None:
    """Without effort the contribution is the margin; the sums are made here, from the cells."""
    days = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    found = bridge(LINES, PRODUCTS, None, *days).set_index("Stap")["Brutomarge"]
    sums: dict[int, float] = defaultdict(float)
    for date, _, _, revenue, cost in LINES[1:]:
        sums[date.year] += revenue - cost
    assert found["Deze periode"] == pytest.approx(sums[2024], abs=0.01)
    assert found["Vorige periode"] == pytest.approx(sums[2023], abs=0.01)
    assert round(found.iloc[:-1].sum() - found.iloc[-1], 2) == 0
    with pytest.raises(errors.InvalidFigureError, match="KW-615"):
        bridge(LINES, PRODUCTS, "99", *days)


def test_a_bridge_without_a_whole_previous_period_says_so_in_its_last_row() -> None:
    part = [LINES[0], *[row for row in LINES[1:] if row[0].year == 2024]]
    days = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    found = bridge(part, PRODUCTS, None, *days)
    assert found["Stap"].iloc[-1] == (
        "Waardoor de nettobijdrage veranderde is niet te zeggen: de gegevens beginnen op 05-01-2024, er is "
        "geen vorige periode."
    )
    # All that was sold is not new: there is nothing to compare it with.
    assert found["Brutomarge"].isna().all()
    assert len(found) == 13
    one = bridge(part, PRODUCTS, str(part[1][1]), *days)
    assert one["Brutomarge"].isna().all()
    # Of time and money nothing is known: no amount is not an amount of zero.
    known = [False] * 7 + [True] * 2 + [False] * 3
    assert bridge(LINES, PRODUCTS, None, *days)["Brutomarge"].isna().tolist() == known


EFFORT = [
    ["Datum", "Klantnr", "Activiteit", "Uren"],
    [dt.date(2023, 5, 1), "00001", "Bezoek", 2],
    [dt.date(2024, 5, 1), "00001", "Bezoek", 5],
]


def test_a_bridge_of_the_same_tables_is_that_of_the_sheet() -> None:
    left_out = [["Klantnr", "Klantnaam", "Meetellen"], ["00002", "Zuster", "nee"]]
    settings = [["Kostprijs per uur", 50], ["Periode van", dt.date(2024, 1, 1)]]
    settings.append(["Periode tot", dt.date(2024, 12, 31)])
    call = (LINES, PRODUCTS, None, None, None, left_out, EFFORT, None, settings)
    found = bridge(*call).set_index("Stap")["Nettobijdrage"]
    kept = [row for row in LINES[1:] if row[1] != "00002"]
    margins = {year: sum(row[3] - row[4] for row in kept if row[0].year == year) for year in (2023, 2024)}
    assert found["Vorige periode"] == pytest.approx(margins[2023] - 100, abs=0.01)
    assert found["Deze periode"] == pytest.approx(margins[2024] - 250, abs=0.01)
    assert found["Tijd"] == -150
    assert found[["Geld"]].isna().all()


def test_days_of_the_call_come_before_those_of_the_settings() -> None:
    settings = [["Periode van", dt.date(2020, 1, 1)], ["Periode tot", dt.date(2020, 12, 31)]]
    days = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    found = bridge(LINES, PRODUCTS, None, *days, None, None, None, settings)
    pd.testing.assert_frame_equal(found, bridge(LINES, PRODUCTS, None, *days))


def test_a_bridge_without_any_cost_is_no_figure_instead_of_zeros() -> None:
    bare = [row[:4] for row in LINES]
    days = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    for customer in (None, str(LINES[1][1])):
        with pytest.raises(errors.InvalidFigureError, match="KW-620"):
            bridge(bare, PRODUCTS, customer, *days)
