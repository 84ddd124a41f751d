"""What an import says: words the user can type, doubts before the refresh, and no cost that is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from at_the_door import Door

from klantwaarde_xl.imports.mapped_table import HELPERS


@pytest.fixture
def door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(capsys, tmp_path)


def export(door: Door, *lines: str) -> Path:
    path = door.folder / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_cost_without_quantities_is_that_of_the_line_and_said(door: Door) -> None:
    path = export(
        door, "Datum;Klantnr;Omzet;Kostprijs", "01-12-2025;N1;100,00;60,00", "02-12-2025;N2;50,00;20,00"
    )
    answer = door.imports(path)
    assert len(answer.findings("KW-577")) == 1
    refreshed = door.refreshes(door.workbook)
    # 100 - 60 and 50 - 20, by hand.
    assert refreshed.json["gross_margin"] == 70.0


@pytest.mark.parametrize("more", ["Aantal", "Marge", "Kostprijs regel"])
def test_a_cost_that_may_be_per_unit_is_still_asked_for(door: Door, more: str) -> None:
    path = export(door, f"Datum;Klantnr;Omzet;Kostprijs;{more}", "01-12-2025;N1;100,00;60,00;40,00")
    answer = door.imports(path)
    assert answer.findings("KW-577") == []
    (asked,) = answer.findings("KW-548")
    assert '--kolom "Kostprijs per stuk=Kostprijs"' in asked["hint"]


@pytest.mark.slow
def test_advice_names_columns_in_dutch_and_what_it_says_works(door: Door) -> None:
    path = export(door, "Datum;Klantnr;Omzet;Kostprijs;Aantal", "01-12-2025;N1;100,00;6,00;10")
    (asked,) = door.imports(path).findings("KW-548")
    choices = re.findall(r'--kolom "([^"]+)"', asked["hint"])
    margins = []
    for choice in choices:
        assert not re.search(r"[a-z]_[a-z]", choice)
        door.imports(path, "--kolom", choice)
        margins.append(door.refreshes(door.workbook).json["gross_margin"])
    # The cost of the line is 6; per unit it is 10 x 6.
    assert sorted(margins) == [40.0, 94.0]


@pytest.mark.parametrize("field", HELPERS)
def test_the_english_name_that_was_saved_before_still_works(door: Door, field: str) -> None:
    path = export(door, "Datum;Klantnr;Omzet;Iets", "01-12-2025;N1;100,00;5,00")
    answer = door.run("importeer", path, "--toon", "--kolom", f"{field}=Iets")
    assert "KW-532" not in answer.text


def test_a_cost_of_the_wrong_sign_is_said_at_the_import(door: Door) -> None:
    rows = [f"{day:02}-12-2025;N{day};100,00;{cost},00" for day, cost in ((1, -60), (2, -50), (3, 40))]
    answer = door.imports(export(door, "Datum;Klantnr;Omzet;Kostprijs regel", *rows))
    told = [
        {found["code"] for found in each.json["findings"] if found["code"].startswith("KW-22")}
        for each in (answer, door.checks(door.workbook))
    ]
    assert told[0] == told[1] == {"KW-225"}


def test_amounts_that_cannot_be_read_are_not_called_zero(door: Door) -> None:
    answer = door.imports(export(door, "Datum;Klantnr;Omzet", "01-12-2025;N1;1.234", "02-12-2025;N2;2.500"))
    (lost,) = answer.findings("KW-559")
    assert "0,00" not in lost["message"]
    assert all("Exporteer met twee decimalen" in found["hint"] for found in answer.findings("KW-112"))
    # The advice works.
    answer = door.imports(
        export(door, "Datum;Klantnr;Omzet", "01-12-2025;N1;1.234,00", "02-12-2025;N2;2.500,00")
    )
    assert answer.turnover() == 3734.0
