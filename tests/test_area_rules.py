"""The rules of print areas, footers, arrays and shared formulas find each breach that is planted."""

from __future__ import annotations

import pytest
from area_rules import AREA_RULES
from package_rules import BY_NAME, RULES, faults
from planting import Change, changed, part_with, pattern, put
from small_workbook import small_document

from klantwaarde_xl.template import build

BOOK, FORMULA, ROWS, FOOTER = b"<definedName ", b"</f>", b"</sheetData>", b"<oddFooter>"


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


def printing(kind: bytes, text: bytes) -> Change:
    """Print an area or titles of the first sheet, Start."""
    return pattern(
        rb'<definedName name="_xlnm.Print_Area"[^>]*>[^<]*',
        b'<definedName name="_xlnm.Print_%s" localSheetId="0">%s' % (kind, text.replace(b"\\", b"\\\\")),
    )


def formula(attributes: bytes, text: bytes = b"A1") -> Change:
    """Give the first cell with a plain formula another one; ``PLACE`` is that cell."""
    inner = attributes.replace(b"PLACE", rb"\2")
    return pattern(rb'(<c r="([A-Z]+\d+)"[^>]*>)<f>[^<]*</f>', rb"\1<f " + inner + b">" + text + b"</f>")


def renamed(name: bytes) -> Change:
    """Give the sheet Start another name, also before its print area."""
    quoted = b"'" + name.replace(b"'", b"''") + b"'!"
    return lambda data: data.replace(b'name="Start"', b'name="%s"' % name).replace(b"Start!", quoted)


def cells(*given: bytes, more: bytes = b"") -> Change:
    """Put a row with formulas below all others; ``more`` comes behind the cells of the sheet."""
    row = b"".join(
        b'<c r="%s1048000"><f %s></c>' % (place, inner)
        for place, _, inner in (one.partition(b" ") for one in given)
    )
    return put(ROWS, b'<row r="1048000">%s</row></sheetData>%s' % (row, more))


BREACHES: list[tuple[str, bytes, Change]] = [
    *[
        ("printed", BOOK, printing(b"Area", text))
        for text in (
            *(b"&quot;Start!$A$1:$B$2&quot;", b"&quot;x&quot;", b"5", b"TRUE", b"", b"$A$1:$B$2"),
            *(b"Dashboard!$A$1:$B$2", b"Start!$A$1,Dashboard!$A$1", b"'Start:Dashboard'!$A$1"),
            *(b"Dashboard!$A$1:INDEX(Start!$A:$A,9)", b"Start!$A$1:Dashboard!$B$2", b"SUM(Start!$A$1:$B$2)"),
            *(b"TODAY()", b"Start!$A$1:NERGENS", b"NERGENS", b"Start!$A$1:Start!$B$2,5"),
            *(b"Start!$A$1:$B$2,&quot;x&quot;", b"Start!A1B2", b"'Start!$A$1"),
        )
    ],
    *[
        ("printed", BOOK, printing(b"Titles", text))
        for text in (
            *(b"Start!$A$1:$B$2", b"Start!$A$1", b"&quot;$1:$2&quot;", b"$1:$2", b"", b"Start!$1"),
            *(b"Start!$A:$A,Start!$A$1:$B$2", b"Start!$1:$2,Start!$4:$5", b"Start!$A:$1"),
            *(b"Dashboard!$1:$2", b"Start!$A:$B,Dashboard!$1:$2", b"Start!$A$1:Start!$B$2"),
        )
    ],
    *[
        ("printed", BOOK, pattern(rb'(<definedName name="_xlnm.Print_Area"[^>]*) localSheetId="\d+"', new))
        for new in (rb"\1", rb'\1 localSheetId="999"', rb'\1 localSheetId="1"')
    ],
    *[
        ("areas_of_formulas", FORMULA, formula(attributes))
        for attributes in (
            *(b't="array" ref="XFD1"', b't="array" ref="XFC1:XFD9"', b't="array"'),
            *(b't="shared" si="77"', b't="shared" si="77" ref="XFD1:XFD9"', b't="shared"'),
        )
    ],
    ("areas_of_formulas", FORMULA, formula(b't="shared" si="77" ref="PLACE"', b"")),
    *[
        ("arrays", ROWS, change)
        for change in (
            cells(b'XA t="array" ref="XA1048000:XC1048000">1</f', b"XB >2</f"),
            cells(b'XA t="array" ref="XA1048000:XC1048000">1</f', b'XC t="array" ref="XC1048000">2</f'),
            cells(b'XA t="array" ref="XA1048000:XC1048000">1</f', b'XB t="shared" si="99"/'),
            cells(b'XA t="dataTable" ref="XA1048000:XC1048000" r1="A1"/', b"XB >2</f"),
            cells(
                b'XA t="array" ref="XA1048000:XC1048000">1</f',
                more=b'<mergeCells><mergeCell ref="XC1048000:XC1048009"/></mergeCells>',
            ),
            cells(
                b'XA t="array" ref="XA1048000">1</f',
                more=b'<mergeCells><mergeCell ref="XA1048000:XB1048000"/></mergeCells>',
            ),
        )
    ],
    ("arrays", b"<tableParts", formula(b't="array" ref="PLACE:XFD1048576"')),
    *[
        ("headers_and_footers", FOOTER, pattern(rb"<oddFooter>[^<]*", b"<oddFooter>&amp;L" + text))
        for text in (b"x" * 254, "😀".encode() * 127)
    ],
]


