"""The manual has a place for everything that is made from declarations; test_regenerate compares its text."""

from __future__ import annotations

import re
from pathlib import Path

from klantwaarde_xl.template.manual import BLOCKS, fill

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "handleiding.md"


def test_the_manual_has_every_block_once() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- begin: (\w+) -->", text)) == sorted(BLOCKS)
    assert text.count("<!-- einde -->") == len(BLOCKS)


def test_filling_twice_changes_nothing_and_keeps_what_is_written_by_hand() -> None:
    text = "Voor\n<!-- begin: instellingen -->\nweg\n<!-- einde -->\nNa\n"
    once = fill(text)
    assert fill(once) == once
    assert once.startswith("Voor\n<!-- begin: instellingen -->\n| instelling |")
    assert once.endswith("|\n<!-- einde -->\nNa\n")
    assert "weg" not in once
