"""Links in a real spreadsheet program: a clicked customer is the one on the card, a finding leads to its
cell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from function_book import modules_for_libreoffice
from office_client import Office
from small_workbook import small_document

from klantwaarde_xl.template.build import macro_workbook

CLICK = """Option Explicit
' Does what a click does: select the cell, follow the link, tell the workbook.
Public Function Klik(ByVal blad As String, ByVal rij As String, ByVal kolom As String, _
        ByVal plaats As String) As String
    Worksheets(blad).Activate
    Worksheets(blad).Cells(CLng(rij), CLng(kolom)).Select
    Worksheets("Klantkaart").Activate
    KwVolgKoppeling Worksheets(blad), plaats
    Klik = ActiveSheet.Name
End Function
"""


@pytest.fixture(scope="module")
def document(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("links") / "gebouwd.xlsm"
    path.write_bytes(
        macro_workbook(small_document(), modules=lambda names: modules_for_libreoffice(names, CLICK))
    )
    opened = office.ask("open", path=str(path))
    yield opened
    office.ask("close", document=opened)


def click(
    office: Office, document: str, sheet: str, row: int, column: int, place: str = "Kaart_Zoek"
) -> tuple[str, str, str]:
    """Click on a cell (from 0) and return search text, choice and title of the card."""
    arguments = [sheet, str(row + 1), str(column + 1), place]  # numbers do not reach Basic
    assert (
        office.ask("run", document=document, macro="Klantwaarde.Proeven.Klik", arguments=arguments)
        == "Klantkaart"
    )
    office.ask("calculate", document=document)
    card = office.ask("read", document=document, sheet="Klantkaart", area=[0, 0, 6, 6])["values"]
    return str(card[5][1] or ""), str(card[5][6] or ""), str(card[1][1])


@pytest.mark.parametrize(
    ("sheet", "top"), [("Klantwaarde", 5), ("Pareto", 5), ("Acties", 7), ("Maandomzet", 5)]
)
def test_a_click_on_a_customer_shows_that_customer(
    office: Office, document: str, sheet: str, top: int
) -> None:
    rows = office.ask("read", document=document, sheet=sheet, area=[top - 1, 0, top + 12, 3])["values"]
    number, name = rows[0].index("Klantnr"), rows[0].index("Klantnaam")
    for place in (1, 4, 9):
        search, choice, title = click(office, document, sheet, top - 1 + place, name)
        wanted = f"{rows[place][name]} ({rows[place][number]})"
        assert (search, choice) == ("", wanted)
        assert title.startswith(f"{wanted}: ")


def test_a_name_that_looks_like_a_formula_stays_a_name(office: Office, document: str) -> None:
    rows = office.ask("read", document=document, sheet="Klantwaarde", area=[4, 0, 40, 2])["values"]
    place = next(n for n, row in enumerate(rows) if row[2] == "=1+1")
    _, choice, title = click(office, document, "Klantwaarde", 4 + place, 2)
    assert choice == f"=1+1 ({rows[place][1]})"
    assert title.startswith(choice)


def test_a_list_without_numbers_is_followed_by_name(office: Office, document: str) -> None:
    rows = office.ask("read", document=document, sheet="Dashboard", area=[0, 0, 50, 5])["values"]
    top = next(n for n, row in enumerate(rows) if row[2] == "Klantnaam")
    assert click(office, document, "Dashboard", top + 2, 2)[1].startswith(f"{rows[top + 2][2]} (")


def test_a_name_cut_short_is_followed_by_its_beginning(office: Office, document: str) -> None:
    rows = office.ask("read", document=document, sheet="Dashboard", area=[0, 0, 50, 5])["values"]
    top = next(n for n, row in enumerate(rows) if row[2] == "Klantnaam")
    customers = office.ask("read", document=document, sheet="Klantwaarde", area=[5, 1, 5, 2])["values"]
    ((number, name),) = customers
    assert rows[top + 1][2] == name
    long = "Vereniging tot instandhouding van het dorpshuis"
    office.ask("write", document=document, sheet="Klantwaarde", area=[5, 2, 5, 2], values=[[long]])
    office.ask("calculate", document=document)
    shown = office.ask("read", document=document, sheet="Dashboard", area=[top + 1, 2, top + 1, 2])["values"][
        0
    ][0]
    assert shown == "Vereniging tot instandhouding van het dorpsh…"
    _, choice, title = click(office, document, "Dashboard", top + 1, 2)
    office.ask("write", document=document, sheet="Klantwaarde", area=[5, 2, 5, 2], values=[[name]])
    assert choice == f"{name} ({number})"
    assert title.startswith(choice)


def test_other_links_and_blank_cells_change_nothing(office: Office, document: str) -> None:
    before = click(office, document, "Klantwaarde", 7, 2)
    assert click(office, document, "Klantwaarde", 5, 2, "'Start'!A1") == before
    assert click(office, document, "Klantwaarde", 400, 2) == before


def test_who_is_not_on_the_card_is_said(office: Office, document: str) -> None:
    rows = office.ask("read", document=document, sheet="Verloop", area=[0, 0, 60, 3])["values"]
    lost = [n for n, row in enumerate(rows) if row[0] == "verloren"]
    if not lost:
        office.ask(
            "write", document=document, sheet="Klantwaarde", area=[6, 1, 6, 1], values=[["onbekend nummer"]]
        )
        search, _, title = click(office, document, "Klantwaarde", 6, 2)
        assert search == "onbekend nummer"
    else:
        search, _, title = click(office, document, "Verloop", lost[0], 2)
        assert search == rows[lost[0]][1]
    assert title == "Geen klant gevonden."
