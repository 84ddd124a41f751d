from __future__ import annotations

from string import Formatter

import pytest

from klantwaarde_xl.report.words import dashboard_phrases

PAIRS = {name: value for name, value in vars(dashboard_phrases).items() if isinstance(value, tuple)}
SINGLE = {
    name: value
    for name, value in vars(dashboard_phrases).items()
    if name.isupper() and isinstance(value, str)
}


def parts(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("name", PAIRS)
def test_one_and_many_are_about_the_same(name: str) -> None:
    one, many = PAIRS[name]
    assert one
    assert many
    assert parts(one) <= parts(many) or parts(many) <= parts(one)


@pytest.mark.parametrize("name", SINGLE)
def test_no_phrase_has_what_would_end_the_text_in_a_formula(name: str) -> None:
    assert '"' not in SINGLE[name]
    assert len(SINGLE[name]) <= 255
