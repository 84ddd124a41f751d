"""A refresh that cannot write where it must: full or read-only disks, open outputs, links and folders.

The workbook of an earlier run stays, byte for byte, with nothing beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import killing
import pytest
from at_the_door import refused
from quick import first_quick

from klantwaarde_xl.commands.app import main

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OLD = killing.OLD
"""A result of an earlier run, as it may stand where the new one goes."""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze grenzen en rechten niet")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("invoer") / "klanten.xlsx")


IN_A_SMALL_DISK = """
mount -t tmpfs -o size={size}k none {folder} || exit 99
cp {old} {folder}/uit.xlsx
{python} -m klantwaarde_xl vernieuw {source} --uit {folder}/uit.xlsx; echo "exit $?"
cmp -s {old} {folder}/uit.xlsx && echo "target oud"; echo "files $(ls -A {folder} | tr '\\n' ' ')"
"""


@POSIX
@pytest.mark.parametrize("full", first_quick(1, ["target", "temporary"]))
def test_a_full_disk_leaves_the_old_workbook(full: str, source: Path, tmp_path: Path) -> None:
    small = tmp_path / "klein"
    small.mkdir()
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet, dus geen schijf die vol kan raken")
    elsewhere = small if full == "target" else tmp_path / "uit"
    elsewhere.mkdir(exist_ok=True)
    older = tmp_path / "ouder.xlsx"
    older.write_bytes(OLD)
    script = IN_A_SMALL_DISK.format(size=40, folder=small, old=older, python=sys.executable, source=source)
    if full == "temporary":
        script = script.replace(f"--uit {small}", f"--uit {elsewhere}")
        (elsewhere / "uit.xlsx").write_bytes(OLD)
    environment = killing.environment(small if full == "temporary" else tmp_path)
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("hier mag geen kleine schijf worden aangekoppeld")
    assert "exit 2" in done.stdout, done.stderr
    assert "KW-005" in done.stderr
    assert "schijf is vol" in done.stderr
    assert "Traceback" not in done.stderr
    assert "target oud" in done.stdout
    assert "files uit.xlsx \n" in done.stdout
    assert [path.name for path in elsewhere.iterdir()] == ([] if full == "target" else ["uit.xlsx"])
    assert full == "target" or (elsewhere / "uit.xlsx").read_bytes() == OLD


@pytest.mark.slow
@POSIX
def test_a_limit_on_the_size_of_files_leaves_the_old_workbook(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    output.write_bytes(OLD)
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from klantwaarde_xl.commands.app import main\n"
        "main(['vernieuw', *sys.argv[1:]])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), "--uit", str(output)],
        env=killing.environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "KW-005" in done.stderr
    assert "groter dan daar mag" in done.stderr
    assert output.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]


@POSIX
@pytest.mark.slow
def test_a_read_only_folder_is_said_and_nothing_changes(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    (folder / "uit.xlsx").write_bytes(OLD)
    folder.chmod(0o555)
    line = killing.command("vernieuw", str(source), "--uit", str(folder / "uit.xlsx"))
    if os.access(folder, os.W_OK):
        # The administrator may write anywhere; without this right he is like anybody else.
        if not shutil.which("setpriv"):
            pytest.skip("de beheerder mag overal schrijven; alleen als gewone gebruiker te zien")
        line = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *line]
    done = subprocess.run(
        line, env=killing.environment(tmp_path), capture_output=True, text=True, check=False
    )
    folder.chmod(0o755)
    assert done.returncode == 2, done.stderr
    assert "KW-005" in done.stderr
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("uit.xlsx", OLD)]


@pytest.mark.slow
@POSIX
def test_a_disk_that_can_only_be_read(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    older = tmp_path / "ouder.xlsx"
    older.write_bytes(OLD)
    script = (
        f"mount -t tmpfs -o size=400k none {folder} || exit 99; cp {older} {folder}/uit.xlsx\n"
        f"mount -o remount,ro {folder}\n"
        f"{sys.executable} -m klantwaarde_xl vernieuw {source} --uit {folder}/uit.xlsx\necho exit $?\n"
        f"cmp {older} {folder}/uit.xlsx && echo oud"
    )
    if not shutil.which("unshare"):
        pytest.skip("unshare is hier niet")
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=killing.environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("hier mag geen schijf worden aangekoppeld")
    assert done.stdout == "exit 2\noud\n", done.stderr
    assert "kan alleen worden gelezen" in done.stderr


@pytest.mark.slow
def test_an_output_that_is_open_elsewhere(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Windows does when Excel holds the workbook open; Linux lets it pass.
    def refuse(old: object, new: object) -> None:
        raise PermissionError(13, "Toegang geweigerd", str(old), 5, str(new))

    output = tmp_path / "uit.xlsx"
    output.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", refuse)
    error = refused(capsys, source, output)
    assert "KW-005" in error
    assert "nog open" in error
    assert output.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]


def test_an_output_that_is_a_folder(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "uit.xlsx"
    folder.mkdir()
    (folder / "brief.txt").write_text("van iemand")
    assert "KW-030" in refused(capsys, source, folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["uit.xlsx", "brief.txt"]


@POSIX
def test_an_output_that_is_a_link(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "archief").mkdir()
    link = tmp_path / "uit.xlsx"
    link.symlink_to(tmp_path / "archief" / "echt.xlsx")
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(source), "--uit", str(link), "--json"])
    assert ended.value.code == 0
    assert link.is_symlink()
    assert killing.sheets_of(tmp_path / "archief" / "echt.xlsx")
    # A link to the input is the input, under whatever name.
    before = source.read_bytes()
    to_input = tmp_path / "anders.xlsx"
    to_input.symlink_to(source)
    assert "KW-008" in refused(capsys, source, to_input)
    assert source.read_bytes() == before


@pytest.mark.slow
@POSIX
def test_a_hard_link_to_the_input_is_the_input(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "in.xlsx"
    copy.write_bytes(source.read_bytes())
    same = tmp_path / "uit.xlsx"
    os.link(copy, same)
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(copy), "--uit", str(same), "--json"])
    capsys.readouterr()
    assert ended.value.code == 0
    assert copy.read_bytes() == source.read_bytes()
