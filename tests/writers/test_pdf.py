from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from quick import first_quick

from klantwaarde_xl import errors
from klantwaarde_xl.report.build import build
from klantwaarde_xl.writers import pdf


@pytest.fixture(scope="module")
def bound(make_analysis: Any, created: dt.datetime) -> Any:
    return build(make_analysis(40), created=created)


def needs_libreoffice() -> None:
    if not shutil.which("soffice"):
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail("KW_REQUIRE_OFFICE is gezet, maar soffice is niet geïnstalleerd")
        pytest.skip("soffice is niet geïnstalleerd (apt-get install libreoffice-calc)")


@pytest.mark.office
def test_only_the_sheets_asked_for_are_printed(
    bound: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_libreoffice()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    raw = pdf.pdf_bytes(bound, ["Dashboard"])
    assert list(tmp_path.iterdir()) == []
    assert raw.startswith(b"%PDF-")
    assert (
        raw.count(b"/Type/Page/") + raw.count(b"/Type /Page\n") + raw.count(b"/Type/Page\n") == 2
    )  # the Dashboard


@pytest.mark.office
def test_notes_are_no_icons_on_paper(bound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_libreoffice()
    icon = re.compile(rb"/Subtype\s*/Text\b")
    assert not icon.search(pdf.pdf_bytes(bound, ["Klantwaarde"]))
    monkeypatch.setattr(pdf, "_OPTIONS", '{"UseTaggedPDF":{"type":"boolean","value":"true"}}')
    assert icon.search(pdf.pdf_bytes(bound, ["Klantwaarde"])), (
        "this sheet has notes, and this is how they look"
    )


def test_libreoffice_is_found_where_it_is_usually_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "soffice"
    there.touch()
    monkeypatch.setattr(pdf.shutil, "which", lambda _name: None)
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "niet"), str(there)))
    assert pdf.find_office() == there
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(errors.OutputError, match="KW-821"):
        pdf.find_office()


@pytest.mark.parametrize(
    "outcome",
    first_quick(
        2,
        [
            subprocess.CalledProcessError(1, "soffice"),
            subprocess.TimeoutExpired("soffice", 1),
            OSError(),
            None,
        ],
    ),
)
def test_a_failing_libreoffice_leaves_nothing_behind(
    bound: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Exception | None
) -> None:
    def run(*_command: object, **_options: object) -> None:
        if outcome:
            raise outcome

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(pdf, "find_office", lambda: Path("soffice"))
    monkeypatch.setattr(pdf.subprocess, "run", run)
    with pytest.raises(errors.OutputError, match="KW-822"):
        pdf.pdf_bytes(bound, ["Klantwaarde"])
    assert list(tmp_path.iterdir()) == []
