"""What an input table is declared with: kinds of columns, their limits, and the reading of a declaration.

A table is a pydantic model whose fields are its columns (see ``model.tables``); everything else asks
:meth:`TableModel.columns` and :meth:`TableModel.by_header`, and never looks into pydantic itself."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Literal, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field


class ColumnKind(StrEnum):
    """How the cells of a column are read and shown."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    AMOUNT = "amount"
    NUMBER = "number"
    HOURS = "hours"
    YES_NO = "yes_no"
    CHOICE = "choice"


DAYS = frozenset({ColumnKind.DATE, ColumnKind.MONTH})
"""Kinds whose cells are dates."""
MAX_TEXT = 255
"""Longest id or text that is accepted, in characters; Excel's own limit for a list item and a pivot label."""
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""First and last date that is accepted: Excel knows none before 1900, later than 2199 is a typing error."""
MAX_AMOUNT = 1e12
"""Largest amount of one line in EUR; up to here a float holds every cent exactly."""

Id = Annotated[str, ColumnKind.ID, Field(min_length=1, max_length=MAX_TEXT)]
Text = Annotated[str, ColumnKind.TEXT, Field(max_length=MAX_TEXT)]
Day = Annotated[dt.date, ColumnKind.DATE, Field(ge=EARLIEST, le=LATEST)]
Month = Annotated[dt.date, ColumnKind.MONTH, Field(ge=EARLIEST, le=LATEST)]
Amount = Annotated[float, ColumnKind.AMOUNT, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT, allow_inf_nan=False)]
Number = Annotated[float, ColumnKind.NUMBER, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT, allow_inf_nan=False)]
Hours = Annotated[float, ColumnKind.HOURS, Field(ge=0, le=100_000, allow_inf_nan=False)]
Rating = Annotated[float, ColumnKind.NUMBER, Field(ge=1, le=5, allow_inf_nan=False)]
YesNo = Annotated[bool, ColumnKind.YES_NO]


def column(
    header: str,
    *,
    help: str,  # noqa: A002
    synonyms: tuple[str, ...] = (),
    required: bool = False,
    **limits: Any,
) -> Any:
    """Return the pydantic field of one column: Dutch header, help, and other headers that mean it."""
    default = ... if required else None
    return Field(
        default, title=header, description=help, json_schema_extra={"synonyms": list(synonyms)}, **limits
    )


_EURO_ENDS = ("eur", "euro", "euros")
_EUROS = re.compile(r"(?:\((?:in)?(?:eur|euros?)?\)|(?:in)?(?:eur|euros?))\Z")
EURO_WORD = re.compile(r"\((?:in )?(?:€|eur|euro'?s?)\)|\b(?:in )?(?:eur|euro'?s?)\b", re.IGNORECASE)
"""The euro between the other words of a header: 'Bedrag (EUR) excl. btw'."""
_AMOUNTS = (
    *("omzet", "bedrag", "netto", "marge", "winst", "kost", "prijs", "excl", "opbrengst", "inkoop", "waarde"),
    *("amount", "revenue", "sales", "margin", "profit", "cost", "price", "turnover", "tota", "value"),
    *("umsatz", "betrag", "erlos", "ertrag"),
)
"""Words in the header of an amount; other figures in euros, such as hours, are not what their header says."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as declared: field, Dutch header, kind, help, synonyms, required, limits and choices."""

    field: str
    header: str
    kind: ColumnKind
    help: str
    synonyms: tuple[str, ...]
    required: bool
    minimum: float | dt.date | None
    maximum: float | dt.date | None
    choices: tuple[str, ...]


class TableModel(BaseModel):
    """Base of the input tables; one instance is one row. Class attributes say where the table lives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    sheet: ClassVar[str]
    help: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    spared: ClassVar[tuple[str, ...]] = ()
    """Fields in which a wrong cell counts as blank: it never costs the row its turnover."""
    required: ClassVar[bool] = False
    by_name_only: ClassVar[bool] = False
    """Whether only the name of a sheet or Excel table tells this table, never its headers alone."""

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """Return the declared columns in order."""
        return _columns(cls)

    @classmethod
    def by_header(cls) -> dict[str, str]:
        """Return field name by normalised header, for the canonical header and every synonym."""
        return _by_header(cls)


@cache
def _columns(model: type[TableModel]) -> tuple[Column, ...]:
    found = []
    for name, info in model.model_fields.items():
        kind, low, high, choices = ColumnKind.TEXT, None, None, ()
        annotation = info.annotation
        parts = [*info.metadata]
        for inner in (annotation, *get_args(annotation)):
            if get_origin(inner) is Annotated:
                parts = [*get_args(inner)[1:], *parts]
            elif get_origin(inner) is Literal:
                kind, choices = ColumnKind.CHOICE, get_args(inner)
        flat = [m for part in parts for m in (part.metadata if hasattr(part, "metadata") else [part])]
        for item in flat:
            if isinstance(item, ColumnKind):
                kind = item
            low = getattr(item, "ge", low)
            high = getattr(item, "le", high)
        extra = cast(dict[str, Any], info.json_schema_extra or {})
        found.append(
            Column(
                name,
                info.title or name,
                kind,
                info.description or "",
                tuple(extra.get("synonyms", ())),
                info.is_required(),
                low,
                high,
                tuple(choices),
            )
        )
    return tuple(found)


@cache
def _by_header(model: type[TableModel]) -> dict[str, str]:
    known: dict[str, str] = {}
    for item in _columns(model):
        for header in (item.header, item.field, *item.synonyms):
            known.setdefault(normalise_header(header), item.field)
    return known


@lru_cache(maxsize=65_536)  # a sheet of the full width has 16,384 headers, each asked for many times
def normalise_header(header: str) -> str:
    """Return a header without case, accents, dots, dashes and white space, so that spellings become equal.

    That an amount is in euros goes without saying: 'Omzet (EUR)' is 'omzet'.

    >>> normalise_header(" Debiteur-nr. "), normalise_header("Overige financiële")
    ('debiteurnr', 'overigefinanciele')
    >>> normalise_header("Netto omzet (€)"), normalise_header("Marge in euro"), normalise_header("Uren (EUR)")
    ('nettoomzet', 'marge', 'uren(eur)')
    >>> normalise_header("Bedrag (EUR) excl. btw"), normalise_header("Kleur omzet")
    ('bedragexclbtw', 'kleuromzet')
    """
    plain = _plain(header)
    stem = _EUROS.sub("", plain) if plain.endswith((*_EURO_ENDS, ")")) else plain
    if stem == plain and ("eur" in plain or "€" in header) and EURO_WORD.search(header):
        stem = _plain(EURO_WORD.sub(" ", header))
    return stem if stem != plain and any(word in stem for word in _AMOUNTS) else plain


def _plain(header: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9%+/()]", "", ascii_only.lower())
