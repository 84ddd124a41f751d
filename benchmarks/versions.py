"""The tests and the figures under every Python that this package is for:

``python -m benchmarks.versions [3.12 3.13]``.

Each Python that is found (on the path, or kept by pyenv or the Windows launcher) gets an environment of its
own, in which this checkout is installed with what its tests need. There the tests run, and ``vernieuw`` of
the demo workbook, whose result is compared cell by cell with that of the first. Prints a row per version,
also for those that are not here, and ends with exit code 1 when a test failed or a figure differed.
``--tests`` takes what pytest should run ('' for none), such as ``--tests tests/core``."""

from __future__ import annotations

import argparse
import json
import math
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks.measuring import table

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""Those that the package is for: ``requires-python`` and later."""
LIBRARIES = ("numpy", "pandas", "scipy")
SAYS_VERSIONS = "Toelichting"
"""The one sheet that differs between versions on purpose: it names them."""
_WHO = "import sys; print('.'.join(map(str, sys.version_info[:3]))); print(sys.executable)"
_LIBRARIES = (
    "import importlib.metadata as m, json, sys; print(json.dumps({name: m.version(name) for name in "
    "sys.argv[1:]}))"
)

Cells = Mapping[tuple[str, int, int], object]
"""Every cell of a workbook that holds something, by sheet, row and column."""


@dataclass(slots=True)
class Outcome:
    """What came of one version: full number, libraries, counts of tests (None: not run), seconds, and the
    cells that differ."""

    python: str
    libraries: Mapping[str, str] = field(default_factory=dict)
    tests: Mapping[str, int] | None = None
    seconds: float = 0.0
    cells: int = 0
    different: Sequence[str] = ()

    @property
    def fine(self) -> bool:
        """Whether no test failed and no cell differed."""
        failed = self.tests is not None and (
            self.tests["failures"] + self.tests["errors"] > 0 or not self.tests["tests"]
        )
        return not failed and not self.different


def find(version: str) -> tuple[str, Path] | None:
    """Return the full number and the path of a Python of this version, the newest that is kept here; None
    when there is none."""
    launcher = shutil.which("py")
    commands = [[str(path)] for path in _places(version)] + ([[launcher, f"-{version}"]] if launcher else [])
    found = []
    for command in commands:
        # A shim of pyenv exists for versions that are not chosen; it ends with an error.
        done = subprocess.run([*command, "-c", _WHO], capture_output=True, text=True, check=False)
        lines = done.stdout.split("\n")
        if done.returncode == 0 and len(lines) > 1 and lines[0].startswith(f"{version}."):
            found.append((lines[0], Path(lines[1])))
    return max(found, key=lambda one: int(one[0].rsplit(".", 1)[1]), default=None)


def _places(version: str) -> Iterator[Path]:
    if on_path := shutil.which(f"python{version}"):
        yield Path(on_path)
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from kept.glob(f"{version}.*/bin/python")


def environment(python: Path, folder: Path) -> Path:
    """Make an environment of this Python with the checkout and what its tests need; return its Python."""
    subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
    own = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([str(own), "-m", "pip", "install", "--quiet", f"{ROOT}[test]"], check=True)
    return own


def run_tests(python: Path, arguments: Sequence[str], report: Path) -> dict[str, int]:
    """Run pytest with these arguments, its output shown; return how many tests there were, failed, broke and
    were skipped."""
    line = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *arguments]
    subprocess.run(line, cwd=ROOT, check=False)
    return counted(report)


def counted(report: Path) -> dict[str, int]:
    """Return the counts of a report in JUnit's format; all zero when pytest ended before it wrote one."""
    names = ("tests", "failures", "errors", "skipped")
    if not report.is_file():
        return dict.fromkeys(names, 0)
    suites = list(ET.parse(report).getroot().iter("testsuite"))
    return {name: sum(int(suite.get(name, 0)) for suite in suites) for name in names}


