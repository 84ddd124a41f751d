"""Results are remembered by content, and no more of them than was agreed."""

from __future__ import annotations

import contextlib
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from klantwaarde_xl.functions.cache import Recent, content_key
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def table(*values: object, sheet: str = "Klanten", header: str = "Klantnr") -> RawTable:
    return RawTable(sheet, (header,), (RawColumn.from_values(list(values)),), np.arange(len(values)) + 2)


def test_equal_content_has_an_equal_key_and_nothing_else_has() -> None:
    key = content_key(table("a", 1.0, None))
    assert key == content_key(table("".join(["a"]), 1.0, None))
    others = [table("b", 1.0, None), table("a", 2.0, None), table("a", 1.0), table("a", 1.0, None, sheet="X")]
    others += [table("a", 1.0, None, header="Klant"), table(1.0, "a", None), table("a", True, None)]
    assert len({key, *map(content_key, others)}) == 1 + len(others)
    assert content_key(None) == ""


def test_the_least_recently_used_result_goes_first() -> None:
    recent, computed = Recent(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        recent.get(key, lambda key=key: computed.append(key))
    assert computed == ["a", "b", "c", "b"]
    assert len(recent) == 2


def test_a_failure_is_not_remembered() -> None:
    recent = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 / 0)
    assert recent.get("a", lambda: 5) == 5


def test_callers_at_the_same_time_compute_once() -> None:
    recent, began, computed = Recent(2), threading.Event(), []

    def compute() -> int:
        computed.append(threading.get_ident())
        began.set()
        time.sleep(0.2)
        return 7

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(recent.get, "a", compute)
        assert began.wait(10)
        others = [pool.submit(recent.get, "a", compute) for _ in range(7)]
        other_key = pool.submit(recent.get, "b", lambda: 8)
        assert [call.result(10) for call in (first, *others)] == [7] * 8
        assert other_key.result(10) == 8
    assert len(computed) == 1


def test_who_waits_for_a_failure_gets_it_and_the_next_computes_again() -> None:
    recent, began, go_on = Recent(2), threading.Event(), threading.Event()

    def fail() -> int:
        began.set()
        assert go_on.wait(10)
        raise ZeroDivisionError

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(recent.get, "a", fail)
        assert began.wait(10)
        second = pool.submit(recent.get, "a", fail)
        time.sleep(0.05)
        go_on.set()
        for call in (first, second):
            with pytest.raises(ZeroDivisionError):
                call.result(10)
    assert recent.get("a", lambda: 5) == 5


def test_ten_thousand_calls_in_threads_keep_no_more_than_was_agreed() -> None:
    recent = Recent(4)
    size = 20_000

    def call(number: int) -> int:
        kept = recent.get(number % 9, lambda: np.full(size, number % 9))
        if number % 50 == 0:
            with contextlib.suppress(ZeroDivisionError):
                recent.get(("fails", number), lambda: 1 // 0)
        return int(kept[0])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(1000)))
        tracemalloc.start()
        assert list(pool.map(call, range(10_000))) == [number % 9 for number in range(10_000)]
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(recent) == 4
    assert recent._computing == {}
    assert grown < 5 * 8 * size, "no more arrays than the four that are remembered"
