"""Kill commands (kill -9) at random moments and look whether the old or the new workbook stands there, whole.

Run: ``python -m benchmarks.kill_runs [--count 50] [--seed 1] [vernieuw importeer deel bouw]``. Every run has
its own seed, which fixes the part of a run after which it is killed; odd seeds at any moment, even ones while
the file is being written. What is left behind is cleared by a next run, which must end well. Stops with an
error at the first mixture."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.measuring import table

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Kill, look, and print per command how many runs left which file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("commands", nargs="*", metavar="COMMAND")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    import killing

    from klantwaarde_xl.demo.tables import write_demo

    seeds = range(given.seed, given.seed + given.count)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = killing.small_workbook(folder / "klanten.xlsx")
        target, _ = write_demo(folder, lambda _step: None)
        jobs = {
            "vernieuw": lambda: killing.refreshing(source, folder),
            "importeer": lambda: killing.importing(target.read_bytes(), folder),
            "deel": lambda: killing.sharing(source, folder),
            "bouw": lambda: killing.building(folder),
        }
        for command in given.commands or jobs:
            job = jobs[command]()
            found = [killing.kill_one(job, folder / f"{command}-{seed}", seed) for seed in seeds]
            kinds = Counter((one.writing, one.outcome) for one in found)
            left = sum(one.left_behind > 0 for one in found)
            rows.append(
                (
                    command,
                    f"{seeds.start}-{seeds.stop - 1}",
                    f"{job.seconds:.1f}",
                    kinds[False, "old"],
                    kinds[False, "new"],
                    kinds[True, "old"],
                    kinds[True, "new"],
                    sum(count for (_, outcome), count in kinds.items() if outcome.startswith("part")),
                    0,
                    left,
                )
            )
            print(*rows[-1], flush=True, file=sys.stderr)  # fifty runs of a command take minutes
    headers = (
        "command",
        "seeds",
        "s a run",
        "any moment: old",
        "new",
        "while writing: old",
        "new",
        "part of one build",
        "mixture",
        "left something",
    )
    print(table(headers, rows))


if __name__ == "__main__":
    main()
