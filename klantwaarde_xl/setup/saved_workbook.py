"""What a program changed in a workbook of ours by saving it, by what the parts of the package hold.

Programs write the same workbook in other words, so bytes say nothing; what is counted and named here is what
a user would miss.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from klantwaarde_xl.files.table_place import attribute

_TAG = {
    name: re.compile(rb"<(?:\w+:)?" + name.encode() + rb"\b[^<>]*>")
    for name in ("sheet", "definedName", "table", "tableColumn", "Relationship", "numFmt")
}
_IN_SHEETS = {
    "keuzelijsten en regels voor invoer": re.compile(rb"<(?:\w+:)?dataValidation\b"),
    "voorwaardelijke opmaak": re.compile(rb"<(?:\w+:)?cfRule\b"),
    "koppelingen": re.compile(rb"<hyperlink\b"),
    "formules": re.compile(rb"<f[ />]"),
    "foutwaarden": re.compile(rb'<c [^<>]*\bt="e"'),
}
"""What is counted on every sheet."""
_PARTS = {
    "grafieken": re.compile(r"xl/charts/chart\d+\.xml"),
    "opmerkingen": re.compile(r"xl/comments/?\w*\.xml"),
    "macro's": re.compile(r"xl/vbaProject\.bin"),
    "lint": re.compile(r"customUI/\w+\.xml"),
}
"""What is counted in the whole workbook, by the names of parts."""
_REPAIRED = re.compile(rb'<fileRecoveryPr\b[^<>]*repairLoad="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was written: what it is, as we wrote it, and as it is now."""

    subject: str
    written: str
    found: str

    def __str__(self) -> str:
        """Return the difference as a line."""
        return f"{self.subject}: wij schreven {self.written or 'niets'}, er staat {self.found or 'niets'}"


def repaired(saved: bytes) -> bool:
    """Return whether Excel says in the workbook that it had to repair it."""
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        return bool(_REPAIRED.search(package.read("xl/workbook.xml")))


def program_of(saved: bytes) -> str:
    """Return the program that saved a workbook, with its version as far as it says; '' when it does not."""
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        if "docProps/app.xml" not in package.namelist():
            return ""
        data = package.read("docProps/app.xml")
    found = (re.search(rb"<%s>([^<]*)<" % name, data) for name in (b"Application", b"AppVersion"))
    return " ".join(html.unescape(one[1].decode()) for one in found if one)


def differences(written: bytes, saved: bytes) -> list[Difference]:
    """Return what is otherwise in a saved workbook than in the one that we wrote, in the order of reading.

    Both must have passed the guard of ``sources``."""
    ours, theirs = _facts(written), _facts(saved)
    found = []
    for subject in [*ours, *(subject for subject in theirs if subject not in ours)]:
        one, other = ours.get(subject, ""), theirs.get(subject, "")
        if one != other:
            found.append(Difference(subject, one, other))
    return found


def _facts(data: bytes) -> dict[str, str]:
    """Return what a workbook holds, as text by subject."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    workbook = parts["xl/workbook.xml"]
    targets = _targets(parts, "xl/workbook.xml")
    sheets = _TAG["sheet"].findall(workbook)
    facts = {"bladen": ", ".join(attribute(tag, "name") for tag in sheets)}
    names = {attribute(tag, "name") for tag in _TAG["definedName"].findall(workbook)}
    facts |= {f"naam {name}": "ja" for name in sorted(names) if not name.startswith("_xlnm.")}
    for tag in sheets:
        name, path = attribute(tag, "name"), targets.get(attribute(tag, "r:id"), "")
        facts |= _of_sheet(name, path, parts)
    for what, pattern in _PARTS.items():
        facts[what] = str(sum(bool(pattern.fullmatch(name)) for name in parts))
    codes = Counter(attribute(tag, "formatCode") for tag in _TAG["numFmt"].findall(parts["xl/styles.xml"]))
    return facts | {f"getalnotatie {code}": "ja" for code in sorted(codes)}


def _of_sheet(name: str, path: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    data = parts.get(path, b"")
    facts = {f"{what} op {name}": str(len(pattern.findall(data))) for what, pattern in _IN_SHEETS.items()}
    for target in _targets(parts, path).values():
        if "/tables/" in target and target in parts:
            opening = _TAG["table"].search(parts[target])
            headers = [attribute(tag, "name") for tag in _TAG["tableColumn"].findall(parts[target])]
            table = attribute(opening[0], "displayName") if opening else ""
            facts[f"tabel {table} op {name}"] = ", ".join(headers)
    return facts


def _targets(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return the parts that a part names, by the id of the relationship."""
    folder, file = posixpath.split(part)
    rels = parts.get(f"{folder}/_rels/{file}.rels", b"")
    return {
        attribute(tag, "Id"): posixpath.normpath(
            posixpath.join("/", folder, attribute(tag, "Target"))
        ).lstrip("/")
        for tag in _TAG["Relationship"].findall(rels)
    }
