"""What a killed run left is cleared by the next one, and nobody else's file is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from klantwaarde_xl.files import leftovers
from klantwaarde_xl.files.leftovers import private_folder, this_computer, unfinished_file

HERE = this_computer()
ELSEWHERE = "0000" if HERE != "0000" else "ffff"
LOCKS = pytest.mark.skipif(leftovers.fcntl is None, reason="Windows kent deze sloten niet")
HOLD = """
import sys, tempfile, time
from pathlib import Path
from klantwaarde_xl.files.leftovers import private_folder, unfinished_file
tempfile.tempdir = sys.argv[2]
with unfinished_file(Path(sys.argv[1])) as path, private_folder() as folder:
    path.write_bytes(b"half")
    (folder / "sheet1.xml").write_text("Jansen")
    print(path.name, folder.name, flush=True)
    time.sleep(600)
"""


def aged(path: Path) -> Path:
    """Make a file that nothing was done with for more than a day."""
    path.write_bytes(b"half")
    os.utime(path, (time.time() - 90_000,) * 2)
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@LOCKS
def test_a_run_that_works_is_left_alone_and_one_that_was_killed_is_cleared_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    target = tmp_path / "uit.xlsx"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, target, tmp_path], stdout=subprocess.PIPE, text=True
    )
    held = set(process.stdout.readline().split())
    for name in held:
        os.utime(tmp_path / name, (time.time() - 90_000,) * 2)
    assert len(held) == 2
    with unfinished_file(target) as mine, private_folder() as folder:
        assert names(tmp_path) == {*held, mine.name, folder.name}
    process.kill()
    process.communicate()
    assert names(tmp_path) == held
    with unfinished_file(target) as mine, private_folder() as folder:
        assert names(tmp_path) == {mine.name, folder.name}
    assert names(tmp_path) == set()


@LOCKS
@pytest.mark.parametrize("moment", ["before the folder is opened", "before it is locked"])
def test_a_folder_that_another_run_clears_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    # The window is some microseconds: too short to hit by chance, so the other run is put inside it.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    owner, name = (
        (leftovers.tempfile, "mkdtemp") if moment.startswith("before the folder") else (leftovers, "_lock")
    )
    real = getattr(owner, name)
    cleared: list[str] = []

    def interrupted(*args: object, **options: object) -> object:
        made = real(*args, **options) if name == "mkdtemp" else None
        monkeypatch.setattr(owner, name, real)
        cleared.extend(names(tmp_path))
        with private_folder() as other:
            assert names(tmp_path) == {other.name}
        return made if name == "mkdtemp" else real(*args, **options)

    monkeypatch.setattr(owner, name, interrupted)
    with private_folder() as folder:
        (folder / "sheet1.xml").write_text("Jansen")
        assert len(cleared) == 1
        assert names(tmp_path) == {folder.name}.difference(cleared)
    assert names(tmp_path) == set()


def test_other_files_stay(tmp_path: Path) -> None:
    kept = {
        aged(tmp_path / name).name
        for name in (
            f".anders-{HERE}01234567.onvoltooid.xlsx",
            f".uit-{HERE}01234567.xlsx",
            f"uit-{HERE}01234567.onvoltooid.xlsx",
            f".uit-{HERE}01234567.onvoltooid.xlsm",
            ".uit-rapport.onvoltooid.xlsx",
        )
    }
    (tmp_path / f".uit-{ELSEWHERE}01234567.onvoltooid.xlsx").write_bytes(
        b"of a colleague on the same drive, busy"
    )
    kept.add(f".uit-{ELSEWHERE}01234567.onvoltooid.xlsx")
    aged(tmp_path / f".uit-{ELSEWHERE}89abcdef.onvoltooid.xlsx")
    with unfinished_file(tmp_path / "uit.xlsx"):
        pass
    assert names(tmp_path) == kept


def test_without_locks_a_day_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Windows, and on network drives that know no locks.
    monkeypatch.setattr(leftovers, "fcntl", None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    aged(tmp_path / f".uit-{HERE}01234567.onvoltooid.xlsx")
    fresh = tmp_path / f".uit-{HERE}89abcdef.onvoltooid.xlsx"
    fresh.write_bytes(b"half")
    folders = [
        tmp_path / name
        for name in (
            "klantwaarde-tijdelijk-abcd_123",
            "klantwaarde-tijdelijk-abcd1234",
            "klantwaarde-1234567",
        )
    ]
    for folder in folders:
        folder.mkdir()
        (folder / "sheet1.xml").write_text("Jansen")
    for folder in (folders[0], folders[2]):
        os.utime(folder, (time.time() - 90_000,) * 2)
    with unfinished_file(tmp_path / "uit.xlsx"), private_folder():
        pass
    assert names(tmp_path) == {fresh.name, folders[1].name, folders[2].name}


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system without locks that removes no file that is open; returns its temporary folder."""
    unlink = os.unlink

    def refused(path: str, **more: object) -> None:
        opened = [os.path.realpath(f"/proc/self/fd/{handle}") for handle in os.listdir("/proc/self/fd")]
        if "dir_fd" not in more and os.path.realpath(path) in opened:
            raise PermissionError(13, "The process cannot access the file", os.fspath(path))
        unlink(path, **more)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("hier is niet te zien wat openstaat")
    monkeypatch.setattr(leftovers, "fcntl", None)
    monkeypatch.setattr(os, "unlink", refused)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_on_windows_an_open_file_tells_whether_a_run_works(windows: Path) -> None:
    with private_folder() as works:
        (works / "sheet1.xml").write_text("Jansen")
        killed, unknown = (
            windows / "klantwaarde-tijdelijk-killed01",
            windows / "klantwaarde-tijdelijk-unknown1",
        )
        for folder in (killed, unknown):
            folder.mkdir()
            (folder / "sheet1.xml").write_text("Jansen")
        (killed / ".in-gebruik").touch()
        with private_folder():
            assert (works.exists(), killed.exists(), unknown.exists()) == (True, False, True)
        leftovers.clear_scratch()
        assert names(windows) == {works.name}
        assert names(works) == {"sheet1.xml", ".in-gebruik"}
    assert names(windows) == set()


