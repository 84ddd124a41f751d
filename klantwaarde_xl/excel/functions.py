"""The functions that xlwings finds: one thin adapter per entry of the registry, under its Excel name.

Importing this loads no calculation, so that the first cell of a workbook answers soon.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

import xlwings as xw

from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.registry import FUNCTIONS, Function


def _adapter(function: Function) -> Callable[..., object]:
    def adapter(*given: object) -> object:
        return call(function, given)

    adapter.__name__ = adapter.__qualname__ = function.name
    adapter.__doc__ = function.help
    adapter.__annotations__ = {}  # xlwings takes an annotation for a converter, and has none for ``object``
    adapter.__signature__ = inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    for argument in function.arguments:
        adapter = xw.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help, vba=argument.vba or None)(
            adapter
        )
    return xw.func(category=function.category, call_in_wizard=not function.slow)(adapter)


globals().update({function.name: _adapter(function) for function in FUNCTIONS})


@xw.func
def version_message(workbook: str, xlwings_vba: str) -> str:
    """Say what is wrong between the versions of workbook and computer; the workbook asks when it opens."""
    from klantwaarde_xl.functions.of_columns import version_message as message

    return message(workbook, xlwings_vba)
