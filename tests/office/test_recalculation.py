"""Every page on random companies: LibreOffice calculates every formula again and finds the value in the file.

The values come from the analysis and the formulas from the declaration of the same page, so that a figure
that is defined in two ways shows here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import light
import pytest
from office_client import Office
from openpyxl.cell import Cell
from plain_company import made_up, raw_tables
from report_book import CREATED

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.words.formula_sentences import DECIMAL, THOUSANDS
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = [pytest.mark.office, pytest.mark.filterwarnings("ignore:.*extension is not supported")]
SEEDS = range(1, 21)
COMPANIES = 12
"""So many of them can be analysed."""


def analyses() -> Iterator[Analysis]:
    """Give the random companies that can be analysed, each with another choice of settings."""
    for seed in SEEDS:
        draw = random.Random(seed)
        chosen = Settings(
            pareto_measure=draw.choice(["omzet", "marge", "nettobijdrage", "score"]),
            by_parent=draw.random() < 0.3,
            minimum_gap=draw.choice([0.0, 100.0]),
            longest_list=draw.choice([10, 10_000]),
            rank_draws=10,
        )
        try:
            yield analyse(check_inputs(raw_tables(made_up(seed)), chosen))
        except errors.UnusableInputError:
            continue


def differences(office: Office, document: Document, path: Path) -> tuple[list[str], dict[str, int]]:
    """Return which cells have another value after a recalculation, and how many formulas each sheet has."""
    write_xlsx(document, path)
    formulas, values = light.load(path), light.load(path, data_only=True)
    of_the_computer = {
        destination
        for name in (THOUSANDS, DECIMAL)
        for destination in formulas.defined_names[name].destinations
    }
    key = office.ask("open", path=str(path))
    try:
        office.ask("calculate", document=key)
        wrong, counts = [], {}
        for sheet in formulas:
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            counts[sheet.title] = len(cells)
            if cells:
                shown = office.ask("read", document=key, sheet=sheet.title, area=area(cells))["values"]
                wrong += [
                    f"{sheet.title}!{cell.coordinate}: {in_file!r} is {now!r}"
                    for cell in cells
                    if (sheet.title, absolute(cell)) not in of_the_computer
                    and not equal(
                        in_file := value_in_file(values[sheet.title][cell.coordinate]),
                        now := shown[cell.row - 1][cell.column - 1],
                    )
                ]
        return wrong, counts
    finally:
        office.ask("close", document=key)


def value_in_file(cell: Cell) -> Any:
    """Return the value of a cell; openpyxl gives a blank one with a link the place that it leads to."""
    return None if cell.hyperlink and cell.value == cell.hyperlink.location else cell.value


def area(cells: list[Cell]) -> list[int]:
    return [0, 0, max(cell.row for cell in cells) - 1, max(cell.column for cell in cells) - 1]


def absolute(cell: Cell) -> str:
    return f"${cell.column_letter}${cell.row}"


def equal(in_file: Any, now: Any) -> bool:
    if hasattr(in_file, "toordinal"):
        return bool(now == in_file.toordinal() - 693_594)
    if isinstance(in_file, bool | int | float) and isinstance(now, int | float):
        return bool(now == pytest.approx(in_file, rel=1e-9, abs=1e-9))
    return (in_file or "") == (now or "")


def test_every_formula_of_every_page_gives_the_value_in_the_file(office: Office, tmp_path: Path) -> None:
    seen = dict.fromkeys((page.spec.name for page in REPORT), 0)
    companies = 0
    for analysis in islice(analyses(), COMPANIES):
        companies += 1
        document = build(analysis, created=CREATED, with_inputs=True)
        wrong, counts = differences(office, document, tmp_path / f"{companies}.xlsx")
        assert wrong == [], f"bedrijf {companies}"
        seen = {name: count + counts[name] for name, count in seen.items()}
    assert companies == COMPANIES
    with_formulas = {name for name, count in seen.items() if count}
    assert {"Dashboard", "Klantkaart", "Grafiekgegevens", "Klantwaarde", "Pareto"} <= with_formulas


@pytest.mark.parametrize(
    "key", ["Dash_Verlies", "sentence_text_1", "card_revenue", "pareto_title", "total_hours"]
)
def test_a_value_that_differs_from_its_formula_is_seen(office: Office, tmp_path: Path, key: str) -> None:
    document = build(next(analyses()), created=CREATED)
    value = document.values[key]
    other = f"{value}!" if isinstance(value, str) else 123_456.0
    planted = replace(document, values={**document.values, key: other})
    wrong, _ = differences(office, planted, tmp_path / "fout.xlsx")
    assert wrong
