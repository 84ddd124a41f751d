"""Dropped files: under which name they are kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from klantwaarde_xl.web.dropped import keep, plain_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("verkoop 2025.csv", "verkoop 2025.csv"),
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("..\\..\\x.csv", "x.csv"),
        ("C:\\Users\\ik\\x.csv", "x.csv"),
        ("/etc/passwd", "passwd"),
        ("", "bestand"),
        (".", "bestand"),
        ("...", "bestand"),
        ("a\x00b\nc.csv", "a_b_c.csv"),
        ("x.csv:verborgen", "x.csv_verbor"),
        ("CON.xlsx", "_CON.xlsx"),
        ("\ud800.csv", "_.csv"),
        ("x" * 300 + ".xlsx", "x" * 100 + ".xlsx"),
        ("x" * 300, "x" * 100),
        ("Čedok – Ångström.csv", "Čedok – Ångström.csv"),
    ],
)
def test_a_name_is_a_name_in_its_folder_and_nothing_else(name: str, kept: str, tmp_path: Path) -> None:
    assert plain_name(name) == kept
    keep(io.BytesIO(b"1"), tmp_path, name)
    keep(io.BytesIO(b"2"), tmp_path, name)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [path.read_bytes() for path in files] == [b"1", b"2"]
    assert all(path.parent.parent == tmp_path for path in files)
