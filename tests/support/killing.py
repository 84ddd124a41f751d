"""Commands that are killed at a random moment (kill -9), and what then stands where the output should be."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl


def older_result() -> bytes:
    """Return a small workbook, as it may stand where a new result goes."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["dit stond er al"])
    book.save(stream)
    return stream.getvalue()


OLD = older_result()
UNFINISHED = ".onvoltooid."
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed run: the seed, whether the kill aimed at the writing, seconds to the kill, and what was found."""

    seed: int
    writing: bool
    seconds: float
    outcome: str
    left_behind: int


def small_workbook(path: Path, customers: int = 30, lines: int = 300) -> Path:
    """Write an input workbook of plain cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klanten"
    sheet.append(["Klantnr", "Klantnaam"])
    for number in range(customers):
        sheet.append([f"{number:03}", f"Klant {number}"])
    sheet = book.create_sheet("Transacties")
    sheet.append(["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"])
    for number in range(lines):
        day = dt.date(2024 + number % 2, 1 + number % 12, 1 + number % 28)
        sheet.append([day, f"{number * 7 % customers:03}", f"P{number % 9}", 10.0 + number, 5.0 + number % 20])
    book.save(path)
    return path


def command(*arguments: str) -> list[str]:
    """Return a command line as a user would give it."""
    return [sys.executable, "-m", "klantwaarde_xl", *arguments]


def environment(scratch: Path) -> dict[str, str]:
    """Return the environment for a run whose temporary files are to be looked at."""
    return {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}


def sheets_of(path: Path) -> dict[str, bytes]:
    """Return the sheets of a workbook by part, after every part was read and its checksum compared."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")}


@dataclass(frozen=True, slots=True)
class Job:
    """A command with ``{output}`` in it, what stands there before, what a whole run makes of that, and how long it takes."""

    line: tuple[str, ...]
    old: bytes
    expected: dict[str, bytes]
    seconds: float

    def start(self, output: Path, scratch: Path) -> subprocess.Popen[bytes]:
        """Start the command."""
        line = [part.replace("{output}", str(output)) for part in self.line]
        return subprocess.Popen(line, env=environment(scratch), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def job(line: list[str], folder: Path, old: bytes = OLD) -> Job:
    """Return a job after one whole run of it, that takes place in ``folder``."""
    output = folder / "heel.xlsx"
    output.write_bytes(old)
    found = Job(tuple(line), old, {}, 0.0)
    started = time.perf_counter()
    assert found.start(output, folder).wait() == 0
    return Job(found.line, old, sheets_of(output), time.perf_counter() - started)


def refreshing(source: Path, folder: Path) -> Job:
    """Return ``vernieuw`` over an output that exists already."""
    return job(command("vernieuw", str(source), "--uit", "{output}", "--json"), folder)


def kill_one(job: Job, folder: Path, seed: int) -> Killed:
    """Run the job over an existing output, kill it, and return what stands there; raise when that is neither old nor new.

    Odd seeds are killed at any moment of the run, even ones within the time after the unfinished file appeared.
    """
    chance = random.Random(seed)
    folder.mkdir()
    scratch = folder / "tijdelijk"
    scratch.mkdir()
    output = folder / "uit.xlsx"
    output.write_bytes(job.old)
    writing = seed % 2 == 0
    started = time.perf_counter()
    process = job.start(output, scratch)
    if writing:
        while process.poll() is None and not any(UNFINISHED in name for name in os.listdir(folder)):
            time.sleep(0.002)
        time.sleep(chance.random() * job.seconds * 0.25)
    else:
        time.sleep(chance.random() * job.seconds * 1.05)
    process.kill()
    seconds = time.perf_counter() - started
    process.wait()
    left = [path for path in folder.iterdir() if path not in {output, scratch}]
    for path in left:
        assert UNFINISHED in path.name, f"seed {seed}: unexpected file {path.name}"
        assert path.name.startswith("."), f"seed {seed}: {path.name} can be taken for a workbook"
        assert path.stat().st_mode & 0o077 == 0, f"seed {seed}: {path.name} can be read by others"
    for path in scratch.iterdir():
        assert path.is_dir(), f"seed {seed}: loose temporary file {path.name}"
        assert path.stat().st_mode & 0o077 == 0, f"seed {seed}: {path.name} can be entered by others"
    if output.read_bytes() == job.old:
        outcome = "old"
    else:
        assert sheets_of(output) == job.expected, f"seed {seed}: the output is neither the old nor the new one"
        openpyxl.load_workbook(output, read_only=True).close()
        outcome = "new"
    return Killed(seed, writing, seconds, outcome, len(left) + len(list(scratch.iterdir())))
