"""The command importeer: it shows what it understood, writes nothing with --toon, and its exit code tells how
it went."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.sources.workbook_file import read_workbook

HEAD = "Factuurdatum;Debiteurnummer;Bedrag excl. BTW\n"
ASKED = "Factuurdatum;Debiteurnummer;Bedrag\n31-01-2025;00123;1.234,56\n"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of a user who never saved a choice, whatever the system."""
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    return tmp_path / "instellingen"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["importeer", *map(str, arguments)])
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return call


def export(folder: Path, *rows: str, name: str = "a.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def revenue(book: Path) -> list[object]:
    raw = read_workbook(book).tables["tblTransacties"]
    column = raw.columns[raw.headers.index("Omzet")]
    return [column.value(row) for row in range(len(raw))]


def test_a_workbook_is_made_and_then_filled_up(tmp_path, run) -> None:
    book = tmp_path / "werkmap.xlsx"
    code, out, err = run(export(tmp_path, "31-01-2025;00123;1.234,56"), "--naar", book)
    assert (code, err) == (0, "")
    assert "1 regel gelezen, 0 overgeslagen, omzet € 1.234,56" in out
    assert "Bedrag excl. BTW" in out
    assert "1 in Transacties" in out
    code, out, _ = run(export(tmp_path, "28-02-2025;00123;-10,00", name="b.csv"), "--naar", book)
    assert code == 0
    assert revenue(book) == [1234.56, -10.0]


def test_toon_writes_nothing(tmp_path, run) -> None:
    book = tmp_path / "werkmap.xlsx"
    source = export(tmp_path, "31-01-2025;00123;1.234,56")
    code, out, _ = run(source, "--naar", book, "--toon")
    assert code == 0
    assert "Er is niets geschreven" in out
    assert not book.exists()
    run(source, "--naar", book)
    old = book.read_bytes()
    code, out, _ = run(source, "--naar", book, "--toon")
    assert "geen nieuwe rijen" in out
    assert book.read_bytes() == old
    assert run(source, "--toon")[0] == 0


def test_a_bad_file_among_many_gives_1_and_only_bad_files_2(tmp_path, run) -> None:
    book = tmp_path / "werkmap.xlsx"
    bad = tmp_path / "x.xml"
    bad.write_text("<!DOCTYPE x><Invoice/>", encoding="utf-8")
    code, out, _ = run(bad, "--naar", book)
    assert code == 2
    assert not book.exists()
    assert "x.xml" in out
    code, out, _ = run(bad, export(tmp_path, "31-01-2025;00123;5,00"), "--naar", book)
    assert code == 1
    assert "KW-545" in out
    assert revenue(book) == [5.0]


def test_json_is_one_object_with_all_of_it(tmp_path, run) -> None:
    book = tmp_path / "werkmap.xlsx"
    code, out, err = run(
        export(tmp_path, "31-01-2025;00123;5,00"), tmp_path / "weg.csv", "--naar", book, "--json"
    )
    found = json.loads(out)
    assert (code, err) == (1, "")
    assert found["workbook"] == "werkmap.xlsx"
    assert found["sources"][0]["revenue"] == 5.0
    assert {"header": "Debiteurnummer", "use": "field", "field": "customer_id"} in found["sources"][0][
        "columns"
    ]["tblTransacties"]
    assert found["added"] == {"tblTransacties": 1, "tblKlanten": 1}
    assert [one["code"] for one in found["failed"]] == ["KW-001"]


def test_columns_that_cannot_be_remembered_do_not_hide_that_the_rows_were_added(
    tmp_path, run, monkeypatch
) -> None:
    # A file where the folder of settings goes: nothing is kept there yet, and nothing can be.
    home = tmp_path / "thuis"
    home.mkdir()
    monkeypatch.setattr(
        "klantwaarde_xl.imports.remembered_columns.choices_path", lambda: home / "x" / "kolomkeuzes.json"
    )
    source = tmp_path / "januari.csv"
    source.write_text(ASKED, encoding="utf-8")

    def no_folder(_path: object) -> None:
        raise errors.CANNOT_WRITE.error(path="x", reason="de schijf is vol")

    monkeypatch.setattr("klantwaarde_xl.imports.remembered_columns.make_folder", no_folder)
    code, out, err = run(source, "--naar", tmp_path / "a.xlsx", "--kolom", "omzet=bedrag", "--onthoud")
    assert (code, "Toegevoegd aan" in out, "onthouden in" in out) == (1, True, False)
    assert "De rijen zijn toegevoegd; de gekozen kolommen zijn niet onthouden. KW-005" in err
    assert revenue(tmp_path / "a.xlsx") == [1234.56]


def test_a_column_that_was_chosen_once_is_remembered_for_that_layout_only(
    tmp_path, run, own_settings
) -> None:
    source = tmp_path / "januari.csv"
    source.write_text(ASKED, encoding="utf-8")
    code, out, _ = run(source, "--toon")
    assert (code, "--kolom" in out) == (2, True)
    code, out, _ = run(source, "--naar", tmp_path / "a.xlsx", "--kolom", "omzet=bedrag", "--onthoud")
    assert code == 0
    kept = next(own_settings.rglob("kolomkeuzes.json"))
    assert str(kept) in out
    text = kept.read_text(encoding="utf-8")
    assert "00123" not in text
    assert "januari" not in text
    code, out, _ = run(source, "--naar", tmp_path / "b.xlsx")
    assert code == 0
    assert "onthouden kolommen" in out
    assert revenue(tmp_path / "b.xlsx") == [1234.56]
    other = export(
        tmp_path, "31-01-2025;00123;x;5,00", name="c.csv", head="Factuurdatum;Debiteurnummer;Artikel;Bedrag\n"
    )
    assert run(other, "--toon")[0] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--soort", "pdf"), "kies uit auto, csv"),
        (("--kolom", "Omzet"), "schrijf bijvoorbeeld Omzet=Bedrag"),
        (("--codering", "klinkklare"), "schrijf bijvoorbeeld windows-1252"),
        (("--codering", "zlib"), "schrijf bijvoorbeeld windows-1252"),
        (("--codering", "undefined"), "schrijf bijvoorbeeld windows-1252"),
        (("--codering", "a\0b"), "schrijf bijvoorbeeld windows-1252"),
        (("--onthoud",), "geen --kolom"),
        (("--koers", "USD"), "KW-311"),
    ],
)
def test_options_typed_wrongly_are_answered_in_dutch(tmp_path, run, options, said) -> None:
    code, out, err = run(export(tmp_path, "31-01-2025;00123;5,00"), "--toon", *options)
    assert (code, out) == (2, "")
    assert said in err


