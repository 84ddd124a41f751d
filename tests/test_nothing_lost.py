"""Whatever goes wrong while a workbook is written, what stood there before is still there, or the new one is, whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import killing
import pytest

from klantwaarde_xl.cli import main
from klantwaarde_xl.report.writers.safe_file import replace_safely, scratch_folder

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OLD = killing.OLD
"""A result of an earlier run, as it may stand where the new one goes."""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze signalen en rechten niet")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("invoer") / "klanten.xlsx")


def refused(capsys: pytest.CaptureFixture[str], source: Path, output: Path) -> str:
    """Return the error text of a refresh that must end with exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(source), "--uit", str(output)])
    assert ended.value.code == 2
    return capsys.readouterr().err


@POSIX
def test_a_killed_run_leaves_the_old_or_the_new_workbook(source: Path, tmp_path: Path) -> None:
    job = killing.refreshing(source, tmp_path)
    found = [killing.kill_one(job, tmp_path / str(seed), seed) for seed in range(1, 7)]
    assert {one.outcome for one in found} <= {"old", "new"}
    assert any(one.outcome == "old" for one in found), found
    # What a killed run left does not stand in the way of the next.
    folder = tmp_path / "2"
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(source), "--uit", str(folder / "uit.xlsx"), "--json"])
    assert ended.value.code == 0
    assert killing.sheets_of(folder / "uit.xlsx") == job.expected


def test_what_a_killed_run_left_is_cleared_a_day_later_and_nothing_else_is(tmp_path: Path) -> None:
    target = tmp_path / "uit.xlsx"
    old = tmp_path / ".uit-0123456789ab.onvoltooid.xlsx"
    others = [
        tmp_path / name
        for name in (
            ".uit-0123456789ac.onvoltooid.xlsx",  # a run that is still going on
            ".anders-0123456789ab.onvoltooid.xlsx",  # of another target
            ".uit-0123456789ab.xlsx",
            "uit-0123456789ab.onvoltooid.xlsx",
            ".uit-rapport.onvoltooid.xlsx",
        )
    ]
    for path in (old, *others):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 90_000,) * 2)
    os.utime(others[0])
    with replace_safely(target) as unfinished:
        unfinished.write_bytes(b"nieuw")
    assert sorted(tmp_path.iterdir()) == sorted([target, *others])


def test_scratch_folders_are_private_and_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, busy, other = (tmp_path / name for name in ("klantwaarde-abcd_123", "klantwaarde-abcd1234", "klantwaarde-archief-2024"))
    for folder in (left, busy, other):
        folder.mkdir()
        (folder / "sheet1.xml").write_text("Jansen")
    for folder in (left, other):
        os.utime(folder, (time.time() - 90_000,) * 2)
    with scratch_folder() as mine:
        if sys.platform != "win32":
            assert mine.stat().st_mode & 0o777 == 0o700
        assert sorted(tmp_path.iterdir()) == sorted([busy, other, mine])
    assert sorted(tmp_path.iterdir()) == sorted([busy, other])


@POSIX
@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_the_unfinished_file_is_private_and_the_finished_one_has_the_usual_rights(mask: int, rights: int, tmp_path: Path) -> None:
    target = tmp_path / "uit.xlsx"
    before = os.umask(mask)
    try:
        with replace_safely(target) as unfinished:
            assert unfinished.stat().st_mode & 0o777 == 0o600
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == rights


IN_A_SMALL_DISK = """
mount -t tmpfs -o size={size}k none {folder} || exit 99
cp {old} {folder}/uit.xlsx
{python} -m klantwaarde_xl vernieuw {source} --uit {folder}/uit.xlsx; echo "exit $?"
cmp -s {old} {folder}/uit.xlsx && echo "target oud"; echo "files $(ls -A {folder} | tr '\\n' ' ')"
"""


@POSIX
@pytest.mark.parametrize("full", ["target", "temporary"])
def test_a_full_disk_leaves_the_old_workbook(full: str, source: Path, tmp_path: Path) -> None:
    small = tmp_path / "klein"
    small.mkdir()
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet, dus geen schijf die vol kan raken")
    elsewhere = small if full == "target" else tmp_path / "uit"
    elsewhere.mkdir(exist_ok=True)
    older = tmp_path / "ouder.xlsx"
    older.write_bytes(OLD)
    script = IN_A_SMALL_DISK.format(size=40, folder=small, old=older, python=sys.executable, source=source)
    if full == "temporary":
        script = script.replace(f"--uit {small}", f"--uit {elsewhere}")
        (elsewhere / "uit.xlsx").write_bytes(OLD)
    environment = killing.environment(small if full == "temporary" else tmp_path)
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("hier mag geen kleine schijf worden aangekoppeld")
    assert "exit 2" in done.stdout, done.stderr
    assert "KW-005" in done.stderr
    assert "schijf is vol" in done.stderr
    assert "Traceback" not in done.stderr
    assert "target oud" in done.stdout
    assert "files uit.xlsx \n" in done.stdout
    assert [path.name for path in elsewhere.iterdir()] == ([] if full == "target" else ["uit.xlsx"])
    assert full == "target" or (elsewhere / "uit.xlsx").read_bytes() == OLD


