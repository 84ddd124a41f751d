"""A file that changes while it is read is noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines.parts import Unchanged


def test_a_file_that_stays_the_same_is_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "regels.csv"
    path.write_text("a")
    before = Unchanged.now(path)
    assert path.read_text() == "a"
    before.confirm()
    assert Unchanged.now(path) == before


@pytest.mark.parametrize("how", ["longer", "later", "another", "gone"])
def test_a_changed_file_is_told(how: str, tmp_path: Path) -> None:
    path = tmp_path / "regels.csv"
    path.write_text("a")
    before = Unchanged.now(path)
    if how == "longer":
        path.write_text("ab")
    elif how == "later":
        os.utime(path, (0, 0))
    elif how == "another":
        (tmp_path / "ander.csv").write_text("a")
        os.replace(tmp_path / "ander.csv", path)
    else:
        path.unlink()
    with pytest.raises(KlantwaardeError) as told:
        before.confirm()
    assert (told.value.code, "regels.csv" in told.value.message) == ("KW-017", True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        Unchanged.now(tmp_path / "weg.parquet")
    assert told.value.code == "KW-001"
