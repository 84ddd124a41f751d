"""The sentences of Wat als with figures and names put in, as a value and as the formula of Excel."""

from __future__ import annotations

from string import Formatter

import pytest

from klantwaarde_xl.report.pages.what_if.terms import Term, in_count, in_euros, in_percent, sentence, term
from klantwaarde_xl.report.words import what_if_sentences as w

TEXTS = {name: text for name, text in vars(w).items() if name.isupper() and isinstance(text, str)}


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        (
            w.PRICE,
            ("3,0 %", "hoger", "klasse A", "stijgt € 5", "€ 10", "€ 15"),
            "Prijs 3,0 % hoger voor klasse A, bij gelijke afzet: de nettobijdrage stijgt € 5, van € 10 "
            "naar € 15.",
        ),
        (
            w.DROP,
            ("Boom (b)", "daalt € 5", "€ 10", "€ 5", w.FREES.format(hours=7)),
            "Zonder Boom (b): de nettobijdrage daalt € 5, van € 10 naar € 5, en er komt 7 uur vrij.",
        ),
        (
            w.FREED,
            ("10,0 %", "minder", "alle klanten", "8", "komt vrij", "stijgt € 2", "€ 9", "€ 11"),
            "10,0 % minder uren voor alle klanten: 8 uur komt vrij; de nettobijdrage stijgt € 2, van € 9 "
            "naar € 11.",
        ),
        (
            w.PAYS,
            ("30", "alle klanten", "44", "daalt € 8", "€ 9"),
            "Betaling na 30 dagen door alle klanten (nu gemiddeld 44): de financiering daalt € 8 en de "
            "nettobijdrage wordt € 9.",
        ),
        (
            w.LOSE,
            ("de klant met de hoogste nettobijdrage", "€ 9", "€ 10", "€ 1"),
            "Verliest u de klant met de hoogste nettobijdrage: € 9 minder, van € 10 naar € 1.",
        ),
        (w.NEXT_YEAR, ("€ 9", "€ 1", "€ 12", ""), "Komend jaar: naar verwachting € 9, van € 1 tot € 12."),
        (
            w.NEXT_YEAR,
            ("€ 9", "€ 1", "€ 12", w.ALL_AT_ONCE),
            "Komend jaar: naar verwachting € 9, van € 1 tot € 12 als zij allemaal tegelijk laag of hoog "
            "uitkomen.",
        ),
        (w.DROP_UNKNOWN, ("Boom (b)",), "Van Boom (b) is de nettobijdrage niet bekend."),
    ],
)
def test_a_sentence(template: str, values: tuple[str, ...], told: str) -> None:
    """The values come in the order in which they stand in the sentence."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    filled = sentence(template, **{n: term(value) for n, value in zip(names, values, strict=True)})
    assert filled.value == told
    # The formula joins the same pieces, so that its quoted texts read as the sentence.
    assert "".join(piece.strip('"') for piece in filled.formula.split('"&"')) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(3, "de 3 klanten met de laagste nettobijdrage"), (2, "de 2 klanten met de laagste nettobijdrage")],
)
def test_a_count_has_the_right_word(count: int, told: str) -> None:
    assert sentence(w.THE_WORST, count=in_count(term(count), w.CUSTOMERS)).value == told
    assert in_count(term(1), w.MONTHS).value == "1 maand"
    assert in_count(term(1200), w.MONTHS).value == "1.200 maanden"


def test_an_unknown_amount_is_told_as_such() -> None:
    found = sentence(w.TIME_COUNTS, cost=in_euros(Term("A1")), part=in_percent(Term("A2")))
    assert found.value == (
        "Van onbekend aan tijdkosten telt onbekend als besparing: dat is het deel dat vermijdbaar is."
    )


BESIDE = {"NO_NUMBER", "TOO_LOW", "TOO_HIGH", "NOT_WHOLE", "ALL_THERE", "LEFT_OUT"}


def test_every_sentence_is_dutch_text_that_fits_a_formula() -> None:
    """Excel takes at most 255 characters of text in a formula; words for joining have no full stop."""
    assert len(TEXTS) > 30
    for name, text in TEXTS.items():
        pieces = [words for words, *_ in Formatter().parse(text)]
        assert max(map(len, pieces)) <= 255, name
        assert "  " not in text, name
        assert '"' not in text, name
        # A remark beside a cell is no sentence.
        if parts(text) and text[0].isupper() and name not in BESIDE:
            assert text.rstrip().endswith("."), name


def test_opposites_take_the_same_figures() -> None:
    assert parts(w.UP) == parts(w.DOWN) == {"amount"}
    assert parts(w.MAY_LOSE) == parts(w.MUST_WIN) == {"part"}
    assert parts(w.PRICE_UNKNOWN) == parts(w.PRICE) - {"now", "then"}
    assert parts(w.SAME_WEIGHTS) == parts(w.OTHER_WEIGHTS) - {"count", "come", "fall"}
    assert w.NO_TURN in w.MAY_LOSE
    assert w.NO_TURN in w.MUST_WIN
