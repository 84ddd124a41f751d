"""The zip for a computer without internet is made, installed and used there; the one for Windows has what its
wheels ask for."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from importlib.metadata import requires
from pathlib import Path

import pytest

from klantwaarde_xl import __version__
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.setup.pack_parts import inrichten
from klantwaarde_xl.setup.pack_parts.inrichten import environment_folder
from klantwaarde_xl.setup.packing import (
    LOCK,
    MAC_ONLY,
    WINDOWS_ONLY,
    pack,
    requirements,
    script_text,
    scripts,
    source_folder,
)

PARTS = Path(inrichten.__file__).parent
WINDOWS = "win_amd64"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def packed(platform: str, python: str, folder: Path) -> Path:
    try:
        return pack(platform, python, folder, lambda _step: None)
    except KlantwaardeError as error:
        if os.environ.get("KW_REQUIRE_OFFICE"):
            raise
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "win32", reason="het zip-bestand voor deze computer heeft daar een ander script"
)
def test_the_zip_for_this_computer_is_installed_without_network(tmp_path: Path) -> None:
    path = packed("", VERSION, tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "uitgepakt")
    chosen = tmp_path / "doel"
    place = chosen / "klantwaarde_xl" / "env"
    theirs = [chosen / "offerte.xlsx", tmp_path / "doel-oud" / "2025.xlsx"]
    for path in theirs:
        path.parent.mkdir()
        path.write_bytes(b"van de gebruiker")
    # A proxy that nobody answers at: whatever looks for the network fails.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    state = tmp_path / "toestand"
    log = state / "klantwaarde_xl" / "klantwaarde.log"
    log.parent.mkdir(parents=True)
    log.write_text("2026 INFO KW_PARETO KW-303\n", encoding="utf-8")
    path_first = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = {
        **os.environ,
        **nowhere,
        "KLANTWAARDE_MAP": str(chosen),
        "HOME": str(tmp_path),
        "PATH": path_first,
        "XDG_STATE_HOME": str(state),
    }
    surroundings.pop("PYTHONPATH", None)
    script = ["sh", str(tmp_path / "uitgepakt" / "installeer.sh")]
    done = subprocess.run(script, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "goed    klantwaarde_xl" in done.stdout
    check = ["sh", str(tmp_path / "uitgepakt" / "diagnose.sh")]
    checked = subprocess.run(check, env=surroundings, capture_output=True, text=True, check=False)
    assert (checked.returncode, "goed    Laden van de functies" in checked.stdout) == (0, True), (
        checked.stdout
    )
    program = [str(place / "bin" / "klantwaarde"), "--versie"]
    said = subprocess.run(program, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"klantwaarde_xl {__version__}"
    conf = tmp_path / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir()
    conf.write_text(f'"SHOW CONSOLE","True"\n"INTERPRETER_WIN","{place}/bin/python"', encoding="utf-8")
    gone = ["sh", str(tmp_path / "uitgepakt" / "verwijder.sh")]
    removed = subprocess.run(gone, env=surroundings, capture_output=True, text=True, check=False)
    assert removed.returncode == 0, removed.stderr
    assert not place.parent.exists()
    assert [path.read_bytes() for path in theirs] == [b"van de gebruiker"] * 2
    assert not log.exists()
    assert conf.read_text(encoding="utf-8") == '"SHOW CONSOLE","True"'
    again = subprocess.run(gone, env=surroundings, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "niets te verwijderen" in again.stdout


@pytest.mark.slow
def test_the_zip_for_windows_has_every_wheel_that_its_wheels_ask_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(WINDOWS, "3.12", tmp_path)) as archive:
        names = archive.namelist()
        assert {"installeer.cmd", "verwijder.cmd", "inrichten.py", "LEESMIJ.txt"} <= set(names)
        sums = dict(
            reversed(line.split()) for line in archive.read("wheels/SHA256SUMS.txt").decode().splitlines()
        )
        assert sums == {
            Path(name).name: hashlib.sha256(archive.read(name)).hexdigest()
            for name in names
            if name.endswith(".whl")
        }
        wheels = [name for name in names if name.endswith(".whl")]
        assert all(name.endswith(("-none-any.whl", "-win_amd64.whl")) for name in wheels)
        present = {plain(Path(name).name.split("-")[0]) for name in wheels}
        for name in wheels:
            with zipfile.ZipFile(archive.open(name)) as wheel:
                metadata = next(part for part in wheel.namelist() if part.endswith(".dist-info/METADATA"))
                asked = (
                    HeaderParser().parsestr(wheel.read(metadata).decode("utf-8")).get_all("Requires-Dist")
                    or []
                )
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
        {
            **facts,
            "platform_machine": "AMD64",
            "python_full_version": "3.12.8",
            "implementation_name": "cpython",
        }
        | {
            "platform_python_implementation": "CPython",
            "platform_release": "10",
            "platform_version": "10",
            "extra": "",
        }
    )


def test_the_scripts_for_windows_are_ascii_with_its_line_ends() -> None:
    for name in scripts(WINDOWS):
        text = script_text(name, "3.12")
        assert text.isascii()
        assert "@" not in text.replace("@echo", "")
        if not name.endswith(".py"):
            assert text.count("\r\n") == text.count("\n")


def test_what_it_runs_reads_no_settings_of_the_user_and_asks_no_index() -> None:
    text = script_text("inrichten.py", "3.12")
    assert "--no-index" in text
    assert "--isolated" in text
    started = re.findall(r"\(\s*(?:sys\.executable|python),\s*(\S+)", text)
    assert started == ['"-I",'] * 7, "a Python with a PYTHONPATH of the user's would run what stands there"
    command = script_text("installeer.cmd", "3.12")
    assert "py -3.12" in command
    lock = (PARTS / "inrichten.py").read_text(encoding="utf-8")
    assert "--require-hashes" in lock
    assert f'"{LOCK}"' in lock


def test_what_only_windows_asks_for_is_named() -> None:
    root = source_folder()
    assert set(WINDOWS_ONLY) <= set(requirements(root, WINDOWS))
    assert not set(WINDOWS_ONLY) & set(requirements(root, ""))


def test_what_the_installed_xlwings_asks_for_on_a_mac_is_named() -> None:
    asked = {
        one.partition(">")[0] for one in requires("xlwings") or [] if "'Darwin'" in one and "extra" not in one
    }
    assert asked == set(MAC_ONLY)
    for platform, expected in (("macosx_14_0_arm64", asked), (WINDOWS, set()), ("", set())):
        assert set(MAC_ONLY) & set(requirements(source_folder(), platform)) == expected


USER = {
    "LOCALAPPDATA": "C:/Users/Jan/AppData/Local",
    "PUBLIC": "C:/Users/Public",
    "USERNAME": "Jan",
    "HOME": "/home/jan",
}
ODD = {**USER, "LOCALAPPDATA": "C:/Users/Zoë/AppData/Local", "USERNAME": "Zoë"}


@pytest.mark.parametrize(
    ("surroundings", "short", "place"),
    [
        (USER, "C:/Users/JAN~1", "C:/Users/Jan/AppData/Local/klantwaarde_xl/env"),
        (ODD, "C:/Users/ZO~1/AppData/Local", "C:/Users/ZO~1/AppData/Local/klantwaarde_xl/env"),
        (ODD, "C:/Users/Zoë/AppData/Local", "C:/Users/Public/klantwaarde_xl-5c3c1d6e/env"),
        (
            {**USER, "LOCALAPPDATA": "C:/" + "x" * 120},
            "C:/" + "x" * 120,
            "C:/Users/Public/klantwaarde_xl-9e1bd7a1/env",
        ),
        ({**ODD, "KLANTWAARDE_MAP": "D:/apps/kw"}, "", "D:/apps/kw/klantwaarde_xl/env"),
    ],
)
def test_the_environment_goes_where_xlwings_can_reach_it(
    surroundings: dict[str, str], short: str, place: str
) -> None:
    found = environment_folder(surroundings, "win32", lambda _path: short)
    code = hashlib.sha256(surroundings["USERNAME"].casefold().encode()).hexdigest()[:8]
    assert found.as_posix() == re.sub(r"klantwaarde_xl-\w{8}", f"klantwaarde_xl-{code}", place)
    assert str(found).isascii()


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="zonder de rechten van POSIX")


@POSIX
def test_a_folder_that_somebody_else_made_first_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_command: object) -> bool:
        raise AssertionError("nothing may be run")

    monkeypatch.setattr(inrichten, "_run", never)
    link, file, open_to_all = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    link.symlink_to(tmp_path)
    file.write_text("x")
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    for place in (link, file, open_to_all):
        for folder in (place / "env", place):
            if folder != file / "env":
                assert inrichten.install(folder) == 1
                assert "door een andere gebruiker gemaakt" in capsys.readouterr().out
    mine = tmp_path / "d"
    mine.mkdir()
    assert not inrichten.made_by_somebody_else(mine)
    assert not inrichten.made_by_somebody_else(tmp_path / "nothing")
    assert inrichten.made_by_somebody_else(mine, lambda path: "anna" if path == mine else "bram")
    assert not inrichten.made_by_somebody_else(mine, lambda path: "S-1-5-32-544" if path == mine else "bram")
    assert inrichten.made_by_somebody_else(mine, lambda _path: ""), "nobody knows who made it"


@POSIX
def test_a_folder_that_somebody_makes_just_before_us_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, made = tmp_path / "klantwaarde_xl", Path.mkdir

    def neighbour_first(path: Path, *given: object, **named: object) -> None:
        if path == place:
            made(path)
            path.chmod(0o777)
        made(path, *given, **named)

    monkeypatch.setattr(Path, "mkdir", neighbour_first)
    monkeypatch.setattr(inrichten, "_run", lambda *_command: pytest.fail("nothing may be run"))
    assert inrichten.install(place / "env") == 1


@POSIX
def test_the_folder_is_made_with_the_rights_of_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inrichten, "_run", lambda *_command: True)
    before = os.umask(0)
    try:
        assert inrichten.install(tmp_path / "share" / "klantwaarde_xl" / "env") == 0
    finally:
        os.umask(before)
    assert (tmp_path / "share" / "klantwaarde_xl").stat().st_mode & 0o777 == 0o700


def test_two_users_of_one_computer_have_a_place_each() -> None:
    places = {environment_folder({**ODD, "USERNAME": name}, "win32") for name in ("Zoë", "Noë", "zoë")}
    assert len(places) == 2
