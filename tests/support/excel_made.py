"""Packages that Excel wrote, found in test dependencies, and what a package consists of.

Nothing of them is copied: only the kinds of parts, relationships, elements and attributes that occur are
compared. The project of the .xlam of xlwings was written by Aspose, its package by Excel as docProps/app.xml
states. Those of Excel::Writer::XLSX were made by Excel 2007 and later, and some trimmed by its author.
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

PYTHON_PACKAGES = ("pyopenvba", "xlwings")
NODE_PACKAGE = "xlsx-chart"
"""Of npm, MIT: a workbook of Excel 2007 or 2016 for each kind of chart."""

DEBIAN_FOLDER = "KW_EXCEL_MADE"
"""Names a folder with Debian's r-cran-openxlsx, r-cran-readxl and the source of libexcel-writer-xlsx-perl,
unpacked: workbooks of Excel with tables, notes, pivot tables and conditional formats (see .ci/run)."""


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
    return _by_excel(paths)


def packages_elsewhere() -> dict[str, bytes]:
    """Return the packages by name that Excel wrote and that the packages of npm and Debian carry."""
    paths = sorted((_node_folder() / "template").glob("*.xlsx"))
    debian = _debian_folder()
    paths += [path for path in sorted(debian.rglob("*.xl*")) if _is_xml(path)]
    return _by_excel(paths)


def _by_excel(paths: list[Path]) -> dict[str, bytes]:
    return {path.name: data for path in paths if _states_excel(data := path.read_bytes())}


def _is_xml(path: Path) -> bool:
    return path.suffix in {".xlsx", ".xlsm", ".xlam"}


def _states_excel(data: bytes) -> bool:
    """Return whether a package states Excel and its version; programs that pose as Excel state none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "docProps/app.xml" not in package.namelist():
            return False
        stated = package.read("docProps/app.xml")
    return re.search(rb"<Application>Microsoft[^<]*Excel", stated) is not None and b"<AppVersion>" in stated


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
            root = etree.fromstring(package.read(name))
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
