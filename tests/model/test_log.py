"""The log of one table: a hundred findings in full, the rest counted; errors reject rows."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.log import MAX_DETAIL, Log
from klantwaarde_xl.model.raw_table import RawColumn, RawTable


def log_of(count: int, spared: frozenset[int] = frozenset()) -> Log:
    cells = RawColumn.from_values([f"fout {n}" for n in range(count)])
    raw = RawTable("Blad", ("Klantnr", "Datum"), (cells, cells), np.arange(count) + 2)
    return Log(raw, np.zeros(count, bool), [], spared)


@pytest.mark.parametrize("count", [0, 1, MAX_DETAIL, MAX_DETAIL + 1, MAX_DETAIL + 50])
def test_every_row_is_rejected_and_counted_once(count: int) -> None:
    log = log_of(200)
    log.add(errors.REQUIRED_VALUE, np.arange(count), 1, {"column": "Datum"})
    assert log.rejected.sum() == count
    full = [one for one in log.findings if one.code == errors.REQUIRED_VALUE.code]
    assert len(full) == min(count, MAX_DETAIL)
    rest = [one for one in log.findings if one.code == errors.MORE_OF_THE_SAME.code]
    assert sum(one.count for one in rest) == max(count - MAX_DETAIL, 0)


def test_a_finding_has_the_address_and_the_cell() -> None:
    log = log_of(5)
    log.add(errors.REQUIRED_VALUE, np.array([3]), 1, lambda row: {"column": f"kolom {row}"})
    (found,) = log.findings
    assert (found.cell, found.value) == ("Blad!B5", "fout 3")
    assert "kolom 3" in found.message


def test_a_warning_rejects_nothing_and_neither_does_an_error_in_a_spared_column() -> None:
    log = log_of(5, spared=frozenset({1}))
    log.add(errors.REQUIRED_VALUE, np.array([0]), 1, {"column": "Datum"})
    assert not log.rejected.any()
    (found,) = log.findings
    assert found.severity is Severity.WARNING
    assert found.hint.endswith("De regel telt mee zonder dit gegeven.")
    log.add(errors.REQUIRED_VALUE, np.array([0]), 0, {"column": "Klantnr"})
    assert log.rejected.tolist() == [True, False, False, False, False]


@pytest.mark.parametrize(("count", "wrong", "said"), [(30, 30, 1), (30, 27, 1), (30, 26, 26), (9, 9, 9)])
def test_a_column_that_is_wrong_nearly_everywhere_is_one_finding(count: int, wrong: int, said: int) -> None:
    log = log_of(count)
    log.add(errors.NOT_A_DATE, np.arange(wrong), 1, {"column": "Datum"})
    assert len(log.findings) == said
    assert sum(found.count for found in log.findings) == wrong
    assert int(log.rejected.sum()) == wrong
    assert ("Is dit de goede kolom?" in log.findings[0].hint) == (said == 1)
    assert log.findings[0].cell == "Blad!B2"
