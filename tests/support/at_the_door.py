"""Run a command of klantwaarde as a user does, in this process, and read its JSON answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from klantwaarde_xl.commands.app import main

CASES = Path(__file__).resolve().parents[1] / "cases"
"""Small inputs, each of which stands for a kind found in real exports and bug reports."""

HEAD = "Datum;Klantnr;Omzet excl. btw"


@dataclass(frozen=True)
class Answer:
    """Exit code, the JSON that was printed (empty when there was none), and all text on both streams."""

    code: int
    json: dict[str, Any]
    text: str

    def findings(self, code: str) -> list[dict[str, Any]]:
        """Return the findings with this code."""
        return [finding for finding in self.json.get("findings", []) if finding["code"] == code]

    def turnover(self) -> float:
        """Return what an import understood as turnover, over all sources, or what a refresh computed."""
        if "sources" in self.json:
            return round(sum(source["revenue"] or 0 for source in self.json["sources"]), 2)
        return float(self.json["revenue"])


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command in this process; return exit code, output and error text."""
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def refused(capsys: pytest.CaptureFixture[str], source: Path, output: Path) -> str:
    """Return the error text of a refresh that must end with exit code 2."""
    code, _, text = run(capsys, "vernieuw", source, "--uit", output)
    assert code == 2
    return text


class Door:
    """The command line, with answers as JSON; new workbooks come in a folder of the test."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys, self.folder = capsys, folder
        self.workbook = folder / "werkmap.xlsx"

    def run(self, *words: object) -> Answer:
        """Run any command with ``--json``."""
        code, out, err = run(self.capsys, *words, "--json")
        try:
            answer = json.loads(out)
        except ValueError:
            answer = {}
        return Answer(code, answer, out + err)

    def imports(self, *words: object) -> Answer:
        """Import sources into a new workbook (``workbook``)."""
        self.workbook.unlink(missing_ok=True)
        return self.run("importeer", *words, "--naar", self.workbook)

    def refreshes(self, path: Path, *words: object) -> Answer:
        """Refresh a workbook into another file."""
        return self.run("vernieuw", path, "--uit", self.folder / "resultaat.xlsx", *words)

    def checks(self, path: Path) -> Answer:
        """Check a workbook."""
        return self.run("controleer", path)


def export(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    """Write an export of lines as text, of these rows."""
    path = tmp_path / "export.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def cells(door: Door, sheet: str, header: str) -> list[Any]:
    """Return the cells of a column of the workbook that was imported into, as text."""
    rows = list(openpyxl.load_workbook(door.workbook)[sheet].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if header in row)
    at = rows[top].index(header)
    return [row[at] for row in rows[top + 1 :] if row[at] is not None]


def codes(answer: Answer) -> set[str]:
    return {finding["code"] for finding in answer.json["findings"]}
