"""What the add-in asks: several calls of functions in one request, with large ranges by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.encoders.officejs import BY_ID, encode, read_context
from klantwaarde_xl.web.addin.tables import NotOursError, Tables, read_json, rows_of

MOST = 200
"""Calls in one request."""
_TOLD = ("address", "reason", "host")


@dataclass(frozen=True, slots=True)
class Unknown:
    """The hashes of ranges that must be sent first."""

    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call: ``given`` has rows of cells or None per argument, ``told`` is what Excel tells besides."""

    function: Function
    given: tuple[list[list[object]] | None, ...]
    told: dict[str, object]


def read_calls(body: bytes, tables: Tables) -> tuple[Call, ...] | Unknown:
    """Return the calls of a request, or which ranges are unknown; raises NotOursError for anything else."""
    asked = read_json(body)
    calls = asked.get("calls") if isinstance(asked, dict) else None
    if not isinstance(calls, list) or not 0 < len(calls) <= MOST:
        raise NotOursError
    unknown: dict[str, None] = {}
    found = tuple(_read_call(one, tables, unknown) for one in calls)
    return Unknown(tuple(unknown)) if unknown else found


def _read_call(asked: object, tables: Tables, unknown: dict[str, None]) -> Call:
    if not isinstance(asked, dict):
        raise NotOursError
    function, given = BY_ID.get(str(asked.get("function"))), asked.get("arguments")
    if function is None or not isinstance(given, list) or len(given) > len(function.arguments):
        raise NotOursError
    read = tuple(_read_range(value, tables, unknown) for value in given)
    return Call(function, read, {name: asked.get(name) for name in _TOLD if isinstance(asked.get(name), str)})


def _read_range(value: object, tables: Tables, unknown: dict[str, None]) -> list[list[object]] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return rows_of(value)
    key = value.get("table")
    if not isinstance(key, str):
        raise NotOursError
    rows = tables.get(key)
    if rows is None:
        unknown[key] = None
    return rows


def answers(calls: Sequence[Call]) -> list[list[list[object]]]:
    """Return what every call answers, as rows of what JSON holds."""
    return [encode(call(one.function, one.given, read_context(one.function, one.told))) for one in calls]
