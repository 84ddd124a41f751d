"""The structure of an Excel package: which part is which sheet, which Excel tables and names there are.

Reads only the small parts, with the standard library; DOCTYPEs are refused, so no entity is ever expanded.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.sources.number_formats import telling_styles

MOST_STRUCTURE_BYTES = 32_000_000
"""Longest part that is read as structure; a workbook.xml with 100,000 names has about a third of it."""
WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml",
)
"""Content types of a workbook written as XML; .xlsb is binary and has another."""
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
CONTENT_TYPES = "[Content_Types].xml"

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?\Z")
_NAMED_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7})\Z")


class PackageError(ValueError):
    """The package is not a sound workbook; ``str()`` is the reason in Dutch."""


class NotAWorkbookError(PackageError):
    """The package is sound but something else than a workbook."""


class DoctypeError(PackageError):
    """A part holds a DOCTYPE; ``str()`` is the part's name."""


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """One Excel table: its name and its place, rows and columns counted from 1, all inclusive.

    ``first_row`` is the header row (``header_rows`` 1) or the first data row (0); ``totals_rows`` rows at the
    end are totals."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    header_rows: int
    totals_rows: int
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name, its part, its Excel tables; ``visible`` is false for hidden sheets."""

    name: str
    part: str
    tables: tuple[ExcelTable, ...]
    visible: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The worksheets in order, and the named cells: ``{name: (sheet, row, column)}``, counted from 1.

    ``date_1904``: days count from 1904. ``calculates_on_load``: the workbook asks to be calculated when it is
    opened. ``styles``: what the number format of a style index tells: a currency (``USD``) or ``%``.
    """

    sheets: tuple[Sheet, ...]
    names: dict[str, tuple[str, int, int]]
    date_1904: bool = False
    calculates_on_load: bool = False
    styles: dict[int, str] = field(default_factory=dict)


def read_structure(archive: zipfile.ZipFile) -> Package:
    """Return the structure of the workbook in this open archive.

    Raises :class:`NotAWorkbookError` for packages of other programs, :class:`DoctypeError` for a DOCTYPE, and
    :class:`PackageError` for missing parts, parts of the wrong content type, and XML that is broken.
    """
    types = _content_types(archive)
    workbook = next(
        (target for kind, target in _relations(archive, "").values() if kind == "officeDocument"), ""
    )
    declared = types.get(workbook.lower(), "")
    if declared not in WORKBOOK_TYPES:
        if declared or not workbook:
            raise NotAWorkbookError(declared or "geen werkmap")
        raise PackageError(f"het onderdeel {workbook} staat niet in {CONTENT_TYPES}")
    root = _parse(archive, workbook)
    relations = _relations(archive, workbook)
    entries = [entry for entry in root.iter() if _local(entry.tag) == "sheet"]
    sheets = [sheet for entry in entries if (sheet := _sheet(archive, entry, relations, types))]
    styles = next((part for kind, part in relations.values() if kind == "styles" and _has(archive, part)), "")
    return Package(
        tuple(sheets),
        _names(root),
        _is_set(root, "workbookPr", "date1904"),
        _is_set(root, "calcPr", "fullCalcOnLoad"),
        telling_styles(_parse(archive, styles)) if styles else {},
    )


def _sheet(
    archive: zipfile.ZipFile,
    entry: ET.Element,
    relations: Mapping[str, tuple[str, str]],
    types: Mapping[str, str],
) -> Sheet | None:
    """Return the worksheet of an entry of the workbook, None for a sheet of another kind."""
    link = next((value for key, value in entry.attrib.items() if _local(key) == "id"), "")
    kind, part = relations.get(link, ("", ""))
    if kind in {"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}:
        return None
    name = entry.get("name", "")
    if kind != "worksheet" or not _has(archive, part):
        raise PackageError(f"het blad '{name}' ontbreekt in het bestand")
    if types.get(part.lower()) != SHEET_TYPE:
        raise PackageError(f"het blad '{name}' heeft een verkeerd inhoudstype")
    return Sheet(name, part, _tables(archive, part), entry.get("state", "visible") == "visible")


def _is_set(root: ET.Element, element: str, name: str) -> bool:
    return any(e.get(name) in {"1", "true"} for e in root.iter() if _local(e.tag) == element)


def _content_types(archive: zipfile.ZipFile) -> dict[str, str]:
    if not _has(archive, CONTENT_TYPES):
        raise NotAWorkbookError(CONTENT_TYPES)
    root = _parse(archive, CONTENT_TYPES)
    defaults = {
        e.get("Extension", "").lower(): e.get("ContentType", "") for e in root if _local(e.tag) == "Default"
    }
    types = {
        name.lower(): defaults.get(posixpath.splitext(name)[1][1:].lower(), "") for name in archive.namelist()
    }
    types |= {
        e.get("PartName", "").lstrip("/").lower(): e.get("ContentType", "")
        for e in root
        if _local(e.tag) == "Override"
    }
    return types


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target part by relation id; links to outside are left out: nobody follows them."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if not _has(archive, source):
        return {}
    # Names of parts know no capitals, and some programs write them differently in the two places.
    actual = {known.lower(): known for known in archive.NameToInfo}
    found = {}
    for entry in _parse(archive, source):
        if entry.get("TargetMode") == "External":
            continue
        target = unquote(entry.get("Target", ""))
        whole = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[entry.get("Id", "")] = (
            entry.get("Type", "").rsplit("/", 1)[-1],
            actual.get(whole.lower(), whole),
        )
    return found


def _tables(archive: zipfile.ZipFile, sheet: str) -> tuple[ExcelTable, ...]:
    found = []
    for kind, part in _relations(archive, sheet).values():
        if kind != "table":
            continue
        if not _has(archive, part):
            raise PackageError(f"het onderdeel {part} ontbreekt")
        root = _parse(archive, part)
        place = _RANGE.match(root.get("ref", ""))
        first_column, first_row, last_column, last_row = place.groups() if place else ("", "", "", "")
        area = [
            column_number(first_column),
            int(first_row or 0),
            column_number(last_column or first_column),
            int(last_row or first_row or 0),
        ]
        if not (0 < area[0] <= area[2] and 0 < area[1] <= area[3]):
            raise PackageError(f"de tabel '{root.get('displayName', '')}' heeft geen geldig bereik")
        headers = tuple(e.get("name", "") for e in root.iter() if _local(e.tag) == "tableColumn")
        found.append(
            ExcelTable(
                root.get("displayName") or root.get("name") or "",
                area[1],
                area[0],
                area[3],
                area[2],
                _count(root.get("headerRowCount", "1")),
                _count(root.get("totalsRowCount", "0")),
                headers,
            )
        )
    return tuple(found)


def _names(root: ET.Element) -> dict[str, tuple[str, int, int]]:
    found = {}
    for entry in root.iter():
        if _local(entry.tag) == "definedName" and (place := _NAMED_CELL.match((entry.text or "").strip())):
            column, row = re.findall(r"[A-Z]+|\d+", place[3])
            sheet = place[1].replace("''", "'") if place[1] else place[2]
            found[entry.get("name", "")] = (sheet, int(row), column_number(column))
    return found


def _count(text: str) -> int:
    if text not in {"0", "1"}:
        raise PackageError(f"een tabel heeft '{text[:20]}' koprijen of totaalrijen")
    return int(text)


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _parse(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if not _has(archive, name):
        raise PackageError(f"het onderdeel {name} ontbreekt")
    with archive.open(name) as stream:
        data = stream.read(MOST_STRUCTURE_BYTES + 1)
    if len(data) > MOST_STRUCTURE_BYTES:
        raise PackageError(f"het onderdeel {name} is te groot")
    if b"<!DOCTYPE" in data:
        raise DoctypeError(name)
    try:
        return ET.fromstring(data)  # noqa: S314 - no DOCTYPE can come here
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise PackageError(f"het onderdeel {name} is geen geldige XML") from fault
