"""What each option of vernieuw, controleer, kansen, acties and deel must change."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile

import light
import openpyxl
import pandas as pd
import pytest
from desk import Checks, Desk
from openpyxl.worksheet.table import Table

from klantwaarde_xl.report.document import Document
from klantwaarde_xl.use_cases.refreshing import load

CHECKS = Checks()


@CHECKS.of("vernieuw", "--uit")
def _(desk: Desk) -> None:
    desk.run("vernieuw", desk.path, "--uit", desk.beside("elders.xlsx"))
    assert desk.beside("elders.xlsx").is_file()
    assert not desk.beside("firma-resultaat.xlsx").exists()
    desk.run("vernieuw", desk.path)
    assert desk.beside("firma-resultaat.xlsx").is_file()


@CHECKS.of("vernieuw", "--van")
def _(desk: Desk) -> None:
    for typed in ("01-07-2025", "2025-07-01"):
        found = desk.json("vernieuw", desk.path, "--van", typed)
        assert found["period"] == {"from": "2025-07-01", "to": "2025-12-31"}
        assert found["revenue"] == pytest.approx(desk.turnover(dt.date(2025, 7, 1), dt.date(2025, 12, 31)))


@CHECKS.of("vernieuw", "--tot")
def _(desk: Desk) -> None:
    found = desk.json("vernieuw", desk.path, "--tot", "30-06-2025")
    assert found["period"] == {"from": "2024-07-01", "to": "2025-06-30"}
    assert found["revenue"] == pytest.approx(desk.turnover(dt.date(2024, 7, 1), dt.date(2025, 6, 30)))
    text = desk.run("vernieuw", desk.path, "--tot", "30-06-2025")
    assert "Periode 01-07-2024 t/m 30-06-2025" in text


@CHECKS.of("vernieuw", "--met-invoer")
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.use_cases.refreshing.MOST_INPUT_LINES", 10)
    sheets = []
    for more in ((), ("--met-invoer",)):
        desk.run("vernieuw", desk.path, *more)
        sheets.append(openpyxl.load_workbook(desk.beside("firma-resultaat.xlsx"), read_only=True).sheetnames)
    assert "Transacties" not in sheets[0]
    assert "Transacties" in sheets[1]


@CHECKS.of("vernieuw", "--parquet")
def _(desk: Desk) -> None:
    pytest.importorskip("pyarrow")
    folder = desk.beside("firma-resultaat-tabellen")
    desk.run("vernieuw", desk.path)
    assert not folder.exists()
    assert str(folder) in desk.run("vernieuw", desk.path, "--parquet")
    customers = pd.read_parquet(folder / "Klantwaarde.parquet")
    assert customers["Omzet"].sum() == pytest.approx(desk.json("vernieuw", desk.path)["revenue"])


@CHECKS.of("vernieuw", "--vorige")
def _(desk: Desk) -> None:
    number = str(load(desk.path).transactions["customer_id"].iloc[0])
    book = openpyxl.Workbook()
    book.active.title = "Acties"
    for row in (["Klantnr", "Eigenaar"], [number, "Noor"]):
        book.active.append(row)
    book.active.add_table(Table(displayName="tblActies", ref="A1:B2"))
    book.save(desk.beside("oud.xlsx"))
    text = desk.run("vernieuw", desk.path, "--vorige", desk.beside("oud.xlsx"))
    assert "uit 'oud.xlsx' meekwamen: van 1 klanten" in text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no data bars of ours
        sheet = light.load(desk.beside("firma-resultaat.xlsx"))["Acties"]
    customers, owners = (light.column(sheet, "tblActies", header) for header in ("Klantnr", "Eigenaar"))
    assert dict(zip(customers, owners, strict=True))[number] == "Noor"


@CHECKS.of("vernieuw", "--json")
def _(desk: Desk) -> None:
    text, found = desk.run("vernieuw", desk.path), desk.json("vernieuw", desk.path)
    euros = f"{round(found['revenue']):,}".replace(",", ".")
    assert f"omzet € {euros}" in text
    assert text.splitlines()[-1].startswith("Bevindingen: ")


@CHECKS.of("controleer", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("controleer", desk.path), desk.run("controleer", desk.path)
    assert found["rejected"] >= 1
    assert all(finding["code"] in text for finding in found["findings"])


@CHECKS.of("kansen", "--aantal")
def _(desk: Desk) -> None:
    few, more = (desk.json("kansen", desk.path, "--aantal", count) for count in (1, 3))
    assert [len(found["cross_sell"]) for found in (few, more)] == [1, 3]
    assert few["total"] == more["total"]


@CHECKS.of("kansen", "--klant")
def _(desk: Desk) -> None:
    every = desk.json("kansen", desk.path, "--aantal", 10_000)["cross_sell"]
    number = every[-1]["customer_id"]
    found = desk.json("kansen", desk.path, "--klant", number)["cross_sell"]
    assert {row["customer_id"] for row in found} == {number}
    assert len(found) == sum(row["customer_id"] == number for row in every)


@CHECKS.of("kansen", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("kansen", desk.path, "--aantal", 2), desk.run("kansen", desk.path, "--aantal", 2)
    assert all(f"({row['customer_id']}): " in text for row in found["cross_sell"])


@CHECKS.of("verschil", "--klant")
def _(desk: Desk) -> None:
    every = desk.json("verschil", desk.path)["customers"]
    number = every[-1]["customer_id"]
    found = desk.json("verschil", desk.path, "--klant", number)
    assert {name: found[name] for name in every[-1]} == every[-1]


@CHECKS.of("verschil", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("verschil", desk.path), desk.run("verschil", desk.path)
    amounts = [row["contribution"] for row in found["customers"]]
    if found["comparable"]:
        assert round(sum(amounts), 2) == found["contribution"]
        assert f"({found['customers'][0]['customer_id']})" in text
    else:
        # The lines of the made-up firm begin within the year before.
        assert set(amounts) == {found["contribution"]} == {None}
        assert "is niet te zeggen" in text


@CHECKS.of("acties", "--aantal")
def _(desk: Desk) -> None:
    one, three = (desk.run("acties", desk.path, "--aantal", count) for count in (1, 3))
    rows = [sum(bool(re.match(r" +€ [\d.]+  ", row)) for row in text.splitlines()) for text in (one, three)]
    assert rows[0] == 1 < rows[1] <= 3


@CHECKS.of("acties", "--json")
def _(desk: Desk) -> None:
    found = desk.json("acties", desk.path)["actions"]
    assert len(found) == desk.json("vernieuw", desk.path)["customers"]
    assert f"({found[0]['customer_id']}): " in desk.run("acties", desk.path, "--aantal", 1)


@CHECKS.of("deel", "--uit")
def _(desk: Desk) -> None:
    desk.run("deel", desk.path, "--uit", desk.beside("kopie.xlsx"))
    assert desk.beside("kopie.xlsx").is_file()
    assert not desk.beside("firma-delen.xlsx").exists()


@CHECKS.of("deel", "--zonder-namen")
def _(desk: Desk) -> None:
    name = str(load(desk.path).customers["name"].iloc[0])
    for more, expected in (((), True), (("--zonder-namen",), False)):
        target = desk.beside(f"kopie{expected}.xlsx")
        desk.run("deel", desk.path, "--uit", target, *more)
        with zipfile.ZipFile(target) as archive:
            texts = archive.read("xl/sharedStrings.xml").decode("utf-8")
        assert (name in texts) is expected
    assert len(list(target.parent.glob("kopieFalse-sleutel-*.xlsx"))) == 1


def _revenue(desk: Desk, *more: str) -> list[float]:
    """Return the column Omzet of a copy, its total last."""
    target = desk.beside(f"kopie{len(more)}.xlsx")
    desk.run("deel", desk.path, "--uit", target, *more)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no data bars of ours
        sheet = light.load(target, data_only=True)["Klantwaarde"]
    column = [cell.value for cell in sheet[5]].index("Omzet")
    return [row[column] for row in sheet.iter_rows(min_row=6, values_only=True)]


@CHECKS.of("deel", "--afgerond")
def _(desk: Desk) -> None:
    exact, rounded = _revenue(desk), _revenue(desk, "--afgerond")
    assert rounded == [float(f"{value:.2g}") for value in exact[:-1]] + rounded[-1:]
    assert exact != rounded


@CHECKS.of("deel", "--index")
def _(desk: Desk) -> None:
    exact, points = _revenue(desk), _revenue(desk, "--index")
    total = sum(exact[:-1])
    assert sum(points[:-1]) == pytest.approx(1_000_000)
    assert points[:-1] == pytest.approx([value / total * 1_000_000 for value in exact[:-1]])


@CHECKS.of("deel", "--pptx")
def _(desk: Desk) -> None:
    from pptx import Presentation

    desk.run("deel", desk.path)
    assert not desk.beside("firma-delen.pptx").exists()
    desk.run("deel", desk.path, "--pptx")
    titles = [slide.shapes.title.text for slide in Presentation(desk.beside("firma-delen.pptx")).slides]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no data bars of ours
        book = light.load(desk.beside("firma-delen.xlsx"), data_only=True)
    assert len(titles) == 5
    assert titles[0].replace("\N{NO-BREAK SPACE}", " ") == book["Dashboard"]["B2"].value


@CHECKS.of("deel", "--pdf")
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.use_cases.sharing.find_office", lambda: None)
    desk.patch.setattr(
        "klantwaarde_xl.use_cases.sharing.pdf_bytes", lambda _book, sheets: " ".join(sheets).encode()
    )
    desk.run("deel", desk.path)
    assert not desk.beside("firma-delen.pdf").exists()
    desk.run("deel", desk.path, "--pdf")
    assert desk.beside("firma-delen.pdf").read_text().startswith("Dashboard")


@CHECKS.of("deel", "--klant")
def _(desk: Desk) -> None:
    cards: list[str] = []

    def paper(document: Document, sheets: list[str]) -> bytes:
        numbers = [name.rpartition(" ")[2] for name in sheets if re.fullmatch(r"Klantkaart \d+", name)]
        of_cards = [value for key, value in document.values.items() if key.rpartition(" ")[2] in numbers]
        cards.append(" ".join(map(str, of_cards)))
        return b"paper"

    desk.patch.setattr("klantwaarde_xl.use_cases.sharing.find_office", lambda: None)
    desk.patch.setattr("klantwaarde_xl.use_cases.sharing.pdf_bytes", paper)
    rows = desk.json("verschil", desk.path)["customers"]
    asked, other = rows[0], rows[-1]
    desk.run("deel", desk.path, "--pdf")
    desk.run("deel", desk.path, "--pdf", "--klant", asked["customer_id"])
    assert cards[0] == ""
    assert asked["name"] in cards[1]
    assert other["name"] not in cards[1]
