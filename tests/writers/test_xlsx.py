"""What the file writer makes: tables, formulas, charts, names and pages of a workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import light
import numpy as np
import openpyxl
import pytest
from light import column
from lxml import etree

from klantwaarde_xl import errors
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.writers.xlsx import write_xlsx, xlsx_bytes

# openpyxl reads all that is tested here, but says so of the data bars of Excel 2010.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


MANY = 60
"""Customers: more than a list on the card or on paper shows."""


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    return build(make_analysis(MANY), created=created, with_inputs=True)


@pytest.fixture(scope="module")
def package(document: Document) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(xlsx_bytes(document)))


@pytest.fixture(scope="module")
def book(document: Document) -> openpyxl.Workbook:
    return light.load(xlsx_bytes(document))


@pytest.fixture(scope="module")
def cached(document: Document) -> openpyxl.Workbook:
    return light.load(xlsx_bytes(document), data_only=True)


def test_every_table_holds_its_frame(document: Document, book: openpyxl.Workbook) -> None:
    for spec in document.sheets:
        for table in spec.tables:
            frame = document.frames[table.frame]
            for declared in table.columns:
                cells = column(book[spec.name], table.name, declared.header)
                assert len(cells) == len(frame)
                for cell, value in zip(cells, frame[declared.field].tolist(), strict=True):
                    if value is None or value == "" or value != value:  # noqa: PLR0124
                        assert cell is None, f"{table.name}[{declared.header}]"
                    elif declared.format.kind == "number":
                        assert cell == pytest.approx(float(value), rel=1e-15)
                    elif declared.format.kind == "date":
                        assert cell.date() == value.date()
                    else:
                        assert cell == str(value)


def test_totals_are_formulas_with_the_right_value(
    document: Document, book: openpyxl.Workbook, cached: openpyxl.Workbook
) -> None:
    frame, table = document.frames["customers"], book["Klantwaarde"].tables["tblKlantwaarde"]
    row = int(table.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    header = [cell.value for cell in book["Klantwaarde"][5]]
    at = header.index("Omzet") + 1
    assert book["Klantwaarde"].cell(row, at).value == "=SUBTOTAL(109,tblKlantwaarde[Omzet])"
    assert cached["Klantwaarde"].cell(row, at).value == pytest.approx(frame["revenue"].sum(), rel=1e-12)
    assert book["Klantwaarde"].cell(row, at).font.bold
    assert book["Klantwaarde"].cell(row, 1).value == "Totaal"


def test_key_figures_follow_the_table_and_hold_its_value(
    document: Document, book: openpyxl.Workbook, cached: openpyxl.Workbook
) -> None:
    unknown_or_sum = 'COUNT(tblKlantwaarde[Omzet])=0,"onbekend",SUM(tblKlantwaarde[Omzet])'
    assert book["Dashboard"]["D8"].value == f"=IF({unknown_or_sum})"
    assert cached["Dashboard"]["D8"].value == pytest.approx(document.frames["customers"]["revenue"].sum())
    assert cached["Dashboard"]["E8"].value == pytest.approx(document.values["previous_total_revenue"])
    change = document.values["total_revenue"] / document.values["previous_total_revenue"] - 1
    # To what is shown, a tenth of a percent.
    assert cached["Dashboard"]["F8"].value == pytest.approx(round(change, 3))


def test_formats_reach_the_cells(book: openpyxl.Workbook) -> None:
    sheet = book["Klantwaarde"]
    looks = {cell.value: sheet.cell(6, cell.column).number_format for cell in sheet[5]}
    assert looks["Omzet"] == formats.EURO_CENTS.number_format
    assert looks["Marge %"] == formats.PERCENTAGE.number_format
    assert looks["Laatste aankoop"] == "dd-mm-yyyy"
    assert looks["Klantnr"] == "@"
    assert book["Dashboard"]["D8"].number_format == formats.EURO.number_format


def test_every_sheet_is_ready_for_paper_and_starts_at_a1(document: Document, book: openpyxl.Workbook) -> None:
    assert book.active.title == "Dashboard"
    for spec in document.sheets:
        sheet = book[spec.name]
        wanted = "portrait" if spec.name in {"Start", "Vooruit", "Opvolging"} else "landscape"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == (wanted, 9)
        assert sheet.page_setup.fitToWidth in {1, None}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert bool(sheet.print_area) != spec.hidden
        pane = sheet.sheet_view.pane.activePane if sheet.sheet_view.pane else None
        (front,) = [chosen for chosen in sheet.sheet_view.selection if pane is None or chosen.pane == pane]
        assert (front.activeCell or "A1") == "A1"
        assert not sheet.merged_cells.ranges
        if spec.tables:
            row = spec.tables[0].at.lstrip("ABC")
            assert sheet.print_title_rows in {f"{row}:{row}", f"${row}:${row}"}
            assert sheet.freeze_panes
            assert sheet.tables[spec.tables[0].name].autoFilter is not None


def test_every_chart_has_alt_text_and_filled_caches(document: Document, package: zipfile.ZipFile) -> None:
    said = []
    for name in package.namelist():
        if re.match(r"xl/drawings/drawing\d+\.xml", name):
            said += [node.get("descr") for node in etree.fromstring(package.read(name)).iter("{*}cNvPr")]
        if name.startswith("xl/charts/chart"):
            tree = etree.fromstring(package.read(name))
            assert tree.find(".//{*}title//{*}strCache//{*}v").text
            assert all(len(cache.findall("{*}pt")) > 0 for cache in tree.iter("{*}numCache"))
    charts = [block for sheet in document.sheets for block in sheet.blocks if isinstance(block, ChartSpec)]
    assert sorted(said) == sorted(str(document.values[chart.alt_value]) for chart in charts)
    assert all(len(text) > 40 for text in said)


def test_excel_trusts_the_values_in_the_file(package: zipfile.ZipFile) -> None:
    calc = etree.fromstring(package.read("xl/workbook.xml")).find(f"{MAIN}calcPr")
    assert calc.get("calcId") == "191029"
    assert calc.get("fullCalcOnLoad") is None


def test_notes_explain_headers(book: openpyxl.Workbook) -> None:
    notes = {cell.value: cell.comment.text for cell in book["Klantwaarde"][5] if cell.comment}
    assert notes["Nettobijdrage"].startswith("Brutomarge min bedienkosten")
    assert "Verplicht" in book["Transacties"]["A6"].comment.text


def test_links_lead_to_sheets_that_exist(book: openpyxl.Workbook) -> None:
    found = 0
    for sheet in book:
        for cell in (
            cell for row in sheet.iter_rows(max_row=90, max_col=6) for cell in row if cell.hyperlink
        ):
            if cell.hyperlink.location not in book.defined_names:
                assert cell.hyperlink.location.split("!")[0].strip("'") in book.sheetnames
                found += 1
    # Start leads to every sheet that shows, each of the others back to Start, and one to Klantkaart.
    behind = [sheet.title for sheet in book if sheet.sheet_state == "hidden"]
    assert found == 2 * (len(book.sheetnames) - 1) - len(behind) + 1
    assert len(behind) == 10


def test_every_customer_leads_to_the_card_with_one_link_per_list(package: zipfile.ZipFile) -> None:
    links = {}
    for name in (name for name in package.namelist() if name.startswith("xl/worksheets/sheet")):
        for link in etree.fromstring(package.read(name)).iter("{*}hyperlink"):
            if link.get("location") == "Kaart_Zoek":
                links.setdefault(name, []).append(link.get("ref"))
    places = sorted(ref for refs in links.values() for ref in refs)
    assert len(links) >= 8, (
        "Dashboard, Klantwaarde, Pareto, Cross-sell, Kansenmatrix, Acties, Overdrachten, Verloop, Maandomzet"
    )
    assert f"C6:C{5 + MANY}" in places
    # Nine lists on the Dashboard and one on each other sheet, of so many customers.
    assert sum(len(refs) for refs in links.values()) < 24 < MANY


def test_settings_are_named_cells_with_their_value(document: Document, cached: openpyxl.Workbook) -> None:
    for item in Settings.declared():
        sheet, cell = next(iter(cached.defined_names[item.cell_name].destinations))
        value = cached[sheet][cell].value
        expected = document.values[f"setting_{item.field}"]
        assert value == (None if expected == "" else expected)


def test_lists_and_validation_reach_the_file(created: dt.datetime) -> None:
    empty = light.load(xlsx_bytes(input_document(created)))
    assert empty.defined_names["lijst_Klanten"].attr_text == "tblKlanten[Klantnr]"
    checks = {str(check.sqref): check for check in empty["Transacties"].data_validations.dataValidation}
    assert checks["B7:B1048576"].formula1 == "lijst_Klanten"
    assert checks["B7:B1048576"].errorStyle == "warning"
    assert checks["A7:A1048576"].type == "date"
    assert empty["Transacties"].tables["tblTransacties"].ref == "A6:L7"
    sums = {check.formula1 for check in empty["Instellingen"].data_validations.dataValidation}
    assert '"ja,nee"' in sums
    assert all(cell.value is None for cell in empty["Transacties"][7])


@pytest.mark.slow
def test_two_writes_give_the_same_parts(make_analysis: Any, created: dt.datetime) -> None:
    first, second = (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(build(make_analysis(60), created=created, with_inputs=True))))
        for _ in range(2)
    )
    assert first.namelist() == second.namelist()
    for name in first.namelist():
        assert first.read(name) == second.read(name), name


def test_infinite_and_missing_figures_are_blank(make_analysis: Any, created: dt.datetime) -> None:
    analysis = make_analysis(5)
    analysis.customers.loc["00001", "contribution_per_hour"] = np.inf
    analysis.customers.loc["00002", "contribution_per_hour"] = np.nan
    book = light.load(xlsx_bytes(build(analysis, created=created)))
    ids = column(book["Klantwaarde"], "tblKlantwaarde", "Klantnr")
    shown = dict(zip(ids, column(book["Klantwaarde"], "tblKlantwaarde", "Bijdrage per uur"), strict=True))
    assert shown["00001"] is None
    assert shown["00002"] is None
    assert shown["00003"] is not None


def test_it_appears_whole_at_its_path(document: Document, tmp_path: Any) -> None:
    target = tmp_path / "uit.xlsx"
    assert write_xlsx(document, target) == target
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]
    assert zipfile.ZipFile(target).testzip() is None


def test_an_absent_folder_is_a_finding_not_a_traceback(document: Document, tmp_path: Any) -> None:
    with pytest.raises(errors.OutputError, match="KW-005"):
        write_xlsx(document, tmp_path / "weg" / "uit.xlsx")


def test_a_live_formula_stays_where_its_value_is_blank(document: Document, book: openpyxl.Workbook) -> None:
    blank = [
        block
        for sheet in document.sheets
        for block in sheet.blocks
        if isinstance(block, CellSpec) and block.live and document.values[block.value] in {None, ""}
    ]
    assert blank
    sheets = {id(block): sheet.name for sheet in document.sheets for block in sheet.blocks}
    for block in blank:
        assert book[sheets[id(block)]][block.at].value == f"={block.formula}"


def test_values_of_formulas_are_those_of_the_document(document: Document, cached: openpyxl.Workbook) -> None:
    for block in (block for block in CARD_SHEET.blocks if isinstance(block, CellSpec) and block.live):
        shown, expected = cached["Klantkaart"][block.at].value, document.values[block.value]
        if expected is None or expected == "":
            assert shown in {None, ""}, block.at
        elif hasattr(expected, "date"):
            assert shown.date() == expected.date()
        else:
            assert shown == (expected if isinstance(expected, str) else pytest.approx(float(expected)))


def test_columns_that_are_not_printed_fold_behind_the_first_of_their_group(
    document: Document, package: zipfile.ZipFile
) -> None:
    (number,) = [n for n, sheet in enumerate(document.sheets, 1) if sheet.name == "Klantwaarde"]
    sheet = etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
    assert sheet.find("{*}sheetPr/{*}outlinePr").get("summaryRight") == "0"
    folded, buttons = set(), set()
    for given in sheet.iter("{*}col"):
        places = range(int(given.get("min")) - 1, int(given.get("max")))
        assert (given.get("hidden") == "1") == (given.get("outlineLevel") == "1")
        folded.update(places if given.get("hidden") == "1" else ())
        buttons.update(places if given.get("collapsed") == "1" else ())
    columns = CUSTOMER_VALUE.columns
    first = {n for n, one in enumerate(columns) if n >= CUSTOMER_VALUE.printed and one.group}
    assert folded == set(range(CUSTOMER_VALUE.printed, len(columns))) - first
    alone = {n for n in first if columns[n + 1].group}
    shown = {CUSTOMER_VALUE.position(field) - 1 for field in ("trend", "interesting")}
    assert alone == shown, "nothing to fold behind these"
    assert buttons == first - alone
    assert len(first) >= 7
    assert sheet.find("{*}sheetFormatPr").get("outlineLevelCol") == "1"


def test_a_hidden_sheet_is_not_printed(document: Document) -> None:
    shown = replace(
        document, sheets=tuple(replace(sheet, hidden=sheet.name != "Dashboard") for sheet in document.sheets)
    )
    book = light.load(xlsx_bytes(shown))
    assert {sheet.title for sheet in book if sheet.sheet_state == "visible"} == {"Dashboard"}
    assert {sheet.title for sheet in book if sheet.print_area} == {"Dashboard"}
