"""No silent wrong figure: what the file says beside the amounts is used, or is a finding with its amount.

Thirty lines of 100, 107 ... 303 euros are 6.045 together; every tenth line (100, 170, 240) is 510.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door
from plain_book import (
    HEADERS,
    WHOLE,
    Refreshed,
    as_csv,
    plain_customers,
    plain_lines,
    said,
    turnover,
    write_book,
)

TENTHS = 510.0


def with_column(header: str, special: object, usual: object) -> list[list[object]]:
    """Return the lines with one more column, in which every tenth line is special."""
    lines = plain_lines()
    return [
        [*HEADERS, header],
        *([*line, special if n % 10 == 0 else usual] for n, line in enumerate(lines)),
    ]


@pytest.mark.parametrize("column", ["Kosten", "Uren"])
@pytest.mark.parametrize("amount", ["Bedrag", "Verkoopbedrag totaal"])
def test_amounts_on_the_sheet_of_effort_are_never_lost_in_silence(
    read: Refreshed, column: str, amount: str
) -> None:
    more = [["Datum", "Klantnr", amount, column], *([*line[:2], line[3], 5.0] for line in plain_lines(20))]
    found = read([HEADERS, *plain_lines()], Inspanning=more)
    (text,) = said(found, "KW-139")
    # 20 lines of 100, 107 ... 233 euros
    assert text.startswith("fout: ")
    assert f"'{amount}' in Inspanning" in text
    assert "€ 3.330,00" in text


@pytest.mark.parametrize("column", ["Kosten", "Uren"])
def test_turnover_on_the_sheet_of_effort_counts(read: Refreshed, column: str) -> None:
    more = [
        ["Datum", "Klantnr", "Omzet", column],
        *([*line[:2], line[3], 5.0] for line in plain_lines(50)[30:]),
    ]
    found = read([HEADERS, *plain_lines()], Inspanning=more)
    # 310, 317 ... 443 euros
    assert turnover(found) == WHOLE + 7530


def test_hours_with_a_rate_beside_them_are_no_lost_turnover(read: Refreshed) -> None:
    more = [["Datum", "Klantnr", "Uren", "Uurtarief"], *([*line[:2], 2.0, 65.0] for line in plain_lines(20))]
    assert said(read([HEADERS, *plain_lines()], Inspanning=more), "KW-139") == []


@pytest.mark.parametrize(
    ("header", "credit", "debit"),
    [
        ("D/C", "C", "D"),
        ("Debet/Credit", "Credit", "Debet"),
        ("Soort", "C", "D"),
        ("Af/Bij", "Af", "Bij"),
        ("Type", "CR", "DR"),
        ("SHKZG", "H", "S"),
    ],
)
def test_a_column_for_debit_and_credit_gives_the_sign(
    read: Refreshed, header: str, credit: str, debit: str
) -> None:
    found = read(with_column(header, credit, debit))
    assert turnover(found) == WHOLE - 2 * TENTHS
    (text,) = said(found, "KW-136")
    assert header in text
    assert "€ -510,00" in text


def test_amounts_that_have_their_sign_keep_it_beside_debit_and_credit(read: Refreshed) -> None:
    rows = with_column("D/C", "C", "D")
    rows[1:] = [[*row[:3], -abs(row[3]) if row[4] == "C" else row[3], row[4]] for row in rows[1:]]
    found = read(rows)
    assert turnover(found) == WHOLE - 2 * TENTHS
    assert said(found, "KW-136") == []


def test_lines_of_revenue_accounts_are_credit(read: Refreshed) -> None:
    assert turnover(read(with_column("D/C", "D", "C"))) == WHOLE - 2 * TENTHS


def test_debit_and_credit_mean_the_same_when_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    door = Door(capsys, tmp_path)
    for credit, debit in (("C", "D"), ("Af", "Bij")):
        path = as_csv(
            tmp_path / "export.csv", with_column("Af/Bij" if credit == "Af" else "D/C", credit, debit)
        )
        assert door.imports(path).turnover() == WHOLE - 2 * TENTHS


@pytest.mark.parametrize(
    "header",
    ["Currency code", "CurrencyCode", "Munteenheid", "Muntsoort", "Valuta factuur", "ISO", "Factuurvaluta"],
)
def test_a_currency_column_of_another_name_is_used(read: Refreshed, header: str) -> None:
    found = read(with_column(header, "USD", "EUR"))
    assert turnover(found) == WHOLE - TENTHS
    assert found.foreign == {"USD": (3, TENTHS)}


@pytest.mark.parametrize(("special", "usual"), [("USD", "EUR"), ("$", "€"), ("GBP", None), ("CHF", "CHF")])
def test_a_column_that_holds_currencies_is_never_passed_over(
    read: Refreshed, special: str, usual: object
) -> None:
    (text,) = said(read(with_column("Gld", special, usual)), "KW-137")
    assert text.startswith("fout: 'Gld' in Transacties")
    assert ("€ 6.045,00" if special == usual else "€ 510,00") in text


def test_what_is_no_currency_is_no_finding(read: Refreshed) -> None:
    for special, usual in (("EUR", "EUR"), ("PEN", "CUP"), ("ALL", "TOP"), ("NL", "DE"), ("USD", "doos")):
        assert said(read(with_column("Gld", special, usual)), "KW-137") == []


def test_a_second_currency_column_that_agrees_is_no_finding_and_another_is(read: Refreshed) -> None:
    def of(second: str) -> list[list[object]]:
        return [[*HEADERS, "Valuta", "Gld"], *([*line, "USD", second] for line in plain_lines())]

    assert said(read(of("USD")), "KW-137") == []
    assert len(said(read(of("GBP")), "KW-137")) == 1


def test_an_import_says_of_an_unused_currency_column_what_a_refresh_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = as_csv(tmp_path / "export.csv", with_column("Gld", "USD", "EUR"))
    answer = Door(capsys, tmp_path).imports(path)
    assert "KW-137" in answer.text
    assert answer.code == 1


@pytest.mark.parametrize(
    ("header", "special", "usual"),
    [
        ("Boekingstype", "creditnota", "factuur"),
        ("Documentsoort", "CN", "FA"),
        ("Soort", "C", "F"),
        ("Type", "Retour", "Verkoop"),
        ("Credit", "ja", "nee"),
        ("Creditnota", True, False),
        ("Is credit", "x", None),
    ],
)
def test_a_known_column_for_credit_notes_gives_the_sign(
    read: Refreshed, header: str, special: object, usual: object
) -> None:
    found = read(with_column(header, special, usual))
    assert turnover(found) == WHOLE - 2 * TENTHS
    (text,) = said(found, "KW-133")
    assert "€ -510,00" in text


@pytest.mark.parametrize(
    ("header", "special", "usual"),
    [
        ("Opmerking", "creditnota 12", None),
        ("Extra", "Credit", "Factuur"),
        ("Status", "Returned", "Shipped"),
        ("Returned", "Yes", "No"),
        ("Kanaal", "CN", "FA"),
        ("Retour", 1, 0),
        ("Zijde", "credit", "debet"),
    ],
)
def test_credit_words_in_any_other_column_are_said_with_the_amount_that_would_turn(
    read: Refreshed, header: str, special: object, usual: object
) -> None:
    found = read(with_column(header, special, usual))
    (text,) = said(found, "KW-138")
    assert text.startswith("fout: ")
    assert f"'{header}'" in text
    assert "€ 510,00" in text


@pytest.mark.parametrize(
    ("header", "special", "usual"),
    [
        ("Betaalwijze", "Credit", "Cash"),
        ("Omschrijving", "Creditcardlezer", "Kabel"),
        ("Klasse", "C", "A"),
        ("Kredietlimiet", 1, 0),
        ("Land", "CN", "CN"),
    ],
)
def test_other_words_are_no_credit_notes(
    read: Refreshed, header: str, special: object, usual: object
) -> None:
    found = read(with_column(header, special, usual))
    assert turnover(found) == WHOLE
    assert said(found, "KW-138") == []


def test_credit_words_beside_negative_amounts_are_in_order(read: Refreshed) -> None:
    rows = with_column("Extra", "creditnota", "factuur")
    rows[1:] = [[*row[:3], -row[3] if row[4] == "creditnota" else row[3], row[4]] for row in rows[1:]]
    assert said(read(rows), "KW-138") == []


@pytest.mark.parametrize("number", [15, 2024, 31.0, 365])
def test_days_of_a_month_and_years_are_no_dates_of_1900(read: Refreshed, number: float) -> None:
    rows = plain_lines()
    rows[3][0] = number
    found = read([HEADERS, *rows])
    assert [finding.cell for finding in found.findings if finding.code == "KW-113"] == ["Transacties!A5"]
    # the fourth line is 121 euros
    assert turnover(found) == WHOLE - 121.0


def test_an_amount_in_dollars_is_never_suggested_as_turnover(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[*HEADERS[:3], "Omzetbedrag USD"], *plain_lines()]
    path = write_book(tmp_path / "dollars.xlsx", {"Klanten": plain_customers(), "Transacties": rows})
    answer = Door(capsys, tmp_path).checks(path)
    assert answer.code == 2
    assert "KW-103" in answer.text
    assert "Bedoelde u" not in answer.text
