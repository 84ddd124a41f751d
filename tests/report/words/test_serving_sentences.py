"""Every cause of dear serving has a sentence with its own figures, a step and a question."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.core.actions.serving_causes import CAUSES
from klantwaarde_xl.report.words.serving_sentences import (
    cause_question,
    cause_sentence,
    cause_step,
    main_cause,
)


def row(cause: str, **more: Any) -> dict[str, Any]:
    figures = {
        "cause_name": "Bezoek",
        "cause_own": 96.0,
        "cause_usual": 30.0,
        "cause_count": 12.0,
        "cause_euros": 66.0,
    }
    return {"cause": cause, **figures, **more}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_its_figures_a_step_and_a_question(cause: str) -> None:
    text = cause_sentence(row(cause))
    assert "96" in text
    assert "30" in text
    assert ("12 facturen" in text) is (cause == "orders")
    assert cause_step(row(cause))
    assert cause_question(row(cause)).startswith("‘")
    assert len({cause_step(row(each)) for each in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize("cause", ["", None, float("nan")])
def test_without_a_cause_nothing_is_told(cause: object) -> None:
    nothing = {"cause": cause}
    assert (cause_sentence(nothing), cause_step(nothing), cause_question(nothing)) == ("", "", "")


def test_an_activity_without_a_name_is_time_and_expenses() -> None:
    assert "uren en onkosten" in cause_sentence(row("activity", cause_name=""))
    assert cause_step(row("activity", cause_name="")) == "minder uren en onkosten"


@pytest.mark.parametrize(
    ("usual", "words"), [(0.0, "naar omzet 0"), (0.4, "minder dan 1"), (2.2, "naar omzet 2")]
)
def test_less_than_one_credit_is_not_told_as_none(usual: float, words: str) -> None:
    assert words in cause_sentence(row("credits", cause_usual=usual))


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_of_more_than_half_is_told_of_two_customers_and_not_of_one(cause: str) -> None:
    rows = pd.DataFrame(
        [{**row(cause), "serve": 60.0}, {**row(cause), "serve": 30.0}, {**row(""), "serve": 80.0}]
    )
    assert main_cause(rows).startswith("Van € 170 goedkoper bedienen is € 90, bij 2 klanten, het meest door ")
    assert main_cause(rows.assign(serve=[60.0, 30.0, 90.0])) == "", "half is not more than half"
    assert main_cause(rows.iloc[:1]) == ""
    assert main_cause(rows.iloc[:0]) == ""
