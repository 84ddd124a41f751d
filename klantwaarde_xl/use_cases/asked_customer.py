"""The customer that is asked for with --klant: by number, by name, or by a part of the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.words.parts import plain

_SHORTEST = 3
"""So many letters a word of a name has that is compared with what was typed."""
_LISTED = 8
"""So many customers a message names."""


def asked_customer(asked: str, names: Iterable[tuple[object, object]], analysis: Analysis) -> str:
    """Return the number of the customer that was asked for.

    ``names``: number and name of every customer that can be asked for. A number counts before a name, the
    whole name before a part of it; digits alone are never a part of a name. Capitals make no difference, and
    an accent that is left out makes none either, unless it is what tells two names apart.
    Raises CUSTOMER_LEFT_OUT, MORE_CUSTOMERS, SIMILAR_CUSTOMERS or, where nothing resembles it,
    NO_SUCH_CUSTOMER."""
    wanted, known = asked.strip(), {str(number): str(name) for number, name in names}
    if wanted in known:
        return wanted
    if analysis.unscored["reason"].get(wanted, "") == "not_included":
        raise errors.CUSTOMER_LEFT_OUT.error(value=wanted)
    folded = {number: _folded(name) for number, name in known.items()}
    text = _folded(wanted)
    bare = {number: _without_accents(name) for number, name in folded.items()}
    found = _named(text, folded) or _named(_without_accents(text), bare)
    if len(found) == 1:
        return found[0]
    if found:
        raise errors.MORE_CUSTOMERS.error(value=wanted, customers=_listed(found, known))
    if similar := _similar(_without_accents(text), bare):
        raise errors.SIMILAR_CUSTOMERS.error(value=wanted, customers=_listed(similar, known))
    raise errors.NO_SUCH_CUSTOMER.error(value=wanted)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))


def _named(text: str, names: dict[str, str]) -> list[str]:
    """Return the numbers of who has this name, else of who has it as a part of the name."""
    if not text:
        return []
    whole = [number for number, name in names.items() if name == text]
    return whole or [number for number, name in names.items() if text in name and not text.isdigit()]


def _similar(text: str, folded: dict[str, str]) -> list[str]:
    close = [number for number in folded if number.lstrip("0") == text.lstrip("0")]
    close += get_close_matches(text, folded, _LISTED, 0.75)
    alike = set(get_close_matches(text, folded.values(), _LISTED, 0.75))
    if not text.isdigit():
        # Of a long name people type a word, and that with a mistake.
        words = {word for name in folded.values() for word in name.split() if len(word) >= _SHORTEST}
        near = set(get_close_matches(text, words, _LISTED, 0.75))
        alike |= {name for name in folded.values() if near & set(name.split())} if near else set()
    return list(dict.fromkeys([*close, *(number for number, name in folded.items() if name in alike)]))


def _listed(numbers: list[str], known: dict[str, str]) -> str:
    shown = ", ".join(f"{plain(known[number])} ({number})" for number in numbers[:_LISTED])
    return f"{shown} en nog {len(numbers) - _LISTED}" if len(numbers) > _LISTED else shown
