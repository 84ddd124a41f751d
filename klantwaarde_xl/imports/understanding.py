"""What a source holds, before anything is written: its kind, what each column is, the good rows, the
totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports.header_meanings import match_export, meaning_of
from klantwaarde_xl.imports.mapping import ColumnUse, MappedTable, map_export
from klantwaarde_xl.imports.parties_of_lines import parties_of
from klantwaarde_xl.imports.remembered_columns import Layout, layout_of
from klantwaarde_xl.model.checking import CheckedTable, check_table
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import foreign_findings
from klantwaarde_xl.model.tables import BY_TABLE, Effort, InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.sources.xaf import read_xaf
from klantwaarde_xl.sources.xml_stream import look
from klantwaarde_xl.sources.zipped import AUDIT_ROOTS, ZippedFile, audit_files

KINDS = ("csv", "xlsx", "xaf", "ubl")
"""The kinds of source, as the user names them."""
_EXPORTS = {"csv", "xlsx"}
"""Kinds whose lines tell of customers and products; the other kinds have lists of them."""
_DELIMITED, _WORKBOOK = {".csv", ".txt", ".tsv", ".tab"}, {".xlsx", ".xlsm"}
_OF_INVOICES = {
    "revenue",
    "amount",
    "gross_amount",
    "debit",
    "credit",
    "side",
    "invoice_id",
    "due_date",
    "vat_amount",
}
_REVENUE = {
    normalise_header(name)
    for name in ("revenue", *(c.header for c in InvoiceLine.columns() if c.field == "revenue"))
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose: kind of source, header by field, EUR per unit of other currencies, revenue
    accounts, encoding.

    ``saved``: what was chosen before, header by field per layout; ``columns`` goes before it.
    """

    kind: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    revenue_accounts: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Understanding:
    """What was understood of one source, before anything is written.

    ``tables``: the good rows by name of the Excel table, a column per field. ``columns``: per input table
    what became of each column (exports only). ``read`` rows read, ``skipped`` rows left out (the reasons are
    findings), ``revenue`` the total of the good rows in EUR. ``detail``: XafFile or UblBatch, for those who
    want to show more. ``chosen``: header by field of the columns that were chosen and not recognised, per
    layout, ready to be saved."""

    name: str
    kind: str
    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, tuple[ColumnUse, ...]]
    read: int
    skipped: int
    revenue: float
    findings: tuple[Finding, ...]
    detail: object = None
    chosen: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)


def column_choice(text: str) -> dict[str, str]:
    """Return what a user typed to choose a column, header by field; empty when it is not of the form
    field=header.

    >>> column_choice(" Omzet = Bedrag "), column_choice("Bedrag")
    ({'Omzet': 'Bedrag'}, {})
    """
    field, _, header = (part.strip() for part in text.partition("="))
    return {field: header} if field and header else {}


def recognise(path: Path) -> str:
    """Return the kind of a source (``csv``, ``xlsx``, ``xaf`` or ``ubl``) by its content where the name does
    not tell.

    Raises KW-001, KW-501 and what :func:`look` raises for unsafe XML.
    """
    if not path.exists():
        raise errors.NO_SUCH_FILE.error(path=path.name)
    suffix = path.suffix.lower()
    if path.is_dir():
        return "ubl"
    if suffix == ".zip":
        return "xaf" if audit_files(path) else "ubl"
    if suffix in _DELIMITED:
        return "csv"
    if suffix in _WORKBOOK:
        return "xlsx"
    if suffix in {".xaf", ".xac", ".xsc"}:
        return "xaf"
    if suffix == ".xml":
        with path.open("rb") as stream:
            return "xaf" if look(stream, path.name).root.lower() in AUDIT_ROOTS else "ubl"
    raise errors.UNKNOWN_SOURCE.error(path=path.name)


