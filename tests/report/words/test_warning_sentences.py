from __future__ import annotations

import pytest

from klantwaarde_xl.report.words import warning_sentences


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((1200, -5.0), "1.200 factuurregels zijn afgekeurd (€ -5); zie het blad Controle."),
        ((6, 212.45, 2), "6 factuurregels zijn afgekeurd (minstens € 212); zie het blad Controle."),
        ((6, 0.49, 6), "6 factuurregels zijn afgekeurd (bedrag niet te lezen); zie het blad Controle."),
        ((1, 0.0, 1), "1 factuurregel is afgekeurd (bedrag niet te lezen); zie het blad Controle."),
    ],
)
def test_of_rejected_lines_no_more_is_said_than_could_be_read(
    figures: tuple[int, float] | tuple[int, float, int], said: str
) -> None:
    assert warning_sentences.rejected(*figures) == said


def test_of_nothing_there_is_no_coverage() -> None:
    assert warning_sentences.coverage(0.0, 0.0) == ""
