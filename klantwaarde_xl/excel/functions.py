"""The functions that xlwings finds: one thin adapter per entry of the registry, under its Excel name.

Importing this loads no calculation, so that the first cell of a workbook answers soon.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib.metadata import version

import xlwings as xw
from xlwings.conversion import ConversionContext, Pipeline, RawValueAccessor

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.excel.taking import Taken
from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.encoders.vba import FILLED, encode, expressions, read_context
from klantwaarde_xl.functions.registry import FUNCTIONS

_REQUIRED = inspect.Parameter.empty
_TAKEN = Taken()


class _AsTaken(RawValueAccessor):
    """How xlwings reads an argument: the cells as COM gives them, which we convert."""

    @classmethod
    def reader(cls, options: dict[str, object]) -> Pipeline:
        return super().reader(options).append_stage(_convert)


def _convert(argument: ConversionContext) -> None:
    argument.value = _TAKEN.rows(argument.value)


def _adapter(function: Function) -> Callable[..., object]:
    count = len(function.arguments)

    def adapter(*given: object) -> object:
        return encode(call(function, given[:count], read_context(function, given[count:])))

    vba = [(FILLED[asked], text) for asked, text in zip(function.context, expressions(function), strict=True)]
    parameters: list[tuple[str, object, str, str | None]] = [
        (a.name, None if a.optional else _REQUIRED, a.help, None) for a in function.arguments
    ]
    parameters += [(filled.name, _REQUIRED, filled.help, expression) for filled, expression in vba]
    adapter.__name__ = adapter.__qualname__ = function.name
    adapter.__doc__ = function.help
    adapter.__annotations__ = {}  # xlwings takes an annotation for a converter, and has none for ``object``
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = [inspect.Parameter(name, positional, default=default) for name, default, *_ in parameters]
    vars(adapter)["__signature__"] = inspect.Signature(signature)
    wrapped: Callable[..., object] = adapter
    for name, _, text, expression in parameters:
        wrapped = xw.arg(name, convert=_AsTaken, doc=text, vba=expression)(wrapped)
    return xw.func(category=function.category, call_in_wizard=not function.slow)(wrapped)


globals().update({function.name: _adapter(function) for function in FUNCTIONS})


@xw.func
def version_message(workbook: str, xlwings_vba: str) -> str:
    """Return what is wrong between the versions of workbook and computer, '' when they fit.

    The workbook asks when it opens.
    """
    installed = version("xlwings")
    if xlwings_vba != installed:
        return str(errors.XLWINGS_DIFFERS.error(workbook=xlwings_vba, installed=installed))
    if workbook.split(".")[:2] != __version__.split(".")[:2]:
        return str(errors.WORKBOOK_DIFFERS.error(workbook=workbook, installed=__version__))
    return ""
