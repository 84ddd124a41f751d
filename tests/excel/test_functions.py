"""The adapters for xlwings: one per function, light to import."""

from __future__ import annotations

import inspect
import subprocess
import sys
import time

import pytest

from klantwaarde_xl.excel import functions
from klantwaarde_xl.functions.registry import FUNCTIONS, Function


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_there_is_an_adapter_with_the_declared_arguments(function: Function) -> None:
    adapter = getattr(functions, function.name)
    assert adapter.__name__ == function.name
    assert adapter.__doc__ == function.help
    parameters = inspect.signature(adapter).parameters
    assert list(parameters) == [argument.name for argument in function.arguments]
    for argument in function.arguments:
        assert parameters[argument.name].default is (None if argument.optional else inspect.Parameter.empty)


def test_importing_them_loads_no_calculation_and_is_quick() -> None:
    heavy = "[m for m in sys.modules if m.startswith(('scipy', 'klantwaarde_xl.core'))]"
    code = f"import sys, klantwaarde_xl.excel.functions; print({heavy})"
    best = 60.0
    for _ in range(3):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        best = min(best, time.perf_counter() - begin)
    assert done.stdout.strip() == "[]"
    assert best < 3.0, "measured well under 1 s; the bound leaves room for a busy machine"
