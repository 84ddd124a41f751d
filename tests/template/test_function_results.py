"""Where functions stand and what they give: room enough in every workbook, errors as errors, and no figure
made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest import mock

import pytest
from small_workbook import CELLS, small_document

from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue, Place
from klantwaarde_xl.functions.cache import Recent
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template import function_results
from klantwaarde_xl.template.build import template_document
from klantwaarde_xl.template.function_results import (
    LINES_OUTSIDE,
    NOTHING_YET,
    TOO_MANY,
    Block,
    fixed,
    function_blocks,
    in_file,
    table_cells,
)


@pytest.fixture(scope="module")
def filled() -> tuple[Block, ...]:
    return function_blocks(small_document())


@pytest.fixture(scope="module")
def empty() -> tuple[Block, ...]:
    return function_blocks(template_document())


def test_a_template_keeps_the_room_that_its_formulas_will_need(
    filled: tuple[Block, ...], empty: tuple[Block, ...]
) -> None:
    assert [block.function for block in filled] == list(FUNCTIONS)
    assert [block.place for block in empty] == [block.place for block in filled]
    for block, following in zip(filled, [*filled[1:], None], strict=True):
        assert len(block.result[0]) == block.place.width
        assert following is None or block.place.column + block.place.width < following.place.column


def test_a_result_that_is_a_table_has_the_headers_that_its_place_says(filled: tuple[Block, ...]) -> None:
    headed = [block for block in filled if block.place.headers]
    assert len(headed) == 12
    for block in headed:
        # KW_BRUG names its amounts by the costs that are known.
        same = 1 if block.function.name == "KW_BRUG" else len(block.place.headers)
        assert tuple(block.result[0][:same]) == block.place.headers[:same]


def test_without_lines_each_says_what_to_fill(empty: tuple[Block, ...]) -> None:
    assert [block.result for block in empty] == [[[NOTHING_YET]]] * len(FUNCTIONS)


@pytest.mark.slow
def test_with_too_many_lines_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_results, "MOST_LINES", 10)
    assert {block.result[0][0] for block in function_blocks(small_document())} == {TOO_MANY}


def test_lines_that_are_not_in_the_workbook_are_named() -> None:
    document = small_document()
    sheets = tuple(sheet for sheet in document.sheets if sheet.name != "Transacties")
    assert {block.result[0][0] for block in function_blocks(replace(document, sheets=sheets))} == {
        LINES_OUTSIDE
    }


def test_a_function_that_fails_is_an_error_and_the_others_go_on() -> None:
    document = small_document()
    lines = next(
        block.frame for sheet in document.sheets for block in sheet.tables if block.name == "tblTransacties"
    )
    frames = {**document.frames, lines: document.frames[lines].assign(date="geen datum")}
    results = {
        block.function.name: block.result for block in function_blocks(replace(document, frames=frames))
    }
    assert in_file(results["KW_KLANTEN"][0][0]) == "#VALUE!"
    assert fixed(results["KW_KLANTEN"]) == [["#WAARDE!"]]
    # 24 customers, of whom one is merged with another.
    assert len(results["KW_SCORE"]) == len(CELLS["tblKlanten"]) - len(CELLS["tblSamenvoegen"]) == 23


@pytest.mark.slow
def test_a_function_that_fails_once_has_its_room_the_next_time(
    filled: tuple[Block, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("klantwaarde_xl.functions.of_tables.analyse", mock.Mock(side_effect=MemoryError))
        broken.setattr("klantwaarde_xl.functions.of_tables._ANALYSES", Recent(4))
        broken.setattr("klantwaarde_xl.functions.of_tables._RESULTS", Recent(4))
        assert any(len(block.result[0]) == 1 for block in function_blocks(small_document()))
    assert [block.place for block in function_blocks(small_document())] == [block.place for block in filled]


def test_errors_are_named_as_excel_does() -> None:
    gap = ErrorValue("KW-613", ErrorKind.NOT_AVAILABLE, "KW-613: geen uitkomst")
    assert (in_file(gap), in_file("#N/A"), in_file(1.0)) == ("#N/A", "#N/A", 1.0)
    assert fixed([["a", gap], [1.0, None]]) == [["a", "#N/B"], [1.0, None]]


def test_tables_are_the_cells_of_their_sheets() -> None:
    tables = table_cells(small_document())
    assert tables["tblKlantwaarde"].place == Place("Klantwaarde", 5, 1)
    assert tables["tblTransacties"].place.sheet == "Transacties"
    first = dict(zip(tables["tblTransacties"].headers, tables["tblTransacties"].rows[0], strict=True))
    assert isinstance(first["Datum"], dt.datetime)
    assert isinstance(first["Klantnr"], str)
    assert isinstance(first["Omzet"], float)
