"""Postings by the block: the same answer as one by one, in whole cents, whatever the size of a block."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.sources.xaf_postings import Head, Line, Postings, Way

REVENUE = {"8000", "8010"}
LINE = st.fixed_dictionaries(
    {
        "account": st.sampled_from(["8000", "8010", "1300", " 8000 ", "1500"]),
        "amount": st.integers(-999_999, 999_999).map(lambda cents: f"{Decimal(cents) / 100}"),
        "side": st.sampled_from(["C", "D", "c"]),
        "customer": st.sampled_from([None, "", "K1", "K2", " K1"]),
        "invoice": st.sampled_from([None, "", "F1", "F2"]),
        "date": st.sampled_from([None, "2025-03-04"]),
    }
)


def one_by_one(transactions: list[list[Line]]) -> list[tuple[str, Way, int]]:
    """The rule of the audit file as it is written, line by line: own line, same invoice, only customer,
    nobody."""

    def plain(text: str | None) -> str:
        return (text or "").strip()

    rows = []
    for lines in transactions:
        everyone = {plain(line["customer"]) for line in lines} - {""}
        for line in lines:
            if plain(line["account"]) not in REVENUE:
                continue
            cents = int(Decimal(line["amount"]) * 100) * (1 if line["side"].upper() == "C" else -1)
            invoice = plain(line["invoice"])
            same = {
                plain(other["customer"]) for other in lines if invoice and plain(other["invoice"]) == invoice
            } - {""}
            if own := plain(line["customer"]):
                rows.append((own, Way.OWN_LINE, cents))
            elif len(same) == 1:
                rows.append((*same, Way.SAME_INVOICE, cents))
            elif len(everyone) == 1:
                rows.append((*everyone, Way.ONLY_CUSTOMER, cents))
            else:
                rows.append(("", Way.UNASSIGNED, cents))
    return rows


@pytest.mark.parametrize("block", [1, 3, 1000])
@given(transactions=st.lists(st.lists(LINE, max_size=6), max_size=8))
def test_a_block_gives_what_the_rule_gives_line_by_line(block, transactions) -> None:
    postings = Postings("a.xaf")
    for number, lines in enumerate(transactions):
        postings.add(lines, Head(0, "V", str(number), "2025-01-31", late=False, out=False))
        if number % block == 0:
            postings.flush(REVENUE)
    postings.flush(REVENUE)
    found = [
        (postings.customers.all[customer], Way(way), cents)
        for customer, way, cents in zip(postings.customer, postings.way, postings.cents, strict=True)
    ]
    assert found == one_by_one(transactions)
    assert postings.read == sum(map(len, transactions))
    assert postings.credit - postings.debit == postings.totals.sum()


def test_more_journals_than_a_small_number_holds_stay_apart() -> None:
    postings = Postings("a.xaf")
    line = {"account": "8000", "amount": "1.00", "side": "C"}
    postings.add([line], Head(40_000, "V", "1", "2025-01-31", late=False, out=False))
    postings.flush(REVENUE)
    assert postings.journal.tolist() == [40_000]
