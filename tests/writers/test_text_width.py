from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.writers.text_width import text_widths, wrapped_lines

DIGIT = 1038 / 2048 * 10 * 96 / 72 / 7
"""A digit of 10 points in the unit of column widths:

Carlito's digits are 1,038 of 2,048; the unit is seven pixels.
"""


def test_a_text_is_as_wide_as_its_letters() -> None:
    np.testing.assert_allclose(text_widths(["1234567890", "0"]), [10 * DIGIT, DIGIT])
    # Carlito-Bold: B 1148, r 728, u 1099, t 710, o 1101.
    np.testing.assert_allclose(
        text_widths(["Bruto"], bold=True, size=11), (1148 + 728 + 1099 + 710 + 1101) / 2048 * 11 * 96 / 504
    )


def test_an_accent_takes_no_room_and_an_unknown_sign_that_of_a_digit() -> None:
    plain, marked, euro, chinese = text_widths(["een", "één", "€", "客"])
    assert plain == marked
    assert euro == pytest.approx(DIGIT)
    assert chinese == pytest.approx(10 * 96 / 72 / 7)
    assert text_widths([]).tolist() == []


def plainly_wrapped(text: str, room: float) -> int:
    """Word by word, as one would with a pencil; words all fit."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        needed = float(text_widths([word])[0])
        blank = float(text_widths([" "])[0]) if used else 0.0
        if used and used + blank + needed > room:
            lines, used = lines + 1, needed
        else:
            used += blank + needed
    return lines


def test_lines_are_broken_as_with_a_pencil() -> None:
    draw = np.random.default_rng(4)
    words = np.array(
        ["kopen", "vaak", "samen", "met", "vergelijkbare", "klanten", "€", "1.234", "Etiketten", "7", "van"]
    )
    found = [" ".join(draw.choice(words, draw.integers(1, 40))) for _ in range(300)]
    for room in (14.0, 33.3, 72.0):
        assert wrapped_lines(found, room).tolist() == [plainly_wrapped(text, room) for text in found]


def test_a_word_wider_than_the_room_is_broken_and_ends() -> None:
    assert wrapped_lines(["0" * 40], 10 * DIGIT + 1e-9).tolist() == [4]
    assert wrapped_lines(["0" * 40 + " 1", "", "\n"], 10 * DIGIT + 1e-9).tolist() == [5, 1, 2]
    assert wrapped_lines([], 5.0).tolist() == []


def test_a_no_break_space_holds_words_together() -> None:
    room = float(text_widths(["samen €"])[0])
    assert wrapped_lines(["samen € 192 op", "samen €\u00a0192 op"], room).tolist() == [2, 3]
