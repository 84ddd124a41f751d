"""A copy in points: what it tells closes on itself, and no amount in euros is in any part of it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import killing
import light
import openpyxl
import pytest

from klantwaarde_xl.errors import UnusableInputError
from klantwaarde_xl.use_cases.indexed import POINTS, in_points
from klantwaarde_xl.use_cases.refreshing import load
from klantwaarde_xl.use_cases.sharing import Shared, Way, share

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2026, 1, 2)
FIGURE = re.compile(r">(-?\d+(?:\.\d+)?(?:E-?\d+)?)<")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small company with rates, an excluded line and amounts that are found nowhere else."""
    path = killing.small_workbook(tmp_path_factory.mktemp("bron") / "klanten.xlsx")
    book = openpyxl.load_workbook(path)
    for n, row in enumerate(book["Transacties"].iter_rows(min_row=2)):
        row[3].value = round(row[3].value * 13.37 + n / 7, 2)
        row[4].value = round(row[4].value * 7.31, 2)
    book["Transacties"].append([dt.date(2024, 5, 5), "001", "P1", "fout", 3.3])
    effort = book.create_sheet("Inspanning")
    effort.append(["Datum", "Klantnr", "Activiteit", "Uren", "Onkosten"])
    for n in range(30):
        effort.append([dt.date(2025, 3, 1), f"{n:03}", "bezoek", 1 + n % 5, 17.19 + n])
    rates = book.create_sheet("Tarieven")
    rates.append(["Activiteit", "Kostprijs per uur"])
    rates.append(["bezoek", 61.43])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def exact(source: Path) -> Shared:
    return share(source, source.with_name("euro.xlsx"), created=CREATED)


@pytest.fixture(scope="module")
def points(source: Path) -> Shared:
    way = Way(nameless=True, indexed=True, slides=True)
    return share(source, source.with_name("punten.xlsx"), way, created=CREATED)


def customers(path: Path) -> list[dict[str, object]]:
    sheet = light.load(path, data_only=True)["Klantwaarde"]
    headers, *rows = list(sheet.iter_rows(min_row=5, values_only=True))
    found = [dict(zip(headers, row, strict=True)) for row in rows]
    return [row for row in found if row["Klantnr"]]


def parts(package: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every part of a package as text, those of packages within it too."""
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        for part in inside.namelist():
            data = inside.read(part)
            if data.startswith(b"PK"):
                yield from parts(data, f"{name}{part}:")
            yield f"{name}{part}", data.decode("utf-8", "replace")


def test_every_customer_has_its_share_of_a_million(exact: Shared, points: Shared) -> None:
    euros, index = customers(exact.workbook), customers(points.workbook)
    total = sum(float(row["Omzet"]) for row in euros)
    assert sum(float(row["Omzet"]) for row in index) == pytest.approx(POINTS, rel=1e-9)
    for before, after in zip(euros, index, strict=True):
        for header in ("Omzet", "Brutomarge", "Nettobijdrage"):
            assert float(after[header]) == pytest.approx(float(before[header]) / total * POINTS, rel=1e-9)
        assert (after["Score"], after["Rang"]) == (pytest.approx(before["Score"]), before["Rang"])


def test_no_amount_in_euros_is_in_any_part(exact: Shared, points: Shared) -> None:
    headers = ("Omzet", "Brutomarge", "Nettobijdrage")
    amounts = {round(float(row[header]), 2) for row in customers(exact.workbook) for header in headers}
    amounts |= {61.43}
    telling = {amount for amount in amounts if amount % 1}
    assert len(telling) > 40
    for path in (points.workbook, points.slides):
        for name, text in parts(path.read_bytes()):
            found = {round(float(figure), 2) for figure in FIGURE.findall(text)}
            assert found & telling == set(), (path.name, name)
    text = "\n".join(text for _, text in parts(exact.workbook.read_bytes()))
    assert {round(float(figure), 2) for figure in FIGURE.findall(text)} >= telling


def test_no_word_calls_a_point_a_euro(points: Shared) -> None:
    told = [
        (name, found)
        for path in (points.workbook, points.slides)
        for name, text in parts(path.read_bytes())
        for found in re.split("[<>]", text)
        if re.search(r"€|\bEUR\b|\beuro(?!pe)", found)
    ]
    assert told == []
    start = light.load(points.workbook, data_only=True)
    for sheet in ("Start", "Dashboard"):
        cells = [cell for row in start[sheet].iter_rows(max_row=4, values_only=True) for cell in row if cell]
        assert any("de omzet van het hele bedrijf in de periode is 1.000.000" in str(cell) for cell in cells)


@pytest.mark.slow
def test_the_sender_is_told_what_remains(points: Shared, source: Path, tmp_path: Path) -> None:
    told = " ".join(points.remains)
    assert "bedragen in punten op de cent" in told
    assert "Wie één bedrag kent" in told
    both = share(source, tmp_path / "k.xlsx", Way(nameless=True, indexed=True, rounded=True), created=CREATED)
    assert "bedragen in punten op twee cijfers nauwkeurig" in both.remains[0]
    revenue = [float(row["Omzet"]) for row in customers(both.workbook)]
    assert [amount for amount in revenue if float(f"{amount:.2g}") != amount] == []
    exact = [float(row["Omzet"]) for row in customers(points.workbook)]
    assert sorted(revenue) == pytest.approx(sorted(exact), rel=0.06)


@pytest.mark.parametrize("revenue", [0.0, -5.0, float("nan")])
def test_without_turnover_there_is_no_index(source: Path, revenue: float) -> None:
    with pytest.raises(UnusableInputError, match="KW-825"):
        in_points(load(source), revenue)


def test_amounts_that_no_customer_has_are_points_too(source: Path) -> None:
    inputs = replace(load(source), foreign={"USD": (2, 50.0)}, moved=(1, 8.0), converted=(1, 4.0))
    found = in_points(inputs, 2 * POINTS)
    assert (found.foreign, found.moved, found.converted) == ({"USD": (2, 25.0)}, (1, 4.0), (1, 2.0))
    assert found.settings.hourly_cost == inputs.settings.hourly_cost / 2
    assert found.rates["hourly_cost"].tolist() == [61.43 / 2]
    assert found.effort["expense"].sum() == pytest.approx(inputs.effort["expense"].sum() / 2)
    assert found.effort["hours"].sum() == inputs.effort["hours"].sum()
    assert found.raw == {}
