"""Thousands of mixed calls of the functions, from several threads, answer as one does and keep nothing."""

from __future__ import annotations

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl.functions import dispatch
from klantwaarde_xl.functions.answers import Answer, ErrorValue
from klantwaarde_xl.functions.registry import BY_NAME

SETS = [[row for place, row in enumerate(LINES) if place == 0 or place % 2 != odd] for odd in (0, 1)]
COLUMN = [[float(number % 17)] for number in range(200)]
KINDS = 12
"""Of which ten on columns or with a mistake, as those on tables take most of the time."""


def mixed(number: int) -> Answer:
    """Call a function: on a column, on one of two sets of tables, or on a mistake."""
    lines = SETS[number // KINDS % len(SETS)]
    calls = (
        ("KW_PARETO", (COLUMN[number % 5 :],)),
        ("KW_KLANTEN", (lines, CUSTOMERS, PRODUCTS)),
        ("KW_PARETO", ([["geen getal"]], [[2.0]])),
        ("KW_GATEN", (lines, PRODUCTS)),
        ("KW_PARETO", (COLUMN, [[0.7 + number % 5 / 100]])),
        ("KW_KLANTEN", ([["Datum", "Klantnr"]],)),
    )
    columns = (calls[0], calls[4])
    name, given = (*calls, *columns * 3)[number % KINDS]
    function = BY_NAME[name]
    return dispatch.call(function, (*given, *[None] * (len(function.arguments) - len(given))))


@pytest.mark.slow
def test_ten_thousand_mixed_calls_in_threads_answer_alike_and_keep_nothing() -> None:
    every = KINDS * len(SETS) * 5
    alone = [repr(mixed(number)) for number in range(every)]
    assert sum(text.startswith(ErrorValue.__name__) for text in alone) == every // 6
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(mixed, range(1_000)))
        gc.collect()
        tracemalloc.start()
        for number, found in enumerate(pool.map(mixed, range(9_000))):
            assert number % 97 or repr(found) == alone[number % every]
        del found
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    # pandas keeps up to 500 dead references per column of a remembered frame; 1.4 MB in all was measured.
    assert kept < 4_000_000, "1,500 results on tables would be more"
