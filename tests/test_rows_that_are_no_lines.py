"""Rows, sheets and shares that would make a figure wrong without a word; sums are added by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_door import Door
from plain_book import (
    HEADERS,
    WHOLE,
    Refreshed,
    Rows,
    as_csv,
    plain_customers,
    plain_lines,
    said,
    turnover,
    write_book,
)

from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.use_cases.refreshing import load


def per_customer(lines: Rows, total: Callable[[Rows], list[object]]) -> Rows:
    """Return the lines sorted by customer, with one more row behind each customer."""
    groups = [[line for line in lines if line[1] == f"{1 + n:05d}"] for n in range(5)]
    return [row for group in groups for row in (*group, total(group))]


def summed(group: Rows) -> float:
    return sum(float(str(line[3])) for line in group)


@pytest.mark.parametrize(
    "total",
    [
        lambda group: [group[-1][0], group[-1][1], None, summed(group)],
        lambda group: [group[0][0], group[0][1], " ", summed(group)],
        lambda group: [None, group[-1][1], None, summed(group)],
    ],
)
def test_subtotals_without_a_word_are_no_lines(read: Refreshed, total) -> None:
    found = read([HEADERS, *per_customer(plain_lines(), total)])
    assert turnover(found) == WHOLE
    (text,) = said(found, "KW-153")
    assert ": 5, samen" in text
    assert "€ 6.045,00" in text


def test_subtotals_above_their_lines_and_at_single_lines_are_no_lines(read: Refreshed) -> None:
    lines = plain_lines()
    rows = [row for n in (0, 1, 5, 12) for row in [lines[n]]]
    above = [[lines[0][0], "00001", None, summed(lines[:4])], *lines[:4]]
    single = [[lines[4][0], "00005", None, lines[4][3]], lines[4]]
    assert len(rows) == 4
    found = read([HEADERS, *above, *single])
    # 100 + 107 + 114 + 121 + 128
    assert turnover(found) == 570.0


def test_lines_without_an_invoice_number_that_are_no_sums_count(read: Refreshed) -> None:
    found = read(
        [HEADERS, *per_customer(plain_lines(), lambda group: [group[0][0], group[0][1], None, 12.5])]
    )
    assert turnover(found) == WHOLE + 5 * 12.5
    assert said(found, "KW-153") == []


def test_subtotals_in_a_text_file_are_no_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = per_customer(plain_lines(), lambda group: [group[-1][0], group[-1][1], None, summed(group)])
    answer = Door(capsys, tmp_path).imports(as_csv(tmp_path / "export.csv", [HEADERS, *rows]))
    assert answer.turnover() == WHOLE
    assert "KW-153" in answer.text


def gross_margin(inputs: Inputs) -> float:
    lines = inputs.transactions
    cost = lines["cost"].fillna(lines["revenue"] - lines["margin"])
    return round(float((lines["revenue"] - cost).sum()), 2)


@pytest.mark.parametrize("cell", [(0.6,), "60%", "60 %", "60,0%"])
def test_a_cost_written_as_a_percentage_is_that_part_of_the_turnover(read: Refreshed, cell: object) -> None:
    found = read([[*HEADERS, "Kostprijs"], *([*line, cell] for line in plain_lines())])
    # 40 % of 6.045
    assert gross_margin(found) == 2418.0
    assert len(said(found, "KW-152")) == 1


@pytest.mark.parametrize("cell", [(0.3,), "30%"])
def test_a_margin_written_as_a_percentage_is_that_part_of_the_turnover(read: Refreshed, cell: object) -> None:
    found = read([[*HEADERS, "Marge"], *([*line, cell] for line in plain_lines())])
    assert gross_margin(found) == 1813.5
    assert said(found, "KW-111") == []


@pytest.mark.parametrize("count", [4, 30])
def test_costs_that_are_fractions_are_an_error_with_what_it_would_be(read: Refreshed, count: int) -> None:
    found = read([[*HEADERS, "Kostprijs"], *([*line, 0.6] for line in plain_lines(count))])
    (text,) = said(found, "KW-234")
    # 4 lines: 100 + 107 + 114 + 121 = 442, of which 40 %; costs of 60 cents leave 439,60
    now, otherwise = ("€ 439,60", "€ 176,80") if count == 4 else ("€ 6.027,00", "€ 2.418,00")
    assert text.startswith("fout: ")
    assert now in text
    assert otherwise in text
    assert said(found, "KW-220") == []


def test_a_turnover_that_is_a_percentage_or_in_dollars_is_said_as_what_it_is(read: Refreshed) -> None:
    rows = plain_lines()
    rows[3][3], rows[4][3], rows[5][3], rows[6][3] = "30%", "USD 100.00", "$ 50", "12 doos"
    found = read([HEADERS, *rows])
    assert [f.cell for f in found.findings if f.code == "KW-154"] == ["Transacties!D5"]
    assert [f.cell for f in found.findings if f.code == "KW-155"] == ["Transacties!D6", "Transacties!D7"]
    assert all("Valuta" in f.hint for f in found.findings if f.code == "KW-155")
    assert [f.cell for f in found.findings if f.code == "KW-111"] == ["Transacties!D8"]


@pytest.mark.parametrize(
    ("written", "way"),
    [
        (lambda number: number.lstrip("0"), "voorloopnullen"),
        (lambda number: f"0{number}", "voorloopnullen"),
        (lambda number: f"'{number}", "schrijfwijze"),
    ],
)
def test_customers_that_only_look_alike_are_named_as_pairs(read: Refreshed, written, way: str) -> None:
    lines = plain_lines()
    found = read([HEADERS, *([line[0], written(str(line[1])), *line[2:]] for line in lines)])
    (text,) = said(found, "KW-209")
    assert f"'{written('00001')}' en '00001' in Klanten" in text
    assert way in text
    assert "zo zijn er 5" in text
    assert said(found, "KW-201") == []
    assert said(found, "KW-232") == []


def test_case_alone_is_a_pair_and_a_trailing_space_no_difference(read: Refreshed) -> None:
    lines = [[line[0], "ab1" if n % 2 else "AB2 ", *line[2:]] for n, line in enumerate(plain_lines())]
    found = read([HEADERS, *lines], Klanten=[["Klantnr", "Klantnaam"], ["AB1", "A"], ["AB2", "B"]])
    (text,) = said(found, "KW-209")
    assert "'ab1' en 'AB1'" in text
    assert "hoofdletters" in text


def test_an_invoice_of_several_customers_is_said(read: Refreshed) -> None:
    lines = plain_lines()
    lines[1][2] = lines[2][2] = lines[0][2]
    (text,) = said(read([HEADERS, *lines]), "KW-210")
    assert text.startswith("waarschuwing: Factuur 'F000'")


def test_numbers_of_invoices_may_begin_anew_each_year(read: Refreshed) -> None:
    lines = plain_lines(4)
    again = [[line[0].replace(year=2023), "00005", *line[2:]] for line in lines]
    assert said(read([HEADERS, *lines, *again]), "KW-210") == []


@pytest.mark.parametrize("headers", [["Klantnr", "Omzet"], ["Klantnr", "Klantnaam", "Omzet"]])
def test_sheets_named_after_months_with_their_year_are_read(tmp_path: Path, headers: list[str]) -> None:
    def month(name: str) -> Rows:
        return [
            headers,
            *([line[1], "x", line[3]][:: 1 if len(headers) == 3 else 2] for line in plain_lines()),
        ]

    sheets = {"Klanten": plain_customers(), "2024-03": month("2024-03"), "april 2024": month("april 2024")}
    found = load(write_book(tmp_path / "maanden.xlsx", sheets))
    assert turnover(found) == 2 * WHOLE
    assert sorted({str(day)[:7] for day in found.transactions["date"]}) == ["2024-03", "2024-04"]
    assert len(said(found, "KW-156")) == 2


def test_a_month_without_its_year_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["Klantnr", "Omzet"], *([line[1], line[3]] for line in plain_lines())]
    path = write_book(tmp_path / "maanden.xlsx", {"Klanten": plain_customers(), "jan": rows})
    answer = Door(capsys, tmp_path).checks(path)
    assert answer.code == 2
    assert "KW-157" in answer.text
    assert "€ 6.045,00" in answer.text
    assert "KW-145" not in answer.text


def test_beside_dated_lines_a_month_without_its_year_is_an_error(read: Refreshed) -> None:
    found = read([HEADERS, *plain_lines()], jan=[["Klantnr", "Omzet"], ["00001", 12.5]])
    (text,) = said(found, "KW-157")
    assert text.startswith("fout: Blad jan")
    assert "€ 12,50" in text


def test_two_tables_on_one_sheet_are_named_by_their_cells(read: Refreshed) -> None:
    lines = plain_lines()
    found = read([HEADERS, *lines[:15], [], [], HEADERS, *lines[15:]])
    (text,) = said(found, "KW-140")
    assert "Transacties!A1:D16 (15), Transacties!A19:D34 (15)" in text
    assert turnover(found) == WHOLE


def test_an_unused_column_is_said_with_its_own_sheet(read: Refreshed) -> None:
    more = [[*HEADERS, "Vreemd"], *([*line, "x"] for line in plain_lines(40)[30:])]
    assert said(read([HEADERS, *plain_lines()], Meer=more), "KW-105") == [
        "info: De kolom 'Vreemd' in Meer wordt niet gebruikt."
    ]


def test_headers_that_lack_one_column_are_named_in_the_advice(read: Refreshed) -> None:
    found = read(
        [HEADERS, *plain_lines()],
        Verkoop=[["Datum", "Klantnr", "Geld"], *([*r[:2], 5.0] for r in plain_lines(9))],
    )
    (advice,) = [finding.hint for finding in found.findings if finding.code == "KW-144"]
    assert "'Geld'" in advice
    assert "missen 'Omzet'" in advice


def test_a_pivot_table_beside_the_lines_is_no_unread_data(read: Refreshed) -> None:
    side = [[None, "Rijlabels", "Som van Omzet"], *([None, f"{n:05d}", 10.0 * n] for n in range(1, 6))]
    rows = [[*line, *(side[n] if n < len(side) else [])] for n, line in enumerate([HEADERS, *plain_lines()])]
    found = read(rows)
    assert turnover(found) == WHOLE
    assert said(found, "KW-145") == []


def test_a_copy_with_fewer_columns_counts_once(read: Refreshed) -> None:
    rows = [[*HEADERS, "Kostprijs"], *([*line, 50.0] for line in plain_lines())]
    found = read(rows, Kopie=[HEADERS, *plain_lines()])
    assert turnover(found) == WHOLE
    assert len(said(found, "KW-141")) == 1


def test_no_float_noise_is_quoted_or_makes_another_customer(read: Refreshed) -> None:
    noisy = 1.1 + 2.2
    lines = [[line[0], noisy if n % 2 else "3.3", *line[2:]] for n, line in enumerate(plain_lines())]
    found = read([HEADERS, *lines], Klanten=[["Klantnr", "Klantnaam"], [3.3, "A"]])
    assert found.transactions["customer_id"].cat.categories.tolist() == ["3.3"]
    assert not any("0000000" in f"{one.message}{one.value}" for one in found.findings)


def test_a_wrong_column_is_one_finding_and_not_one_per_row(read: Refreshed) -> None:
    found = read([HEADERS, *([*line[:3], f"zie bijlage {n}"] for n, line in enumerate(plain_lines(60)))])
    (text,) = said(found, "KW-111")
    assert "60 cellen onder 'Omzet'" in text


@pytest.mark.parametrize("column", [0, 1, 3])
def test_notes_below_the_lines_are_no_lines(read: Refreshed, column: int) -> None:
    def note(text: str) -> list[object]:
        return [*[None] * column, text]

    found = read([HEADERS, *plain_lines(), [], note("Bron: de boekhouding"), note("Vragen? Bel Noor")])
    assert turnover(found) == WHOLE
    assert found.read_lines == 30
    assert found.findings == ()


def test_a_line_of_one_cell_right_below_the_others_is_an_error(read: Refreshed) -> None:
    assert len(said(read([HEADERS, *plain_lines(), [None, "00001"]]), "KW-110")) == 2


def test_an_amount_alone_below_the_lines_is_an_error(read: Refreshed) -> None:
    found = read([HEADERS, *plain_lines(), [], [None, None, None, 12.5]])
    assert len(said(found, "KW-110")) == 2
    assert found.rejected_revenue == 12.5


def test_a_period_after_the_data_says_where_the_data_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = {"Klanten": plain_customers(), "Transacties": [HEADERS, *plain_lines()]}
    path = write_book(tmp_path / "werkmap.xlsx", sheets)
    answer = Door(capsys, tmp_path).refreshes(path, "--van", "01-01-2030", "--tot", "31-12-2030")
    assert answer.code == 2
    assert "KW-401" in answer.text
    # the first and the last date of the thirty lines
    assert "01-01-2024" in answer.text
    assert "24-12-2024" in answer.text


def test_a_customer_that_does_not_count_is_told_apart_from_an_unknown_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers = [
        ["Klantnr", "Klantnaam", "Meetellen"],
        *([*row, "nee" if row[0] == "00002" else "ja"] for row in plain_customers()[1:]),
    ]
    path = write_book(tmp_path / "w.xlsx", {"Klanten": customers, "Transacties": [HEADERS, *plain_lines()]})
    door = Door(capsys, tmp_path)
    assert "KW-027" in door.run("kansen", path, "--klant", "00002").text
    assert "KW-011" in door.run("kansen", path, "--klant", "99999").text
