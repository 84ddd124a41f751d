"""Commands that are killed at a random moment (kill -9), and what then stands where the output should be."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import light
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
    """One killed run: the seed, whether the kill aimed at the writing, seconds to the kill, and what was
    found."""

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
        sheet.append(
            [day, f"{number * 7 % customers:03}", f"P{number % 9}", 10.0 + number, 5.0 + number % 20]
        )
    book.save(path)
    return path


def command(*arguments: str) -> list[str]:
    """Return a command line as a user would give it."""
    return [sys.executable, "-m", "klantwaarde_xl", *arguments]


def alone(*arguments: str) -> list[str]:
    """Return a command line whose server ends at once, and whose pip fetches wheels that are made up."""
    return [sys.executable, str(Path(__file__).with_name("alone.py")), *arguments]


def environment(scratch: Path) -> dict[str, str]:
    """Return the environment for a run whose temporary files are to be looked at."""
    # Some libraries that are installed beside the others must be found by what is started as well.
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": paths}


def at_home(folder: Path) -> dict[str, str]:
    """Return what lets a command find all that it keeps for a user in a folder."""
    below = {"USERPROFILE": "", "XDG_CONFIG_HOME": "instellingen", "XDG_STATE_HOME": "toestand"}
    return {name: str(folder / part) for name, part in below.items()}


def sheets_of(path: Path) -> dict[str, bytes]:
    """Return the sheets of a workbook by part, after every part was read and its checksum compared."""
    parts = parts_of(path)
    return {name: parts[name] for name in parts if name.startswith("xl/worksheets/sheet")}


def parts_of(path: Path) -> dict[str, bytes]:
    """Return every part of a workbook but its properties, after every part was read and its checksum
    compared."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist() if not name.startswith("docProps")}


Look = Callable[[Path], object]
"""Returns what is in the outputs in a folder that can be compared between runs; raises when it is not
whole."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command with ``{folder}`` in it, its outputs and what stands there before, what a whole run leaves,
    and its seconds.

    ``adds`` begins the name of a file that every run adds (a key). ``again``: a next run must end well also
    where the killed one left nothing lying about. ``parts`` returns what was made, by
    output, of outputs that are a set and some of which may be absent while it takes its place."""

    line: tuple[str, ...]
    old: Mapping[str, bytes]
    look: Look
    expected: object = None
    seconds: float = 0.0
    adds: str = ""
    parts: Callable[[Path], Mapping[str, object]] | None = None
    again: bool = False

    def start(self, folder: Path, scratch: Path, *before: str) -> subprocess.Popen[bytes]:
        """Start the command on the outputs in this folder, as an argument of the command ``before`` it."""
        line = [*before, *(part.replace("{folder}", str(folder)) for part in self.line)]
        own = environment(scratch) | at_home(folder)
        return subprocess.Popen(line, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def set_up(self, folder: Path) -> None:
        """Put in a folder what stands there before the run."""
        for name, content in self.old.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o600)  # as a key is

    def strangers(self, folder: Path) -> list[Path]:
        """Return what is neither an output, nor a file that a run adds."""
        return [
            path
            for path in folder.rglob("*")
            if path.is_file()
            and path.relative_to(folder).as_posix() not in self.old
            and not (self.adds and path.name.startswith(self.adds))
        ]

    def outcome(self, folder: Path, seed: int) -> str:
        """Return whether all old outputs stand there, all new ones, or part of one; raise for a mixture."""
        if self.is_old(folder):
            return "old"
        missing = [name for name in self.old if not (folder / name).is_file()]
        if not missing:
            assert self.look(folder) == self.expected, f"seed {seed}: neither the old nor the new outputs"
            return "new"
        assert self.parts is not None, f"seed {seed}: gone: {missing}"
        there = self.parts(folder)
        if all((folder / name).read_bytes() == self.old[name] for name in there):
            return "part of old"
        assert isinstance(self.expected, Mapping)
        assert there.items() <= self.expected.items(), f"seed {seed}: a mixture of builds"
        return "part of new"

    def is_old(self, folder: Path) -> bool:
        """Return whether all that stood there before still stands there, byte for byte."""
        return all(
            (folder / name).is_file() and (folder / name).read_bytes() == data
            for name, data in self.old.items()
        )


