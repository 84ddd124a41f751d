"""The rules of the parts of a package find each breach that is planted."""

from __future__ import annotations

import io
import zipfile

import pytest
from package_rules import BY_NAME, RULES, faults
from part_rules import PART_RULES
from planting import Change, changed, pattern, put
from small_workbook import small_document

from klantwaarde_xl.template import build

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


IGNORED = b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac"'
BREACHES: list[tuple[str, str, Change]] = [
    *[
        ("kinds_of_parts", "[Content_Types].xml", pattern(rb"(<%s [^>]*/>)" % tag, rb"\1\1"))
        for tag in (b"Override", b"Default")
    ],
    (
        "kinds_of_parts",
        "[Content_Types].xml",
        pattern(rb'(sheet1\.xml" ContentType="[^"]*)worksheet', rb"\1styles"),
    ),
    (
        "kinds_of_parts",
        "xl/_rels/workbook.xml.rels",
        put(b'relationships/worksheet"', b'relationships/styles"'),
    ),
    ("ignorable", SHEET, put(b"<worksheet ", b"<worksheet%s " % IGNORED)),
    ("ignorable", SHEET, put(b"<worksheet ", b"<!DOCTYPE worksheet><worksheet ")),
]


@pytest.mark.parametrize(("rule", "part", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, rule: str, part: str, change: Change) -> None:
    assert faults(changed(filled, part, change), (BY_NAME[rule],))


@pytest.mark.parametrize(
    ("name", "method"),
    [("xl/nieuw.bin", zipfile.ZIP_BZIP2), ("xl/nieuw.bin", zipfile.ZIP_LZMA), ("xl\\a.bin", 8)],
)
def test_another_way_of_packing_is_found(filled: bytes, name: str, method: int) -> None:
    packed = io.BytesIO(filled)
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr(name, b"1", method)
    assert faults(packed.getvalue(), (BY_NAME["packing"],))


def test_a_prefix_that_is_declared_may_be_skipped(filled: bytes) -> None:
    declared = IGNORED + b' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    assert faults(changed(filled, SHEET, put(b"<worksheet ", b"<worksheet%s " % declared)), PART_RULES) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert set(PART_RULES) <= set(RULES)
    assert faults(filled, PART_RULES) == []
