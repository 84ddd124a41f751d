"""Every command that writes, killed at every call that it makes about files: never a mixture of old and new
results, and every copy has its key."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path

import killed_at_calls
import killed_installs
import killed_sets
import killing
import pytest
from addin_client import free_port

from klantwaarde_xl.files.user_folder import MANIFEST
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.web.addin.manifest import place_in

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows kent geen fork"),
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),
]
BUILT = (
    "klantwaarde.xlsx",
    "klantwaarde.xlsm",
    "klantwaarde.xlam",
    "klantwaarde-demo.xlsx",
    "klantwaarde-demo.xlsm",
)


SETS = {
    *("bouw", "deel --pdf", "deel --pptx", "importeer --buiten", "installeer", "regels --tel-op"),
    *("vernieuw --parquet", "web --manifest"),
}
"""Commands whose outputs are a set, of which some may be absent while it takes its place."""
NEEDED = {
    **dict.fromkeys(("importeer --buiten", "vernieuw --parquet"), ("pyarrow",)),
    "regels --tel-op": ("narwhals", "duckdb", "pyarrow"),
}
"""Libraries that a command cannot do without, and that are not everywhere."""


FILLED = {
    "importeer --buiten": killed_sets.outside,
    "installeer": killed_installs.installed_anew,
    "regels --tel-op": killed_sets.totals_line,
}
"""What makes the folder of a command, and returns its arguments."""


def arguments_of(command: str, work: Path) -> list[str]:
    """Put in a folder what stands there before a command, and beside it its input; return its arguments."""
    if fill := FILLED.get(command):
        return fill(work)
    work.mkdir(parents=True)
    source = killing.small_workbook(work.parent / "klanten.xlsx")
    output = work / "uit.xlsx"
    if command == "nieuw":
        return ["nieuw", str(output)]
    if command == "importeer":
        write_empty(output, dt.datetime(2026, 1, 2))
        export = work.parent / "export.csv"
        export.write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", encoding="utf-8")
        return ["importeer", str(export), "--naar", str(output)]
    if command in {"web --manifest", "pak", "vernieuw --parquet"}:
        return killed_sets.arguments_of(command, work, source)
    if command in {"bouw", "demo"}:
        for name in BUILT if command == "bouw" else BUILT[3:4]:
            (work / name).write_bytes(killing.OLD)
        return [command, "--uit", str(work)]
    output.write_bytes(killing.OLD)
    if command == "vernieuw":
        return ["vernieuw", str(source), "--uit", str(output)]
    return sharing(command.removeprefix("deel").split(), work, source)


def sharing(more: list[str], work: Path, source: Path) -> list[str]:
    """Put a copy, its key and what else it has in a folder; return what makes these anew."""
    (work / "uit-sleutel-ABCDEF.xlsx").write_bytes(b"the key of the copy that is there")
    for kind in more:
        (work / f"uit.{kind.removeprefix('--')}").write_bytes(b"of the copy that is there")
    return ["deel", str(source), "--zonder-namen", *more, "--uit", str(work / "uit.xlsx")]


@pytest.mark.parametrize(
    "command",
    [
        "nieuw",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in (
                *("importeer", "importeer --buiten", "regels --tel-op", "vernieuw"),
                *("deel", "demo", "bouw", "vernieuw --parquet", "deel --pptx", "pak", "web --manifest"),
                "installeer",
            )
        ),
        pytest.param("deel --pdf", marks=pytest.mark.office),
    ],
)
def test_a_command_killed_at_any_call_leaves_no_mixture(command: str, tmp_path: Path) -> None:
    for module in NEEDED.get(command, ()):
        pytest.importorskip(module)
    place = tmp_path / "plaats"
    work = place / "werk"
    given = arguments_of(command, work)
    before = killed_at_calls.state_of(place / "werk")
    states = killed_at_calls.states_at_calls(place, *given)
    counts = killed_at_calls.judged(states, before, parts=command in SETS)
    assert states[-1].keys() >= before.keys()
    assert command == "nieuw" or (counts["new"] >= 1 and counts["old"] > 3)
    if command.startswith("deel"):
        assert killing.copy_with_its_key(place / str(len(states)), "uit")


@pytest.mark.slow
def test_taking_the_program_away_killed_at_any_call_leaves_each_file_or_takes_it(tmp_path: Path) -> None:
    work = tmp_path / "werk"
    killed_installs.kept_for_a_user(work)
    before = killed_at_calls.state_of(work)
    states = killed_at_calls.states_at_calls(tmp_path, "installeer", "--verwijder")
    counts = killed_at_calls.taken_away(states, before)
    assert sorted(states[-1]) == killed_installs.STAYS
    assert min(counts["old"], counts["part"], counts["new"]) > 0, counts
    half = tmp_path / str(len(states) // 2)
    own = killing.environment(tmp_path / "tijdelijk") | killing.at_home(half)
    subprocess.run(killing.command("installeer", "--verwijder"), env=own, capture_output=True, check=True)
    assert sorted(killed_at_calls.state_of(half)) == killed_installs.STAYS


@pytest.mark.slow
def test_the_secret_that_excel_knows_is_there_at_every_call(tmp_path: Path) -> None:
    work = tmp_path / "werk"
    work.mkdir()
    secret = killed_sets.addin_of_last_year(work)
    port = free_port()
    states = killed_at_calls.states_at_calls(tmp_path, "web", str(work), "--manifest", "--poort", str(port))
    told = [state[f"{killed_sets.OFFICE.as_posix()}/{MANIFEST}"][0].decode() for state in states]
    assert place_in(told[0]) == (killed_sets.PORT, secret)
    assert place_in(told[-1]) == (port, secret)
    assert all(f"/{secret}/" in text for text in told)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is hier niet")
def test_kills_by_strace_end_in_old_or_new() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill_at_syscalls", "--count", "2", "nieuw"],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=killed_at_calls.LONGEST,
    )
    assert done.returncode == 0, done.stderr
    # Killed, killed, old, new, part of one set, mixtures.
    assert re.search(r"\| nieuw \| 2 \| 2 \| [012] \| [012] \| 0 \| 0 \|", done.stdout), done.stdout
