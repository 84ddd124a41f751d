"""The rules of looks, rows, paper, links, metadata and notes find each breach that is planted."""

from __future__ import annotations

import io
import zipfile

import pytest
from package_rules import BY_NAME, RULES, faults
from planting import Change, changed, part_with, pattern, put
from small_workbook import small_document
from style_rules import STYLE_RULES

from klantwaarde_xl.template import build

STYLES, ROW, LINK = b"<cellXfs", b"<row ", b"<hyperlink "


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


def breaks(inner: bytes, stated: bytes = b'count="1" manualBreakCount="1"') -> Change:
    return put(b"</headerFooter>", b"</headerFooter><rowBreaks %s>%s</rowBreaks>" % (stated, inner))


def row(attribute: bytes) -> Change:
    return pattern(rb"<row ([^>]*?)(/?)>", rb'<row r="1048576" ' + attribute + rb"\2>")


BREAK = b'<brk id="5" max="16383" man="1"/>'
BREACHES: list[tuple[str, bytes, Change]] = [
    ("colors_and_sizes", STYLES, pattern(rb'<color theme="\d+"', b'<color theme="12"')),
    ("colors_and_sizes", STYLES, pattern(rb'<fgColor [^>]*"', b'<fgColor indexed="82"')),
    ("colors_and_sizes", STYLES, pattern(rb'rgb="FF(\w{6})"', rb'rgb="\1"')),
    ("colors_and_sizes", STYLES, pattern(rb'<sz val="[^"]*"', b'<sz val="410"')),
    ("colors_and_sizes", STYLES, pattern(rb'<sz val="[^"]*"', b'<sz val="0"')),
    *[("rows_and_columns", ROW, row(text)) for text in (b'outlineLevel="8"', b'ht="-1"')],
    ("rows_and_columns", ROW, put(b"</sheetData>", b'<row r="1048577"/></sheetData>')),
    ("rows_and_columns", b"<col ", pattern(rb'<col ([^>]*?)width="', rb'<col \1width="-')),
    *[("paper", b"<pageSetup ", pattern(rb"<pageSetup ", b'<pageSetup scale="%d" ' % n)) for n in (9, 401)],
    *[
        ("paper", b"<headerFooter", change)
        for change in (
            breaks(b'<brk id="1048576" max="16383" man="1"/>'),
            breaks(b'<brk id="0" max="16383" man="1"/>'),
            breaks(BREAK, b'count="1" manualBreakCount="2"'),
            breaks(BREAK, b'count="2" manualBreakCount="1"'),
            breaks(BREAK * 1027, b'count="1027" manualBreakCount="1027"'),
        )
    ],
    ("links", LINK, pattern(rb"<hyperlink (?![^>]*tooltip)", b'<hyperlink tooltip="%s" ' % (b"x" * 256))),
    ("links", LINK, pattern(rb'location="[^"]*"', b'location="%s"' % (b"x" * 2085))),
    ("metadata", b' cm="', pattern(rb' cm="\d+"', b' cm="9"')),
    ("metadata", ROW, pattern(rb"<c r=", b'<c vm="1" r=')),
    ("boxes_of_notes", b"<comments", pattern(rb'<comment ref="\w+"', b'<comment ref="XFD1048576"')),
]


@pytest.mark.parametrize(("rule", "mark", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, rule: str, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), (BY_NAME[rule],))


def test_a_box_in_another_cell_is_found(filled: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(filled)) as read:
        part = next(
            name for name in read.namelist() if name.endswith(".vml") and b"<x:Row>" in read.read(name)
        )
    moved = changed(filled, part, pattern(rb"<x:Row>\d+", b"<x:Row>99999"))
    assert faults(moved, (BY_NAME["boxes_of_notes"],))


@pytest.mark.parametrize(
    ("mark", "change"),
    [
        (STYLES, pattern(rb'<fgColor [^>]*"', b'<fgColor indexed="64"')),
        (b"<headerFooter", breaks(BREAK)),
        (b"<headerFooter", breaks(BREAK, b"")),
        (b"<pageSetup ", pattern(rb"<pageSetup ", b'<pageSetup scale="400" ')),
    ],
)
def test_what_excel_takes_is_no_breach(filled: bytes, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), STYLE_RULES) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert set(STYLE_RULES) <= set(RULES)
    assert {rule.__name__ for rule in STYLE_RULES} <= {rule for rule, *_ in BREACHES}
    assert faults(filled, STYLE_RULES) == []
