"""xlwings' own ``call_udf`` and converters around our functions, with the values that COM hands over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from windows_stub import DIV0, MISSING, NA, VALUE, ComRange, WindowsXlwings

from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.encoders.vba import FILLED, SEPARATOR, expressions
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template.vba import functions_module


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


def reason(cell: object) -> str:
    _, mark, number, text = str(cell).split(SEPARATOR)
    assert mark == "KW"
    return f"{number} {text.split(':')[0]}"


def test_a_range_with_everything_that_a_cell_can_hold(windows: WindowsXlwings) -> None:
    cells = [100.0, None, "", "12,50", NA, DIV0, VALUE, dt.datetime(2024, 1, 1), Decimal(50), True, "abc"]
    found = [
        row[0] for row in windows.call("KW_PARETO", ComRange([[cell] for cell in cells]), MISSING, MISSING)
    ]
    # 100 of 162.50 before the bound of 80 %, 50 crosses it (61.5 % before), 12.50 comes after (92.3 %).
    assert [found[row] for row in (0, 3, 8)] == ["A", "B", "A"]
    assert found[1] == found[2] == "", "blank stays blank"
    assert [reason(found[row]) for row in (4, 5, 6)] == ["2042 KW-610"] * 3
    assert [reason(found[row]) for row in (7, 9, 10)] == ["2042 KW-611"] * 3


def test_a_single_cell_an_omitted_and_an_empty_optional(windows: WindowsXlwings) -> None:
    assert windows.call("KW_PARETO", ComRange([[100.0]]), MISSING, MISSING) == "A"
    assert windows.call("KW_PARETO", ComRange([[100.0]]), 0.5, ComRange([[None]])) == "A"
    assert reason(windows.call("KW_PARETO", ComRange([[100.0]]), 0.99, MISSING)) == "2015 KW-303"


def test_an_array_that_another_function_made_is_as_good_as_a_range(windows: WindowsXlwings) -> None:
    assert windows.call("KW_CUMULATIEF", ((75.0,), (25.0,))) == [[0.75], [1.0]]


def test_a_required_argument_that_is_left_out(windows: WindowsXlwings) -> None:
    assert reason(windows.call("KW_PARETO", MISSING, MISSING, MISSING)) == "2015 KW-601"


def test_an_error_cell_reaches_kw_fout_as_text(windows: WindowsXlwings) -> None:
    assert windows.call("KW_FOUT", ComRange([[DIV0]]), "").startswith("#DEEL/0!")
    assert windows.call("KW_FOUT", ComRange([[VALUE]]), "KW-602: zo zit het") == "KW-602: zo zit het"


def test_the_versions_are_compared_when_the_workbook_opens(windows: WindowsXlwings) -> None:
    assert windows.call("version_message", "0.0.0", "0.0.0").startswith("KW-811")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_xlwings_knows_what_the_registry_declares(windows: WindowsXlwings, function: Function) -> None:
    known = getattr(windows.functions, function.name).__xlfunc__
    assert known["name"] == function.name
    assert known["category"] == function.category
    assert known["ret"]["doc"] == function.help
    assert [(a["name"], a["doc"], a["vba"], "optional" in a) for a in known["args"]] == [
        *((a.name, a.help, None, a.optional) for a in function.arguments),
        *(
            (FILLED[asked].name, FILLED[asked].help, text, False)
            for asked, text in zip(function.context, expressions(function), strict=True)
        ),
    ]


def test_our_wrappers_pass_what_xlwings_own_generator_would(windows: WindowsXlwings, tmp_path: Path) -> None:
    path = tmp_path / "xlwings_udfs.bas"
    with path.open("w", encoding="utf-8") as target:
        book = SimpleNamespace(Name="klantwaarde.xlsm")
        windows.udfs.generate_vba_wrapper("klantwaarde_xl.excel.functions", windows.functions, target, book)
    theirs, ours = path.read_text(encoding="utf-8"), functions_module()
    for function in FUNCTIONS:
        passed = ", ".join([*(a.name for a in function.arguments), *expressions(function)])
        array = f"Array({passed})"
        shown = ", ".join(("Optional " if a.optional else "") + a.name for a in function.arguments)
        # Ours cuts whole columns to their last filled row first; beyond that the two pass the same.
        cut = f"KwBegrensd({array})" if function.arguments else array
        for text, given in ((theirs, array), (ours, cut)):
            call = f'"{function.name}", {given}, ThisWorkbook, Application.Caller)'
            assert f'XLPy.CallUDF("klantwaarde_xl.excel.functions", {call}' in text
            assert f"Function {function.name}({shown})" in text
