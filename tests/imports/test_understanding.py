"""What one source gives: how many lines were read, how many left out, and why."""

from __future__ import annotations

from pathlib import Path

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.kinds import BY_NAME
from klantwaarde_xl.imports.understanding import understand


def test_a_line_with_a_delimiter_in_its_name_counts_as_left_out(tmp_path: Path) -> None:
    export = tmp_path / "naam.csv"
    lines = [
        "Datum;Klantnr;Naam;Factuurnr;Omzet",
        "01-03-2025;1;Aa;F1;10,00",
        "02-03-2025;2;Jansen; Zn;F2;12,50",
    ]
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = understand([export], BY_NAME["csv"], Choices())
    assert (found.read, found.skipped, found.revenue) == (2, 1, 10.0)
    assert [finding.code for finding in found.findings] == ["KW-016"]
