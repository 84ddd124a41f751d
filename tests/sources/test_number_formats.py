"""Which number formats show a currency or a percentage."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from klantwaarde_xl.sources.number_formats import currency_of, is_unit, telling_styles, told_by


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$$-409]#,##0.00", "USD"),
        ("[$€-413] #,##0.00", "EUR"),
        ("[$€-2]\\ #,##0.00", "EUR"),
        ('"€" #,##0.00;[Red]-"€" #,##0.00', "EUR"),
        ("[$£-809]#,##0", "GBP"),
        ("[$kr-41D] #,##0", "SEK"),
        ("[$kr-406] #,##0", "DKK"),
        ("[$$-1009]#,##0.00", "CAD"),
        ("#,##0.00 [$CHF]", "CHF"),
        ('"USD" #,##0.00', "USD"),
        ("$#,##0.00", "USD"),
        ("_-[$£-809]* #,##0.00_-", "GBP"),
        ("[$-413]d mmmm jjjj", ""),
        ("[$-F800]dddd", ""),
        ('0.00 "stuks"', ""),
        ("General", ""),
        ("Standaard", ""),
        ("0.00%", ""),
    ],
)
def test_a_currency_is_read_from_its_symbol_and_locale(code: str, currency: str) -> None:
    assert currency_of(code) == currency


def styles(*codes: str) -> dict[int, str]:
    formats = "".join(f"<numFmt numFmtId='{164 + at}' formatCode='{code}'/>" for at, code in enumerate(codes))
    cells = "".join(f"<xf numFmtId='{164 + at}'/>" for at in range(len(codes)))
    return telling_styles(ET.fromstring(f"<s><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></s>"))


def test_a_workbook_in_euros_has_nothing_to_tell() -> None:
    assert styles("[$€-413] 0.00", "0.00", "0.0%") == {2: "%"}


def test_with_another_currency_the_euro_tells_too() -> None:
    assert styles("[$€-413] 0.00", "[$$-409]0.00", "General") == {0: "EUR", 1: "USD"}


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('0 "k€"', "k€"),
        ('0 "kg"', "kg"),
        ('#,##0.00\\ "uur"', "uur"),
        ('0.0 "mln"', "mln"),
        ("#,##0\\k", "k"),
        ('€ #,##0 "x1.000"', "x1.000"),
        ('[$€-413] #,##0 "k"', "k"),
        ('0 "stuks"', "stuks"),
        # Excel divides itself, so the cell holds whole euros.
        ('#,##0, "k"', ""),
        ('0.0,, "mln"', ""),
        ('#,##0,"k€"', ""),
        ('#,##0.00 "euro"', ""),
        ('#,##0.00 "CR"', ""),
        ('_-"€" * #,##0.00_-;_-"€" * -#,##0.00_-;_-"€" * "-"??_-;_-@_-', ""),
        ('#,##0 "excl."', ""),
    ],
)
def test_a_unit_beside_a_number_is_told_unless_excel_divides_by_it(code: str, unit: str) -> None:
    told = told_by(code)
    assert (told.removeprefix("=") if is_unit(told) else "") == unit