def test_without_a_workbook_it_asks_for_one(tmp_path, run) -> None:
    code, _, err = run(export(tmp_path, "31-01-2025;00123;5,00"))
    assert code == 2
    assert "--naar" in err


def test_a_workbook_made_for_an_import_that_fails_is_taken_away(tmp_path, run, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise errors.CANNOT_WRITE.error(path="werkmap.xlsx", reason="de schijf is vol")

    monkeypatch.setattr("klantwaarde_xl.files.table_rows.change_tables", full)
    book = tmp_path / "werkmap.xlsx"
    assert run(export(tmp_path, "31-01-2025;00123;5,00"), "--naar", book)[0] == 2
    assert not book.exists()


def test_an_audit_file_shows_its_accounts_and_ways_also_from_a_zip(tmp_path, run, shared_data) -> None:
    real = shared_data / "xaf" / "rxaf_ExactOnline.xaf"
    packed = tmp_path / "audit.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(real, "2016/exact.xaf")
    # Counted with lxml: 213,180.24 in all, of which 127,073.46 without a customer.
    for source in (real, packed):
        code, out, _ = run(source, "--toon")
        assert code == 0
        for said in ("€ 213.180,24", "€ 127.073,46", "niet toegewezen", "RGS", "8320", "verschil € 0,00"):
            assert said in out
    found = json.loads(run(packed, "--toon", "--json")[1])["sources"][0]
    assert (found["name"], found["version"], found["revenue"]) == ("exact.xaf", "3.2", 213180.24)
    assert {one["way"]: one["amount"] for one in found["assignment"]}["zelfde factuur"] == -5000.0
