from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.contents import CHANCES
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.words.chance_sentences import (
    WITHOUT_CHANCE,
    cross_sell_message,
    cross_sell_shown,
    matrix_legend,
    meaning,
    method,
    named,
    of_trial,
    shown,
)


def chance_values(analysis: Any) -> dict[str, object]:
    """Return every sentence of the chance sheets, by key."""
    source = Source(analysis)
    return {key: value for page in CHANCES for key, value in page.values(source).items()}


@pytest.fixture(scope="module")
def said(make_analysis: Any) -> dict[str, object]:
    return chance_values(make_analysis())


def test_the_sheets_say_what_was_found(said: dict[str, object]) -> None:
    # 400 customers of 1000 - n % 7 EUR and 200 of 200 EUR; 400 = 57 x 7 + 1, so the first sum is 400,000 - 57
    # x 21 = 398,803.
    assert said["cross_sell_message"] == (
        "600 kansen bij 400 klanten: naar verwachting samen € 438.803 omzet per jaar, waarvan "
        "€ 119.641 marge; van een deel is de marge onbekend."
    )
    assert str(said["cross_sell_method"]).startswith(
        "Methode: EASE (lambda 20), de beste van 2 in een proef met 100 klanten"
    )
    assert said["cross_sell_subtitle"] == (
        "Hoogstens 5 kansen per klant vanaf € 100 omzet per jaar. Alle kansen staan in de lijst. "
        "2 klanten kochten niets in dit jaar en staan er niet bij."
    )
    # Lift 58 x 400 / (60 x 165) = 2.34.
    assert said["together_message"] == (
        "Wie Etiketten koopt, koopt 2,3 keer zo vaak ook Verpakking als de gemiddelde klant (58 klanten "
        "kopen beide)."
    )
    assert said["moves_message"] == (
        # 9,000 x .5 of the one; the other had nobody.
        "Voorstel: 1 overdracht omdat het beter past (passende marge € 4.500 per jaar hoger), 1 klant zonder "
        "accountmanager krijgt er een (uren van een deel van de klanten onbekend)."
    )
    assert str(said["managers_note"]).endswith("gaat eerst van de vrije uren af.")
    assert "AVG art. 22" in str(said["moves_advice"])
    assert "WOR art. 27" in str(said["moves_advice"])
    assert said["managers_advice"] == said["moves_advice"]


def test_no_blank_of_a_program_is_said(make_analysis: Any) -> None:
    for count in (1, 10, 30):
        for sentence in chance_values(make_analysis(count)).values():
            assert not {"nan", "None", "inf"} & set(str(sentence).split())


@pytest.mark.parametrize("reason", WITHOUT_CHANCE)
def test_every_reason_without_a_chance_is_said(make_analysis: Any, reason: str) -> None:
    without = replace(make_analysis(10).chances.cross_sell, reason=reason, events=1_150)
    text = meaning(without)
    assert text.startswith("Geen kans en geen euro's: ")
    assert "{" not in text
    assert ("1.150" in text) == (reason == "few_events")
    assert "productgroep" not in meaning(without, product=True)


def test_with_many_groups_chances_have_no_euros_and_the_sheet_says_why(make_analysis: Any) -> None:
    found = make_analysis(10).chances.cross_sell
    gaps = found.gaps.assign(expected_revenue=np.nan, expected_margin=np.nan)
    without = replace(found, gaps=gaps, calibrated=True, reason="", without_euros="many_items")
    assert cross_sell_message(without).endswith(", zonder bedragen.")
    assert "Geen euro's boven 50 productgroepen" in meaning(without)
    assert "Geen euro's boven 50 producten" in meaning(without, product=True)
    assert "omzet per jaar" not in cross_sell_shown(without, Settings())
    assert "te hoog" not in meaning(without)
    assert "Geen euro's" not in meaning(replace(without, without_euros=""))
    assert meaning(replace(without, without_euros="")).endswith("bedragen tot 1,7 keer te hoog.")


def test_how_often_the_trial_was_right_is_not_said_of_the_list(make_analysis: Any) -> None:
    """The trial has only customers that bought something new: 54 % hits where the list had 28 %."""
    text = method(make_analysis().chances.cross_sell)
    assert "raak" not in text
    assert "%" not in text


@pytest.mark.parametrize("reason", WITHOUT_CHANCE)
def test_without_a_chance_nothing_is_called_one(make_analysis: Any, reason: str) -> None:
    without = replace(make_analysis(10).chances.cross_sell, reason=reason)
    said = (
        cross_sell_message(without),
        cross_sell_message(replace(without, gaps=without.gaps.iloc[:0])),
        cross_sell_shown(without, Settings()),
        of_trial(2, *named(without)),
        matrix_legend("x", calibrated=False),
    )
    for text in said:
        assert "kansen" not in text
        assert "kans van" not in text
    assert said[0] == "15 voorstellen bij 10 klanten, zonder kans en zonder bedragen."


