"""Every option of every command changes what it must, on the workbook of ``nieuw`` and on the demo."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import options_alone
import options_of_analysis
import options_of_import
import options_of_lines
import pytest
import typer
from desk import at
from firm_workbook import fill, lines

from klantwaarde_xl.commands.app import app
from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.use_cases.new_workbook import write_empty

ON_WORKBOOKS = {**options_of_analysis.CHECKS, **options_of_import.CHECKS, **options_of_lines.CHECKS}
ALONE = options_alone.CHECKS
ELSEWHERE = {
    *(
        ("deel", option)
        for option in ("--zonder-namen", "--afgerond", "--index", "--pptx", "--pdf", "--klant")
    ),
    *(("vernieuw", option) for option in ("--json", "--vorige", "--uit", "--tot")),
    ("deel", "--uit"),
}
"""Options that quick tests of their own use as well."""


def options() -> dict[tuple[str, str], bool]:
    """Return every option of every command, and whether it takes a value."""
    group = typer.main.get_command(app)
    return {
        (name, max(param.opts, key=len)): not param.is_flag
        for name, command in {"": group, **group.commands}.items()
        for param in command.params
        if param.opts[0].startswith("-") and "--help" not in param.opts
    }


def test_every_option_has_a_check() -> None:
    assert options().keys() == ON_WORKBOOKS.keys() | ALONE.keys()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The filled workbook of ``nieuw``, and the demo; each is made once, when it is first asked for."""
    folder = tmp_path_factory.mktemp("werkmappen")

    @functools.cache
    def made(name: str) -> Path:
        if name == "demo":
            return write_demo(folder, lambda _step: None)[0]
        write_empty(folder / "nieuw.xlsx", dt.datetime(2026, 1, 5))
        fill(folder / "nieuw.xlsx")
        return folder / "nieuw.xlsx"

    return made


@pytest.mark.parametrize("book", ["nieuw", pytest.param("demo", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "option",
    [pytest.param(one, marks=pytest.mark.slow if one in ELSEWHERE else ()) for one in ON_WORKBOOKS],
    ids=map(" ".join, ON_WORKBOOKS),
)
def test_an_option_changes_what_it_must(
    option: tuple[str, str],
    book: str,
    books: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = shutil.copy(books(book), tmp_path / "firma.xlsx")
    desk = at(Path(path), tmp_path, capsys, monkeypatch)
    ON_WORKBOOKS[option](desk)
    assert option[1] in desk.given


@pytest.mark.parametrize("option", ALONE, ids=" ".join)
def test_an_option_without_a_workbook_changes_what_it_must(
    option: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = at(tmp_path / "geen.xlsx", tmp_path, capsys, monkeypatch)
    ALONE[option](desk)
    assert option[1] in desk.given


@pytest.mark.slow
@pytest.mark.parametrize("option", [*ON_WORKBOOKS, *ALONE], ids=" ".join)
def test_a_check_sees_that_its_option_does_nothing(
    option: tuple[str, str],
    books: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = ON_WORKBOOKS.get(option)
    path = (
        tmp_path / "geen.xlsx"
        if check is None
        else Path(shutil.copy(books("nieuw"), tmp_path / "firma.xlsx"))
    )
    desk = at(path, tmp_path, capsys, monkeypatch)
    desk.deaf_to = (option[1], options()[option])
    with pytest.raises((AssertionError, ValueError, KeyError, IndexError, OSError, zipfile.BadZipFile)):
        (check or ALONE[option])(desk)


@pytest.mark.slow
def test_days_of_the_command_win_from_those_of_the_settings(
    books: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.load_workbook(books("nieuw"))
    for name, day in (("Inst_PeriodeVan", dt.datetime(2024, 1, 1)), ("Inst_PeriodeTot", "rommel")):
        sheet, cell = book.defined_names[name].attr_text.replace("$", "").split("!")
        book[sheet.strip("'")][cell] = day
    path = tmp_path / "firma.xlsx"
    book.save(path)
    desk = at(path, tmp_path, capsys, monkeypatch)
    assert "Periode tot" in desk.run("vernieuw", path, code={2})
    found = desk.json("vernieuw", path, "--tot", "30-09-2025")
    assert found["period"] == {"from": "2024-01-01", "to": "2025-09-30"}
    found = desk.json("vernieuw", path, "--van", "01-02-2025", "--tot", "30-09-2025")
    assert found["period"] == {"from": "2025-02-01", "to": "2025-09-30"}
    days = (dt.date(2025, 2, 1), dt.date(2025, 9, 30))
    rows = [row for row in lines() if row[0] is not None and days[0] <= row[0] <= days[1]]
    assert found["revenue"] == pytest.approx(sum(row[3] for row in rows))
    assert "KW-322" in desk.run("vernieuw", path, "--van", "01-10-2025", "--tot", "30-09-2025", code={2})
