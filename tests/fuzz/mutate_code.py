"""Mutation test of ``core/`` and ``model/``: break the code in one place and see whether a test fails.

    python tests/fuzz/mutate_code.py --sample 300 --seed 1 --to report.md [WORD ...]

Every mutant (a changed comparison, operator, constant or return value, or a deleted statement) is written
into a copy of the package, and the tests of that module run there (``klantwaarde_xl/a/b/c.py``:
``tests/a/b/test_c.py`` and the module's own doctests). Without ``--sample`` all mutants are tried; in random
order, so that those tried within ``--minutes`` are a sample too. With words only the mutants of modules that
hold one of them. Run by hand on Linux or macOS; docs/mutation.md records the result.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent))
from code_mutants import PACKAGE, Mutant, broken, mutants

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "model")
CPU_SECONDS, WALL_SECONDS = 60, 300
"""A mutant that runs longer has made an endless loop: killed."""
MEMORY = 6 * 2**30

PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-n", "0", "--hypothesis-seed=1")
PYTEST += ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # Libraries are imported before the fork.


def tests_of(module: str, root: Path) -> list[str]:
    """Return the tests of a module: the file of its name, else those of its room, and its doctests."""
    path = Path(module)
    room = Path("tests") / path.parent.relative_to(PACKAGE)
    own = room / f"test_{path.name}"
    doctests = [module] if ">>> " in (root / module).read_text(encoding="utf-8") else []
    return [str(own if (root / own).exists() else room), *doctests]


@dataclass
class Running:
    """A pytest that runs on a copy of the package, with a mutant in it or (None) sound."""

    mutant: Mutant | None
    module: str
    copy_of: Path
    sound: bytes
    stop_at: float


def started(module: str, mutant: Mutant | None, copy_of: Path) -> tuple[int, Running]:
    """Break the copy and start the tests of the module; return the process and what is needed to mend it."""
    path = copy_of / module
    sound = path.read_bytes()
    if mutant:
        path.write_text(broken(sound.decode(), mutant.number), encoding="utf-8")
        later = time.time() + 10  # another time than the cached bytecode of the sound module has
        os.utime(path, (later, later))
    child = os.fork()
    if not child:
        _become_pytest(copy_of, tests_of(module, copy_of))
    return child, Running(mutant, module, copy_of, sound, time.monotonic() + WALL_SECONDS)


def _become_pytest(copy_of: Path, tests: list[str]) -> NoReturn:
    """Run pytest in this fork, which has the libraries imported already, and exit with its code."""
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(copy_of)
        sys.path.insert(0, str(copy_of))
        sys.dont_write_bytecode = True
        import pytest

        code = int(pytest.main([*PYTEST, *tests]))
    finally:
        os._exit(code)


Work = tuple[str, Mutant | None]
"""A module, and what to break in it; None: nothing."""


def tried(work: list[Work], root: Path, jobs: int, minutes: float = float("inf")) -> dict[Work, bool]:
    """Return whether all tests pass, for the work that was started within the minutes, in its order."""
    for name in (
        "numpy",
        "pandas",
        "scipy.sparse",
        "scipy.optimize",
        "scipy.stats",
        "hypothesis",
        "pydantic",
        "pytest",
    ):
        __import__(name)
    outcome, todo, running = dict[Work, bool](), list(reversed(work)), dict[int, Running]()
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        free = [_copied(root, Path(folder) / f"copy{job}") for job in range(jobs)]
        while todo or running:
            if time.monotonic() > end:
                todo.clear()
            while todo and free:
                child, one = started(*todo.pop(), free.pop())
                running[child] = one
            time.sleep(0.05)
            for child, one in list(running.items()):
                if time.monotonic() > one.stop_at:
                    os.kill(child, signal.SIGKILL)
                done, status = os.waitpid(child, os.WNOHANG)
                if not done:
                    continue
                (one.copy_of / one.module).write_bytes(one.sound)
                free.append(running.pop(child).copy_of)
                alive = os.waitstatus_to_exitcode(status) == 0
                outcome[one.module, one.mutant] = alive
                if m := one.mutant:
                    print(
                        "SURVIVED" if alive else "killed  ",
                        m.module,
                        m.line,
                        m.kind,
                        "|",
                        m.before,
                        "->",
                        m.after,
                        flush=True,
                    )
    return outcome


def _copied(root: Path, target: Path) -> Path:
    target.mkdir()
    for part in (PACKAGE, "tests", "benchmarks", "docs", "pyproject.toml"):
        if (root / part).is_dir():
            shutil.copytree(root / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / part).exists():
            shutil.copy2(root / part, target / part)
    return target


def report(chosen: list[Mutant], alive: list[Mutant]) -> str:
    """Return the score per kind and per room, and the survivors, as Markdown."""
    lines = ["| | mutants | killed | score |", "|---|---:|---:|---:|"]

    def row(name: str, of: list[Mutant], left: list[Mutant]) -> str:
        killed = len(of) - len(left)
        return f"| {name} | {len(of)} | {killed} | {killed / max(len(of), 1):.1%} |"

    rooms = sorted({str(Path(mutant.module).parent) for mutant in chosen})
    for room in rooms:
        inside = [[m for m in part if str(Path(m.module).parent) == room] for part in (chosen, alive)]
        lines += [row(room.removeprefix(f"{PACKAGE}/"), *inside)]
    kinds = sorted({mutant.kind for mutant in chosen})
    lines += [row(kind, *([m for m in part if m.kind == kind] for part in (chosen, alive))) for kind in kinds]
    lines += [row("**all**", chosen, alive), "", "| survivor | change |", "|---|---|"]
    changes = ((m, f"`{m.before}` -> `{m.after}`".replace("|", "\\|")) for m in sorted(alive))
    lines += [f"| {m.module.removeprefix(f'{PACKAGE}/')}:{m.line} | {change} |" for m, change in changes]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Try the mutants, print the report, and return 1 when under 85 % were killed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="*")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--root", type=Path, default=ROOT)
    given = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    paths = [path for room in ROOMS for path in sorted((given.root / PACKAGE / room).rglob("*.py"))]
    modules = {str(path.relative_to(given.root)): path.read_text(encoding="utf-8") for path in paths}
    wanted = {
        m: text for m, text in modules.items() if not given.words or any(word in m for word in given.words)
    }
    everything = [mutant for module, text in wanted.items() for mutant in mutants(text, module)]
    count = len(everything) if given.sample is None else min(given.sample, len(everything))
    chosen = random.Random(given.seed).sample(everything, count)
    print(f"{len(everything)} mutants, {count} tried", flush=True)
    sound = tried([(module, None) for module in sorted({m.module for m in chosen})], given.root, given.jobs)
    if failing := [module for (module, _), passed in sound.items() if not passed]:
        raise SystemExit(f"these fail, or have no tests, before anything is broken: {', '.join(failing)}")
    outcome = tried([(m.module, m) for m in chosen], given.root, given.jobs, given.minutes)
    chosen = [m for _, m in outcome if m]
    alive = [m for (_, m), passed in outcome.items() if m and passed]
    text = report(chosen, alive)
    print(text)
    if given.to:
        given.to.write_text(text, encoding="utf-8")
    return int(len(alive) > 0.15 * len(chosen))


if __name__ == "__main__":
    sys.exit(main())