@POSIX
def test_a_limit_on_the_size_of_files_leaves_the_old_workbook(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    output.write_bytes(OLD)
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from klantwaarde_xl.cli import main\n"
        "main(['vernieuw', *sys.argv[1:]])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), "--uit", str(output)],
        env=killing.environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "KW-005" in done.stderr
    assert "groter dan daar mag" in done.stderr
    assert output.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]


@POSIX
def test_a_read_only_folder_is_said_and_nothing_changes(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    (folder / "uit.xlsx").write_bytes(OLD)
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("de beheerder mag overal schrijven; alleen als gewone gebruiker te zien")
    error = refused(capsys, source, folder / "uit.xlsx")
    folder.chmod(0o755)
    assert "KW-005" in error
    assert (folder / "uit.xlsx").read_bytes() == OLD


@POSIX
def test_a_disk_that_can_only_be_read(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    older = tmp_path / "ouder.xlsx"
    older.write_bytes(OLD)
    script = (
        f"mount -t tmpfs -o size=400k none {folder} || exit 99; cp {older} {folder}/uit.xlsx; mount -o remount,ro {folder}\n"
        f"{sys.executable} -m klantwaarde_xl vernieuw {source} --uit {folder}/uit.xlsx; echo exit $?\n"
        f"cmp {older} {folder}/uit.xlsx && echo oud"
    )
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet")
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=killing.environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("hier mag geen schijf worden aangekoppeld")
    assert done.stdout == "exit 2\noud\n", done.stderr
    assert "kan alleen worden gelezen" in done.stderr


def test_an_output_that_is_open_elsewhere(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Windows does when Excel holds the workbook open; Linux lets it pass.
    def refuse(old: object, new: object) -> None:
        raise PermissionError(13, "Toegang geweigerd", str(old), 5, str(new))

    output = tmp_path / "uit.xlsx"
    output.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", refuse)
    error = refused(capsys, source, output)
    assert "KW-005" in error
    assert "nog open" in error
    assert output.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]


def test_two_runs_at_once_on_one_output(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    line = killing.command("vernieuw", str(source), "--uit", str(output), "--json")
    running = [
        subprocess.Popen(line, env=killing.environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    shown = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], shown
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]
    assert killing.sheets_of(output) == killing.refreshing(source, tmp_path).expected


def test_an_output_that_is_a_folder(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "uit.xlsx"
    folder.mkdir()
    (folder / "brief.txt").write_text("van iemand")
    assert "KW-005" in refused(capsys, source, folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["uit.xlsx", "brief.txt"]


@POSIX
def test_an_output_that_is_a_link(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "archief").mkdir()
    link = tmp_path / "uit.xlsx"
    link.symlink_to(tmp_path / "archief" / "echt.xlsx")
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(source), "--uit", str(link), "--json"])
    assert ended.value.code == 0
    assert link.is_symlink()
    assert killing.sheets_of(tmp_path / "archief" / "echt.xlsx")
    # A link to the input is the input, under whatever name.
    before = source.read_bytes()
    to_input = tmp_path / "anders.xlsx"
    to_input.symlink_to(source)
    assert "KW-008" in refused(capsys, source, to_input)
    assert source.read_bytes() == before


@POSIX
def test_a_hard_link_to_the_input_is_the_input(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "in.xlsx"
    copy.write_bytes(source.read_bytes())
    same = tmp_path / "uit.xlsx"
    os.link(copy, same)
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(copy), "--uit", str(same), "--json"])
    capsys.readouterr()
    assert ended.value.code == 0
    assert copy.read_bytes() == source.read_bytes()


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
    monkeypatch.setattr("klantwaarde_xl.refreshing.analyse", fail)
    error = refused(capsys, source, output)
    assert code in error
    assert "Jansen" not in error
    assert "Traceback" not in error
    assert output.read_bytes() == OLD
