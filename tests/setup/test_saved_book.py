"""What changed beside the sheets is named: names, order and state of sheets, macros, ribbon, settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from altered import altered, changed
from quick import first_quick
from vba_records import project_of

from klantwaarde_xl.setup.saved_book import one_code
from klantwaarde_xl.setup.saved_workbook import Difference, differences
from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import Module, write_vba_project

BOOK = r"xl/workbook\.xml"


@pytest.mark.parametrize(
    ("mark", "becomes", "subject", "where"),
    first_quick(
        1,
        [
            (rb'(<definedName name="Kaart_Zoek">)[^<]*', rb"\1Start!$A$1", "naam", "Kaart_Zoek"),
            (rb'<definedName name="Kaart_Zoek">[^<]*</definedName>', b"", "naam", "Kaart_Zoek"),
            (rb"<calcPr ", b'<calcPr calcMode="manual" ', "rekenwijze", ""),
            (rb"<workbookPr ", b'<workbookPr date1904="1" ', "datums vanaf 1904", ""),
            (rb'codeName="ThisWorkbook"', b'codeName="DezeWerkmap"', "codenaam van de werkmap", ""),
            (
                rb"<bookViews>",
                b'<workbookProtection lockStructure="1"/><bookViews>',
                "beveiliging van de werkmap",
                "",
            ),
        ],
    ),
)
def test_a_change_in_the_workbook_is_named(
    mark: bytes, becomes: bytes, subject: str, where: str, template: bytes
) -> None:
    assert altered(template, BOOK, mark, becomes).only(subject, where)


@pytest.mark.slow
def test_another_order_of_sheets_is_named(template: bytes) -> None:
    found = altered(template, BOOK, rb'(<sheet name="Start"[^<>]*/>)(<sheet [^<>]*/>)', rb"\2\1")
    assert found.differences[0].subject == "volgorde van bladen"
    assert {one.subject for one in found.differences[1:]} <= {"naam"}  # which count sheets in their order


@pytest.mark.parametrize(
    ("mark", "becomes"),
    first_quick(
        1,
        [
            (rb'(<sheet name="Transacties"[^<>]*?)( state="\w+")?( r:id)', rb'\1 state="veryHidden"\3'),
            (rb'(<sheet name="_IntelliSense_"[^<>]*) state="veryHidden"', rb"\1"),
        ],
    ),
)
def test_a_sheet_in_another_state_is_named(mark: bytes, becomes: bytes, template: bytes) -> None:
    (found,) = altered(template, BOOK, mark, becomes).differences
    assert (found.subject, found.sheet) in {("blad", "Transacties"), ("blad", "_IntelliSense_")}


def test_a_changed_ribbon_is_named_and_a_rewritten_one_is_not(template: bytes) -> None:
    ribbon = r"customUI/customUI14\.xml"
    found = altered(template, ribbon, b"<tab ", b'<tab visible="false" ').only("lint")
    assert str(found) == "lint: wij schreven eigen lint, er staat een ander eigen lint"
    assert altered(template, ribbon, b"(<tab[^<>]*>)", rb"\1\n  ").differences == []


def test_a_changed_property_is_named(template: bytes) -> None:
    found = altered(
        template, r"docProps/custom\.xml", rb"(<property [^<>]*><vt:lpwstr>)[^<]*", rb"\g<1>anders"
    )
    assert found.differences[0].subject == "eigenschap"


def saved_with(template: bytes, change: Callable[[Module], Module | None]) -> list[Difference]:
    """Return what differs when the project of VBA is written again with changed modules."""
    from klantwaarde_xl.setup.saved_package import Package

    book = Package(template).xml("xl/workbook.xml")
    codes = [f"Blad{n}" for n in range(1, 1 + len(list(book.iter("{*}sheet"))))]
    modules = [new for module in workbook_modules(codes) if (new := change(module)) is not None]
    assert len(project_of(template)) > 0
    return differences(
        template, changed(template, {"xl/vbaProject.bin": lambda _: write_vba_project(modules)})
    )


@pytest.mark.slow
def test_macros_that_the_editor_wrote_in_its_own_way_are_equal(template: bytes) -> None:
    def edited(module: Module) -> Module:
        code = (
            module.code.replace("    ", "\t")
            .replace("Dim melding ", "dim  Melding ")
            .replace("\n\n", "\n\n\n")
        )
        return Module(module.name, module.kind, code)

    assert saved_with(template, edited) == []


def test_a_changed_an_added_and_a_lost_module_are_named(template: bytes) -> None:
    def changed_code(module: Module) -> Module:
        code = module.code.replace("True", "False", 1) if module.name == "ModStart" else module.code
        return Module(module.name, module.kind, code)

    (found,) = saved_with(template, changed_code)
    assert (found.subject, found.where) == ("macro's", "ModStart")
    assert found.found == f"{found.written}, andere tekst"
    (found,) = saved_with(template, lambda module: None if module.name == "ModKaart" else module)
    assert (found.subject, found.where, found.found) == ("macro's", "ModKaart", "")


@pytest.mark.slow
def test_bytes_that_are_no_project_are_said(template: bytes) -> None:
    found = differences(template, changed(template, {"xl/vbaProject.bin": lambda data: data[::-1]}))
    assert "niet te lezen" in {one.found for one in found if one.subject == "macro's"}


def test_texts_in_code_keep_their_blanks_and_capitals() -> None:
    assert one_code('a = "B c"') != one_code('a = "b c"')
    assert one_code('a = "B  c"') != one_code('a = "B c"')
