"""The mutator itself: which mutants it makes, and that it tells a killed one from a survivor."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).with_name("mutate_code.py")


@pytest.fixture(scope="module")
def mutate_code() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutate_code", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SOURCE = '''
def clipped(amount: int = 0) -> int:
    """Return 1 - 1."""
    if amount < 3 and not amount == 2:
        raise ValueError
    return amount
'''


def test_every_kind_of_change_is_made_and_annotations_and_docstrings_are_left_alone(
    mutate_code: ModuleType,
) -> None:
    found = [(m.kind, m.before, m.after) for m in mutate_code.mutants(SOURCE)]
    assert found == [
        ("constant", "0", "1"),
        ("boolean", "amount < 3 and (not amount == 2)", "amount < 3 or not amount == 2"),
        ("comparison", "amount < 3", "amount <= 3"),
        ("constant", "3", "4"),
        ("boolean", "not amount == 2", "amount == 2"),
        ("comparison", "amount == 2", "amount != 2"),
        ("constant", "2", "3"),
        ("statement", "raise ValueError", "pass"),
        ("return", "return amount", "return None"),
    ]


def test_a_mutant_differs_from_the_source_in_one_place(mutate_code: ModuleType) -> None:
    assert "amount <= 3 and (not amount == 2)" in mutate_code.broken(SOURCE, 2)


TAX = """
def tax(amount: float, rate: float) -> float:
    if amount < 0:
        raise ValueError
    return amount * rate / 100
"""
PROJECT = """
[tool.pytest.ini_options]
addopts = "-n auto"
required_plugins = ["pytest-xdist"]
"""
"""As ours: the mutator must run its tests in one process all the same."""
TEST = """
from klantwaarde_xl.core.tax import tax

def test_it():
    assert tax(100, 21) == 21
"""


@pytest.mark.slow
def test_a_mutant_that_a_test_sees_is_killed_and_another_survives(tmp_path: Path) -> None:
    files = {"klantwaarde_xl/core/tax.py": TAX, "tests/core/test_tax.py": TEST}
    files |= {
        "pyproject.toml": PROJECT,
        "klantwaarde_xl/__init__.py": "",
        "klantwaarde_xl/core/__init__.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    command = [
        sys.executable,
        str(SCRIPT),
        "--root",
        str(tmp_path),
        "--jobs",
        "1",
        "--to",
        str(tmp_path / "table.md"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    told = [line.split("|")[-1].strip() for line in done.stdout.splitlines() if line.startswith("SURVIVED")]
    # Nothing negative is tested, so what is refused may change; 100 x 21 / 100 may not.
    assert sorted(told) == ["0 -> 1", "amount < 0 -> amount <= 0", "raise ValueError -> pass"], done.stderr
    assert done.stdout.count("killed  ") == 4
    assert "| **all** | 7 | 4 | 57.1% |" in (tmp_path / "table.md").read_text()
    assert done.returncode == 1
