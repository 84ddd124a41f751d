"""How soon, and in how much memory, files that would fill all of it are refused:

``python -m benchmarks.bad_files``.

A cell at the far end of a sheet, and a zip bomb of two gigabytes that states its size and one that lies about
it. The guard alone must answer within a second and within 200 MB, Python included; the whole command, with
its start, is shown beside it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import judge, measure_command, table


def main() -> None:
    """Print a row per file."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    import bad_files
    import killing

    command = [sys.executable, "-m", "klantwaarde_xl"]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = killing.small_workbook(folder / "goed.xlsx")
        files = {
            "a good workbook": good,
            "a cell at XFD1048576": bad_files.far_cells(folder / "ver.xlsx", good),
            "2 GB zip bomb": bad_files.bomb(folder / "bom.xlsx", good),
            "2 GB zip bomb that states 1 kB": bad_files.bomb(
                folder / "leugen.xlsx", good, states_its_size=False
            ),
        }
        for what, path in files.items():
            guard = min((bad_files.inspected(path) for _ in range(3)), key=lambda one: one.seconds)
            said = subprocess.run(
                [*command, "controleer", str(path)], capture_output=True, text=True, check=False
            )
            answer = said.stderr.split(":")[0] or f"exit code {said.returncode}"
            whole = measure_command([sys.executable, "-c", _QUIET, str(path)])
            rows.append(
                (
                    what,
                    answer,
                    f"{guard.seconds:.3f}",
                    f"{guard.peak_mb:.0f}",
                    f"{whole.cpu_seconds:.2f}",
                    f"{whole.peak_mb:.0f}",
                )
            )
            if path != good:
                judge(f"{what}: guard", guard.seconds, 1.0, "s")
                judge(f"{what}: guard", guard.peak_mb, 200, "MB")
                judge(f"{what}: whole command", whole.peak_mb, 200, "MB")
    print(table(("file", "answer", "guard, cpu s", "guard, MB", "command, cpu s", "command, MB"), rows))


_QUIET = """
import os, sys
from klantwaarde_xl.commands.app import main
sys.stderr = open(os.devnull, "w")
try:
    main(["controleer", sys.argv[1]])
except SystemExit:
    pass
"""
"""The command without its exit code, which is 2 for what is refused, and without its error."""


if __name__ == "__main__":
    main()
