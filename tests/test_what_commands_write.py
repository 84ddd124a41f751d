"""What every command writes keeps Excel's rules: new, imported into, refreshed, shared and built."""

from __future__ import annotations

from pathlib import Path

import pytest
from once import Once
from package_rules import faults
from written_by_commands import WAYS, write_all, written

pytestmark = pytest.mark.slow
pytest.importorskip("oletools.olevba")


@pytest.fixture(scope="module")
def folder(once: Once) -> Path:
    return once.folder("commands", write_all)


def test_every_command_that_writes_a_workbook_wrote_one(folder: Path) -> None:
    assert {path.relative_to(folder).as_posix() for path in written(folder)} >= WAYS


def test_what_the_commands_write_keeps_the_rules(folder: Path) -> None:
    found = {path.name: faults(path.read_bytes()) for path in written(folder)}
    assert {name: those for name, those in found.items() if those} == {}
