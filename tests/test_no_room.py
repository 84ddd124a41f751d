"""Commands that cannot write: on a full disk, over a limit on the size of files, and in a folder that can
only be read.

Each command meets the outputs of an earlier run, which must all be there afterwards, byte for byte, and
nothing beside them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import killing
import pytest
from addin_client import free_port
from quick import first_quick

from klantwaarde_xl.files.user_folder import MANIFEST
from klantwaarde_xl.use_cases.new_workbook import write_empty

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze grenzen en rechten niet")
OUTPUTS = {
    "importeer": ("uit.xlsx",),
    "deel": ("kopie.xlsx", "kopie-sleutel-ABCDEF.xlsx"),
    "bouw": (
        "klantwaarde.xlsx",
        "klantwaarde.xlsm",
        "klantwaarde-demo.xlsx",
        "klantwaarde-demo.xlsm",
        "klantwaarde.xlam",
    ),
    "web": (
        "klantwaarde-manifest.xml",
        "instellingen/klantwaarde_xl/office/klantwaarde-manifest.xml",
        "instellingen/klantwaarde_xl/office/klantwaarde-certificaat.pem",
        "instellingen/klantwaarde_xl/office/sleutel.pem",
    ),
}
COMMANDS = first_quick(1, OUTPUTS)
LIMITED = """
import resource, signal, sys
sys.dont_write_bytecode = True  # half of what is compiled would stay for others
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
from klantwaarde_xl.commands.app import main
main(sys.argv[1:])
"""
ON_A_SMALL_DISK = """
disk=$1 kilobytes=$2; shift 2
cp -a "$disk" "$disk-eerder" && mount -t tmpfs -o size=${kilobytes}k none "$disk" \\
    && cp -a "$disk-eerder/." "$disk" || exit 99
"$@"; code=$?
rm -r "$disk-eerder" && cp -a "$disk" "$disk-later" && exit $code
"""
"""Runs a command with this folder as a disk of its own, also for temporary files, and leaves a copy of the
folder."""
ROOM = {"web": 8}
"""Kilobytes left on the small disk where it is not USUAL_ROOM: enough to begin, and for no result enough."""
USUAL_ROOM = 36


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is kept for the user stand on the small disk as well."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "werk" / "instellingen"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("invoer") / "klanten.xlsx")


def command(name: str, source: Path, tmp_path: Path, folder: Path) -> list[str]:
    """Put in ``folder`` the outputs of an earlier run, and return the command line that makes them anew."""
    folder.mkdir()
    if name == "importeer":
        target, export = folder / "uit.xlsx", tmp_path / "export.csv"
        write_empty(target, dt.datetime(2026, 1, 2))
        export.write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;001;F1;12,50\n", encoding="utf-8")
        return killing.command("importeer", str(export), "--naar", str(target))
    for output in OUTPUTS[name]:
        (folder / output).parent.mkdir(parents=True, exist_ok=True)
        (folder / output).write_bytes(killing.OLD)
    if name == "web":
        return killing.command("web", str(folder), "--manifest", "--poort", str(free_port()))
    if name == "deel":
        return killing.command("deel", str(source), "--zonder-namen", "--uit", str(folder / "kopie.xlsx"))
    return killing.command("bouw", "--uit", str(folder))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, and every folder as if it were an empty file."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def refused(line: list[str], scratch: Path) -> str:
    """Return what the command says, which must be one error without a traceback."""
    done = subprocess.run(line, env=killing.environment(scratch), capture_output=True, text=True, check=False)
    if done.returncode == 99 or "unshare:" in done.stderr:
        pytest.skip("hier mag geen kleine schijf worden aangekoppeld")
    assert done.returncode == 2, done.stderr
    (said,) = [text for text in done.stderr.splitlines() if "KW-" in text]
    assert said.startswith("KW-005: "), said
    assert "Traceback" not in done.stderr
    return said


@pytest.mark.parametrize("name", COMMANDS)
def test_a_limit_on_the_size_of_files(name: str, source: Path, tmp_path: Path) -> None:
    folder, scratch = tmp_path / "werk", tmp_path / "tijdelijk"
    scratch.mkdir()
    python, _, _, *arguments = command(name, source, tmp_path, folder)
    before = contents(folder)
    assert "groter dan daar mag" in refused([python, "-c", LIMITED, *arguments], scratch)
    assert contents(folder) == before
    assert contents(scratch) == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk(name: str, source: Path, tmp_path: Path) -> None:
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet, dus geen schijf die vol kan raken")
    folder = tmp_path / "werk"
    line = command(name, source, tmp_path, folder)
    scratch = folder / "tijdelijk"
    scratch.mkdir()
    before = contents(folder)
    # A disk hands out blocks of 4 kB.
    size = sum(-(-len(content) // 4096) * 4 for content in before.values()) + ROOM.get(name, USUAL_ROOM)
    shell = [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        ON_A_SMALL_DISK,
        "sh",
        str(folder),
        str(size),
    ]
    assert "de schijf is vol" in refused([*shell, *line], scratch)
    assert contents(tmp_path / "werk-later") == before


def test_of_two_disks_the_full_one_is_named(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet, dus geen schijf die vol kan raken")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "thuis"))
    folder = tmp_path / "werk"
    line = command("web", source, tmp_path, folder)
    shutil.rmtree(folder / "instellingen")
    before = contents(folder)
    shell = ["unshare", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh", str(folder), "12"]
    said = refused([*shell, *line], tmp_path)
    assert said.startswith(f"KW-005: '{folder / MANIFEST}' kan niet worden geschreven: de schijf is vol.")
    assert contents(tmp_path / "werk-later") == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_can_only_be_read(name: str, source: Path, tmp_path: Path) -> None:
    folder, scratch = tmp_path / "werk", tmp_path / "tijdelijk"
    scratch.mkdir()
    line = command(name, source, tmp_path, folder)
    before = contents(folder)
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        # The administrator may write anywhere; without this right he is like anybody else.
        if not shutil.which("setpriv"):
            pytest.skip("de beheerder mag overal schrijven; alleen als gewone gebruiker te zien")
        line = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *line]
    said = refused(line, scratch)
    folder.chmod(0o755)
    assert any(output in said for output in OUTPUTS[name])
    assert "geen rechten" in said
    assert contents(folder) == before
    assert contents(scratch) == {}
