"""A file is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError, OutputError
from klantwaarde_xl.files.safe_file import replace_safely, replace_together, scratch_folder


def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "werkmap.xlsx"
    target.write_bytes(b"oud")
    with replace_safely(target) as unfinished:
        assert unfinished.parent == tmp_path
        assert unfinished.suffix == ".xlsx"
        unfinished.write_bytes(b"nieuw")
        assert target.read_bytes() == b"oud"
    assert target.read_bytes() == b"nieuw"
    assert os.listdir(tmp_path) == ["werkmap.xlsx"]


@pytest.mark.parametrize(
    "problem",
    [ValueError("stuk"), KeyboardInterrupt(), KlantwaardeError("KW-0", "x"), OSError(errno.EPIPE, "x")],
)
def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, problem: BaseException
) -> None:
    target = tmp_path / "werkmap.xlsx"
    target.write_bytes(b"oud")

    def write() -> None:
        with replace_safely(target) as unfinished:
            unfinished.write_bytes(b"hal")
            raise problem

    with pytest.raises(type(problem)) as caught:
        write()
    assert caught.value is problem
    assert target.read_bytes() == b"oud"
    assert os.listdir(tmp_path) == ["werkmap.xlsx"]


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    target = tmp_path / "werkmap.xlsx"
    with pytest.raises(OutputError, match=r"KW-005.*schijf is vol"), replace_safely(target):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "schijf is vol"), (errno.EFBIG, "groter dan daar mag")]
)
def test_a_full_disk_of_temporary_files_is_said_in_words(number: int, reason: str) -> None:
    with (
        pytest.raises(OutputError, match=f"KW-005.*tijdelijke bestanden.*{reason}"),
        scratch_folder() as folder,
    ):
        raise OSError(number, "No room")
    assert not folder.exists()


@pytest.mark.parametrize(
    "problem", [ValueError("stuk"), OSError(errno.EPIPE, "x"), FileNotFoundError(errno.ENOENT, "x", "brief")]
)
def test_what_is_not_about_temporary_files_passes_unchanged(problem: Exception) -> None:
    with pytest.raises(type(problem)) as caught, scratch_folder():
        raise problem
    assert caught.value is problem


def test_no_place_for_temporary_files_may_be_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    # What Python says where not even the four bytes with which it tries a folder can be written.
    def nowhere(**_named: object) -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.mkdtemp", nowhere)
    with (
        pytest.raises(OutputError, match=r"KW-005.*tijdelijke bestanden.*of de schijf is vol"),
        scratch_folder(),
    ):
        pytest.fail("the block must not run")


def test_an_absent_folder_is_said_in_words(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"KW-005.*map bestaat niet"),
        replace_safely(tmp_path / "weg" / "werkmap.xlsx"),
    ):
        pytest.fail("the block must not run")


def test_a_target_that_cannot_be_replaced_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Windows does when Excel holds the workbook open.
    def refuse(source: object, target: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(source), None, str(target))

    target = tmp_path / "werkmap.xlsx"
    target.write_bytes(b"oud")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match=r"KW-005.*nog open"), replace_safely(target) as unfinished:
        unfinished.write_bytes(b"nieuw")
    assert target.read_bytes() == b"oud"
    assert os.listdir(tmp_path) == ["werkmap.xlsx"]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    with pytest.raises(OutputError, match="KW-005"), replace_safely(tmp_path / "map") as unfinished:
        unfinished.write_bytes(b"nieuw")
    assert os.listdir(tmp_path) == ["map"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze rechten niet")
def test_rights_and_links_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "echt.xlsx"
    real.write_bytes(b"oud")
    real.chmod(0o640)
    link = tmp_path / "naar.xlsx"
    link.symlink_to(real)
    with replace_safely(link) as unfinished:
        unfinished.write_bytes(b"nieuw")
    assert link.is_symlink()
    assert real.read_bytes() == b"nieuw"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_files_that_belong_together_are_replaced_together(tmp_path: Path) -> None:
    copy, key = tmp_path / "kopie.xlsx", tmp_path / "sleutel.xlsx"
    copy.write_bytes(b"oude kopie")
    with replace_together([copy, key]) as (first, second):
        first.write_bytes(b"kopie")
        second.write_bytes(b"sleutel")
        assert copy.read_bytes() == b"oude kopie"
        assert not key.exists()
    assert (copy.read_bytes(), key.read_bytes()) == (b"kopie", b"sleutel")
    assert sorted(os.listdir(tmp_path)) == ["kopie.xlsx", "sleutel.xlsx"]


@pytest.mark.parametrize("there_before", [True, False])
def test_when_one_cannot_be_replaced_the_others_get_back_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there_before: bool
) -> None:
    copy, key = tmp_path / "kopie.xlsx", tmp_path / "sleutel.xlsx"
    key.write_bytes(b"oude sleutel")
    if there_before:
        copy.write_bytes(b"oude kopie")
    real = os.replace

    def refuse(source: object, target: object) -> None:
        if target == key:
            raise PermissionError(errno.EACCES, "Access is denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)

    def write() -> None:
        with replace_together([copy, key]) as (first, second):
            first.write_bytes(b"kopie")
            second.write_bytes(b"sleutel")

    with pytest.raises(OutputError, match=r"KW-005.*sleutel\.xlsx.*nog open"):
        write()
    assert key.read_bytes() == b"oude sleutel"
    if there_before:
        assert copy.read_bytes() == b"oude kopie"
    assert set(os.listdir(tmp_path)) == ({"kopie.xlsx", "sleutel.xlsx"} if there_before else {"sleutel.xlsx"})
