"""Doorsneden in a real spreadsheet program: choose, recalculate, and compare every cell with the sums."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from office_client import Office
from report_book import CREATED, Book, cell, odd_company, same

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.sections.data import DIMENSIONS, MEASURES, NONE, PAIRED, Sections, sections
from klantwaarde_xl.report.pages.sections.sheet import PAGE, TABLE
from klantwaarde_xl.report.pages.sections.values import sheet_values
from klantwaarde_xl.report.specs import CellSpec

pytestmark = pytest.mark.office
CHOSEN = (
    ("segment", "pareto_class", "revenue"),
    ("product_group", "account_manager", "gross_margin"),
    ("product_group", "segment", "customers"),
    ("account_manager", "product_group", "contribution"),
    ("account_manager", "region", "contribution"),
    ("entity", "product_group", "revenue"),
    ("region", "", "hours"),
    ("pareto_class", "pareto_class", "cost_to_serve"),
    ("entity", "pareto_class", "customers"),
)
FORMULAS = [block for block in PAGE.spec.blocks if isinstance(block, CellSpec) and block.formula]


@pytest.fixture(scope="module")
def found_and_book(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Sections, Book]]:
    analysis = odd_company()
    opened = Book(office, build(analysis, created=CREATED), tmp_path_factory.mktemp("snij") / "snij.xlsx")
    yield sections(Source(analysis)), opened
    opened.close()


def test_what_does_not_count_is_told_beside_the_choice(found_and_book: tuple[Sections, Book]) -> None:
    book = found_and_book[1]

    def told(*chosen: str) -> list[object]:
        for row, value in enumerate(chosen, 5):
            book.put((row, 0), value, "Doorsneden")
        shown = book.recalculated("Doorsneden", "R64")
        return [cell(shown, at) or "" for at in ("D6", "D7", "D8", "L24")]

    twice = "Segment staat links al: kies bij 'verdeeld over' iets anders"
    said = "Staat al bij per: kies hier iets anders"
    assert told("Segment", "Segment", "Omzet") == ["", said, "", twice]
    assert told("Postcode", "segment", "Omzet") == ["Kies uit de lijst; nu telt Segment", said, "", twice]
    assert told("Regio", "Postcode", "Winst") == [
        "",
        "Kies uit de lijst; nu wordt niets verdeeld",
        "Kies uit de lijst; nu telt Omzet",
        "",
    ]
    assert told("Regio", "Klasse", "Iets")[2:] == [
        "Kies uit de lijst; nu telt Omzet",
        "Omzet per regio en klasse",
    ]
    assert told("Regio", "", "Uren") == told("Regio", NONE, "Uren") == ["", "", "", ""]
    assert told("Regio", "Klasse", "Uren") == ["", "", "", "Uren per regio en klasse"]


def test_an_account_manager_who_is_not_there_has_no_figures(found_and_book: tuple[Sections, Book]) -> None:
    found, book = found_and_book
    first, second = found.names["account_manager"][:2]

    def shown(*names: str) -> list[list[object]]:
        for row, name in enumerate(names, 10):
            book.put((row, 0), name, "Doorsneden")
        return book.recalculated("Doorsneden", "R64")

    said = "Niemand staat niet bij de accountmanagers; kies uit de lijst"
    for names, left, right in ((("Niemand", second), False, True), ((first, "Niemand"), True, False)):
        found_cells = shown(*names)
        assert cell(found_cells, "B12") == said
        for letters, known in (("C", left), ("D", right)):
            figures = [cell(found_cells, f"{letters}{row}") for row in range(14, 14 + len(PAIRED))]
            assert any(isinstance(figure, float) for figure in figures) == known
            assert known or set(figures) <= {"", None}
    usual = shown(first, second)
    assert cell(usual, "B12") in {"", None}


@pytest.mark.parametrize(("first", "second", "measure"), CHOSEN)
def test_every_cell_follows_the_choice(
    found_and_book: tuple[Sections, Book], first: str, second: str, measure: str
) -> None:
    found, book = found_and_book
    book.put((5, 0), DIMENSIONS[first], "Doorsneden")
    book.put((6, 0), DIMENSIONS[second] if second else NONE, "Doorsneden")
    book.put((7, 0), MEASURES[measure], "Doorsneden")
    shown = book.recalculated("Doorsneden", "R64")
    frames, values = sheet_values(found, first, second, measure)
    seen = set()
    for block in FORMULAS:
        same(cell(shown, block.at), values[block.value], f"{first} {second} {measure} {block.at}")
        seen.add(block.at)
    for n, row in enumerate(frames["section_rows"].to_dict("records"), 1):
        for column in TABLE.columns:
            if column.formula:
                at = f"{TABLE.letters[column.field]}{TABLE.row + n}"
                same(cell(shown, at), row[column.field], f"{first} {second} {measure} {at}")
                seen.add(at)
    rows, formulas = len(frames["section_rows"]), sum(bool(column.formula) for column in TABLE.columns)
    assert len(seen) == len(FORMULAS) + rows * formulas
    assert min(rows, formulas, len(FORMULAS)) > 10
    assert any(isinstance(cell(shown, at), float) for at in seen)
