"""Formulas, values and notations that changed are named with their cell."""

from __future__ import annotations

import re

import pytest
from altered import altered, changed
from quick import first_quick

from klantwaarde_xl.setup.saved_workbook import differences

SHEET = r"xl/worksheets/sheet\d+\.xml"
CELL = rb'(<c r="(?P<where>[A-Z]+\d+)"'


@pytest.mark.parametrize(
    ("mark", "becomes", "subject"),
    first_quick(
        1,
        [
            (CELL + rb"[^<>]*><f>)[^<]*</f>", rb"\g<1>1+1</f>", "formule"),
            (CELL + rb"[^<>]*>)<f>[^<]*</f>", rb"\1", "formule"),
            (CELL + rb'[^<>]*) cm="1"([^<>]*><f)', rb"\1\3", "formule"),
            (CELL + rb'[^<>]*) t="s"([^<>]*><v>)\d+</v>', rb"\1\g<3>987654</v>", "waarde"),
        ],
    ),
)
def test_a_changed_cell_is_named(mark: bytes, becomes: bytes, subject: str, template: bytes) -> None:
    found = altered(template, SHEET, mark, becomes)
    first = found.differences[0]
    assert (first.subject, first.sheet, first.where) == (
        subject,
        found.sheet,
        found.found["where"].decode(),
    )
    assert first.written != first.found
    assert {one.where for one in found.differences} == {first.where}


def test_a_formula_that_gives_an_error_is_named(template: bytes) -> None:
    mark = CELL + rb'[^<>]*?)(?: t="str")?><f>([^<]*)</f><v>[^<]*</v>'
    found = altered(template, SHEET, mark, rb'\1 t="e"><f>\3</f><v>#NAME?</v>')
    assert found.only("foutwaarde", found.found["where"].decode()).found == "#NAME?"


@pytest.mark.slow
def test_a_notation_is_named_with_its_cells(template: bytes) -> None:
    found = altered(template, r"xl/styles\.xml", rb'(<numFmt [^<>]*formatCode=")', rb"\1# ")
    assert {one.subject for one in found.differences} == {"getalnotatie"}
    assert all(one.sheet and one.where and one.found.startswith("# ") for one in found.differences)


@pytest.mark.slow
def test_what_a_formula_gave_is_no_difference(template: bytes) -> None:
    found = altered(template, SHEET, CELL + rb"[^<>]*><f>[^<]*</f><v>)[^<]*</v>", rb"\g<1>7</v>")
    assert found.differences == []


def shared(data: bytes) -> bytes:
    """Write the formulas of the first two equal rows as Excel does: once, with a number that others name."""
    cells = re.findall(rb"<f>IF\([^<]*</f>", data)
    assert cells
    one = cells[0]
    return data.replace(one, one.replace(b"<f>", b'<f t="shared" ref="A1:A9" si="4">'), 1)


def in_other_words(data: bytes) -> bytes:
    """Write a sheet as another program would: no numbers of rows, prefixes, zeros that need not be."""
    data = re.sub(rb'<row r="1"', b"<row", data, count=1)
    data = data.replace(b"62.50", b"62.5").replace(b"IFERROR(", b"_xlfn.IFERROR( ")
    return re.sub(rb'<c (r="[A-Z]+\d+") (s="\d+")', rb"<c \2 \1", data)


@pytest.mark.slow
def test_the_same_cells_in_other_words_are_no_difference(template: bytes) -> None:
    for number in (2, 3, 40):
        assert not differences(
            template, changed(template, {f"xl/worksheets/sheet{number}.xml": in_other_words})
        )
    for change in (shared,):
        assert not differences(template, changed(template, {"xl/worksheets/sheet2.xml": change}))


def test_a_shared_formula_is_that_of_each_cell() -> None:
    from lxml import etree

    from klantwaarde_xl.setup.saved_cells import Shared, cell_facts

    plain = "".join(f"<row><c><f>B{row}*$C$1</f></c></row>" for row in (1, 2, 3))
    once = '<row><c><f t="shared" si="0" ref="A1:A3">B1*$C$1</f></c></row>'
    again = '<row><c><f t="shared" si="0"/></c></row>'

    def facts(rows: str) -> dict[str, object]:
        root = etree.fromstring(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
        found = cell_facts("Blad", root, Shared([], ["General"]))
        return {place.where: fact.key for place, fact in found.items() if place.subject == "formule"}

    assert facts(plain) == facts(once + again * 2)
    assert facts(plain) != facts(once + again + "<row><c><f>B4*$C$1</f></c></row>")
