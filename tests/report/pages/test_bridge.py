"""The page Waarom veranderd and the waterfall: rows add up, bars join, the sentence tells the largest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from stand_in_bridge import with_amounts

from klantwaarde_xl.core.measures.bridge import STEPS
from klantwaarde_xl.report.formats import euro
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages import bridge, changes
from klantwaarde_xl.report.pages.compared import comparison, known_sentence


def test_where_nobodys_contribution_is_known_no_row_of_zeros_is_shown(make_analysis: Any) -> None:
    analysis = make_analysis(5)
    source = Source(replace(analysis, bridge=analysis.bridge * 0.0))
    shown = bridge.shown_frame(source)
    assert shown[[*STEPS, "previous_contribution", "contribution", "change"]].isna().all(axis=None)
    # A table without rows has a total of 0,00; of blanks it has none.
    assert len(shown) == len(bridge.bridge_frame(source)) > 0
    # The lines of these five are 50 before, and -50 + 50 + 50 - 50 + 50 now.
    assert comparison(source).title == "Van niemand is de nettobijdrage bekend; de omzet bleef gelijk."


def test_every_row_adds_up_and_the_largest_change_comes_first(make_analysis: Any) -> None:
    frame = bridge.bridge_frame(Source(make_analysis(60)))
    assert len(frame) == 69
    total = frame["previous_contribution"] + frame[list(STEPS)].sum(axis=1)
    np.testing.assert_allclose(total, frame["contribution"], atol=1e-6)
    np.testing.assert_allclose(
        frame["contribution"] - frame["previous_contribution"], frame["change"], atol=1e-6
    )
    assert frame["change"].abs().is_monotonic_decreasing
    assert frame.set_index("customer_id").loc["90003", ["name", "lost"]].tolist() == ["Verdwenen 3", -450.0]


def test_the_list_of_verloop_runs_from_the_previous_period_to_this_one(make_analysis: Any) -> None:
    source = with_amounts(make_analysis, previous_contribution=100.0, volume=-30.0, price=5.0)
    rows = changes.step_list(source)
    assert rows["label"].tolist()[:4] == ["Vorige periode", "Verloren klanten", "Nieuwe klanten", "Volume"]
    assert rows["amount"].tolist() == [100.0, 0, 0, -30.0, 5.0, 0, 0, 0, 0, 0, 0, 75.0]


@pytest.mark.parametrize(
    "amounts",
    [
        {"previous_contribution": 100.0, "volume": -30.0, "price": 5.0},
        {"previous_contribution": 20.0, "volume": -50.0, "price": 45.0},
        {"previous_contribution": -20.0, "lost": -5.0, "new": 60.0, "time": -70.0},
    ],
)
def test_the_bars_begin_where_the_last_one_ended(make_analysis: Any, amounts: dict[str, float]) -> None:
    """Also where a step goes through zero: a bar is then drawn on both sides of it."""
    frame = bridge.waterfall_frame(with_amounts(make_analysis, **amounts)).iloc[::-1].reset_index(drop=True)
    drawn = frame[["before", "now", "rise", "rise_below", "fall", "fall_below"]]
    length = drawn.abs().sum(axis=1)
    np.testing.assert_allclose(length, frame["amount"].abs())
    level = 0.0
    for n, row in frame.iloc[:-1].iterrows():
        ends = level, level + row["amount"]
        above, below = (
            row["rise"] + row["fall"] + max(row["before"], 0),
            row["rise_below"] + row["fall_below"],
        )
        top = max(row["base"], 0) + above
        bottom = min(row["base"], 0) + below + min(row["before"], 0)
        assert max(*ends, 0) == pytest.approx(top if above or row["base"] > 0 else 0), n
        assert min(*ends, 0) == pytest.approx(bottom if below or row["base"] < 0 or bottom else 0), n
        level = ends[1]
    assert frame["now"].iloc[-1] == pytest.approx(level)


@pytest.mark.parametrize("day", ["2024-01-01", "2023-02-15", "2022-06-01"])
def test_without_a_previous_period_there_is_no_bridge(make_analysis: Any, day: str) -> None:
    """The data begin in this period, within the previous one, or before it with nothing sold in it."""
    source = with_amounts(make_analysis, previous_contribution=100.0, new=30.0)
    source = Source(replace(source.analysis, lines=source.analysis.lines.assign(date=pd.Timestamp(day))))
    assert known_sentence(source) == ""
    values, frames = bridge._values(source), bridge.PAGE.frames(source)
    assert values["bridge_message"].startswith("Waardoor de nettobijdrage veranderde is niet te zeggen: ")
    assert values["bridge_known"] == values["Brug_Verschil"] == values["Brug_Bedrag"] == 0
    assert values["Brug_Stap"] == values["Brug_TegenStap"] == values["Brug_Samen"] == ""
    assert values["bridge_subtitle"] == source.period_line
    for name, words in (
        ("bridge", ["customer_id", "name"]),
        ("waterfall", ["label"]),
        ("bridge_weighed", ["label"]),
    ):
        amounts = frames[name].drop(columns=words)
        assert len(amounts), name
        assert amounts.isna().all(axis=None), name


def test_the_paper_has_a_total_where_it_has_not_all_rows(make_analysis: Any) -> None:
    """Sixty rows are printed, the total row below the last of them is not."""
    source = Source(make_analysis(60))
    rows = bridge.bridge_frame(source)
    assert len(rows) == 69
    cents = [
        sum(round(100 * amount) for amount in rows[name])
        for name in ("previous_contribution", "contribution")
    ]
    before, now = (euro(amount / 100, 2) for amount in cents)
    told = f"Op papier de 60 grootste verschillen; alle 69 klanten samen: van {before} naar {now}."
    assert told in str(bridge._values(source)["bridge_subtitle"])
    assert "Op papier" not in str(bridge._values(Source(make_analysis(5)))["bridge_subtitle"])


def test_whole_cents_that_end_beside_klantwaarde_are_called_rounding(make_analysis: Any) -> None:
    """Three customers of 0.3349 each are 1.00 together, and 0.33 x 3 in whole cents."""
    analysis = make_analysis(3)
    bridge_of = analysis.bridge.iloc[:3] * 0.0
    bridge_of[["new", "contribution"]] = 0.33
    bridge_of[["previous_contribution", "lost"]] = [5.0, -5.0]
    totals = {**analysis.totals, "contribution": 3 * 0.3349}
    values = bridge._values(Source(replace(analysis, bridge=bridge_of, totals=totals)))
    assert str(values["bridge_subtitle"]).endswith(
        "Afronding: hele centen per klant zijn samen € 0,01 minder dan het totaal van Klantwaarde."
    )


def test_price_and_cost_that_are_one_cause_are_told_beside_it(make_analysis: Any) -> None:
    """Either of them alone is larger than the cause that is named."""
    amounts = {"previous_contribution": 100.0, "new": 48.0, "price": 172.0, "cost": -185.0}
    values = bridge.PAGE.values(with_amounts(make_analysis, **amounts))
    told = "Prijs (€ 172) en kostprijs (€ -185) tellen als één oorzaak: per saldo € -13."
    assert str(values["bridge_message"]).endswith(
        f"het meest door nieuwe klanten (€ 48); daartegenover prijs en kostprijs samen (€ -13). {told}"
    )
    assert told not in str(values["bridge_title"]), "the title of the chart stays short"
