"""Klantkaart vervolg in a real spreadsheet program: choose, recalculate, compare; fast at 50,000 lines."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from office_client import Office
from report_book import CHOICE, Book, cell, same
from small_workbook import CREATED, raw_tables

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_card.data import DETAIL_NAME
from klantwaarde_xl.report.pages.customer_card.detail import (
    MEMBER_GRID,
    PAGE,
    PRODUCT_GRID,
    TREND_GRID,
    detail_of,
)
from klantwaarde_xl.report.pages.customer_card.last_lines import GRID
from klantwaarde_xl.report.pages.followup.history import snapshot
from klantwaarde_xl.report.specs import CellSpec

LINES, CUSTOMERS, LONGEST = 50_000, 400, 1.0
"""Lines and customers of a large firm, and the most seconds that a recalculation may take."""


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the report of a firm that was refreshed in two earlier months as well."""
    analysis = analyse(check_inputs(raw_tables()))
    earlier = [snapshot(Source(analysis, day=dt.date(2025, month, 7))) for month in (10, 11)]
    history = pd.concat([rows.assign(score=rows["score"] - n) for n, rows in enumerate(earlier, 1)])
    inputs = replace(analysis.inputs, history=history.reset_index(drop=True))
    return build(replace(analysis, inputs=inputs), created=CREATED, with_inputs=True)


@pytest.fixture(scope="module")
def book(office: Office, document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    opened = Book(office, document, tmp_path_factory.mktemp("vervolg") / "vervolg.xlsx")
    yield opened
    opened.close()


def test_every_cell_follows_the_choice(book: Book, document: Document) -> None:
    card = document.frames["card"]
    for position in (0, 3, 11, len(card) - 1):
        chosen = card.iloc[position]
        book.put(CHOICE, chosen["label"])
        shown = book.recalculated(DETAIL_NAME, "L40")
        frames, values = detail_of(document.frames, chosen["customer_id"])
        seen = 0
        for block in PAGE.spec.blocks:
            if isinstance(block, CellSpec):
                same(cell(shown, block.at), values[block.value], f"{chosen['label']}, {block.at}")
                seen += 1
        same(cell(shown, "B2"), values["card_detail_message"], chosen["label"])
        for grid in (PRODUCT_GRID, MEMBER_GRID, GRID, TREND_GRID):
            for n, row in enumerate(frames[grid.frame].to_dict("records"), 1):
                for field, at in grid.letters.items():
                    same(
                        cell(shown, f"{at}{grid.row + n}"),
                        row[field],
                        f"{chosen['label']}, {grid.frame} {n} {field}",
                    )
                    seen += 1
        assert seen > 100
        assert cell(shown, "B2").startswith(chosen["label"])


def work_of(office: Office) -> float:
    """Return the processor seconds of LibreOffice so far: other programs may keep this computer busy."""
    parents = {}
    for found in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = found.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        ticks = int(fields[11]) + int(fields[12])
        parents[int(found.parent.name)] = (int(fields[1]), ticks / os.sysconf("SC_CLK_TCK"))
    ours, total = {office._process.pid}, 0.0
    while new := {each for each, (parent, _) in parents.items() if parent in ours and each not in ours}:
        ours |= new
        total += sum(parents[each][1] for each in new)
    return total


def large_firm() -> tuple[Document, dict[str, list[tuple[Any, ...]]]]:
    """Return a report with its lines, in no order, and the lines by customer."""
    draw = random.Random(16)
    first = dt.datetime(2023, 1, 1)
    rows = [
        (first + dt.timedelta(days=draw.randrange(731)), f"{draw.randrange(CUSTOMERS):05d}", float(n), 1.0)
        for n in range(1, LINES + 1)
    ]
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    raw = RawTable(
        "Transacties", ("Datum", "Klantnr", "Omzet", "Kostprijs"), columns, np.arange(LINES) + 7, 6
    )
    found = analyse(check_inputs({"tblTransacties": raw}, customers_required=False))
    mine: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        mine.setdefault(row[1], []).append(row)
    return build(found, created=dt.datetime(2025, 1, 5), with_inputs=True), mine


@pytest.mark.slow
def test_another_choice_takes_less_than_a_second_at_50_000_lines(office: Office, tmp_path: Path) -> None:
    document, mine = large_firm()
    book = Book(office, document, tmp_path / "groot.xlsx")
    work = []
    try:
        for position in (1, 200, 399):
            chosen = document.frames["card"].iloc[position]
            before = work_of(office)
            book.put(CHOICE, chosen["label"])
            shown = book.read(DETAIL_NAME, "H37")
            work.append(work_of(office) - before)
            # Every amount is the number of its line, so that of one day the lowest row comes first.
            latest = sorted(mine[chosen["customer_id"]], key=lambda row: (row[0], row[2]), reverse=True)
            amounts = [shown[GRID.row + n][4 + 1] for n in range(15)]
            assert amounts == [row[2] for row in latest[:15]]
    finally:
        book.close()

    assert min(work) < LONGEST, work
