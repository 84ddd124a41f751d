"""Words of the bridge: the step that moved most is named, and what stood against it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import STEPS
from klantwaarde_xl.report.words.bridge_sentences import (
    CARD_STEPS,
    STEP_HELP,
    STEP_NAMES,
    bridge_sentence,
    card_note,
    largest_steps,
    no_bridge,
    pair_told,
)


def firm(**amounts: float) -> pd.Series:
    """Return a bridge from 100 with these steps, whose end is their sum."""
    steps = dict.fromkeys(STEPS, 0.0) | amounts
    return pd.Series({"previous_contribution": 100.0, **steps, "contribution": 100.0 + sum(amounts.values())})


def test_every_step_has_a_name_and_tells_what_it_is() -> None:
    assert set(STEPS) == set(STEP_HELP)
    assert [*STEP_NAMES] == ["previous_contribution", *(s for s in STEP_NAMES if s in STEPS), "contribution"]
    assert set(STEPS) == set(STEP_NAMES) - {"previous_contribution", "contribution"}
    assert {step for _, steps in CARD_STEPS.values() for step in steps} <= set(STEPS)


@pytest.mark.parametrize(
    ("amounts", "most", "against"),
    [
        ({"price": 30.0, "volume": -10.0}, "price", "volume"),
        ({"price": 10.0, "volume": -30.0}, "volume", "price"),
        ({"lost": -50.0, "new": 20.0, "time": -1.0}, "lost", "new"),
    ],
)
def test_the_largest_step_in_the_direction_of_the_change(
    amounts: dict[str, float], most: str, against: str
) -> None:
    assert largest_steps(firm(**amounts)) == (most, against)


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        # The largest amount is price, but cost takes all of it: volume did it.
        (
            {"price": 172506.0, "cost": -185494.0, "volume": 43319.0, "time": -20000.0},
            "de nettobijdrage steeg met € 10.331, het meest door volume (€ 43.319); daartegenover tijd "
            "(€ -20.000).",
        ),
        (
            {"price": -60.0, "cost": 90.0, "volume": 5.0},
            "de nettobijdrage steeg met € 35, het meest door prijs en kostprijs samen (€ 30).",
        ),
        (
            {"price": 60.0, "cost": -90.0, "volume": 50.0},
            "de nettobijdrage steeg met € 20, het meest door volume (€ 50); daartegenover prijs en kostprijs "
            "samen (€ -30).",
        ),
        # The same way: two causes.
        ({"price": 60.0, "cost": 30.0}, "de nettobijdrage steeg met € 90, het meest door prijs (€ 60)."),
    ],
)
def test_a_price_that_makes_up_for_cost_is_no_cause(amounts: dict[str, float], told: str) -> None:
    assert bridge_sentence(firm(**amounts)) == told


def test_nothing_against_is_not_named() -> None:
    assert bridge_sentence(firm(price=30.0, volume=5.0)) == (
        "de nettobijdrage steeg met € 35, het meest door prijs (€ 30)."
    )


def test_a_change_below_a_cent_is_none() -> None:
    assert bridge_sentence(firm(price=0.004)) == "de nettobijdrage bleef gelijk."


@pytest.mark.parametrize(
    ("first", "why"),
    [
        (dt.date(2025, 1, 1), "de gegevens beginnen op 01-01-2025, er is geen vorige periode."),
        (dt.date(2024, 3, 1), "de gegevens beginnen op 01-03-2024, de vorige periode op 01-01-2024."),
        (dt.date(2022, 3, 1), "in de vorige periode (01-01-2024 t/m 31-12-2024) zijn er geen factuurregels."),
    ],
)
def test_without_a_previous_period_the_title_says_why(first: dt.date, why: str) -> None:
    previous = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    told = f"Waardoor de nettobijdrage veranderde is niet te zeggen: {why}"
    assert no_bridge(first, previous) == told


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ({}, "In EUR"),
        ({"new": 5.0}, "nieuw"),
        ({"new": 5.0, "effort_only": 2.0}, "nieuw"),
        ({"unknown_cost": 3.0}, "deels onbekend"),
        ({"lost": -3.0}, "verloren"),
        ({"lost": -3.0, "effort_only": -2.0}, "verloren"),
        ({"effort_only": -2.0}, "alleen inspanning"),
    ],
)
def test_the_card_says_when_its_amounts_are_not_the_whole_change(row: dict[str, float], note: str) -> None:
    assert card_note(dict.fromkeys(STEPS, 0.0) | row) == note


def test_a_price_that_is_outweighed_by_cost_is_told_as_one_cause() -> None:
    # New customers bring less than the price did, and are still the most: price and cost are one cause.
    found = firm(new=48.0, price=172.0, cost=-185.0)
    assert "het meest door nieuwe klanten (€ 48)" in bridge_sentence(found)
    told = "Prijs (€ 172) en kostprijs (€ -185) tellen als één oorzaak: per saldo € -13."
    assert pair_told(found) == told
