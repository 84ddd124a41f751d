from __future__ import annotations

import math

import pytest

from klantwaarde_xl.report.words.others_sentences import in_the_others, on_monday, without_them

ELSEWHERE = "dat loont pas als die uren elders opleveren."


@pytest.mark.parametrize(
    ("costing", "gone", "hours", "sentence"),
    [
        (0, 900.0, 40.0, ""),
        (
            1,
            1234.5,
            40.4,
            "Gaat de klant die geld kost weg, dan vervalt € 1.235 marge per jaar en komen 40 uren vrij: "
            + ELSEWHERE,
        ),
        (
            3,
            900.0,
            math.nan,
            "Gaan de 3 klanten die geld kosten weg, dan vervalt € 900 marge per jaar en komt een onbekend "
            f"aantal uren vrij: {ELSEWHERE}",
        ),
        (
            1200,
            -2500.0,
            0.0,
            "Gaan de 1.200 klanten die geld kosten weg, dan scheelt dat € 2.500 per jaar en "
            "komen 0 uren vrij.",
        ),
        (1, -10.0, 1.4, "Gaat de klant die geld kost weg, dan scheelt dat € 10 per jaar en komt 1 uur vrij."),
        (
            2,
            90.0,
            0.5,
            "Gaan de 2 klanten die geld kosten weg, dan vervalt € 90 marge per jaar en komt 1 uur vrij: "
            + ELSEWHERE,
        ),
    ],
)
def test_what_changes_without_those_that_cost_money(
    costing: int, gone: float, hours: float, sentence: str
) -> None:
    assert without_them(costing, gone, hours) == sentence


@pytest.mark.parametrize(("gone", "lapses"), [(0.49, False), (0.5, True), (1.0, True), (-0.5, False)])
def test_half_a_euro_lapses_as_the_formula_rounds_it(gone: float, lapses: bool) -> None:
    assert ("vervalt € 1 marge" in without_them(2, gone, 3.0)) is lapses


@pytest.mark.parametrize(
    ("others", "growth", "saving", "expected", "sentence"),
    [
        (0, 900.0, 100.0, 50.0, ""),
        (
            1,
            1000.0,
            234.0,
            0.0,
            "Bij 1 andere klant (80 %) is zeker € 1.234 marge per jaar te winnen (groei € 1.000, besparing "
            "en prijs € 234).",
        ),
        (8, 0.0, 0.0, 0.0, "Bij 8 andere klanten (80 %) is niets te winnen dat zeker is."),
        (
            8,
            0.2,
            0.2,
            0.5,
            "Bij 8 andere klanten (80 %) is niets te winnen dat zeker is; verwacht uit zichzelf € 1.",
        ),
        (
            8,
            0.0,
            0.5,
            0.49,
            "Bij 8 andere klanten (80 %) is zeker € 1 marge per jaar te winnen (groei € 0, besparing en "
            "prijs € 1).",
        ),
        (
            320,
            900.0,
            0.0,
            1e6,
            "Bij 320 andere klanten (80 %) is zeker € 900 marge per jaar te winnen (groei € 900, besparing "
            "en prijs € 0); verwacht uit zichzelf € 1.000.000.",
        ),
    ],
)
def test_what_the_others_hold(
    others: int, growth: float, saving: float, expected: float, sentence: str
) -> None:
    assert in_the_others(others, growth, saving, expected) == sentence


@pytest.mark.parametrize(
    ("steps", "risk", "sentence"),
    [
        (0, 0, ""),
        (1, 0, "Maandag: 1 stap, waarvan 0 tegen vertrek; per accountmanager op het blad Maandag."),
        (
            1500,
            1000,
            "Maandag: 1.500 stappen, waarvan 1.000 tegen vertrek; per accountmanager op het blad Maandag.",
        ),
    ],
)
def test_the_steps_of_monday_are_counted(steps: int, risk: int, sentence: str) -> None:
    assert on_monday(steps, risk) == sentence
