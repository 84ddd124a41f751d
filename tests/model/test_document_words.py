"""Which words are credits, drafts and invoices: words from documents of Dutch and foreign packages."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.document_words import is_credit, is_invoice, is_no_turnover, is_return


@pytest.mark.parametrize(
    "word", ["kreditnota", "gutschriftnr1", "avoir", "crn", "stornorechnung", "terugbetaling"]
)
def test_a_credit_is_nothing_else(word: str) -> None:
    assert is_credit(word)
    assert not is_no_turnover(word)


@pytest.mark.parametrize("word", ["creditcard", "creditsale", "creditor", "kreditkarte", "creditlimiet"])
def test_credit_in_another_sense_is_no_credit_note(word: str) -> None:
    assert not is_credit(word)


@pytest.mark.parametrize("word", ["annuleringskosten", "conceptontwikkeling", "cancellationfee", "factuur"])
def test_what_is_sold_is_turnover(word: str) -> None:
    assert not is_no_turnover(word)
    assert not is_return(word)


def test_an_invoice_is_known_in_four_languages() -> None:
    assert all(map(is_invoice, ["verkoopfactuur", "salesinvoice", "rechnung", "facture"]))
    assert not any(map(is_invoice, ["order", "f", "termijn"]))
