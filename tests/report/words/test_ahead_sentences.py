"""What Toelichting tells of how value next year and the chance of leaving were learned."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from klantwaarde_xl.core.ahead.leaving import Leaving
from klantwaarde_xl.core.ahead.next_year import MODELS, NextYear
from klantwaarde_xl.report.words import ahead_sentences as words

NONE = np.zeros(0)


def year(model: str = "last_again", reason: str = "", total: tuple[float, float] | None = None) -> NextYear:
    weights = (0.55, 0.31, 0.08)[: len(MODELS[model])]
    origins, error = (0, math.nan) if reason else (7, 0.84)
    return NextYear(366, NONE, NONE, NONE, NONE, model, weights, reason, origins, error, total)


def leaving(reason: str = "", *, steady: bool = True, auc: float = 0.78, factor: float = 1.25) -> Leaving:
    return Leaving(366, NONE, NONE, NONE, reason, steady, 5, 120, auc, factor)


@pytest.mark.parametrize("model", list(MODELS))
def test_every_model_has_words(model: str) -> None:
    rows = words.value_rows(year(model))
    told = {"last_again": f"{words.TERMS[0]} nog eens", "with_half": f"{words.TERMS[0]} en {words.TERMS[1]}"}
    all_three = f"{words.TERMS[0]}, {words.TERMS[1]} en {words.TERMS[2]}"
    assert rows[0][1] == told.get(model, all_three)
    assert ("0,55" in rows[0][2]) == (model != "last_again")


def test_a_weight_of_nothing_is_not_named() -> None:
    fitted = replace(year("with_half"), weights=(0.0, 1.09))
    assert words.growth_sentence(2, fitted).startswith(
        "2 klanten kopen naar verwachting meer, uit het laatste halfjaar. "
    )
    assert words.follows_from(replace(fitted, weights=(0.004, 1.09))) == "het laatste halfjaar"
    assert words.follows_from(replace(fitted, weights=(0.006, 1.09))).startswith("het afgelopen jaar en")


def test_without_an_interval_it_says_why_and_nothing_that_was_not_measured() -> None:
    assert [row[2] for row in words.value_rows(year(reason="short_history"))] == [
        "Minder dan twee jaar aan regels: de omzet van het afgelopen jaar, zonder interval."
    ]
    assert "100 klanten" in words.value_rows(year(reason="few_customers"))[0][2]


def test_the_total_is_told_where_there_were_days_enough() -> None:
    assert words.value_rows(year(total=(-0.08, 0.11)))[-1][1] == "-8 % tot 11 %"
    assert words.value_rows(year())[-1][1] == "onbekend"


def test_every_reason_without_a_chance_has_words() -> None:
    for reason in ("short_history", "few_leavers", "no_better"):
        rows = words.leaving_rows(leaving(reason, auc=math.nan))
        assert rows == [("Kans weg", "geen", f"Geen kans: {words.NO_CHANCE[reason]}.")]


def test_what_was_measured_is_told_also_where_it_was_too_little() -> None:
    rows = words.leaving_rows(leaving("no_better", auc=0.58))
    assert [row[1] for row in rows] == ["geen", "58 %", "factor 1,3"]


def test_no_euros_is_said_where_what_went_was_other_than_expected() -> None:
    assert words.leaving_rows(leaving())[2][2].endswith("Tot 1,3 geven wij euro's.")
    assert words.leaving_rows(leaving(steady=False, factor=3.0))[2][2].endswith(words.UNSTEADY)
    assert words.leaving_rows(leaving(steady=False, factor=math.inf))[2][1] == "onbekend"


TOTALS = {"revenue": 1_000_000.0, "contribution": 90_000.0, "low": 70_000.0, "high": 120_000.0}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_scenario_has_its_interval_in_the_sentence_or_why_there_is_none() -> None:
    whole = plain(words.scenario(TOTALS, year("with_half", total=(-0.08, 0.11))))
    assert whole == (
        "Scenario komend jaar: omzet € 1.000.000, nettobijdrage € 90.000, tussen € 70.000 en € 120.000."
    )
    basis = words.scenario_basis(TOTALS, year("with_half", total=(-0.08, 0.11)))
    assert basis == "Laag en hoog: als het niet verder afwijkt dan op 7 eerdere dagen."
    few = words.scenario_basis(TOTALS, replace(year(), origins=2, low=np.array([5.0])))
    assert few == (
        "Het totaal heeft geen laag en hoog: daarvoor zijn 6 eerdere dagen nodig en er zijn er 2. "
        "Die van klanten tellen niet op: zij komen niet allemaal tegelijk laag of hoog uit."
    )
    one = words.scenario_basis(TOTALS, replace(year(), origins=1, low=np.array([np.nan])))
    assert one.endswith("er is er 1.")
    for reason in words.NO_INTERVAL:
        assert words.scenario_basis(TOTALS, year(reason=reason)) == words.NO_INTERVAL[reason]
    unknown = TOTALS | {"contribution": math.nan, "low": math.nan, "high": math.nan}
    found = plain(words.scenario(unknown, year(total=(-0.08, 0.11))))
    assert found == "Scenario komend jaar: omzet € 1.000.000, nettobijdrage onbekend."
    nobody = dict.fromkeys(TOTALS, math.nan)
    assert words.scenario(nobody, year(reason="short_history")).startswith("Geen scenario")
    assert words.scenario_basis(nobody, year(reason="short_history")) == ""


def test_at_stake_has_its_euros_or_says_why_not() -> None:
    assert plain(words.at_stake_sentence(5_000.0, leaving())).startswith("Op het spel staat € 5.000 over")
    for reason, why in words.NO_CHANCE.items():
        assert why in words.at_stake_sentence(math.nan, leaving(reason))
    assert words.UNSTEADY in words.at_stake_sentence(math.nan, leaving(steady=False))
    assert "onbekend" in words.at_stake_sentence(math.nan, leaving())


def test_growth_is_only_told_of_a_forecast_that_did_better_than_last_year() -> None:
    assert plain(words.growth_sentence(1, year("with_previous"))).startswith("1 klant koopt naar")
    assert "duidelijk beter" in words.growth_sentence(0, year())
    assert "100 klanten" in words.growth_sentence(0, year(reason="few_customers"))
    assert words.growth_sentence(0, year("with_half")).startswith("Niemand koopt")
