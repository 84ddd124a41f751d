"""A table is found in the package by its name, wherever its parts are."""

from __future__ import annotations

import io
import zipfile

import pytest

from klantwaarde_xl.files.cell_places import Block
from klantwaarde_xl.files.table_place import TablePlace, attribute, find_table

TABLE = (
    '<table xmlns="x" id="1" name="a" displayName="tblX" ref="{ref}"{more}>'
    '<tableColumns count="2"><tableColumn id="1" name="Datum"/><tableColumn id="2" name="R&amp;D"/>'
    "</tableColumns></table>"
)


def package(ref: str = "B5:C8", target: str = "../tables/table1.xml", more: str = "") -> zipfile.ZipFile:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    archive = zipfile.ZipFile(io.BytesIO(), "w")
    archive.writestr("_rels/.rels", "<Relationships/>")
    archive.writestr(
        "xl/worksheets/_rels/sheet1.xml.rels",
        f'<Relationships><Relationship Id="r0" Type="{kind}Column" Target="x.xml"/>'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>',
    )
    archive.writestr("xl/tables/table1.xml", TABLE.format(ref=ref, more=more))
    return archive


@pytest.mark.parametrize(
    "target", ["../tables/table1.xml", "/xl/tables/table1.xml", "../tables/table%31.xml"]
)
def test_a_table_is_found_in_any_case_by_a_relative_or_absolute_target(target: str) -> None:
    place = find_table(package(target=target), "TBLx")
    assert place == TablePlace(
        "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", Block(2, 5, 3, 8), ("Datum", "R&D"), totals=False
    )


def test_a_totals_row_is_seen() -> None:
    assert find_table(package(more=' totalsRowCount="1"'), "tblX").totals
    assert not find_table(package(more=' totalsRowCount="0"'), "tblX").totals


def test_no_such_table_is_none_and_no_range_is_an_error() -> None:
    assert find_table(package(), "tblY") is None
    with pytest.raises(ValueError, match=r"table1\.xml"):
        find_table(package(ref="B:C"), "tblX")


def test_an_attribute_is_found_by_its_whole_name() -> None:
    tag = b"<c xr='1' r = \"A&lt;1\">"
    assert attribute(tag, "r") == "A<1"
    assert attribute(tag, "xr") == "1"
    assert attribute(tag, "x") == ""
