"""The command verschil, as a user or another program runs it; amounts worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from pathlib import Path

import openpyxl
import pytest
from at_the_door import run

ROWS = [
    # Customer a: 10 at 10 (cost 6), then 12 at 11 (cost 7). Customer b is lost, c is new, x does not count.
    (dt.date(2024, 1, 5), "a", "P", 10, 100, 60),
    (dt.date(2025, 1, 5), "a", "P", 12, 132, 84),
    (dt.date(2024, 3, 5), "b", "P", 5, 50, 30),
    (dt.date(2025, 3, 5), "c", "P", 1, 11, 7),
    (dt.date(2025, 3, 5), "x", "P", 1, 11, 7),
]
FIRM = {
    "previous_contribution": 60.0,
    "lost": -20.0,
    "new": 4.0,
    "volume": 8.0,
    "price": 12.0,
    "cost": -12.0,
    "mix": 0.0,
    # Nothing is known of hours, other costs or payment days.
    "time": None,
    "money": None,
    "unknown_cost": 0.0,
    "effort_only": 0.0,
    "contribution": 52.0,
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    customers = book.active
    customers.title = "Klanten"
    for row in (["Klantnr", "Klantnaam", "Meetellen"], ["a", "Anna BV", "ja"], ["x", "Zuster", "nee"]):
        customers.append(row)
    customers.append(["z", "Zonder", "ja"])
    lines = book.create_sheet("Transacties")
    lines.append(["Datum", "Klantnr", "Productcode", "Aantal", "Omzet", "Kostprijs"])
    for line in ROWS:
        lines.append(line)
    settings = book.create_sheet("Instellingen")
    for name, value in (("Periode van", dt.date(2025, 1, 1)), ("Periode tot", dt.date(2025, 12, 31))):
        settings.append([name, value])
    path = tmp_path_factory.mktemp("brug") / "firma.xlsx"
    book.save(path)
    return path


def test_the_firm_as_json_is_the_sum_of_its_customers(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "verschil", workbook, "--json")
    found = json.loads(out)
    assert {name: found[name] for name in FIRM} == FIRM
    assert found["comparable"] is True
    assert found["previous_period"] == {"from": "2024-01-01", "to": "2024-12-31"}
    # Who changed most comes first: b lost 20, a gained 8, c brought 4.
    assert [row["customer_id"] for row in found["customers"]] == ["b", "a", "c"]
    for name, euros in FIRM.items():
        amounts = [row[name] for row in found["customers"]]
        assert set(amounts) == {None} if euros is None else sum(amounts) == euros


def test_the_firm_in_words_tells_what_did_most(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "verschil", workbook)
    most, against = "het meest door verloren klanten (€ -20)", "daartegenover volume (€ 8)"
    assert out.splitlines()[0] == f"De nettobijdrage daalde met € 8, {most}; {against}."
    assert [" ".join(line.split()) for line in out.splitlines()[1:9]] == [
        "Prijs (€ 12) en kostprijs (€ -12) tellen als één oorzaak: per saldo € 0.",
        "Vorige periode € 60,00",
        "Verloren klanten € -20,00",
        "Nieuwe klanten € +4,00",
        "Volume € +8,00",
        "Prijs € +12,00",
        "Kostprijs € -12,00",
        "Deze periode € 52,00",
    ]
    assert "Anna BV (a)" in out


def test_one_customer(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "verschil", workbook, "--klant", " a ", "--json")
    found = json.loads(out)
    assert (found["customer_id"], found["name"]) == ("a", "Anna BV")
    assert [found[name] for name in ("previous_contribution", "volume", "price", "cost", "contribution")] == [
        40.0,
        8.0,
        12.0,
        -12.0,
        48.0,
    ]
    _, out, _ = run(capsys, "verschil", workbook, "--klant", "b")
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "b (b)",
        "Vorige periode € 20,00",
        "Verloren klanten € -20,00",
        "Deze periode € 0,00",
    ]


@pytest.mark.parametrize(("number", "code"), [("z", "KW-011"), ("x", "KW-027")])
def test_who_is_in_neither_period_is_named(
    workbook: Path, capsys: pytest.CaptureFixture[str], number: str, code: str
) -> None:
    ended, _, err = run(capsys, "verschil", workbook, "--klant", number)
    assert ended == 2
    assert code in err


def test_sales_without_cost_prices_are_not_told_as_no_previous_period(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Transacties"].delete_cols(6)
    book.save(tmp_path / "kaal.xlsx")
    told = "Van niemand is de nettobijdrage bekend"
    _, out, _ = run(capsys, "verschil", tmp_path / "kaal.xlsx")
    # a went from 10 x 10 to 12 x 11: 12 x 1 of price and 2 x 10 of volume; b of 50 is lost, c of 11 is new.
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines == [
        f"{told}; de omzet daalde met € 7, het meest door verloren klanten (€ -50); daartegenover volume "
        "en mix (€ 20).",
        "Omzet",
        "Vorige periode € 150,00",
        "Verloren klanten € -50,00",
        "Nieuwe klanten € +11,00",
        "Prijs € +12,00",
        "Volume en mix € +20,00",
        "Deze periode € 143,00",
        "",
        "Klanten met het grootste verschil in omzet",
        "€ -50,00 b (b)",
        "€ +32,00 Anna BV (a)",
        "€ +11,00 c (c)",
        "",
        f"{told}: vul Kostprijs per stuk in op Producten, of Kostprijs of Marge op Transacties, en vernieuw.",
    ]
    _, out, _ = run(capsys, "verschil", tmp_path / "kaal.xlsx", "--klant", "a")
    assert [" ".join(line.split()) for line in out.splitlines()][1:-2] == [
        "Omzet",
        "Vorige periode € 100,00",
        "Prijs € +12,00",
        "Volume en mix € +20,00",
        "Deze periode € 132,00",
    ]
    assert out.splitlines()[-1].startswith(told)


@pytest.mark.slow
def test_hours_for_who_bought_nothing_are_no_bridge_of_contribution(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Transacties"].delete_cols(6)
    book["Klanten"].append(["prospect", "Wie nog niets kocht"])
    effort = book.create_sheet("Inspanning")
    for row in (
        ["Datum", "Klantnr", "Activiteit", "Uren"],
        [dt.date(2024, 5, 1), "prospect", "Bezoek", 4],
        [dt.date(2025, 5, 1), "prospect", "Bezoek", 9],
    ):
        effort.append(row)
    book.save(tmp_path / "uren.xlsx")
    _, out, _ = run(capsys, "verschil", tmp_path / "uren.xlsx")
    assert out.startswith("Van niemand is de nettobijdrage bekend; de omzet")
    assert "Alleen inspanning" not in out
    run(capsys, "vernieuw", tmp_path / "uren.xlsx", "--uit", tmp_path / "uit.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made = openpyxl.load_workbook(tmp_path / "uit.xlsx", data_only=True)
    assert {made["Verloop"][f"D{row}"].value for row in range(14, 26)} == {None}
    assert made["Klantkaart"]["D26"].value == "geen kostprijs"
    # The hours of a prospect are no contribution of the firm.
    assert [made["Dashboard"][at].value for at in ("D9", "B13", "D13")] == [
        "onbekend",
        "Nettobijdrage",
        "onbekend",
    ]
    told = " ".join(str(made["Dashboard"][f"H{row}"].value) for row in range(6, 26))
    assert "kost" not in told.replace("kostprijzen", "").replace("kostprijs", "")
    found = json.loads(
        run(capsys, "vernieuw", tmp_path / "uren.xlsx", "--uit", tmp_path / "uit.xlsx", "--json")[1]
    )
    assert (found["gross_margin"], found["whale"]["loss_makers"]) == (None, 0)
    assert [made["Vooruit"][at].value for at in ("B8", "C8")] == ["Nettobijdrage", None]


def test_without_cost_prices_the_json_has_no_zeros_of_contribution(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Transacties"].delete_cols(6)
    book.save(tmp_path / "kaal.xlsx")
    found = json.loads(run(capsys, "verschil", tmp_path / "kaal.xlsx", "--json")[1])
    euros = {"previous_revenue": 150, "lost": -50, "new": 11, "price": 12, "volume": 20, "revenue": 143}
    assert found["turnover"] == euros
    for one in (found, *found["customers"]):
        assert {one[name] for name in FIRM} == {None}
    for name, amount in euros.items():
        assert sum(row["turnover"][name] for row in found["customers"]) == amount


def test_without_cost_prices_the_sheets_show_no_zeros(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Transacties"].delete_cols(6)
    book.save(tmp_path / "kaal.xlsx")
    run(capsys, "vernieuw", tmp_path / "kaal.xlsx", "--uit", tmp_path / "uit.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made = openpyxl.load_workbook(tmp_path / "uit.xlsx", data_only=True)
    assert "de omzet daalde met € 7" in made["Waarom veranderd"]["A2"].value
    assert "vul Kostprijs per stuk in op Producten" in made["Waarom veranderd"]["A3"].value
    assert made["Verloop"]["A14"].value == "Vorige periode"
    assert {made["Verloop"][f"D{row}"].value for row in range(14, 26)} == {None}
    card = made["Klantkaart"]
    assert [card[at].value for at in ("D25", "D26", "D27")] == [
        "Waarom veranderd",
        "geen kostprijs",
        "Volume",
    ]
    assert {card[f"E{row}"].value for row in range(27, 32)} <= {None, ""}


@pytest.mark.slow
def test_one_customer_without_cost_prices_among_others_is_no_row_of_zeros(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(workbook)
    for line in (
        [dt.date(2024, 2, 5), "q", "Q", 10, 100],
        [dt.date(2025, 2, 5), "q", "Q", 12, 132],
    ):
        book["Transacties"].append(line)
    book.save(tmp_path / "deels.xlsx")
    _, out, _ = run(capsys, "verschil", tmp_path / "deels.xlsx", "--klant", "q")
    # From 10 x 10 to 12 x 11: 12 x 1 of price and 2 x 10 of volume.
    assert [" ".join(line.split()) for line in out.splitlines()][:-1] == [
        "q (q)",
        "Omzet",
        "Vorige periode € 100,00",
        "Prijs € +12,00",
        "Volume en mix € +20,00",
        "Deze periode € 132,00",
        "",
    ]
    assert out.splitlines()[-1].startswith("Van deze klant zijn te weinig kostprijzen bekend")
    without = "Van 1 klant is de nettobijdrage niet bekend; die telt hier niet mee."
    assert run(capsys, "verschil", tmp_path / "deels.xlsx")[1].splitlines()[-1] == without
    _, out, _ = run(capsys, "verschil", tmp_path / "deels.xlsx", "--json")
    found = json.loads(out)
    assert {name: found[name] for name in FIRM} == FIRM
    row = next(row for row in found["customers"] if row["customer_id"] == "q")
    assert {row[name] for name in FIRM} == {None}
    assert row["turnover"]["price"] == 12
    run(capsys, "vernieuw", tmp_path / "deels.xlsx", "--uit", tmp_path / "uit.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made = openpyxl.load_workbook(tmp_path / "uit.xlsx", data_only=True)
    rows = {row[0]: row[2:] for row in made["Waarom veranderd"].iter_rows(min_row=6, values_only=True)}
    assert set(rows["q"][: len(FIRM) + 1]) == {None}
    assert rows["b"][0] == 20
    assert any(without in str(cell.value) for row in made["Waarom veranderd"]["A1:A5"] for cell in row)
    cards = made["Kaartgegevens"].iter_rows(min_row=5, values_only=True)
    headers = next(row for row in cards if "Klantnr" in row)
    card = next(dict(zip(headers, row, strict=True)) for row in cards if "q" in row)
    assert card["Verschil opmerking"] == "niet te zeggen"
    assert {card[name] for name in headers if name in {"Verschil volume", "Verschil prijs"}} == {None}
