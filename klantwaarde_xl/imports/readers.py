"""The reader of each kind of source: from files to input tables, with what there is to say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.header_meanings import match_export, meaning_of
from klantwaarde_xl.imports.mapping import MappedTable, map_export
from klantwaarde_xl.imports.remembered_columns import Layout, layout_of
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE, Effort, InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.ubl import UblBatch, read_ubl
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.sources.xaf import XafFile, read_xaf
from klantwaarde_xl.sources.zipped import ZippedFile

_OF_INVOICES = {
    *("revenue", "amount", "gross_amount", "debit", "credit", "side"),
    *("invoice_id", "due_date", "vat_amount"),
}
"""Meanings of headers that only exports of invoices or their amounts have."""
_REVENUE = {
    normalise_header(name)
    for name in ("revenue", *(c.header for c in InvoiceLine.columns() if c.field == "revenue"))
}


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a reader made of one source.

    ``tables`` by name of the Excel table. ``detail``: what this kind of source tells beside its tables.
    ``left_out``: lines of the source that are in no table. ``chosen``: header by field of the columns that
    were chosen and not recognised, per layout. ``tells_parties``: the lines tell of customers and products,
    for which the source has no lists.
    """

    tables: Mapping[str, MappedTable]
    findings: tuple[Finding, ...]
    detail: XafFile | UblBatch | None = None
    left_out: int = 0
    chosen: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)
    tells_parties: bool = False


def read_audit_file(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return an audit file; several paths are the parts of one. Raises the errors of :func:`read_xaf`."""
    found = read_xaf(
        paths, revenue_accounts=choices.revenue_accounts, encoding=choices.encoding, rates=choices.rates
    )
    tables = {
        "tblTransacties": found.transactions,
        "tblKlanten": found.customers,
        "tblProducten": found.products,
    }
    return Reading(_as_mapped(tables), found.findings, found)


def read_invoices(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return e-invoices: files, folders or zips. Raises the errors of :func:`read_ubl`."""
    batch = read_ubl([_on_disk(path) for path in paths], rates=choices.rates)
    tables = {
        "tblTransacties": batch.transactions,
        "tblKlanten": batch.customers,
        "tblProducten": batch.products,
    }
    filled = {name: table for name, table in tables.items() if len(table)}
    return Reading(_as_mapped(filled), batch.findings, batch)


def _as_mapped(tables: Mapping[str, RawTable]) -> dict[str, MappedTable]:
    return {name: MappedTable(raw, (), ()) for name, raw in tables.items()}


def read_text_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return a text export (.csv and the like); raises what :func:`map_export` and its reader raise."""
    (path,) = paths
    contents = read_delimited(_on_disk(path), encoding=choices.encoding)
    model = _model_of(contents.table.headers, contents.model, choices.columns)
    return _exported(path.name, {model.table: contents.table}, choices, contents.findings, contents.left_out)


def read_workbook_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return a workbook (.xlsx, .xlsm); raises what :func:`map_export` and its reader raise."""
    (path,) = paths
    book = read_workbook(_on_disk(path))
    return _exported(path.name, book.tables, choices, book.findings)


def _on_disk(path: Path | ZippedFile) -> Path:
    """Return the path itself; only audit files are ever read inside a zip."""
    assert isinstance(path, Path)
    return path


def _exported(
    name: str,
    raws: Mapping[str, RawTable],
    choices: Choices,
    findings: tuple[Finding, ...],
    left_out: int = 0,
) -> Reading:
    """Return the tables of an export under the headers of the input tables."""
    raws = {table: raw for table, raw in raws.items() if len(raw)}
    if not raws:
        raise errors.EMPTY_EXPORT.error(path=name)
    mapped: dict[str, MappedTable] = {}
    chosen: dict[Layout, Mapping[str, str]] = {}
    for table, raw in raws.items():
        layout = layout_of(raw.headers)
        columns: dict[str, str] = {}
        if len(raws) == 1 or table == "tblTransacties":
            saved = choices.saved.get(layout, {})
            columns = {**saved, **choices.columns}
            if saved:
                words = ", ".join(f"{one}={header}" for one, header in saved.items())
                findings = (*findings, Finding.of(errors.CHOICES_REUSED, path=name, columns=words))
        mapped[table] = map_export(raw, BY_TABLE[table], columns, choices.revenue_accounts)
        if columns:
            headers = {normalise_header(header) for header in columns.values()}
            chosen[layout] = {
                use.field: use.header
                for use in mapped[table].columns
                if normalise_header(use.header) in headers and use.field
            }
    return Reading(mapped, findings, left_out=left_out, chosen=chosen, tells_parties=True)


def _model_of(
    headers: Sequence[str], found: type[TableModel] | None, chosen: Mapping[str, str]
) -> type[TableModel]:
    """Return the table of a text export: invoice lines as soon as a header speaks of invoices or amounts.

    Hours per customer and day are effort, also beside an amount that may be anything.
    """
    meanings = {meaning_of(header).name for header in headers}
    effort = set(match_export(headers, Effort).fields)
    chosen_revenue = _REVENUE & {normalise_header(name) for name in chosen}
    if {"date", "customer_id", "hours"} <= effort and not (
        meanings & (_OF_INVOICES - {"amount"}) or chosen_revenue
    ):
        return Effort
    if found is None or meanings & _OF_INVOICES:
        return InvoiceLine
    if found is Effort and not {"hours", "expense"} & effort:
        return InvoiceLine
    return found
