"""The catalogue is whole though it is spread over files: every code once, in the file of its range, under one
name."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

from klantwaarde_xl import errors

RANGES = {
    "files": 0,
    "cells": 1,
    "tables": 2,
    "plausibility": 2,
    "reading": 1,
    "no_sales": 1,
    "settings": 3,
    "analysis": 4,
    "importing": 5,
    "audit_files": 5,
    "functions": 6,
    "unsafe_files": 7,
    "workbook": 8,
    "own_faults": 9,
    "outside_lines": 0,
}
"""Hundreds of the codes in each file."""


def wordings(module: str) -> dict[str, errors.Wording]:
    found = vars(importlib.import_module(f"klantwaarde_xl.errors.{module}"))
    return {name: value for name, value in found.items() if isinstance(value, errors.Wording)}


def test_every_wording_stands_once_in_the_file_of_its_range() -> None:
    assert set(RANGES) | {"tree", "reasons"} == {
        module.name for module in pkgutil.iter_modules(errors.__path__)
    }
    listed = [(module, name, wording.code) for module in RANGES for name, wording in wordings(module).items()]
    assert [entry for entry in listed if entry[2][:4] != f"KW-{RANGES[entry[0]]}"] == []
    for place in (1, 2):
        assert [what for what, times in Counter(entry[place] for entry in listed).items() if times > 1] == []
    assert {code for _, _, code in listed} == set(errors.CATALOGUE)
    assert all(getattr(errors, name).code == code for _, name, code in listed)
