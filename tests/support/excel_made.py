"""Packages that Excel wrote, found in test dependencies, and what a package consists of.

Nothing of them is copied: only the kinds of parts, relationships, elements and attributes that occur are
compared. The project of the .xlam of xlwings was written by Aspose, its package by Excel as docProps/app.xml
states. Those of Excel::Writer::XLSX were made by Excel 2007 and later, and some trimmed by its author. Those
of Apache POI came with reports of its users; what its authors packed again does not count.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree
from openpyxl.utils import get_column_letter

from klantwaarde_xl.model.tables import TABLES

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_NUMBER = 90
"""Of the sheets and tables that are added; no workbook here has so many."""
PYTHON_PACKAGES = ("pyopenvba", "xlwings")
NODE_PACKAGE = "xlsx-chart"
"""Of npm, MIT: a workbook of Excel 2007 or 2016 for each kind of chart."""

DEBIAN_FOLDER = "KW_EXCEL_MADE"
"""Names a folder with Debian's r-cran-openxlsx, r-cran-readxl and the sources of libexcel-writer-xlsx-perl
and libapache-poi-java, unpacked: workbooks of Excel with tables, notes, pivot tables and conditional formats
(see .ci/run)."""


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(spec.origin).parent


def _node_folder() -> Path:
    """Return where the packages of npm are: beside the validator, of which the tests need the command."""
    command = shutil.which("ooxml-validator")
    folders = [Path(command).parent.parent / NODE_PACKAGE] if command else []
    found = next((folder for folder in folders if folder.is_dir()), None)
    if found is None:
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail(f"{NODE_PACKAGE} is not beside ooxml-validator (npm install {NODE_PACKAGE})")
        pytest.skip(f"{NODE_PACKAGE} of npm is not installed")
    return found


def _debian_folder() -> Path:
    """Return the folder with the packages of Debian; the tests that need it skip without it."""
    folder = os.environ.get(DEBIAN_FOLDER, "")
    if not folder and os.environ.get("KW_REQUIRE_OFFICE"):
        pytest.fail(f"{DEBIAN_FOLDER} does not name a folder (.ci/run fills it)")
    if not folder:
        pytest.skip(f"{DEBIAN_FOLDER} does not name a folder")
    return Path(folder)


def packages() -> dict[str, bytes]:
    """Return the packages by name that Excel wrote and that Python's packages carry."""
    paths = [
        path for name in PYTHON_PACKAGES for path in sorted(_folder(name).rglob("*.xl*")) if _is_xml(path)
    ]
    return by_excel(paths)


def packages_elsewhere() -> dict[str, bytes]:
    """Return the packages by name that Excel wrote and that the packages of npm and Debian carry."""
    paths = sorted((_node_folder() / "template").glob("*.xlsx"))
    debian = _debian_folder()
    paths += [path for path in sorted(debian.rglob("*.xl*")) if _is_xml(path)]
    return by_excel(paths)


def by_excel(paths: list[Path]) -> dict[str, bytes]:
    """Return the packages by name, of these files, that Excel wrote."""
    return {path.name: data for path in paths if _states_excel(data := path.read_bytes())}


def _is_xml(path: Path) -> bool:
    return path.suffix in {".xlsx", ".xlsm", ".xlam"}


def _states_excel(data: bytes) -> bool:
    """Return whether a package states Excel and its version; programs that pose as Excel state none.

    One with folders as entries was packed again by hand, for Excel writes none; one that is no zip is locked.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if "docProps/app.xml" not in names or any(name.endswith("/") for name in names):
            return False
        stated = package.read("docProps/app.xml")
    return re.search(rb"<Application>Microsoft[^<]*Excel", stated) is not None and b"<AppVersion>" in stated


def with_input_tables(data: bytes) -> bytes:
    """Return a package with our input sheets behind its own, each with a table of one blank row."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    types = sheets = relations = ""
    for number, model in enumerate(TABLES, _FIRST_NUMBER):
        sheet, table = f"xl/worksheets/sheet{number}.xml", f"xl/tables/table{number}.xml"
        headers = [column.header for column in model.columns()]
        parts[sheet], parts[table] = _sheet(headers), _table(number, model.table, headers)
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/table" '
            f'Target="../tables/table{number}.xml"/></Relationships>'
        ).encode()
        for part, sort in ((sheet, "worksheet"), (table, "table")):
            types += f'<Override PartName="/{part}" ContentType="{_SPREADSHEET}.{sort}+xml"/>'
        sheets += f'<sheet name="{model.sheet}" sheetId="{number}" r:id="ours{number}"/>'
        relations += f'<Relationship Id="ours{number}" Type="{_OFFICE}/worksheet" Target="/{sheet}"/>'
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", types),
        ("xl/workbook.xml", b"</sheets>", sheets),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relations),
    ):
        parts[name] = parts[name].replace(end, more.encode() + end)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _sheet(headers: list[str]) -> bytes:
    cells = "".join(
        f'<c r="{get_column_letter(at)}1" t="inlineStr"><is><t>{header}</t></is></c>'
        for at, header in enumerate(headers, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData><row r="1">{cells}</row></sheetData>'
        f'<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    ).encode()


def _table(number: int, name: str, headers: list[str]) -> bytes:
    area = f"A1:{get_column_letter(len(headers))}2"
    columns = "".join(f'<tableColumn id="{at}" name="{header}"/>' for at, header in enumerate(headers, 1))
    return (
        f'<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{area}">'
        f'<autoFilter ref="{area}"/><tableColumns count="{len(headers)}">{columns}</tableColumns></table>'
    ).encode()


def kind(name: str) -> str:
    """Return the kind of a part: its name without folders and numbers.

    >>> kind("xl/worksheets/sheet12.xml"), kind("xl/worksheets/_rels/sheet1.xml.rels"), kind("_rels/.rels")
    ('sheet.xml', 'sheet.xml.rels', '.rels')
    """
    return re.sub(r"\d+(?=\.)", "", name.rpartition("/")[2])


def contents(data: bytes) -> Iterator[str]:
    """Yield what a package consists of: ``type``, ``link``, ``element`` and ``attribute``, with the kind of
    part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            # Excel leaves <br> open in the boxes of its notes.
            parser = etree.XMLParser(recover=name.endswith(".vml"))
            root = etree.fromstring(package.read(name), parser)
            if name == "[Content_Types].xml":
                yield from (f"type {one.get('ContentType')}" for one in root)
            elif name.endswith(".rels"):
                yield from (f"link {kind(name)} {one.get('Type').rpartition('/')[2]}" for one in root)
            else:
                yield from _of_part(kind(name), root)


def _of_part(part: str, root: etree._Element) -> Iterator[str]:
    for one in root.iter():
        if isinstance(one.tag, str):
            tag = etree.QName(one).localname
            yield f"element {part} {tag}"
            yield from (f"attribute {part} {tag}@{etree.QName(name).localname}" for name in one.attrib)
