"""One header matcher at every door: what it advises, and what it says of two columns for one field."""

from __future__ import annotations

from pathlib import Path

from at_the_door import CASES, Door

from klantwaarde_xl.functions.of_tables import check

HERE = CASES / "header_advice"


def test_last_years_turnover_is_refused_without_advice_to_rename_it(door: Door) -> None:
    for answer in (door.refreshes(HERE / "vj.xlsx"), door.imports(HERE / "vj.xlsx")):
        assert answer.code != 0
        assert "Omzet" in answer.text
        assert "Noem die kolom" not in answer.text
        assert "Bedoelde u" not in answer.text


def test_two_columns_for_a_name_do_not_stop_a_refresh(door: Door) -> None:
    answer = door.refreshes(HERE / "twee.xlsx")
    assert (answer.code, answer.turnover()) == (0, 7800.0)
    (said,) = door.checks(HERE / "twee.xlsx").findings("KW-106")
    assert "'Bedrijfsnaam'" in said["message"]
    assert "'Naam'" in said["message"]


def test_a_hidden_row_is_said_once(door: Door) -> None:
    answer = door.refreshes(HERE / "hidden.xlsx")
    assert (answer.code, answer.turnover(), answer.json["gross_margin"]) == (0, 7800.0, 7200.0)
    assert len(door.checks(HERE / "hidden.xlsx").findings("KW-125")) == 1


def test_an_import_takes_one_of_two_names_and_says_which(door: Door, tmp_path: Path) -> None:
    export = tmp_path / "klanten.csv"
    export.write_text("Klantnr;Naam;Bedrijfsnaam\n7;Jansen;Jansen BV\n", encoding="utf-8")
    answer = door.imports(export)
    assert (answer.code, answer.json["added"]) == (0, {"tblKlanten": 1})
    (said,) = answer.findings("KW-554")
    assert "'Bedrijfsnaam'" in said["message"]
    assert "'Naam'" in said["message"]


def test_the_function_says_the_same() -> None:
    found = check((("Klantnr", "Naam", "Bedrijfsnaam"), ("7", "Jansen", "Jansen BV")), "Klanten")
    assert found["Code"].tolist() == ["KW-106"]
    assert found["Cel"].tolist()[0].endswith("C1")
