"""The button Importeren: it shows what it understood, asks what only the user can tell, and changes nothing
without a yes."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.files.table_rows import change_tables
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.ribbon import book_import
from klantwaarde_xl.ribbon.open_book import NOTHING_DONE
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty

HEADERS = "Factuurdatum;Debiteurnummer;Bedrag\n"


class App:
    """Excel's application: answers are taken in turn; what was said and asked is kept."""

    def __init__(self, pressed: list[str], typed: list[object]) -> None:
        self.pressed, self.typed = pressed, typed
        self.said: list[str] = []
        self.buttons: list[str] = []
        self.asked: list[str] = []
        self.status_bar: object = False
        self.api = SimpleNamespace(InputBox=self.input_box)

    def alert(self, text: str, *_: object, buttons: str = "ok", **__: object) -> str:
        self.said.append(text)
        self.buttons.append(buttons)
        return "ok" if buttons == "ok" else self.pressed.pop(0)

    def input_box(self, *, Prompt: str, Title: str, Type: int) -> object:  # noqa: N803 - Excel's own names
        assert Type == 2  # text
        assert Title
        assert len(Prompt) <= book_import.LONGEST_PROMPT
        self.asked.append(Prompt)
        return self.typed.pop(0)


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty workbook that stands for the open one; choices are kept in a folder of this test."""
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    path = tmp_path / "open.xlsx"
    write_empty(path, dt.datetime(2026, 1, 15))
    monkeypatch.setattr(book_import, "read_book", lambda _book: read_workbook(path))
    monkeypatch.setattr(book_import, "append_rows", lambda _book, changes: change_tables(path, changes))
    monkeypatch.setattr(book_import, "undisturbed", lambda *_: nullcontext())
    return path


def book(*pressed: str, typed: tuple[object, ...] = ()) -> Any:
    return SimpleNamespace(app=App(list(pressed), list(typed)), name="klant.xlsm")


def export(folder: Path, lines: str, name: str = "omzet.csv", headers: str = HEADERS) -> Path:
    path = folder / name
    path.write_text(headers + lines, encoding="utf-8")
    return path


def revenue(workbook: Path) -> list[float]:
    table = read_workbook(workbook).tables.get("tblTransacties")
    return (
        [] if table is None or not len(table) else check_table(table, InvoiceLine).frame["revenue"].tolist()
    )


def test_an_audit_file_is_shown_before_anything_changes(shared_data: Path, workbook: Path) -> None:
    before = workbook.read_bytes()
    asked = book("no")
    assert book_import.import_files(asked, [shared_data / "xaf" / "rxaf_ExactOnline.xaf"]) == NOTHING_DONE
    assert workbook.read_bytes() == before
    # The total, and the part without a customer, counted with a script of lxml alone.
    for words in (
        "35 regels gelezen, 0 overgeslagen, omzet € 213.180,24",
        "Toro Rosso BV",
        "8000 Omzet binnenland hoog tarief (RGS)",
        "overgenomen € 213.180,24; verschil € 0,00.",
        "- € 127.073,46 omzet is aan geen klant toe te wijzen",
        "Over te nemen: 35 in Transacties, 7 in Klanten, 7 in Producten, 7 in Boekhouding.",
        "Wilt u dit overnemen?",
    ):
        assert words in asked.app.said[0]
    assert book_import.import_files(book("yes"), [shared_data / "xaf" / "rxaf_ExactOnline.xaf"]) == (
        "Klantwaarde: toegevoegd: 35 in Transacties, 7 in Klanten, 7 in Producten, 7 in Boekhouding. "
        "Klik nu op Vernieuwen."
    )
    assert round(sum(revenue(workbook)), 2) == 213180.24


def test_the_same_file_again_is_said_and_asks_nothing(tmp_path: Path, workbook: Path) -> None:
    path = export(tmp_path, "31-01-2025;00123;5,00\n", headers=HEADERS.replace("Bedrag", "Omzet"))
    book_import.import_files(book("yes"), [path])
    again = book()
    assert "niets nieuws" in book_import.import_files(again, [path])
    assert again.app.said[0].endswith("Over te nemen: geen nieuwe rijen.")
    assert revenue(workbook) == [5.0]


def test_what_only_the_user_can_tell_is_asked_and_remembered(tmp_path: Path, workbook: Path) -> None:
    asked = book("yes", "yes", typed=("weet ik niet", '"Omzet=Bedrag"'))
    assert "toegevoegd: 1 in Transacties" in book_import.import_files(
        asked, [export(tmp_path, "31-01-2025;00123;5,00\n")]
    )
    first, second = asked.app.asked
    assert first == second
    # The words are those of the command, without its options.
    assert 'Kies zelf: "Omzet=Bedrag"' in first
    assert "--" not in first
    assert "'Bedrag' is Omzet" in asked.app.said[0]
    assert "onthouden" in asked.app.said[1]
    later = book("yes")
    book_import.import_files(later, [export(tmp_path, "28-02-2025;00123;7,00\n", "februari.csv")])
    assert (later.app.asked, revenue(workbook)) == ([], [5.0, 7.0])
    # What was remembered is not asked again, also not whether to remember it.
    assert len(later.app.said) == 1


def test_no_answer_leaves_the_file_out_and_the_others_come(tmp_path: Path, workbook: Path) -> None:
    unclear = export(tmp_path, "31-01-2025;00123;5,00\n")
    good = export(
        tmp_path, "31-01-2025;00123;9,00\n", "goed.csv", "Factuurdatum;Debiteurnummer;Netto omzet\n"
    )
    asked = book("yes", typed=(False,))
    assert "1 in Transacties" in book_import.import_files(asked, [unclear, good])
    assert "Niet overgenomen (KW-530): De kolom 'Bedrag' in 'omzet.csv'" in asked.app.said[0]
    assert revenue(workbook) == [9.0]
    with pytest.raises(errors.UnusableInputError, match="KW-530"):
        book_import.import_files(book(typed=("",)), [unclear])


def test_a_column_counts_for_its_own_file_only(tmp_path: Path, workbook: Path) -> None:
    unclear = export(tmp_path, "31-01-2025;00123;5,00\n")
    good = export(
        tmp_path, "31-01-2025;00123;9,00\n", "goed.csv", "Factuurdatum;Debiteurnummer;Netto omzet\n"
    )
    book_import.import_files(book("yes", "no", typed=("Omzet=Bedrag",)), [unclear, good])
    assert sorted(revenue(workbook)) == [5.0, 9.0]


def test_a_rate_is_asked_once_for_all_files(shared_data: Path, workbook: Path) -> None:
    folder = shared_data / "ubl" / "peppol_bis3"
    asked = book("yes", typed=("GBP=veel", "GBP=1,5", "SEK=0,1"))
    book_import.import_files(asked, [folder / f"vat-category-{name}.xml" for name in "EZO"])
    assert asked.app.said[0].startswith("KW-311")
    # TaxExclusiveAmount: 1,200 pounds, 3,200 kronor; the two in pounds are one invoice, of the same number
    # and lines.
    assert (
        "Regels van 'vat-category-Z.xml' die al in de werkmap staan en niet nog eens zijn toegevoegd: 1."
        in asked.app.said[1]
    )
    assert sum(revenue(workbook)) == 2120.0


def test_revenue_accounts_of_a_list_of_postings_are_asked(tmp_path: Path, workbook: Path) -> None:
    headers = "Datum;Relatiecode;Grootboekrekening;Debet;Credit\n"
    lines = "31-01-2025;00123;8000;;50,00\n31-01-2025;00123;1500;;10,50\n31-01-2025;00123;8010;5,00;\n"
    asked = book("yes", typed=("8000; 8010",))
    book_import.import_files(asked, [export(tmp_path, lines, headers=headers)])
    assert revenue(workbook) == [50.0, -5.0]


def test_accounts_chosen_by_name_may_be_chosen_again(shared_data: Path, workbook: Path) -> None:
    path = shared_data / "xaf" / "rxaf_Twinfield.xaf"
    asked = book("no", "yes", typed=("8010,8028",))
    book_import.import_files(asked, [path])
    assert asked.app.buttons == ["yes_no_cancel", "yes_no"]
    assert "8020 Omzet kasten" in asked.app.said[0] + asked.app.asked[0]
    assert (
        "Omzetrekeningen: 8010 Omzet waterbedden (gekozen), 8028 Omzet bedden (gekozen)" in asked.app.said[1]
    )
    # Read in the file itself: 16,000 on 8010 and 20,000 on 8028.
    assert sum(revenue(workbook)) == 36000.0


@pytest.mark.parametrize(("pressed", "typed"), [("cancel", ()), ("no", (False,))])
def test_who_does_not_choose_accounts_changes_nothing(
    pressed: str, typed: tuple[object, ...], shared_data: Path, workbook: Path
) -> None:
    before = workbook.read_bytes()
    said = book_import.import_files(book(pressed, typed=typed), [shared_data / "xaf" / "rxaf_Twinfield.xaf"])
    assert (said, workbook.read_bytes()) == (NOTHING_DONE, before)


def test_a_wrong_encoding_is_asked_for(shared_data: Path, workbook: Path) -> None:
    asked = book("yes", typed=("windows-1252",))
    book_import.import_files(asked, [shared_data / "xaf" / "banana_Multivers_V32_2017.xml"])
    assert len(revenue(workbook)) > 0


def test_a_long_question_is_told_first_and_then_asked(tmp_path: Path, workbook: Path) -> None:
    headers = ";".join(
        [
            "Factuurdatum",
            "Klantennummer van de debiteur",
            *(f"Vrij veld nummer {n}" for n in range(30)),
            "Netto omzet",
        ]
    )
    path = export(tmp_path, f"31-01-2025;00123;{';' * 30}5,00\n", headers=headers + "\n")
    asked = book("yes", "no", typed=("Klantnr=Klantennummer van de debiteur",))
    book_import.import_files(asked, [path])
    assert "KW-531" not in asked.app.asked[0]
    assert "Vrij veld nummer 29" in asked.app.said[0]
    assert revenue(workbook) == [5.0]


def test_a_question_that_is_too_long_for_the_window_is_shown_before_it(
    tmp_path: Path, workbook: Path
) -> None:
    strange = [f"Kolom met een lange kop {n}" for n in range(12)]
    path = export(
        tmp_path,
        f"31-01-2025;00123;{';'.join(['5,00'] * 12)}\n",
        headers=f"Factuurdatum;Debiteurnummer;{';'.join(strange)}\n",
    )
    asked = book("yes", "yes", typed=(f"Omzet={strange[3]}",))
    assert "toegevoegd: 1 in Transacties" in book_import.import_files(asked, [path])
    assert asked.app.asked == ["Typ Omzet= en dan de kop van de kolom."]
    assert "geen kolom gevonden voor Omzet" in asked.app.said[0]
    assert "Typ Omzet= en dan" in asked.app.said[0]


def test_a_list_fills_blanks_of_customers_as_the_command_does(workbook: Path, tmp_path: Path) -> None:
    lines = export(tmp_path, "01-02-2025;K1;100,00\n", headers="Factuurdatum;Debiteurnummer;Omzet\n")
    book_import.import_files(book("yes"), [lines])
    known = export(tmp_path, "K1;Jansen;Bouw\n", "klanten.csv", "Klantnr;Klantnaam;Segment\n")
    asked = book("yes")
    said = book_import.import_files(asked, [known])
    assert said == "Klantwaarde: toegevoegd: geen nieuwe rijen, 2 lege cellen gevuld. Klik nu op Vernieuwen."
    assert "Over te nemen: geen nieuwe rijen, 2 lege cellen gevuld." in asked.app.said[0]
    table = read_workbook(workbook).tables["tblKlanten"]
    row = check_table(table, Customer).frame.iloc[0]
    assert (row["customer_id"], row["name"], row["segment"]) == ("K1", "Jansen", "Bouw")
    # What stands there now is not touched by another list.
    other = export(tmp_path, "K1;Pietersen;Zorg\n", "klanten2.csv", "Klantnr;Klantnaam;Segment\n")
    assert "er is niets veranderd" in book_import.import_files(book(), [other])


def test_an_export_whose_table_is_unclear_is_asked_for(workbook: Path, tmp_path: Path) -> None:
    # Hours beside an amount that may be turnover.
    path = export(
        tmp_path, "31-01-2025;K1;2;100,00\n", headers="Datum;Klantnr;Uren;Bedrag\n", name="uren.csv"
    )
    asked = book("yes", typed=("transacties", "Omzet=Bedrag"))
    asked.app.pressed = ["yes", "no"]  # take it over; do not remember the column
    assert "toegevoegd: 1 in Transacties" in book_import.import_files(asked, [path])
    assert "Typ transacties als het factuurregels zijn" in asked.app.asked[0]
    assert revenue(workbook) == [100.0]


def test_a_list_of_customers_with_a_balance_is_taken_as_one_when_the_user_says_so(
    workbook: Path, tmp_path: Path
) -> None:
    path = export(
        tmp_path, "K1;Jansen;Bouw;100,00\n", headers="Klantnr;Klantnaam;Segment;Saldo\n", name="d.csv"
    )
    asked = book("yes", typed=("klanten",))
    assert "toegevoegd: 1 in Klanten" in book_import.import_files(asked, [path])
    assert "of klanten als het een lijst van klanten is." in asked.app.asked[0]
    assert revenue(workbook) == []
