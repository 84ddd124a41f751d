"""A text fits in a cell as Excel counts it, and shows where it was cut."""

from __future__ import annotations

import pytest

from klantwaarde_xl.files.cell_text import LONGEST_TEXT, clean


@pytest.mark.parametrize("text", ["x" * 32_767, "é" * 32_767, "😀" * 16_383, "=1+1", "", "x\ny"])
def test_what_fits_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    "text", ["x" * 32_768, "é" * 40_000, "😀" * 16_384, "x" + "😀" * 40_000, "\ud800" * 40_000]
)
def test_what_is_too_long_is_cut_visibly_and_between_characters(text: str) -> None:
    cut = clean(text)
    # Excel counts in UTF-16: two bytes for a place, two places for an emoji.
    assert LONGEST_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.endswith("…")
    assert set(cut[:-1]) <= {*text, "?"}
