"""The text reader: encodings, delimiters, preambles, rows that stay true, and the contract with the workbook
reader."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.workbook_file import read_workbook

CUSTOMERS = [["Klantnr", "Klantnaam", "Regio"], ["00123", "Aa bv", "Noord"], ["123", "Bé nv", "Zuid"]]


def cells(table: RawTable) -> list[list[object]]:
    return [[column.value(row) for column in table.columns] for row in range(len(table))]


def save(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "uitvoer.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def refused(path: Path) -> KlantwaardeError:
    with pytest.raises(KlantwaardeError) as caught:
        read_delimited(path)
    return caught.value


def test_the_same_table_at_c5_as_xlsx_and_csv_gives_the_same_cells_and_addresses(
    tmp_path: Path, books: SimpleNamespace
) -> None:
    rows = [CUSTOMERS[0], CUSTOMERS[1], [None] * 3, CUSTOMERS[2], ["Totaal", None, "2"]]
    book = books.write(tmp_path / "x.xlsx", {"A2": "Overzicht", **books.rows_at("C5", rows)})
    lines = ["", "Overzicht;;", "", ""] + [";;" + ";".join(cell or "" for cell in row) for row in rows]
    text = read_delimited(save(tmp_path, "\r\n".join(lines) + "\r\n"))
    one, other = read_workbook(book).tables["tblKlanten"], text.table
    assert cells(one) == cells(other) == CUSTOMERS[1:]
    assert one.headers == other.headers
    assert (one.header_row, one.first_column, list(one.rows)) == (
        other.header_row,
        other.first_column,
        list(other.rows),
    )
    assert list(one.rows) == [6, 8]
    assert one.address(1, 2) == "Klanten!E8"
    assert other.address(1, 2) == "'uitvoer.csv'!E8"
    assert (
        [f.code for f in text.findings]
        == [f.code for f in read_workbook(book).findings]
        == [errors.TOTAL_ROW.code]
    )


def test_a_remark_between_lines_is_left_out_and_named(tmp_path: Path) -> None:
    lines = ["Datum;Klantnr;Omzet", "01-02-2025;1;10", "vanaf hier nieuwe prijzen;;", "02-02-2025;2;20"]
    read = read_delimited(save(tmp_path, "\n".join(lines)))
    assert list(read.table.rows) == [2, 4]
    (found,) = read.findings
    assert (found.code, found.cell) == (errors.NOTE_ROW.code, "'uitvoer.csv'!3:3")
    assert found.value == "vanaf hier nieuwe prijzen"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [CUSTOMERS[0], ["00123", "Café Ümit € één", "Noord"]])
    found = read_delimited(save(tmp_path, text, encoding))
    assert found.delimiter == delimiter
    assert found.model is Customer
    assert cells(found.table) == [["00123", "Café Ümit € één", "Noord"]]


def test_decimal_commas_do_not_make_a_comma_the_delimiter(tmp_path: Path) -> None:
    text = "Klantnr;Datum;Omzet\n1;01-02-2024;1.234,56\n2;02-02-2024;-1,50\n"
    assert cells(read_delimited(save(tmp_path, text)).table)[0] == ["1", "01-02-2024", "1.234,56"]


def test_a_separator_line_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    found = read_delimited(save(tmp_path, "sep=|\nKlantnr|Klantnaam\n1|a;b,c\n"))
    assert (found.delimiter, found.table.header_row, cells(found.table)) == ("|", 1, [["1", "a;b,c"]])


def test_every_cell_stays_text(tmp_path: Path) -> None:
    found = read_delimited(
        save(tmp_path, "Klantnr;Klantnaam;Regio;Segment\n00123;NA;2024.001;TRUE\n1e5;nan; ;\n")
    )
    assert cells(found.table) == [["00123", "NA", "2024.001", "TRUE"], ["1e5", "nan", None, None]]
    assert {Kind(kind) for column in found.table.columns for kind in column.kind} == {Kind.TEXT, Kind.BLANK}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_excel_shows_them(tmp_path: Path, end: str) -> None:
    lines = ["Lijst", "", "Klantnr;Klantnaam", '1;"twee', 'regels"', "", "2;b"]
    table = read_delimited(save(tmp_path, end.join(lines))).table
    assert list(table.rows) == [4, 6]
    assert cells(table) == [["1", f"twee{end}regels"], ["2", "b"]]


def test_a_line_longer_than_the_first_ones_is_said_and_left_out(tmp_path: Path) -> None:
    # A name with a delimiter in it moves every field after it: what would stand under Klantnaam is not the
    # whole name.
    lines = ["Klantnr;Klantnaam"] + [f"{number};naam" for number in range(3_000)] + ["x;y;z;w", "3000;naam"]
    found = read_delimited(save(tmp_path, "\n".join(lines)))
    assert len(found.table) == 3_001
    assert found.left_out == 1
    assert found.table.headers == ("Klantnr", "Klantnaam")
    assert cells(found.table)[-1] == ["3000", "naam"]
    assert found.table.rows[-1] == 3_003
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.cell) == (
        "KW-016",
        errors.Severity.ERROR,
        "'uitvoer.csv'!C3002",
    )
    assert finding.message.startswith("Regel 3002 van 'uitvoer.csv' heeft 4 velden en de kopregel 2")


@pytest.mark.parametrize("lines", [40, 5_000])
def test_decimal_commas_between_commas_cost_no_cents(tmp_path: Path, lines: int) -> None:
    # Read as it stands, 7,50 would be 7 and the fifty cents a column without a name.
    text = "Datum,Klantnr,Omzet\n" + "".join(f"01-03-2025,{n},{n},50\n" for n in range(lines))
    fault = refused(save(tmp_path, text))
    assert fault.code == "KW-016"
    assert "Regel 2 van 'uitvoer.csv' heeft 4 velden en de kopregel 3" in fault.message


def test_a_delimiter_at_the_end_of_a_line_or_a_column_without_a_name_is_no_longer_line(
    tmp_path: Path,
) -> None:
    for header, line, width in (("Klantnr;Klantnaam", "1;a;", 2), ("Klantnr;Klantnaam;", "1;a;x", 3)):
        found = read_delimited(save(tmp_path, f"Lijst;;;;van;2025\n{header}\n{line}\n2;b\n"))
        assert (found.left_out, found.findings, len(found.table)) == (0, (), 2)
        assert len(found.table.headers) == width


@pytest.mark.parametrize(
    "content",
    [
        b"Klantnr;Klantnaam\n1;a\0b\n",
        "Klantnr;Naam\n1;a\n".encode("utf-16-le"),
        b"Klantnr;Klantnaam\n1;\x81\x8d\xff\n",
        b"Klantnr;Klantnaam\n1;" + b"x" * 140_000 + b"\n",
        b'Klantnr;Klantnaam\n1;"niet dicht\n2;b\n3;c\n',
        b'Klantnr;Klantnaam\n1;"niet dicht\n' + b"2;bbbbbbbbb\n" * 20_000,
        b"a" + b";" * 20_000 + b"\n",
    ],
    ids=["nul", "utf-16", "other bytes", "long field", "open quote", "long open quote", "too many columns"],
)  # fmt: skip
def test_what_is_no_text_table_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(save(tmp_path, content)).code == errors.UNREADABLE_TEXT.code


def test_no_file_no_cells(tmp_path: Path) -> None:
    assert refused(tmp_path / "weg.csv").code == errors.NO_SUCH_FILE.code
    assert refused(tmp_path).code == errors.CANNOT_READ.code
    assert refused(save(tmp_path, "")).code == errors.EMPTY_TABLE.code
    assert refused(save(tmp_path, "\n;;\n")).code == errors.EMPTY_TABLE.code


def test_headers_only_and_unknown_headers(tmp_path: Path) -> None:
    assert len(read_delimited(save(tmp_path, "Klantnr;Klantnaam\n")).table) == 0
    found = read_delimited(save(tmp_path, "Titel\naap;noot\n1;2\n"))
    assert (found.model, found.table.headers, cells(found.table)) == (None, ("aap", "noot"), [["1", "2"]])
    assert read_delimited(save(tmp_path, "aap;noot\n1;2\n"), [InvoiceLine]).model is InvoiceLine


def test_a_real_export_with_an_index_column(shared_data: Path) -> None:
    # bdo_open_items_nl.csv: 4 lines, first column without a name; figures read in the file itself.
    table = read_delimited(shared_data / "csv" / "bdo_open_items_nl.csv").table
    assert len(table) == 4
    assert cells(table)[2][table.headers.index("Saldo")] == "36.54"


FIELD = st.text(st.sampled_from("ab;,\t|\"' \n\r€é=-12"), max_size=8)


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(st.lists(FIELD, min_size=3, max_size=3), max_size=10),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
)
def test_what_the_csv_module_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    data = [[f"K{number}", *row] for number, row in enumerate(rows)]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([["Klantnr", "Klantnaam", "Segment", "Regio"], *data])
    found = read_delimited(save(tmp_path_factory.mktemp("csv"), stream.getvalue()), delimiter=delimiter)
    assert cells(found.table) == [[cell if cell.strip() else None for cell in row] for row in data]
    assert list(found.table.rows) == list(range(2, len(data) + 2))


def grown_to_a_gigabyte(path: Path, start: bytes) -> Path:
    """Write a file of 1 GB whose first line never ends; it is sparse, so it takes no room on the disk."""
    with path.open("wb") as stream:
        stream.write(start)
        stream.truncate(1024**3)
    return path


def test_a_line_of_a_gigabyte_is_refused_in_flat_memory(tmp_path: Path) -> None:
    path = grown_to_a_gigabyte(tmp_path / "lang.csv", b"Datum;Klantnr;Omzet")
    tracemalloc.start()
    try:
        problem = refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert problem.code == "KW-015"
    assert "16 MB" in problem.message
    assert peak < 64 * 1024**2


def test_more_than_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = grown_to_a_gigabyte(tmp_path / "groot.csv", b"Datum;Klantnr;Omzet\n")
    with path.open("r+b") as stream:
        stream.truncate(1024**3 + 1)
    assert refused(path).code == "KW-703"


def test_lines_above_better_headers_further_down_are_said(tmp_path: Path) -> None:
    # 'Dag' is no date: only the lower headers are those of lines. The upper lines add up to 30 euros.
    upper = "Dag;Klantnr;Artikel;Omzet\n01-02-2024;K1;P1;10,00\n02-02-2024;K2;P1;20,00\n"
    lower = "Datum;Klantnr;Factuurnr;Artikel;Aantal;Omzet\n03-02-2024;K1;F1;P1;1;5,00\n"
    contents = read_delimited(save(tmp_path, upper + lower))
    assert len(contents.table) == 1
    (found,) = contents.findings
    assert (found.code, found.count) == ("KW-144", 2)
    assert "€ 30,00" in found.message


def test_a_wider_table_below_has_header_fields_of_its_own(tmp_path: Path) -> None:
    upper = "Datum;Klantnr;Omzet\n01-02-2024;K1;10,00\n02-02-2024;K2;20,00;te veel\n"
    lower = "Datum;Klantnr;Factuurnr;Artikel;Omzet\n03-02-2024;K1;F1;P1;5,00\n04-02-2024;K1;F1;P1;5,00;x\n"
    contents = read_delimited(save(tmp_path, upper + lower))
    # One line of each table has one field more than its own headers.
    assert len(contents.table) == 2
    assert contents.left_out == 2
    longer = [found for found in contents.findings if found.code == "KW-016"]
    assert [(one.cell.rpartition("!")[2]) for one in longer] == ["D3", "F6"]
