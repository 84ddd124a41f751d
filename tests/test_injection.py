"""Text of users stays text on every way out: no formula, link, command or broken file comes of it, wherever
it stood."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import light
import pytest
from hostile import MARK, PAYLOADS, hostile_tables
from lxml import etree
from quick import first_quick

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report.build import build
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases import refreshing
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.sharing import ON_PAPER, Way, share_analysis
from klantwaarde_xl.writers.pdf import pdf_bytes
from klantwaarde_xl.writers.xlsx import xlsx_bytes

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

TODAY = dt.datetime(2026, 1, 2, 3, 4)
_SURROGATE = re.compile("[\ud800-\udfff]")


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
            name: etree.fromstring(
                package.read(name), etree.XMLParser(resolve_entities=False, huge_tree=True)
            )
            for name in names
        }


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


COMPUTED = {
    "f",
    "formula",
    "formula1",
    "formula2",
    "definedName",
    "calculatedColumnFormula",
    "totalsRowFormula",
}
"""Elements whose text a spreadsheet program computes."""


def nothing_runs(content: bytes) -> int:
    """Check that nothing in a package computes or points at text of users; return how many formulas were
    looked at."""
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
                assert not [key for key in element.attrib if key.endswith("}id")], (
                    f"{name}: a link to outside"
                )
                assert MARK not in element.get("location", "")
            assert kind not in {
                "ddeLink",
                "oleLink",
                "oleObject",
                "externalBook",
                "externalReference",
                "script",
            }, f"{name}: {kind}"
            if kind == "c" and element.get("t") == "str":
                # A text that a formula gave, such as the name on Klantkaart: shown and not run, as long as
                # the formula is ours.
                (formula,) = [child for child in element if local(child) == "f"]
                assert MARK not in (formula.text or "")
    return seen


def test_nothing_that_users_typed_becomes_a_formula_or_a_link(written: bytes) -> None:
    assert nothing_runs(written) > 100
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert not [name for name in package.namelist() if MARK in name or ".." in name]
        assert not [name for name in package.namelist() if "externalLink" in name or "vbaProject" in name]


def shown(payload: str) -> str:
    """Return what a file can hold of a text: half a surrogate pair is '?', what is no character stays visible
    as its escape."""
    return re.sub("[\ufffe\uffff]", lambda m: f"_x{ord(m[0]):04X}_", _SURROGATE.sub("?", payload))


@pytest.mark.parametrize("nameless", first_quick(1, [False, True]))
def test_a_shared_copy_and_its_key_run_nothing(hostile: Analysis, tmp_path: Path, *, nameless: bool) -> None:
    written = share_analysis(hostile, tmp_path / "kopie.xlsx", Way(nameless=nameless), created=TODAY)
    assert nothing_runs(written.workbook.read_bytes()) > 100
    if nameless:
        nothing_runs(written.key.read_bytes())
        names = {cell.value for row in light.load(written.key)["Sleutel"].iter_rows() for cell in row}
        assert {"=ZQ1+1", "@SUM(ZQ1)*cmd|' /C calc'!A0", "\uff1dZQ1"} <= names


ACTIVE = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/SubmitForm",
    b"/ImportData",
    b"/GoToR",
    b"/GoToE",
    b"/EmbeddedFile",
    b"/AA",
)
"""What a PDF does or opens by itself or at a click, outside its own pages."""


@pytest.mark.office
def test_a_pdf_shows_the_text_and_does_nothing(hostile: Analysis) -> None:
    if not shutil.which("soffice"):
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail("KW_REQUIRE_OFFICE is gezet, maar soffice is niet geïnstalleerd")
        pytest.skip("soffice is niet geïnstalleerd (apt-get install libreoffice-calc)")
    document = build(hostile, created=TODAY)
    made = pdf_bytes(
        document, [name for name in ON_PAPER if name in {sheet.name for sheet in document.sheets}]
    )
    whole = made
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        with suppress(zlib.error):
            whole += zlib.decompressobj().decompress(packed)
    assert len(whole) > 2 * len(made)
    objects = re.findall(rb"/(?:Type|S) ?/\w+", whole)
    assert len(objects) > 10
    assert [name for name in ACTIVE if re.search(name + rb"\b", whole)] == []
    # A link within the workbook (to Klantkaart) would lead to our scratch folder.
    assert re.findall(rb"/URI ?\(([^)]*)\)", whole) == []
    if shutil.which("pdftotext"):
        said = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
        ).stdout.decode()
        assert "evil.example" in said or "ZQ" in said


def test_no_text_file_is_written_that_a_spreadsheet_program_would_compute() -> None:
    # A csv has no cells of text: what starts with "=" runs. The package writes none; whoever adds one must
    # guard it first.
    package = Path(refreshing.__file__).parent
    calls = re.compile(r"\.to_(?:csv|excel|html|clipboard)\(|\bcsv\.(?:writer|DictWriter)\(")
    assert [
        path.name for path in package.rglob("*.py") if calls.search(path.read_text(encoding="utf-8"))
    ] == []


def test_what_was_typed_reads_back_the_same(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    path.write_bytes(written)
    tables = read_workbook(path).tables
    for name, field in (
        ("tblKlanten", "Klantnaam"),
        ("tblKlanten", "Regio"),
        ("tblProducten", "Productgroep"),
    ):
        before, after = hostile_tables()[name], tables[name]
        old, new = (raw.columns[raw.headers.index(field)] for raw in (before, after))
        for row in range(len(before)):
            assert new.value(row) == shown(str(old.value(row))), repr(old.value(row))


def test_texts_that_are_too_long_are_cut_to_what_a_cell_holds(written: bytes) -> None:
    strings = parts(written)["xl/sharedStrings.xml"]
    lengths = [len("".join(item.itertext()).encode("utf-16-le")) // 2 for item in strings]
    assert 32_700 < max(lengths) <= 32_767
    assert all(
        "".join(item.itertext()).endswith("…")
        for item, length in zip(strings, lengths, strict=True)
        if length > 32_000
    )


@pytest.mark.slow
def test_headers_of_tables_are_allowed_different_and_the_same_as_their_cells(written: bytes) -> None:
    book = light.load(written)
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
    sheet = light.load(written)["Controle"]
    cells = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and MARK in cell.value
    ]
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
    # Signs that nobody sees are no part of a code.
    assert read == {re.sub("[\u200b\u202e\ufeff]", "", payload).strip() for payload in usable}
