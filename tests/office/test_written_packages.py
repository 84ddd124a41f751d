"""What the commands write is valid for the Open XML SDK, and an import makes nothing of a user invalid."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import excel_made
import pytest
import rich_workbooks
from once import Once
from validating import errors, validator
from written_by_commands import EXPORT, run_command, write_all, written

VERSIONS = ("Office2019", "Microsoft365")
OF_EXCEL = ("loadExample.xlsx", "loadPivotTables.xlsx", "table08.xlsx", "comment06.xlsx")


@pytest.fixture(scope="module", autouse=True)
def found_validator() -> None:
    validator()


def test_what_the_commands_write_is_valid(once: Once) -> None:
    folder = once.folder("commands", write_all)
    paths = [path for path in written(folder) if path.parent == folder]  # test_package.py has those of bouw
    assert len(paths) > 10
    wrong = {(path.name, version): errors(path, version) for path in paths for version in VERSIONS}
    assert {where: those for where, those in wrong.items() if those} == {}


def known(path: Path) -> Counter[tuple[str, str]]:
    """Return what the validator has against a workbook, by part, without the place in the part."""
    return Counter((str(one["path"]), str(one["description"])) for one in errors(path, VERSIONS[-1]))


@pytest.mark.parametrize("name", [*rich_workbooks.MAKERS, *OF_EXCEL])
def test_an_import_makes_nothing_of_a_user_invalid(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "instellingen"))
    Path("klein.csv").write_text(EXPORT, encoding="utf-8")
    if name in OF_EXCEL:
        path = tmp_path / name
        path.write_bytes(excel_made.with_input_tables(excel_made.packages_elsewhere()[name]))
    else:
        path = rich_workbooks.make(name, tmp_path)
    before = known(path)
    run_command("importeer", "klein.csv", "--naar", name)
    assert known(path) - before == Counter()
