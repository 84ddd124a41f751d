"""Every package that we write, in every way, keeps the rules by which Excel repairs or refuses a file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from area_rules import AREA_RULES
from cell_rules import CELL_RULES
from chart_rules import CHART_RULES
from condition_rules import CONDITION_RULES
from format_code_rules import FORMAT_CODE_RULES
from future_rules import FUTURE_RULES
from grammar_rules import GRAMMAR_RULES
from name_rules import NAME_RULES, names_elsewhere
from package_rules import BY_NAME, OURS, RULES, faults
from part_rules import PART_RULES
from planting import changed, pattern, put
from reference_rules import REFERENCE_RULES, names_in_formulas
from small_workbook import small_document
from style_rules import STYLE_RULES
from view_rules import VIEW_RULES

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.template import build
from klantwaarde_xl.writers.xlsx import xlsx_bytes

pytest.importorskip("oletools.olevba")
_CODE = re.compile(rb'formatCode="([^"]*)"')
_LATE_CONDITION = re.compile(rb"(?:^|;)[^;\[]*\[\$[^\]]*\][^;]*\[(?:&lt;|&gt;|=)")
EXPORT = """Factuurdatum;Klantnr;Klantnaam;Artikelnr;Omzet
31-01-2025;10023;=1+1;P1;1250,50
28-02-2025;10024;Jansen;P2;80,00
"""


@pytest.fixture(scope="module")
def packages() -> dict[str, bytes]:
    document = small_document()
    return {
        **build.template_workbooks(),
        "gevuld.xlsx": xlsx_bytes(document),
        "gevuld.xlsm": build.macro_workbook(document),
    }


@pytest.mark.parametrize(
    "name", ["klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde.xlam", "gevuld.xlsx", "gevuld.xlsm"]
)
def test_a_built_workbook_keeps_the_rules(packages: dict[str, bytes], name: str) -> None:
    assert faults(packages[name]) == []


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 0, arguments


@pytest.mark.slow
def test_what_the_commands_write_keeps_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("export.csv").write_text(EXPORT, encoding="utf-8")
    run("nieuw", "mijn.xlsx")
    run("importeer", "export.csv", "--naar", "mijn.xlsx")
    run("vernieuw", "mijn.xlsx", "--uit", "uit.xlsx")
    run("deel", "uit.xlsx", "--zonder-namen")
    written = sorted(Path().glob("*.xlsx"))
    assert len(written) >= 3
    assert {path.name: found for path in written if (found := faults(path.read_bytes()))} == {}


BREACHES = [
    ("content_types", "[Content_Types].xml", pattern(rb"<Override [^>]*table1\.xml[^>]*/>", b"")),
    ("content_types", "[Content_Types].xml", put(b"/xl/styles.xml", b"/xl/stijlen.xml")),
    ("one_in_front", "xl/worksheets/sheet3.xml", put(b"<sheetView ", b'<sheetView tabSelected="1" ')),
    ("relationships", "xl/_rels/workbook.xml.rels", put(b"styles.xml", b"stijlen.xml")),
    ("relationships", "_rels/.rels", put(b'"rId2"', b'"rId1"')),
    ("shared_texts", "xl/sharedStrings.xml", pattern(rb' count="\d+"', b' count="1"')),
    ("shared_texts", "xl/sharedStrings.xml", pattern(rb'uniqueCount="\d+"', b'uniqueCount="1"')),
    (
        "order_of_cells",
        "xl/worksheets/sheet1.xml",
        put(b"</sheetData>", b'<row r="1048000"><c r="A1048001"/></row></sheetData>'),
    ),
    ("order_of_cells", "xl/worksheets/sheet1.xml", pattern(rb'<row r="\d+"', b'<row r="999"')),
    ("order_of_cells", "xl/worksheets/sheet1.xml", pattern(rb'<c r="[A-Z]+\d+"', b'<c r="ZZ999"')),
    (
        "table_headers",
        "xl/tables/table1.xml",
        pattern(rb'<tableColumn id="1" name="', b'<tableColumn id="1" name="x'),
    ),
    ("table_headers", "xl/tables/table1.xml", put(b' id="1"', b' id="2"')),
    ("table_headers", "xl/tables/table1.xml", pattern(rb' ref="A(\d+):\w+"', rb' ref="A\1:B99"')),
    ("hyperlinks", "xl/worksheets/sheet1.xml", pattern(rb'location="[^"]*"', b'location="Ergens!A1"')),
    ("code_names", "xl/worksheets/sheet1.xml", put(b'codeName="Blad1"', b'codeName="Sheet1"')),
    ("all_in_code", "xl/worksheets/sheet1.xml", put(b' codeName="Blad1"', b"")),
]


@pytest.mark.parametrize(("rule", "part", "change"), BREACHES)
def test_a_planted_breach_is_found(
    packages: dict[str, bytes], rule: str, part: str, change: Callable[[bytes], bytes]
) -> None:
    assert faults(changed(packages["gevuld.xlsm"], part, change), (BY_NAME[rule],))


@pytest.mark.parametrize("formula", [b"Start!#REF!", b"#REF!", b"'[1]Elders nu'!$A$1", b"Start:Bronnen!$A$1"])
def test_a_name_may_refer_to_what_was_deleted_and_to_other_workbooks(
    packages: dict[str, bytes], formula: bytes
) -> None:
    """Excel keeps such names, as in Debian's workbooks of Apache POI."""
    package = packages["gevuld.xlsm"]
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        sheets = re.findall(rb'<sheet name="([^"]*)"', read.read("xl/workbook.xml"))
    formula = formula.replace(b"Bronnen", sheets[1])
    change = pattern(rb'(<definedName name="(?!_xlnm)[^"]*">)[^<!]*![^<]*', rb"\1" + formula)
    assert faults(changed(package, "xl/workbook.xml", change)) == []


