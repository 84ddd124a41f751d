"""Customers and suppliers of an audit file: which name belongs to a number that stands for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RELATION_FIELDS = {
    "custsupid": "id",
    "custsupname": "name",
    "companyname": "name",
    "custsuptp": "type",
    "relationtype": "type",
}
_SUPPLIER = "S"


@dataclass(slots=True)
class Relations:
    """Names by number. ``renamed``: another name of a number of the same kind, which does not count.

    >>> found = Relations()
    >>> found.add({"id": "100", "name": "Bakker", "type": "C"})
    >>> found.add({"id": "100", "name": "Stroom BV", "type": "S"})
    >>> found.names, found.renamed
    ({'100': 'Bakker'}, {})
    """

    names: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    _suppliers: set[str] = field(default_factory=set)

    def add(self, found: Mapping[str, str]) -> None:
        """Take one customer or supplier; of a number the customer's name counts, and of two the first."""
        key, name = found.get("id", ""), found.get("name", "")
        if not key:
            return
        is_supplier = found.get("type", "").upper()[:1] == _SUPPLIER
        known, was_supplier = self.names.get(key), key in self._suppliers
        if not known or (was_supplier and not is_supplier and name):
            self.names[key] = name
        elif name and name != known and is_supplier == was_supplier:
            self.renamed.setdefault(key, name)
        if is_supplier and not known:
            self._suppliers.add(key)
        elif not is_supplier:
            self._suppliers.discard(key)
            if was_supplier:
                self.renamed.pop(key, None)
