"""New cells of a table look like those that are there."""

from __future__ import annotations

import pytest

from klantwaarde_xl.files.new_cell_styles import first_date_style, styles_by_column

HEAD = b'<cols><col min="1" max="2" width="9" style="3"/><col min="4" max="16384" style="5"/></cols>'
ROW = b'<row r="6"><c r="B6" s="8"><v>1</v></c><c r="C6"/><c r="D6" t="s"><v>0</v></c><c r="E6" s="9"/></row>'


def test_the_first_row_goes_before_the_column_and_a_column_before_none() -> None:
    assert styles_by_column(range(2, 5), HEAD, ROW) == {2: "8", 3: "", 4: "5"}


def test_without_a_row_the_columns_decide() -> None:
    assert styles_by_column(range(1, 5), HEAD, b"") == {1: "3", 2: "3", 3: "", 4: "5"}


def test_a_column_without_numbers_is_passed_by() -> None:
    assert styles_by_column(range(1, 2), b'<col min="a" max="b" style="5"/>', b"") == {1: ""}


def styles(*ids: int, code: str = "") -> bytes:
    own = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>' if code else ""
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in ids)
    named = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    return f'{own}{named}<cellXfs count="{len(ids)}">{cells}</cellXfs>'.encode()


@pytest.mark.parametrize(
    ("ids", "code", "found"),
    [
        ((0, 14), "", "1"),
        ((0, 4, 164), "dd-mm-yyyy", "2"),
        ((164, 14), "D/M/YY", "0"),
        ((0, 164), "yyyy-mm-dd", "1"),
        ((0, 164), "dd-mm-jjjj", "1"),
        ((0, 164), "h:mm", ""),
        ((0, 164), "#,##0.00", ""),
        ((0, 4), "", ""),
    ],
)
def test_the_first_format_with_day_month_and_year_is_the_style_of_dates(
    ids: tuple[int, ...], code: str, found: str
) -> None:
    assert first_date_style(styles(*ids, code=code)) == found


def test_without_a_styles_part_dates_have_no_style() -> None:
    assert first_date_style(b"") == ""