def whole(job: Job, folder: Path) -> Job:
    """Return the job after one whole run of it in a new folder, which must leave its outputs and nothing
    else."""
    folder.mkdir()
    job.set_up(folder)
    scratch = folder.with_name(f"{folder.name}-tijdelijk")
    scratch.mkdir()
    started = time.perf_counter()
    assert job.start(folder, scratch).wait() == 0
    seconds = time.perf_counter() - started
    assert set(job.old) <= {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert job.strangers(folder) == []
    assert list(scratch.iterdir()) == []
    return replace(job, expected=job.look(folder), seconds=seconds)


def refreshing(source: Path, folder: Path) -> Job:
    """Return ``vernieuw`` over an output that exists already."""
    line = command("vernieuw", str(source), "--uit", "{folder}/uit.xlsx", "--json")
    job = Job(tuple(line), {"uit.xlsx": OLD}, lambda place: sheets_of(place / "uit.xlsx"))
    return whole(job, folder / "vernieuw")


def importing(target: bytes, folder: Path) -> Job:
    """Return ``importeer`` of a small export into this workbook."""
    export = folder / "export.csv"
    lines = [f"{day:02d}-03-2026;{day:03};F{day};{day * 3},50" for day in range(1, 29)]
    export.write_text("Datum;Klantnr;Factuurnr;Omzet\n" + "\n".join(lines) + "\n", encoding="utf-8")
    line = command("importeer", str(export), "--naar", "{folder}/uit.xlsx", "--json")
    return whole(
        Job(tuple(line), {"uit.xlsx": target}, lambda place: sheets_of(place / "uit.xlsx")),
        folder / "importeer",
    )


def building(folder: Path) -> Job:
    """Return ``bouw`` over the five workbooks of an earlier run."""
    old = dict.fromkeys(
        ("klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde-demo.xlsx", "klantwaarde-demo.xlsm"), OLD
    )
    old["klantwaarde.xlam"] = OLD
    line = command("bouw", "--uit", "{folder}")

    def parts(place: Path) -> dict[str, object]:
        return {name: parts_of(place / name) for name in old if (place / name).is_file()}

    return whole(Job(tuple(line), old, parts, parts=parts), folder / "bouw")


def sharing(source: Path, folder: Path) -> Job:
    """Return ``deel --zonder-namen`` over the copy of an earlier time, beside its key."""
    line = command("deel", str(source), "--zonder-namen", "--uit", "{folder}/kopie.xlsx")
    first = Job(tuple(line), {"kopie.xlsx": OLD}, copy_with_its_key, adds="kopie-sleutel-")
    done = whole(first, folder / "deel-eerder")
    old = {path.name: path.read_bytes() for path in (folder / "deel-eerder").iterdir()}
    return whole(replace(done, old=old), folder / "deel")


def copy_with_its_key(folder: Path, name: str = "kopie") -> object:
    """Return the customers behind the codes of a copy, in the order of their rank; every key is whole."""
    copy = light.load(folder / f"{name}.xlsx", data_only=True)
    for path in folder.glob(f"{name}.xlsx"):
        parts_of(path)
    (number,) = re.findall("sleutel ([0-9A-F]+)", str(copy["Start"]["B3"].value))
    path = folder / f"{name}-sleutel-{number}.xlsx"
    assert path.stat().st_mode & 0o077 == 0, f"{path.name} can be read by others"
    key = light.load(path, data_only=True)
    known = {
        row[1]: row[2] for row in key["Sleutel"].iter_rows(min_row=6, values_only=True) if row[0] == "klant"
    }
    headers, *rows = list(copy["Klantwaarde"].iter_rows(min_row=5, values_only=True))
    place = headers.index("Klantnr")
    return [known[row[place]] for row in rows if row[place]]


def look_after_kill(job: Job, folder: Path, scratch: Path, seed: int) -> tuple[str, int]:
    """Return what stands where a job was killed, and how many leftovers, which a next run must clear; raise
    for a mixture or a leftover that others can read."""
    left = job.strangers(folder)
    for path in left:
        assert UNFINISHED in path.name, f"seed {seed}: unexpected file {path.name}"
        assert path.name.startswith("."), f"seed {seed}: {path.name} can be taken for a workbook"
        assert path.stat().st_mode & 0o077 == 0, f"seed {seed}: {path.name} can be read by others"
    for path in [*scratch.iterdir()]:
        if path.is_file() and path.read_bytes() in {b"", b"blat"}:  # Python tries so whether it can write
            path.unlink()
            continue
        assert path.is_dir(), f"seed {seed}: loose temporary file {path.name}"
        assert path.stat().st_mode & 0o077 == 0, f"seed {seed}: {path.name} can be entered by others"
    outcome, count = job.outcome(folder, seed), len(left) + len(list(scratch.iterdir()))
    if outcome != "new" and (count or job.again):
        next_run(job, folder, scratch)
    return outcome, count


def kill_one(job: Job, folder: Path, seed: int) -> Killed:
    """Run the job over existing outputs, kill it, and return what stands there; raise for a mixture.

    Odd seeds are killed at any moment of the run, even ones within the time after the first unfinished file
    appeared."""
    chance = random.Random(seed)
    folder.mkdir()
    scratch = folder.with_name(f"{folder.name}-tijdelijk")
    scratch.mkdir()
    job.set_up(folder)
    writing = seed % 2 == 0
    started = time.perf_counter()
    process = job.start(folder, scratch)
    if writing:
        while process.poll() is None and not any(UNFINISHED in name for name in os.listdir(folder)):
            time.sleep(0.002)
        time.sleep(chance.random() * job.seconds * 0.25)
    else:
        time.sleep(chance.random() * job.seconds * 1.05)
    process.kill()
    seconds = time.perf_counter() - started
    process.wait()
    outcome, left = look_after_kill(job, folder, scratch, seed)
    return Killed(seed, writing, seconds, outcome, left)


def next_run(job: Job, folder: Path, scratch: Path) -> None:
    """Run the job once more where it was killed: it must not stumble over what is left, and clear it."""
    assert job.start(folder, scratch).wait() == 0
    assert job.strangers(folder) == [], "the next run left something lying about"
    assert list(scratch.iterdir()) == [], "the next run left a temporary folder"
    assert job.look(folder) == job.expected
