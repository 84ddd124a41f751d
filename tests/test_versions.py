"""What the matrix of Python versions looks with: a failed test and a figure that differs in its last digit
are seen."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl

from benchmarks.versions import VERSIONS, Outcome, cells_of, counted, differing, find, shown

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_the_python_that_runs_this_is_found_and_one_that_does_not_exist_is_not() -> None:
    number, path = find(HERE)
    assert number.startswith(f"{HERE}.")
    assert path.is_file()
    assert find("3.99") is None
    assert HERE in VERSIONS


def test_counts_come_from_the_report_and_no_report_is_no_success(tmp_path: Path) -> None:
    report = tmp_path / "verslag.xml"
    report.write_text(
        '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>',
        encoding="utf-8",
    )
    counts = counted(report)
    assert counts == {"tests": 7, "failures": 1, "errors": 1, "skipped": 2}
    assert not Outcome("3.12.1", tests=counts).fine
    assert shown("3.12", Outcome("3.12.1", tests=counts), "")[3] == "3 passed, 2 failed, 2 skipped"
    assert not Outcome("3.12.1", tests=counted(tmp_path / "weg.xml")).fine
    assert Outcome("3.12.1", tests=counts | {"failures": 0, "errors": 0}).fine
    assert shown("3.14", None, "")[1] == "not here"


def test_one_digit_and_one_cell_are_differences_and_the_sheet_that_names_versions_is_none(
    tmp_path: Path,
) -> None:
    found = []
    for name, version, value in (("a", "3.12.1", 0.3 + 3e-16), ("b", "3.13.0", 0.3)):
        book = openpyxl.Workbook()
        book.active.title = "Klantwaarde"
        book.active.append(["Omzet", value, None, "x"])
        book.create_sheet("Toelichting").append(["Python", version])
        book.save(tmp_path / f"{name}.xlsx")
        found.append(cells_of(tmp_path / f"{name}.xlsx"))
    assert len(found[0]) == 3
    assert differing(found[0], found[0]) == []
    assert differing(*found) == ["Klantwaarde row 1 column 2: 0.3000000000000003, 0.3 (relative 1.1e-15)"]
    del found[1]["Klantwaarde", 1, 4]
    assert differing(*found)[1] == "Klantwaarde row 1 column 4: 'x', None"
    assert not Outcome("3.13.0", different=differing(*found)).fine
