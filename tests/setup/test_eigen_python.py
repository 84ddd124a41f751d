"""A Python that came with the zip is laid out for one user, runs its own packages only, and goes again."""

from __future__ import annotations

import os
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import xlwings
from embeddable import run, running_parts, wheel, windows_parts

from klantwaarde_xl.setup.own_python import OwnPython, parts_of_pack
from klantwaarde_xl.setup.pack_parts import eigen_python, inrichten
from klantwaarde_xl.setup.pack_parts.eigen_python import PackError, checked_files, lay_out, place_of
from klantwaarde_xl.setup.wheel_lists import read_wheels, sums_text

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="de nagemaakte Python is die van POSIX")
DLLS = {f"xlwings{bits}-{version('xlwings')}.dll" for bits in (32, 64)}


@pytest.fixture(scope="module")
def running() -> dict[str, bytes]:
    return running_parts()


def unpacked(folder: Path, python: dict[str, bytes]) -> Path:
    """What whoever unpacks the zip has: a Python, some wheels, and the lists of their hashes."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    dlls = {f"xlwings-1.0.data/data/{name}": b"MZ" for name in DLLS}
    wheel(wheels, "xlwings", {"xlwings/__init__.py": b"place = __file__\n", **dlls})
    wheel(
        wheels,
        "klantwaarde_xl",
        {"klantwaarde_xl/__init__.py": b"", "klantwaarde_xl/__main__.py": b"print(1)\n"},
    )
    (wheels / "SHA256SUMS.txt").write_text(sums_text(read_wheels(wheels)), encoding="utf-8")
    own = OwnPython("python-3.13.5-embed-amd64.zip", "0" * 64, "3.13", "3.13.5", python)
    for name, data in parts_of_pack(own, '{"components": []}').items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755)
    return folder


def test_the_windows_layout_is_as_xlwings_and_excel_look_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "env"
    lay_out(unpacked(tmp_path / "zip", windows_parts()), folder)
    there = {path.name for path in folder.iterdir()}
    assert set(windows_parts()) | DLLS | {"Lib", "klantwaarde.cmd"} == there
    # The macros of the installed xlwings name the DLL, and look in the folder of the interpreter first.
    macros = (Path(xlwings.__file__).parent / "xlwings.bas").read_text(encoding="utf-8")
    assert set(re.findall(r'XLPyDLLName As String = "(.+)"', macros)) == DLLS
    assert 'LoadLibrary(ParentFolder(PYTHON_WIN) + "\\" + XLPyDLLName)' in macros
    lines = (folder / "python313._pth").read_text(encoding="utf-8").splitlines()
    assert lines == ["python313.zip", ".", os.path.join("Lib", "site-packages"), "import site"]
    assert not list(tmp_path.glob("*-oud"))


@POSIX
def test_it_runs_with_its_own_packages_only_wherever_the_folder_is_moved(
    tmp_path: Path, running: dict[str, bytes]
) -> None:
    folder = tmp_path / "env"
    zipped = unpacked(tmp_path / "zip", running)
    python = zipped / "python" / "python"
    made = run(python, "-I", str(Path(eigen_python.__file__)), str(folder))
    assert made.returncode == 1, "the script lays out what is beside it"
    script = zipped / "eigen_python.py"
    script.write_bytes(Path(eigen_python.__file__).read_bytes())
    made = run(python, "-I", str(script), str(folder))
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    assert list((folder / "Lib").rglob("xlwings/__pycache__/*.pyc")), "compiled, for xlwings starts with -B"
    moved = tmp_path / "elders" / "env"
    moved.parent.mkdir()
    folder.rename(moved)
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "xlwings.py").write_text("raise SystemExit(9)")
    code = "import sys, xlwings; print(xlwings.place); print(*sys.path, sep='\\n')"
    told = run(moved / "python", "-B", "-c", code, PYTHONPATH=str(evil), PYTHONHOME=str(evil), HOME=str(evil))
    place, *path = told.stdout.splitlines()
    assert told.stderr == ""
    assert Path(place).is_relative_to(moved)
    assert all(Path(part).is_relative_to(moved) for part in path), path
    assert run(moved / "python", "-I", "-m", "klantwaarde_xl").stdout == "1\n"
    assert run(moved / "python", "-I", "-m", "pip").returncode == 1, "it has no pip"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("pandas/core/frame.py", "Lib/site-packages/pandas/core/frame.py"),
        ("six.py", "Lib/site-packages/six.py"),
        ("pywin32.pth", "Lib/site-packages/pywin32.pth"),
        ("xlwings-0.37.8.data/data/xlwings64-0.37.8.dll", "xlwings64-0.37.8.dll"),
        ("a-1.data/data/share/man/a.1", "share/man/a.1"),
        ("a-1.data/purelib/a.py", "Lib/site-packages/a.py"),
        ("a-1.data/platlib/a/b.pyd", "Lib/site-packages/a/b.pyd"),
        ("a-1.data/scripts/a.py", None),
        ("a-1.data/headers/a.h", None),
        ("a-1.dist-info/METADATA", "Lib/site-packages/a-1.dist-info/METADATA"),
    ],
)
def test_the_files_of_a_wheel_go_where_pip_would_put_them(name: str, place: str | None) -> None:
    found = place_of(name)
    assert (None if found is None else found.as_posix()) == place


@pytest.mark.parametrize(
    "name",
    [
        "../a.py",
        "a/../../b.py",
        "/a.py",
        "//server/a",
        "a\\b.py",
        "C:/a.py",
        "a:b",
        "a//b",
        "./a",
        "a.",
        "a /b",
        "a\x1b[2J",
        "",
        "a-1.data/data/../../a",
        "a-1.data/nieuw/a",
        "a-1.data/data/C:a",
    ],
)
def test_a_wheel_writes_nowhere_else(name: str) -> None:
    with pytest.raises(PackError, match="Een pakket"):
        place_of(name)


def told(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def relisted(pack_folder: Path) -> None:
    wheels = pack_folder / "wheels"
    (wheels / "SHA256SUMS.txt").write_text(sums_text(read_wheels(wheels)), encoding="utf-8")


def test_whatever_fails_leaves_the_earlier_one_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, folder = unpacked(tmp_path / "zip", windows_parts()), tmp_path / "env"
    monkeypatch.setattr(eigen_python, "HERE", source)
    assert eigen_python.main(folder) == 0
    before = told(folder)
    wheels = source / "wheels"
    one, sums = wheels / "xlwings-1.0-py3-none-any.whl", wheels / "SHA256SUMS.txt"
    good, listed = one.read_bytes(), sums.read_text(encoding="utf-8")

    def fails(why: str) -> None:
        assert eigen_python.main(folder) == 1
        text = capsys.readouterr().out
        assert why in text
        assert "Er is niets veranderd." in text
        assert told(folder) == before
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith("env")] == ["env"]

    one.write_bytes(good + b"\0")
    fails("beschadigd")
    one.unlink()
    fails("ontbreekt")
    one.write_bytes(good)
    for name in ("../x", "C:x", "a/b"):
        sums.write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
        fails("ontbreekt")
    sums.write_text(listed, encoding="utf-8")
    for name in ("evil-1.data/data/python.exe", "xlwings/__init__.py"):
        extra = wheel(wheels, "zevil", {name: b"x"})
        relisted(source)
        fails("overschrijft")
        extra.unlink()
    extra = wheel(wheels, "zevil", {"../../x": b"x"})
    relisted(source)
    fails("niet mag")
    extra.write_bytes(b"PK")
    sums.write_text(f"{listed}{eigen_python.hashlib.sha256(b'PK').hexdigest()}  {extra.name}\n")
    fails("Sluit Excel")
    extra.unlink()
    sums.write_text(listed, encoding="utf-8")

    def full(_folder: Path) -> None:
        raise OSError(28, "schijf vol")

    monkeypatch.setattr(eigen_python, "compile_packages", full)
    fails("schijf vol")


def test_what_an_earlier_zip_left_in_the_folder_is_not_installed(tmp_path: Path) -> None:
    source = unpacked(tmp_path / "zip", windows_parts())
    wheel(source / "wheels", "xlwings", {"xlwings/__init__.py": b"old"}, version="0.9")
    (source / "python" / "oud.dll").write_bytes(b"old")
    names = {path.name for part in ("python", "wheels") for path in checked_files(source / part)}
    assert "oud.dll" not in names
    assert "xlwings-0.9-py3-none-any.whl" not in names
    assert len(names) == len(windows_parts()) + 2


def test_an_attempt_that_was_cut_off_is_undone_by_the_next(tmp_path: Path) -> None:
    source, folder = unpacked(tmp_path / "zip", windows_parts()), tmp_path / "env"
    lay_out(source, folder)
    folder.rename(tmp_path / "env-oud")
    folder.mkdir()
    (folder / "half").write_text("x")
    (source / "wheels" / "xlwings-1.0-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(PackError):
        lay_out(source, folder)
    assert (folder / "half").exists(), "nothing is touched before all hashes are right"
    relisted_source = unpacked(tmp_path / "weer", windows_parts())
    lay_out(relisted_source, folder)
    assert not (folder / "half").exists()
    assert not (tmp_path / "env-oud").exists()


def test_a_python_in_use_is_not_half_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "klantwaarde_xl" / "env"
    folder.parent.mkdir()
    lay_out(unpacked(tmp_path / "zip", windows_parts()), folder)
    before, started = told(folder), []
    monkeypatch.setattr(inrichten, "_run", lambda *command: started.append(command) or True)

    def in_use(_path: Path, _to: Path) -> Path:
        raise PermissionError(13, "in gebruik")

    with monkeypatch.context() as windows:
        windows.setattr(Path, "rename", in_use)
        assert inrichten.remove(folder) == 1
    assert "sluit Excel" in capsys.readouterr().out
    assert (started, told(folder)) == ([], before)
    assert inrichten.remove(folder) == 0
    ((python, *rest),) = started
    assert Path(python).parent == folder
    assert rest == ["-I", "-m", "klantwaarde_xl", "installeer", "--verwijder"]
    assert not folder.parent.exists()
    assert inrichten.remove(folder) == 2
