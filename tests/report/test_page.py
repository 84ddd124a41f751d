from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report import build as building
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.ahead import FIRM, GROWTH, LOSS
from klantwaarde_xl.report.pages.ahead import PAGE as AHEAD
from klantwaarde_xl.report.specs import SPREAD, ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words.dashboard_phrases import NOT_YET


@pytest.mark.parametrize("page", REPORT, ids=lambda page: page.spec.name)
def test_an_empty_page_names_only_what_it_gives(page: Page) -> None:
    sheet, frames, values = page.empty()
    assert values[page.spec.message] == NOT_YET
    assert all(frame.empty for frame in frames.values())
    for block in sheet.blocks:
        if isinstance(block, TableSpec | GridSpec):
            assert {column.field for column in block.columns} <= set(frames[block.frame])
        if isinstance(block, TextSpec) and block.value:
            assert block.value in values


def test_no_two_pages_give_the_same_key(make_analysis: Any) -> None:
    source = Source(make_analysis(30))
    for given in ("frames", "values"):
        keys = [key for page in REPORT for key in getattr(page, given)(source)]
        assert len(keys) == len(set(keys)), given


def test_what_pages_share_is_made_once(make_analysis: Any) -> None:
    source, made = Source(make_analysis(10)), []

    def count(given: Source) -> int:
        made.append(given)
        return len(made)

    assert (source.once(count), source.once(count)) == (1, 1)


def test_spread_columns_follow_the_frame() -> None:
    pattern = ColumnSpec("", "")
    table = TableSpec("tblA", "a", (ColumnSpec("id", "Nr"),), spread=pattern)
    grid = GridSpec("b", (ColumnSpec("id", "Nr"),), "A5", 3, spread=pattern, most=4)
    page = Page(SheetSpec("Blad", message="m", blocks=(table, grid)))
    frames = {
        "a": pd.DataFrame(columns=["id", "jan", "feb"]),
        "b": pd.DataFrame(columns=["id", f"{SPREAD}x"]),
    }
    sheet = page.fitted(frames, {})
    shown = [block for block in sheet.blocks if isinstance(block, TableSpec | GridSpec)]
    assert [[column.header for column in block.columns] for block in shown] == [
        ["Nr", "jan", "feb"],
        ["Nr", "x"],
    ]
    assert sheet.print_area == "A1:B8"


def test_a_new_sheet_is_one_page_and_one_line(
    make_analysis: Any, created: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = TableSpec("tblProefblad", "trial", (ColumnSpec("region", "Regio"),))
    page = Page(
        SheetSpec(
            "Proefblad", title="Proef", message="trial_message", subtitle="trial_subtitle", blocks=(table,)
        ),
        frames=lambda source: {"trial": source.analysis.customers[["region"]].drop_duplicates()},
        values=lambda source: {"trial_message": "Waar?", "trial_subtitle": source.period_line},
    )
    monkeypatch.setattr(building, "REPORT", (*REPORT, page))
    filled, empty = building.build(make_analysis(20), created=created), building.empty_report(created)
    for document in (filled, empty):
        names = [sheet.name for sheet in document.sheets]
        assert names[names.index("Instellingen") - 1] == "Proefblad", "the last of the results"
    assert filled.values["trial_message"] == "Waar?"
    assert len(filled.frames["trial"]) > 0
    assert empty.values["trial_message"] == NOT_YET
    start = {getattr(block, "sheet", "") for block in filled.sheets[0].blocks}
    assert "Proefblad" in start


def test_no_header_stands_above_bounds_that_there_are_not() -> None:
    columns = [column.field for column in FIRM.columns]
    rest = {block.frame: pd.DataFrame(columns=[c.field for c in block.columns]) for block in (LOSS, GROWTH)}
    for bounds, headers in (((np.nan, np.nan), ["", ""]), ((1.0, 2.0), ["Laag", "Hoog"])):
        firm = pd.DataFrame([("Omzet", 9.0, 9.0, *bounds)], columns=columns)
        sheet = AHEAD.fitted({FIRM.frame: firm, **rest}, {})
        (grid,) = (one for one in sheet.blocks if isinstance(one, GridSpec) and one.frame == FIRM.frame)
        assert [column.header for column in grid.columns[-2:]] == headers
        assert grid.letters == FIRM.letters
