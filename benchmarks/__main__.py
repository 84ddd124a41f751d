"""All measurements in one process tree: ``python -m benchmarks [--only start_up growth] [--all]``.

Each runs in a process of its own and prints its ratios against the floor that it measured itself; a table of
all goals comes last. Those that need the real data sets are left out, with a remark, where ``../shared/data``
is absent; ``--all`` adds the ones that take many minutes. ``--peer-python`` names another Python, in which
peers are installed that cannot live beside this package (openretailscience wants an older pandas; fastexcel
brings pyarrow, with which pandas keeps text differently)."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

from benchmarks.measuring import MARK, table

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
ALWAYS = (
    "start_up",
    "core_speed",
    "refresh_speed",
    "function_speed",
    "door_speed",
    "page_speed",
    "growth",
    "peers",
    "import_speed",
    "lines_speed",
    "card_speed",
    "what_if_speed",
    "bad_files",
)
LONG = ("claims", "claims_by_set", "cross_sell_memory", "cross_sell_quality", "kill_runs", "same_answer")
NEED_DATA = {"refresh_speed", "cross_sell_quality"}
TAKE_PEERS = {"peers"}
VERSIONS = ("numpy", "pandas", "scipy", "python-calamine", "XlsxWriter", "openpyxl", "lxml")


def main() -> None:
    """Run them one after the other; exit code 1 when one fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=ALWAYS + LONG, help="these and no others")
    parser.add_argument("--all", action="store_true", help="also the long ones")
    parser.add_argument(
        "--peer-python", default="", help="a Python in which openretailscience and fastexcel are installed"
    )
    given = parser.parse_args()
    chosen = given.only or (ALWAYS + LONG if given.all else ALWAYS)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in VERSIONS)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} "
        f"processors{load}"
    )
    print(versions, flush=True)
    failed, goals = [], []
    for name in chosen:
        print(f"\n## {name}\n", flush=True)
        if name in NEED_DATA and not DATA.is_dir():
            print("left out: ../shared/data is not here")
            continue
        start = time.perf_counter()
        more = ["--peer-python", given.peer_python] if name in TAKE_PEERS and given.peer_python else []
        with subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.{name}", *more], cwd=ROOT, stdout=PIPE, text=True
        ) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                if line.startswith(MARK):
                    goals.append(tuple(part.strip() for part in line.removeprefix(MARK).split("|")))
        if process.returncode:
            failed.append(name)
        print(f"\n({time.perf_counter() - start:.0f} s in all)", flush=True)
    print("\n## Goals\n")
    print(table(("what", "goal", "measured", "met"), goals), flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
