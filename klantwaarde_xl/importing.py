"""The use case of importing: exports, audit files and e-invoices into the input tables of a workbook, nothing twice.

What is understood of each source can be shown before anything is written. A bad source does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.export_columns import ColumnUse, MappedTable, map_export
from klantwaarde_xl.model.checking import check_table, match_columns
from klantwaarde_xl.model.declaration import ColumnKind, TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE, Effort, InvoiceLine
from klantwaarde_xl.report.writers.workbook_parts import TableChange, change_tables
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.import_headers import fields_of, meaning_of
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook
from klantwaarde_xl.sources.xaf import read_xaf
from klantwaarde_xl.sources.xml_stream import look

KINDS = ("csv", "xlsx", "xaf", "ubl")
"""The kinds of source, as the user names them."""
_DELIMITED, _WORKBOOK = {".csv", ".txt", ".tsv", ".tab"}, {".xlsx", ".xlsm"}
_OF_INVOICES = {"revenue", "amount", "gross_amount", "debit", "credit", "side", "invoice_id", "due_date", "vat_amount"}
_CENTS = {ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.HOURS, ColumnKind.YES_NO}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose: kind of source, header by field, EUR per unit of other currencies, revenue accounts, encoding."""

    kind: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    revenue_accounts: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Understanding:
    """What was understood of one source, before anything is written.

    ``tables``: the good rows by name of the Excel table, a column per field. ``columns``: per input table what became of each
    column (exports only). ``read`` rows read, ``skipped`` rows left out (the reasons are findings), ``revenue`` the total of
    the good rows in EUR. ``detail``: XafFile or UblBatch, for those who want to show more.
    """

    name: str
    kind: str
    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, tuple[ColumnUse, ...]]
    read: int
    skipped: int
    revenue: float
    findings: tuple[Finding, ...]
    detail: object = None


@dataclass(frozen=True, slots=True, eq=False)
class ImportResult:
    """What an import did: per source what was understood, rows added per table, and what was not added and why.

    ``added`` rows by Excel table; ``overlap`` rows that were there already, by source; ``repeated`` sources that were there
    already; ``failed`` name and error of each source that was refused.
    """

    understood: tuple[Understanding, ...]
    added: Mapping[str, int]
    overlap: Mapping[str, int]
    repeated: tuple[str, ...]
    failed: tuple[tuple[str, errors.KlantwaardeError], ...]
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """1 when a source was refused or lines were left out because of an error, else 0."""
        return int(bool(self.failed) or any(finding.severity is errors.Severity.ERROR for finding in self.findings))


def recognise(path: Path) -> str:
    """Return the kind of a source (``csv``, ``xlsx``, ``xaf`` or ``ubl``) by its content where the name does not tell.

    Raises KW-001, KW-501 and what :func:`look` raises for unsafe XML.
    """
    if not path.exists():
        raise errors.NO_SUCH_FILE.error(path=path.name)
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".zip":
        return "ubl"
    if suffix in _DELIMITED:
        return "csv"
    if suffix in _WORKBOOK:
        return "xlsx"
    if suffix in {".xaf", ".xac", ".xsc"}:
        return "xaf"
    if suffix == ".xml":
        with path.open("rb") as stream:
            return "xaf" if look(stream, path.name).root.lower() in {"auditfile", "xaf"} else "ubl"
    raise errors.UNKNOWN_SOURCE.error(path=path.name)


def understand(paths: Sequence[Path], kind: str, choices: Choices) -> Understanding:
    """Return what one source gives; several paths are the parts of one split audit file, or e-invoices.

    Raises the errors of the readers and of :func:`klantwaarde_xl.export_columns.map_export`.
    """
    if kind == "xaf":
        found = read_xaf(paths, revenue_accounts=choices.revenue_accounts, encoding=choices.encoding, rates=choices.rates)
        tables = {"tblTransacties": found.transactions, "tblKlanten": found.customers, "tblProducten": found.products}
        return _checked(paths[0].name, kind, {t: MappedTable(raw, (), ()) for t, raw in tables.items()}, found.findings, found)
    if kind == "ubl":
        batch = read_ubl(paths, rates=choices.rates)
        tables = {"tblTransacties": batch.transactions, "tblKlanten": batch.customers, "tblProducten": batch.products}
        mapped = {t: MappedTable(raw, (), ()) for t, raw in tables.items() if len(raw)}
        return _checked(paths[0].name, kind, mapped, batch.findings, batch)
    path = paths[0]
    findings: tuple[Finding, ...]
    if kind == "csv":
        contents = read_delimited(path, encoding=choices.encoding)
        raws, findings = {_model_of(contents.table.headers, contents.model).table: contents.table}, contents.findings
    else:
        book = read_workbook(path)
        raws, findings = dict(book.tables), book.findings
    raws = {table: raw for table, raw in raws.items() if len(raw)}
    if not raws:
        raise errors.EMPTY_EXPORT.error(path=path.name)
    mapped = {
        table: map_export(
            raw, BY_TABLE[table], choices.columns if len(raws) == 1 or table == "tblTransacties" else {}, choices.revenue_accounts
        )
        for table, raw in raws.items()
    }
    return _checked(path.name, kind, mapped, findings, None)


