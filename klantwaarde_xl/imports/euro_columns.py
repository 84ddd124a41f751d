"""Amounts whose header says that they are in euros, beside the currency of another amount."""

from __future__ import annotations

import re

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.amount_words import AMOUNT_WORDS
from klantwaarde_xl.model.currencies import currencies_in
from klantwaarde_xl.model.declaration import EURO_WORD, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers

_OTHERS = re.compile(r"[^a-zä€]")
_IN_EUROS = ("€", "eur", "euro", "euros", "lv", "lcy", "lvexclbtw", "administratievaluta", "hauswährung")


def states_euros(header: str) -> bool:
    """Return whether the header of an amount says that it is in euros, or in the currency of the company.

    >>> [states_euros(header) for header in ("Bedrag EUR", "Line Amount (LCY)", "Bedrag FC")]
    [True, True, False]
    """
    plain = _OTHERS.sub("", header.lower())
    return (
        plain.endswith(_IN_EUROS) or EURO_WORD.search(header) is not None or plain.startswith("basisbedrag")
    )


def leave_currency(raw: RawTable, where: dict[str, int], findings: list[Finding]) -> set[int]:
    """Take the currency out of ``where`` (column by field) when the amount is in euros, and say so.

    Only beside another amount, whose currency it is then. Returns the column (position) that was left out,
    in a set that is empty otherwise.
    """
    if not {"revenue", "currency"} <= set(where) or not states_euros(raw.headers[where["revenue"]]):
        return set()
    if currencies_in(raw.columns[where["currency"]].used_texts()) == ("EUR",):
        return set()
    if not any(_is_amount(raw, at) for at in range(len(raw.headers)) if at not in where.values()):
        return set()
    place = where.pop("currency")
    header, column, path = raw.headers[where["revenue"]], raw.headers[place], raw.source.name or raw.sheet
    at = raw.address(None, place)
    findings.append(Finding.of(errors.ALREADY_IN_EUROS, at, path=path, header=header, column=column))
    return {place}


def _is_amount(raw: RawTable, place: int) -> bool:
    """Return whether a column looks like an amount: by its header and its figures."""
    plain = normalise_header(raw.headers[place])
    if not any(word in plain for word in AMOUNT_WORDS):
        return False
    return bool(np.isfinite(readable_numbers(raw.columns[place])).any())
