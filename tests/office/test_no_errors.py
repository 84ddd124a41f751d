"""No formula of any sheet shows an error: shipped, result, copy to share, one customer and many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import light
import openpyxl
import pytest
from office_client import Office
from report_book import CREATED, many, odd_company

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import refresh
from klantwaarde_xl.use_cases.sharing import Way, share
from klantwaarde_xl.writers.xlsx import write_xlsx

INPUTS = {model.sheet for model in TABLES}
"""Their cells hold what people typed or pasted; the demo has two errors among them on purpose."""


def _written(document: Any, folder: Path) -> Path:
    return write_xlsx(document, folder / "werkmap.xlsx")


def _to_fill(folder: Path) -> Path:
    write_empty(folder / "leeg.xlsx", CREATED)
    return folder / "leeg.xlsx"


def _demo(folder: Path) -> Path:
    return write_demo(folder, lambda _step: None)[0]


def _copy(folder: Path) -> Path:
    return share(_demo(folder), folder / "delen.xlsx", Way(nameless=True), created=CREATED).workbook


def _without_costs(folder: Path) -> Path:
    """Return the result for the demo's own tables without a cost of any line or product."""
    source = light.load(_demo(folder), data_only=True)
    target = openpyxl.Workbook()
    target.remove(target.active)
    for name in ("Klanten", "Transacties", "Producten", "Inspanning", "Tarieven", "Beoordeling", "Team"):
        sheet, rows = target.create_sheet(name), source[name]
        (table,) = rows.tables.values()
        lines = [[cell.value for cell in row] for row in rows[table.ref]]
        kept = [n for n, header in enumerate(lines[0]) if not str(header).startswith("Kostprijs per stuk")]
        kept = [n for n in kept if lines[0][n] not in {"Kostprijs", "Marge"}]
        for line in lines:
            sheet.append([line[n] for n in kept])
    target.save(folder / "zonder.xlsx")
    refresh(folder / "zonder.xlsx", folder / "resultaat.xlsx", created=CREATED)
    return folder / "resultaat.xlsx"


MADE: dict[str, Callable[[Path], Path]] = {
    "to fill": _to_fill,
    "template": lambda folder: _written(empty_report(CREATED), folder),
    "demo": _demo,
    "without costs": _without_costs,
    "copy to share": _copy,
    "odd company": lambda folder: _written(build(odd_company(), created=CREATED, with_inputs=True), folder),
    "one customer": lambda folder: _written(build(many(1), created=CREATED, with_inputs=True), folder),
    "5,000 customers": lambda folder: _written(build(many(5_000), created=CREATED), folder),
}


def errors_after_recalculation(office: Office, path: Path) -> tuple[dict[str, str], int]:
    """Return where errors stand, by sheet, and how many formulas there are."""
    document = office.ask("open", path=str(path))
    try:
        office.ask("calculate", document=document)
        sheets = office.ask("formula_cells", document=document)
    finally:
        office.ask("close", document=document)
    found = {
        name: cells["errors"] for name, cells in sheets.items() if cells["errors"] and name not in INPUTS
    }
    return found, sum(cells["count"] for cells in sheets.values())


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
@pytest.mark.parametrize("which", MADE)
def test_no_formula_of_any_sheet_shows_an_error(office: Office, tmp_path: Path, which: str) -> None:
    found, formulas = errors_after_recalculation(office, MADE[which](tmp_path))
    assert found == {}
    assert formulas >= (2 if which == "to fill" else 500)


def test_the_resellers_show_no_error_either(office: Office, tmp_path: Path, shared_data: Path) -> None:
    tables = datasets.adventureworks(shared_data / "adventureworks_reseller")
    source = datasets.write_workbook(tmp_path / "wederverkopers.xlsx", tables)
    refresh(source, tmp_path / "uitkomst.xlsx", created=CREATED)
    found, formulas = errors_after_recalculation(office, tmp_path / "uitkomst.xlsx")
    assert found == {}
    assert formulas > 500


def test_an_error_is_seen(office: Office, tmp_path: Path) -> None:
    document = office.ask("open", path=str(_to_fill(tmp_path)))
    try:
        office.ask(
            "set_formula", document=document, sheet="Start", area=[59, 0, 59, 0], formula="=1/0", array=False
        )
        office.ask("calculate", document=document)
        assert office.ask("formula_cells", document=document)["Start"] == {"count": 1, "errors": "Start.A60"}
    finally:
        office.ask("close", document=document)
