"""Turnover and cost that an export tells by other columns: signs, accounts, prices and quantities."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all

LINES = "Factuurdatum;Debiteurnummer;Artikelcode;Factuurnummer;Aantal;Bedrag excl. BTW\n"


def export(path: Path, *rows: str, head: str = LINES) -> Path:
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "row", "choices", "revenue"),
    [
        ("Datum;Klantnr;Bedrag\n", "31-01-2025;1;5,00", Choices(columns={"omzet": "Bedrag"}), 5.0),
        ("Datum;Klantnr;Debet;Credit\n", "31-01-2025;1;;5,00", Choices(), -5.0),
        (
            "Datum;Klantnr;Rekening;Debet;Credit\n",
            "31-01-2025;1;8000;1,00;5,00",
            Choices(columns={"account": "Rekening"}),
            None,
        ),
        (
            "Datum;Klantnr;Grootboekrekening;Debet;Credit\n",
            "31-01-2025;1;8000;1,00;5,00\n31-01-2025;1;1300;7,00;",
            Choices(revenue_accounts=("8000",)),
            4.0,
        ),
        ("Datum;Klantnr;D/C;Omzet\n", "31-01-2025;1;C;5,00", Choices(), -5.0),
    ],
)
def test_debit_and_credit_give_the_sign(tmp_path, head, row, choices, revenue) -> None:
    found, failed = understand_all([export(tmp_path / "a.csv", row, head=head)], choices)
    if revenue is None:
        assert [problem.code for _, problem in failed] == ["KW-546"]
    else:
        assert not failed
        assert found[0].revenue == revenue


def test_lines_on_other_accounts_are_counted_and_no_account_at_all_is_refused(tmp_path) -> None:
    rows = ("31-01-2025;1;8000;;5,00", "31-01-2025;1;1500;;1,05", "31-01-2025;1;8010;2,00;")
    path = export(tmp_path / "a.csv", *rows, head="Datum;Klantnr;Grootboekrekening;Debet;Credit\n")
    found, _ = understand_all([path], Choices(revenue_accounts=("8000", "8010")))
    assert found[0].revenue == 3.0
    assert [(finding.code, finding.count) for finding in found[0].findings if finding.code == "KW-537"] == [
        ("KW-537", 1)
    ]
    _, failed = understand_all([path], Choices(revenue_accounts=("800",)))
    assert [problem.code for _, problem in failed] == ["KW-513"]


def test_a_cost_per_unit_is_multiplied_by_the_quantity(tmp_path) -> None:
    head = "Datum;Klantnr;Aantal;Omzet;Kostprijs\n"
    path = export(tmp_path / "a.csv", "31-01-2025;1;3;100,00;12,35", head=head)
    asked, _ = understand_all([path], Choices())
    assert "KW-548" in {finding.code for finding in asked[0].findings}
    assert asked[0].tables["tblTransacties"]["cost"].isna().all()
    per_unit, _ = understand_all([path], Choices(columns={"unit_cost": "Kostprijs"}))
    # 3 x 12.35 = 37.05
    assert per_unit[0].tables["tblTransacties"]["cost"].tolist() == [37.05]
    per_line, _ = understand_all([path], Choices(columns={"Kostprijs": "Kostprijs"}))
    assert per_line[0].tables["tblTransacties"]["cost"].tolist() == [12.35]


def test_price_times_quantity_only_where_there_is_no_amount(tmp_path) -> None:
    head = "Factuurdatum;Debiteurnummer;Aantal;Prijs\n"
    found, _ = understand_all(
        [export(tmp_path / "a.csv", "05-01-2025;1;3;12,35", "05-01-2025;1;-1;12,35", head=head)], Choices()
    )
    # 3 x 12.35 - 1 x 12.35 = 24.70
    assert found[0].revenue == 24.7
    assert [finding.code for finding in found[0].findings] == ["KW-550"]
    for more, code in (("Bedrag", "KW-530"), ("Korting", "KW-555"), ("Bedrag incl. BTW", "KW-536")):
        path = export(tmp_path / "b.csv", "05-01-2025;1;3;12,35;1,00", head=head.rstrip() + f";{more}\n")
        _, failed = understand_all([path], Choices())
        assert [problem.code for _, problem in failed] == [code]
    _, failed = understand_all(
        [export(tmp_path / "c.csv", "05-01-2025;1;12,35", head="Datum;Klantnr;Prijs\n")], Choices()
    )
    assert [problem.code for _, problem in failed] == ["KW-531"]


@pytest.mark.parametrize(
    "header", ["Kostprijs per stuk", "Kostprijs/stuk", "Einstandspreis", "Cost per unit"]
)
def test_a_cost_per_unit_beside_lines_counts_times_the_quantity(tmp_path: Path, header: str) -> None:
    path = tmp_path / "regels.csv"
    path.write_text(f"Datum;Klantnr;Aantal;Omzet;{header}\n09-01-2024;K1;2;100,00;30,00\n", encoding="utf-8")
    (found,), failed = understand_all([path], Choices())
    assert (failed, found.tables["tblTransacties"]["cost"].tolist()) == ([], [60.0])


@pytest.mark.parametrize("header", ["Cost of Sales", "Wareneinsatz", "Inkoop totaal"])
def test_the_cost_of_what_was_sold_is_that_of_the_line(tmp_path: Path, header: str) -> None:
    path = tmp_path / "regels.csv"
    path.write_text(f"Datum;Klantnr;Aantal;Omzet;{header}\n09-01-2024;K1;2;100,00;30,00\n", encoding="utf-8")
    (found,), failed = understand_all([path], Choices())
    assert (failed, found.tables["tblTransacties"]["cost"].tolist()) == ([], [30.0])


@pytest.mark.parametrize(("per", "refused"), [("100", True), ("1", False), ("", False)])
def test_a_price_of_more_than_one_piece_is_not_multiplied_as_one_of_a_piece(tmp_path, per, refused) -> None:
    head = "Datum;Klantnr;Aantal;Stukprijs;Prijseenheid\n"
    found, failed = understand_all(
        [export(tmp_path / "a.csv", f"31-01-2025;1;200;50,00;{per}", head=head)], Choices()
    )
    assert [problem.code for _, problem in failed] == (["KW-590"] if refused else [])
    assert [one.revenue for one in found] == ([] if refused else [10_000.0])