def understand(paths: Sequence[Path | ZippedFile], kind: str, choices: Choices) -> Understanding:
    """Return what one source gives; several paths are the parts of one split audit file, or e-invoices.

    Raises the errors of the readers and of :func:`klantwaarde_xl.imports.mapping.map_export`.
    """
    if kind == "xaf":
        found = read_xaf(
            paths, revenue_accounts=choices.revenue_accounts, encoding=choices.encoding, rates=choices.rates
        )
        tables = {
            "tblTransacties": found.transactions,
            "tblKlanten": found.customers,
            "tblProducten": found.products,
        }
        return _checked(
            paths[0].name,
            kind,
            {t: MappedTable(raw, (), ()) for t, raw in tables.items()},
            found.findings,
            found,
        )
    if kind == "ubl":
        batch = read_ubl(paths, rates=choices.rates)
        tables = {
            "tblTransacties": batch.transactions,
            "tblKlanten": batch.customers,
            "tblProducten": batch.products,
        }
        mapped = {t: MappedTable(raw, (), ()) for t, raw in tables.items() if len(raw)}
        return _checked(paths[0].name, kind, mapped, batch.findings, batch)
    path, left_out = paths[0], 0
    findings: tuple[Finding, ...]
    if kind == "csv":
        contents = read_delimited(path, encoding=choices.encoding)
        raws, findings = (
            {_model_of(contents.table.headers, contents.model, choices.columns).table: contents.table},
            contents.findings,
        )
        left_out = contents.left_out
    else:
        book = read_workbook(path)
        raws, findings = dict(book.tables), book.findings
    raws = {table: raw for table, raw in raws.items() if len(raw)}
    if not raws:
        raise errors.EMPTY_EXPORT.error(path=path.name)
    mapped, chosen = {}, {}
    for table, raw in raws.items():
        layout, columns = layout_of(raw.headers), {}
        if len(raws) == 1 or table == "tblTransacties":
            saved = choices.saved.get(layout, {})
            columns = {**saved, **choices.columns}
            if saved:
                words = ", ".join(f"{name}={header}" for name, header in saved.items())
                findings = (*findings, Finding.of(errors.CHOICES_REUSED, path=path.name, columns=words))
        mapped[table] = map_export(raw, BY_TABLE[table], columns, choices.revenue_accounts)
        if columns:
            headers = {normalise_header(header) for header in columns.values()}
            chosen[layout] = {
                u.field: u.header
                for u in mapped[table].columns
                if normalise_header(u.header) in headers and u.field
            }
    found = _checked(path.name, kind, mapped, findings, None)
    return replace(found, read=found.read + left_out, skipped=found.skipped + left_out, chosen=chosen)


def _model_of(
    headers: Sequence[str], found: type[TableModel] | None, chosen: Mapping[str, str]
) -> type[TableModel]:
    """Return the table of a text export: invoice lines as soon as a header speaks of invoices or their
    amounts.

    Hours per customer and day are effort, also when an amount of which nobody knows what it is stands beside
    them."""
    meanings = {meaning_of(header).name for header in headers}
    hours = {"date", "customer_id", "hours"} <= set(match_export(headers, Effort).fields)
    if hours and not (
        meanings & (_OF_INVOICES - {"amount"}) or _REVENUE & {normalise_header(field) for field in chosen}
    ):
        return Effort
    if found is None or meanings & _OF_INVOICES:
        return InvoiceLine
    if found is Effort and not {"hours", "expense"} & set(match_export(headers, Effort).fields):
        return InvoiceLine
    return found


