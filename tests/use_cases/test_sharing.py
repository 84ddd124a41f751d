"""The shared copy: nothing of who customers and people are may be in any part of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import html
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import light
import pandas as pd
import pytest
from handed_in import workbook
from quick import first_quick

from klantwaarde_xl import errors
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.demo.tables import demo_inputs
from klantwaarde_xl.model.inputs import INPUT_FIELD, Inputs
from klantwaarde_xl.report.build import READERS_TABS
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.use_cases.refreshing import refresh
from klantwaarde_xl.use_cases.sharing import Way, share
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2025, 1, 15, 9, 30)
STRANGER = "DEB-99999-Onbekende-BV"


@dataclasses.dataclass(frozen=True)
class Source:
    """A workbook with data of people, and every text in it that says who they are."""

    path: Path
    secrets: frozenset[str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Return the first 60 customers of the demo, with numbers that cannot be mistaken for a figure."""
    tables = demo_inputs()
    few = tables["tblKlanten"]["customer_id"][:60]
    for name, frame in tables.items():
        if "customer_id" in frame:
            kept = frame[frame["customer_id"].isin(few)]
            tables[name] = kept.assign(customer_id="DEB-" + kept["customer_id"]).reset_index(drop=True)
    customers, lines = tables["tblKlanten"], tables["tblTransacties"]
    customers["name"] = [f"Bedrijf{n:02d} & Zn 'Fictief{n:02d}'" for n in range(60)]
    customers.loc[3, "parent_id"] = customers["customer_id"][4]
    lines = pd.concat([lines, lines.tail(1).assign(customer_id=STRANGER)], ignore_index=True)
    tables["tblTransacties"] = lines.assign(entity="Groothandel Geheim BV", source="export-Geheim.csv")
    inputs = Inputs(**{INPUT_FIELD[name]: frame for name, frame in tables.items()})
    path = tmp_path_factory.mktemp("bron") / "Klantenlijst Geheim BV.xlsx"
    write_xlsx(input_document(CREATED, inputs), path)
    secret = {STRANGER, "Geheim", "DEB-", "Fictief", str(path.parent)}
    for table, column in (
        ("tblKlanten", "name"),
        ("tblKlanten", "customer_id"),
        ("tblAccountmanagers", "name"),
    ):
        secret |= set(tables[table][column])
    for table, column in (
        ("tblInspanning", "employee"),
        ("tblBeoordeling", "rater"),
        ("tblTransacties", "invoice_id"),
    ):
        secret |= {text for text in tables[table][column].dropna() if not text.isdigit()}
    return Source(path, frozenset(secret))


