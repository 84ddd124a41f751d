"""What the user typed on Acties outlives a refresh, whichever way the workbook goes round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import light
import openpyxl
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.use_cases.refreshing import Chosen, load, refresh

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
CREATED = dt.datetime(2026, 1, 5)
YEAR = Chosen(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def source(path: Path, customers: tuple[str, ...] = ("001", "2", "3")) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klanten"
    for row in (["Klantnr", "Klantnaam"], *([number, f"Klant {number}"] for number in customers)):
        sheet.append(row)
    lines = book.create_sheet("Transacties")
    lines.append(["Datum", "Klantnr", "Omzet", "Kostprijs"])
    for number in customers:
        lines.append([dt.date(2025, 3, 1), number, 100.0, 60.0])
    book.save(path)
    return path


def type_in(path: Path, typed: dict[str, dict[str, object]]) -> None:
    """Type in the sheet Acties as a user does, in the row of a customer."""
    book = light.load(path)
    sheet = book["Acties"]
    headers = {cell.value: cell.column for cell in sheet[7]}
    for row in range(8, sheet.max_row + 1):
        for header, value in typed.get(str(sheet.cell(row, headers["Klantnr"]).value), {}).items():
            sheet.cell(row, headers[header]).value = value
    book.save(path)


def read_back(path: Path) -> dict[str, tuple[object, ...]]:
    sheet = light.load(path)["Acties"]
    headers = {cell.value: cell.column - 1 for cell in sheet[7]}
    places = [headers[name] for name in ("Wat te doen", "Eigenaar", "Status", "Opmerking")]
    return {
        row[headers["Klantnr"]].value: tuple(row[place].value for place in places)
        for row in sheet.iter_rows(min_row=8)
    }


def test_typed_cells_stay_when_the_result_is_replaced(tmp_path: Path) -> None:
    workbook, result = source(tmp_path / "in.xlsx"), tmp_path / "uit.xlsx"
    refresh(workbook, result, created=CREATED, chosen=YEAR)
    type_in(result, {"001": {"Eigenaar": "Noor", "Status": "bezig"}, "3": {"Opmerking": dt.date(2026, 2, 1)}})
    # Customer 3 bought nothing any more and is not in the table either: the row goes down, the words stay.
    later = CREATED + dt.timedelta(days=31)
    refresh(source(workbook, ("001", "2", "44")), result, created=later, chosen=YEAR)
    found = read_back(result)
    assert list(found)[-1] == "3"
    assert found["001"][1:] == ("Noor", "bezig", None)
    assert found["3"] == ("Geen klant meer", None, None, "01-02-2026")
    assert found["2"][1:] == found["44"][1:] == (None, None, None)
    assert [(day, len(rows)) for day, rows in snapshots(result).items()] == [
        (CREATED.date(), 3),
        (later.date(), 3),
    ]


@pytest.mark.slow
def test_typed_cells_go_along_when_a_result_is_refreshed_itself(tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{name}.xlsx" for name in ("a", "b", "c"))
    refresh(source(tmp_path / "in.xlsx"), first, created=CREATED, with_inputs=True, chosen=YEAR)
    type_in(first, {"001": {"Eigenaar": "Noor"}, "2": {"Eigenaar": "Bram"}})
    refresh(first, second, created=CREATED, with_inputs=True, chosen=YEAR)
    assert read_back(second)["001"][1] == "Noor"
    # What was typed, or wiped, in the result that is replaced is newer than what stands in the workbook that
    # is read.
    type_in(second, {"001": {"Eigenaar": None}, "3": {"Status": "open"}})
    refresh(first, second, created=CREATED, with_inputs=True, chosen=YEAR)
    assert {number: cells[1:3] for number, cells in read_back(second).items()} == {
        "001": (None, None),
        "2": ("Bram", None),
        "3": (None, "open"),
    }
    refresh(second, third, created=CREATED, chosen=YEAR)
    assert read_back(third)["3"][2] == "open"


def _losing(path: Path) -> Path:
    """Return a workbook in which every customer costs money, so that all are on Maandag."""
    book = openpyxl.load_workbook(source(path))
    for row in range(2, 5):
        book["Transacties"].cell(row, 4).value = 900.0
    book.save(path)
    return path


def _on_monday(path: Path) -> dict[str, dict[str, object]]:
    sheet = light.load(path)["Maandag"]
    headers = [cell.value for cell in sheet[7]]
    rows = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=8))
    found = (dict(zip(headers, row, strict=True)) for row in rows)
    return {str(row["Klantnr"]): row for row in found if row["Klantnr"]}


@pytest.mark.slow
def test_what_is_answered_on_maandag_comes_back_on_acties(tmp_path: Path) -> None:
    workbook, result = _losing(tmp_path / "in.xlsx"), tmp_path / "uit.xlsx"
    refresh(workbook, result, created=CREATED, chosen=YEAR)
    assert set(_on_monday(result)) == {"001", "2", "3"}
    type_in(result, {"001": {"Eigenaar": "Noor", "Opmerking": "bellen"}})
    book = light.load(result)
    sheet = book["Maandag"]
    headers = {cell.value: cell.column for cell in sheet[7]}
    answers = {"001": ("bezig", "belt terug"), "2": ("niet eens", "moet blijven")}
    for row in range(8, sheet.max_row + 1):
        number = str(sheet.cell(row, headers["Klantnr"]).value)
        for header, text in zip(("Antwoord", "Opmerking"), answers.get(number, ()), strict=False):
            sheet.cell(row, headers[header]).value = text
    book.save(result)
    refresh(workbook, result, created=CREATED, chosen=YEAR)
    found = read_back(result)
    assert found["001"][1:] == ("Noor", "bezig", "bellen; belt terug")
    assert found["2"][1:] == (None, "niet eens", "moet blijven")
    monday = _on_monday(result)
    assert set(monday) == {"001", "3"}
    assert monday["001"]["Tot nu toe"] == "bezig: bellen; belt terug"
    assert (monday["001"]["Antwoord"], monday["001"]["Opmerking"]) == (None, None)


def test_a_former_result_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    result = tmp_path / "uit.xlsx"
    result.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(errors.OutputError, match="KW-010"):
        refresh(source(tmp_path / "in.xlsx"), result, created=CREATED, chosen=YEAR)
    assert result.read_bytes() == b"PK\x03\x04 no workbook"


@pytest.mark.slow
def test_notes_in_the_usual_result_that_stay_behind_are_said(tmp_path: Path) -> None:
    workbook = source(tmp_path / "jansen.xlsx")
    usual, archive = tmp_path / "jansen-resultaat.xlsx", tmp_path / "archief.xlsx"
    refresh(workbook, usual, created=CREATED, chosen=YEAR)
    first = refresh(workbook, tmp_path / "elders.xlsx", created=CREATED, chosen=YEAR)
    assert "KW-417" not in {one.code for one in first.findings}, "nothing was typed"
    type_in(usual, {"001": {"Status": "gedaan"}, "3": {"Opmerking": "bellen"}})
    (found,) = (
        one
        for one in refresh(workbook, archive, created=CREATED, chosen=YEAR).findings
        if one.code == "KW-417"
    )
    assert found.message == (
        "Wat in 'jansen-resultaat.xlsx' staat komt niet mee in dit resultaat op een andere plaats: "
        "aantekeningen van 2 klanten."
    )
    # What the hint says works, and then nothing is left behind.
    named = refresh(workbook, tmp_path / "b.xlsx", created=CREATED, chosen=replace(YEAR, former=usual))
    assert "KW-417" not in {one.code for one in named.findings}
    assert read_back(tmp_path / "b.xlsx")["001"][2] == "gedaan"
    # A result that is replaced brings its own along.
    again = refresh(workbook, archive, created=CREATED, chosen=YEAR)
    assert "KW-417" not in {one.code for one in again.findings}


def _left(path: Path, output: Path, created: dt.datetime = CREATED) -> list[str]:
    found = refresh(path, output, created=created, chosen=YEAR, with_inputs=True).findings
    return [one.message.partition("plaats: ")[2] for one in found if one.code == "KW-417"]


@pytest.mark.slow
def test_archives_with_a_date_in_their_names_are_said_too(tmp_path: Path) -> None:
    workbook = source(tmp_path / "jansen.xlsx")
    january, february, march = (tmp_path / f"jansen-2026-0{month}.xlsx" for month in (1, 2, 3))
    assert _left(workbook, january) == []
    type_in(january, {"001": {"Status": "gedaan"}})
    # What was typed, and the snapshot of January.
    assert _left(workbook, february, dt.datetime(2026, 2, 5)) == ["aantekeningen van 1 klant en 1 peildatum."]
    # A result that is read brings its own along: nothing stays behind, whatever older ones hold.
    assert _left(january, march, dt.datetime(2026, 3, 5)) == []
    # Another firm's file is not looked at.
    assert _left(source(tmp_path / "jan.xlsx"), tmp_path / "elders.xlsx", dt.datetime(2026, 3, 5)) == []


def test_a_workbook_without_actions_has_no_notes(tmp_path: Path) -> None:
    assert load(source(tmp_path / "in.xlsx")).action_notes is None


def test_typed_cells_come_along_from_a_result_that_is_named(tmp_path: Path) -> None:
    october, november = tmp_path / "2025-10.xlsx", tmp_path / "2025-11.xlsx"
    refresh(source(tmp_path / "in.xlsx"), october, created=CREATED, chosen=YEAR)
    type_in(october, {"001": {"Eigenaar": "Noor", "Status": "bezig"}, "3": {"Opmerking": "bellen"}})
    later = source(tmp_path / "in.xlsx", ("001", "2"))
    analysis = refresh(later, november, created=CREATED, chosen=replace(YEAR, former=october))
    notes = read_back(november)
    assert {number: cells[1:] for number, cells in notes.items()} == {
        "001": ("Noor", "bezig", None),
        "2": (None, None, None),
        "3": (None, None, "bellen"),
    }
    assert notes["3"][0] == "Geen klant meer"
    found = {one.code: one for one in analysis.findings}
    assert found["KW-414"].count == 2
    assert found["KW-415"].count == 1
    assert found["KW-415"].value == "3"
    assert "KW-416" not in found


@pytest.mark.slow
def test_what_was_typed_later_goes_before_a_result_that_is_named(tmp_path: Path) -> None:
    workbook, old, new = source(tmp_path / "in.xlsx"), tmp_path / "oud.xlsx", tmp_path / "nieuw.xlsx"
    refresh(workbook, old, created=CREATED, chosen=YEAR)
    type_in(old, {"001": {"Eigenaar": "Noor"}, "2": {"Eigenaar": "Bram"}})
    chosen = replace(YEAR, former=old)
    refresh(workbook, new, created=CREATED, chosen=chosen)
    type_in(new, {"001": {"Eigenaar": "Sofie"}, "2": {"Eigenaar": None}})
    refresh(workbook, new, created=CREATED, chosen=chosen)
    assert {number: cells[1] for number, cells in read_back(new).items()} == {
        "001": "Sofie",
        "2": "Bram",
        "3": None,
    }


@pytest.mark.slow
def test_notes_of_a_customer_with_another_number_follow_it(tmp_path: Path) -> None:
    old, new = tmp_path / "oud.xlsx", tmp_path / "nieuw.xlsx"
    refresh(source(tmp_path / "in.xlsx"), old, created=CREATED, chosen=YEAR)
    type_in(old, {"3": {"Eigenaar": "Noor"}})
    book = openpyxl.load_workbook(source(tmp_path / "in.xlsx", ("001", "2", "3", "33")))
    merges = book.create_sheet("Samenvoegen")
    merges.append(["Klantnr", "Hoort bij"])
    merges.append(["3", "33"])
    book.save(tmp_path / "in.xlsx")
    analysis = refresh(tmp_path / "in.xlsx", new, created=CREATED, chosen=replace(YEAR, former=old))
    assert read_back(new)["33"][1] == "Noor"
    assert "KW-415" not in {one.code for one in analysis.findings}


@pytest.mark.slow
def test_notes_without_a_customer_number_are_told(tmp_path: Path) -> None:
    workbook, old = source(tmp_path / "in.xlsx"), tmp_path / "oud.xlsx"
    refresh(workbook, old, created=CREATED, chosen=YEAR)
    type_in(old, {"2": {"Klantnr": None, "Eigenaar": "Noor"}})
    analysis = refresh(workbook, tmp_path / "nieuw.xlsx", created=CREATED, chosen=replace(YEAR, former=old))
    lost = next(one for one in analysis.findings if one.code == "KW-416")
    assert lost.count == 1
    sheet = light.load(old)["Acties"]
    row = next(r for r in range(8, 12) if sheet.cell(r, 1).value is None)
    assert lost.value == f"Acties!A{row}"


def test_a_named_result_without_actions_is_refused(tmp_path: Path) -> None:
    workbook = source(tmp_path / "in.xlsx")
    chosen = replace(YEAR, former=workbook)
    with pytest.raises(errors.UnusableInputError, match="KW-034"):
        refresh(workbook, tmp_path / "uit.xlsx", created=CREATED, chosen=chosen)
    assert not (tmp_path / "uit.xlsx").exists()


def snapshots(path: Path) -> dict[dt.date, dict[str, dict[str, object]]]:
    """Return the rows of Geschiedenis by date and customer."""
    sheet = light.load(path)["Geschiedenis"]
    headers = [cell.value for cell in sheet[5]]
    found: dict[dt.date, dict[str, dict[str, object]]] = {}
    for row in sheet.iter_rows(min_row=6, values_only=True):
        cells = dict(zip(headers, row, strict=False))
        if cells["Datum"]:
            found.setdefault(cells["Datum"].date(), {})[cells["Klantnr"]] = cells
    return found


@pytest.mark.slow
def test_snapshots_travel_whichever_way_a_workbook_goes(tmp_path: Path) -> None:
    workbook, result = source(tmp_path / "in.xlsx"), tmp_path / "uit.xlsx"
    days = [dt.datetime(2026, month, 5, 14) for month in (1, 2, 3, 4)]
    refresh(workbook, result, created=days[0], chosen=YEAR)
    first = snapshots(result)[days[0].date()]
    assert {number: row["Nettobijdrage"] for number, row in first.items()} == {"001": 40, "2": 40, "3": 40}
    type_in(result, {"001": {"Status": "gedaan"}})
    # The result that is replaced, a result that is read itself, and one that is named.
    refresh(workbook, result, created=days[1], chosen=YEAR)
    refresh(result, tmp_path / "b.xlsx", created=days[2], chosen=YEAR)
    refresh(workbook, tmp_path / "c.xlsx", created=days[3], chosen=replace(YEAR, former=tmp_path / "b.xlsx"))
    found = snapshots(tmp_path / "c.xlsx")
    assert list(found) == [moment.date() for moment in days]
    assert [rows["001"]["Status"] for rows in found.values()] == [None, "gedaan", "gedaan", "gedaan"]
    # Once more on the same day, with a customer less.
    refresh(source(workbook, ("001", "2")), tmp_path / "c.xlsx", created=days[3], chosen=YEAR)
    assert {day: sorted(rows) for day, rows in snapshots(tmp_path / "c.xlsx").items()} == {
        **{moment.date(): ["001", "2", "3"] for moment in days[:3]},
        days[3].date(): ["001", "2"],
    }
