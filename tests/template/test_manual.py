"""The manual says what the program does: its tables, settings and codes are those of the declarations."""

from __future__ import annotations

from pathlib import Path

from klantwaarde_xl.template.manual import BLOCKS, fill

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "handleiding.md"


def test_the_manual_equals_the_declarations() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert fill(text) == text, "run: python -m klantwaarde_xl.template.manual docs/handleiding.md"
    assert all(f"<!-- begin: {name} -->" in text for name in BLOCKS)
