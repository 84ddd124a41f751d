"""What to say to who may go, by the days of silence beside the customer's own interval."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.words import risk_sentences as words

UNSEEN = "niet gezien"
INTERVAL = "gewoonlijk om de"
LESS = "koopt minder bij ons"
ANYHOW = "Bevalt het nog"


@pytest.mark.parametrize(
    ("reason", "silent", "gap", "told"),
    [
        ("both", 355.0, 12.0, UNSEEN),
        ("late", 105.0, 10.0, UNSEEN),
        ("late", 49.0, 11.0, INTERVAL),
        ("both", 20.0, 7.0, INTERVAL),
        ("declining", 9.0, 11.0, LESS),
        # Longer silent than a quarter and than usual, though not twice as long.
        ("", 350.0, 200.0, UNSEEN),
        # Once a year is its own rhythm.
        ("", 200.0, 365.0, ANYHOW),
        ("", 340.0, math.nan, UNSEEN),
        ("", 30.0, math.nan, ANYHOW),
        ("", math.nan, math.nan, ANYHOW),
    ],
)
def test_the_first_sentence_follows_the_silence(reason: str, silent: float, gap: float, told: str) -> None:
    row = {"at_risk_reason": reason, "recency_days": silent, "typical_gap": gap}
    said = words.risk_question(row)
    assert [part for part in (UNSEEN, INTERVAL, LESS, ANYHOW) if part in said] == [told]


@pytest.mark.parametrize(
    ("silent", "since"),
    [(20.0, "sinds 9 maart niet"), (197.0, "sinds 9 maart niet"), (355.0, "sinds 9 maart 2025 niet")],
)
def test_the_day_of_the_last_purchase_is_said_and_no_number_that_grows(silent: float, since: str) -> None:
    row = {"at_risk_reason": "late", "recency_days": silent, "typical_gap": 7.0}
    assert since in words.risk_question(row | {"last_purchase": pd.Timestamp("2025-03-09")})


def test_the_last_purchase_stands_beside_the_interval() -> None:
    row = {"at_risk_reason": "late", "last_purchase": pd.Timestamp("2025-12-01"), "typical_gap": 1.0}
    assert words.risk_why(row).endswith("Laatste aankoop 01-12-2025, gewoonlijk om de 1 dag.")
    assert words.risk_why(row | {"typical_gap": math.nan}).endswith("Laatste aankoop 01-12-2025.")
    assert words.risk_why(row | {"last_purchase": pd.NaT}) == "Koopt veel later dan gewoon."


LOSS = {"label": "reconsider", "net": -500.0, "revenue": 4000.0, "time_cost": 1000.0, "hours": 20.0}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, " Kostendekkend bij 12,5 % hogere prijzen, of met 10 van de 20 uren minder."),
        ({"net": -1000.0}, " Kostendekkend bij 25,0 % hogere prijzen, of met 20 van de 20 uren minder."),
        ({"net": -1001.0}, " Kostendekkend bij 25,0 % hogere prijzen; met minder uren alleen niet."),
        ({"hours": math.nan}, " Kostendekkend bij 12,5 % hogere prijzen."),
        ({"revenue": 400.0}, " Kostendekkend bij meer dan dubbele prijzen, of met 10 van de 20 uren minder."),
        ({"net": 5.0}, ""),
        ({"net": math.nan}, ""),
        ({"revenue": -4.0}, ""),
        ({"label": "develop"}, ""),
    ],
)
def test_when_a_loss_is_nothing(change: dict[str, object], told: str) -> None:
    assert words.break_even(LOSS | change) == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "haalt hij 12,5 % hogere prijzen, of lukt het met 10 uren minder?"),
        ({"net": -1001.0}, "haalt hij 25,0 % hogere prijzen?"),
        ({"net": -20.0}, "haalt hij 0,5 % hogere prijzen, of lukt het met 1 uur minder?"),
        ({"revenue": 400.0, "hours": math.nan}, "haalt hij meer dan dubbele prijzen?"),
    ],
)
def test_what_to_settle_at_home_is_that_of_the_row(change: dict[str, object], told: str) -> None:
    assert words.break_even_question(LOSS | change) == f"Eerst intern: {told}"
    assert words.break_even_question(LOSS | change | {"net": math.nan}) == ""


def test_maandag_breaks_even_at_the_price_that_it_names(firm: Analysis, firm_document: Document) -> None:
    customers = firm_document.frames["customers"].set_index("customer_id")
    rows = firm_document.frames["monday"]
    named = rows[rows["why"].astype(str).str.contains("Kostendekkend")]
    for row in named.to_dict("records"):
        found = customers.loc[row["customer_id"]]
        rate = -found["contribution"] / found["revenue"]
        told = "meer dan dubbele" if rate > 1 else f"{100 * rate:.1f}".replace(".", ",")
        assert told in row["why"]
        assert row["say_first"].startswith(("‘", "Eerst intern: wat kwam")) or told in row["say_first"]
    for row in rows[rows["kind"] == "Risico"].to_dict("records"):
        found = customers.loc[row["customer_id"]]
        if pd.notna(found["last_purchase"]):
            assert found["last_purchase"].strftime("%d-%m-%Y") in row["why"]


@pytest.mark.parametrize(
    ("gap", "told"), [(12.5, "13 dagen"), (10.5, "11 dagen"), (1.4, "1 dag"), (0.2, "1 dag")]
)
def test_the_interval_is_rounded_as_in_a_cell(gap: float, told: str) -> None:
    row = {"at_risk_reason": "late", "typical_gap": gap, "last_purchase": pd.Timestamp("2025-10-27")}
    assert words.risk_why(row).endswith(f"gewoonlijk om de {told}.")
    assert f"om de {told}," in words.risk_question({**row, "recency_days": 49.0})
