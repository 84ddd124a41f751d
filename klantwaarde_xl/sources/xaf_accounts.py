"""Which ledger accounts are revenue: those the user names, else by RGS code, else by number and name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

_RGS = re.compile(r"[BW](?:[A-Z][A-Za-z0-9]{2})+$")
_REVENUE_GROUP = "WOmz"
"""The group of net revenue in the Dutch reference scheme (Referentie GrootboekSchema)."""
_SALES_WORDS = re.compile(r"omzet|opbrengst|verkoop|verkopen", re.IGNORECASE)
# Selling a fixed asset is a result too, but no customer's revenue (in the reference scheme it is WOvb, not
# WOmz).
_OTHER_WORDS = re.compile(r"kosten|kostprijs|inkoop|inkopen|vaste activa", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Account:
    """One ledger account; ``rgs`` is '' when the file gives no code of the reference scheme."""

    id: str
    name: str
    type: str
    rgs: str

    @property
    def is_profit_and_loss(self) -> bool:
        """Whether it is an account of the profit and loss statement, or the file does not tell."""
        return not self.type or self.type[:1].upper() in {"P", "W"}

    @property
    def looks_like_revenue(self) -> bool:
        """Whether number or name say revenue, on a profit and loss account without costs or fixed assets.

        >>> [Account(i, n, "P", "").looks_like_revenue for i, n in (("8030", ""), ("9048", "Verkopen"))]
        [True, True]
        >>> names = ("Kostprijs omzet", "Resultaten verkoop vaste activa", "Verkoopkosten")
        >>> [Account("4450", name, "P", "").looks_like_revenue for name in names]
        [False, False, False]
        """
        named = self.id.startswith("8") or _SALES_WORDS.search(self.name) is not None
        return self.is_profit_and_loss and named and _OTHER_WORDS.search(self.name) is None

    @property
    def is_near_revenue(self) -> bool:
        """Whether a user who confirms the choice should see it: it looks like revenue, or its number does."""
        return self.looks_like_revenue or (self.is_profit_and_loss and self.id.startswith("8"))

    @property
    def is_coded_as_revenue(self) -> bool:
        """Whether its code of the reference scheme is one of net revenue."""
        return self.rgs.startswith(_REVENUE_GROUP)


def rgs_code(given: Iterable[str], concepts: Iterable[str]) -> str:
    """Return the first given code that is one of the reference scheme, or ''; concepts may carry a prefix.

    >>> rgs_code(["", "8", "WOmzNohOmb"], []), rgs_code(["DEB"], ["rgs-i_WOmzNoh"]), rgs_code(["4A"], [])
    ('WOmzNohOmb', 'WOmzNoh', '')
    """
    codes = [*given, *(re.split(r"[:_]", concept)[-1] for concept in concepts)]
    return next((code for code in codes if _RGS.match(code)), "")


def revenue_accounts(accounts: Mapping[str, Account], chosen: frozenset[str]) -> frozenset[str]:
    """Return the accounts that count as revenue: chosen ones, else by code, else by number and name."""
    by_code = frozenset(key for key, account in accounts.items() if account.is_coded_as_revenue)
    return (
        chosen or by_code or frozenset(key for key, account in accounts.items() if account.looks_like_revenue)
    )


def reason_of(account: Account, revenue: Collection[str], *, chosen: bool) -> str:
    """Return why an account is revenue: ``gekozen``, ``RGS`` or ``nummer en naam``; '' when it is not."""
    if account.id not in revenue:
        return ""
    return "gekozen" if chosen else "RGS" if account.is_coded_as_revenue else "nummer en naam"
