"""Which accounts of an audit file are revenue."""

from __future__ import annotations

import pytest

from klantwaarde_xl.sources.xaf import read_xaf
from klantwaarde_xl.sources.xaf_accounts import Account, revenue_accounts


# Counted by hand in two files without codes of the reference scheme.
@pytest.mark.parametrize(("name", "count"), [("rxaf_Twinfield.xaf", 8), ("banana_3.2_2018.xaf", 13)])
def test_number_and_name_choose_as_many_accounts_as_are_known(shared_data, name, count) -> None:
    found = read_xaf(shared_data / "xaf" / name)
    assert (found.accounts["reason"] == "nummer en naam").sum() == count


@pytest.mark.parametrize(
    ("number", "name", "kind", "revenue"),
    [
        ("8010", "Omzet waterbedden", "P", True),
        ("8200", "", "", True),
        ("9048", "Korting verkopen", "P", True),
        ("9047", "Korting inkopen", "P", False),
        ("1535", "Verkopen BTW 0%", "B", False),
        ("8000", "Kostprijs verkopen", "P", False),
        ("4340", "Overige verkoopkosten", "P", False),
        # The result on a sold machine is no customer's revenue.
        ("4450", "Resultaten verkoop vaste activa", "P", False),
        ("8900", "Opbrengst vaste activa", "P", False),
    ],
)
def test_what_looks_like_revenue(number, name, kind, revenue) -> None:
    assert Account(number, name, kind, "").looks_like_revenue is revenue


def test_the_users_choice_goes_before_codes_and_codes_before_names() -> None:
    accounts = {
        "8000": Account("8000", "Omzet", "P", ""),
        "8100": Account("8100", "Omzet", "P", "WOmzNoh"),
        "4000": Account("4000", "Kosten", "P", "WBedOvp"),
    }
    assert revenue_accounts(accounts, frozenset({"4000"})) == {"4000"}
    assert revenue_accounts(accounts, frozenset()) == {"8100"}
    assert revenue_accounts({"8000": accounts["8000"]}, frozenset()) == {"8000"}


def test_an_account_by_number_that_is_not_chosen_is_shown_to_who_confirms(shared_data) -> None:
    shown = read_xaf(shared_data / "xaf" / "banana_3.2_2018.xaf").notable_accounts
    # Cost of sales stands among the accounts with an 8 in this chart; 4 postings, debit 4,542.86.
    assert shown.loc["8000", ["reason", "lines", "amount"]].tolist() == ["", 4, -4542.86]
