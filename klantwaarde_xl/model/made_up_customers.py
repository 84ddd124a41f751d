"""Doubts about customers that are no firm or person: a test customer whose lines count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.plausibility import MOST_NAMED
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.table_plausibility import plain_name

_HINT = re.compile(
    r"te?st|dummy|demo|proef|voorbeeld|fake|fictie|xxx|foo|asdf|gebruiken|do not use|verwenden",
    re.IGNORECASE,
)
"""Words of which a made-up name holds one: of most names nothing else is looked at."""
_MADE_UP = re.compile(
    r"(?:z{2,4} ?)?(?:test|dummy|xxx+|foo ?bar|test test|jan test|asdf\w{0,10})(?: ?\d{1,6})?"
    r"|(?:test|dummy|demo|proef|voorbeeld|fake|fictieve?) ?(?:klant|debiteur|relatie|customer|account"
    r"|client|kunde|bedrijf|company|firma|persoon|order|gebruiker|user)\w{0,3}(?: .{1,30})?"
    r"|(?:.{0,30} )?(?:niet gebruiken|do not use|nicht verwenden)"
)


def made_up_customers(checked: Mapping[str, CheckedTable]) -> Iterator[Finding]:
    """Yield the customers that look like a test by their name or number and have lines that count.

    ``checked``: by Excel table; without customers or lines there is none. Nothing changes: a firm may be
    called so. Who is not included is no doubt any more.
    """
    customers, lines = checked.get("tblKlanten"), checked.get("tblTransacties")
    if customers is None or lines is None:
        return
    frame = customers.good_rows()
    ids, names = (frame[field].astype(object).tolist() for field in ("customer_id", "name"))
    if not _HINT.search("\n".join(text for text in (*names, *ids) if isinstance(text, str))):
        return
    pairs = enumerate(zip(ids, names, frame["include"] != 0, strict=True))
    doubted = [at for at, (key, name, counts) in pairs if counts and (is_made_up(name) or is_made_up(key))]
    good = lines.good_rows()
    whose, revenue = good["customer_id"].astype(object).to_numpy(), good["revenue"].to_numpy(float)
    for at in doubted[:MOST_NAMED]:
        here = whose == ids[at]
        if not here.any():
            continue
        place = customers.raw.address(int(frame.index[at]), customers.where.get("name"))
        shown = names[at] if isinstance(names[at], str) else ids[at]
        amount, count = in_euros(total_of(revenue[here])), int(here.sum())
        yield Finding.of(errors.MADE_UP_CUSTOMER, place, shown, amount=amount, count=count)


def is_made_up(name: object) -> bool:
    """Return whether a name is that of a test and hardly of a firm.

    >>> [is_made_up(name) for name in ("Testklant", "TEST01", "Demo-debiteur 2", "Test-Aankoop", "Testa BV")]
    [True, True, True, False, False]
    """
    if not isinstance(name, str) or not _HINT.search(name):
        return False
    return _MADE_UP.fullmatch(plain_name(name)) is not None
