"""Calls a function of the registry with what Excel gave, and always has an answer: a result or a marker,
never an exception."""

from __future__ import annotations

from collections.abc import Sequence

from klantwaarde_xl import errors
from klantwaarde_xl.files.failure_log import log_failure
from klantwaarde_xl.functions.registry import Function


def call(function: Function, given: Sequence[object]) -> str | list[list[object]]:
    """Return what the cell shows: text, or rows of cells; a failure is one marker with its reason (see
    ``excel.values``).

    ``given`` one value per declared argument: rows of cells, or None when it was left out.
    """
    from klantwaarde_xl.functions.cell_values import marker, read_arguments, to_excel

    try:
        return to_excel(function.resolve()(*read_arguments(given, function)), function.undefined)
    except errors.KlantwaardeError as error:
        log_failure(function.name, error)
        return marker(error)
    except Exception as error:  # noqa: BLE001 - a traceback must never reach a cell; the log says where it happened
        log_failure(function.name, error)
        return marker(errors.FUNCTION_FAILED.error(function=function.name))
