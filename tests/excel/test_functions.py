"""The adapters for xlwings: one per function, light to import."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib.metadata import version

import pytest

from klantwaarde_xl import __version__
from klantwaarde_xl.excel import functions
from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.encoders.vba import FILLED
from klantwaarde_xl.functions.registry import FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_there_is_an_adapter_with_the_declared_arguments(function: Function) -> None:
    adapter = getattr(functions, function.name)
    assert adapter.__name__ == function.name
    assert adapter.__doc__ == function.help
    parameters = inspect.signature(adapter).parameters
    filled = [FILLED[asked].name for asked in function.context]
    assert list(parameters) == [*(argument.name for argument in function.arguments), *filled]
    for argument in function.arguments:
        assert parameters[argument.name].default is (None if argument.optional else inspect.Parameter.empty)


def test_an_error_reaches_vba_as_a_marker_and_a_value_as_itself() -> None:
    assert functions.KW_PARETO([[80.0], [20.0]], None, None) == [["A"], ["B"]]
    assert functions.KW_PARETO(None, None, None).startswith("\x1fKW\x1f2015\x1fKW-601: waarden ontbreekt.")
    assert functions.KW_CUMULATIEF([[5.0], ["abc"]])[1][0].startswith(
        "\x1fKW\x1f2042\x1fKW-611: waarden, rij 2"
    )


def test_what_vba_fills_in_reaches_the_function() -> None:
    table = [["Datum", "Klantnr", "Omzet"], ["2024-01-31", "1", "abc"]]
    found = functions.KW_CONTROLE(table, [["Transacties"]], [["[boek.xlsx]Invoer 2024|4|3"]])
    assert found[1][0] == "'Invoer 2024'!E5"
    assert functions.KW_FOUT([["#VALUE!"]], [["KW-602: zo zit het"]]) == "KW-602: zo zit het"
    assert functions.KW_VERSIE([["0.0.1"]], [["0.1"]])[1:4] == [
        ["Werkmap", "0.0.1"],
        ["Klantwaarde", __version__],
        ["xlwings in de werkmap", "0.1"],
    ]


def test_versions_are_compared_when_the_workbook_opens() -> None:
    installed = version("xlwings")
    assert functions.version_message(__version__, installed) == ""
    assert functions.version_message(__version__, "0.1").startswith("KW-811")
    assert functions.version_message("99.0.0", installed).startswith("KW-812")


def test_importing_them_loads_no_calculation_and_is_quick() -> None:
    heavy = "[m for m in sys.modules if m.startswith(('scipy', 'klantwaarde_xl.core'))]"
    code = f"import sys, klantwaarde_xl.excel.functions; print({heavy})"
    code += "; import time; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, seconds = done.stdout.split()
    assert loaded == "[]"
    assert float(seconds) < 2.0, "processor time, which hardly changes on a busy machine; measured under 1 s"
