"""The button Vernieuwen from the callback of the ribbon to the cells: our VBA in LibreOffice, our Python, one
workbook."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from function_book import modules_for_libreoffice
from office_client import Office
from small_workbook import CREATED, ODD_NAMES, small_document
from test_live_refresh import result_tables, same
from uno_engine import open_book

from klantwaarde_xl.excel import buttons
from klantwaarde_xl.template.build import macro_workbook
from klantwaarde_xl.use_cases.refreshing import refresh

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
CLICK = """Option Explicit
Public Sub Klik()
    KwKnopVernieuwen Nothing
End Sub
"""


def test_the_callback_of_vernieuwen_leaves_what_the_command_line_writes(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # there is one window, and it is hidden
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    path = tmp_path / "klein.xlsm"
    path.write_bytes(
        macro_workbook(small_document(), modules=lambda names: modules_for_libreoffice(names, CLICK))
    )
    refresh(path, tmp_path / "resultaat.xlsx", created=CREATED)
    written = open_book(office, tmp_path / "resultaat.xlsx")
    written.app.calculate()
    wanted = result_tables(written)
    written.close()
    executed: list[str] = []

    def answer(name: str, arguments: list[Any]) -> object:
        if name == "Exec":
            executed.append(arguments[0])
            exec(arguments[0], {})  # what the server of Python does with it
        return ""

    office.on_call = answer
    book = open_book(office, path)
    monkeypatch.setattr(buttons.xw, "books", SimpleNamespace(active=book))
    try:
        note = book.sheets["Acties"].tables["tblActies"].range
        headers = note.rows[0].value
        cell = note.rows[2].columns[headers.index("Opmerking")]
        customer, cell.value = note.rows[2].columns[headers.index("Klantnr")].value, "bellen na 1 mei"
        book.sheets["Klantwaarde"].range("E6").value = -1.0
        for _ in range(2):
            office.ask("run", document=book.impl.key, macro="Klantwaarde.Proeven.Klik", arguments=[])
            assert not book.app.impl.alerts
            assert book.app.status_bar.startswith("Klantwaarde: ")
            found = result_tables(book)
            column = found["tblActies"][0].index("Opmerking")
            assert {row[headers.index("Klantnr")]: row[column] for row in found["tblActies"]}[
                customer
            ] == "bellen na 1 mei"
            for row in found["tblActies"][1:]:
                row[column] = None
            # Maandag repeats what was typed, of who is on it.
            monday = found["tblMaandag"]
            who, typed = (monday[0].index(header) for header in ("Klantnr", "Tot nu toe"))
            assert {row[typed] or "" for row in monday[1:] if row[who] != customer} <= {""}
            assert all("bellen na 1 mei" in row[typed] for row in monday[1:] if row[who] == customer)
            for row in monday[1:]:
                row[typed] = None
            same(found, wanted)
        names = {row[1]: row[2] for row in found["tblKlantwaarde"]}
        assert {number: names[number] for number in ODD_NAMES} == ODD_NAMES
        assert len(executed) == 2
    finally:
        office.on_call = None
        book.close()
