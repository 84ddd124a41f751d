"""What a request of the add-in may hold: calls of known functions with ranges, or hashes of ranges."""

from __future__ import annotations

import hashlib
import json
from unittest import mock

import pytest

from klantwaarde_xl.functions import table_cells
from klantwaarde_xl.web.addin.calls import MOST, Unknown, answers, read_calls
from klantwaarde_xl.web.addin.tables import NotOursError, Tables

PARETO = {"function": "PARETO", "arguments": [[[80.0], [20.0]]]}


def body(*calls: object) -> bytes:
    return json.dumps({"calls": calls}).encode()


def test_calls_are_answered_in_their_order() -> None:
    other = {"function": "PARETO", "arguments": [[[20.0], [80.0]]]}
    read = read_calls(body(PARETO, other), Tables(100))
    assert not isinstance(read, Unknown)
    assert answers(read) == [[["A"], ["B"]], [["B"], ["A"]]]


def test_a_known_range_is_taken_and_an_unknown_one_is_asked_for_once() -> None:
    tables, rows = Tables(100), b"[[80], [20]]"
    key = hashlib.sha256(rows).hexdigest()
    call = {"function": "PARETO", "arguments": [{"table": key}]}
    assert read_calls(body(call, call), tables) == Unknown((key,))
    tables.put(key, rows)
    read = read_calls(body(call), tables)
    assert not isinstance(read, Unknown)
    assert answers(read) == [[["A"], ["B"]]]


def test_a_kept_range_is_read_once_for_all_functions() -> None:
    lines = [
        ["Datum", "Klantnr", "Omzet"],
        *([45_300.0 + day, f"K{day % 7}", 10.0 + day] for day in range(90)),
    ]
    tables, sent = Tables(10_000), json.dumps(lines).encode()
    key = hashlib.sha256(sent).hexdigest()
    tables.put(key, sent)
    with mock.patch.object(table_cells, "cut_sheet", wraps=table_cells.cut_sheet) as read:
        for name in ("KLANTEN", "ACTIES", "KLANTEN"):
            calls = read_calls(body({"function": name, "arguments": [{"table": key}]}), tables)
            assert not isinstance(calls, Unknown)
            assert len(answers(calls)[0]) == 8
        assert read.call_count == 1


@pytest.mark.parametrize(
    "asked",
    [
        b"",
        b"[]",
        b"{}",
        b'{"calls": []}',
        b'{"calls": {}}',
        body("PARETO"),
        body({"function": "__import__", "arguments": []}),
        body({"function": "PARETO"}),
        body({"function": "PARETO", "arguments": [[[1.0]]] * 50}),
        body({"function": "PARETO", "arguments": [{"table": 1}]}),
        body({"function": "PARETO", "arguments": [[1.0]]}),
        body(*[PARETO] * (MOST + 1)),
    ],
)
def test_anything_else_is_refused(asked: bytes) -> None:
    with pytest.raises(NotOursError):
        read_calls(asked, Tables(100))