def _model_of(headers: Sequence[str], found: type[TableModel] | None) -> type[TableModel]:
    """Return the table of a text export: invoice lines as soon as a header speaks of invoices or their amounts."""
    if found is None or any(meaning_of(header).name in _OF_INVOICES for header in headers):
        return InvoiceLine
    if found is Effort and not {"hours", "expense"} & set(fields_of(headers, Effort)):
        return InvoiceLine
    return found


def _checked(
    name: str, kind: str, mapped: Mapping[str, MappedTable], findings: Sequence[Finding], detail: object
) -> Understanding:
    """Return the good rows of every table as the checks of the input tables see them."""
    tables, columns, said = {}, {}, list(findings)
    read = skipped = 0
    revenue = 0.0
    for table, part in mapped.items():
        model = BY_TABLE[table]
        said += part.findings
        columns[table] = part.columns
        if not len(part.table):
            continue
        checked = check_table(part.table, model)
        said += checked.findings
        good = checked.good_rows().reset_index(drop=True)
        if "source" in good and good["source"].isna().all():
            good["source"] = part.table.source.label
        tables[table] = good
        if table == "tblTransacties":
            read, skipped = len(part.table), len(part.table) - len(good)
            revenue = float(np.rint(good["revenue"].to_numpy() * 100).sum() / 100)
        else:
            read, skipped = read or len(part.table), skipped or len(part.table) - len(good)
    return Understanding(name, kind, tables, columns, read, skipped, revenue, tuple(said), detail)


def understand_all(
    paths: Sequence[Path], choices: Choices
) -> tuple[list[Understanding], list[tuple[str, errors.KlantwaardeError]]]:
    """Return what each source gives, and name and error of each that was refused; parts of a split audit file are joined."""
    found: list[Understanding] = []
    failed: list[tuple[str, errors.KlantwaardeError]] = []
    for kind, group in _groups(paths, choices, failed):
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
) -> Iterator[tuple[str, list[Path]]]:
    split: list[Path] = []
    for path in paths:
        try:
            kind = recognise(path) if choices.kind == "auto" else choices.kind
            is_part = kind == "xaf" and _part(path, choices.encoding)
        except errors.KlantwaardeError as problem:
            failed.append((path.name, problem))
            continue
        except OSError as problem:
            failed.append((path.name, errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(problem))))
            continue
        if is_part:
            split.append(path)
        else:
            yield kind, [path]
    if split:
        yield "xaf", split


def _part(path: Path, encoding: str | None) -> bool:
    if path.suffix.lower() in {".xac", ".xsc"}:
        return False
    with path.open("rb") as stream:
        return look(stream, path.name, encoding).part is not None


def import_into(
    workbook: Path, paths: Sequence[Path], choices: Choices | None = None, step: Callable[[str], None] = lambda _text: None
) -> ImportResult:
    """Add sources to the input tables of an existing workbook; only the sheets and tables concerned change.

    A source whose hash already stands in Bron is skipped. Of lines that are equal in everything but Bron, as many are added as
    the source has more of them than the workbook: what overlaps is not added twice, and what truly repeats is not lost. Of
    customers and products only those are added that are not there. Raises the errors of the workbook's reader and writer.
    """
    choices = choices or Choices()
    contents = read_workbook(workbook)
    understood, failed = understand_all(paths, choices)
    target = _Target(contents)
    overlap: dict[str, int] = {}
    repeated: list[str] = []
    findings: list[Finding] = []
    for one in understood:
        step(one.name)
        findings += one.findings
        before = dict(target.overlap)
        if not target.add(one):
            repeated.append(one.name)
            findings.append(Finding.of(errors.ALREADY_IMPORTED, path=one.name))
        if count := target.overlap.get("tblTransacties", 0) - before.get("tblTransacties", 0):
            overlap[one.name] = count
            findings.append(Finding.of(errors.OVERLAP, path=one.name, count=count))
    changes = list(target.changes())
    if changes:
        change_tables(workbook, changes)
    findings += [Finding.of(errors.SOURCE_FAILED, path=name, reason=str(problem)) for name, problem in failed]
    added = {change.table: change.count for change in changes}
    return ImportResult(tuple(understood), added, overlap, tuple(repeated), tuple(failed), tuple(findings))


