"""Makes a PDF of a document with LibreOffice: the sheets that are asked for, as they are set up for paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from xlsxwriter import Workbook

from klantwaarde_xl import errors
from klantwaarde_xl.files.safe_file import replace_safely, scratch_folder
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.writers.xlsx import xlsx_bytes

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_OPTIONS = (
    '{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"false"}}'
)
"""Tags let a screen reader find headings, tables and what charts show; notes would stand as icons over the
headers that they explain."""
_PATIENCE = 300
"""Seconds before LibreOffice is given up."""


def find_office() -> Path:
    """Return the program LibreOffice; raises ``KW-821`` where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    found = found or next((place for place in _PLACES if Path(place).is_file()), None)
    if found is None:
        raise errors.NO_OFFICE.error()
    return Path(found)


def pdf_bytes(document: Document, sheets: Collection[str]) -> bytes:
    """Return a PDF of the sheets with these names.

    The other sheets go along unseen, for the charts point at their cells. Raises ``KW-821`` without
    LibreOffice, ``KW-822`` when it makes no PDF, and ``KW-005`` when there is no place for its scratch files.
    """
    office = find_office()
    shown = tuple(replace(sheet, hidden=sheet.name not in sheets) for sheet in document.sheets)
    front = next(sheet.name for sheet in shown if not sheet.hidden)
    with scratch_folder() as folder:
        book = folder / "klantwaarde.xlsx"
        with replace_safely(book) as unfinished:
            unfinished.write_bytes(xlsx_bytes(replace(document, sheets=shown, active=front), _without_links))
        return _convert(office, book).read_bytes()


def _without_links(book: Workbook) -> None:
    """Take the links off every sheet.

    They lead nowhere on paper, and the PDF would show the name of a temporary folder.
    """
    for sheet in book.worksheets():
        sheet.hyperlinks.clear()
        sheet.link_ends.clear()


def _convert(office: Path, book: Path) -> Path:
    """Return the PDF that LibreOffice makes of a workbook, beside it.

    It gets a profile of its own, so that an office program that is open is not disturbed.
    """
    profile = (book.parent / "profiel").as_uri()
    command = [str(office), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", f"pdf:calc_pdf_Export:{_OPTIONS}", "--outdir", str(book.parent), str(book)]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE)  # noqa: S603 - no shell, our own arguments
    except (OSError, subprocess.SubprocessError) as problem:
        raise errors.NO_PDF.error(reason=type(problem).__name__) from problem
    made = book.with_suffix(".pdf")
    if not made.is_file():
        raise errors.NO_PDF.error(reason="er kwam geen bestand")
    return made
