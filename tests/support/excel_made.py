"""Packages that Excel wrote, found in installed test dependencies, and what a package consists of.

Nothing of them is copied: only the kinds of parts, relationships and elements that occur are compared. The
project of the .xlam of xlwings was written by Aspose, its package by Excel as docProps/app.xml states.
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


def packages(*, charts: bool) -> dict[str, bytes]:
    """Return the packages that Excel wrote by name; ``charts`` those of npm, with drawings, as well."""
    paths = [
        path for name in PYTHON_PACKAGES for path in sorted(_folder(name).rglob("*.xl*")) if _is_xml(path)
    ]
    if charts:
        paths += sorted((_node_folder() / "template").glob("*.xlsx"))
    return {path.name: data for path in paths if b"Microsoft" in _application(data := path.read_bytes())}


def _is_xml(path: Path) -> bool:
    return path.suffix in {".xlsx", ".xlsm", ".xlam"}


def _application(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = re.search(rb"<Application>([^<]*)", package.read("docProps/app.xml"))
    return found[1] if found else b""


def kind(name: str) -> str:
    """Return the kind of a part: its name without folders and numbers.

    >>> kind("xl/worksheets/sheet12.xml"), kind("xl/worksheets/_rels/sheet1.xml.rels"), kind("_rels/.rels")
    ('sheet.xml', 'sheet.xml.rels', '.rels')
    """
    return re.sub(r"\d+(?=\.)", "", name.rpartition("/")[2])


def contents(data: bytes) -> Iterator[str]:
    """Yield what a package consists of: ``type``, ``link`` and ``element``, with the kind of part."""
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
                yield from (
                    f"element {kind(name)} {etree.QName(one).localname}"
                    for one in root.iter()
                    if isinstance(one.tag, str)
                )
