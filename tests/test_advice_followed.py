"""Advice can be followed: what a finding says to do, done to the input that raised it, makes it go away.

Each case is an input by which a code is raised, and what a reader of the advice fills in where it says
``Kop`` or ``...``. Options are taken from the text of the advice itself; so is the name of a column.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from at_the_door import run
from audit_files import audit_file, journal, line
from ubl_files import invoice, save

from klantwaarde_xl import errors

_OPTION = re.compile(r'--([a-z]+)(?: ("[^"]*"|(?:[^\s",;)=]|\.(?!\s|$))+(?:="[^"]*"|=[^\s";)]*)?))?')


@dataclass(frozen=True)
class Export:
    """A file to import, by which a code is raised; ``typed`` is what a reader puts in the place of a word."""

    text: str
    typed: tuple[str, str] = ("", "")
    name: str = "export.csv"
    taken: int = 0
    """Which of the options that the advice names."""
    also: tuple[str, ...] = ()
    """Options that were given before."""


HEAD = "Datum;Klantnr"
EXPORTS: dict[str, list[Export]] = {
    "KW-501": [Export(f"{HEAD};Omzet\n2025-01-31;K1;5,00\n", ("--soort", "--soort csv"), name="omzet.dat")],
    "KW-530": [
        Export(f"{HEAD};Bedrag\n2025-01-31;K1;5,00\n"),
        Export("Datum;Kpl./rel.;Omzet\n2025-01-31;K1;5,00\n"),
        Export("Factuurdatum;Kundennummer;Betrag\n2025-01-31;K1;5,00\n"),
        Export("Invoice date;Customer No.;Invoice Amount\n2025-01-31;K1;5,00\n"),
    ],
    "KW-531": [
        Export("Dag van levering;Klantnr;Omzet\n2025-01-31;K1;5,00\n", ("Kop", '"Dag van levering"')),
        Export("Datum;Wie;Omzet\n2025-01-31;K1;5,00\n", ("Kop", "Wie")),
        Export("Klantnr;Klantnaam;Segment;Saldo\nK1;Jansen;Bouw;5,00\n", taken=1),
        Export("Artikelcode;Omschrijving;Productgroep;Bedrag\nA;Bout;IJzer;5,00\n", taken=1),
    ],
    "KW-534": [Export(f"{HEAD};Netto omzet;Opbrengst\n2025-01-31;K1;5,00;6,00\n", ("Kop", '"Netto omzet"'))],
    "KW-546": [
        Export(
            f"{HEAD};Grootboekrekening;Debet;Credit\n2025-01-31;K1;8000;0,00;5,00\n",
            ("--omzetrekening", "--omzetrekening 8000"),
        )
    ],
    "KW-548": [Export(f"{HEAD};Aantal;Omzet;Kostprijs\n2025-01-31;K1;2;5,00;1,00\n")],
    "KW-554": [
        Export(f"{HEAD};Klantnaam 2;Naam;Bedrijfsnaam;Omzet\n2025-01-31;K1;x;Jansen;Jansen BV;5,00\n"),
        Export(f"{HEAD};Notanr.;Factuurcode;Omzet\n2025-01-31;K1;1;2;5,00\n"),
    ],
    "KW-555": [Export(f"{HEAD};Aantal;Prijs;Korting\n2025-01-31;K1;2;5,00;0,10\n")],
    "KW-584": [
        Export(f"{HEAD};Uren;Bedrag\n2025-01-31;K1;2;90,00\n"),
        Export(f"{HEAD};Uren;Bedrag\n2025-01-31;K1;2;90,00\n", taken=1),
    ],
    "KW-585": [
        Export(
            f"{HEAD};Bedrag FC;Valuta;Bedrag EUR\n2025-01-31;K1;100,00;USD;92,00\n",
            ("Omzet=Kop", '"Omzet=Bedrag FC"'),
            also=("--kolom", "Omzet=Bedrag EUR"),
        )
    ],
    "KW-208": [Export(f"{HEAD};Omzet;Valuta\n2025-01-31;K1;5,00;USD\n", ("USD=", "USD=0,92"))],
}
OTHERWISE = {
    **dict.fromkeys(
        ("KW-002", "KW-101", "KW-402", "KW-543", "KW-544", "KW-583"), "names a command, not an option"
    ),
    **dict.fromkeys(
        ("KW-690", "KW-811", "KW-812", "KW-841", "KW-842", "KW-843", "KW-844", "KW-845"),
        "about the installation",
    ),
    **dict.fromkeys(("KW-008", "KW-010"), "about the place of the output: tests/commands"),
    **dict.fromkeys(("KW-502", "KW-506", "KW-516", "KW-582"), "audit files: tests/sources/test_xaf*.py"),
    "KW-549": "kept columns: tests/imports/test_remembered_columns.py",
    "KW-564": "tests/sources/test_ubl_parties.py",
    "KW-590": "an amount that is chosen: tests/imports/test_line_figures.py",
    "KW-034": "names the earlier result: tests/commands/test_every_option.py",
    "KW-417": "names the result that stays behind: tests/use_cases/test_refreshing.py",
    "KW-073": "needs more lines than fit: tests/lines/test_reading.py",
    "KW-020": "writes beside a workbook: tests/commands/test_lines.py",
    "KW-825": "needs a firm without turnover: tests/use_cases/test_indexed.py",
    "KW-577": "asks for another export",
    "KW-139": "followed as KW-584 by an import; as a header below",
}
"""Codes whose advice names an option or command and that are followed elsewhere, or cannot be."""


def codes(text: str) -> set[str]:
    return set(re.findall(r"KW-\d{3}", text))


def followed(hint: str, case: Export) -> list[str]:
    """Return the option that the advice names, as a reader types it."""
    options = [found[0] for found in _OPTION.finditer(hint)]
    assert options, hint
    chosen = options[case.taken].rstrip(".,:")
    if case.typed[0]:
        assert case.typed[0] in chosen, (chosen, case.typed)
        chosen = chosen.replace(*case.typed)
    return shlex.split(chosen)


def hint_of(code: str, answer: dict[str, Any]) -> str:
    failed = [one["hint"] for one in answer.get("failed", []) if one["code"] == code]
    return next(iter([*failed, *(one["hint"] for one in answer["findings"] if one["code"] == code)]))


@pytest.mark.parametrize(
    ("code", "case"), [(code, case) for code, cases in EXPORTS.items() for case in cases]
)
def test_an_option_that_advice_names_makes_the_finding_go_away(
    code: str, case: Export, tmp_path: Path, answered: Callable[..., dict[str, Any]]
) -> None:
    path = tmp_path / case.name
    path.write_text(case.text, encoding="utf-8")
    before = answered(path, *case.also)
    assert code in codes(str(before)), "the input does not raise it"
    again = answered(path, *case.also, *followed(hint_of(code, before), case))
    assert code not in codes(str(again)), again


def test_another_choice_of_columns_for_a_file_that_is_there_goes_into_a_new_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(EXPORTS["KW-548"][0].text, encoding="utf-8")
    chosen = ("--kolom", "Kostprijs=Kostprijs", "--json")

    def imports(workbook: str, *more: str) -> dict[str, Any]:
        _, out, _ = run(capsys, "importeer", path, "--naar", tmp_path / workbook, *more)
        answer: dict[str, Any] = json.loads(out)
        return answer

    imports("firma.xlsx", "--json")
    assert "in een nieuwe werkmap" in hint_of("KW-540", imports("firma.xlsx", *chosen))
    assert codes(str(imports("nieuw.xlsx", *chosen))).isdisjoint({"KW-540", "KW-548"})
    lines = openpyxl.load_workbook(tmp_path / "nieuw.xlsx")["Transacties"]
    (header,) = [row for row in lines.iter_rows() if row[0].value == "Datum"]
    (column,) = [cell.column for cell in header if cell.value == "Kostprijs"]
    assert lines.cell(header[0].row + 1, column).value == 1.0


@pytest.mark.parametrize("code", ["KW-515", "KW-522"])
def test_a_rate_for_another_currency_makes_the_refusal_go_away(
    code: str, tmp_path: Path, answered: Callable[..., dict[str, Any]]
) -> None:
    if code == "KW-522":
        path = save(tmp_path / "f.xml", invoice("100.00", total="100.00", currency="USD"))
    else:
        lines = line("8000", "100.00", "C", "<custSupID>K1</custSupID>") + line("1300", "100.00", "D")
        path = audit_file(tmp_path / "f.xaf", journal(lines), cur="USD")
    before = answered(path)
    assert code in codes(str(before))
    typed = followed(hint_of(code, before), Export("", ("USD=", "USD=0,92")))
    assert typed == ["--koers", "USD=0,92"]
    assert code not in codes(str(answered(path, *typed)))


def test_every_code_whose_advice_names_an_option_is_tried_or_explained() -> None:
    named = {
        code
        for code, wording in errors.CATALOGUE.items()
        if re.search(r"--[a-z]|\{options\}|klantwaarde [a-z]|'klantwaarde", wording.hint)
    }
    assert named == {*EXPORTS, *OTHERWISE, "KW-515", "KW-522"}


SHEETS: dict[str, tuple[list[list[object]], str]] = {
    "KW-137": ([["Datum", "Klantnr", "Omzet", "Geld"], ["31-01-2025", "K1", 5.0, "USD"]], "Geld"),
    "KW-138": (
        [["Datum", "Klantnr", "Omzet", "Bijzonder"], ["31-01-2025", "K1", 5.0, "creditnota"]]
        + [["31-01-2025", "K1", 7.0, None]] * 2,
        "Bijzonder",
    ),
    "KW-163": (
        [["Datum", "Klantnr", "Omzet", "Afhandeling"], ["31-01-2025", "K1", 5.0, "geannuleerd"]]
        + [["31-01-2025", "K1", 7.0, "klaar"]] * 2,
        "Afhandeling",
    ),
    "KW-107": (
        [["Datum", "Klantnr", "Netto omzet", "Opbrengst"], ["31-01-2025", "K1", 5.0, 6.0]],
        "Opbrengst",
    ),
    "KW-106": (
        [["Datum", "Klantnr", "Omzet", "Notanr.", "Factuurcode"], ["31-01-2025", "K1", 5.0, "1", "2"]],
        "Factuurcode",
    ),
    "KW-103": ([["Datum", "Klantnr", "Omzett"], ["31-01-2025", "K1", 5.0]], "Omzett"),
}
"""A sheet Transacties by which a code is raised, and the column that its advice tells to name otherwise."""


@pytest.mark.parametrize("code", SHEETS)
def test_a_column_named_as_the_advice_says_makes_the_finding_go_away(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, header = SHEETS[code]

    def said(name: str) -> str:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Transacties"
        page.append([name if text == header else text for text in rows[0]])
        for row in rows[1:]:
            page.append(row)
        page = book.create_sheet("Klanten")
        page.append(["Klantnr", "Klantnaam"])
        page.append(["K1", "Jansen"])
        book.save(tmp_path / "a.xlsx")
        _, out, err = run(capsys, "controleer", tmp_path / "a.xlsx")
        return " ".join((out + err).replace("│", " ").split())

    before = said(header)
    assert code in codes(before)
    hint = before[before.index(code) :]
    names = [name for name in re.findall(r"'([A-Z][a-z]+)'", hint) if name not in {header, "Notanr"}]
    own = {"KW-106": "Factuurnr", "KW-107": "Omzet", "KW-103": "Omzet"}
    renamed = own.get(code) or names[0]
    assert f"'{renamed}'" in hint
    assert code not in codes(said(renamed))


@pytest.fixture
def answered(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Return what imports a file and gives the JSON answer, without writing anything."""

    def ask(path: Path, *more: str) -> dict[str, Any]:
        _, out, err = run(capsys, "importeer", path, "--toon", "--json", *more)
        assert err == ""
        answer: dict[str, Any] = json.loads(out)
        return answer

    return ask
