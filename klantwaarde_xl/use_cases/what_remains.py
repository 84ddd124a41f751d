"""What can still be recognised in a copy without names: for the sender, to read before sending it."""

from __future__ import annotations

import re

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.use_cases.pseudonyms import Pseudonyms

_WORD = re.compile(r"\w+")
_LEGAL = {"bv", "nv", "vof", "cv", "bvba", "gmbh", "ltd", "holding", "stichting", "vereniging", "maatschap"}
"""Legal forms, which say nothing of who it is; the dots of B.V. are no letters."""
_SHORTEST_NAME, _SHORTEST_NUMBER = 4, 3
"""Characters of a name of one word and of a number below which a match says little."""
_OF_CUSTOMERS = {"segment": "Segment", "region": "Regio"}
_OF_PRODUCTS = {"product_id": "Productcode", "description": "Omschrijving", "product_group": "Productgroep"}


def names_that_remain(analysis: Analysis, given: Pseudonyms) -> list[str]:
    """Return warnings about columns of a copy in which a customer or a person is still named.

    They are one per column, in Dutch with their code, and quote the first such cell. ``analysis`` is the one
    with names. A name counts in any case, with or without its legal form, as whole words; of a number only a
    whole word of three characters or more, and not in product codes."""
    names = {_words(name) for name in (*given.names.values(), *given.managers)}
    names |= {tuple(word for word in words if word not in _LEGAL) for words in names}
    numbers = {_words(number) for number in given.customers if len(number) >= _SHORTEST_NUMBER}
    told = {words for words in names if len("".join(words)) >= _SHORTEST_NAME}
    found = []
    for field, (header, texts) in _texts_that_stay(analysis).items():
        wanted = told if field == "product_id" else told | numbers
        hits = [text for text in texts if _holds(text, wanted)]
        if hits:
            found.append(str(errors.NAME_REMAINS.error(column=header, count=len(hits), value=hits[0])))
    return found


def _texts_that_stay(analysis: Analysis) -> dict[str, tuple[str, list[str]]]:
    """Return the header and the different texts of each column that a copy without names keeps, by field."""
    inputs, stay = analysis.inputs, dict[str, tuple[str, list[str]]]()
    for headers, sources in (
        (_OF_CUSTOMERS, (inputs.customers,)),
        (_OF_PRODUCTS, (analysis.lines, inputs.products)),
    ):
        for field, header in headers.items():
            columns = [
                frame[field].astype(object) for frame in sources if frame is not None and field in frame
            ]
            texts = pd.concat([*columns, pd.Series(dtype=object)]).dropna()
            stay[field] = header, sorted(texts.astype(str).unique())
    return stay


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.replace(".", "").casefold()))


def _holds(text: str, wanted: set[tuple[str, ...]]) -> bool:
    """Return whether one of the word sequences stands in a text."""
    words = _words(text)
    lengths = {len(one) for one in wanted}
    return any(
        words[start : start + length] in wanted
        for length in lengths
        if length
        for start in range(len(words) - length + 1)
    )


def what_remains(analysis: Analysis, rounded: bool, indexed: bool) -> list[str]:
    """Return in Dutch what in a copy without names may still tell who a customer is.

    ``rounded`` and ``indexed``: how the amounts of the copy are.
    """
    columns = [header for header, texts in _texts_that_stay(analysis).values() if texts]
    exact = "op twee cijfers nauwkeurig" if rounded else "op de cent (minder met --afgerond)"
    amounts = "bedragen in punten" if indexed else "bedragen"
    told = ", ".join([f"{amounts} {exact}", "aantallen en datums", *columns])
    lines = [f"Wat in de kopie herkenbaar blijft: {told}."]
    if indexed:
        lines.append(
            "Wie één bedrag kent, zoals een prijs of uurtarief, kan de punten terugrekenen naar euro's."
        )
    if alone := _alone(analysis):
        customers = plural(alone, "klant deelt", "klanten delen")
        lines.append(f"{customers} de combinatie van segment en regio met niemand.")
    return lines


def _alone(analysis: Analysis) -> int:
    """Return how many customers share their combination of segment and region with nobody."""
    customers = analysis.inputs.customers
    if customers is None:
        return 0
    customers = customers[customers["customer_id"].isin(analysis.customers.index)]
    known = [field for field in _OF_CUSTOMERS if customers[field].notna().any()]
    if not known:
        return 0
    return int((~customers[known].astype(object).fillna("").duplicated(keep=False)).sum())
