"""What the user chose for an import, at the command line or in the windows of the ribbon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klantwaarde_xl.imports.remembered_columns import Layout

EXPORT_TABLES = {
    "transacties": "tblTransacties",
    "klanten": "tblKlanten",
    "producten": "tblProducten",
    "inspanning": "tblInspanning",
    "boekhouding": "tblBoekhouding",
}
"""What the user may type for the table of an export, with the name of its Excel table."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one import; the defaults leave everything to the program.

    ``kind``: name of the source kind, or ``auto``. ``table``: name of the Excel table that an export is, ''
    for the program to find. ``columns``: header by field. ``saved``: header by field per layout, chosen
    before; ``columns`` goes before it. ``rates``: EUR per unit of other currencies. ``are_sales``: invoices
    of several sellers to one buyer are sales all the same.
    """

    kind: str = "auto"
    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    are_sales: bool = False
    revenue_accounts: tuple[str, ...] = ()
    encoding: str | None = None


def column_choice(text: str) -> dict[str, str]:
    """Return header by field of a typed ``field=header``; empty when it has another form.

    >>> column_choice(" Omzet = Bedrag "), column_choice("Bedrag")
    ({'Omzet': 'Bedrag'}, {})
    """
    name, _, header = (part.strip() for part in text.partition("="))
    return {name: header} if name and header else {}


def options(choices: Sequence[str]) -> str:
    """Return typed choices of columns as options of the command."""
    return " of ".join(f"--kolom {choice}" for choice in choices) or "laat de kolom weg"


def assignments(field: str, unknown: Sequence[str], count: int) -> list[str]:
    """Return what chooses each column without a known header for a field.

    Without any known header among the ``count`` there are none: the header row may be a line of data.

    >>> assignments("Omzet", ["Bedr.", ""], 3), assignments("Omzet", ["12,50", "Jansen"], 2)
    (['Omzet=Bedr.'], [])
    """
    return [f"{field}={header}" for header in unknown if header.strip()] if len(unknown) < count else []
