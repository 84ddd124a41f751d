from __future__ import annotations

from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.report.words import formula_sentences as say


def test_words_and_parts_are_joined_in_their_order() -> None:
    assert say.phrase("{a} en {b}.", a="X1", b="X2") == 'X1&" en "&X2&"."'
    assert say.quoted_text('zo "n') == '"zo ""n"'


def test_a_percentage_with_a_decimal_swaps_both_separators() -> None:
    formula = say.percent("A1", 1)
    assert formula.count("SUBSTITUTE(") == 3
    assert say.THOUSANDS in formula
    assert say.DECIMAL in formula


def test_a_row_is_found_below_the_one_above_and_under_a_condition() -> None:
    table = TableSpec("tblA", "a", (ColumnSpec("score", "Score"),))
    formula = say.table_row(table, ("score",), "X2", "X1", "Y1", "Z>1")
    assert "(tblA[Score]=X2)" in formula
    assert "IF(X2=X1,N(Y1),0)" in formula
    assert "(Z>1)" in formula