@pytest.mark.parametrize(("rule", "mark", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, rule: str, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), (BY_NAME[rule],))


@pytest.mark.parametrize(
    ("mark", "change"),
    [
        *[
            (BOOK, printing(b"Area", text))
            for text in (
                *(b"Start!$A$1", b"Start!$A:$C", b"Start!$1:$9", b"Start!#REF!", b"#REF!"),
                *(b"Start!$A$1:$B$2,Start!$D$4:$E$9", b"'Start'!$A$1:$B$2", b"START!$A$1:$B$2"),
                *(b"OFFSET(Start!$A$1,0,0,COUNTA(Start!$A:$A),3)", b"Als_Klant", b"Start!Als_Klant"),
                *(b"Start!$A$1:INDEX(Start!$A:$Z,COUNTA(Dashboard!$A:$A),26)", b"$A$1:INDEX($A:$Z,9,26)"),
                *(b"Start!$A$1:$B$2,OFFSET(Start!$D$1,0,0,5,MAX(1,2))", b"INDIRECT(&quot;Start!A1:B2&quot;)"),
                *(b"INDEX(Start!$A:$A,1):INDEX(Start!$C:$C,9)", b"IF(Start!$A$1=1,Als_Klant,Als_Top)"),
                *(b"CHOOSE(2,Start!$A$1,Start!$B$2)", b"tblKlantwaarde[#All]", b"Start!$A$1:#REF!"),
            )
        ],
        *[
            (BOOK, printing(b"Titles", text))
            for text in (
                b"Start!$1:$2",
                b"Start!$A:$B",
                b"Start!$A:$B,Start!$1:$2",
                b"Start!#REF!",
                b"OFFSET(Start!$1:$1,0,0,3)",
            )
        ],
        (FORMULA, formula(b't="array" ref="PLACE"')),
        (FORMULA, formula(b't="shared" si="0" ref="PLACE"')),
        *[(BOOK, renamed(name)) for name in (b"Een, 'twee", b"Een!(twee)", b"1 + 1")],
        (ROWS, cells(b'XA t="array" ref="XA1048000:XFD1048576">1</f')),
        (ROWS, cells(b'XA t="array" ref="XA1048000:XB1048000">1</f', b'XC t="array" ref="XC1048000">2</f')),
        (b"<tableParts", formula(b't="array" ref="PLACE"')),
        (FOOTER, pattern(rb"<oddFooter>[^<]*", b"<oddFooter>&amp;L" + b"x" * 253)),
    ],
)
def test_what_excel_writes_is_no_breach(filled: bytes, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), AREA_RULES) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert set(AREA_RULES) <= set(RULES)
    assert {rule.__name__ for rule in AREA_RULES} <= {rule for rule, *_ in BREACHES}
    assert faults(filled, AREA_RULES) == []
