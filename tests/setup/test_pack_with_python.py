"""A whole pack with a Python of its own: installed, used and removed where no other Python is found."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from embeddable import run, running_parts

from klantwaarde_xl import __version__
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.setup import packing
from klantwaarde_xl.setup.own_python import OwnPython

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="de nagemaakte Python is die van POSIX")


def packed(folder: Path, python: dict[str, bytes], patch: pytest.MonkeyPatch) -> Path:
    """The unpacked zip for this computer, which brings this computer's Python along."""
    minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
    own = OwnPython("python.zip", "0" * 64, minor, minor, python)
    # The wheels are those of this computer, not of Windows.
    patch.setattr(packing, "check_wheels", lambda _own, _wheels: None)
    try:
        path = packing.pack("", minor, folder, lambda _step: None, own)
    except KlantwaardeError as error:
        if os.environ.get("KW_REQUIRE_OFFICE"):
            raise
        pytest.skip(str(error))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "zip")
    (folder / "zip" / "python" / "python").chmod(0o755)
    return folder / "zip"


@POSIX
@pytest.mark.slow
def test_the_whole_pack_is_installed_used_and_removed_without_another_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unzipped = packed(tmp_path, running_parts(), monkeypatch)
    chosen, home = tmp_path / "doel", tmp_path / "huis"
    place = chosen / "klantwaarde_xl" / "env"
    chosen.mkdir()
    (chosen / "offerte.xlsx").write_bytes(b"van de gebruiker")
    conf = home / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text(f'"SHOW CONSOLE","True"\n"INTERPRETER_WIN","{place}/python"', encoding="utf-8")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    bare = {
        **nowhere,
        "KLANTWAARDE_MAP": str(chosen),
        "HOME": str(home),
        "PATH": str(tmp_path),
        "LANG": "C.UTF-8",
    }

    def script(*words: str) -> subprocess.CompletedProcess[str]:
        return run(unzipped / "python" / "python", "-I", "-B", str(unzipped / "inrichten.py"), *words, **bare)

    assert "Er is niets te verwijderen" in script("verwijder").stdout
    done = script()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "goed    Laden van de functies" in done.stdout
    python = place / "python"
    assert (
        run(python, "-I", "-m", "klantwaarde_xl", "--versie", **bare).stdout
        == f"klantwaarde_xl {__version__}\n"
    )
    work = str(tmp_path / "werk.xlsx")
    for line, code, text in (("nieuw", 0, "Gemaakt"), ("controleer", 2, "KW-102")):
        told = run(python, "-I", "-m", "klantwaarde_xl", line, work, **bare)
        assert (told.returncode, text in told.stdout + told.stderr) == (code, True), told.stdout + told.stderr
    # What the macros of xlwings start, without the server, which is there on Windows alone.
    starts = f'import xlwings.utils;xlwings.utils.prepare_sys_path("false;;;;;;{place}");import xlwings;'
    code = f"{starts}import klantwaarde_xl.excel.functions as f; print(f.__file__)"
    told = run(python, "-B", "-c", code, **bare)
    assert Path(told.stdout.strip()).is_relative_to(place), told.stderr
    assert script().returncode == 0, "a second time, over the first"
    assert script("diagnose").returncode == 0
    removed = script("verwijder")
    assert removed.returncode == 0, removed.stdout
    assert not place.parent.exists()
    assert (chosen / "offerte.xlsx").read_bytes() == b"van de gebruiker"
    assert conf.read_text(encoding="utf-8") == '"SHOW CONSOLE","True"'
    assert script("diagnose").returncode == 2
