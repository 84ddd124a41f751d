"""Answers are plain values: an error in a cell is a value with its code, kind and Dutch text."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from klantwaarde_xl.errors import ARGUMENT_MISSING
from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue, Place
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS

MISSING = ARGUMENT_MISSING.error(argument="marge")


def test_an_error_of_the_catalogue_becomes_a_value() -> None:
    found = ErrorValue.of(MISSING, ErrorKind.NOT_AVAILABLE)
    assert found == ErrorValue("KW-601", ErrorKind.NOT_AVAILABLE, str(MISSING))
    assert ErrorValue.of(MISSING).kind is ErrorKind.VALUE


def test_a_value_cannot_change_and_may_be_a_key_or_travel() -> None:
    found = ErrorValue.of(MISSING)
    with pytest.raises(AttributeError):
        found.text = "anders"
    assert {found: 1}[ErrorValue.of(MISSING)] == 1
    assert pickle.loads(pickle.dumps(found)) == found
    assert Place("Blad1", 4, 3) == Place("Blad1", 4, 3)


def test_every_kind_is_an_error_that_excel_has() -> None:
    assert {kind.value for kind in ErrorKind} < set(EXCEL_ERRORS)


def test_a_door_can_handle_answers_without_loading_a_calculation() -> None:
    heavy = "[m for m in ('pandas', 'numpy') if m in sys.modules]"
    code = f"import sys, klantwaarde_xl.functions.answers; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
