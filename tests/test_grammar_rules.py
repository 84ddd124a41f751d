"""The rule of how a formula is put together refuses what Excel cannot read and takes what it can."""

from __future__ import annotations

import pytest
from grammar_rules import GRAMMAR_RULES, fault_of
from package_rules import RULES, faults
from planting import changed, part_with, pattern
from small_workbook import small_document

from klantwaarde_xl.template import build

WRONG = [
    *("1+*2", "A1+", "*2", "A1 &", "A1=", "=A1", "A1 B1+", "(", ")", ")1+2(", "(A1", "A1)", "((A1)", "()"),
    *(
        'A1 "x"',
        "A1 3",
        "3 A1",
        '"a""',
        'A1&"x',
        "SUM(A1",
        "SUM(A1))",
        "SUM(,",
        "1,",
        ",1",
        "1%%2",
        "%",
        "%2",
    ),
    *("{1,2", "1,2}", "SUM({1,2;3})", "{}", "{1,,2}", "{1;}", "A1(2", "1<>", "1><2", "1=>2", "A1::B2", "A1:"),
    *("(1,)", "ABS()", "ABS(1,2)", "IF(1)", "IF(1,2,3,4)", "PI(1)", "MATCH(1)", "INDEX(A1)", "OFFSET(A1,1)"),
    *("SUM()", "COUNTIF(A1)", "LEFT()", "DATE(1,2)", "ROUND(1)", "IFERROR(1)", "MID(A1,2)", "VLOOKUP(1,A1)"),
    *("ABS(" * 65 + "1" + ")" * 65, f"SUM({'1,' * 255}1)", "SUM(A1;B1)*", "1 2", "-", "+", "@", "#REF! 3"),
]
RIGHT = [
    *("1", "-1", "+1", "--A1", "1+-2", "1%", "1%%", "-1%^2", "@A1", "A1:B2", "A1:B2 B1:C3", "(A1,B2)", "A1#"),
    *("SUM(A1:B2 B1:C3)", "SUM((A1,B2),C3)", "SUM(A1,,B2)", "IF(A1,,1)", "IF(A1,1,)", "IF(A1,,)", "SUM(,)"),
    *(
        '"a""b"',
        '"("&")"',
        '"{"',
        "{1,2;3,4}",
        '{"a,b;c",TRUE;#N/A,-1.5E+3}',
        "1E+5",
        "1.5e-3+2",
        "#REF!",
        "#N/A",
    ),
    *(
        "'Mijn (blad)'!A1",
        "'a\"b'!A1",
        "Start!A1:Start!B2",
        "[1]Blad!A1",
        "[0]!naam",
        "'[1]Mijn blad'!A1",
        "A:A",
    ),
    *("tbl[[#This Row],[a (b]]*2", "tbl[a + b]", "SUM(tbl[[a]:[b]])", "tbl['[x']]", "$A$1:INDEX($A:$A,9)"),
    *(
        "INDEX(A1:B2,1,1):INDEX(A1:B2,2,2)",
        "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(3)",
        "_xlfn.LET(_xlpm.a,1,_xlpm.a)",
    ),
    *(
        "PI()",
        "TODAY()+1",
        "ROW()",
        "ROW(A1)",
        "IF(1,2)",
        "INDEX(A1,1,1,1)",
        "OFFSET(A1,1,1)",
        "1<=2",
        "1<>2",
    ),
    *(
        "ABS(" * 64 + "1" + ")" * 64,
        f"SUM({'1,' * 254}1)",
        " SUM( 1 , 2 ) ",
        "1 + 2\n* 3",
        "Een.twee_3?\\",
        "1=1=1",
    ),
    *(
        "KW_SCORE(A1)",
        "TRUE",
        "NOT(TRUE())",
        "A1^-2",
        "A1&-1",
        "_xlfn._xlws.SORT(A1:A9)",
        "SUM(1:1,A:A)",
        "SUM(1:3 A:A)",
        "SUM($1:$3 $A:$A)",
    ),
]


@pytest.mark.parametrize("formula", WRONG)
def test_what_excel_cannot_read_is_found(formula: str) -> None:
    assert fault_of(formula)


@pytest.mark.parametrize("formula", RIGHT)
def test_what_excel_reads_is_right(formula: str) -> None:
    assert fault_of(formula) == ""


def test_the_rule_reads_the_formulas_of_a_package() -> None:
    filled = build.macro_workbook(small_document())
    assert set(GRAMMAR_RULES) <= set(RULES)
    assert faults(filled, GRAMMAR_RULES) == []
    for mark, old in (
        (b"</f>", rb"<f>[^<]*"),
        (b"<definedName ", rb"(?<=>)Start![^<]*"),
        (b"<cfRule", rb"<formula>[^<]*"),
    ):
        change = pattern(old, (b"" if old.startswith(b"(") else old.partition(b">")[0] + b">") + b"1+*2")
        assert faults(changed(filled, part_with(filled, mark, change), change), GRAMMAR_RULES)
