from __future__ import annotations

import math

import pytest

from klantwaarde_xl.report.words.others_sentences import (
    Leaving,
    Won,
    in_the_others,
    more_against,
    on_monday,
    that_lapses,
    without_them,
)

NOBODY = Leaving(0, 0.0, 0.0)
ELSEWHERE = "dat loont pas als die uren elders opleveren."


@pytest.mark.parametrize(
    ("costing", "saving", "sentence"),
    [
        (Leaving(0, 900.0, 40.0), NOBODY, ""),
        (
            Leaving(1, 1234.5, 40.4),
            NOBODY,
            "Gaat de klant die geld kost weg, dan vervalt € 1.235 marge per jaar en komen 40 uren vrij: "
            + ELSEWHERE,
        ),
        (
            Leaving(3, 900.0, math.nan),
            NOBODY,
            "Gaan de 3 klanten die geld kosten weg, dan vervalt € 900 marge per jaar en komt een onbekend "
            f"aantal uren vrij: {ELSEWHERE}",
        ),
        (
            Leaving(1200, 300.0, 90.0),
            Leaving(800, -2500.0, 60.0, 0.484, 0.131),
            "Van de 1.200 die geld kosten mogen er 800 weg als geen stap lukt: scheelt € 2.500 per "
            "jaar en er komen 60 uren vrij (48 %, voor 13 % van de omzet).",
        ),
        (
            Leaving(2, 300.0, 90.0),
            Leaving(1, -10.0, 1.4, 0.02, math.nan),
            "Van de 2 die geld kosten mag er 1 weg als geen stap lukt: scheelt € 10 per jaar en er "
            "komt 1 uur vrij.",
        ),
        (
            Leaving(1, -10.0, math.nan),
            Leaving(1, -10.0, math.nan),
            "Wie geld kost mag weg als geen stap lukt: scheelt € 10 per jaar en er komt een "
            "onbekend aantal uren vrij.",
        ),
    ],
)
def test_what_changes_without_those_that_cost_money(costing: Leaving, saving: Leaving, sentence: str) -> None:
    assert without_them(costing, saving) == sentence


@pytest.mark.parametrize(
    ("others", "won", "sentence"),
    [
        (0, Won(9, 900.0, 100.0, 50.0), ""),
        (
            1,
            Won(1, 1000.0, 234.0),
            "Bij 1 van 1 andere klant (80 %) is aannemelijk € 1.234 per jaar te winnen (groei € 1.000, "
            "besparing en prijs € 234).",
        ),
        (8, Won(0, 0.0, 0.0), "Bij 8 andere klanten (80 %) is niets te winnen dat aannemelijk is."),
        (
            8,
            Won(1, 0.2, 0.2, 0.5),
            "Bij 8 andere klanten (80 %) is niets te winnen dat aannemelijk is; los daarvan verwacht: € 1.",
        ),
        (
            8,
            Won(1, 0.0, 0.5, 0.49),
            "Bij 1 van 8 andere klanten (80 %) is aannemelijk € 1 per jaar te winnen (groei € 0, "
            "besparing en prijs € 1).",
        ),
        (
            320,
            Won(1200, 900.0, 0.0, 1e6),
            "Bij 1.200 van 320 andere klanten (80 %) is aannemelijk € 900 per jaar te winnen (groei "
            "€ 900, besparing en prijs € 0); los daarvan verwacht: € 1.000.000.",
        ),
    ],
)
def test_what_the_others_hold(others: int, won: Won, sentence: str) -> None:
    assert in_the_others(others, won) == sentence


@pytest.mark.parametrize(("euros", "told"), [(0.0, False), (0.49, False), (0.5, True), (4000.0, True)])
def test_what_lapses_is_told_from_half_a_euro(euros: float, told: bool) -> None:
    assert bool(that_lapses(Won(3, 5.0, 5.0, lapses=euros))) is told


@pytest.mark.parametrize(
    ("steps", "risk", "sentence"),
    [
        (0, 0, ""),
        (1, 0, "Maandag: 1 stap, waarvan 0 tegen vertrek."),
        (
            1500,
            1000,
            "Maandag: 1.500 stappen, waarvan 1.000 tegen vertrek.",
        ),
    ],
)
def test_the_steps_of_monday_are_counted(steps: int, risk: int, sentence: str) -> None:
    assert on_monday(steps, risk) == sentence


def test_how_many_against_leaving_have_no_place_is_said() -> None:
    assert on_monday(57, 20, more_against(16, 1), listed=True) == (
        "Maandag: 57 stappen, waarvan 20 tegen vertrek (nog 16 passen niet op die lijst, waarvan 1 "
        "waarschijnlijk al weg is); begin met de lijst onderaan."
    )
    assert on_monday(0, 0, more_against(1, 0)) == ""
