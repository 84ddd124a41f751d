"""What an import asks, and what an answer changes: the same for the button and the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.imports import questions
from klantwaarde_xl.imports.questions import Asking, Question

ROWS = "31-01-2025;K1;Jansen;10,00;12,10\n28-02-2025;K2;De Wit;20,00;24,20\n"


def asking(folder: Path, *headers: str, name: str = "verkoop.csv") -> Asking:
    """Return the import of an export of two lines; its fourth column holds 30 in all, its fifth 36.30."""
    path = folder / name
    path.write_text(";".join(headers) + "\n" + ROWS, encoding="utf-8")
    return Asking([path], {})


def asked(one: Asking) -> list[Question]:
    return one.open(*one.understand(lambda _step: None))


def revenue(one: Asking) -> float:
    understood, failed = one.understand(lambda _step: None)
    assert not failed
    return sum(source.revenue for source in understood)


def test_every_question_has_an_answer_and_ends_with_what_to_type() -> None:
    wordings = {wording.code: wording.question for wording in errors.CATALOGUE.values() if wording.question}
    assert set(wordings) == set(questions._ANSWERS)
    for code, question in wordings.items():
        assert "--" not in question, code
        last = question.replace("{suggestion}", "").rpartition(". ")[2]
        assert last.startswith("Typ "), code
        assert len(last) < 100, code


@pytest.mark.parametrize(
    ("headers", "code", "offered", "answer", "total"),
    [
        (("Datum", "Klantnr", "Naam", "Bedrag", "Veld"), "KW-530", "Omzet=Bedrag", "Omzet=Bedrag", 30.0),
        (("Datum", "Klantnr", "Naam", "Getal", "Veld"), "KW-531", "Omzet=Getal", "Omzet=Veld", 36.3),
        (
            ("Datum", "Klantnr", "Naam", "Netto omzet", "Omzet excl. btw"),
            "KW-534",
            "Omzet=Netto omzet",
            "Omzet=Omzet excl. btw",
            36.3,
        ),
    ],
)
def test_a_column_that_only_the_user_knows_is_asked_with_the_columns_to_choose_from(
    headers: tuple[str, ...], code: str, offered: str, answer: str, total: float, tmp_path: Path
) -> None:
    one = asking(tmp_path, *headers)
    (question,) = asked(one)
    assert question.code == code
    assert offered in question.choices
    assert answer in question.choices
    assert one.answer(question, answer)
    assert asked(one) == []
    assert revenue(one) == pytest.approx(total)


def test_no_cell_is_offered_for_a_header(tmp_path: Path) -> None:
    path = tmp_path / "verkoop.csv"
    path.write_text(ROWS, encoding="utf-8")
    for question in asked(Asking([path], {})):
        assert not any("Jansen" in choice for choice in question.choices)


def test_a_mistyped_answer_can_be_given_again(tmp_path: Path) -> None:
    one = asking(tmp_path, "Datum", "Klantnr", "Naam", "Getal", "Veld")
    (first,) = asked(one)
    assert one.answer(first, "Omzt=Getal")
    (again,) = asked(one)
    assert again.code == errors.UNKNOWN_FIELD.code
    assert one.answer(again, "Omzet=Gtal")
    (third,) = asked(one)
    assert third.code == errors.NO_SUCH_HEADER.code
    assert one.answer(third, "Omzet=Getal")
    assert revenue(one) == 30.0


def test_what_says_nothing_is_no_answer(tmp_path: Path) -> None:
    one = asking(tmp_path, "Datum", "Klantnr", "Naam", "Getal", "Veld")
    (question,) = asked(one)
    assert not one.answer(question, "weet ik niet")
    assert asked(one) == [question]
    one.leave(question)
    assert asked(one) == []


def test_chosen_columns_are_offered_for_remembering_once(tmp_path: Path) -> None:
    one = asking(tmp_path, "Datum", "Klantnr", "Naam", "Getal", "Veld")
    one.answer(asked(one)[0], "Omzet=Getal")
    understood, _ = one.understand(lambda _step: None)
    layout = ("datum", "klantnr", "naam", "getal", "veld")
    assert one.to_remember(understood) == {layout: {"revenue": "Getal"}}
    later = Asking(one.paths, one.to_remember(understood))
    assert asked(later) == []
    assert revenue(later) == 30.0
    assert later.to_remember(later.understand(lambda _step: None)[0]) == {}
