"""A csv of any size: read in blocks, and the same table as a csv that fits a sheet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines import text
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.reading import read_lines
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited

HEAD = "Datum;Klantnr;Omzet;Omschrijving\n"
LINE = "31-01-2024;{:05d};1.234,56;melk\n"


def read(path: Path, **told: str) -> object:
    return read_lines(LineSource("bron.toml", path.parent, "csv", path.name, **told))


@pytest.mark.parametrize(
    "content",
    [
        HEAD + LINE.format(1) + LINE.format(2),
        HEAD + LINE.format(1).rstrip("\n"),
        "sep=;\n" + HEAD + LINE.format(1),
        "Omzet per klant\n\n" + HEAD + LINE.format(1) + "\n" + LINE.format(2),
        HEAD + LINE.format(1) + "Totaal;;1.234,56;\n",
        HEAD + '31-01-2024;00001;1,00;"twee\nregels; en ""meer"""\n' + LINE.format(2),
        HEAD.replace(";", ",") + '2024-01-31,00001,"1,00",melk\n',
        HEAD.replace(";", "\t") + "2024-01-31\t00001\t1,00\tmelk\n",
        HEAD + "31-01-2024;00001;1,00\n" + LINE.format(2),
        HEAD + "31-01-2024;00001;1,00;a;b;c\n" + LINE.format(2),
        HEAD.replace("\n", "\r\n") + LINE.format(1).replace("\n", "\r\n"),
    ],
)
@pytest.mark.parametrize("block", [1, 65_536])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_is_the_table_that_a_csv_of_a_sheet_is(
    content: str, block: int, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "BLOCK", block)
    path = tmp_path / "regels.csv"
    path.write_bytes(content.replace("melk", "crème").encode(encoding))
    ours, theirs = read(path), read_delimited(path, [InvoiceLine])
    assert ours.table.headers == theirs.table.headers
    assert ours.table.rows.tolist() == theirs.table.rows.tolist()
    for one, other in zip(ours.table.columns, theirs.table.columns, strict=True):
        assert [one.value(row) for row in range(len(one))] == [other.value(row) for row in range(len(other))]
    assert [found.code for found in ours.findings] == [found.code for found in theirs.findings]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "KW-102"),
        (b"\n\n", "KW-102"),
        (b"<html><body><table>", "KW-021"),
        (b"Datum;Klantnr;Omzet\n\0\0", "KW-015"),
        (b'Datum;Klantnr;Omzet\n31-01-2024;"1;2\n' + b"a;b;c\n" * 99, "KW-015"),
        (b"Datum;Klantnr;Omzet\n" + b"1;2;3;4;5;6;7;8;9;10\n" * 2, "KW-016"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "regels.csv").write_bytes(content)
    with pytest.raises(KlantwaardeError) as told:
        read(tmp_path / "regels.csv")
    assert told.value.code == code


def test_a_quote_that_never_ends_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_MOST_LETTERS", 1_000_000)
    (tmp_path / "regels.csv").write_text(HEAD + '31-01-2024;"1;1,00;\n' + LINE.format(2) * 100_000)
    with pytest.raises(KlantwaardeError) as told:
        read(tmp_path / "regels.csv")
    assert "aanhalingsteken" in told.value.message


def test_what_the_description_tells_goes_before(tmp_path: Path) -> None:
    (tmp_path / "regels.csv").write_bytes("Datum|Klantnr|Omzet;x\n31-01-2024|é|1,00\n".encode("cp850"))
    table = read(tmp_path / "regels.csv", delimiter="|", encoding="cp850").table
    assert (table.headers[1], table.columns[1].value(0)) == ("Klantnr", "é")


@pytest.mark.parametrize("encoding", ["utf-9", "utf-16", "punycode"])
def test_an_encoding_that_does_not_exist_or_fit_is_told(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "regels.csv").write_text(HEAD)
    with pytest.raises(KlantwaardeError) as told:
        read(tmp_path / "regels.csv", encoding=encoding)
    assert told.value.code == "KW-015"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "regels.csv"
    path.write_text(HEAD + LINE.format(1))
    part = next(text.text_parts(LineSource("bron.toml", tmp_path, "csv", path.name)))
    os.utime(path, (0, 0))
    with pytest.raises(KlantwaardeError) as told:
        list(part.blocks)
    assert told.value.code == "KW-017"


def test_of_very_many_long_lines_the_first_are_told(tmp_path: Path) -> None:
    path = tmp_path / "regels.csv"
    path.write_text(HEAD + LINE.format(1) + LINE.format(2).replace("melk", "a;b") * 300)
    read_it = read(path)
    assert (len(read_it.table), len(read_it.findings)) == (1, 101)
    assert read_it.findings[-1].count == 200
