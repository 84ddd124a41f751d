"""Another price, other hours and other payment days of four customers, by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from what_if_firm import figures, firm_ground, firm_rows, steps, told

from klantwaarde_xl.report.pages.what_if.basis import Ground, Scenario
from klantwaarde_xl.report.pages.what_if.scenarios import days, hours, price

KEEPS = "Eenmalige regels veranderen niet van prijs."
UNKNOWN = "Kies bij Voor wie: Iedereen, een klasse, een segment of een klant uit de lijst."
NOT_KNOWN = (
    "De nettobijdrage is van niemand bekend: hieronder staat alleen wat zonder kostprijs te zeggen is."
)


def test_a_price_for_everyone() -> None:
    """Of 1,900 without one-off lines 1,600 has a cost; 90 more of A has 0.27 more interest."""
    there = firm_ground(Prijs=0.1)
    found = price(there)
    assert steps(there)["PrijsOmzet"] == pytest.approx(190)
    assert steps(there)["PrijsMarge"] == pytest.approx(160)
    assert steps(there)["PrijsRente"] == pytest.approx(0.27)
    assert steps(there)["PrijsNetto"] == pytest.approx(159.73)
    # Margin 410 of 1,700; 0.1 / (410 / 1,700 + 0.1) = 0.293.
    assert told(found) == (
        "Prijs 10,0 % hoger voor alle klanten, bij gelijke afzet: de nettobijdrage stijgt € 160, van € 237 "
        "naar € 397.",
        f"Dat voordeel is weg als de afzet 29,3 % daalt, financiering niet meegerekend. {KEEPS}",
    )
    assert figures(found)["Omzet"] == (2000, pytest.approx(2190))
    assert figures(found)["Brutomarge"] == (410, pytest.approx(570))


@pytest.mark.parametrize(
    ("who", "part", "note"),
    [
        # Margin of A is 35 %: 10 / 25 more volume makes up for 10 % less, nothing does for 35 % or more.
        ("a", -0.1, f"Dat is pas goed als de afzet 40,0 % groeit, financiering niet meegerekend. {KEEPS}"),
        ("a", -0.35, KEEPS),
        ("a", -0.5, KEEPS),
        # B sells below cost and C has no known cost: no volume undoes anything.
        ("Klasse B", 0.1, KEEPS),
        ("c", 0.1, KEEPS),
    ],
)
def test_the_volume_at_which_it_turns(who: str, part: float, note: str) -> None:
    assert told(price(firm_ground(Wie=who, Prijs=part)))[1] == note


def test_a_lower_price_for_a_class() -> None:
    assert told(price(firm_ground(Wie="Klasse B", Prijs=-0.1)))[0] == (
        "Prijs 10,0 % lager voor klasse B, bij gelijke afzet: de nettobijdrage daalt € 50, van € 237 "
        "naar € 187."
    )


def test_credits_are_not_financed() -> None:
    """A has 2,100 of one-off credits: at -50 % its turnover is -550, so interest falls from 3 to 0."""
    rows = firm_rows()
    rows.loc[0, "regular"] = 3100.0
    there = firm_ground(rows, Wie="a", Prijs=-0.5)
    price(there)
    assert steps(there)["PrijsRente"] == pytest.approx(-3)


def test_hours_that_come_free_cost_only_what_can_be_avoided() -> None:
    assert told(hours(firm_ground(Uren=0.5))) == (
        "50,0 % minder uren voor alle klanten: 9 uur komt vrij; de nettobijdrage blijft gelijk, van € 237 "
        "naar € 237.",
        "Van € 75 aan tijdkosten telt 0,0 % als besparing: dat is het deel dat vermijdbaar is.",
    )
    # The hours of C count as hours; its contribution stays unknown, so 150 of 170 is gained.
    none = hours(firm_ground(Uren=0, Vermijdbaar=1))
    assert told(none)[0] == (
        "100,0 % minder uren voor alle klanten: 17 uur komt vrij; de nettobijdrage stijgt € 150, van € 237 "
        "naar € 387."
    )
    assert told(none)[1].startswith("Van € 150 aan tijdkosten telt 100,0 %"), "what counts is what is gained"
    assert figures(none)["Uren"] == (17, 0)
    assert figures(none)["Tijdkosten die blijven"] == (170, 0)


def test_more_hours() -> None:
    found = hours(firm_ground(Wie="a", Uren=1.5, Vermijdbaar=0.2))
    assert told(found)[0] == (
        "50,0 % meer uren voor Anker (a): 5 uur is extra nodig; de nettobijdrage daalt € 10, van € 237 "
        "naar € 227."
    )


def test_without_hours_there_is_no_answer() -> None:
    assert told(hours(firm_ground(Wie="d", Uren=0.5)))[0] == "Er zijn geen uren bekend voor Duin (d)."
    empty = hours(firm_ground(firm_rows().assign(hours=0.0, time_cost=0.0), Uren=0.5))
    assert told(empty)[0] == "Er zijn geen uren bekend voor alle klanten."
    assert figures(empty)["Uren"] == figures(empty)["Tijdkosten die blijven"] == (None, None)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (60, "60 dagen door alle klanten (nu gemiddeld 30): de financiering stijgt € 3 en de nettobijdrage "),
        (0, "0 dagen door alle klanten (nu gemiddeld 30): de financiering daalt € 3 en de nettobijdrage "),
        (
            "",
            "30 dagen door alle klanten (nu gemiddeld 30): de financiering blijft gelijk en de "
            "nettobijdrage ",
        ),
    ],
)
def test_payment_days(typed: object, answer: str) -> None:
    then = {60: 234, 0: 240, "": 237}[typed]
    found = days(firm_ground(Dagen=typed))
    assert told(found)[0] == f"Betaling na {answer}wordt € {then}."
    assert figures(found)["Nettobijdrage"] == (237, pytest.approx(then))


def test_who_has_no_payment_days_has_no_answer() -> None:
    found = days(firm_ground(Wie="d", Dagen=60))
    assert told(found)[0] == "Van Duin (d) zijn geen betaaldagen en omzet bekend."
    none = days(firm_ground(firm_rows().assign(interest_day=0.0, financing=0.0), Dagen=60))
    assert figures(none)["Financiering"] == (None, None)


@pytest.mark.parametrize(("scenario", "typed"), [(price, {"Prijs": 0.1}), (hours, {}), (days, {})])
def test_an_unknown_choice_and_nothing_known(
    scenario: Callable[[Ground], Scenario], typed: dict[str, float]
) -> None:
    assert told(scenario(firm_ground(Wie="Klasse Q", **typed)))[0] == UNKNOWN
    unknown = told(scenario(firm_ground(firm_rows().assign(known=0.0), **typed)))[0]
    by_turnover = "Prijs 10,0 % hoger voor alle klanten, bij gelijke afzet: de omzet stijgt € 190."
    assert unknown == (by_turnover if scenario is price else NOT_KNOWN)


def test_who_has_effort_only_answers_for_nobody_with_turnover() -> None:
    """Without costs only the contribution of who bought nothing is known: it says nothing of prices."""
    rows = firm_rows().assign(regular_covered=0.0, covered_revenue=0.0, gross_margin=0.0)
    rows["known"], rows["contribution"] = [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, -50.0]
    rows.loc[3, ["revenue", "regular", "interest_day", "financing"]] = 0.0
    dearer = "Prijs 10,0 % hoger voor alle klanten, bij gelijke afzet: de omzet stijgt € 170."
    assert told(price(firm_ground(rows, Prijs=0.1)))[0] == dearer
    sooner = "Betaling na 0 dagen door alle klanten (nu gemiddeld 30): de financiering daalt € 3."
    assert told(days(firm_ground(rows, Dagen=0)))[0] == sooner


def test_no_price() -> None:
    assert told(price(firm_ground()))[0] == "Vul in hoeveel de prijs verandert."
