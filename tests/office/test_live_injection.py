"""Text of users stays text in the workbook that is open: the engine refuses what Excel would make a formula
of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwings
from hostile import MARK, PAYLOADS, hostile_tables
from office_client import Office
from uno_engine import open_book

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.writers import live_book as writer
from klantwaarde_xl.writers.xlsx import write_xlsx

CREATED = dt.datetime(2026, 1, 5, 9)


def texts(book: xlwings.Book) -> tuple[list[str], set[str]]:
    """Return every formula and every text in an open workbook."""
    formulas, found = [], set()
    for sheet in book.sheets:
        used = sheet.used_range
        values = used.options(ndim=2, err_to_str=True).value
        given = used.formula
        rows = given if isinstance(given, tuple | list) else [[given]]
        for shown, behind in zip(values, rows, strict=True):
            found |= {cell for cell in shown if isinstance(cell, str)}
            # Of a cell with text the engine gives the text itself; a formula is something else than what it
            # shows.
            formulas += [
                f
                for v, f in zip(shown, behind, strict=True)
                if isinstance(f, str) and f[:1] in "={" and f and f != v
            ]
    return formulas, found


def test_the_open_workbook_runs_nothing_of_what_users_typed(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    document = build(analyse(check_inputs(hostile_tables())), created=CREATED, with_inputs=True)
    book = open_book(office, write_xlsx(empty_report(CREATED), tmp_path / "leeg.xlsx"))
    try:
        before, _ = texts(book)
        writer.write_inputs(document, book)
        assert "gelezen" in live.refresh_book(book)
        after, shown = texts(book)
        assert len(after) >= len(before) > 50
        assert [formula for formula in after if MARK in formula] == []
        assert {payload for payload in PAYLOADS if payload.isascii() and payload.isprintable()} <= shown
    finally:
        book.close()
