"""Calls a function of the registry with what a door gives; every failure becomes an error value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from klantwaarde_xl import errors
from klantwaarde_xl.files.failure_log import log_failure
from klantwaarde_xl.functions.answers import Answer, ErrorValue
from klantwaarde_xl.functions.declaration import Context, Function

_NOTHING: Mapping[Context, object] = {}


def call(
    function: Function,
    given: Sequence[object],
    context: Mapping[Context, object] = _NOTHING,
    *,
    logged: bool = True,
) -> Answer:
    """Return what a function answers: text, rows of cells, or one error value; never raises.

    ``given`` has one value per argument: rows of cells, or None for an argument that was left out.
    ``context`` holds what the door knows besides them; ``logged``: whether a failure goes into the log, which
    tells what went wrong in the cells of a user.
    """
    from klantwaarde_xl.functions.cell_values import as_answer, read_arguments
    from klantwaarde_xl.functions.marks import opened

    try:
        asked = [context.get(name) for name in function.context]
        found = function.resolve()(*read_arguments(opened(given, function), function), *asked)
        return as_answer(found, function.undefined)
    except errors.KlantwaardeError as error:
        if logged:
            log_failure(function.name, error)
        return ErrorValue.of(error)
    except Exception as error:  # noqa: BLE001 - no traceback may reach a cell; the log holds where it happened
        log_failure(function.name, error)
        return ErrorValue.of(errors.FUNCTION_FAILED.error(function=function.name))
