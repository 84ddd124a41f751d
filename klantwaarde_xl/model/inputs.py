"""The checked input as a whole: tables, settings, rules between tables, and where the turnover went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.action_notes import CarriedNotes
from klantwaarde_xl.model.checking import CheckedTable, check_table
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.foreign import apply_currency
from klantwaarde_xl.model.listed_discounts import listed_discounts
from klantwaarde_xl.model.made_up_customers import made_up_customers
from klantwaarde_xl.model.many_lines import repeated_rows
from klantwaarde_xl.model.merging import apply_merges
from klantwaarde_xl.model.plausibility import line_doubts
from klantwaarde_xl.model.raw_table import RawTable, SheetCount, SourceFile
from klantwaarde_xl.model.rules import line_rules, link_rules
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.table_plausibility import table_doubts
from klantwaarde_xl.model.tables import TABLES, Customer

REPEATED = ("date", "revenue")
"""What is kept of lines that equal an earlier one: their day, and EUR of turnover."""


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
    on Acties earlier, see ``model.action_notes``; None without a former result;
    ``carried``: which of it came from a result that the user named; ``history``: the snapshots of
    former results, see ``model.history``. ``merged``: the customer that each merged
    number counts as; ``moved``: how many good lines that concerns, and their turnover in EUR;
    ``converted``: the same of lines in another currency. ``repeated``: ``REPEATED`` of lines equal to an
    earlier one.
    ``rejected``: of rejected lines what can be read of entity, date, revenue (EUR) and invoice_id; None where
    nobody asked for it. ``lines_from``: the files or table outside the workbook that the lines came from, ''
    when they are in it; then ``raw`` lacks them."""

    transactions: pd.DataFrame
    customers: pd.DataFrame | None = None
    products: pd.DataFrame | None = None
    effort: pd.DataFrame | None = None
    rates: pd.DataFrame | None = None
    ratings: pd.DataFrame | None = None
    account_managers: pd.DataFrame | None = None
    chemistry: pd.DataFrame | None = None
    merges: pd.DataFrame | None = None
    exchange_rates: pd.DataFrame | None = None
    ledger: pd.DataFrame | None = None
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
    carried: CarriedNotes | None = None
    history: pd.DataFrame | None = None
    sheets: tuple[SheetCount, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[int, float] = (0, 0.0)
    converted: tuple[int, float] = (0, 0.0)
    repeated: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REPEATED)))
    rejected: pd.DataFrame | None = None
    lines_from: str = ""

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
    "tblSamenvoegen": "merges",
    "tblKoersen": "exchange_rates",
    "tblBoekhouding": "ledger",
}
"""Attribute of :class:`Inputs` per input table."""


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
    notes: list[Finding] = []
    checked, merged = apply_merges(checked, notes)
    lines = checked["tblTransacties"]
    foreign = apply_currency(lines, settings, checked.get("tblKoersen"), notes)
    amounts = foreign.amounts
    link_rules(checked, notes)
    line_rules(lines, notes)
    good = {name: checked[table].good_rows() for table, name in INPUT_FIELD.items() if table in checked}
    again = repeated_rows(good["transactions"])
    notes += [
        *line_doubts(lines, settings, again),
        *table_doubts(checked),
        *made_up_customers(checked),
        *listed_discounts(checked),
    ]
    known = np.isfinite(amounts)
    unreadable = len(amounts) - int(known.sum()) - sum(count for count, _ in foreign.without.values())
    return Inputs(
        **good,
        settings=settings,
        findings=(*findings, *(found for table in checked.values() for found in table.findings), *notes),
        read_lines=len(lines.raw),
        read_revenue=float(amounts[known].sum()),
        rejected_lines=int(lines.rejected.sum()),
        rejected_revenue=float(amounts[known & lines.rejected].sum()),
        unreadable_lines=unreadable,
        foreign=foreign.without,
        converted=foreign.converted,
        repeated=good["transactions"][list(REPEATED)].iloc[again],
        rejected=_rejected(lines, amounts),
        source=source or lines.raw.source,
        raw=dict(tables),
        merged=merged.into,
        moved=_moved(lines, merged.lines),
        sheets=(),  # only the reader knows
        lines_from="",  # and this too
        carried=None,  # only who refreshes names an earlier result
        history=None,
    )


def _causes(findings: Iterable[Finding]) -> list[errors.KlantwaardeError]:
    """Return what the reader found, as errors: it may be why a table is missing."""
    return [
        errors.UnusableInputError(found.code, found.message, found.hint)
        for found in findings
        if found.severity is not errors.Severity.INFO
    ]


def _rejected(lines: CheckedTable, euros: np.ndarray) -> pd.DataFrame:
    """Return what can be read of the rejected lines; ``euros``: the turnover of all lines (n,)."""
    late = lines.frame[lines.rejected[lines.frame.index.to_numpy()]]
    rows = pd.concat(
        [frame[["entity", "date", "revenue", "invoice_id"]].astype(object) for frame in (lines.refused, late)]
    )
    dates = pd.to_datetime(rows["date"]).astype("datetime64[s]")
    found: pd.DataFrame = rows.assign(date=dates, revenue=euros[rows.index.to_numpy(int)].astype(float))
    return found


def _moved(lines: CheckedTable, positions: np.ndarray) -> tuple[int, float]:
    """Return how many of these lines are good, and their turnover in EUR."""
    kept = positions[~lines.rejected[positions]]
    return len(kept), float(lines.frame["revenue"].reindex(kept).sum())


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
