"""What a source holds, before anything is written: its kind, its columns, the good rows, the totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import called
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.kinds import AUTO, BY_NAME, SourceKind, recognise, text_files
from klantwaarde_xl.imports.mapped_table import ColumnUse, MappedTable
from klantwaarde_xl.imports.parties_of_lines import conflicts_in, parties_of
from klantwaarde_xl.imports.remembered_columns import Layout
from klantwaarde_xl.model.checking import CheckedTable, check_table
from klantwaarde_xl.model.currencies import currency_code
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.foreign import foreign_findings, to_euros
from klantwaarde_xl.model.made_up_customers import made_up_customers
from klantwaarde_xl.model.many_lines import repeated_rows
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.plausibility import line_doubts
from klantwaarde_xl.model.rate_doubts import rate_doubts
from klantwaarde_xl.model.rules import line_rules
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.sources.ubl import UblBatch
from klantwaarde_xl.sources.xaf import XafFile
from klantwaarde_xl.sources.zipped import ZippedFile

Failed = tuple[str, errors.KlantwaardeError]
"""Name of a source that was refused, and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Understanding:
    """What was understood of one source, before anything is written.

    ``tables``: the good rows by name of the Excel table, a column per field. ``columns``: per input table
    how each column is used (exports only). ``read`` rows read, ``skipped`` rows left out (the reasons are
    findings), ``revenue`` the total of the good rows in EUR. ``detail``: what only an audit file or a batch
    of e-invoices tells. ``chosen``: header by field of the columns that were chosen and not recognised, per
    layout, ready to be saved.
    """

    name: str
    kind: SourceKind
    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, tuple[ColumnUse, ...]]
    read: int
    skipped: int
    revenue: float
    findings: tuple[Finding, ...]
    detail: XafFile | UblBatch | None = None
    chosen: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)


def understand(paths: Sequence[Path | ZippedFile], kind: SourceKind, choices: Choices) -> Understanding:
    """Return what one source gives; several paths are the parts of one split audit file, or e-invoices.

    Raises the errors of the reader of this kind.
    """
    reading = kind.reader(paths, choices)
    tables: dict[str, pd.DataFrame] = {}
    findings = list(reading.findings)
    beside: Mapping[str, CheckedTable] = {}
    revenue = 0.0
    lengths = {table: len(part.table) for table, part in reading.tables.items() if len(part.table)}
    for table in lengths:
        part = reading.tables[table]
        checked = check_table(part.table, BY_TABLE[table])
        findings += [*part.findings, *checked.findings]
        good = checked.good_rows()
        findings += _rejected(checked, called(paths[0]))
        if table == "tblTransacties":
            findings += _convert(good, choices.rates)
            revenue, foreign = _turnover(good)
            if reading.tells_parties:
                beside = _check_parties(good, part)
                findings += conflicts_in(good, part)
                findings += made_up_customers({**beside, table: checked})
            findings += foreign_findings(foreign) or _doubts(checked)
        good = good.reset_index(drop=True)
        if "source" in good and good["source"].isna().all():
            good["source"] = part.table.source.label
        tables[table] = good
    counted = "tblTransacties" if "tblTransacties" in lengths else next(iter(lengths), "")
    reported = {(finding.code, finding.message) for finding in findings}
    for other, found in beside.items():
        # These tables come from the lines: what the check of the lines reported is not repeated.
        findings += [finding for finding in found.findings if (finding.code, finding.message) not in reported]
        tables[other] = _below(tables.get(other), found.good_rows(), *BY_TABLE[other].key)
    read = lengths.get(counted, 0)
    return Understanding(
        name=called(paths[0]),
        kind=kind,
        tables=tables,
        columns={table: part.columns for table, part in reading.tables.items()},
        read=read + reading.left_out,
        skipped=read - (len(tables[counted]) if read else 0) + reading.left_out,
        revenue=revenue,
        findings=tuple(findings),
        detail=reading.detail,
        chosen=reading.chosen,
    )


def _doubts(checked: CheckedTable) -> list[Finding]:
    """Return what is doubtful in invoice lines, as a refresh says it; the lines stay as they are."""
    copy = replace(checked, frame=checked.frame.copy(), rejected=checked.rejected.copy())
    found: list[Finding] = []
    line_rules(copy, found)
    return [*found, *line_doubts(copy, Settings(), repeated_rows(copy.good_rows()))]


