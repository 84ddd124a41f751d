"""Builds the workbooks for users: template and demo, each with and without macros, and the add-in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from klantwaarde_xl import __version__
from klantwaarde_xl.demo.tables import CREATED, whole_demo
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.package_parts import DAMAGED
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.files.safe_file import make_folder, write_together
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.start import also_named
from klantwaarde_xl.template.function_results import function_blocks
from klantwaarde_xl.template.functions_sheet import ABOUT, add_functions_sheets
from klantwaarde_xl.template.ribbon import add_ribbon
from klantwaarde_xl.template.service_sheets import add_conf_sheet, add_tooltip_sheet
from klantwaarde_xl.template.vba import workbook_modules, xlwings_version
from klantwaarde_xl.template.vba_project import Module, write_vba_project
from klantwaarde_xl.use_cases.refreshing import analysed, versions
from klantwaarde_xl.writers.xlsx import CALC_ID, xlsx_bytes

NAME, DEMO_NAME = "klantwaarde", "klantwaarde-demo"
_WORKBOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_ADDIN_TEXT = (
    "klantwaarde_xl: de KW_-functies en het lint Klantwaarde voor elke werkmap.",
    (
        "Dit is een invoegtoepassing: zet haar aan met Bestand, Opties, Invoegtoepassingen, "
        "Excel-invoegtoepassingen."
    ),
    "Er moet Python met klantwaarde_xl op deze computer staan; zie de handleiding.",
)

_STAMP, _PROPERTIES = "klantwaarde_xl", "docProps/custom.xml"

ModulesOf = Callable[[list[str]], list[Module]]


def template_document() -> Document:
    """Return the empty template, not yet with its functions."""
    return empty_report(CREATED)


def demo_document(step: Callable[[str], None]) -> Document:
    """Return the demo workbook with data and results; ``step`` gets in Dutch what is being done."""
    return build(analysed(whole_demo(), step), created=CREATED, with_inputs=True, versions=versions())


def macro_workbook(document: Document, modules: ModulesOf = workbook_modules) -> bytes:
    """Return a document as an .xlsm file, with the functions at work, macros and ribbon.

    Equal documents give equal parts. ``modules`` makes the VBA modules from the code names of the sheets.
    """

    def finish(book: xlsxwriter.Workbook) -> None:
        add_functions_sheets(book, document, function_blocks(document))
        add_conf_sheet(book)
        add_tooltip_sheet(book)
        _add_macros(book, modules)

    start, *others = document.sheets
    linked = replace(document, sheets=(also_named(start, ABOUT), *others))
    return add_ribbon(xlsx_bytes(linked, finish))


def addin() -> bytes:
    """Return the add-in: functions and ribbon for the workbook that is in front."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})  # a few kilobytes: it needs no files of its own
    book.set_properties({"title": "Klantwaarde", "author": "klantwaarde_xl", "created": CREATED})
    book.calc_on_load = False
    book.set_calc_mode("auto", CALC_ID)
    sheet = book.add_worksheet("Klantwaarde")
    sheet.set_column(0, 0, 110)
    for row, text in enumerate(_ADDIN_TEXT):
        sheet.write_string(row, 0, text)
    add_conf_sheet(book)
    add_tooltip_sheet(book)
    _add_macros(book, lambda names: workbook_modules(names, addin=True))
    book.close()
    return add_ribbon(_as_addin(stream.getvalue()), addin=True)


def stamp() -> str:
    """Return the versions that a workbook with macros belongs to; they are in its properties."""
    return f"{__version__}, xlwings {xlwings_version()}"


def stamp_of(path: Path) -> str:
    """Return the stamp of a workbook file, also after Excel saved it; '' for one without, or no workbook."""
    try:
        with open_regular(path) as stream, zipfile.ZipFile(stream) as package:
            properties = package.read(_PROPERTIES).decode("utf-8", "replace")
    except (*DAMAGED, OSError, LookupError, ValueError, KlantwaardeError):
        return ""
    found = re.search(rf'name="{_STAMP}"[^>]*>\s*<vt:lpwstr>([^<]*)', properties)
    return found[1] if found else ""


def _add_macros(book: xlsxwriter.Workbook, modules: ModulesOf) -> None:
    book.set_custom_property(_STAMP, stamp())
    sheets = book.worksheets()
    names = [f"Blad{number}" for number in range(1, len(sheets) + 1)]
    book.set_vba_name("ThisWorkbook")
    for name, sheet in zip(names, sheets, strict=True):
        sheet.set_vba_name(name)
    book.add_vba_project(io.BytesIO(write_vba_project(modules(names))), is_stream=True)


def _as_addin(package: bytes) -> bytes:
    """Return the package with the content type of an add-in, by which alone Excel knows it."""
    source, out = zipfile.ZipFile(io.BytesIO(package)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(
                info,
                data.replace(_WORKBOOK_TYPE, _ADDIN_TYPE) if info.filename == "[Content_Types].xml" else data,
            )
    return out.getvalue()


def template_workbooks() -> dict[str, bytes]:
    """Return the files without demo data, by name: the template without and with macros, and the add-in."""
    return {**_both(NAME, template_document()), f"{NAME}.xlam": addin()}


def _both(name: str, document: Document) -> dict[str, bytes]:
    return {f"{name}.xlsx": xlsx_bytes(document), f"{name}.xlsm": macro_workbook(document)}


def build_all(folder: Path, step: Callable[[str], None], *, demo: bool = True) -> list[Path]:
    """Write the workbooks into a folder and return their paths.

    Files of an earlier run are replaced, all of them or none. ``demo`` False leaves out the two with demo
    data. Raises OutputError (KW-005) when one cannot be written.
    """
    names = [f"{NAME}.xlsx", f"{NAME}.xlsm", f"{NAME}.xlam"]
    names += [f"{DEMO_NAME}.xlsx", f"{DEMO_NAME}.xlsm"] if demo else []
    refuse_unwritable([folder / name for name in names], makes_folder=True)
    step(f"{NAME} maken")
    made = template_workbooks()
    if demo:
        document = demo_document(step)
        step(f"{DEMO_NAME} maken")
        made |= _both(DEMO_NAME, document)
    step("Werkmappen schrijven")
    make_folder(folder)
    # Together: a template and an add-in of two versions would answer each other's calls.
    contents = {folder / name: data for name, data in made.items()}
    write_together(contents)
    return list(contents)
