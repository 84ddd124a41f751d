"""Whether account managers are compared is told with the reason of the core."""

from __future__ import annotations

import pytest

from klantwaarde_xl.report.words.comparison_sentences import comparison_sentence


@pytest.mark.parametrize(("reason", "words"), [("few", "te weinig gelijke klanten"), ("chance", "toeval")])
def test_without_a_comparison_the_reason_is_told(reason: str, words: str) -> None:
    text = comparison_sentence(reason)
    assert words in text
    assert "Verschil" not in text, "the column is not on the sheet then"


def test_with_a_comparison_its_column_is_named() -> None:
    assert "Verschil" in comparison_sentence("")
