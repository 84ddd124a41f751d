"""Runs everything over a company whose every text is a mark, and looks for marks where nothing of customers
may stand.

That is: errors that end a run and what else goes to standard error, the log of functions and buttons, what is
left among temporary files and in the user's folders. What a command shows on screen because it was asked to
(``kansen``, ``controleer``) is no leak."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import every_way
import pytest
from every_way import AMOUNT, MARK, marks_in

from klantwaarde_xl.commands.app import COMMANDS, main
from klantwaarde_xl.files import failure_log
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.functions.encoders.vba import SEPARATOR
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.imports.remembered_columns import choices_path
from klantwaarde_xl.ribbon import open_book

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
]
READ = [
    name for name in COMMANDS if name not in {"demo", "nieuw", "bouw", "diagnose", "installeer", "pak", "web"}
]
"""The commands that read data of users; the others are run without a network, and have nothing to leak."""


LOG_PATH = failure_log.log_path
"""Where the log really goes; other tests get a log of their own."""


@dataclass(frozen=True)
class Place:
    """Where a command works, and where it could leave something: among temporary files and in the user's
    folders."""

    work: Path
    scratch: Path
    home: Path

    def left(self) -> dict[str, str]:
        """Return everything in the folders where nothing of customers may stay, by name."""
        files = [path for folder in (self.scratch, self.home) for path in folder.rglob("*") if path.is_file()]
        return {path.name: path.read_bytes().decode("utf-8", "replace") for path in files}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place(*(tmp_path / name for name in ("werk", "tijdelijk", "thuis")))
    for folder in (made.work, made.scratch, made.home):
        folder.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(made.home))
    monkeypatch.setattr(tempfile, "tempdir", str(made.scratch))
    monkeypatch.setenv("TMPDIR", str(made.scratch))
    monkeypatch.setattr(failure_log, "log_path", LOG_PATH)
    monkeypatch.chdir(made.work)
    yield made
    failure_log._logger.cache_clear()


def said(capsys: pytest.CaptureFixture[str], line: tuple[str, ...]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(line)
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def test_marks_are_found_in_every_notation() -> None:
    for text in (
        f"Bakkerij {MARK}3",
        MARK.upper(),
        "918273.64",
        "€ 918.273,64",
        "918\u00a0273",
        f"{AMOUNT:.2f}",
        f"{AMOUNT:,.2f}",
    ):
        assert len(marks_in(text)) == 1, text
    assert marks_in("KW-110: Omzet is geen getal.") == []


@pytest.mark.parametrize(
    "command", [pytest.param(name, marks=pytest.mark.office if name == "deel" else ()) for name in READ]
)
def test_a_run_that_goes_well_leaves_nothing_of_customers(
    command: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in every_way.command_lines(place.work)[command]:
        code, out, err = said(capsys, line)
        assert code in {0, 1}, (line, out, err)
        assert marks_in(err) == [], line
    assert list(place.scratch.iterdir()) == []
    left = place.left()
    assert set(left) <= {choices_path().name, "user"}, (
        "'user' is what dconf keeps for LibreOffice, which makes the PDF"
    )
    assert [name for name, text in left.items() if marks_in(text)] == []


@pytest.mark.parametrize(
    "table",
    [pytest.param(name, marks=() if name == "tblKlik" else pytest.mark.slow) for name in every_way.MARKED],
)
def test_whatever_is_wrong_no_error_that_ends_a_run_quotes_a_cell(
    table: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = set()
    for name, tables in every_way.damaged_tables():
        if not name.startswith(f"{table} "):
            continue
        every_way.write_book(place.work / "in.xlsx", tables)
        code, out, err = said(capsys, ("vernieuw", "in.xlsx", "--uit", "uit.xlsx"))
        assert marks_in(err) == [], name
        assert code < 2 or marks_in(out) == [], name
        ended.add(code)
        assert list(place.scratch.iterdir()) == []
    assert ended >= ({0, 2} if table == "tblTransacties" else {0}), (
        "mistakes of every weight must have been made"
    )
    assert place.left() == {}


HEADERS = "Datum;Klantnr;Naam;Factuurnr;Omzet"


@pytest.mark.parametrize("column", HEADERS.split(";"))
@pytest.mark.parametrize("wrong", [f"{MARK}fout", "918.273"])
@pytest.mark.parametrize(
    "extra",
    [
        *("", ";Debet;Credit"),
        *(
            pytest.param(more, marks=pytest.mark.slow)
            for more in (";Valuta", ";Debet/credit", ";Aantal;Prijs")
        ),
    ],
)
def test_no_error_of_an_import_quotes_a_cell(
    column: str, extra: str, wrong: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = (HEADERS + extra).split(";")
    lines = [f"{n:02}-03-2025;{MARK}{n % 5};{MARK} naam;{MARK}F{n};918.273".split(";") for n in range(1, 29)]
    rows = [[*line, *[wrong] * (len(headers) - 5)] for line in lines]
    for row in rows:
        row[headers.index(column)] = wrong
    (place.work / "export.csv").write_text(
        "\n".join(";".join(row) for row in (headers, *rows)), encoding="utf-8"
    )
    # Without headers as well: then the first line is one of data.
    (place.work / "kaal.csv").write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    kinds = [
        ("export.csv",),
        ("export.csv", "--kolom", "Omzet=Naam"),
        ("export.csv", "--kolom", "Datum=Naam"),
        ("kaal.csv",),
    ]
    for choice in kinds:
        code, out, err = said(capsys, ("importeer", *choice, "--naar", "doel.xlsx"))
        assert marks_in(err) == [], (headers, choice)
        assert code < 2 or marks_in(out) == [], (headers, choice)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("export.xaf", ">D</amntTp>"),
        ("export.xaf", ">1.25<"),
        ("export.xaf", ">2025-03-01<"),
        ("export.xaf", ">8000<"),
        ("export.xml", ">2025-03-04<"),
        ("export.xml", ">12.50<"),
        ("export.xml", ">EUR<"),
        ("export.xml", ">2<"),
    ],
)
@pytest.mark.parametrize("wrong", [f">{MARK}fout<", ">918.273,64<"])
def test_no_error_about_an_audit_file_or_invoice_quotes_a_value(
    name: str, right: str, wrong: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    every_way.write_exports(place.work)
    export = place.work / name
    text = export.read_text(encoding="utf-8")
    assert right in text
    export.write_text(text.replace(right, wrong + right.partition("<")[2]), encoding="utf-8")
    code, out, err = said(capsys, ("importeer", name, "--naar", "doel.xlsx"))
    assert marks_in(err) == []
    assert code < 2 or marks_in(out) == []


@pytest.mark.slow
def test_the_log_of_functions_holds_no_cell(place: Place) -> None:
    path = every_way.write_book(place.work / "in.xlsx")
    results = every_way.call_functions(path)
    assert set(results) == {function.name for function in FUNCTIONS}
    good = {name: str(tried[0]) for name, tried in results.items()}
    assert [name for name, text in good.items() if f"{SEPARATOR}KW{SEPARATOR}2015" in text] == []
    assert MARK in good["KW_KLANTEN"]
    reasons = {
        text.split(SEPARATOR)[3][:6]
        for tried in results.values()
        for one in tried
        for text in map(str, one[0])
        if SEPARATOR in text
    }
    assert len(reasons) > 5, "mistakes of many kinds must have been made"
    log = failure_log.log_path().read_text(encoding="utf-8")
    assert log.count("\n") > 30
    assert marks_in(log) == []
    assert set(place.left()) == {failure_log.log_path().name}


@pytest.mark.parametrize("kind", [KeyError, ValueError, RuntimeError, OSError])
def test_the_log_of_faults_of_our_own_holds_no_cell(kind: type[Exception], place: Place) -> None:
    path = every_way.write_book(place.work / "in.xlsx")

    def fails(*_: object) -> None:
        # A new one each time: the way back of one that is raised again grows, and fills the log.
        raise kind(f"{MARK} BV {AMOUNT}")

    with (
        mock.patch.object(of_tables, "analyse", fails),
        mock.patch.multiple(of_tables, _ANALYSES=of_tables.Recent(4), _RESULTS=of_tables.Recent(16)),
    ):
        results = every_way.call_functions(path)
    assert "KW-699" in str(results["KW_KLANTEN"][0])
    assert marks_in(str(results["KW_KLANTEN"][0])) == []
    log = failure_log.log_path().read_text(encoding="utf-8")
    assert f"KW_KLANTEN {kind.__name__} at " in log
    assert marks_in(log) == []
    assert os.listdir(place.scratch) == []


def test_the_page_of_the_manual_holds_nothing_of_the_workbook(place: Place) -> None:
    page = open_book.manual_page(place.scratch)
    assert marks_in(page.read_text(encoding="utf-8")) == []
