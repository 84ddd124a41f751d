"""What a file tells of cells beside their values: formulas never calculated, formats, the date system."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from plain_book import write_book

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook

CASES = Path(__file__).parent / "cases"


def codes(contents: WorkbookContents) -> list[str]:
    return [finding.code for finding in contents.findings]


def test_formulas_that_were_never_calculated_are_named_and_count_as_errors() -> None:
    contents = read_workbook(CASES / "formula_zero.xlsx")
    (finding,) = contents.findings
    assert (finding.code, finding.cell) == (errors.NEVER_CALCULATED.code, "Transacties!D2")
    assert "D2:D3" in finding.message
    checked = check_table(contents.tables["tblTransacties"], InvoiceLine)
    assert checked.rejected.all()


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", ""])
def test_a_formula_without_a_value_was_never_calculated(
    tmp_path: Path, books: SimpleNamespace, value: str
) -> None:
    rows = [["Datum", "Klantnr", "Omzet"], [45300, "K1", 31], [45301, "K2", 32]]
    path = books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows), sheet="Transacties")
    books.replace(path, "<v>31</v>", f"<f>15+16</f>{value}")
    contents = read_workbook(path)
    assert codes(contents) == [errors.NEVER_CALCULATED.code]
    assert "C2" in contents.findings[0].message


def test_what_openpyxl_writes_was_never_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["Datum", "Klantnr", "Omzet"],
        [dt.datetime(2024, 1, 9), "K1", "=2*8"],
        [dt.datetime(2024, 1, 9), "K1", 5],
    ):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    assert codes(read_workbook(tmp_path / "a.xlsx")) == [errors.NEVER_CALCULATED.code]


@pytest.mark.parametrize("values", [[0, 0, 16], [5, 0, 0]])
def test_a_zero_beside_other_values_of_formulas_is_a_zero(tmp_path: Path, values: list[float]) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Transacties")
        page.write_row(0, 0, ["Datum", "Klantnr", "Omzet"])
        for number, value in enumerate(values, 1):
            page.write_row(number, 0, [45300, "K1"])
            page.write_formula(number, 2, "=1+1", None, value)
    contents = read_workbook(tmp_path / "a.xlsx")
    assert contents.findings == ()
    assert (
        check_table(contents.tables["tblTransacties"], InvoiceLine).good_rows()["revenue"].tolist() == values
    )


def test_a_formula_that_gives_a_blank_text_is_calculated(tmp_path: Path, books: SimpleNamespace) -> None:
    rows = [["Datum", "Klantnr", "Omzet", "Productcode"], [45300, "K1", 5, 77]]
    path = books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows), sheet="Transacties")
    books.replace(path, '<c r="D2"><v>77</v>', '<c r="D2" t="str"><f>""</f><v></v>')
    assert read_workbook(path).findings == ()


def test_a_plain_number_counts_days_as_the_workbook_does() -> None:
    checked = check_table(read_workbook(CASES / "d1904_plain.xlsx").tables["tblTransacties"], InvoiceLine)
    days = checked.good_rows()["date"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2024-01-09", "2024-01-10"]


def test_a_currency_in_the_format_of_the_amount_becomes_the_currency_of_the_line() -> None:
    contents = read_workbook(CASES / "usdfmt_small.xlsx")
    assert codes(contents) == [errors.CURRENCY_BY_FORMAT.code]
    table = contents.tables["tblTransacties"]
    assert table.headers[-1] == "Valuta"
    inputs = check_inputs(dict(contents.tables), customers_required=False)
    assert inputs.foreign == {"USD": (1, 100.0)}
    assert inputs.read_revenue == 200.0


@pytest.mark.parametrize(
    ("formats", "wording"),
    [
        (("[$£-809]#,##0.00", "0.00"), errors.CURRENCY_BY_FORMAT),
        (("[$USD] #,##0.00", "[$€-413] #,##0.00"), errors.MIXED_CURRENCY_FORMATS),
        (('"€" #,##0.00', "[$€-413] #,##0.00"), None),
        (("#,##0.00", "[$-413]d mmm"), None),
    ],
)
def test_formats_of_one_row_agree_or_are_an_error(
    tmp_path: Path, formats: tuple[str, str], wording: errors.Wording | None
) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Transacties")
        page.write_row(0, 0, ["Datum", "Klantnr", "Omzet", "Kostprijs"])
        page.write_row(1, 0, [45300, "K1"])
        for place, code in enumerate(formats, 2):
            page.write_number(1, place, 10.0, book.add_format({"num_format": code}))
    found = codes(read_workbook(tmp_path / "a.xlsx"))
    assert (wording.code in found) if wording else found == []


def test_a_margin_shown_as_a_percentage_is_that_share_of_the_turnover() -> None:
    contents = read_workbook(CASES / "pct.xlsx")
    assert errors.READ_AS_SHARE.code in codes(contents)
    good = check_table(contents.tables["tblTransacties"], InvoiceLine).good_rows()
    assert float(good["margin"].sum()) == pytest.approx(8188.79, abs=0.02)


def test_hidden_columns_count_and_are_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Transacties")
        page.write_row(0, 0, ["Datum", "Klantnr", "Omzet"])
        page.write_row(1, 0, [45300, "K1", 5])
        page.set_column(2, 2, None, None, {"hidden": True})
    contents = read_workbook(tmp_path / "a.xlsx")
    assert codes(contents) == [errors.HIDDEN_COLUMNS.code]
    assert "Omzet" in contents.findings[0].message


@pytest.mark.parametrize(
    ("number_format", "said"), [('0 "k€"', True), ('0 "kg"', True), ('#,##0, "k"', False)]
)
@pytest.mark.parametrize("header", ["Omzet", "Kostprijs"])
def test_amounts_that_are_shown_with_a_unit_are_an_error(
    number_format: str, said: bool, header: str, tmp_path: Path
) -> None:
    head = ["Datum", "Klantnr", "Omzet"] if header == "Omzet" else ["Datum", "Klantnr", "Omzet", "Kostprijs"]
    day = dt.date(2024, 1, 5)
    rows = [head, *([day, "K1", *([40.0] if len(head) > 3 else []), (value,)] for value in (12.0, 8.5))]
    book = write_book(
        tmp_path / "a.xlsx", {"Klanten": [["Klantnr"], ["K1"]], "Transacties": rows}, number_format
    )
    told = [found for found in read_workbook(book).findings if found.code == "KW-184"]
    assert [(found.value, found.count) for found in told] == ([("€ 20,50", 2)] if said else [])


def test_a_quantity_with_a_unit_is_right(tmp_path: Path) -> None:
    rows = [["Datum", "Klantnr", "Omzet", "Aantal"], [dt.date(2024, 1, 5), "K1", 9.0, (3.0,)]]
    book = write_book(tmp_path / "a.xlsx", {"Transacties": rows}, '0 "kg"')
    assert [found for found in read_workbook(book).findings if found.code == "KW-184"] == []
