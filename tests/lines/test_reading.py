"""Lines of any source as one table, and the columns that the user chose."""

from __future__ import annotations

from pathlib import Path

import pytest
from outside import described

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines.description import LineSource, read_description
from klantwaarde_xl.lines.reading import read_lines, renamed


def source(**more: object) -> LineSource:
    return LineSource("bron.toml", Path(), "csv", **more)


def test_chosen_columns_have_the_names_of_their_fields() -> None:
    chosen = {"Omzet": "net_amount", "customer_id": "Afnemer"}
    headers = renamed(["Datum", "afnemer", "Net Amount", "Omzet", "Klantnr", "Rest"], source(columns=chosen))
    assert headers == ("Datum", "Klantnr", "Omzet", "Omzet (niet gekozen)", "Klantnr (niet gekozen)", "Rest")


@pytest.mark.parametrize(("chosen", "code"), [({"Omzt": "x"}, "KW-532"), ({"Omzet": "y"}, "KW-533")])
def test_a_choice_that_does_not_exist_is_told(chosen: dict[str, str], code: str) -> None:
    with pytest.raises(KlantwaardeError) as told:
        renamed(["x"], source(columns=chosen))
    assert told.value.code == code


def test_a_total_row_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    text = "Datum;Klantnr;Omzet\n31-01-2024;a;10\n;;\n31-01-2024;b;20\nTotaal;;30\n"
    (tmp_path / "r.csv").write_text(text)
    read = read_lines(LineSource("bron.toml", tmp_path, "csv", "r.csv"))
    assert read.table.rows.tolist() == [2, 4]
    assert [(found.code, found.cell) for found in read.findings] == [("KW-121", "'r.csv'!5:5")]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_more_lines_than_fit_stop_while_they_are_read(most: int, tmp_path: Path) -> None:
    description = described(tmp_path, f'[regels]\nsoort = "csv"\npad = "a.csv"\nhoogstens = {most}\n')
    (tmp_path / "a.csv").write_text("Datum;Klantnr;Omzet\n31-01-2024;a;10\n31-01-2024;a;5\n")
    if most >= 2:
        assert len(read_lines(read_description(description)).table) == 2
        return
    with pytest.raises(KlantwaardeError) as told:
        read_lines(read_description(description))
    assert told.value.code == "KW-073"
    assert "klantwaarde regels bron.toml --tel-op MAP" in told.value.hint
