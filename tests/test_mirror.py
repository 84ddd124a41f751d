"""Tests mirror the package: every module has a test file of its own name at the same place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parent / "klantwaarde_xl"
ELSEWHERE = {
    "errors/": "wordings without logic; tests/test_errors.py reads each of them",
    "demo/words.py": "names and words without logic; tests/demo/test_firm.py and test_tables.py use them",
    "imports/choices.py": "the declaration of what a user chose; every test of imports makes one",
    "model/header_names.py": "words without logic; tests/model/test_tables.py reads them by table",
    "template/code_examples.py": "values without logic; tests/template/test_code_page.py reads them",
    "template/usual_values.py": "values without logic; tests/template/test_code_page.py reads them",
    "setup/pack_parts/": "runs out of the zip that tests/setup/test_packing.py installs",
}
"""Modules and rooms without a test file of their own name, and where they are tested instead."""


def without_test(modules: Iterable[str], tests: Iterable[str]) -> list[str]:
    """Return the modules, as paths below the package, without a test file of that name at the same place."""
    there = set(tests)
    return [
        module
        for module in modules
        if not module.endswith(("__init__.py", "__main__.py"))
        and not module.startswith(tuple(ELSEWHERE))
        and module.removesuffix(module.rpartition("/")[2]) + f"test_{module.rpartition('/')[2]}" not in there
    ]


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))


def test_every_module_has_a_test_file_of_its_own_name() -> None:
    assert without_test(below(PACKAGE), below(TESTS)) == []


def test_every_exception_is_needed() -> None:
    for place in ELSEWHERE:
        assert (PACKAGE / place).exists(), place
        assert not (TESTS / place).with_name(f"test_{Path(place).name}").exists(), place


@pytest.mark.parametrize(
    ("modules", "tests", "missing"),
    [
        (["core/base/period.py"], ["core/base/test_period.py"], []),
        (["core/base/period.py"], ["core/test_period.py", "test_period.py"], ["core/base/period.py"]),
        (["guard.py", "__init__.py", "__main__.py"], ["test_guard.py"], []),
        (["errors/cells.py"], [], []),
    ],
)
def test_a_missing_test_file_is_seen(modules: list[str], tests: list[str], missing: list[str]) -> None:
    assert without_test(modules, tests) == missing