def _rejected(checked: CheckedTable, name: str) -> list[Finding]:
    """Return how many invoice lines of a source are rejected, with their readable turnover."""
    count = int(checked.rejected.sum())
    left_out = errors.NO_TURNOVER_BY_TYPE.code  # says so itself, and there is nothing to mend
    if count == sum(found.count for found in checked.findings if found.code == left_out):
        return []
    if checked.amounts is None:
        return []
    amounts = checked.amounts[checked.rejected]
    known = amounts[np.isfinite(amounts)]
    amount = in_euros(total_of(known)) if len(known) else "een onleesbaar bedrag"
    return [Finding.of(errors.LINES_REJECTED, "", amount, path=name, count=count)]


def _check_parties(lines: pd.DataFrame, part: MappedTable) -> dict[str, CheckedTable]:
    return {table: check_table(raw, BY_TABLE[table]) for table, raw in parties_of(lines, part).items()}


def _currencies(lines: pd.DataFrame) -> np.ndarray:
    """Return the currency code of each line, str (n,)."""
    codes = [currency_code(name) for name in lines["currency"].cat.categories] + ["EUR"]
    return np.array(codes, object)[lines["currency"].cat.codes]


def _convert(lines: pd.DataFrame, rates: Mapping[str, float]) -> list[Finding]:
    """Turn the amounts of lines in a currency with a rate into EUR, to the cent; changes the frame.

    Returns the doubts about the rates.
    """
    currency = _currencies(lines)
    known = np.isin(currency, [code for code in rates if code != "EUR"])
    if not known.any():
        return []
    factor = np.array([rates[code] for code in currency[known]])
    doubts = rate_doubts(currency[known], factor, lines["revenue"].to_numpy()[known])
    for name in ("revenue", "cost", "margin"):
        values = lines[name].to_numpy(copy=True)
        values[known] = to_euros(values[known], factor)
        lines[name] = values
    lines["currency"] = lines["currency"].where(~known)
    return doubts


def _turnover(lines: pd.DataFrame) -> tuple[float, dict[str, tuple[int, float]]]:
    """Return the turnover of lines in EUR, and by other currency its lines and their sum in that currency."""
    cents = np.rint(lines["revenue"].to_numpy() * 100)
    currency = _currencies(lines)
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
) -> tuple[list[Understanding], list[Failed]]:
    """Return what each source gives, and name and error of each that was refused.

    Parts of a split audit file are joined. ``step`` gets the name of each source before it is read.
    """
    found: list[Understanding] = []
    failed: list[Failed] = []
    for kind, group in _groups(paths, choices, failed):
        step(called(group[0]))
        try:
            one = understand(group, kind, choices)
        except errors.KlantwaardeError as problem:
            if problem.code == errors.NOT_ONE_DATABASE.code:
                more, refused = understand_all(text_files(Path(str(group[0]))), choices, step)
                found, failed = [*found, *more], [*failed, *refused]
            else:
                failed.append((called(group[0]), problem))
            continue
        if isinstance(one.detail, UblBatch):
            failed += one.detail.failed
        found.append(one)
    return found, failed


def _groups(
    paths: Sequence[Path], choices: Choices, failed: list[Failed]
) -> Iterator[tuple[SourceKind, Sequence[Path | ZippedFile]]]:
    """Yield the files of each source with its kind; the parts of one that is spread come last, as one."""
    spread: dict[str, list[Path | ZippedFile]] = {}
    for path in paths:
        try:
            kind = recognise(path) if choices.kind == AUTO else BY_NAME[choices.kind]
            files, parts = kind.split(path, choices.encoding) if kind.split else ([path], [])
        except errors.KlantwaardeError as problem:
            failed.append((called(path), problem))
            continue
        except OSError as problem:
            reason = errors.reason_of(problem)
            failed.append((called(path), errors.CANNOT_READ.error(path=called(path), reason=reason)))
            continue
        spread.setdefault(kind.name, []).extend(parts)
        for file in files:
            if file not in parts:
                yield kind, [file]
    for name, parts in spread.items():
        if parts:
            yield BY_NAME[name], parts
