"""Which parties are the same: by any shared identifier, in whatever order the documents come."""

from __future__ import annotations

import itertools

import pytest

from klantwaarde_xl.sources.ubl_parties import ORDER, Parties, Party, best_key, is_identifier

ID, ENDPOINT, COMPANY, TAX = ORDER


@pytest.mark.parametrize("text", ["", " ", "NA", "n.v.t.", "0", "000", "Onbekend", "-"])
def test_what_fills_a_mandatory_field_identifies_nobody(text: str) -> None:
    assert not is_identifier(text)
    assert is_identifier("0001")


CHAIN = (
    Party(((ID, "K1"), (ENDPOINT, "11111111")), "Jansen"),
    Party(((COMPANY, "11111111"), (TAX, "NL22222222B01")), "Jansen BV"),
    Party(((TAX, "nl 22222222 b01"),), "JANSEN B.V."),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_chain_of_shared_identifiers_is_one_party_in_any_order(order: tuple[int, ...]) -> None:
    known = Parties()
    numbers = [known.add(CHAIN[place]) for place in order]
    assert {known.key(number) for number in numbers} == {"K1"}
    assert [len(same) for same in known.groups().values()] == [3]


def test_a_short_number_counts_within_its_own_field_only() -> None:
    known = Parties()
    first = known.add(Party(((ID, "12345"),), "Jansen"))
    other = known.add(Party(((COMPANY, "12345"),), "De Vries"))
    same = known.add(Party(((ID, "12345"),), "Jansen"))
    assert known.group(first) == known.group(same) != known.group(other)


def test_without_identifier_the_name_is_all_there_is() -> None:
    known = Parties()
    numbers = [known.add(Party((), name)) for name in ("Jansen", "De Vries", "Jansen")]
    assert [known.key(number) for number in numbers] == ["Jansen", "De Vries", "Jansen"]
    assert known.group(numbers[0]) == known.group(numbers[2])


def test_the_best_field_gives_the_key_not_the_first_document() -> None:
    assert best_key([Party(((TAX, "NL1"),), "a"), Party(((ENDPOINT, "E1"),), "a")]) == "E1"
    assert best_key([Party((), "Jansen")]) == "Jansen"
