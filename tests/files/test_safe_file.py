"""A file is replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import killed_at_calls
import pytest

from klantwaarde_xl.errors import KlantwaardeError, OutputError
from klantwaarde_xl.files import safe_file
from klantwaarde_xl.files.safe_file import (
    replace_safely,
    replace_together,
    scratch_folder,
    write_together,
)


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
    "problem",
    [
        ValueError("stuk"),
        OSError(errno.EPIPE, "x"),
        FileNotFoundError(errno.ENOENT, "x", "brief"),
        OSError(errno.EIO, "x", "/stick/klanten.xlsx"),
    ],
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
    real = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        # What Windows does when a program holds a file open that is taken away.
        if path == key:
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kent geen fork")
def test_killed_at_any_call_a_set_is_of_one_build_and_every_copy_has_its_key(tmp_path: Path) -> None:
    # Before each call about these files: a killed run cannot tidy up.
    work = tmp_path / "werk"
    work.mkdir()
    for name in ("kopie.xlsx", "kopie.pdf", "kopie-sleutel-OUD.xlsx"):
        (work / name).write_bytes(b"oud")
    found = killed_at_calls.states_at_calls(tmp_path)
    assert len(found) > 20
    for files in found:
        left = {name for name in files if name.startswith(".")}
        assert {rights for name, (_, rights) in files.items() if name in left} <= {0o600}
        shown = {name: content for name, (content, _) in files.items() if name not in left}
        assert shown.pop("kopie-sleutel-OUD.xlsx") == b"oud", "the key of a copy that was sent already"
        key = shown.pop("kopie-sleutel-NIEUW.xlsx", b"")
        assert shown["kopie.xlsx"] in {b"oud", key}, shown
        assert len(set(shown.values())) == 1, f"a mixture: {shown}"
    rights = {files[name][1] for files in found for name in files if name == "kopie-sleutel-NIEUW.xlsx"}
    assert rights == {0o600}
    assert found[-1].keys() == {
        "kopie.xlsx",
        "kopie.pdf",
        "kopie-sleutel-OUD.xlsx",
        "kopie-sleutel-NIEUW.xlsx",
    }


@pytest.mark.parametrize("fails", range(1, 12))
def test_a_set_that_fails_or_is_interrupted_anywhere_is_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    old = {"kopie.xlsx": b"oud", "kopie.pdf": b"oud", "kopie-sleutel-1.xlsx": b"oud"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    calls = 0

    def interrupting(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == fails:
                raise KeyboardInterrupt
            return real(*given, **named)

        return call

    for owner, name in ((os, "replace"), (Path, "unlink"), (Path, "chmod"), (safe_file, "flush_folders")):
        monkeypatch.setattr(owner, name, interrupting(getattr(owner, name)))
    new = {tmp_path / "kopie.xlsx": b"nieuw", tmp_path / "kopie.pdf": b"nieuw"}
    with contextlib.suppress(KeyboardInterrupt):
        write_together(new, ahead={tmp_path / "kopie-sleutel-2.xlsx": b"nieuw"})
    monkeypatch.undo()
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.startswith(".")}
    complete = {
        **dict.fromkeys(old, b"nieuw"),
        "kopie-sleutel-1.xlsx": b"oud",
        "kopie-sleutel-2.xlsx": b"nieuw",
    }
    assert left in (old, complete)


def test_a_single_file_that_took_its_place_stays_when_an_interrupt_comes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_targets: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "uit.xlsx").write_bytes(b"oud")
    monkeypatch.setattr(safe_file, "flush_folders", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_together({tmp_path / "uit.xlsx": b"nieuw"})
    assert (tmp_path / "uit.xlsx").read_bytes() == b"nieuw"
    assert os.listdir(tmp_path) == ["uit.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opent geen mappen")
def test_the_folder_is_flushed_after_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real, move = os.fsync, os.replace

    def flush(handle: int) -> None:
        seen.append("map" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bestand")
        real(handle)

    def replace(source: Path, target: Path) -> None:
        seen.append(target.name)
        move(source, target)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", replace)
    write_together({tmp_path / "a": b"1"}, ahead={tmp_path / "sleutel": b"1"})
    assert seen == ["bestand", "bestand", "sleutel", "map", "a", "map"]


def test_a_key_never_replaces_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "sleutel").write_bytes(b"oud")
    with pytest.raises(OutputError, match="KW-009"):
        write_together({tmp_path / "a": b"1"}, ahead={tmp_path / "sleutel": b"1"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"sleutel": b"oud"}
