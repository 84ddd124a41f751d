"""Texts are counted as Excel counts them and cut between characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.model.text_units import cut, units

FAMILY = "👩\u200d👩\u200d👧"
"""Unicode 15.1, emoji-zwj-sequences: five characters that are shown as one."""


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 2), ("😀" * 200, 400), ("𝒜", 2), (FAMILY, 8), ("\ud800", 1)],
)
def test_the_count_is_that_of_utf_16(text: str, count: int) -> None:
    # The Unicode Standard 15.0, 3.9, table 3-5: above U+FFFF a character takes two units.
    assert units(text) == count


@pytest.mark.parametrize(
    ("text", "longest", "becomes"),
    [
        ("x" * 255, 255, "x" * 255),
        ("x" * 256, 255, "x" * 254 + "…"),
        ("😀" * 127 + "x", 255, "😀" * 127 + "x"),
        ("😀" * 200, 255, "😀" * 127 + "…"),
        ("x" + "😀" * 200, 255, "x" + "😀" * 126 + "…"),
        ("abe\u0301f", 4, "ab…"),
        ("ab" + FAMILY, 8, "ab…"),
        ("ab👍🏽c", 5, "ab…"),
    ],
)
def test_a_cut_leaves_no_half_character(text: str, longest: int, becomes: str) -> None:
    assert cut(text, longest) == becomes


@given(st.text(st.sampled_from("ab é\u0301\u200d😀👍🏽\ufe0f\ud800")), st.integers(1, 20))
def test_what_is_cut_fits_and_is_how_the_text_begins(text: str, longest: int) -> None:
    found = cut(text, longest)
    assert units(found) <= longest
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))
