"""The checked input as a whole: tables, settings, rules between tables, and where the turnover went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable, check_table
from klantwaarde_xl.model.currencies import currency_code
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.plausibility import line_doubts
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.rules import line_rules, link_rules, note
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.table_plausibility import table_doubts
from klantwaarde_xl.model.tables import TABLES, Customer
from klantwaarde_xl.model.text_values import Reading, parse_numbers


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Checked input tables; absent optional tables are None. Columns are the fields of ``model.tables``.

    Ids and other text are categoricals of str, dates ``datetime64[s]``, amounts float64 EUR (blank NaN),
    yes/no float64 (1, 0, blank NaN). Only rows without an error are here; ``rejected_lines`` and
    ``rejected_revenue`` say how many invoice lines are not and what their readable turnover is,
    ``unreadable_lines`` how many of them have no readable one, or one beyond what an amount can be.
    ``foreign``: by currency without a rate, how many of them and their sum in that currency; nobody knows
    what it is in EUR, so no other figure holds it. ``read_revenue`` is the readable turnover of all other
    lines. ``raw``: the tables as they were read, by Excel table name. ``action_notes``: what the user typed
    on Acties earlier, see ``model.action_notes``; None without a former result."""

    transactions: pd.DataFrame
    customers: pd.DataFrame | None = None
    products: pd.DataFrame | None = None
    effort: pd.DataFrame | None = None
    rates: pd.DataFrame | None = None
    ratings: pd.DataFrame | None = None
    account_managers: pd.DataFrame | None = None
    chemistry: pd.DataFrame | None = None
    settings: Settings = field(default_factory=Settings)
    findings: tuple[Finding, ...] = ()
    read_lines: int = 0
    read_revenue: float = 0.0
    rejected_lines: int = 0
    rejected_revenue: float = 0.0
    unreadable_lines: int = 0
    foreign: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    source: SourceFile = field(default_factory=lambda: SourceFile(""))
    raw: Mapping[str, RawTable] = field(default_factory=dict)
    action_notes: pd.DataFrame | None = None

    @property
    def foreign_lines(self) -> int:
        """How many of the rejected lines have a turnover in a currency without a rate."""
        return sum(count for count, _ in self.foreign.values())


INPUT_FIELD = {
    "tblTransacties": "transactions",
    "tblKlanten": "customers",
    "tblProducten": "products",
    "tblInspanning": "effort",
    "tblTarieven": "rates",
    "tblBeoordeling": "ratings",
    "tblAccountmanagers": "account_managers",
    "tblKlik": "chemistry",
}
"""Attribute of :class:`Inputs` per input table."""
UNKNOWN_CURRENCY = "onbekende munt"
"""Name of the currency of a line whose currency cannot be read."""


def check_inputs(
    tables: Mapping[str, RawTable],
    settings: Settings | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    source: SourceFile | None = None,
    customers_required: bool = True,
) -> Inputs:
    """Return the checked inputs of raw tables, keyed by Excel table name (``tblTransacties``...).

    ``findings`` of the reader go before ours. Optional tables without rows are as good as absent. Raises
    UnusableInputError when a required table is missing or empty or misses a required column; every further
    such mistake in any table is in the exception's ``others``.

    >>> from klantwaarde_xl.model.raw_table import RawColumn
    >>> lines = RawTable("Transacties", ("Datum", "Klantnr", "Omzet"), (RawColumn.from_values(["2024-01-31"]),
    ...                  RawColumn.from_values(["00123"]), RawColumn.from_values([100.0])), np.array([2]))
    >>> inputs = check_inputs({"tblTransacties": lines}, customers_required=False)
    >>> inputs.transactions["customer_id"].tolist(), inputs.read_revenue
    (['00123'], 100.0)
    """
    settings = settings or Settings()
    checked, unusable = _check_all(tables, customers_required)
    if unusable:
        raise unusable[0].with_others([*unusable[1:], *_causes(findings)])
    lines = checked["tblTransacties"]
    notes: list[Finding] = []
    amounts, foreign = _apply_currency(lines, settings, notes)
    line_rules(lines, notes)
    link_rules(checked, notes)
    notes += [*line_doubts(lines, settings), *table_doubts(checked)]
    known = np.isfinite(amounts)
    unreadable = len(amounts) - int(known.sum()) - sum(count for count, _ in foreign.values())
    return Inputs(
        **{name: checked[table].good_rows() for table, name in INPUT_FIELD.items() if table in checked},
        settings=settings,
        findings=(*findings, *(found for table in checked.values() for found in table.findings), *notes),
        read_lines=len(lines.raw),
        read_revenue=float(amounts[known].sum()),
        rejected_lines=int(lines.rejected.sum()),
        rejected_revenue=float(amounts[known & lines.rejected].sum()),
        unreadable_lines=unreadable,
        foreign=foreign,
        source=source or lines.raw.source,
        raw=dict(tables),
    )


