"""Input rules, conditional formats, links, notes, tables and filters that changed are named."""

from __future__ import annotations

import re

import pytest
from altered import altered, changed
from quick import first_quick

from klantwaarde_xl.setup.saved_workbook import differences

SHEET = r"xl/worksheets/sheet\d+\.xml"
TABLE = r"xl/tables/table\d+\.xml"
LIST = rb'(<dataValidation type="list"[^<>]*sqref="(?P<where>[A-Z]+\d+)"[^<>]*>)<formula1>[^<]*'


@pytest.mark.parametrize(
    ("mark", "becomes", "subject"),
    first_quick(
        1,
        [
            (LIST, rb"\g<1><formula1>Kaart_Zoek", "invoerregel"),
            (rb'(<dataValidation type="decimal"[^<>]*)>', rb'\1 operator="notBetween">', "invoerregel"),
            (rb'(<dataValidation [^<>]*)error="[^"]*"', rb'\1error="Anders."', "invoerregel"),
            (
                rb'(<cfRule type="cellIs"[^<>]*operator=")lessThan',
                rb"\1greaterThan",
                "voorwaardelijke opmaak",
            ),
            (rb"(<cfRule [^<>]*><formula>)[^<]*", rb"\g<1>1=2", "voorwaardelijke opmaak"),
            (rb'(<hyperlink [^<>]*location=")[^"]*', rb"\1Elders!A1", "koppeling"),
        ],
    ),
)
def test_a_changed_rule_is_named(mark: bytes, becomes: bytes, subject: str, template: bytes) -> None:
    found = altered(template, SHEET, mark, becomes)
    assert found.differences
    assert {(one.subject, one.sheet) for one in found.differences} == {(subject, found.sheet)}
    assert all(one.where for one in found.differences)
    if "where" in found.found.groupdict():
        assert found.found["where"].decode() in found.differences[0].where


@pytest.mark.parametrize(
    "mark", first_quick(1, [rb"<dataValidation .*?</dataValidation>", rb"<cfRule .*?</cfRule>"])
)
def test_a_rule_that_is_gone_is_named(mark: bytes, template: bytes) -> None:
    found = altered(template, SHEET, mark, b"")
    assert any(one.written for one in found.differences)
    assert {one.sheet for one in found.differences} == {found.sheet}


def test_a_changed_note_is_named_with_its_cell(template: bytes) -> None:
    mark = rb'(<comment ref="([A-Z]+\d+)".*?<t(?: [^<>]*)?>)[^<]*'
    found = altered(template, r"xl/comments\d+\.xml", mark, rb"\1Anders.")
    assert found.only("opmerking", found.found[2].decode()).found == "Anders."


@pytest.mark.parametrize(
    ("mark", "becomes", "subject"),
    first_quick(
        1,
        [
            (rb'(<tableColumn id="2" name=")', rb"\1x", "kolommen van tabel"),
            (rb'(<table [^<>]*ref="[A-Z]+)(\d+):', rb"\g<1>2:", "tabel"),
            (
                rb'(<tableColumn id="2" [^<>]*)/>',
                rb"\1><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>",
                "formule van kolom",
            ),
            (rb'totalsRowFunction="sum"', b'totalsRowFunction="max"', "formule van kolom"),
            (rb"<autoFilter [^<>]*/>", b"", "filter"),
            (rb"<tableStyleInfo [^<>]*/>", b"", "stijl van tabel"),
            (rb'(<tableStyleInfo name=")[^"]*', rb"\1TableStyleDark7", "stijl van tabel"),
            (rb'(displayName="tbl)', rb"\1X", "tabel"),
        ],
    ),
)
def test_a_changed_table_is_named(mark: bytes, becomes: bytes, subject: str, template: bytes) -> None:
    found = altered(template, TABLE, mark, becomes)
    assert subject in {one.subject for one in found.differences}
    assert {one.sheet for one in found.differences} == {found.sheet}


@pytest.mark.slow
def test_rules_that_are_cut_or_moved_otherwise_are_equal(template: bytes) -> None:
    def cut(data: bytes) -> bytes:
        return re.sub(
            rb'(<dataValidation [^<>]*sqref=")([A-Z]+)(\d+):[A-Z]+(\d+)"',
            lambda found: (
                found[1]
                + b"%s%s %s%d:%s%s" % (found[2], found[3], found[2], int(found[3]) + 1, found[2], found[4])
                + b'"'
            ),
            data,
        )

    sheets = {f"xl/worksheets/sheet{n}.xml": cut for n in range(1, 30)}
    assert differences(template, changed(template, sheets)) == []


@pytest.mark.slow
def test_a_list_that_excel_moves_to_the_extensions_is_equal(template: bytes) -> None:
    ours = (
        rb'<dataValidation (type="list"[^<>]*) sqref="([^"]*)"><formula1>([^<]*)</formula1></dataValidation>'
    )
    theirs = (
        rb'<extLst><ext xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:dataValidation \1><x14:formula1><xm:f>\3'
        rb"</xm:f></x14:formula1><xm:sqref>\2</xm:sqref></x14:dataValidation></ext></extLst>"
    )
    assert altered(template, SHEET, ours, theirs).differences == []