@pytest.fixture(scope="module")
def nameless(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Any:
    output = tmp_path_factory.mktemp("kopie") / "kopie.xlsx"
    return share(source.path, output, Way(nameless=True), created=CREATED)


def told(path: Path) -> str:
    """Return every part of a package as text, with its name, entities resolved."""
    with zipfile.ZipFile(path) as package:
        parts = [
            f"{name}\n{html.unescape(package.read(name).decode('utf-8', 'replace'))}"
            for name in package.namelist()
        ]
    return "\n".join(parts)


def test_no_name_is_anywhere_in_the_copy(nameless: Any, source: Source) -> None:
    content = told(nameless.workbook)
    assert [secret for secret in source.secrets if secret in content] == []
    assert "Klant K-" in content
    assert "AM-" in content


@pytest.mark.slow
def test_the_same_search_finds_the_names_where_they_are(source: Source, tmp_path: Path) -> None:
    copy = share(source.path, tmp_path / "kopie.xlsx", created=CREATED)
    assert copy.key is None
    content = told(copy.workbook)
    assert "Fictief07" in content
    assert STRANGER in content


@pytest.mark.parametrize("nameless", first_quick(1, [True, False]))
def test_what_was_typed_on_actions_stays_at_home(tmp_path: Path, *, nameless: bool) -> None:
    result = tmp_path / "resultaat.xlsx"
    refresh(workbook(tmp_path / "in.xlsx"), result, created=CREATED, with_inputs=True)
    book = light.load(result)
    sheet = book["Acties"]
    headers = {cell.value: cell.column for cell in sheet[7]}
    sheet.cell(8, headers["Opmerking"]).value = "lastige betaler"
    sheet.cell(sheet.max_row, headers["Klantnr"]).value = "Oude klant Vertrouwelijk"
    sheet.cell(sheet.max_row, headers["Eigenaar"]).value = "Mevrouw Intern"
    book.save(result)
    content = told(share(result, tmp_path / "kopie.xlsx", Way(nameless=nameless), created=CREATED).workbook)
    assert not [
        word
        for word in ("lastige betaler", "Vertrouwelijk", "Mevrouw Intern", "Geen klant meer")
        if word in content
    ]
    assert "tblActies" in content


def test_the_key_leads_back_to_every_customer(nameless: Any, source: Source) -> None:
    rows = light.load(nameless.key)["Sleutel"].iter_rows(min_row=6, values_only=True)
    key = {code: (number, name) for kind, code, number, name in rows if kind == "klant"}
    assert {number for number, _ in key.values() if number.startswith("DEB-")} >= {
        f"DEB-{n}" for n in range(10_001, 10_061)
    }
    sheet = light.load(nameless.workbook)["Klantwaarde"]
    headers = [cell.value for cell in sheet[5]]
    for row in sheet.iter_rows(min_row=6, max_row=sheet.max_row - 1, values_only=True):
        number, name = row[headers.index("Klantnr")], row[headers.index("Klantnaam")]
        assert name == f"Klant {number}"
        assert key[number][0].startswith("DEB-")


@pytest.mark.slow
def test_the_figures_are_those_of_the_result_with_names(
    nameless: Any, source: Source, tmp_path: Path
) -> None:
    refresh(source.path, tmp_path / "resultaat.xlsx", created=CREATED)
    tables = []
    for path in (nameless.workbook, tmp_path / "resultaat.xlsx"):
        sheet = light.load(path, data_only=True)["Klantwaarde"]
        headers = [cell.value for cell in sheet[5]]
        keep = [
            n
            for n, header in enumerate(headers)
            if header not in {"Klantnr", "Klantnaam", "Accountmanager", "Concern"}
        ]
        tables.append([[row[n] for n in keep] for row in sheet.iter_rows(min_row=6, values_only=True)])
    assert tables[0] == tables[1]


def test_the_copy_has_no_inputs_or_macros_and_shows_ten_sheets(nameless: Any) -> None:
    book = light.load(nameless.workbook)
    assert {"Transacties", "Klanten", "Instellingen", "Inspanning"} & set(book.sheetnames) == set()
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Start", *(sheet.title for sheet in book if sheet.title in READERS_TABS)]
    assert len(shown) == 1 + len(READERS_TABS) == 10
    assert not [
        name
        for name in zipfile.ZipFile(nameless.workbook).namelist()
        if "vba" in name or "external" in name.lower()
    ]
    assert book.properties.creator == "klantwaarde_xl"
    assert book.properties.lastModifiedBy in {None, "klantwaarde_xl"}
    formulas = [cell.value for row in book["Klantkaart"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 100
    every = {
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }
    assert not [formula for formula in every if "Inst_" in formula]


def test_findings_keep_their_code_and_lose_what_was_found(nameless: Any) -> None:
    sheet = light.load(nameless.workbook)["Controle"]
    found = {row[1]: row for row in sheet.iter_rows(min_row=16, max_col=8, values_only=True) if row[1]}
    assert found["KW-201"][2:6] == (None, None, None, "Klant '…' staat niet in het blad Klanten.")
    assert found["KW-201"][7] >= 1


@pytest.mark.slow
def test_two_copies_have_different_codes(source: Source, nameless: Any, tmp_path: Path) -> None:
    other = share(source.path, tmp_path / "kopie.xlsx", Way(nameless=True), created=CREATED)
    codes = [set(re.findall(r"K-[0-9A-Z]{6,}", told(path))) for path in (nameless.workbook, other.workbook)]
    assert not codes[0] & codes[1]
    assert nameless.key.name != other.key.name


@pytest.mark.slow
def test_a_copy_names_its_key_and_an_earlier_key_stays(source: Source, tmp_path: Path) -> None:
    first, second = (
        share(source.path, tmp_path / "a.xlsx", Way(nameless=True), created=CREATED) for _ in range(2)
    )
    assert {path.name for path in tmp_path.iterdir()} == {"a.xlsx", first.key.name, second.key.name}
    number = second.key.stem.rpartition("-")[2]
    book = light.load(tmp_path / "a.xlsx")
    assert {f"sleutel {number}" in book[sheet]["B3"].value for sheet in ("Start", "Dashboard")} == {True}
    assert f"Sleutel {number}" in light.load(second.key)["Sleutel"]["A3"].value
    assert second.key.stat().st_mode & 0o077 == 0


def test_the_source_is_never_written_over(source: Source, tmp_path: Path) -> None:
    with pytest.raises(errors.OutputError, match="KW-008"):
        share(source.path, source.path, created=CREATED)
    with pytest.raises(errors.OutputError, match="KW-008"):
        share(source.path, source.path, Way(nameless=True), created=CREATED)


def test_without_libreoffice_it_says_so_before_anything_is_written(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("klantwaarde_xl.writers.pdf.shutil.which", lambda _name: None)
    monkeypatch.setattr("klantwaarde_xl.writers.pdf._PLACES", ())
    with pytest.raises(SystemExit) as stopped:
        main(["deel", str(source.path), "--pdf", "--uit", str(tmp_path / "kopie.xlsx")])
    assert stopped.value.code == 2
    assert "KW-821" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_the_pdf_has_the_sheets_for_paper_and_no_name(source: Source, tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail("KW_REQUIRE_OFFICE is gezet, maar soffice is niet geïnstalleerd")
        pytest.skip("soffice is niet geïnstalleerd (apt-get install libreoffice-calc)")
    with pytest.raises(SystemExit) as stopped:
        main(["deel", str(source.path), "--zonder-namen", "--pdf", "--uit", str(tmp_path / "kopie.xlsx")])
    assert stopped.value.code == 0
    (key,) = tmp_path.glob("kopie-sleutel-*.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"kopie.xlsx", "kopie.pdf", key.name}
    raw = (tmp_path / "kopie.pdf").read_bytes()
    assert raw.startswith(b"%PDF-")
    if shutil.which("pdftotext"):
        done = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / "kopie.pdf"), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Kerncijfers" in done.stdout
        assert "Gegevens achter Klantkaart" not in done.stdout
        assert [secret for secret in source.secrets if secret in done.stdout] == []


@pytest.mark.office
def test_the_pdf_has_a_page_of_each_chosen_customer(source: Source, tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("soffice of pdftotext is niet geïnstalleerd")
    numbers = sorted(number for number in source.secrets if re.fullmatch(r"DEB-\d+", number))[:2]
    chosen = ["--klant", numbers[1], "--klant", "Fictief07"]
    with pytest.raises(SystemExit) as stopped:
        main(["deel", str(source.path), *chosen, "--uit", str(tmp_path / "kopie.xlsx")])
    assert stopped.value.code == 0
    command = ["pdftotext", "-layout", str(tmp_path / "kopie.pdf"), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    cards = [page for page in pages if "Plaats tussen de klanten" in page]
    assert [numbers[1] in cards[0], "Fictief07" in cards[1], len(cards)] == [True, True, 2]
    assert not [page for page in cards if "Typ hier" in page]
    shared = light.load(tmp_path / "kopie.xlsx")
    assert [name for name in shared.sheetnames if name.startswith("Klantkaart")] == [
        *("Klantkaart", "Klantkaart vervolg"),
    ]


@pytest.mark.office
def test_the_properties_of_the_pdf_say_what_it_is_and_not_who_made_it(source: Source, tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdfinfo")):
        pytest.skip(
            "soffice of pdfinfo is niet geïnstalleerd (apt-get install libreoffice-calc poppler-utils)"
        )
    made = share(source.path, tmp_path / "kopie.xlsx", Way(nameless=True, pdf=True), created=CREATED)
    done = subprocess.run(["pdfinfo", str(made.pdf)], capture_output=True, text=True, check=True)
    told = dict(line.split(":", 1) for line in done.stdout.splitlines())
    assert (told["Title"].strip(), told["Author"].strip(), told["Tagged"].strip()) == (
        "Klantwaarde",
        "klantwaarde_xl",
        "yes",
    )
    assert set(told) & {"Subject", "Keywords"} == set()
    raw = made.pdf.read_bytes()
    assert [
        word for word in (str(tmp_path), getpass.getuser(), source.path.stem) if word.encode() in raw
    ] == []
