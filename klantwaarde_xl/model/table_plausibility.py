"""Plausibility of the other tables: customers with one name, and days of more than 24 hours.

A doubt never changes a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import plain
from klantwaarde_xl.model.plausibility import MOST_NAMED

HOURS_A_DAY = 24
_LEGAL_FORMS = re.compile(r"\b(?:b v|n v|bv|nv|vof|v o f|cv|gmbh|ltd|inc|llc|holding)\b")


def table_doubts(checked: Mapping[str, CheckedTable]) -> list[Finding]:
    """Return every doubt about the other tables: customers with one name, days of more than 24 hours."""
    found: list[Finding] = []
    if customers := checked.get("tblKlanten"):
        found += _similar_names(customers)
    if effort := checked.get("tblInspanning"):
        found += _long_days(effort)
    return found


def plain_name(name: str) -> str:
    """Return a customer's name without case, accents, punctuation and legal form.

    >>> plain_name("Bakkerij Zoë B.V."), plain_name("bakkerij  ZOE bv")
    ('bakkerij zoe', 'bakkerij zoe')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain)
    return " ".join(_LEGAL_FORMS.sub(" ", words).split())


def _similar_names(customers: CheckedTable) -> Iterator[Finding]:
    frame = customers.good_rows()
    names, ids = (frame[field].astype(object).tolist() for field in ("name", "customer_id"))
    first: dict[str, int] = {}
    named = 0
    for at, name in enumerate(names):
        plain_one = plain_name(name) if isinstance(name, str) else ""
        other = first.setdefault(plain_one, at)
        if plain_one and other != at and named < MOST_NAMED and not _told_apart(frame, other, at):
            named += 1
            place = customers.raw.address(int(frame.index[at]), customers.where.get("name"))
            yield Finding.of(errors.SIMILAR_NAMES, place, name, one=ids[other], other=ids[at])


def _told_apart(frame: pd.DataFrame, one: int, other: int) -> bool:
    """Return whether two customers of one name (positions) are branches: another region, segment or group."""
    for field in ("region", "segment"):
        values = frame[field].iloc[[one, other]]
        if values.notna().all() and values.iloc[0] != values.iloc[1]:
            return True
    groups = frame["parent_id"].astype(object).where(frame["parent_id"].notna(), "").iloc[[one, other]]
    return bool(groups.iloc[0] != groups.iloc[1])


def _long_days(effort: CheckedTable) -> Iterator[Finding]:
    frame = effort.good_rows()
    known = frame[frame["employee"].notna() & frame["hours"].notna()]
    person, people = pd.factorize(known["employee"].astype(object))
    days, day = np.unique(known["date"].to_numpy(), return_inverse=True)
    which, first, group = np.unique(person * len(days) + day, return_index=True, return_inverse=True)
    hours = np.bincount(group, known["hours"].to_numpy(float), len(which))
    for at in np.flatnonzero(hours > HOURS_A_DAY)[:MOST_NAMED]:
        place = effort.raw.address(int(known.index[first[at]]), effort.where.get("hours"))
        yield Finding.of(
            errors.DAY_TOO_LONG,
            place,
            plain(float(hours[at]), 1),
            employee=people[which[at] // len(days)],
            day=pd.Timestamp(days[which[at] % len(days)]).strftime("%d-%m-%Y"),
            hours=plain(float(hours[at]), 1),
        )