def _checked(
    name: str, kind: str, mapped: Mapping[str, MappedTable], findings: Sequence[Finding], detail: object
) -> Understanding:
    """Return the good rows of every table as the checks of the input tables see them."""
    tables, columns, said = {}, {}, list(findings)
    others: dict[str, CheckedTable] = {}
    read = skipped = 0
    revenue = 0.0
    for table, part in mapped.items():
        columns[table] = part.columns
        said += part.findings
        if not len(part.table):
            continue
        checked = check_table(part.table, BY_TABLE[table])
        said += checked.findings
        good = checked.good_rows()
        if table == "tblTransacties" and kind in _EXPORTS:
            others = {
                other: check_table(beside, BY_TABLE[other])
                for other, beside in parties_of(good, part).items()
            }
        good = good.reset_index(drop=True)
        if "source" in good and good["source"].isna().all():
            good["source"] = part.table.source.label
        tables[table] = good
        if table == "tblTransacties":
            read, skipped = len(part.table), len(part.table) - len(good)
            revenue, foreign = _turnover(good)
            said += foreign_findings(foreign)
        else:
            read, skipped = read or len(part.table), skipped or len(part.table) - len(good)
    for other, beside in others.items():
        said += beside.findings
        tables[other] = _below(tables.get(other), beside.good_rows(), *BY_TABLE[other].key)
    return Understanding(name, kind, tables, columns, read, skipped, revenue, tuple(said), detail)


def _turnover(lines: pd.DataFrame) -> tuple[float, dict[str, tuple[int, float]]]:
    """Return the turnover of lines in EUR, and of each other currency its lines and their sum; the two are
    never added up."""
    cents = np.rint(lines["revenue"].to_numpy() * 100)
    currency = lines["currency"].astype(object).where(lines["currency"].notna(), "EUR").str.upper().to_numpy()
    euro = currency == "EUR"
    sums = pd.Series(cents[~euro]).groupby(currency[~euro]).agg(["size", "sum"])
    others = {str(name): (int(row["size"]), float(row["sum"] / 100)) for name, row in sums.iterrows()}
    return float(cents[euro].sum() / 100), others


def _below(listed: pd.DataFrame | None, more: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return a list of customers or products with those below it that only the lines know."""
    if listed is None:
        return more.reset_index(drop=True)
    new = more[~more[key].astype(object).isin(set(listed[key].astype(object)))]
    return pd.concat([listed.astype(object), new.astype(object)], ignore_index=True) if len(new) else listed


def understand_all(
    paths: Sequence[Path], choices: Choices, step: Callable[[str], None] = lambda _text: None
) -> tuple[list[Understanding], list[tuple[str, errors.KlantwaardeError]]]:
    """Return what each source gives, and name and error of each that was refused; parts of a split audit file
    are joined."""
    found: list[Understanding] = []
    failed: list[tuple[str, errors.KlantwaardeError]] = []
    for kind, group in _groups(paths, choices, failed):
        step(group[0].name)
        try:
            one = understand(group, kind, choices)
        except errors.KlantwaardeError as problem:
            failed.append((group[0].name, problem))
            continue
        failed += getattr(one.detail, "failed", ())
        found.append(one)
    return found, failed


def _groups(
    paths: Sequence[Path], choices: Choices, failed: list[tuple[str, errors.KlantwaardeError]]
) -> Iterator[tuple[str, list[Path | ZippedFile]]]:
    split: list[Path | ZippedFile] = []
    for path in paths:
        try:
            kind = recognise(path) if choices.kind == "auto" else choices.kind
            files: Sequence[Path | ZippedFile] = (
                audit_files(path) if kind == "xaf" and path.suffix.lower() == ".zip" else [path]
            )
            parts = [kind == "xaf" and _part(file, choices.encoding) for file in files]
        except errors.KlantwaardeError as problem:
            failed.append((path.name, problem))
            continue
        except OSError as problem:
            failed.append(
                (path.name, errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(problem)))
            )
            continue
        if not files:
            failed.append((path.name, errors.NO_AUDIT_FILE.error(path=path.name)))
        split += [file for file, part in zip(files, parts, strict=True) if part]
        for file in (file for file, part in zip(files, parts, strict=True) if not part):
            yield kind, [file]
    if split:
        yield "xaf", split


def _part(path: Path | ZippedFile, encoding: str | None) -> bool:
    if path.suffix.lower() in {".xac", ".xsc"}:
        return False
    with path.open("rb") as stream:
        return look(stream, path.name, encoding).part is not None
