from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from klantwaarde_xl.report.formats import LONGEST_NAME
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.best_steps import BEST_STEPS
from klantwaarde_xl.report.pages.dashboard.facts import facts

NAN = math.nan
NOBODY = [NAN] * 5
ByHand = Callable[..., Source]


def figures(source: Source) -> dict[str, Any]:
    found = facts(source)
    return {step.name.removeprefix("Dash_"): step.value(found) for step in BEST_STEPS}


def test_who_is_best_and_who_is_largest(by_hand: ByHand) -> None:
    found = figures(by_hand())
    assert (found["Klanten"], found["Groepen"]) == (5, 8)
    # Rows are those of Klantwaarde, by rank: the best on top, the largest (rank 5) at the bottom.
    assert (found["Beste"], found["BesteNaam"], found["BesteRang"]) == (1, "Berk", 2)
    assert (found["Grootste"], found["GrootsteNaam"], found["GrootsteRang"]) == (5, "Aalders", 5)
    assert found["BesteCijfers"] == "netto € 120 op € 250 omzet, 10 uur, koopt 2 van 8 groepen"
    assert found["GrootsteCijfers"] == "netto € -50 op € 500 omzet, 20 uur, koopt 3 van 8 groepen"


def test_how_few_make_most_of_the_revenue(by_hand: ByHand) -> None:
    found = figures(by_hand())
    # Of 1000: 500, 250, 150, 60, 40, running 50, 75, 90, 96 and 100 %. The third one reaches 80 %.
    assert (found["Gemeten"], found["Nodig"], found["Deel80"]) == (5, 3, pytest.approx(3 / 5))
    assert found["DeelTop"] == pytest.approx(0.5)


def test_the_largest_customer_is_not_interesting(by_hand: ByHand) -> None:
    found = figures(by_hand())
    assert found["Grens"] == 1
    assert found["HalveMarge"] == pytest.approx((-50 + 120 + 30 + 20 - 0.004) / 1000 / 2)
    assert (found["SaaiRij"], found["SaaiNaam"]) == (5, "Aalders")


def test_an_interesting_largest_customer_is_not_named(by_hand: ByHand) -> None:
    found = figures(
        by_hand(contribution=[80.0, 120.0, 30.0, 20.0, -9.0], score=[60.0, 90.0, 60.0, 70.0, 50.0])
    )
    assert (found["SaaiRij"], found["SaaiNaam"]) == (0, "")


def test_of_equals_the_upper_row_of_the_sheet_counts(by_hand: ByHand) -> None:
    found = figures(by_hand(rank=[5.0, 1.0, 3.0, 1.0, 4.0], rank_revenue=[1.0, 2.0, 3.0, 4.0, 1.0]))
    assert (found["Beste"], found["BesteNaam"]) == (1, "Berk")
    # Evers has rank 4 and so stands above Aalders.
    assert (found["Grootste"], found["GrootsteNaam"]) == (4, "Evers")


def test_what_is_not_known_is_left_out_of_the_figures(by_hand: ByHand) -> None:
    found = figures(by_hand(hours=NOBODY, contribution=NOBODY, groups=NOBODY, breadth=NOBODY))
    assert found["BesteCijfers"] == "€ 250 omzet, nettobijdrage onbekend, uren onbekend"
    assert found["Groepen"] == 0


def test_without_scores_there_is_a_largest_but_no_best(by_hand: ByHand) -> None:
    found = figures(by_hand(rank=NOBODY, score=NOBODY))
    assert (found["Beste"], found["BesteNaam"], found["BesteRang"], found["BesteCijfers"]) == (0, "", 0, "")
    assert (found["Grootste"], found["GrootsteNaam"], found["GrootsteRang"]) == (1, "Aalders", 0)


def test_without_revenue_there_is_no_share_of_it(by_hand: ByHand) -> None:
    found = figures(by_hand(revenue=[0.0] * 5))
    assert found["Nodig"] == 0
    assert math.isnan(found["Deel80"])
    assert math.isnan(found["DeelTop"])


def test_who_only_took_effort_is_no_customer(by_hand: ByHand) -> None:
    found = figures(by_hand(rank_revenue=[1.0, 2.0, 3.0, NAN, NAN]))
    assert (found["Klanten"], found["Grens"]) == (3, 1)


def test_a_long_name_is_shortened_and_told_on_one_line(by_hand: ByHand) -> None:
    found = figures(by_hand(name=["Aalders\n & Zonen " + "x" * 60, "Berk", "Cordes", "Dam", "Evers"]))
    assert found["GrootsteLang"] == "Aalders & Zonen " + "x" * 60
    assert found["GrootsteNaam"] == found["SaaiNaam"] == "Aalders & Zonen " + "x" * (LONGEST_NAME - 17) + "…"


@pytest.mark.parametrize(("count", "largest_fifth"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (40, 8)])
def test_the_limit_of_the_largest_fifth_is_rounded_up(
    make_analysis: Any, count: int, largest_fifth: int
) -> None:
    found = figures(Source(make_analysis(count)))
    assert (found["Klanten"], found["Grens"]) == (count, largest_fifth)
