"""The zip for a computer without internet is made, installed and used there; the one for Windows has what its wheels ask for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

from klantwaarde_xl import __version__
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.packing import WINDOWS, WINDOWS_ONLY, pack, requirements, script_text, scripts, source_folder

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def packed(platform: str, python: str, folder: Path) -> Path:
    try:
        return pack(platform, python, folder, lambda _step: None)
    except KlantwaardeError as error:
        if os.environ.get("KW_REQUIRE_OFFICE"):
            raise
        pytest.skip(str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="het zip-bestand voor deze computer heeft daar een ander script")
def test_the_zip_for_this_computer_is_installed_without_network(tmp_path: Path) -> None:
    path = packed("", VERSION, tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "uitgepakt")
    place = tmp_path / "doel" / "env"
    # A proxy that nobody answers at: whatever looks for the network fails.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    path_first = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = {**os.environ, **nowhere, "KLANTWAARDE_MAP": str(place), "HOME": str(tmp_path), "PATH": path_first}
    surroundings.pop("PYTHONPATH", None)
    script = ["sh", str(tmp_path / "uitgepakt" / "installeer.sh")]
    done = subprocess.run(script, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "goed    klantwaarde_xl" in done.stdout
    program = [str(place / "bin" / "klantwaarde"), "--versie"]
    said = subprocess.run(program, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"klantwaarde_xl {__version__}"
    gone = ["sh", str(tmp_path / "uitgepakt" / "verwijder.sh")]
    assert subprocess.run(gone, env=surroundings, capture_output=True, check=False).returncode == 0
    assert not place.exists()


def test_the_zip_for_windows_has_every_wheel_that_its_wheels_ask_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(WINDOWS, "3.12", tmp_path)) as archive:
        names = archive.namelist()
        assert {"installeer.cmd", "verwijder.cmd", "LEESMIJ.txt"} <= set(names)
        wheels = [name for name in names if name.endswith(".whl")]
        assert all(name.endswith(("-none-any.whl", "-win_amd64.whl")) for name in wheels)
        present = {plain(Path(name).name.split("-")[0]) for name in wheels}
        for name in wheels:
            with zipfile.ZipFile(archive.open(name)) as wheel:
                metadata = next(part for part in wheel.namelist() if part.endswith(".dist-info/METADATA"))
                asked = HeaderParser().parsestr(wheel.read(metadata).decode("utf-8")).get_all("Requires-Dist") or []
            for requirement in asked:
                what, _, marker = requirement.partition(";")
                if counts_on_windows(marker):
                    assert plain(re.match(r"[\w.-]+", what.strip())[0]) in present, f"{name}: {requirement}"


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def counts_on_windows(marker: str) -> bool:
    """Return whether a requirement may hold on Windows with Python 3.12; extras are not installed."""
    if "extra" in marker:
        return False
    facts = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.12"}
    try:
        from packaging.markers import Marker
    except ImportError:
        return not marker.strip() or "win" in marker.lower()
    return not marker.strip() or Marker(marker).evaluate(
        {**facts, "platform_machine": "AMD64", "python_full_version": "3.12.8", "implementation_name": "cpython"}
        | {"platform_python_implementation": "CPython", "platform_release": "10", "platform_version": "10", "extra": ""}
    )


def test_the_scripts_for_windows_are_ascii_with_its_line_ends() -> None:
    for name in scripts(WINDOWS):
        text = script_text(name, "3.12")
        assert text.isascii()
        assert "@" not in text.replace("@echo", "")
        assert text.count("\r\n") == text.count("\n")
    assert "--no-index" in script_text("installeer.cmd", "3.12")


def test_what_only_windows_asks_for_is_named() -> None:
    root = source_folder()
    assert set(WINDOWS_ONLY) <= set(requirements(root, WINDOWS))
    assert not set(WINDOWS_ONLY) & set(requirements(root, ""))
