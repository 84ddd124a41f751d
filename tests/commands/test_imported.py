"""What `importeer` shows of an import: the same facts on screen and in the object for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ubl_files import invoice, save

from klantwaarde_xl.commands.imported import import_object, show_import
from klantwaarde_xl.imports.adding import ImportResult, import_into
from klantwaarde_xl.use_cases.new_workbook import write_empty

EXPORT = "Datum;Klantnr;Factuurnr;Omzet;Kleur\n01-03-2026;001;F1;12,50;rood\n02-03-2026;002;F2;7,25;groen\n"


@pytest.fixture
def result(tmp_path: Path, created) -> ImportResult:
    """The import of a text export, an e-invoice and a file that is neither."""
    book = tmp_path / "werkmap.xlsx"
    write_empty(book, created)
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    save(tmp_path / "factuur.xml", invoice("100.00", total="100.00"))
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    sources = [tmp_path / name for name in ("export.csv", "factuur.xml", "leeg.csv")]
    return import_into(book, sources)


def test_people_see_sources_columns_findings_and_where_the_rows_went(
    result: ImportResult, capsys: pytest.CaptureFixture[str]
) -> None:
    show_import(result, Path("werkmap.xlsx"))
    shown = capsys.readouterr().out
    assert "export.csv (tekstexport): 2 regels gelezen, 0 overgeslagen, omzet € 19,75" in shown
    assert "1 factuur, geen creditnota’s" in shown
    assert "Kolommen voor Transacties" in shown
    assert "Kleur" in shown
    assert "Toegevoegd aan werkmap.xlsx: 3 in Transacties" in shown
    assert "Geef nu: klantwaarde vernieuw werkmap.xlsx" in shown


def test_without_writing_it_says_so(result: ImportResult, capsys: pytest.CaptureFixture[str]) -> None:
    show_import(result, None)
    assert "Er is niets geschreven (--toon). Over te nemen: 3 in Transacties" in capsys.readouterr().out


def test_nothing_understood_is_nothing_written(tmp_path: Path, created, capsys) -> None:
    write_empty(tmp_path / "werkmap.xlsx", created)
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    result = import_into(tmp_path / "werkmap.xlsx", [tmp_path / "leeg.csv"])
    show_import(result, None)
    assert "Er is niets overgenomen en niets geschreven." in capsys.readouterr().out


def test_the_object_has_every_source_and_every_failure(result: ImportResult) -> None:
    found = import_object(result, Path("map") / "werkmap.xlsx")
    assert json.loads(json.dumps(found, default=str))
    assert (found["workbook"], found["written"]) == ("werkmap.xlsx", True)
    assert [(one["name"], one["read"], one["revenue"]) for one in found["sources"]] == [
        ("export.csv", 2, 19.75),
        ("factuur.xml", 1, 100.0),
    ]
    columns = {one["header"]: one["field"] for one in found["sources"][0]["columns"]["tblTransacties"]}
    assert columns["Omzet"] == "revenue"
    assert columns["Kleur"] == ""
    assert found["added"]["tblTransacties"] == 3
    (failed,) = found["failed"]
    assert failed["name"] == "leeg.csv"
    assert failed["code"].startswith("KW-")
    assert failed["hint"]