def test_euros_that_came_from_other_customers_are_not_shown_and_the_sheet_says_why(
    make_analysis: Any,
) -> None:
    found = make_analysis(10).chances.cross_sell
    gaps = found.gaps.assign(expected_revenue=np.nan, expected_margin=np.nan)
    without = replace(found, gaps=gaps, calibrated=True, reason="", without_euros="other_customers")
    assert cross_sell_message(without).endswith(", zonder bedragen.")
    assert "Geen euro's: op latere dagen in uw gegevens kwamen ze van andere klanten" in meaning(without)
    assert "omzet per jaar" not in cross_sell_shown(without, Settings())


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "words"),
    [
        (
            "look_alike",
            50.0,
            "hidden",
            "gelijkende klanten (de 50 meest gelijkende), de beste van 2 in een proef",
        ),
        ("item_jaccard", 5.0, "time", "gelijkende producten (de 5 dichtstbijzijnde)"),
        ("peer_popularity", np.nan, "time", "wat vergelijkbare klanten het meest kopen, de beste van 2"),
    ],
)
def test_the_method_is_named(make_analysis: Any, name: str, parameter: float, kind: str, words: str) -> None:
    text = method(
        replace(make_analysis().chances.cross_sell, method=name, parameter=parameter, hold_out_kind=kind)
    )
    assert words in text
    assert ("een verborgen aankoop" if kind == "hidden" else "hun latere aankopen") in text


def test_the_title_of_actions_fits_one_line_and_what_is_expected_anyway_stands_below(
    make_analysis: Any,
) -> None:
    full = make_analysis()
    large = {"up_sell": 9_999_999.0, "margin": 9_999_999.0, "serve": 9_999_999.0}
    expected = {"cross_sell_revenue": 9e6, "cross_sell_margin": 1_234_567.0}
    found = chance_values(replace(full, chances=replace(full.chances, potential=large, expected=expected)))
    assert len(found["actions_message"]) <= 140, "the paper is no wider"
    assert "1.234.567" not in found["actions_message"]
    assert (
        "Verwacht uit zichzelf, bij alle klanten: € 1.234.567 marge op iets nieuws."
        in found["actions_subtitle"]
    )


def test_nothing_found_is_said_plainly(make_analysis: Any) -> None:
    full = make_analysis()
    chances = full.chances
    empty = replace(
        chances,
        cross_sell=replace(chances.cross_sell, gaps=chances.cross_sell.gaps.iloc[:0]),
        associations=chances.associations.iloc[:0],
        actions=chances.actions.assign(potential=0.0, hours=0.0),
        expected={"cross_sell_revenue": 0.0, "cross_sell_margin": 0.0},
        moves=replace(chances.moves, moves=chances.moves.moves.iloc[:0], reasons="no_ratings"),
        same_people=replace(chances.same_people, managers=chances.same_people.managers.assign(actions=0)),
    )
    found = chance_values(replace(full, chances=empty))
    assert found["cross_sell_message"] == "Er zijn geen kansen op iets nieuws."
    assert found["together_message"] == "Geen twee groepen worden door minstens 5 klanten samen gekocht."
    assert found["actions_message"] == "Bij geen enkele klant is iets te winnen dat aannemelijk is."
    assert found["actions_hours"] == ""
    assert (
        found["moves_message"]
        == found["managers_moves"]
        == "Geen voorstel: er zijn geen beoordelingen en geen klikcijfers."
    )


def test_without_account_managers_the_sheet_says_where_to_fill_them_in(make_analysis: Any) -> None:
    full = make_analysis()
    nobody = full.chances.portfolio.iloc[:1].set_axis(pd.Index([""], name="account_manager"))
    managers = (
        full.chances.same_people.managers.iloc[:1]
        .set_axis(nobody.index)
        .assign(reason="no_manager", actions=3)
    )
    people = replace(full.chances.same_people, managers=managers)
    found = chance_values(replace(full, chances=replace(full.chances, portfolio=nobody, same_people=people)))
    assert str(found["managers_message"]).startswith("Er zijn geen accountmanagers bekend")
    assert str(found["actions_hours"]).startswith("Of acties in de uren passen is onbekend")


def test_a_cut_list_says_so_and_a_whole_one_too(make_analysis: Any) -> None:
    assert shown(0, 10, "kansen") == ""
    short = chance_values(replace(make_analysis(), settings=Settings(longest_list=100)))
    assert str(short["actions_subtitle"]).endswith(
        "Getoond: de 100 klanten met het meeste te winnen, van 400."
    )


@pytest.mark.parametrize("known", [True, False])
def test_hours_that_nobody_knows_are_not_passed_off_as_free(make_analysis: Any, known: bool) -> None:
    full = make_analysis()
    portfolio = full.chances.portfolio.assign(reasons="" if known else "hours_partly_known")
    found = chance_values(replace(full, chances=replace(full.chances, portfolio=portfolio)))
    for key in ("managers_subtitle", "monday_more_hours"):
        assert ("er lijkt meer vrij dan er is" in str(found[key])) is not known, key
