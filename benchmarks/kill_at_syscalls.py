"""Kill commands (SIGKILL) at system calls and look whether the old or the new outputs stand there, whole.

Run: ``python -m benchmarks.kill_at_syscalls [--count 60] [COMMAND ...]``; needs Linux and strace. A whole run
under strace lists the calls of CALLS; ``--count`` runs are then killed at calls spread evenly from the first
that names an unfinished file to the last; a run in which the call did not come is done over at another.
Stops with an error at the first mixture; a next run must clear
what is left and end well."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.measuring import table

ROOT = Path(__file__).resolve().parents[1]
CALLS = (
    "openat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,chmod,fchmod,fchmodat,"
    "chown,fchown,fchownat,fsync,fdatasync,ftruncate,truncate,flock,write,pwrite64"
)
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\(")


def calls_of(line: Sequence[str], job: Any, folder: Path, scratch: Path) -> list[str]:
    """Return the name of every call of a whole run from its main thread on, and where writing began."""
    log = folder.with_name(f"{folder.name}.strace")
    process = job.start(folder, scratch, "strace", "-qq", "-o", str(log), "-e", f"trace={CALLS}")
    assert process.wait() == 0, " ".join(line)
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def places(calls: Sequence[str], count: int) -> list[tuple[str, int]]:
    """Return the calls to be killed at, as the name of the call and its number among those of that name.

    So many come first, spread evenly; the others after them, in their order.

    >>> calls = ["write(1)", "openat(.a.onvoltooid.x)", "write(3)", "rename(.a.onvoltooid.x, a)"]
    >>> places(calls, 2)
    [('openat', 1), ('rename', 1), ('write', 2)]
    >>> places(calls, 9)
    [('openat', 1), ('write', 2), ('rename', 1)]
    """
    seen: Counter[str] = Counter()
    found: list[tuple[str, int]] = []
    begun = False
    for text in calls:
        if (call := _CALL.match(text)) is None:
            continue
        seen[call[1]] += 1
        begun = begun or "onvoltooid" in text or "-sleutel-" in text
        if begun:
            found.append((call[1], seen[call[1]]))
    if count >= len(found):
        return found
    spread = [found[round(n * (len(found) - 1) / (count - 1))] for n in range(count)]
    return [*spread, *(place for place in found if place not in spread)]


def killed(job: Any, folder: Path, place: tuple[str, int], number: int) -> tuple[str, bool, bool]:
    """Run a job and kill it at a call; return what stands there, whether it died, and if it left files."""
    import killing

    folder.mkdir()
    scratch = folder.with_name(f"{folder.name}-tijdelijk")
    scratch.mkdir()
    job.set_up(folder)
    name, nth = place
    aim = f"inject={name}:signal=SIGKILL:when={nth}"
    process = job.start(folder, scratch, "strace", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", aim)
    code = process.wait()
    made = not job.old and (folder / job.adds).exists()
    assert not made or job.look(folder) == job.expected, f"kill {number}: not whole"
    outcome, left = killing.look_after_kill(job, folder, scratch, number)
    outcome = "new" if made else outcome
    return outcome, code != 0, left > 0


def main() -> None:
    """Kill, look, and print per command how many runs left which outputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("commands", nargs="*", metavar="COMMAND")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    import killing

    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = killing.small_workbook(folder / "klanten.xlsx")
        jobs = _jobs(source, folder)
        for command in given.commands or jobs:
            job = jobs[command]()
            whole, scratch = folder / f"{command}-strace", folder / f"{command}-strace-tijdelijk"
            for made in (whole, scratch):
                made.mkdir()
            job.set_up(whole)
            calls = calls_of(job.line, job, whole, scratch)
            aims = places(calls, given.count)
            found: list[tuple[str, bool, bool]] = []
            for n, aim in enumerate(aims):
                if sum(died for _, died, _ in found) == given.count:
                    break
                found.append(killed(job, folder / f"{command}-{n}", aim, n))
            kinds = Counter(outcome for outcome, died, _ in found if died)
            parts = sum(count for kind, count in kinds.items() if kind.startswith("part"))
            dead = sum(one[1] for one in found)
            left = sum(died and lies for _, died, lies in found)
            rows.append((command, len(found), dead, kinds["old"], kinds["new"], parts, 0, left))
            print(*rows[-1], flush=True, file=sys.stderr)
    headers = ("command", "runs", "killed", "old", "new", "part of one set", "mixture", "left something")
    print(table(headers, rows))


def _jobs(source: Path, folder: Path) -> dict[str, Callable[[], Any]]:
    """Return what makes the job of each command, by name."""
    import killed_installs
    import killed_sets
    import killing

    from klantwaarde_xl.use_cases.new_workbook import write_empty

    def small_target() -> bytes:
        write_empty(folder / "leeg.xlsx", dt.datetime(2026, 1, 2, tzinfo=None))  # noqa: DTZ001
        return (folder / "leeg.xlsx").read_bytes()

    def new() -> Any:
        line = killing.command("nieuw", "{folder}/uit.xlsx")
        # It never writes over a file, so there is none before.
        job = killing.Job(
            tuple(line), {}, lambda place: killing.parts_of(place / "uit.xlsx"), adds="uit.xlsx"
        )
        return killing.whole(job, folder / "nieuw-eerst")

    def demo() -> Any:
        line = killing.command("demo", "--uit", "{folder}")
        old = {"klantwaarde-demo.xlsx": killing.OLD}
        job = killing.Job(tuple(line), old, lambda place: killing.sheets_of(place / "klantwaarde-demo.xlsx"))
        return killing.whole(job, folder / "demo-eerst")

    def build() -> Any:
        # What is built does not differ between runs: each takes its place from what the first one made.
        job = killing.building(folder)
        line = killing.alone("--gebouwd", str(folder / "bouw"), "bouw", "--uit", "{folder}")
        return replace(job, line=tuple(line))

    return {
        "nieuw": new,
        "importeer": lambda: killing.importing(small_target(), folder),
        "vernieuw": lambda: killing.refreshing(source, folder),
        "deel": lambda: killing.sharing(source, folder),
        "demo": demo,
        "bouw": build,
        "installeer": lambda: killed_installs.installing(folder),
        "installeer --verwijder": lambda: killed_installs.taking_away(folder),
        **killed_sets.jobs(source, folder),
    }


if __name__ == "__main__":
    main()
