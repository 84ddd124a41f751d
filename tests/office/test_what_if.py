"""Wat als in a real spreadsheet program: change the inputs, recalculate, and compare every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from office_client import Office
from report_book import CREATED, Book, cell, odd_company, same
from xlsxwriter.utility import xl_cell_to_rowcol

from benchmarks.in_office import by_size
from benchmarks.what_if_speed import SIZES, seconds
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.what_if.data import what_if_frame
from klantwaarde_xl.report.pages.what_if.sheet import PAGE, drawn, firm_of, nothing_typed
from klantwaarde_xl.report.specs import CellSpec

pytestmark = pytest.mark.office
NOTHING = nothing_typed()
CHOSEN: tuple[Mapping[str, object], ...] = (
    {},
    {"Prijs": 0.03, "Wie": "Klasse A", "Uren": 0.8, "Dagen": 14, "Vermijdbaar": 0.25, "Top": 10},
    {"Prijs": -0.1, "Wie": "a10003", "Klant": "A10003", "Uren": 1.5, "Dagen": 90, "Vermijdbaar": 1},
    {"Prijs": 0.5, "Wie": "*Ster?~* (10227)", "Slechtste": 7, "Dagen": 0, "Top": 1},
    {"Prijs": 0.02, "Wie": "bestaat niet", "Klant": "ook niet", "Slechtste": 3},
    {"Gewicht_turnover": 0, "Gewicht_margin": 1, "Gewicht_energy": 0.4, "Top": 100_000},
    {"Prijs": "drie", "Slechtste": 2.5, "Uren": "2 stuks", "Dagen": -3, "Top": "3", "Gewicht_time": "veel"},
    {"Prijs": 9, "Klant": "A10003", "Slechtste": 2, "Top": -1, "Vermijdbaar": 1.5, "Gewicht_time": -1},
    {"Gewicht_turnover": 1, **{f"Gewicht_{name}": 0 for name in ("margin", "time", "money", "products")}},
    {
        f"Gewicht_{name}": 0
        for name in ("turnover", "margin", "time", "money", "energy", "culture", "products")
    },
)
INPUTS = {block.name: block.at for block in PAGE.spec.blocks if isinstance(block, CellSpec) and block.name}
BLOCKS = {
    "Wat als": PAGE.spec.blocks,
    "Grafiekgegevens": tuple(block for strip in PAGE.strips for block in strip.blocks),
}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return odd_company()


@pytest.fixture(scope="module")
def book(office: Office, analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    opened = Book(office, build(analysis, created=CREATED), tmp_path_factory.mktemp("wat") / "wat.xlsx")
    yield opened
    opened.close()


@pytest.mark.parametrize("chosen", CHOSEN)
def test_every_cell_follows_the_inputs(book: Book, analysis: Analysis, chosen: Mapping[str, object]) -> None:
    typed = {**NOTHING, **chosen}
    for name, value in typed.items():
        book.put(xl_cell_to_rowcol(INPUTS[f"Als_{name}"]), value, "Wat als")
    source = Source(analysis)
    expected = drawn(source.once(what_if_frame), typed, firm_of(analysis)).values
    book.office.ask("calculate", document=book.key)
    seen = 0
    for sheet, blocks in BLOCKS.items():
        formulas = [block for block in blocks if isinstance(block, CellSpec) and block.formula]
        shown = book.read(sheet, "CU130")
        for block in formulas:
            same(cell(shown, block.at), expected[block.value], f"{chosen} {sheet} {block.at} {block.formula}")
        seen += len(formulas)
    assert seen > 200


def test_what_is_no_figure_is_told_beside_the_cell_and_counts_as_the_starting_point(
    book: Book, analysis: Analysis
) -> None:
    def shown(typed: Mapping[str, object]) -> list[list[object]]:
        for name, value in {**NOTHING, **typed}.items():
            book.put(xl_cell_to_rowcol(INPUTS[f"Als_{name}"]), value, "Wat als")
        return book.recalculated("Wat als", "H80")

    def beside(cells: list[list[object]], name: str) -> object:
        return cell(cells, f"D{INPUTS[f'Als_{name}'][1:]}")

    usual = shown({})
    figures = [name for name in NOTHING if name not in {"Wie", "Klant"}]
    assert {beside(usual, name) for name in figures} <= {"", None}
    for typed in ("drie", "2 stuks", "0,5 keer", "-"):
        wrong = shown(dict.fromkeys(figures, typed))
        assert {str(beside(wrong, name)).split(" nu telt ")[0] for name in figures} == {"Geen getal:"}
        assert [row[4:] for row in wrong] == [row[4:] for row in usual]
        assert [row[0] for row in wrong] == [row[0] for row in usual]
    assert beside(shown({"Slechtste": 2.5}), "Slechtste") == "Geen heel getal: nu telt 0"
    assert str(beside(shown({"Dagen": 366}), "Dagen")).startswith("Hoogstens 365: nu telt ")
    assert beside(shown({"Vermijdbaar": 1.2}), "Vermijdbaar") == "Hoogstens 100 %: nu telt 0,0 %"
    both = shown({"Klant": "A10003", "Slechtste": 7})
    assert beside(both, "Slechtste") == "Telt niet: er is een klant gekozen"
    assert cell(both, "A19") == cell(shown({"Klant": "A10003"}), "A19")
    seven = shown({"Slechtste": 7})
    assert beside(seven, "Slechtste") in {"", None}
    assert str(cell(seven, "A19")).startswith("Zonder de 7 klanten met de laagste nettobijdrage: ")


def test_before_the_first_calculation_nothing_is_wrong(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    opened = Book(office, empty_report(CREATED), tmp_path_factory.mktemp("leeg") / "leeg.xlsx")
    opened.recalculated("Grafiekgegevens", "CU130")
    shown = opened.recalculated("Wat als", "H80")
    opened.close()
    assert cell(shown, "A10") == "Vul in hoeveel de prijs verandert."


def test_no_formula_compares_every_customer_with_every_other() -> None:
    """Ten times the customers: about ten times the work; with the square of them it was 73 times."""
    rows = by_size(seconds, SIZES)
    assert rows is not None
    (small, few), (large, many) = rows
    assert large == 10 * small
    assert max(many.values()) < 25 * max(few.values())