def test_who_takes_the_program_away_waits_no_day(windows: Path) -> None:
    left = windows / f".uit-{HERE}01234567.onvoltooid.xlsx"
    opened = windows / f".uit-{HERE}89abcdef.onvoltooid.xlsx"
    elsewhere = windows / f".uit-{int(HERE, 16) ^ 1:04x}01234567.onvoltooid.xlsx"
    for path in (left, opened, elsewhere):
        path.write_bytes(b"half")
    with opened.open("rb"):
        leftovers.clear_left(windows / "uit.xlsx")
        assert names(windows) == {left.name, opened.name, elsewhere.name}
        leftovers.clear_left(windows / "uit.xlsx", young=True)
        assert names(windows) == {opened.name, elsewhere.name}


@LOCKS
def test_a_drive_without_locks_is_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int, _kind: int) -> None:
        raise OSError(37, "No locks available")

    fresh = tmp_path / f".uit-{HERE}89abcdef.onvoltooid.xlsx"
    fresh.write_bytes(b"half")
    monkeypatch.setattr(leftovers.fcntl, "flock", refuse)
    with unfinished_file(tmp_path / "uit.xlsx") as path:
        path.write_bytes(b"heel")
    assert names(tmp_path) == {fresh.name}


@LOCKS
def test_a_link_with_such_a_name_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    archive = tmp_path / "archief"
    archive.mkdir()
    aged(archive / "brief.txt")
    (tmp_path / "klantwaarde-tijdelijk-abcd1234").symlink_to(archive)
    (tmp_path / f".uit-{HERE}01234567.onvoltooid.xlsx").symlink_to(archive / "brief.txt")
    with unfinished_file(tmp_path / "uit.xlsx"), private_folder():
        pass
    assert names(archive) == {"brief.txt"}
    assert len(names(tmp_path)) == 3


def test_only_the_owner_can_read_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows kent deze rechten niet")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with unfinished_file(tmp_path / "uit.xlsx") as path, private_folder() as folder:
        assert path.stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700
