from __future__ import annotations

from typing import Any

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.lines import LINE_STEPS, line_values, shown_lines
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES, WARNINGS
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.report.words.dashboard_phrases import TOPICS


def test_lines_with_something_to_say_stand_below_each_other(make_analysis: Any) -> None:
    values = line_values(Source(make_analysis(40)))
    said = [values[f"sentence_text_{n}"] for n in range(1, len(SENTENCES) + 1)]
    shown = [values[f"sentence_{n}"] for n in range(1, len(SENTENCES) + 1)]
    assert [text for text in said if text] == [text for text in shown if text]
    assert shown == sorted(shown, key=lambda text: text == "")
    numbers = [values[f"sentence_number_{n}"] for n in range(1, len(SENTENCES) + 1)]
    assert [number for number in numbers if number] == list(range(1, len([t for t in said if t]) + 1))


def test_what_lines_are_about_stands_beside_the_first_of_each(make_analysis: Any) -> None:
    values = line_values(Source(make_analysis(40)))
    told = {values[f"sentence_text_{n}"]: TOPICS[line.topic] for n, line in enumerate(SENTENCES, 1)}
    shown = [(values[f"sentence_{n}"], values[f"sentence_about_{n}"]) for n in range(1, len(SENTENCES) + 1)]
    topics = [told[text] for text, _ in shown if text]
    assert len(set(topics)) > 5
    expected = ["" if topic in topics[:n] else topic for n, topic in enumerate(topics)]
    assert [about for text, about in shown if text] == expected
    assert not any(about for text, about in shown if not text)
    assert values["warning_about_1"] == ("Let op" if values["warning_1"] else "")


def test_every_line_has_a_step_and_a_place() -> None:
    steps = {block.value for block in LINE_STEPS if isinstance(block, CellSpec)}
    for group, lines in (("sentence", SENTENCES), ("warning", WARNINGS)):
        cells = shown_lines(group, ("G", "H"), 6, f.SENTENCE)
        assert len(cells) == 2 * len(lines)
        assert {f"{group}_text_{n}" for n in range(1, len(lines) + 1)} <= steps
