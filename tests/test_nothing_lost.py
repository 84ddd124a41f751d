"""A command that is killed or fails half-way: what was there before is still there, byte for byte."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import killing
import pytest
from at_the_door import refused

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OLD = killing.OLD
"""A result of an earlier run, as it may stand where the new one goes."""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze signalen en rechten niet")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("invoer") / "klanten.xlsx")


def some_job(name: str, source: Path, folder: Path) -> killing.Job:
    """Return one of the commands that write, over outputs that exist already."""
    if name == "vernieuw":
        return killing.refreshing(source, folder)
    if name == "importeer":
        write_empty(folder / "doel.xlsx", dt.datetime(2026, 1, 2))
        return killing.importing((folder / "doel.xlsx").read_bytes(), folder)
    return killing.sharing(source, folder)


@POSIX
@pytest.mark.parametrize(
    ("name", "seeds"),
    [
        ("importeer", 2),
        *(pytest.param(name, 4, marks=pytest.mark.slow) for name in ("importeer", "vernieuw", "deel")),
    ],
)
def test_a_killed_run_leaves_all_of_the_old_or_all_of_the_new(
    name: str, seeds: int, source: Path, tmp_path: Path
) -> None:
    # A few runs here; fifty of each by hand with `python -m benchmarks.kill_runs`. What is left is cleared by
    # the next run. A build takes long and is killed at each of its calls in test_killed_at_calls.
    job = some_job(name, source, tmp_path)
    found = [killing.kill_one(job, tmp_path / str(seed), seed) for seed in range(1, seeds + 1)]
    assert {one.outcome for one in found} <= {"old", "new"}
    assert any(one.outcome == "old" for one in found), found


@pytest.mark.slow
@POSIX
def test_a_copy_beside_the_key_of_another_is_seen(source: Path, tmp_path: Path) -> None:
    # The check of the killed runs itself: it must see a copy without its key.
    job = killing.sharing(source, tmp_path)
    folder = tmp_path / "gemengd"
    folder.mkdir()
    for name, content in job.old.items():
        (folder / name).write_bytes(content)
    (folder / "kopie.xlsx").write_bytes((tmp_path / "deel" / "kopie.xlsx").read_bytes())
    assert not job.is_old(folder)
    with pytest.raises(FileNotFoundError):
        job.look(folder)


def test_a_copy_that_is_open_elsewhere_stays_as_it_was(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "kopie.xlsx"
    before = {name: f"van eerder: {name}".encode() for name in ("kopie.xlsx", "kopie-sleutel-ABCDEF.xlsx")}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    real = os.replace

    def refuse(old: Path, new: Path) -> None:
        if new.name == output.name:
            raise PermissionError(13, "Toegang geweigerd", str(old), 5, str(new))
        real(old, new)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SystemExit) as ended:
        main(["deel", str(source), "--zonder-namen", "--uit", str(output)])
    assert ended.value.code == 2
    assert "kopie.xlsx" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.slow
@POSIX
def test_leftovers_and_locks_of_other_files_do_not_stand_in_the_way(source: Path, tmp_path: Path) -> None:
    # Signs that other files are open, also the source, and an unfinished file of an older version.
    job = killing.refreshing(source, tmp_path)
    folder, scratch = tmp_path / "werk", tmp_path / "werk-tijdelijk"
    folder.mkdir()
    scratch.mkdir()
    job.set_up(folder)
    others = {"~$klanten.xlsx", ".~lock.uit.xls#", ".uit-000001234567.onvoltooid.xlsx"}
    for name in others:
        (folder / name).write_bytes(b"x")
    assert job.start(folder, scratch).wait() == 0
    assert job.look(folder) == job.expected
    assert {path.name for path in folder.iterdir()} == {"uit.xlsx", *others}


@POSIX
def test_a_workbook_that_is_made_by_an_import_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, target = tmp_path / "export.csv", tmp_path / "nieuw.xlsx"
    export.write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", encoding="utf-8")
    seen = []

    def killed(*given: object, **named: object) -> None:
        seen.append(sorted(path.name for path in tmp_path.iterdir()))
        raise KeyboardInterrupt

    monkeypatch.setattr("klantwaarde_xl.files.table_rows.change_tables", killed)
    with pytest.raises(SystemExit):
        main(["importeer", str(export), "--naar", str(target)])
    assert seen == [["export.csv"]], "at the moment of the kill there must be no half-made workbook"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.csv"]
    monkeypatch.undo()
    with pytest.raises(SystemExit) as ended:
        main(["importeer", str(export), "--naar", str(target)])
    assert ended.value.code == 0
    assert read_workbook(target).tables["tblTransacties"].columns[0].value(0) is not None


@POSIX
@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_the_unfinished_file_is_private_and_the_finished_one_has_the_usual_rights(
    mask: int, rights: int, tmp_path: Path
) -> None:
    target = tmp_path / "uit.xlsx"
    before = os.umask(mask)
    try:
        with replace_safely(target) as unfinished:
            assert unfinished.stat().st_mode & 0o777 == 0o600
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == rights


@pytest.mark.slow
def test_two_runs_at_once_on_one_output(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    line = killing.command("vernieuw", str(source), "--uit", str(output), "--json")
    running = [
        subprocess.Popen(
            line, env=killing.environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    shown = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], shown
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]
    assert killing.sheets_of(output) == killing.refreshing(source, tmp_path).expected


@pytest.mark.parametrize(("fault", "code"), [(KeyError("Jansen BV"), "KW-902"), (MemoryError(), "KW-903")])
def test_a_fault_of_our_own_is_said_without_what_was_in_the_cells(
    fault: Exception,
    code: str,
    source: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise fault

    output = tmp_path / "uit.xlsx"
    output.write_bytes(OLD)
    monkeypatch.setattr("klantwaarde_xl.analysis.analyse.analyse", fail)
    error = refused(capsys, source, output)
    assert code in error
    assert "Jansen" not in error
    assert "Traceback" not in error
    assert output.read_bytes() == OLD
