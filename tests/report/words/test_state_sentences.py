from __future__ import annotations

import re

from klantwaarde_xl.report.words.state_sentences import STATE_STEPS, by_state, by_state_formula


def test_without_anything_to_win_nothing_is_told() -> None:
    assert by_state(dict.fromkeys(STATE_STEPS, (0, 0.0))) == ""
    assert by_state({**dict.fromkeys(STATE_STEPS, (0, 0.0)), "done": (1, 9.0)}).startswith("Nog te doen: 0")


def test_the_formula_says_the_same_words() -> None:
    texts = "".join(re.findall(r'"([^"]*)"', by_state_formula(("A1", "B1"))))
    for words in ("Nog te doen: ", " klanten, ", "gedaan ", "niet doen of niet eens "):
        assert words in texts
        assert words.strip() in by_state(dict.fromkeys(STATE_STEPS, (3, 40.0)))
    assert len(by_state_formula(("A1", "B1"))) < 1000
