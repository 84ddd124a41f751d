"""What commands show: exit codes, plain JSON, tables that keep every character."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from klantwaarde_xl.commands.screen import exit_code, show_findings, show_json, show_table
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


def test_findings_are_shown_whole_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    name = "een-lange-naam-zonder-spaties-" * 5 + ".csv"
    show_findings([Finding("KW-201", Severity.WARNING, "Klanten!A7", "", f"[b]{name}[/b] is leeg", "Vul in")])
    shown = capsys.readouterr().out
    together = "".join(character for character in shown if character.isalnum() or character in "[]/-.")
    assert f"[b]{name}[/b]" in together.replace("Vulin", "")
    assert "Klanten!A7" in shown
    assert shown.splitlines()[-1] == "1 bevinding"


def test_without_findings_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([])
    assert capsys.readouterr().out == "Geen bevindingen.\n"


def test_figures_in_a_table_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("Naam", "Omzet"), [("[red]A[/red]", "1"), ("B", "1.000")], title="Titel", right=(1,))
    title, *_, first, second = [
        line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()
    ]
    assert title == "Titel"
    assert "[red]A[/red]" in first
    assert len(first) == len(second)
