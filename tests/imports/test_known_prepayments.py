"""A prepayment that was imported before is taken back by the final invoice that names it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from at_the_door import CASES

from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty

FOLDER = CASES / "invoice_sign" / "inv386.d"
PREPAYMENT = FOLDER / "inv386.xml"
REFERENCE = (
    "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{}</cbc:ID></cac:InvoiceDocumentReference>"
    "</cac:BillingReference><cac:AccountingSupplierParty>"
)


def final(folder: Path, number: str) -> Path:
    """Write the final invoice of the case with a reference to an invoice of this number."""
    text = (FOLDER / "inv3861.xml").read_text(encoding="utf-8")
    assert "<cac:AccountingSupplierParty>" in text
    path = folder / "eind.xml"
    path.write_text(
        text.replace("<cac:AccountingSupplierParty>", REFERENCE.format(number), 1), encoding="utf-8"
    )
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "klanten.xlsx"
    write_empty(path, dt.datetime(2026, 1, 15))
    return path


def turnover(book: Path) -> float:
    frame = check_table(read_workbook(book).tables["tblTransacties"], InvoiceLine).frame
    return float(round(frame["revenue"].sum(), 2))


def test_a_prepayment_in_the_workbook_is_taken_back(book: Path, tmp_path: Path) -> None:
    last = final(tmp_path, "V1")
    import_into(book, [PREPAYMENT])
    result = import_into(book, [last])
    # 50 before and 100 in the end, which holds those 50.
    assert turnover(book) == 100.0
    assert [one.value for one in result.findings if one.code == "KW-562"] == ["€ -50,00"]
    assert "KW-563" not in {one.code for one in result.findings}
    # Once more changes nothing.
    import_into(book, [PREPAYMENT, last])
    assert turnover(book) == 100.0


def test_two_files_of_one_import_are_as_good_as_two_imports(book: Path, tmp_path: Path) -> None:
    import_into(book, [PREPAYMENT, final(tmp_path, "V1")])
    assert turnover(book) == 100.0


@pytest.mark.parametrize("number", ["V2", ""])
def test_a_prepayment_that_is_not_there_is_named_with_its_amount(
    number: str, book: Path, tmp_path: Path
) -> None:
    import_into(book, [PREPAYMENT])
    result = import_into(book, [final(tmp_path, number)])
    assert turnover(book) == 150.0
    assert [one.value for one in result.findings if one.code == "KW-563"] == ["€ 60,50"]
