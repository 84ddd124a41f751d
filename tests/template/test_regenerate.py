"""What is generated is what the program makes now, and one command mends what is not."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from klantwaarde_xl.template import build, regenerate
from klantwaarde_xl.template.regenerate import CODES, COMMAND, MANUAL, WORKBOOKS, main, stale

ROOT = Path(__file__).resolve().parents[2]
SMALL = 575_000
"""Bytes of the committed workbooks together: empty ones of nearly forty sheets, with room for a few more."""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return build.template_workbooks()


@pytest.fixture
def root(tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of what is generated in this repository; the workbooks are built once for all tests."""
    monkeypatch.setattr(build, "template_workbooks", lambda: made)
    for path in (MANUAL, CODES, *(WORKBOOKS / name for name in made)):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def test_nothing_in_the_repository_is_stale(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "template_workbooks", lambda: made)
    assert [path.name for path in stale(ROOT)] == [], f"run: {COMMAND}"


def test_the_committed_workbooks_are_these_and_small(made: dict[str, bytes]) -> None:
    committed = sorted((ROOT / WORKBOOKS).glob("*.xl*"))
    assert [path.name for path in committed] == sorted(made), "the demo is built at a release, not committed"
    assert sum(path.stat().st_size for path in committed) < SMALL


def repacked(package: bytes, old: bytes = b"", new: bytes = b"") -> bytes:
    """Return a package without compression, with a text in its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(out, "w") as target:
        for name in read.namelist():
            target.writestr(name, read.read(name).replace(old, new))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (MANUAL, b"| Datum | ja |", b"| Dag | ja |"),
        (CODES, b"KW-001", b"KW-000"),
        (WORKBOOKS / "klantwaarde.xlsx", b"Dashboard", b"Dashbord"),
        (WORKBOOKS / "klantwaarde.xlsm", b"Vernieuwen", b"Verversen"),
        (WORKBOOKS / "klantwaarde.xlam", b"addin.macroEnabled", b"sheet.macroEnabled"),
    ],
)
def test_what_is_stale_is_named_and_mended(
    root: Path, name: Path, old: bytes, new: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / name
    before = path.read_bytes()
    changed = repacked(before, old, new) if name.parent == WORKBOOKS else before.replace(old, new)
    assert changed != before
    path.write_bytes(changed)
    assert main(["--check"], root) == 1
    assert capsys.readouterr().out == f"stale: {name.as_posix()}; run: {COMMAND}\n"
    assert path.read_bytes() == changed, "a check writes nothing"
    assert main([], root) == 0
    assert capsys.readouterr().out == f"written: {name.as_posix()}\n"
    assert main(["--check"], root) == 0


def test_a_file_that_is_missing_is_made(root: Path) -> None:
    (root / CODES).unlink()
    (root / WORKBOOKS / "klantwaarde.xlam").unlink()
    assert main([], root) == 0
    assert (root / CODES).read_bytes() == (ROOT / CODES).read_bytes()
    assert stale(root) == {}


def test_a_package_packed_in_another_way_is_not_stale(root: Path) -> None:
    path = root / WORKBOOKS / "klantwaarde.xlsx"
    path.write_bytes(repacked(path.read_bytes()))
    assert stale(root) == {}


def test_another_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], tmp_path) == 2
    assert "run this in the root of the repository" in capsys.readouterr().err
    assert regenerate.COMMAND in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