def with_part(package: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as target:
        target.writestr(name, data)
    return out.getvalue()


def test_a_calculation_chain_may_name_formulas_only(packages: dict[str, bytes]) -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    chain = f'<calcChain {space}><c r="XFD9" i="1"/></calcChain>'.encode()
    found = faults(with_part(packages["gevuld.xlsx"], "xl/calcChain.xml", chain))
    assert any(fault.startswith("calculation_chain: calcChain names Start!XFD9") for fault in found)


def test_every_format_code_puts_a_condition_first(packages: dict[str, bytes]) -> None:
    """Excel itself writes no locale before a condition, as in [$-413][<0.01]0%."""
    wrong = set()
    for package in packages.values():
        with zipfile.ZipFile(io.BytesIO(package)) as read:
            for name in read.namelist():
                if name.endswith(".xml"):
                    wrong |= {code for code in _CODE.findall(read.read(name)) if _LATE_CONDITION.search(code)}
    assert not wrong


def one_cell_anchor(data: bytes, name: bytes, number: int) -> bytes:
    """Anchor the first drawing at one cell, at a row or column."""
    first = re.search(rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", data, re.DOTALL)
    if first is None:
        return data
    anchor = re.sub(rb"<xdr:to>.*?</xdr:to>", b'<xdr:ext cx="9525" cy="9525"/>', first[0], flags=re.DOTALL)
    anchor = re.sub(rb"<xdr:%s>\d+" % name, b"<xdr:%s>%d" % (name, number), anchor, count=1)
    anchor = re.sub(rb"twoCellAnchor[^>]*>", b"oneCellAnchor>", anchor)
    return data.replace(first[0], anchor)


def same_shape(data: bytes) -> bytes:
    """Give the second shape the number of the first."""
    numbers = re.findall(rb'<xdr:cNvPr id="\d+"', data)
    return data.replace(numbers[1], numbers[0]) if len(numbers) > 1 else data


IN_SHEETS = [
    (
        "order_of_elements",
        b"<sheetViews",
        pattern(rb"(<sheetViews.*?</sheetViews>)(.*</sheetData>)", rb"\2\1"),
    ),
    ("autofilters", b"<tableColumns", pattern(rb'<autoFilter ref="[A-Z]+(\d+)', rb'<autoFilter ref="B\1')),
    (
        "autofilters",
        b"<tableColumns",
        pattern(rb"(<autoFilter [^>]*)/>", rb'\1><filterColumn colId="99"/></autoFilter>'),
    ),
    ("drawings", b"twoCellAnchor", pattern(rb"<xdr:to><xdr:col>\d+", b"<xdr:to><xdr:col>0")),
    ("drawings", b"twoCellAnchor", lambda data: one_cell_anchor(data, b"col", 16_384)),
    ("drawings", b"twoCellAnchor", lambda data: one_cell_anchor(data, b"row", 1_048_576)),
    ("drawings", b"twoCellAnchor", same_shape),
    ("drawings", b"twoCellAnchor", pattern(rb'r:id="rId\d+"', b'r:id="rId99"')),
    ("notes", b"<comments", pattern(rb'authorId="\d+"', b'authorId="7"')),
    ("notes", b"<legacyDrawing ", pattern(rb"<legacyDrawing [^>]*/>", b"")),
    ("columns_and_merges", b"<cols>", pattern(rb'<col min="\d+"', b'<col min="0"')),
    (
        "columns_and_merges",
        b"<tableParts",
        pattern(
            rb"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:ZZ99"/></mergeCells>'
        ),
    ),
    *[
        (
            "columns_and_merges",
            b"<sheetData",
            put(
                b"</sheetData>",
                b"</sheetData><mergeCells>"
                + b"".join(b'<mergeCell ref="%s"/>' % area for area in areas)
                + b"</mergeCells>",
            ),
        )
        for areas in (
            *((b"XA999",), (b"XA999:XA999",), (b"XA999:XB999", b"XB999:XC999")),
            (b"XA990:XC990", b"XZ990:XZ999", b"XB980:XB995"),
        )
    ],
    ("limits", b"<row ", pattern(rb"<row r=\"(\d+)\"[^>]*>", rb'<row r="\1" ht="500">')),
    ("parts_of_the_sheet", b"<tableParts", pattern(rb'<tablePart r:id="[^"]*"/>', b"")),
]


@pytest.mark.parametrize(("rule", "mark", "change"), IN_SHEETS)
def test_a_breach_within_a_sheet_is_found(
    packages: dict[str, bytes], rule: str, mark: bytes, change: Callable[[bytes], bytes]
) -> None:
    with zipfile.ZipFile(io.BytesIO(packages["gevuld.xlsm"])) as read:
        part = next(
            name for name in read.namelist() if mark in (data := read.read(name)) and change(data) != data
        )
    assert faults(changed(packages["gevuld.xlsm"], part, change), (BY_NAME[rule],))


def test_the_uses_of_shared_texts_are_counted_exactly(packages: dict[str, bytes]) -> None:
    for name, package in packages.items():
        with zipfile.ZipFile(io.BytesIO(package)) as read:
            used = sum(
                len(re.findall(rb'<c [^>]*\bt="s"', read.read(part)))
                for part in read.namelist()
                if part.startswith("xl/worksheets/sheet")
            )
            counted = re.search(rb'<sst [^>]*\bcount="(\d+)"', read.read("xl/sharedStrings.xml"))
        assert counted is not None
        assert int(counted[1]) == used, name


def test_every_rule_was_broken_once() -> None:
    tried = {rule for rule, *_ in (*BREACHES, *IN_SHEETS)} | {"calculation_chain"}
    elsewhere = {
        *AREA_RULES,
        *CELL_RULES,
        *CHART_RULES,
        *CONDITION_RULES,
        *FORMAT_CODE_RULES,
        *FUTURE_RULES,
        *GRAMMAR_RULES,
        *NAME_RULES,
        *PART_RULES,
        *REFERENCE_RULES,
        *STYLE_RULES,
        *VIEW_RULES,
        names_in_formulas,
        names_elsewhere,
    }  # in the tests of their own names
    assert tried == {rule.__name__ for rule in {*RULES, *OURS} - elsewhere}