class _Target:
    """The workbook's tables as they are, and the rows that will come below them."""

    def __init__(self, contents: WorkbookContents) -> None:
        self.contents = contents
        self.frames: dict[str, pd.DataFrame] = {}
        self.new: dict[str, list[pd.DataFrame]] = {}
        self.overlap: dict[str, int] = {}
        for table, raw in contents.tables.items():
            if len(raw):
                self.frames[table] = _comparable(raw, BY_TABLE[table])

    def add(self, one: Understanding) -> bool:
        """Take one source; False when all of it was there already by its hash."""
        lines = one.tables.get("tblTransacties")
        if lines is not None:
            labels = lines["source"].astype(str)
            known = self._labels()
            there = labels.str.rpartition("#")[2].isin(known) & labels.str.contains("#", regex=False)
            if there.all():
                return False
            self._append("tblTransacties", lines[~there.to_numpy()])
        for table, frame in one.tables.items():
            if table != "tblTransacties":
                self._append(table, frame)
        return True

    def _labels(self) -> set[str]:
        frame = self.frames.get("tblTransacties")
        return (
            set()
            if frame is None
            else {str(text).rpartition("#")[2] for text in frame["source"].dropna().unique() if "#" in str(text)}
        )

    def _append(self, table: str, frame: pd.DataFrame) -> None:
        model = BY_TABLE[table]
        there = self.frames.get(table)
        fields = list(model.key) or [column.field for column in model.columns() if column.field != "source"]
        keys = _keys(frame, fields, model)
        # The how-manieth equal row this is, counted from 0; as many as are there already stay out.
        nth = keys.groupby(keys).cumcount()
        known = pd.Series(dtype=int) if there is None else _keys(there, fields, model).value_counts()
        have = keys.map(known).fillna(0)
        fresh = (have == 0) & (nth == 0) if model.key else nth >= have
        new = frame[fresh.to_numpy()]
        self.overlap[table] = self.overlap.get(table, 0) + len(frame) - len(new)
        if len(new):
            self.new.setdefault(table, []).append(new)
            plain = _plain(new)
            self.frames[table] = plain if there is None else pd.concat([there, plain], ignore_index=True)

    def changes(self) -> Iterator[TableChange]:
        """Yield the new rows per table, under the headers that the workbook itself uses."""
        for table, frames in self.new.items():
            model = BY_TABLE[table]
            frame = pd.concat([_plain(new) for new in frames], ignore_index=True)
            raw = self.contents.tables.get(table)
            where = match_columns(raw, model)[0] if raw is not None else None
            used = [
                column
                for column in model.columns()
                if (where is None or column.field in where) and frame[column.field].notna().any()
            ]
            headers = tuple(column.header if where is None else raw.headers[where[column.field]] for column in used)
            lists = [_cells(frame[column.field], column.kind) for column in used]
            yield TableChange(table, headers, zip(*lists, strict=True), len(frame))


def _comparable(raw: RawTable, model: type[TableModel]) -> pd.DataFrame:
    """Return the good rows of a table in the workbook as values."""
    return _plain(check_table(raw, model).frame)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without categoricals, so that frames of different sources can stand below each other."""
    return pd.DataFrame(
        {
            name: column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
            for name, column in frame.items()
        }
    )


def _keys(frame: pd.DataFrame, fields: Sequence[str], model: type[TableModel]) -> pd.Series:
    """Return one text per row that is equal for equal rows: amounts in cents, dates in days, text as it is."""
    kinds = {column.field: column.kind for column in model.columns()}
    parts = []
    for name in fields:
        column = frame[name]
        if kinds[name] in _CENTS:
            cents = np.rint(column.to_numpy(float, na_value=np.nan) * 100)
            parts.append(pd.Series(cents, index=column.index).map(lambda value: "" if np.isnan(value) else f"{value:.0f}"))
        else:
            parts.append(column.astype(object).where(column.notna(), "").map(str))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return joined.reset_index(drop=True)


def _cells(column: pd.Series, kind: ColumnKind) -> list[object]:
    if kind is ColumnKind.DATE:
        return [None if pd.isna(value) else pd.Timestamp(value).to_pydatetime() for value in column]
    if kind is ColumnKind.YES_NO:
        return [None if pd.isna(value) else "ja" if value else "nee" for value in column]
    if kind in _CENTS:
        return column.astype(float).tolist()
    return [None if pd.isna(value) else str(value) for value in column]
