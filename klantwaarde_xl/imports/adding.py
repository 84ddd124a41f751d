"""Adding what was understood of sources to the input tables of a workbook, nothing twice.

A bad source does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.table_rows import TableChange, change_tables
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.known_prepayments import settle_known
from klantwaarde_xl.imports.target_tables import TargetTables
from klantwaarde_xl.imports.understanding import Understanding, understand_all
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.foreign import foreign_findings, parse_currency_rates, without_rate
from klantwaarde_xl.model.optional_tables import ExchangeRate, LedgerTotal
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.sources.workbook_file import read_workbook

_COUNTED = ("tblTransacties", "tblInspanning")
"""Tables without a key, in which equal rows are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportResult:
    """What an import did: what was understood, what was added, and what was not and why.

    ``added`` rows by Excel table; ``overlap`` rows that were there already, by source; ``repeated`` sources
    that were there already; ``failed`` name and error of each source that was refused.
    ``filled``: blank cells of existing rows that were filled.
    """

    understood: tuple[Understanding, ...]
    added: Mapping[str, int]
    overlap: Mapping[str, int]
    repeated: tuple[str, ...]
    failed: tuple[tuple[str, errors.KlantwaardeError], ...]
    findings: tuple[Finding, ...]
    filled: int = 0

    @property
    def exit_code(self) -> int:
        """1 when a source was refused or lines were left out because of an error, else 0."""
        return int(
            bool(self.failed) or any(finding.severity is errors.Severity.ERROR for finding in self.findings)
        )


def import_into(
    workbook: Path,
    paths: Sequence[Path],
    choices: Choices | None = None,
    step: Callable[[str], None] = lambda _text: None,
) -> ImportResult:
    """Add sources to the input tables of a workbook: :func:`understand_all`, then :func:`add_to`."""
    understood, failed = understand_all(paths, choices or Choices(), step)
    return add_to(workbook, understood, failed)


def add_to(
    workbook: Path | None,
    understood: Sequence[Understanding],
    failed: Sequence[tuple[str, errors.KlantwaardeError]] = (),
    *,
    write: bool = True,
) -> ImportResult:
    """Add what was understood to the input tables of an existing workbook; nothing else in it changes.

    A source whose hash already stands in Bron is skipped. Of lines that are equal in everything but Bron, as
    many are added as the source has more of them than the workbook: what overlaps is not added twice, and
    what truly repeats is not lost. Of customers and products only those are added that are not there.
    ``failed`` sources are named in the result. Without ``write`` the result tells what would be added; a
    workbook that is not there (None) then counts as empty. Raises the errors of the workbook's reader and
    writer, and KW-017 when somebody else changed the workbook after it was read."""
    contents = read_workbook(workbook) if workbook is not None and (write or workbook.exists()) else None
    tables = {} if contents is None else contents.tables
    cells = {} if contents is None else contents.settings_cells
    if workbook is None or contents is None or not write:
        return add_to_tables(tables, understood, failed, settings_cells=cells)
    as_read = contents.source.sha256
    return add_to_tables(
        tables,
        understood,
        failed,
        lambda changes: change_tables(workbook, changes, as_read=as_read),
        settings_cells=cells,
    )


def add_to_tables(
    tables: Mapping[str, RawTable],
    understood: Sequence[Understanding],
    failed: Sequence[tuple[str, errors.KlantwaardeError]] = (),
    write: Callable[[Sequence[TableChange]], None] | None = None,
    *,
    settings_cells: Mapping[str, object] | None = None,
) -> ImportResult:
    """Add as :func:`add_to` to tables that were read elsewhere.

    ``write`` puts the new rows in their place; without it nothing is written. ``settings_cells``: values of
    the settings of the workbook, by cell name."""
    target = TargetTables(tables)
    understood, unplaced = _placed(understood, tables)
    understood = [_with_rates(one, tables, settings_cells or {}) for one in understood]
    overlap: dict[str, int] = {}
    repeated: list[str] = []
    findings: list[Finding] = []
    # Lists of customers and products go first: what they know is more than the lines of an invoice tell.
    taken: dict[int, Understanding] = {}
    for source in sorted(understood, key=lambda source: "tblTransacties" in source.tables):
        one = settle_known(source, target.frames.get("tblTransacties"))
        taken[id(source)] = one
        findings += one.findings
        before = dict(target.overlap)
        if not target.add(one):
            repeated.append(one.name)
            findings.append(Finding.of(errors.ALREADY_IMPORTED, path=one.name))
        findings += target.kept(one.name)
        if count := sum(target.overlap.get(table, 0) - before.get(table, 0) for table in _COUNTED):
            overlap[one.name] = count
            findings.append(Finding.of(errors.OVERLAP, path=one.name, count=count))
    findings += [*target.nameless(), *unplaced]
    changes = list(target.changes())
    if changes and write is not None:
        write(changes)
    findings += [_refused(name, problem) for name, problem in failed]
    added = {change.table: change.count for change in changes if change.count}
    filled = sum(len(change.fills) for change in changes)
    parts = (
        tuple(taken[id(source)] for source in understood),
        added,
        overlap,
        tuple(repeated),
        tuple(failed),
        tuple(findings),
    )
    return ImportResult(*parts, filled=filled)


def _with_rates(
    one: Understanding, tables: Mapping[str, RawTable], settings_cells: Mapping[str, object]
) -> Understanding:
    """Return a source without the findings about currencies for which the workbook has a rate."""
    code = errors.FOREIGN_TURNOVER.code
    if not any(found.code == code for found in one.findings):
        return one
    raw = tables.get(ExchangeRate.table)
    monthly = check_table(raw, ExchangeRate) if raw is not None and len(raw) else None
    lacking = without_rate(one.tables["tblTransacties"], _usual_rates(settings_cells), monthly)
    others = [found for found in one.findings if found.code != code]
    return replace(one, findings=(*others, *foreign_findings(lacking)))


def _usual_rates(settings_cells: Mapping[str, object]) -> Mapping[str, float]:
    """Return the rates of the settings of a workbook; none when their cell cannot be read."""
    name = next(one.cell_name for one in Settings.declared() if one.field == "currency_rates")
    try:
        return parse_currency_rates(str(settings_cells.get(name) or ""))
    except errors.InvalidFigureError:
        return {}  # checking the workbook names that cell


def _placed(
    understood: Sequence[Understanding], tables: Mapping[str, RawTable]
) -> tuple[Sequence[Understanding], list[Finding]]:
    """Return the sources without the turnover of a ledger when the workbook has no table for it."""
    name = LedgerTotal.table
    if not tables or name in tables or not any(name in one.tables for one in understood):
        return understood, []
    kept = [
        replace(one, tables={table: frame for table, frame in one.tables.items() if table != name})
        for one in understood
    ]
    return kept, [Finding.of(errors.NO_LEDGER_SHEET)]


def _refused(name: str, problem: errors.KlantwaardeError) -> Finding:
    """Return what there is to say of a source that was refused: which one, why, and what to do about it."""
    reason = problem.message if name in problem.message else f"'{name}': {problem.message}"
    return Finding.of(errors.SOURCE_FAILED, code=problem.code, reason=reason, hint=problem.hint)
