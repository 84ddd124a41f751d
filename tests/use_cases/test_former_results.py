"""Which of several earlier results counts, from small workbooks with the two tables of a result."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.table import Table

from klantwaarde_xl import errors
from klantwaarde_xl.model.action_notes import ACTIONS_TABLE, CarriedNotes
from klantwaarde_xl.model.history import HISTORY_TABLE, history_of
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.use_cases.former_results import with_former

Rows = list[tuple[object, ...]]
ACTIONS = ("Klantnr", "Eigenaar", "Status", "Opmerking")
HISTORY = ("Datum", "Klantnr", "Score")
SCALE = tuple(f"Maatstaf {of} {which}" for of in ("omzet", "marge") for which in ("midden", "hoogste"))
JANUARY, FEBRUARY, MARCH = (dt.datetime(2025, month, 5) for month in (1, 2, 3))


def result(
    path: Path, actions: Rows | None = None, history: Rows | None = None, scale: tuple[object, ...] = ()
) -> Path:
    """Write a workbook with tblActies and tblGeschiedenis, each only if there are rows for it.

    ``scale``: what Instellingen holds at the four amounts of the scales."""
    book = openpyxl.Workbook()
    settings = book.create_sheet("Instellingen")
    for row in zip(SCALE, scale, strict=False):
        settings.append(row)
    for name, headers, rows in (
        (ACTIONS_TABLE, ACTIONS, actions),
        (HISTORY_TABLE, HISTORY, history),
    ):
        if rows is not None:
            sheet = book.create_sheet(name.removeprefix("tbl"))
            for row in (headers, *rows):
                sheet.append(row)
            sheet.add_table(Table(displayName=name, ref=sheet.dimensions))
    book.save(path)
    return path


def notes(**owners: str) -> pd.DataFrame:
    index = pd.Index(owners, name="customer_id", dtype=object)
    return pd.DataFrame({"owner": list(owners.values()), "status": "", "note": ""}, index=index, dtype=object)


def snapshots(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = tuple(map(RawColumn.from_values, map(list, zip(*rows, strict=True))))
    return history_of(RawTable("Geschiedenis", HISTORY, columns, np.arange(2, 2 + len(rows))))


def read(
    notes: pd.DataFrame | None = None, history: pd.DataFrame | None = None, **settings: object
) -> Inputs:
    typed = Settings(**settings)
    return Inputs(transactions=pd.DataFrame(), action_notes=notes, history=history, settings=typed)


def scale_of(found: Inputs) -> list[float | None]:
    return [amount for scale in found.settings.scales().values() for amount in scale]


def owners(found: Inputs) -> dict[str, str]:
    assert found.action_notes is not None
    return dict(zip(found.action_notes.index, found.action_notes["owner"], strict=True))


def scores(found: Inputs) -> list[tuple[int, str, float]]:
    assert found.history is not None
    rows = found.history[["date", "customer_id", "score"]].itertuples(index=False)
    return [(row.date.month, row.customer_id, row.score) for row in rows]


def test_without_earlier_results_nothing_is_added(tmp_path: Path) -> None:
    found = with_former(read(), tmp_path / "absent.xlsx", None)
    assert (found.action_notes, found.carried, found.history) == (None, None, None)
    kept = with_former(read(notes(a="Noor")), tmp_path, None)
    assert owners(kept) == {"a": "Noor"}


def test_the_result_that_is_replaced_goes_first_then_what_was_read_then_the_named_one(tmp_path: Path) -> None:
    # In the result that is replaced the owner of b was wiped: that is newer than the name that was read.
    output = result(
        tmp_path / "uit.xlsx",
        [("a", "Sofie", None, None), ("b", None, None, None)],
        [(MARCH, "a", 3.0)],
    )
    named = result(
        tmp_path / "oud.xlsx",
        [("a", "Oud", None, None), ("c", "Oud", None, None), ("d", "Oud", "open", None)],
        [(JANUARY, "a", 1.0), (FEBRUARY, "a", 1.0), (MARCH, "a", 1.0)],
    )
    given = read(notes(a="Noor", b="Noor", c="Noor"), snapshots((FEBRUARY, "a", 2.0), (MARCH, "a", 2.0)))
    found = with_former(given, output, named)
    assert owners(found) == {"a": "Sofie", "c": "Noor", "d": "Oud"}
    assert scores(found) == [(1, "a", 1.0), (2, "a", 2.0), (3, "a", 3.0)]
    assert found.carried == CarriedNotes("oud.xlsx", ("a", "c", "d"))


def test_a_named_result_tells_whose_notes_came_along_and_which_had_no_customer(tmp_path: Path) -> None:
    rows: Rows = [(7, "Noor", None, None), (None, "Bram", None, None), ("9", None, None, None)]
    named = result(tmp_path / "oud.xlsx", rows)
    found = with_former(read(), tmp_path / "uit.xlsx", named)
    assert owners(found) == {"7": "Noor"}
    assert found.carried == CarriedNotes("oud.xlsx", ("7",), ("Acties!A3",))
    assert found.history is None


def test_a_workbook_without_our_sheets_is_replaced_but_not_named(tmp_path: Path) -> None:
    plain = result(tmp_path / "gewoon.xlsx")
    assert with_former(read(), plain, None).action_notes is None
    with pytest.raises(errors.KlantwaardeError) as refused:
        with_former(read(), tmp_path / "uit.xlsx", plain)
    assert refused.value.code == errors.NO_FORMER_ACTIONS.code
    assert "'gewoon.xlsx' is geen eerder resultaat" in refused.value.message


@pytest.mark.parametrize("content", [b"no workbook at all", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_file_that_cannot_be_a_result_of_ours_holds_no_notes(content: bytes, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    output.write_bytes(content)
    assert owners(with_former(read(notes(a="Noor")), output, None)) == {"a": "Noor"}


def test_a_damaged_result_is_not_replaced_and_tells_why(tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    output.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(errors.OutputError) as refused:
        with_former(read(), output, None)
    assert refused.value.code == errors.FORMER_RESULT.code
    assert refused.value.message.startswith("'uit.xlsx' bestaat al en kan niet worden gelezen (")
    assert refused.value.__cause__ is not None


def test_a_named_result_that_is_not_there_is_told_as_reading_tells_it(tmp_path: Path) -> None:
    with pytest.raises(errors.KlantwaardeError) as refused:
        with_former(read(), tmp_path / "uit.xlsx", tmp_path / "weg.xlsx")
    assert "weg.xlsx" in refused.value.message
    assert refused.value.code not in {errors.FORMER_RESULT.code, errors.NO_FORMER_ACTIONS.code}


PAST: Rows = [(JANUARY, "a", 1.0)]


def test_a_blank_scale_comes_from_the_replaced_result_then_from_the_named_one(tmp_path: Path) -> None:
    output = result(tmp_path / "uit.xlsx", [], PAST, (10.0, 90.0, None, None))
    named = result(tmp_path / "oud.xlsx", [], PAST, (11.0, 91.0, "4,50", 44.0))
    found = with_former(read(), output, named)
    assert scale_of(found) == [10.0, 90.0, 4.5, 44.0]
    told = [(one.code, one.message.split("'")[1]) for one in found.findings]
    assert told == [(errors.SCALE_CARRIED.code, "uit.xlsx"), (errors.SCALE_CARRIED.code, "oud.xlsx")]


def test_a_scale_that_is_typed_holds(tmp_path: Path) -> None:
    output = result(tmp_path / "uit.xlsx", [], PAST, (10.0, 90.0, 4.0, 40.0))
    typed = {"turnover_middle": 1.0, "turnover_largest": 2.0, "margin_middle": 3.0, "margin_largest": 5.0}
    found = with_former(read(**typed), output, None)
    assert scale_of(found) == [1.0, 2.0, 3.0, 5.0]
    assert found.findings == ()
    part = with_former(read(turnover_middle=100.0, margin_largest=2.0), output, None)
    assert scale_of(part) == [100.0, 100.0, 2.0, 2.0], "the other one is never at the wrong side"


def test_a_scale_comes_without_a_word_where_customers_are_compared(tmp_path: Path) -> None:
    output = result(tmp_path / "uit.xlsx", [], PAST, (10.0, 90.0, 4.0, 40.0))
    found = with_former(read(normalisation="percentiel"), output, None)
    assert scale_of(found) == [10.0, 90.0, 4.0, 40.0], "for who goes back to a fixed scale"
    assert found.findings == ()


@pytest.mark.parametrize(
    "hostile",
    [
        ("abc", "=1/0", "#N/B", ""),
        (-1.0, 0.0, 1e13, 1e308),
        (True, dt.datetime(2025, 1, 1), "1e999", "nan"),
        (90.0, 10.0, 40.0, 4.0),
        (None, None, None, None),
    ],
)
def test_what_cannot_be_a_scale_counts_as_blank(tmp_path: Path, hostile: tuple[object, ...]) -> None:
    output = result(tmp_path / "uit.xlsx", [], PAST, hostile)
    found = with_former(read(), output, None)
    assert scale_of(found) == [None] * 4
    assert found.findings == ()


def test_a_result_without_snapshots_has_no_scale_to_compare_with(tmp_path: Path) -> None:
    output = result(tmp_path / "uit.xlsx", [], None, (10.0, 90.0, 4.0, 40.0))
    assert scale_of(with_former(read(), output, None)) == [None] * 4
