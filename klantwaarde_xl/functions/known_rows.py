"""Rows of cells that come by more than once, with what was made of them; light, for doors import it."""

from __future__ import annotations

from collections.abc import Iterable


class KnownRows(list[list[object]]):
    """Rows of cells, and in ``made`` by name what was read from them; nobody changes the cells.

    A door that knows that it is given what it had before hands over this object again.

    >>> rows = KnownRows([[1.0, "a"]])
    >>> rows, rows.made
    ([[1.0, 'a']], {})
    """

    __slots__ = ("made",)

    def __init__(self, rows: Iterable[list[object]]) -> None:
        super().__init__(rows)
        self.made: dict[str, object] = {}

    @classmethod
    def of(cls, rows: Iterable[Iterable[object]]) -> KnownRows:
        """Return rows that may be known already: those stay the same object."""
        return rows if isinstance(rows, cls) else cls([*row] for row in rows)
