"""Formulas with their values: what Excel would give, worked out by hand."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.report.pages.what_if import terms as t

AMOUNTS = t.Term("tbl[A]", np.array([5.0, -2.0, 9.0]))


def test_sums_and_places() -> None:
    assert t.total(t.positive(AMOUNTS)).value == 14
    assert t.total(t.positive(AMOUNTS)).formula == "SUMPRODUCT(((tbl[A]>0)*tbl[A])*1)"
    assert t.largest(AMOUNTS, t.term(2)).value == 5
    assert t.largest(AMOUNTS, t.term(4)).value is None
    assert t.first_row(AMOUNTS < 0).value == 2
    assert t.at_row(AMOUNTS, t.term(3)).value == 9


def test_what_is_blank_stays_blank_and_equals_no_text() -> None:
    assert (t.BLANK + 1).value is None
    assert t.BLANK.same("").value is True
    assert t.when(t.BLANK.same(0.0), "nul", "leeg").value == "leeg"
    assert (t.term(1) / 0).value is None


def test_a_sentence_has_dutch_figures() -> None:
    found = t.sentence("Samen {a}, {b}", a=t.in_euros(t.term(1234.5)), b=t.in_percent(t.term(0.125)))
    assert found.value == "Samen € 1.235, 12,5 %"
    assert found.formula.startswith('"Samen "&"€ "&SUBSTITUTE(FIXED(')