def _causes(findings: Iterable[Finding]) -> list[errors.KlantwaardeError]:
    """Return what the reader found, as errors: it may be why a table is missing."""
    return [
        errors.UnusableInputError(found.code, found.message, found.hint)
        for found in findings
        if found.severity is not errors.Severity.INFO
    ]


def _check_all(
    tables: Mapping[str, RawTable], customers_required: bool
) -> tuple[dict[str, CheckedTable], list[errors.KlantwaardeError]]:
    checked: dict[str, CheckedTable] = {}
    unusable: list[errors.KlantwaardeError] = []
    for model in TABLES:
        raw = tables.get(model.table)
        required = model.required and (customers_required or model is not Customer)
        if raw is None:
            if required:
                unusable.append(errors.MISSING_TABLE.error(sheet=model.sheet, table=model.table))
            continue
        if not len(raw) and not required:
            continue
        try:
            checked[model.table] = check_table(raw, model)
        except errors.UnusableInputError as mistake:
            unusable.append(mistake)
    return checked, unusable


def parse_currency_rates(text: str) -> dict[str, float]:
    """Return EUR per unit by currency from a setting such as ``USD=0,92; GBP=1,17``; EUR itself is 1.

    Raises InvalidFigureError when a part is no ``CODE=number`` with a positive number.

    >>> parse_currency_rates("USD=0,92; GBP=1,17")
    {'EUR': 1.0, 'USD': 0.92, 'GBP': 1.17}
    """
    rates = {"EUR": 1.0}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = re.fullmatch(r"([A-Za-z]{3})\s*=\s*([\d.,]+)", part)
        if found is None:
            raise errors.INVALID_CURRENCY_RATE.error(part=part)
        parsed = parse_numbers([found[2], "0,5" if "," in found[2] else "0.5"])
        if parsed.reading[0] != Reading.OK or parsed.values[0] <= 0:
            raise errors.INVALID_CURRENCY_RATE.error(part=part)
        rates[found[1].upper()] = float(parsed.values[0])
    return rates


def _apply_currency(
    lines: CheckedTable, settings: Settings, notes: list[Finding]
) -> tuple[np.ndarray, dict[str, tuple[int, float]]]:
    """Return the turnover of all lines in EUR (n,), and per currency without a rate its lines and their sum.

    The frame is converted likewise; a line in a currency without a rate is rejected, its turnover in EUR NaN.
    """
    amounts, currency = lines.amounts, lines.currency
    assert amounts is not None
    assert currency is not None
    if "currency" not in lines.where:
        return amounts, {}
    # A cell with an error is no blank one: nobody knows which currency it is.
    unknown = currency.isna().to_numpy() & ~lines.raw.columns[lines.where["currency"]].blank()
    names = currency.cat.categories
    if names.empty and not unknown.any():
        return amounts, {}
    rates = parse_currency_rates(settings.currency_rates)
    factor = np.array([rates.get(currency_code(name), np.nan) for name in names] + [1.0])[currency.cat.codes]
    positions = lines.frame.index.to_numpy()
    note(lines, notes, errors.FOREIGN_CURRENCY, "currency", positions[np.isnan(factor[positions])])
    factor[unknown] = np.nan
    foreign: dict[str, tuple[int, float]] = {}
    without = np.isnan(factor) & np.isfinite(amounts)
    for code in np.unique(currency.cat.codes.to_numpy()[without]):
        hit = without & (currency.cat.codes.to_numpy() == code)
        name = currency_code(names[code]) if code >= 0 else UNKNOWN_CURRENCY
        count, amount = foreign.get(name, (0, 0.0))
        foreign[name] = count + int(hit.sum()), amount + float(amounts[hit].sum())
    foreign = dict(sorted(foreign.items()))
    notes += foreign_findings(foreign, lines.raw.sheet)
    known = factor[positions]
    for name in ("revenue", "cost", "margin"):
        lines.frame[name] = lines.frame[name] * np.where(np.isnan(known), 1.0, known)
    return amounts * factor, foreign


def foreign_findings(foreign: Mapping[str, tuple[int, float]], sheet: str = "") -> list[Finding]:
    """Return what to say of lines in currencies without a rate: their number and sum in that currency.

    >>> [(found.value, found.count) for found in foreign_findings({"USD": (2, 1500.0)})]
    [('USD 1.500,00', 2)]
    """
    found = []
    for name, (count, amount) in foreign.items():
        shown = f"{name} {in_euros(amount).removeprefix('€ ')}"
        found.append(Finding.of(errors.FOREIGN_TURNOVER, sheet, shown, count=count, amount=shown))
    return found
