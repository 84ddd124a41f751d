"""The same command under other surroundings: locale, time zone, hash seed, encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    sys.stderr.write("locale is not installed: Python falls back to C\\n")
import datetime
from klantwaarde_xl.commands import workbook
from klantwaarde_xl.commands.app import main
workbook.now = lambda: datetime.datetime(2026, 1, 2, 3, 4)  # the day of the snapshot differs by time zone
main(sys.argv[1:])
"""
LANGUAGE = (
    "LC_ALL",
    "LANG",
    "LC_NUMERIC",
    "LC_TIME",
    "LC_CTYPE",
    "LANGUAGE",
    "TZ",
    "PYTHONHASHSEED",
    "PYTHONUTF8",
)
MATRIX: dict[str, dict[str, str]] = {
    "as it is here": {},
    "nothing set": dict.fromkeys(("LC_ALL", "LANG", "TZ"), ""),
    **{
        f"LC_ALL={name}": {"LC_ALL": name}
        for name in ("nl_NL.UTF-8", "nl_BE.UTF-8", "de_DE.UTF-8", "en_US.UTF-8", "C", "POSIX")
    },
    "LC_ALL=C, no UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    **{
        f"TZ={name}": {"TZ": name}
        for name in ("Europe/Amsterdam", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata")
    },
    **{f"PYTHONHASHSEED={seed}": {"PYTHONHASHSEED": seed} for seed in ("0", "1", "12345")},
    "one thread": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
}
"""Surroundings by name: the variables that differ."""


def answer(
    source: Path, output: Path, variables: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, bytes], str]:
    """Return figures, every part of the workbook but its properties, and what was said on standard error."""
    environment = {name: value for name, value in os.environ.items() if name not in LANGUAGE} | {
        "PYTHONPATH": str(ROOT)
    }
    environment |= variables
    environment = {name: value for name, value in environment.items() if value}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "vernieuw", str(source), "--uit", str(output), "--json"],
        env=environment,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode("utf-8")
    if done.returncode not in {0, 1}:
        raise AssertionError(f"{dict(variables)}: {said}")
    figures = json.loads(done.stdout.decode("utf-8"))
    del figures["seconds"]
    with zipfile.ZipFile(output) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.startswith("xl/")}
    return figures, parts, said


def differing(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """Return the parts that are not the same in both."""
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
