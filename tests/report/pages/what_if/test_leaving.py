"""Four customers of whom some go, by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from what_if_firm import figures, firm_ground, firm_rows, steps, told

from klantwaarde_xl.report.pages.what_if.leaving import drop, lose
from klantwaarde_xl.report.pages.what_if.scenarios import hours
from klantwaarde_xl.report.pages.what_if.terms import term

YEAR, YES = term(1), term(1)
NO_DROP = "Kies een klant, of vul in hoeveel klanten u laat gaan, de laagste nettobijdrage eerst."
NOT_KNOWN = (
    "De nettobijdrage is van niemand bekend: hieronder staat alleen wat zonder kostprijs te zeggen is."
)


@pytest.mark.parametrize(
    ("avoidable", "then", "change"),
    [(0, 177, "daalt € 60"), (1, 227, "daalt € 10"), (0.5, 202, "daalt € 35")],
)
def test_without_the_two_worst(avoidable: float, then: int, change: str) -> None:
    """B and D: 60 of margin goes, and of 50 for hours what is avoidable."""
    found = drop(firm_ground(Slechtste=2, Vermijdbaar=avoidable))
    assert told(found)[0] == (
        f"Zonder de 2 klanten met de laagste nettobijdrage: de nettobijdrage {change}, van € 237 naar "
        f"€ {then}, en er komt 5 uur vrij."
    )
    assert figures(found) == {
        "Omzet": (2000, 1300),
        "Nettobijdrage": (237, then),
        "Uren": (17, 12),
    }


def test_one_customer_goes_before_a_number_of_them() -> None:
    for typed in ("b", "Boom (b)"):
        assert told(drop(firm_ground(Klant=typed, Slechtste=3, Vermijdbaar=1))) == (
            "Zonder Boom (b): de nettobijdrage stijgt € 70, van € 237 naar € 307, en er komt 5 uur vrij.",
            "Van € 50 aan tijdkosten telt 100,0 % als besparing: dat is het deel dat vermijdbaar is.",
        )


def test_more_than_there_are_takes_all_whose_contribution_is_known() -> None:
    """The time of A and B, 150, is not avoidable and stays without a margin; C stays."""
    there = firm_ground(Slechtste=100, Top=100)
    found = told(drop(there))[0]
    assert found == (
        "Zonder de 3 klanten met de laagste nettobijdrage: de nettobijdrage daalt € 387, van € 237 naar "
        "€ -150, en er komt 15 uur vrij."
    )
    lost = lose(there, YEAR, YES)
    assert str(lost.answer.value).startswith(
        "Verliest u de 3 klanten met de hoogste nettobijdrage: € 387 minder"
    )
    assert figures(lost)["Grootste 20 % van omzet"] == (0.5, 1)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({}, NO_DROP),
        ({"Slechtste": 0}, NO_DROP),
        ({"Klant": "z"}, "Deze klant is niet gevonden; kies uit de lijst of typ het klantnummer."),
        ({"Klant": "c"}, "Van Cirkel (c) is de nettobijdrage niet bekend."),
    ],
)
def test_nobody_goes(typed: dict[str, object], answer: str) -> None:
    assert told(drop(firm_ground(**typed)))[0] == answer


def test_nothing_is_known() -> None:
    rows = firm_rows().assign(known=0.0, worst=0.0, best=0.0)
    there = firm_ground(rows, Slechtste=2, Top=2)
    assert told(drop(there))[0] == NOT_KNOWN
    assert told(lose(there, YEAR, YES)) == (NOT_KNOWN, "")


def test_the_best_is_lost() -> None:
    """350 of margin less 23 of cost; D brought 80 new in a year, so 327 takes 327 / 80 * 12 months."""
    there = firm_ground(Top=1)
    found = lose(there, YEAR, YES)
    assert told(found) == (
        "Verliest u de klant met de hoogste nettobijdrage: € 327 minder, van € 237 naar € -90.",
        "Evenveel uit nieuwe klanten kost 49 maanden in het tempo van deze periode. "
        "Komend jaar: naar verwachting € 240, van € 100 tot € 400.",
    )
    assert steps(there)["TopMaanden"] == pytest.approx(49.05)
    # The largest of four has 1,000 of 2,000; of the three who stay 500 of 1,000.
    assert figures(found)["Grootste 20 % van omzet"] == (0.5, 0.5)


@pytest.mark.parametrize(("avoidable", "months"), [(0.0, 327 / 80 * 12), (1.0, 227 / 60 * 12)])
def test_hours_that_stay_count_for_neither_who_goes_nor_who_comes(avoidable: float, months: float) -> None:
    """A takes 100 of time and earns 227 after it; D, new, takes 20 and earns 60 after it."""
    rows = firm_rows()
    new = rows["customer_id"] == "d"
    rows = rows.assign(
        time_cost=rows["time_cost"].where(~new, 20.0),
        contribution=rows["contribution"].where(~new, 60.0),
        new=rows["new"].where(~new, 60.0),
    )
    there = firm_ground(rows, Top=1, Vermijdbaar=avoidable)
    lose(there, YEAR, YES)
    assert steps(there)["TopMaanden"] == pytest.approx(months)


def test_bounds_of_more_customers_are_said_to_be_of_all_at_once() -> None:
    """Their errors are not one and the same, so the sum of their bounds is no interval of the sum."""
    note = str(told(lose(firm_ground(Top=2), YEAR, YES))[1])
    assert "als zij allemaal tegelijk laag of hoog uitkomen." in note


def test_the_same_new_customers_in_two_years_bring_half_a_month() -> None:
    there = firm_ground(Top=1)
    lose(there, term(2), YES)
    assert steps(there)["TopMaanden"] == pytest.approx(98.1)


@pytest.mark.parametrize("years", [0.0, 1.0])
def test_it_does_not_come_back_without_new_customers_or_a_period(years: float) -> None:
    rows = firm_rows() if years == 0 else firm_rows().assign(new=0.0)
    note = str(told(lose(firm_ground(rows, Top=1), term(years), YES))[1])
    assert note.startswith("Met de nieuwe klanten van deze periode is dat niet goed te maken. Komend jaar")


def test_without_a_previous_period_nobody_is_known_to_be_new() -> None:
    note = str(told(lose(firm_ground(firm_rows().assign(new=0.0), Top=1), YEAR, term(0)))[1])
    assert note.startswith("Zonder vorige periode is niet te zeggen wie nieuw is. Komend jaar")


def test_without_any_hours_it_is_not_said_that_none_come_free() -> None:
    """B made a loss of 20 without its hours; no cost of time counts, so there is no word of it."""
    rows = firm_rows().assign(hours=0.0, time_cost=0.0)
    assert told(drop(firm_ground(rows, Klant="b"))) == (
        "Zonder Boom (b): de nettobijdrage stijgt € 20, van € 237 naar € 257; hoeveel uren dat vrijmaakt is "
        "onbekend.",
        "",
    )
    assert told(hours(firm_ground(rows, Uren=0.9))) == ("Er zijn geen uren bekend voor alle klanten.", "")


def test_who_takes_no_hours_frees_none() -> None:
    """D has none where the others have some: that is known."""
    answer, note = told(drop(firm_ground(Klant="d")))
    assert str(answer).endswith(", en er komt 0 uur vrij.")
    assert note == ""


def test_a_year_ahead_without_bounds_has_one_figure() -> None:
    rows = firm_rows().assign(value_low=0.0, value_high=0.0)
    assert str(told(lose(firm_ground(rows, Top=1), YEAR, YES))[1]).endswith(
        "Komend jaar: naar verwachting € 240."
    )


def test_nobody_is_lost() -> None:
    for typed in ({}, {"Top": 0}):
        found = lose(firm_ground(**typed), YEAR, YES)
        assert told(found) == ("Vul in hoeveel van de beste klanten u verliest.", "")
        assert figures(found)["Nettobijdrage"] == (237, 237)


def test_equal_turnover_at_the_bound_is_shared() -> None:
    """Six equal customers: the largest 20 % are two of them, and two of the five who stay make one."""
    rows = firm_rows().loc[[0] * 6].reset_index(drop=True).assign(best=[1.0, 2, 3, 4, 5, 6])
    found = lose(firm_ground(rows, Top=1), YEAR, YES)
    assert figures(found)["Grootste 20 % van omzet"] == (pytest.approx(2 / 6), pytest.approx(1 / 5))


def test_who_bought_nothing_is_not_among_the_customers_of_the_20_percent() -> None:
    """Of four buyers the largest one counts; of six rows it would be the largest two."""
    rows = firm_rows()
    silent = rows.iloc[[0, 0]].assign(customer_id=["x", "y"], revenue=0.0, bought=0.0, best=0.0, worst=0.0)
    more = pd.concat([rows, silent], ignore_index=True)
    assert figures(lose(firm_ground(more), term(1.0), YES))["Grootste 20 % van omzet"][0] == pytest.approx(
        0.5
    )
