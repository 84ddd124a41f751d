"""Whom a scenario of Wat als is about, and what the firm is without any change."""

from __future__ import annotations

import numpy as np
import pytest
from what_if_firm import firm_ground, firm_rows, steps

from klantwaarde_xl.report.pages.what_if.basis import asked_about
from klantwaarde_xl.report.pages.what_if.terms import term


@pytest.mark.parametrize(
    ("typed", "kind", "who", "revenue"),
    [
        ("", 1, "alle klanten", 2000),
        ("Iedereen", 1, "alle klanten", 2000),
        ("Klasse C", 2, "klasse C", 500),
        ("Segment Zorg", 3, "segment Zorg", 1500),
        ("b", 4, "Boom (b)", 500),
        ("Boom (b)", 4, "Boom (b)", 500),
        ("Klasse Q", 0, "", 0),
        ("klasse C", 0, "", 0),
    ],
)
def test_whom_it_is_about(typed: str, kind: int, who: str, revenue: float) -> None:
    there = firm_ground(Wie=typed)
    assert (there.kind.value, there.who.value) == (kind, who)
    assert there.over(there.basis.column("revenue")).value == revenue


def test_the_firm_as_it_is() -> None:
    there = firm_ground(Vermijdbaar=0.25)
    assert (there.revenue.value, there.contribution.value, there.there.value) == (2000, 237, 3)
    assert there.avoidable.value == 0.25
    assert firm_ground().avoidable.value == 0
    assert there.after(term(13)).value == 250


def test_a_firm_without_a_known_contribution_has_none_after_a_change() -> None:
    there = firm_ground(firm_rows().assign(known=0.0))
    assert there.contribution.value is None
    assert there.after(term(13)).value is None
    assert there.revenue.value == 2000


def test_nobody_at_all() -> None:
    there = firm_ground(firm_rows().head(0), Wie="b")
    assert (there.kind.value, there.revenue.value, there.contribution.value) == (0, 0, None)
    assert len(there.scope.value) == 0


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1234.5, "stijgt € 1.235"),
        (-80, "daalt € 80"),
        (0.4, "blijft gelijk"),
        (-0.4, "blijft gelijk"),
        (0, "blijft gelijk"),
    ],
)
def test_a_change_in_words(amount: float, words: str) -> None:
    there = firm_ground()
    assert there.basis.moves("Proef", term(amount)).value == words
    assert steps(there)["ProefWoord"] == words


def test_a_row_is_found_by_number_or_label() -> None:
    basis = firm_ground().basis
    for typed, row in (("d", 4), ("Duin (d)", 4), ("", 0), ("Duin", 0)):
        assert basis.row_of(term(typed)).value == row, typed
    assert basis.number().value.tolist() == [1, 2, 3, 4]
    assert basis.number().formula == "(ROW(tblWatAls[Klant])-ROW(tblWatAls[[#Headers],[Klant]]))"


def test_steps_inputs_and_arrays_are_named_once() -> None:
    there = firm_ground(Prijs=0.1)
    basis = there.basis
    assert (basis.input("Prijs").formula, basis.input("Prijs").value) == ("Als_Prijs", 0.1)
    assert basis.step("Nieuw", "Proef", term(3)).formula == "Als_Nieuw"
    assert basis.array("Rij", basis.column("hours")).formula == "Als_Rij"
    assert basis.arrays[-1] == ("Als_Rij", "tblWatAls[Uren]")
    names = [step.name for step in basis.steps]
    assert len(set(names)) == len(names) > 5
    assert there.scope.formula == "Als_Gekozen"
    assert np.array_equal(there.scope.value, [True] * 4)


def test_the_cells_on_top() -> None:
    everyone, part = asked_about(firm_ground())
    assert (everyone.name, everyone.usual.value) == ("Wie", "Iedereen")
    assert (part.check.minimum, part.check.maximum, part.usual.value) == (0, 1, 0)
