"""What a declaration says: how the call is written, whether it is slow, and what is behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klantwaarde_xl.functions.declaration import Argument, Function, Kind, Result
from klantwaarde_xl.functions.of_columns import pareto

VALUES = Argument("waarden", Kind.COLUMN, "De waarden.")
BOUND = Argument("grens", Kind.NUMBER, "De grens.", optional=True)
FUNCTION = Function(
    "KW_X",
    "klantwaarde_xl.functions.of_columns:pareto",
    "Hulp.",
    (VALUES, BOUND),
    Result.COLUMN,
    "=KW_X(A1)",
    "=KW_X(A1)",
)


def test_the_signature_marks_what_may_be_left_out() -> None:
    assert FUNCTION.signature == "KW_X(waarden; [grens])"
    assert replace(FUNCTION, arguments=()).signature == "KW_X()"


def test_a_function_on_whole_tables_is_slow() -> None:
    table = Argument("tabel", Kind.TABLE, "De tabel.")
    assert not FUNCTION.slow
    assert replace(FUNCTION, arguments=(VALUES, table)).slow


def test_the_implementation_is_found_by_its_name() -> None:
    assert FUNCTION.resolve() is pareto
    with pytest.raises(AttributeError):
        replace(FUNCTION, implementation="klantwaarde_xl.functions.of_columns:bestaat_niet").resolve()
