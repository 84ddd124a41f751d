"""Content of a sheet that programs read differently is refused; what they agree on is read."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.sheet_content import occurrences
from klantwaarde_xl.sources.workbook_file import read_workbook

ROWS = [["Klantnr", "Betaaldagen"], ["K1", 31], ["K2", 32]]


@pytest.fixture
def book(tmp_path: Path, books: SimpleNamespace) -> Path:
    return books.write(tmp_path / "a.xlsx", books.rows_at("A1", ROWS))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v>31</v>", "<v>3<!-- x -->1</v>"),
        ("<v>31</v>", "<v>3<?x y?>1</v>"),
        ("<v>31</v>", "<v><![CDATA[31]]></v>"),
        ("<v>31</v>", "<v>&#51;1</v>"),
        ("<v>31</v>", "<v>3&#x31;</v>"),
        ("<v>31</v>", "<v>31</v><v>7</v>"),
        ("<v>31</v>", "<v>31</v>\n <v>7</v>"),
        ("<v>31</v>", "<is><t>a</t></is><is><t>b</t></is>"),
        ('<row r="2"', '<row r="3"'),
        ('<row r="3"', '<row r="2"'),
        ('<row r="3"', '<row r="1"'),
        ("</sheetData>", "</sheetData><sheetData></sheetData>"),
    ],
)
def test_what_two_programs_read_differently_is_refused(
    book: Path, books: SimpleNamespace, old: str, new: str
) -> None:
    books.replace(book, old, new)
    with pytest.raises(KlantwaardeError) as caught:
        read_workbook(book)
    assert caught.value.code == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetData>", "<!-- made by a program --><sheetData>"),
        ("</c><c", "</c>\n  <c"),
        ("<v>31</v>", "<v>31</v>\n"),
        ("</row>", "<!-- end of row --></row>"),
    ],
)
def test_comments_and_white_space_between_cells_change_nothing(
    book: Path, books: SimpleNamespace, old: str, new: str
) -> None:
    books.replace(book, old, new)
    table = read_workbook(book).tables["tblKlanten"]
    assert [table.columns[1].value(row) for row in range(2)] == [31.0, 32.0]


def test_a_reference_in_a_text_is_a_character(book: Path, books: SimpleNamespace) -> None:
    books.replace(book, "<v>31</v></c>", '<v>31</v></c><c r="Z2" t="str"><f>A1</f><v>a &amp; &#98;</v></c>')
    table = read_workbook(book).tables["tblKlanten"]
    assert [table.columns[1].value(row) for row in range(2)] == [31.0, 32.0]


@pytest.mark.parametrize("word", [b"</v>", b"</v></c>"])
def test_a_word_is_counted_wherever_it_begins_and_where_the_end_cuts_it_off(word: bytes) -> None:
    data = b"".join(b" " * at + b"<v>1</v></c>" for at in range(9))
    assert all(occurrences(data, end, word) == data.count(word, 0, end) for end in range(len(data) + 1))
