"""Which parties of e-invoices are the same: those that share an identifier, whatever field it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_NO_IDENTIFIER = {"", "na", "n/a", "nvt", "n.v.t.", "0", "00", "000", "0000", "onbekend", "unknown", "-"}
_LONG = 6
"""A number of so many characters is that of one party in any field; a shorter one only within its field."""


@dataclass(frozen=True, slots=True)
class Party:
    """One party as a document names it: identifiers as (field, text), best first, and its name."""

    identifiers: tuple[tuple[str, str], ...]
    name: str

    @property
    def key(self) -> str:
        """The first identifier, else the name; '' when the document names nobody."""
        return self.identifiers[0][1] if self.identifiers else self.name


def is_identifier(text: str) -> bool:
    """Return whether a text identifies a party; ``NA`` and ``0`` do not.

    >>> is_identifier("12345678"), is_identifier("NA"), is_identifier("0000")
    (True, False, False)
    """
    return text.strip().lower() not in _NO_IDENTIFIER


@dataclass(slots=True)
class Parties:
    """Parties of many documents; those that share an identifier get one key.

    >>> known = Parties()
    >>> first = known.add(Party((("PartyIdentification/ID", "K1"), ("EndpointID", "12345678")), "Jansen"))
    >>> second = known.add(Party((("PartyLegalEntity/CompanyID", "12345678"),), "Jansen"))
    >>> known.key(first), known.key(second)
    ('K1', 'K1')
    """

    members: list[Party] = field(default_factory=list)
    _group: list[int] = field(default_factory=list)
    _by_identifier: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, party: Party) -> int:
        """Add a party; return its number, with which its key is asked when all are added."""
        number = len(self.members)
        self.members.append(party)
        self._group.append(number)
        for kind, text in party.identifiers:
            plain = "".join(text.upper().split())
            same = ("", plain) if len(plain) >= _LONG else (kind, plain)
            self._join(number, self._by_identifier.setdefault(same, number))
        if not party.identifiers:
            self._join(number, self._by_identifier.setdefault(("name", party.name), number))
        return number

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self.group(one), self.group(other)))
        self._group[second] = first

    def group(self, number: int) -> int:
        """Return the number of the first party that is the same."""
        while self._group[number] != number:
            number = self._group[number]
        return number

    def groups(self) -> dict[int, list[Party]]:
        """Return the parties that are the same, by the number of the first of them."""
        found: dict[int, list[Party]] = {}
        for number, party in enumerate(self.members):
            found.setdefault(self.group(number), []).append(party)
        return found

    def key(self, number: int) -> str:
        """Return the key of a party: the best identifier that any of its documents gives."""
        same = self.groups()[self.group(number)]
        return best_key(same)


def best_key(same: Sequence[Party]) -> str:
    """Return the key of parties that are the same: the first that stands in the best field."""
    kinds = [kind for party in same for kind, _ in party.identifiers[:1]]
    best = min(kinds, key=ORDER.index, default="")
    return next((p.key for p in same if p.identifiers and p.identifiers[0][0] == best), same[0].key)


ORDER = (
    "PartyIdentification/ID",
    "EndpointID",
    "PartyLegalEntity/CompanyID",
    "PartyTaxScheme/CompanyID",
)
"""Fields of a party with an identifier, the best first."""
