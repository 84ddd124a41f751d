"""Grouped lines repeat the cells above them; an amount alone does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from at_the_door import CASES, Door

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.model.checking import CheckedTable, check_table
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine

HEADERS = ("Factuurnr", "Klantnr", "Datum", "Productcode", "Omzet")


def checked(*rows: tuple[object, ...]) -> CheckedTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return check_table(RawTable("Transacties", HEADERS, columns, np.arange(len(rows)) + 2), InvoiceLine)


def test_lines_below_the_first_of_a_document_get_its_date_customer_and_number() -> None:
    found = checked(
        ("F1", "Jansen", "2024-01-09", "Doos", 100.0),
        (None, None, None, "Tape", 50.0),
        (None, None, None, "Lint", 5.0),
        ("F2", "Bakker", "2024-01-10", "Doos", 30.0),
        (None, None, None, "Tape", 1.0),
    ).good_rows()
    assert found["customer_id"].tolist() == ["Jansen"] * 3 + ["Bakker"] * 2
    assert found["invoice_id"].tolist() == ["F1"] * 3 + ["F2"] * 2
    assert found["date"].astype(str).tolist() == ["2024-01-09"] * 3 + ["2024-01-10"] * 2


@pytest.mark.parametrize(
    "row",
    [
        (None, None, None, None, 150.0),  # an amount alone may be a total
        (None, "Jansen", None, "Tape", 50.0),  # a line of its own without a date
        (None, None, "2024-01-09", "Tape", 50.0),  # a line of its own without a customer
        ("F9", None, None, None, 50.0),
    ],
)
def test_what_is_no_grouped_line_stays_rejected(row: tuple[object, ...]) -> None:
    found = checked(("F1", "Jansen", "2024-01-09", "Doos", 100.0), row)
    assert found.rejected.tolist() == [False, True]
    assert "KW-149" not in {finding.code for finding in found.findings}


def test_lines_above_the_first_document_belong_to_none() -> None:
    found = checked((None, None, None, "Tape", 50.0), ("F1", "Jansen", "2024-01-09", "Doos", 100.0))
    assert found.rejected.tolist() == [True, False]


def test_an_export_of_nested_lists_as_it_comes(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    answer = Door(capsys, tmp_path).imports(CASES / "wrong_message" / "odoo.csv")
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (180.0, 2)
    assert {"KW-149", "KW-573"} <= {finding["code"] for finding in answer.json["findings"]}


@pytest.mark.parametrize("header", ["Klantnr", "Klant", "Customer"])
def test_the_customer_of_a_heading_holds_for_the_lines_below_it(header: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = (
        f"{header};Datum;Factuurnr;Omzet",
        "Jansen;;;",
        ";02-01-2024;1;10,00",
        ";03-01-2024;2;20,00",
        "Totaal Jansen;;;30,00",
        "Bakker;;;",
        ";04-01-2024;3;5,50",
        "Totaal Bakker;;;5,50",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    (found,), failed = understand_all([path], Choices())
    assert failed == []
    lines = found.tables["tblTransacties"]
    assert lines.groupby("customer_id", observed=True)["revenue"].sum().to_dict() == {
        "Bakker": 5.5,
        "Jansen": 30.0,
    }
    assert not [one for one in found.findings if one.severity.value == "fout"]
