"""What fits in the hours of account managers, in words, against the figures of the plan."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.next_steps.monday import MONDAY
from klantwaarde_xl.report.words import hours_sentences as words

PLAN = {
    "free_hours": 40.0,
    "actions": 5,
    "ticked": 5,
    "euros_inside": 900.0,
    "euros_outside": 0.0,
    "reason": "",
}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Noor: alle 5 acties passen in 40 vrije uren en leveren € 900 per jaar op."),
        (
            {"actions": 1, "ticked": 1},
            "Noor: de ene actie past in 40 vrije uren en levert € 900 per jaar op.",
        ),
        (
            {"ticked": 1, "euros_outside": 70.0, "free_hours": 1.0},
            "Noor: 1 van 5 acties past in 1 vrij uur en levert € 900 per jaar op; daarbuiten valt € 70.",
        ),
        (
            {"ticked": 0, "euros_outside": 970.0, "free_hours": -3.0},
            "Noor: geen vrije uren; daardoor vallen alle 5 acties erbuiten, € 970 per jaar.",
        ),
        (
            {"ticked": 0, "euros_outside": 970.0, "free_hours": 2.25},
            "Noor: geen van 5 acties past in 2,3 vrije uren; daarbuiten valt € 970.",
        ),
        (
            {"actions": 1, "ticked": 0, "euros_outside": 970.0},
            "Noor: de ene actie past niet in 40 vrije uren; daarbuiten valt € 970.",
        ),
        ({"actions": 0}, "Noor: geen acties."),
        (
            {"ticked": 0, "reason": "capacity_unknown", "free_hours": np.nan, "euros_outside": 970.0},
            "Noor: 5 acties, samen € 970 per jaar (capaciteit onbekend).",
        ),
    ],
)
def test_the_same_people_in_words(given: dict[str, object], sentence: str) -> None:
    assert words.same_people_sentence("Noor", PLAN | given) == sentence


def test_customers_of_nobody_are_named_so() -> None:
    row = PLAN | {
        "actions": 1,
        "ticked": 0,
        "reason": "no_manager",
        "free_hours": np.nan,
        "euros_outside": 970.0,
    }
    assert words.same_people_sentence("", row) == "Zonder accountmanager: 1 actie, samen € 970 per jaar."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"actions": 46, "euros_outside": 13534.0},
            "Noor: 430 uren te weinig, dus niets past; 5 acties vragen 52 uren en maken er 192 vrij "
            "(€ 52.070 per jaar); daarbuiten valt € 13.534.",
        ),
        (
            {"eases": 1, "actions": 1, "hours_easing": 6.0, "freed_easing": 9.0, "euros_easing": 300.0},
            "Noor: 430 uren te weinig, dus niets past; 1 actie vraagt 6 uren en maakt er 9 vrij "
            "(€ 300 per jaar).",
        ),
    ],
)
def test_who_stays_short_has_room_for_nothing(given: dict[str, object], sentence: str) -> None:
    short = PLAN | {"free_hours": -430.0, "ticked": 0, "eases": 5, "hours_easing": 52.0}
    short |= {"freed_easing": 192.0, "euros_easing": 52070.0}
    assert words.same_people_sentence("Noor", short | given) == sentence


def test_the_parts_together_are_all_that_can_be_won(firm: Analysis, firm_document: Document) -> None:
    text = words.hours_message(firm.chances.same_people.managers, firm.chances.portfolio)
    rows, actions = firm.chances.same_people.rows, firm.chances.actions
    sure = rows[rows["potential"] > 0]
    if not len(sure) or "onbekend is" in text:
        pytest.skip("in dit bedrijf is niets aannemelijk")
    # The same customers as the message of Acties counts.
    assert len(sure) == (actions["potential"] > 0).sum()
    found = re.search(r"van (\d+) klant\w* waar aannemelijk iets te winnen is, pass\w+ er (\d+) ", text)
    assert found is not None
    assert [int(figure) for figure in found.groups()] == [len(sure), int(sure["ticked"].sum())]
    column = firm_document.frames["actions"].set_index("customer_id")["fits"]
    assert (column == "ja").sum() == rows["ticked"].sum()
    assert (column == "maakt vrij").sum() == rows["eases"].sum()


def test_nobody_has_more_ticked_than_the_hours_that_are_really_free(firm: Analysis) -> None:
    managers = firm.chances.same_people.managers
    known = managers[managers["reason"] == ""]
    left = known["free_hours"] + known["freed_inside"] - known["hours_inside"]
    assert (left[known["ticked"] > 0] > -1e-3).all()


def test_free_hours_lead_to_the_total_of_the_sheet() -> None:
    hours = pd.DataFrame(
        {"free_hours": [700.0, -430.0, -10.0, np.nan], "counted_hours": [800.0, 1630.0, 1410.0, 232.0]},
        index=["Anouk", "Joost", "Bram", ""],
    )
    # 700 - 440 - 232 = 28
    assert words.free_hours_sentence(hours) == (
        " Vrij: 700 uren bij 1 accountmanager, min 440 te weinig bij 2 anderen en 232 voor klanten zonder "
        "accountmanager: 28."
    )
    assert words.free_hours_sentence(hours.iloc[:1]) == ""


def test_the_lines_fit_on_paper_and_tell_the_rest_on_the_second(
    firm: Analysis, firm_document: Document
) -> None:
    fits, more = words.hours_lines(firm.chances.same_people.managers, firm.chances.portfolio)
    assert firm_document.values["monday_hours"] == fits
    assert firm_document.values["monday_more_hours"] == more
    assert str(firm_document.values["actions_hours"]).startswith(fits)
    assert str(firm_document.values["actions_hours"]).endswith("Meer over de uren: zie Maandag.") is bool(
        more
    )
    widest = sum(column.width for column in MONDAY.columns)
    # A unit is a digit wide, more than most letters; and columns are made wider for headers with a button.
    assert max(map(len, (fits, more))) <= 1.35 * widest
