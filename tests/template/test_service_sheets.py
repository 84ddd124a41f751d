"""The sheets that programs read: the settings of xlwings and the tooltips of Excel-DNA."""

from __future__ import annotations

import io
import zipfile

import light
import pytest

from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template import build
from klantwaarde_xl.template.service_sheets import CONF, CONF_SHEET, TOOLTIP_SHEET

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning", "ignore::ResourceWarning"
)


def as_workbook(addin: bytes) -> bytes:
    """Return an add-in as a workbook, for a reader that knows workbooks only."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(addin)) as package, zipfile.ZipFile(out, "w") as target:
        for name in package.namelist():
            target.writestr(name, package.read(name).replace(b".addin.macroEnabled", b".sheet.macroEnabled"))
    return out.getvalue()


def test_the_conf_sheet_has_no_hole_and_no_interpreter(template: bytes) -> None:
    sheet = light.load(template)[CONF_SHEET]
    keys = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert keys == list(CONF)
    assert not [key for key in keys if key.startswith(("INTERPRETER", "CONDA"))]


def as_intellisense_reads(
    rows: list[tuple[object, ...]],
) -> list[tuple[object, object, list[tuple[object, object]]]]:
    """Return the functions as Excel-DNA's WorkbookIntelliSenseProvider takes them from the used range: every
    cell as text."""
    assert rows[0][0] == "FunctionInfo"
    found = []
    for row in rows[1:]:
        cells = [cell if isinstance(cell, str) else None for cell in row]
        pairs = [(cells[j], cells[j + 1]) for j in range(3, len(cells) - 1, 2) if cells[j]]
        found.append((cells[0], cells[1], pairs))
    return found


@pytest.mark.parametrize("addin", [False, True])
def test_the_tooltips_say_what_the_registry_says_where_excel_dna_looks_for_it(
    template: bytes, addin: bool
) -> None:
    book = light.load(as_workbook(build.addin()) if addin else template)
    assert book.sheetnames[-1] == TOOLTIP_SHEET == "_IntelliSense_", "that program wants the very last sheet"
    assert book[TOOLTIP_SHEET].sheet_state == "veryHidden"
    rows = list(book[TOOLTIP_SHEET].iter_rows(values_only=True))
    assert rows[0][:3] == ("FunctionInfo", 1, "Klantwaarde")
    assert as_intellisense_reads(rows) == [
        (
            function.name,
            function.help,
            [(f"[{a.name}]" if a.optional else a.name, a.help) for a in function.arguments],
        )
        for function in FUNCTIONS
    ]
