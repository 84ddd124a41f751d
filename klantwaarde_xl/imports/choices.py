"""What the user chose for an import, at the command line or in the windows of the ribbon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from klantwaarde_xl.imports.remembered_columns import Layout


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one import; the defaults leave everything to the program.

    ``kind``: name of the source kind, or ``auto``. ``columns``: header by field. ``saved``: header by field
    per layout, chosen before; ``columns`` goes before it. ``rates``: EUR per unit of other currencies.
    """

    kind: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    revenue_accounts: tuple[str, ...] = ()
    encoding: str | None = None


def column_choice(text: str) -> dict[str, str]:
    """Return header by field of a typed ``field=header``; empty when it has another form.

    >>> column_choice(" Omzet = Bedrag "), column_choice("Bedrag")
    ({'Omzet': 'Bedrag'}, {})
    """
    name, _, header = (part.strip() for part in text.partition("="))
    return {name: header} if name and header else {}