def cells_of(path: Path) -> Cells:
    """Return every cell of a workbook but those of the sheet that names the versions."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book
        if sheet.title != SAYS_VERSIONS
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def differing(first: Cells, other: Cells) -> list[str]:
    """Return the cells that are not the same in both, in order; figures must be equal in all digits that a
    file holds (16).

    >>> differing({("A", 1, 1): 2.0, ("A", 2, 1): "x"}, {("A", 1, 1): 2.0000000000000004, ("A", 2, 1): "x"})
    ['A row 1 column 1: 2.0, 2.0000000000000004 (relative 2.2e-16)']
    """
    said = []
    for place in sorted({*first, *other}):
        one, two = first.get(place), other.get(place)
        if one != two or type(one) is not type(two):
            sheet, row, column = place
            numbers = isinstance(one, float | int) and isinstance(two, float | int) and one
            far = f" (relative {math.fabs(two / one - 1):.1e})" if numbers else ""
            said.append(f"{sheet} row {row} column {column}: {one!r}, {two!r}{far}")
    return said


def shown(version: str, outcome: Outcome | None, first: str) -> tuple[object, ...]:
    """Return the row of a version; None says that no Python of this version is here."""
    if outcome is None:
        return (version, "not here", "", "", "", "")
    libraries = ", ".join(f"{name} {number}" for name, number in outcome.libraries.items())
    tests = "not run"
    if outcome.tests is not None:
        failed = outcome.tests["failures"] + outcome.tests["errors"]
        passed = outcome.tests["tests"] - failed - outcome.tests["skipped"]
        tests = f"{passed} passed, {failed} failed, {outcome.tests['skipped']} skipped"
    compared = "compared with" if outcome.python == first else f"{len(outcome.different)} differ"
    return (
        version,
        outcome.python,
        libraries,
        tests,
        f"{outcome.seconds:.0f}",
        f"{outcome.cells} cells, {compared}",
    )


def main() -> None:
    """Run the matrix."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.versions", description=__doc__)
    parser.add_argument("versions", nargs="*", default=VERSIONS, metavar="VERSION")
    parser.add_argument("--tests", default="tests klantwaarde_xl", help="what pytest runs; '' for none")
    given = parser.parse_args()
    outcomes: dict[str, Outcome | None] = {}
    reference: tuple[dict[str, object], Cells] | None = None
    first = ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for version in given.versions:
            found = find(version)
            outcomes[version] = None
            if found is None:
                print(f"Python {version} is not here", flush=True)
                continue
            print(f"\n## Python {found[0]} ({found[1]})\n", flush=True)
            outcome = outcomes[version] = Outcome(found[0])
            python = environment(found[1], folder / version)
            say = subprocess.run(
                [str(python), "-c", _LIBRARIES, *LIBRARIES], capture_output=True, text=True, check=True
            )
            outcome.libraries = json.loads(say.stdout)
            figures, cells = _demo(python, folder / f"demo-{version}")
            outcome.cells = len(cells)
            if reference is None:
                reference, first = (figures, cells), found[0]
            outcome.different = differing(reference[1], cells) + (
                ["the figures of --json"] if figures != reference[0] else []
            )
            print("\n".join(outcome.different[:20]), flush=True)
            if given.tests:
                started = time.perf_counter()
                outcome.tests = run_tests(python, shlex.split(given.tests), folder / f"{version}.xml")
                outcome.seconds = time.perf_counter() - started
    headers = ("version", "Python", "libraries", "tests", "s", "vernieuw of the demo")
    print("\n" + table(headers, [shown(version, outcome, first) for version, outcome in outcomes.items()]))
    sys.exit(int(any(outcome is not None and not outcome.fine for outcome in outcomes.values())))


def _demo(python: Path, folder: Path) -> tuple[dict[str, object], Cells]:
    """Return the figures of ``vernieuw --json`` on the demo workbook that this Python wrote, and the cells of
    the result."""
    folder.mkdir()
    klantwaarde = [str(python), "-m", "klantwaarde_xl"]
    subprocess.run([*klantwaarde, "demo"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    line = [*klantwaarde, "vernieuw", "klantwaarde-demo.xlsx", "--uit", "uit.xlsx", "--json"]
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    figures = json.loads(done.stdout.decode("utf-8"))
    del figures["seconds"]
    return figures, cells_of(folder / "uit.xlsx")


if __name__ == "__main__":
    main()
