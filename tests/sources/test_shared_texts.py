"""Texts that cells share: one that is not there is damage, never another text in its place."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace

import bad_files
import pytest
import xlsxwriter

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.guard import inspect_workbook
from klantwaarde_xl.sources.workbook_file import read_workbook

CUSTOMERS = [["Klantnr", "Klantnaam", "Regio"], ["00123", "Aa bv", "Noord"], ["123", "Bé nv", "Zuid"]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "boek.xlsx"


def only(path: Path) -> RawTable:
    (table,) = read_workbook(path).tables.values()
    return table


def cells(table: RawTable) -> list[list[object]]:
    return [[column.value(row) for column in table.columns] for row in range(len(table))]


@pytest.mark.parametrize(
    "number",
    ["9", "99999", "-1", "+5", "1.5", "5e0", " 5 ", "99999999999999999999", "x", "NaN", "<![CDATA[x]]>", " "],
)
@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        ('t="s"><v>{}</v>', False),
        ("t='s' ><v >{}</v >", False),
        ('t="s"><f>A1</f><v>{}</v>', False),
        ('t="s"><v>{}</v>', True),
    ],
    ids=["as programs write it", "other quotes", "a formula before it", "prefixed elements"],
)
def test_a_shared_text_that_does_not_exist_is_damage(
    out: Path, books: SimpleNamespace, number: str, written: str, prefix: bool
) -> None:
    # The reader takes the first text of the workbook for every number that it cannot read: a header in a cell
    # of a customer.
    books.write(out, books.rows_at("C5", CUSTOMERS))
    books.replace(out, 't="s"><v>5</v>', written.format(number))
    if prefix:
        books.edit(out, books.SHEET, books.prefixed)
    with pytest.raises(KlantwaardeError) as caught:
        read_workbook(out)
    assert caught.value.code == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize("cell", ['t="s"/>', 't="s"></c>', 't="s"><v></v></c>', 't="s"><v/></c>'])
def test_a_cell_without_a_shared_text_is_blank(out: Path, books: SimpleNamespace, cell: str) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS))
    books.replace(out, 't="s"><v>5</v></c>', cell)
    assert only(out).columns[2].value(0) is None


@pytest.mark.parametrize(
    ("old", "new", "region"),
    [
        # Shared texts cannot point at each other but by an entity, an inclusion, or one within the other.
        ("<t>Noord</t>", "<t>&noord;</t>", None),
        ("<si><t>Noord</t></si>", "<si><si><t>Noord</t></si></si>", "Noord"),
        ("<si><t>Noord</t></si>", "<si><r><si><r><t>Noord</t></r></si></r></si>", "Noord"),
        ("<si><t>Noord</t></si>", "", None),
        ("</sst>", "", None),
    ],
    ids=["unknown entity", "one within another", "one within a run of another", "one too few", "no end"],
)
def test_shared_texts_in_knots_are_read_in_full_or_refused(
    out: Path, books: SimpleNamespace, old: str, new: str, region: str | None
) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS))
    books.replace(out, old, new, bad_files.TEXTS)
    if region is None:
        with pytest.raises(KlantwaardeError) as caught:
            read_workbook(out)
        assert caught.value.code == errors.DAMAGED_WORKBOOK.code
    else:
        assert cells(only(out)) == CUSTOMERS[1:]


@pytest.mark.parametrize("target", ["sharedStrings.xml", "workbook.xml"])
def test_parts_that_point_at_each_other_in_a_circle_are_read_once(
    out: Path, books: SimpleNamespace, target: str
) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    circle = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(
            "xl/_rels/sharedStrings.xml.rels", f'<Relationships xmlns="{namespace}">{circle}</Relationships>'
        )
    assert cells(only(out)) == CUSTOMERS[1:]


def test_one_long_text_in_very_many_cells_is_refused_before_it_unfolds(
    out: Path, books: SimpleNamespace
) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS))
    books.replace(out, "<si><t>Noord</t></si>", f"<si><t>{'x' * 32_767}</t></si>", bad_files.TEXTS)
    with zipfile.ZipFile(out) as package:
        texts = package.read(bad_files.TEXTS)
    number = texts[: texts.index(b"xxxx")].count(b"<si>") - 1
    cells = "".join(f'<row r="{r}"><c r="C{r}" t="s"><v>{number}</v></c></row>' for r in range(100, 40_100))
    books.replace(out, "</sheetData>", cells + "</sheetData>")
    with pytest.raises(KlantwaardeError) as caught:
        read_workbook(out)
    assert caught.value.code == errors.TEXTS_TOO_LARGE.code


def test_a_long_text_that_one_cell_shows_is_read(out: Path, books: SimpleNamespace) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS))
    books.replace(out, "<si><t>Noord</t></si>", f"<si><t>{'x' * 32_767}</t></si>", bad_files.TEXTS)
    cells = "".join(f'<row r="{r}"><c r="C{r}"><v>{r}</v></c></row>' for r in range(100, 40_100))
    books.replace(out, "</sheetData>", cells + "</sheetData>")
    assert len(only(out)) > 40_000


def test_a_long_text_counts_for_the_cells_that_show_it_and_not_for_those_of_other_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klantwaarde_xl.sources.guard.MOST_UNFOLDED", 100_000)
    path = tmp_path / "bladen.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for sheet, texts in (("Een", ["a", "b", "c"]), ("Twee", ["x" * 32_767, "y", "z"])):
            book.add_worksheet(sheet).write_column("A1", texts)
    assert inspect_workbook(path)
    with xlsxwriter.Workbook(path) as book:
        for sheet in ("Een", "Twee"):
            book.add_worksheet(sheet).write_column("A1", ["x" * 32_767] * 2 + ["y" * 30_000])
    with pytest.raises(KlantwaardeError) as caught:
        inspect_workbook(path)
    assert caught.value.code == errors.TEXTS_TOO_LARGE.code
