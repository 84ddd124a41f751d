"""The commands kansen and acties, as a user or another program runs them, on a small made-up firm."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from at_the_door import run

LEVERS = ("up_sell", "margin", "serve")
GROUPS = {"L1": "Lijm", "T1": "Tape", "F1": "Folie"}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a firm of 30 customers: every one buys Lijm, the first 24 also Tape, the first 12 also Folie;
    one margin is thin."""
    book = openpyxl.Workbook()
    customers = book.active
    customers.title = "Klanten"
    customers.append(["Klantnr", "Klantnaam", "Accountmanager"])
    lines = book.create_sheet("Transacties")
    lines.append(["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"])
    products = book.create_sheet("Producten")
    products.append(["Productcode", "Omschrijving", "Productgroep"])
    for code, group in GROUPS.items():
        products.append([code, f"{group} groot", group])
    for number in range(1, 31):
        customers.append([f"{number:03d}", f'Klant "{number}"', "Noor" if number % 2 else None])
        for code in [code for code, most in (("L1", 30), ("T1", 24), ("F1", 12)) if number <= most]:
            for month in range(1, 13):
                lines.append(
                    [
                        dt.date(2025, month, 28),
                        f"{number:03d}",
                        code,
                        1000.0,
                        950.0 if number == 30 else 600.0,
                    ]
                )
    team = book.create_sheet("Team")
    for row in (["Naam", "Capaciteit"], ["Noor", 4]):
        team.append(row)
    path = tmp_path_factory.mktemp("firm") / "firma.xlsx"
    book.save(path)
    return path


def test_chances_as_json_count_everything_and_show_the_largest(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "kansen", str(workbook), "--json", "--aantal", "3")
    found = json.loads(out)
    assert code == 0
    # One year of data is too short to learn a chance from: no euros. The 18 smallest are compared with each
    # other: 12 of them buy Tape, so the 6 others miss it; none of them buys Folie.
    assert (found["calibrated"], found["reason"]) == (False, "short_history")
    assert found["total"]["cross_sell"] == {"count": 6, "expected_revenue": None, "expected_margin": None}
    assert len(found["cross_sell"]) == 3
    assert {row["item"] for row in found["cross_sell"]} == {"Tape"}
    assert [row["share"] for row in found["cross_sell"]] == pytest.approx([12 / 17] * 3)
    assert [row["probability"] for row in found["cross_sell"]] == [None] * 3
    assert all(row["expected_revenue"] is None for row in found["cross_sell"])


def test_chances_of_one_customer_are_said_in_words(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "kansen", str(workbook), "--klant", "030")
    assert code == 0
    assert '  Klant "30" (030): 12 van 17 klanten van gelijke omvang kopen Tape.' in out.splitlines()
    assert "de gegevens gaan te kort terug" in out
    new = out.split("Iets nieuws")[1].split("Meer van wat")[0]
    assert "ans" not in new, "a share of peers is no chance"
    assert "nan" not in out.lower().split()
    code, out, _ = run(capsys, "kansen", str(workbook), "--klant", "001", "--json")
    assert json.loads(out)["cross_sell"] == []


def test_a_customer_that_is_not_there_is_a_mistake(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "kansen", str(workbook), "--klant", "30")
    assert (code, out) == (2, "")
    assert err.startswith("KW-036: Klant '30'")
    assert "(030)" in err


def test_actions_as_json_add_up(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "acties", str(workbook), "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found["actions"]) == 30
    for row in found["actions"]:
        assert sum(row[lever] for lever in LEVERS) == pytest.approx(row["potential"], abs=0.02)
    # Margin on the same product beside the others': -.35 for the one, and for the others (.4 - (28 x .4 +
    # .05) / 29) x the part of Lijm: 5 of .012069, 12 of .006034, 12 of .004023. Mean -.005632, variance
    # .0042382; no month differs from another, so all of it is real: -.005632 - .67449 x .065101 = -.049542
    # is the target, and (.35 - .049542) x 12,000 EUR the lever.
    first = found["actions"][0]
    assert (first["customer_id"], first["label"], first["fits"]) == ("030", "Prijs herzien", "onbekend")
    assert first["margin"] == pytest.approx(3605.5, abs=0.1)
    assert (
        "de marge is 5,0 %, bij andere klanten op dezelfde producten 40,0 %: na aftrek van toeval € 3.605 te "
        "winnen" in first["sentence"]
    )
    # Of Lijm 12 customers take half of their spend where 17 others of their size take 204 of 336: -.107143.
    # Six take all, +.413793; 12 larger ones take what their peers do. Mean .039901, variance .038529: the
    # target is -.092493 and the gap .014650 x 24,000 EUR, half of it at 38.8333 % margin.
    assert found["potential"]["up_sell"] == pytest.approx(12 * 0.014650 * 24_000 / 2 * 0.388333, rel=1e-3)
    assert found["potential"] | {"up_sell": 0, "margin": 0} == {"up_sell": 0, "margin": 0, "serve": 0.0}
    # These customers tell no chances: what is expected is not nothing, but unknown.
    assert found["expected"] == {"cross_sell_revenue": None, "cross_sell_margin": None}
    assert [row["account_manager"] for row in found["managers"]] == ["Noor", ""]


def test_actions_in_words_name_the_largest_first(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "acties", str(workbook), "--aantal", "1")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == (
        "Bij 13 klanten is nog € 4.425 marge per jaar te winnen: up-sell € 819, betere marge € 3.605. "
        "Bij 17 klanten is niets te winnen dat aannemelijk is."
    )
    assert '  € 3.605  Klant "30" (030): prijs herzien. ' in out
    assert lines[1].startswith("Of acties in de uren passen is onbekend: van geen klant zijn uren bekend")
    # Six of the twelve have Noor, each 68.33 of the 819.
    assert "  Noor: 6 acties, samen € 410 per jaar (uren van klanten onbekend)." in lines


def test_a_workbook_that_is_not_there_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("kansen", "acties"):
        code, _, err = run(capsys, command, str(tmp_path / "weg.xlsx"))
        assert code == 2
        assert err.startswith("KW-001")


def test_what_is_expected_is_said_only_where_chances_have_euros(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chances = json.loads(run(capsys, "kansen", str(workbook), "--json")[1])
    assert chances["calibrated"] is False
    assert chances["reason"]
    assert chances["without_euros"] == ""
    assert chances["total"]["cross_sell"]["expected_revenue"] is None
