"""Formulas as text: what is certain is worked out, long ones are taken apart; nothing else changes."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.report.formula_text import LONGEST, folded, shortened


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("SUM(A1:A3)", "SUM(A1:A3)"),
        ('IF(A1=1,"1=1",B2)', 'IF(A1=1,"1=1",B2)'),
        ('IF(2=1,"een ""(,"" twee",INDEX(T[],R,54+1))', "INDEX(T[],R,55)"),
        ("IF(1=1,SUMIFS(A,B,1),SUMIFS(C,D,2))", "SUMIFS(A,B,1)"),
        ("IF(AND(1=1,A>0),IF(AND(2=1,B>0),1,2),3)", "IF(A>0,2,3)"),
        ("IF(AND(1=1,A,B),1,0)", "IF(AND(A,B),1,0)"),
        ("X*(3-1)", "X*(2)"),
        ("IF(COLUMNS(T[])-12+1<4,1,2)", "IF(COLUMNS(T[])-12+1<4,1,2)"),
        ('"a"&IF(1=2,"b","c")&"d"', '"a"&"c"&"d"'),
    ],
)
def test_what_is_certain_is_worked_out(written: str, wanted: str) -> None:
    assert folded(written) == wanted


def test_a_formula_in_parts_is_the_same_formula() -> None:
    deep = "IF(A,{},IF(B,{},IF(C,{},{})))".format(
        *(f'IF(D{n},"{"tekst, (" * 60}"&E{n},"")' for n in range(4))
    )
    short, names = shortened(deep, "Deel_")
    assert len(short) <= LONGEST < len(deep)
    assert max(len(formula) for _, formula in names) <= LONGEST
    for name, formula in reversed(names):
        short = re.sub(rf"\b{name}\b", lambda _, part=formula: part, short)
    assert short == deep


def test_a_short_formula_stays_whole() -> None:
    assert shortened('IF(A,"x","y")', "Deel_") == ('IF(A,"x","y")', [])
