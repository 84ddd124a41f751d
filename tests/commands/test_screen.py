"""What commands show: exit codes, plain JSON, tables that keep every character."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from klantwaarde_xl.commands.screen import exit_code, findings_line, show_findings, show_json, show_table
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.findings import Finding


def test_the_exit_code_tells_whether_there_are_errors() -> None:
    warning = Finding("KW-201", Severity.WARNING, "", "", "", "")
    error = Finding("KW-110", Severity.ERROR, "", "", "", "")
    assert [exit_code([]), exit_code([warning]), exit_code([warning, error])] == [0, 0, 1]


def test_json_knows_no_nan_and_writes_dates_and_numpy_figures(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(
        {"a": float("nan"), "b": np.float64(1.5), "c": dt.date(2025, 1, 31), "d": [np.int64(3), float("inf")]}
    )
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": 1.5, "c": "2025-01-31", "d": [3, None]}


NAME = "een-lange-naam-zonder-spaties-" * 5 + ".csv"
FOUND = [
    Finding("KW-201", Severity.WARNING, "Klanten!A7", "", f"[b]{NAME}[/b] is leeg", "Vul in"),
    Finding("KW-110", Severity.ERROR, "Klanten!A9", "", "Klantnr is leeg.", "Vul een waarde in"),
    Finding("KW-404", Severity.INFO, "", "", "Er zijn geen kostprijzen.", ""),
]


@pytest.mark.parametrize("columns", [40, 80, 119, 120, 200])
def test_findings_are_shown_whole_as_wide_as_the_terminal_gravest_first(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    show_findings(FOUND)
    shown = capsys.readouterr().out
    assert {len(line) for line in shown.splitlines()} == {columns}
    assert shown.index("KW-110") < shown.index("KW-201") < shown.index("KW-404")
    cells = [line.strip("│┃").split("│") for line in shown.splitlines() if line.startswith("│")]
    texts = ["".join(parts).replace(" ", "") for parts in zip(*cells, strict=True)]
    assert any(f"[b]{NAME}[/b]isleeg" in text for text in texts)
    assert any("Klanten!A7" in text for text in texts)


def test_one_line_counts_by_severity_the_gravest_first() -> None:
    assert findings_line(FOUND) == (
        "Bevindingen: 1 fout, 1 waarschuwing, 1 keer info. Begin met KW-110 (Klanten!A9): Klantnr is leeg."
    )
    assert findings_line(FOUND[2:]) == "Bevindingen: 1 keer info. Begin met KW-404: Er zijn geen kostprijzen."
    assert findings_line([]) == "Geen bevindingen."


def test_figures_in_a_table_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("Naam", "Omzet"), [("[red]A[/red]", "1"), ("B", "1.000")], title="Titel", right=(1,))
    title, *_, first, second = [
        line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()
    ]
    assert title == "Titel"
    assert "[red]A[/red]" in first
    assert len(first) == len(second)
