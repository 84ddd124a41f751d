"""Two runs at once on one file: nothing that one of them said it wrote is lost, and files that belong
together stay together."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import threading
import time
from pathlib import Path

import killing
import pytest

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files import leftovers, safe_file, table_rows
from klantwaarde_xl.files.safe_file import replace_safely, write_together
from klantwaarde_xl.imports import adding
from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty


def export(path: Path, lines: int = 20) -> Path:
    rows = [f"{1 + n % 28:02d}-03-2026;{path.stem}{n};F{path.stem}{n};10,00" for n in range(lines)]
    path.write_text("Datum;Klantnr;Factuurnr;Omzet\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def customers(book: Path) -> set[str]:
    """Return from which exports the invoice lines of a workbook come."""
    table = read_workbook(book).tables["tblTransacties"]
    column = table.columns[table.headers.index("Klantnr")]
    return {str(column.value(row))[0] for row in range(len(table))}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "klanten.xlsx"
    write_empty(path, dt.datetime(2026, 1, 2))
    return path


def test_an_import_does_not_undo_what_another_added_meanwhile(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = export(tmp_path / "a.csv"), export(tmp_path / "b.csv")
    real = adding.change_tables

    def late(*given: object, **named: object) -> None:
        # Both have read the workbook as it was; the other is done before this one writes.
        monkeypatch.setattr(adding, "change_tables", real)
        import_into(book, [second])
        real(*given, **named)

    monkeypatch.setattr(adding, "change_tables", late)
    with pytest.raises(KlantwaardeError, match=r"KW-017: 'klanten\.xlsx' is intussen veranderd"):
        import_into(book, [first])
    assert customers(book) == {"b"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "klanten.xlsx"]
    import_into(book, [first])
    assert customers(book) == {"a", "b"}


def test_two_imports_that_make_one_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "nieuw.xlsx"
    first, second = export(tmp_path / "a.csv"), export(tmp_path / "b.csv")
    real = table_rows.change_tables

    def late(*given: object, **named: object) -> None:
        monkeypatch.setattr(table_rows, "change_tables", real)
        with pytest.raises(SystemExit):
            main(["importeer", str(second), "--naar", str(book)])
        real(*given, **named)

    monkeypatch.setattr(table_rows, "change_tables", late)
    with pytest.raises(SystemExit) as ended:
        main(["importeer", str(first), "--naar", str(book)])
    assert ended.value.code == 2
    assert "KW-017" in capsys.readouterr().err
    assert customers(book) == {"b"}


@pytest.mark.slow
def test_imports_that_really_run_at_once_lose_nothing_that_they_said_they_added(
    book: Path, tmp_path: Path
) -> None:
    exports = [export(tmp_path / f"{name}.csv") for name in "abcd"]
    running = [
        subprocess.Popen(
            killing.command("importeer", str(path), "--naar", str(book)),
            env=killing.environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for path in exports
    ]
    said = {
        path.stem: (process.communicate(), process.returncode)
        for path, process in zip(exports, running, strict=True)
    }
    added = {name for name, (_, code) in said.items() if code == 0}
    assert added
    for name, ((_, error), code) in said.items():
        assert code == 0 or "KW-017" in error, (name, error)
    assert customers(book) == added


def test_files_that_belong_together_are_never_those_of_two_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = (tmp_path / "kopie.xlsx", tmp_path / "sleutel.xlsx")
    real = os.replace

    def slow(old: Path, new: Path) -> None:
        first_come_last = 0.05 * (70 - old.read_bytes()[0])
        real(old, new)
        time.sleep(first_come_last)

    monkeypatch.setattr(safe_file.os, "replace", slow)
    runs = [
        threading.Thread(target=write_together, args=({path: bytes([65 + n]) for path in pair},))
        for n in range(5)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    seen = {path.read_bytes() for path in pair}
    assert len(seen) == 1, f"a copy of one run beside the key of another: {seen}"


@pytest.mark.skipif(leftovers.fcntl is None, reason="Windows kent deze sloten niet")
def test_a_run_that_hangs_with_the_lock_stops_nobody_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "_PATIENCE", 0.1)
    with leftovers.alone_in(tmp_path):
        write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert (tmp_path / "b").read_bytes() == b"2"


def test_what_was_read_must_still_stand_there(tmp_path: Path) -> None:
    path = tmp_path / "uit.txt"
    for content, as_read in (
        (b"1", ""),
        (b"2", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
    ):
        with replace_safely(path, as_read=as_read) as unfinished:  # the SHA-256 of "1"
            unfinished.write_bytes(content)
    for as_read in ("", "0" * 64):
        with (
            pytest.raises(KlantwaardeError, match="KW-017"),
            replace_safely(path, as_read=as_read) as unfinished,
        ):
            unfinished.write_bytes(b"3")
    assert path.read_bytes() == b"2"
    assert [entry.name for entry in tmp_path.iterdir()] == ["uit.txt"]
