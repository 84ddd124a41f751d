"""What a program changed in a workbook by saving it is named, and what it only wrote otherwise is not."""

from __future__ import annotations

import io
import re

import light
import pytest
from altered import altered, changed

from klantwaarde_xl.setup.saved_workbook import (
    NOT_COMPARED,
    Difference,
    differences,
    page,
    program_of,
    repaired,
)

SHEET = r"xl/worksheets/sheet\d+\.xml"


@pytest.mark.slow
def test_the_order_of_parts_is_no_difference(template: bytes, filled: bytes) -> None:
    for workbook in (template, filled):
        assert differences(workbook, changed(workbook, {})) == []
        assert not repaired(workbook)


@pytest.mark.slow
def test_the_demo_equals_itself_and_names_what_was_altered() -> None:
    from klantwaarde_xl.template.build import demo_document, macro_workbook

    demo = macro_workbook(demo_document(lambda _step: None))
    found = altered(demo, SHEET, rb'(<c r="(\w+)"[^<>]*><f>)[^<]*</f>', rb"\g<1>1+1</f>")
    assert found.only("formule", found.found[2].decode()).found == "=1+1"


def test_a_repair_and_the_program_are_told(template: bytes) -> None:
    mended = changed(
        template,
        {
            "xl/workbook.xml": lambda data: data.replace(
                b"</workbook>", b'<fileRecoveryPr repairLoad="1"/></workbook>'
            )
        },
    )
    assert repaired(mended)
    assert program_of(template) == "Microsoft Excel 12.0000"
    assert program_of(changed(template, {"docProps/app.xml": lambda _: b"<Properties/>"})) == ""


def test_a_part_that_is_no_xml_is_said(template: bytes) -> None:
    found = altered(template, r"xl/charts/chart1\.xml", rb"<c:chart>", b"<c:chart")
    assert ("onderdeel", "xl/charts/chart1.xml") in {(one.subject, one.where) for one in found.differences}
    assert any(one.subject == "tekening" for one in found.differences)


def test_of_a_sheet_of_one_of_both_only_that_is_said(template: bytes) -> None:
    found = altered(template, "xl/workbook.xml", b'sheet name="Start"', b'sheet name="Begin"')
    assert {(one.subject, one.sheet) for one in found.differences} == {
        ("volgorde van bladen", ""),
        ("blad", "Start"),
        ("blad", "Begin"),
    }


@pytest.mark.slow
def test_openpyxl_loses_what_it_is_known_to_lose(template: bytes) -> None:
    # It reads no charts and no ribbon of a workbook, and no marks of dynamic arrays.
    with pytest.warns(UserWarning, match="extension is not supported"):
        book = light.load(template, keep_vba=True)
    out = io.BytesIO()
    book.save(out)
    found = differences(template, out.getvalue())
    assert {one.subject for one in found} >= {"tekening", "lint", "formule"}
    assert not {one.subject for one in found} & {"naam", "tabel", "invoerregel", "macro's", "blad"}
    lines = page(program_of(out.getvalue()), False, found)
    assert lines[1].startswith("Dat is niet Excel")
    assert len(lines) < 50


def one(subject: str, sheet: str, where: str) -> Difference:
    return Difference(subject, sheet, where, "a", "")


def test_a_long_text_is_shown_where_it_differs() -> None:
    same = "ab" * 300
    found = str(Difference("waarde", "Start", "A1", f"{same}een{same}", f"{same}twee"))
    assert found == (
        f"waarde Start!A1: wij schreven …{'ab' * 20}een{('ab' * 59)[:117]}…, er staat …{'ab' * 20}twee"
    )
    found = str(Difference("waarde", "Start", "A1", f"een {same}", "twee"))
    assert found == f"waarde Start!A1: wij schreven een {same[:156]}…, er staat twee"


def test_the_end_of_a_long_text_in_a_cell_is_told(template: bytes) -> None:
    found = altered(template, "xl/sharedStrings.xml", rb"(<t(?: [^<>]*)?>[^<>]{90,150})</t>", rb"\1 slot</t>")
    assert found.differences
    assert all(one.found == f"{one.written} slot" for one in found.differences if one.subject == "waarde")
    assert all(one.found in str(one) for one in found.differences if len(one.found) < 160)


@pytest.mark.slow
def test_the_theme_is_not_compared_and_the_page_says_so(template: bytes) -> None:
    mark = rb'(<a:accent1><a:srgbClr val=")[0-9A-F]*'
    assert altered(template, r"xl/theme/theme1\.xml", mark, rb"\g<1>123456").differences == []
    assert "kleuren en letters van het thema" in page("Microsoft Excel 16.0300", False, [])[-1]


def test_a_page_stays_a_page_and_counts_what_it_leaves_out() -> None:
    found = [one("formule", f"Blad{n}", f"A{m}") for n in range(30) for m in range(5)]
    lines = page("Microsoft Excel 16.0300", False, found)
    assert lines[:2] == ["Bewaard door: Microsoft Excel 16.0300", "Hersteld bij het openen: nee"]
    assert lines[2:6] == [
        *(f"formule Blad0!A{m}: wij schreven a, er staat niets" for m in range(3)),
        "  en nog 2 keer formule Blad0",
    ]
    assert len(lines) == 2 + 40 + 3
    assert lines[-3].endswith("In totaal: 150 formule")
    assert lines[-1] == NOT_COMPARED


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("Microsoft Excel 16.0300", "Hersteld"),
        ("Microsoft Macintosh Excel 16.0300", "Hersteld"),
        ("Microsoft Excel 12.0000", "Dat schrijven wij zelf ook"),
        ("LibreOffice/24.8.2.1$Linux_X86_64", "Dat is niet Excel"),
        ("Microsoft Excel 3.1", "Dat is niet Excel"),
        ("", "Dat is niet Excel"),
    ],
)
def test_the_page_says_when_it_says_nothing_of_excel(program: str, said: str) -> None:
    lines = page(program, True, [])
    assert lines[1].startswith(said)
    assert "Hersteld bij het openen: ja; er was iets mis in het bestand" in lines
    assert re.match(r"Gelijk aan .*, voor zover vergeleken\.$", lines[-2])
