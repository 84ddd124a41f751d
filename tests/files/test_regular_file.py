"""Pipes and devices are refused before they are opened; they give bytes without end, or none at all."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import klantwaarde_xl
from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files import regular_file
from klantwaarde_xl.files.regular_file import names_device, open_regular
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.imports.kinds import recognise
from klantwaarde_xl.imports.readers import audit_parts
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.sources.xaf import read_xaf
from klantwaarde_xl.sources.zipped import audit_files

PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")


def split(path: Path) -> object:
    """Return whether an audit file is one part of more."""
    return audit_parts(path, None)


@PIPES
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".xml", ".xaf", ".zip"])
@pytest.mark.parametrize(
    "read", [read_workbook, read_delimited, read_xaf, open_regular, recognise, split, audit_files]
)
def test_a_pipe_is_refused_at_once(tmp_path: Path, read: Callable[[Path], object], suffix: str) -> None:
    path = tmp_path / f"pijp{suffix}"
    os.mkfifo(path)
    with pytest.raises(KlantwaardeError) as caught:
        read(path)
    assert caught.value.code == errors.NOT_A_FILE.code


@PIPES
def test_a_pipe_beside_invoices_is_a_failed_source(tmp_path: Path) -> None:
    path = tmp_path / "pijp.xml"
    os.mkfifo(path)
    assert [fault.code for _, fault in read_ubl(path).failed] == [errors.NOT_A_FILE.code]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no device of zeros")
def test_a_device_is_refused_at_once() -> None:
    with pytest.raises(KlantwaardeError) as caught:
        read_delimited(Path("/dev/zero"))
    assert caught.value.code == errors.NOT_A_FILE.code


@PIPES
def test_a_pipe_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    os.mkfifo(path)
    with pytest.raises(KlantwaardeError) as caught, replace_safely(path):
        pytest.fail("nothing may be written")
    assert caught.value.code == errors.NOT_A_FILE.code
    assert path.is_fifo()
    assert [item.name for item in tmp_path.iterdir()] == ["uit.xlsx"]


def test_names_of_windows_devices_are_known_in_every_spelling() -> None:
    # https://learn.microsoft.com/windows/win32/fileio/naming-a-file, the list of reserved names
    for name in ("CON", "prn.csv", "Aux.xlsx", "nul", "NUL.tar.gz", "COM1.csv", "lpt9", "COM².x", "CONIN$"):
        assert names_device(name), name
    for name in ("console.csv", "null.xlsx", "com10.csv", "com.csv", "x.nul", "klanten.xlsx", ""):
        assert not names_device(name), name


def test_windows_devices_are_refused_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nul.csv"
    path.write_text("a;b\n", encoding="utf-8")
    monkeypatch.setattr(regular_file, "_WINDOWS", False)
    open_regular(path).close()
    monkeypatch.setattr(regular_file, "_WINDOWS", True)
    with pytest.raises(KlantwaardeError) as caught:
        open_regular(path)
    assert caught.value.code == errors.NOT_A_FILE.code


def test_readers_open_files_here_only() -> None:
    """A reader that opens by itself waits for ever on a pipe: in the rooms that read, only one module may."""
    package = Path(klantwaarde_xl.__file__).parent
    found = []
    modules = [*package.glob("sources/*.py"), *package.glob("imports/*.py")]
    # remembered_columns reads a file that we wrote ourselves.
    for module in (module for module in modules if module.stem != "remembered_columns"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            given = [ast.unparse(argument) for argument in node.args]
            opens = called == "open" or (called.endswith(".open") and given[:1] == ["'rb'"])
            unpacks = called.endswith("ZipFile") and given[:1] not in (["stream"], ["self.archive"])
            if opens or unpacks or called.endswith((".read_bytes", ".read_text")):
                found.append(f"{module.name}:{node.lineno} {called}")
    assert found == []
