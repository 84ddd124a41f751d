"""The rules of print areas, arrays, shared formulas and conditions find each breach that is planted."""

from __future__ import annotations

import pytest
from area_rules import AREA_RULES
from package_rules import BY_NAME, RULES, faults
from planting import Change, changed, part_with, pattern
from small_workbook import small_document

from klantwaarde_xl.template import build

BOOK, FORMULA, CONDITION = b"<definedName ", b"</f>", b'<cfRule type="cellIs"'


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


def printing(kind: bytes, text: bytes) -> Change:
    return pattern(
        rb'<definedName name="_xlnm.Print_Area"( [^>]*)>[^<]*',
        b'<definedName name="_xlnm.Print_%s"\\1>%s' % (kind, text.replace(b"\\", b"\\\\")),
    )


def formula(attributes: bytes, text: bytes = b"A1") -> Change:
    """Give the first cell with a plain formula another one; ``PLACE`` is that cell."""
    inner = attributes.replace(b"PLACE", rb"\2")
    return pattern(rb'(<c r="([A-Z]+\d+)"[^>]*>)<f>[^<]*</f>', rb"\1<f " + inner + b">" + text + b"</f>")


def condition(operator: bytes, formulas: bytes) -> Change:
    return pattern(
        rb'<cfRule type="cellIs"([^>]*?)operator="\w+"([^>]*)>.*?</cfRule>',
        rb'<cfRule type="cellIs"\1operator="%s"\2>%s</cfRule>' % (operator, formulas),
    )


ONE, TWO = b"<formula>1</formula>", b"<formula>1</formula><formula>2</formula>"
BREACHES: list[tuple[str, bytes, Change]] = [
    *[
        ("printed", BOOK, printing(b"Area", text))
        for text in (
            *(b"&quot;Start!$A$1:$B$2&quot;", b"&quot;x&quot;", b"5", b"TRUE", b"", b"$A$1:$B$2"),
            *(b"Start!$A$1:$B$2,&quot;x&quot;", b"Start!A1B2", b"'Start!$A$1"),
        )
    ],
    *[
        ("printed", BOOK, printing(b"Titles", text))
        for text in (
            *(b"Start!$A$1:$B$2", b"Start!$A$1", b"&quot;$1:$2&quot;", b"$1:$2", b"", b"Start!$1"),
            *(b"Start!$A:$A,Start!$A$1:$B$2", b"Start!$1:$2,Start!$4:$5", b"Start!$A:$1"),
        )
    ],
    *[
        ("areas_of_formulas", FORMULA, formula(attributes))
        for attributes in (
            *(b't="array" ref="XFD1"', b't="array" ref="XFC1:XFD9"', b't="array"'),
            *(b't="shared" si="77"', b't="shared" si="77" ref="XFD1:XFD9"', b't="shared"'),
        )
    ],
    ("areas_of_formulas", FORMULA, formula(b't="shared" si="77" ref="PLACE"', b"")),
    ("conditional_formats", CONDITION, condition(b"between", ONE)),
    ("conditional_formats", CONDITION, condition(b"notBetween", ONE)),
    ("conditional_formats", CONDITION, condition(b"between", ONE + b"<formula></formula>")),
    ("conditional_formats", CONDITION, condition(b"equal", TWO)),
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
                *(b"Start!$A$1:$B$2,Start!$D$4:$E$9", b"'Een, ''twee'!$A$1:$B$2"),
                b"OFFSET(Start!$A$1,0,0,COUNTA(Start!$A:$A),3)",
            )
        ],
        *[
            (BOOK, printing(b"Titles", text))
            for text in (b"Start!$1:$2", b"Start!$A:$B", b"Start!$A:$B,Start!$1:$2", b"Start!#REF!")
        ],
        (FORMULA, formula(b't="array" ref="PLACE"')),
        (FORMULA, formula(b't="array" ref="PLACE:XFD1048576"')),
        (FORMULA, formula(b't="shared" si="0" ref="PLACE"')),
        (CONDITION, condition(b"between", TWO)),
        (CONDITION, condition(b"equal", ONE)),
    ],
)
def test_what_excel_writes_is_no_breach(filled: bytes, mark: bytes, change: Change) -> None:
    rules = (*AREA_RULES, BY_NAME["conditional_formats"])
    assert faults(changed(filled, part_with(filled, mark, change), change), rules) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert set(AREA_RULES) <= set(RULES)
    assert {rule.__name__ for rule in AREA_RULES} <= {rule for rule, *_ in BREACHES}
    assert faults(filled, AREA_RULES) == []
