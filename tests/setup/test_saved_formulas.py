"""Formulas and areas that mean the same have one form, and others have not."""

from __future__ import annotations

import pytest

from klantwaarde_xl.setup.saved_formulas import corner, one_area, one_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1+B$2", "A2+B$2"),
        ("SUM(A:A,1:1)", "sum( A:A , 2:2 )"),
        ("'Start'!A1&\"a b\"", 'Start!A2&"a b"'),
        ("XLOOKUP(1,A1,B1)", "_xlfn.XLOOKUP(1,A2,B2)"),
        ("FILTER(A1,B1)", "_xlfn._xlws.FILTER(A2,B2)"),
        ("tbl[[#This Row],[Omzet]]*0.50", "tbl[@Omzet]*.5"),
        ("tbl[[#This Row],[van A1]]", "tbl[@[van A1]]"),
        ("IF(FALSE,62.50,1E3)", "IF(FALSE(),62.5,1000)"),
        ("A1048576", "A1"),
    ],
)
def test_what_means_the_same_in_the_row_below_is_equal(one: str, other: str) -> None:
    assert one_form(one, 1) == one_form(other, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1", "A2"),
        ("$A$1", "$A$2"),
        ("$A1", "A1"),
        ('"A1 "', '"A1"'),
        ("A1 B1", "A1B1"),
        ("tbl[Omzet]", "tbl[Marge]"),
        ("0.5", "0.51"),
        ("'Wat als'!A1", "'Wat dan'!A1"),
        ("KW_PARETO(A1)", "KW_SCORE(A1)"),
        ("A1<B1", "A1<=B1"),
    ],
)
def test_what_means_something_else_is_not(one: str, other: str) -> None:
    assert one_form(one) != one_form(other)


def test_areas_do_not_depend_on_how_they_are_cut() -> None:
    assert one_area("A1:B2") == one_area("A1 A2", "B1:B2") == "A1:B2"
    assert one_area("A1:A2") != one_area("A1:A3")
    assert one_area("5:6", "C:C") == "A5:B6 C1:C1048576 D5:XFD6"
    assert one_area("#REF!") == ""
    assert corner("D4:E9 $B$7") == (4, 2)
