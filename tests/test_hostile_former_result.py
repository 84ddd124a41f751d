"""An earlier result (``--vorige``) of unknown origin: what it holds stays text, dates and figures of any size
end in an answer, and files that are none are refused before anything is written."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import zipfile
from pathlib import Path

import killing
import light
import openpyxl
import pytest
from hostile import MARK, PAYLOADS
from lxml import etree
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.table import Table

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.action_notes import ACTIONS_TABLE
from klantwaarde_xl.model.history import HISTORY_FIELDS, HISTORY_TABLE
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.use_cases.refreshing import Chosen, refresh
from klantwaarde_xl.use_cases.sharing import Way, share

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
CREATED = dt.datetime(2026, 1, 2)
DAYS = (dt.datetime(2025, 6, 30), dt.datetime(1900, 3, 1), dt.datetime(2262, 5, 1), dt.datetime(9999, 12, 31))
FIGURES = (1e308, -1e308, 5e-324, 0, -1, True, None, "nan", "1e999", "=1/0")
UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ufffe\uffff]")
COMPUTED = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}

CODE = re.compile(rb"\b(?:K|AM)-[0-9A-Z]{6,}")
"""The pseudonym of a customer or an account manager."""


def put(sheet: object, name: str, rows: list[tuple[object, ...]]) -> None:
    """Write rows as an Excel table, every text as text."""
    for n, row in enumerate(rows, 1):
        for m, value in enumerate(row, 1):
            cell = sheet.cell(n, m)
            text = UNWRITABLE.sub("", value)[:32_767] if isinstance(value, str) else value
            cell.value = text.encode("utf-8", "replace").decode() if isinstance(text, str) else text
            if isinstance(text, str):
                cell.data_type = "s"
    sheet.add_table(Table(displayName=name, ref=sheet.dimensions))


def former(path: Path, customers: int) -> Path:
    """Write an earlier result whose every cell of Geschiedenis and Acties is hostile, for real customers."""
    texts = [*PAYLOADS, "niet benaderen", "benaderen", " ¦ " * 900, "\u202e" + MARK, MARK * 16_000]
    rows = [tuple(field.header for field in HISTORY_FIELDS.values())]
    for n in range(len(texts) * len(DAYS)):
        values = {
            "date": DAYS[n % len(DAYS)],
            "id": f"{n % customers:03}" if n % 7 else texts[n % len(texts)],
            "text": texts[n // len(DAYS)],
            "number": FIGURES[n % len(FIGURES)],
        }
        rows.append(tuple(values[field.kind] for field in HISTORY_FIELDS.values()))
    book = openpyxl.Workbook()
    put(book.active, HISTORY_TABLE, rows)
    notes = [(f"{n % customers:03}", texts[n], texts[-n], texts[n]) for n in range(len(texts))]
    put(book.create_sheet("Acties"), ACTIONS_TABLE, [("Klantnr", "Eigenaar", "Status", "Opmerking"), *notes])
    settings = book.create_sheet("Instellingen")
    for n, item in enumerate(Settings.declared()):
        settings.append([item.label, FIGURES[n % len(FIGURES)]])
    book["Sheet"].title = "Geschiedenis"
    book.save(path)
    return path


def computed(content: bytes) -> list[str]:
    """Return every text in a package that a spreadsheet program computes or follows."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                for element in etree.fromstring(package.read(name)).iter(etree.Element):
                    if etree.QName(element).localname in COMPUTED:
                        found.append(element.text or "")
                    found += [element.get(key, "") for key in ("Target", "location")]
    return found


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("bron") / "klanten.xlsx", 12, 90)


@pytest.fixture(scope="module")
def result(source: Path) -> Path:
    old = former(source.with_name("oud.xlsx"), 12)
    output = source.with_name("uit.xlsx")
    refresh(source, output, created=CREATED, chosen=Chosen(former=old))
    return output


def test_what_an_earlier_result_holds_stays_text(result: Path) -> None:
    formulas = computed(result.read_bytes())
    assert len(formulas) > 100
    assert [text for text in formulas if MARK in text] == []
    cells = {
        cell.value for row in light.load(result)["Geschiedenis"].iter_rows() for cell in row if cell.value
    }
    assert {"=ZQ1+1", "\uff1dZQ1"} <= cells, "and it came along"


@pytest.mark.slow
def test_it_travels_once_more_and_stays_out_of_a_copy(result: Path, source: Path, tmp_path: Path) -> None:
    again = tmp_path / "uit.xlsx"
    again.write_bytes(result.read_bytes())
    refresh(source, again, created=CREATED + dt.timedelta(days=1), chosen=Chosen(former=again))
    assert [text for text in computed(again.read_bytes()) if MARK in text] == []
    copy = share(again, tmp_path / "kopie.xlsx", Way(nameless=True), created=CREATED).workbook
    with zipfile.ZipFile(copy) as package:
        # A random code may hold the two letters of the mark.
        parts = {name: CODE.sub(b"", package.read(name)) for name in package.namelist()}
    assert [name for name, content in parts.items() if MARK.encode() in content] == []


@pytest.mark.slow
def test_a_copy_without_names_as_the_earlier_result_brings_nobody_along(source: Path, tmp_path: Path) -> None:
    copy = share(source, tmp_path / "kopie.xlsx", Way(nameless=True), created=CREATED).workbook
    analysis = refresh(source, tmp_path / "uit.xlsx", created=CREATED, chosen=Chosen(former=copy))
    assert analysis.inputs.carried.customers == ()
    with zipfile.ZipFile(tmp_path / "uit.xlsx") as package:
        text = b"".join(package.read(name) for name in package.namelist())
    assert b">K-" not in text


@pytest.mark.parametrize("kind", ["pijp", "map", "half", "weg", "invoer", "leeg", "naam"])
def test_what_is_no_earlier_result_is_refused_and_nothing_is_written(
    kind: str, source: Path, tmp_path: Path
) -> None:
    old = tmp_path / "oud.xlsx"
    if kind == "pijp":
        if not hasattr(os, "mkfifo"):
            pytest.skip("Windows kent geen pijpen met een naam")
        os.mkfifo(old)
    elif kind == "map":
        old.mkdir()
    elif kind in {"half", "leeg"}:
        old.write_bytes(source.read_bytes()[: 900 if kind == "half" else 0])
    named = {"invoer": source, "naam": tmp_path / ("a" * 300 + ".xlsx")}.get(kind, old)
    with pytest.raises((KlantwaardeError, OSError)):
        refresh(source, tmp_path / "uit.xlsx", created=CREATED, chosen=Chosen(former=named))
    assert not (tmp_path / "uit.xlsx").exists()
