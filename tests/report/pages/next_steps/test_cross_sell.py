from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.next_steps.cross_sell import cross_sell_rows


def test_gaps_come_most_euros_first_each_with_its_evidence(
    frames: dict[str, pd.DataFrame], make_analysis: Any
) -> None:
    shown, source = frames["cross_sell"], make_analysis().chances.cross_sell.gaps
    assert len(shown) == len(source) == 600
    assert shown["expected_revenue"].is_monotonic_decreasing
    # The first customer has 1000 EUR; its Folie (200 EUR) stands among the last.
    assert shown.loc[0, ["customer_id", "item", "expected_revenue"]].tolist() == [
        "00001",
        "Etiketten",
        1000.0,
    ]
    assert (
        shown.loc[0, "evidence"]
        == "7 van 9 vergelijkbare klanten kopen Etiketten, vaak samen met Verpakking (lift 2,3)."
    )
    assert shown["compared_with"].unique().tolist() == ["vergelijkbare klanten"]
    assert shown["name"].notna().all()


def test_without_calibration_there_are_no_euros_and_a_reason(make_analysis: Any) -> None:
    few = make_analysis(10)
    rows = cross_sell_rows(few)
    assert rows["expected_revenue"].isna().all()
    # A share of peers is no chance: the column of chances is empty, and so out of sight.
    assert rows["probability"].isna().all()
    assert rows["share"].tolist() == (rows["peer_buyers"] / rows["peers"]).tolist()
    first = few.customers["revenue"].idxmax()
    assert rows.loc[0, "customer_id"] == first
    values = build(few, created=dt.datetime(2025, 1, 1)).values
    assert values["cross_sell_message"] == ("15 voorstellen bij 10 klanten, zonder kans en zonder bedragen.")
    assert str(values["cross_sell_meaning"]).startswith(
        "Geen kans en geen euro's: van minder dan 20 klanten is bekend"
    )
    assert str(values["cross_sell_method"]).startswith(
        "Methode: wat vergelijkbare klanten het meest kopen; er waren te weinig"
    )
