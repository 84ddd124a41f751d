"""What ``klantwaarde importeer`` shows of an import: for people, and as one object for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from klantwaarde_xl.commands.screen import findings_json, findings_line, show, show_findings, show_table
from klantwaarde_xl.imports import sentences
from klantwaarde_xl.imports.adding import ImportResult
from klantwaarde_xl.imports.header_meanings import Use
from klantwaarde_xl.imports.mapping import ColumnUse
from klantwaarde_xl.imports.understanding import Understanding
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.formats import euro, number, plural
from klantwaarde_xl.sources.ubl import UblBatch
from klantwaarde_xl.sources.xaf import XafFile

_MOST_UNUSED = 40
"""So many unused columns are shown."""


def show_import(result: ImportResult, written: Path | None) -> None:
    """Print what was understood of each source, the findings, and what came into the workbook, if any."""
    for one in result.understood:
        _show_source(one)
    show_findings(result.findings)
    rows = sentences.added_words(result.added, result.filled)
    if not result.understood:
        show("Er is niets overgenomen en niets geschreven.")
    elif written is None:
        show(f"Er is niets geschreven (--toon). Over te nemen: {rows}.")
    else:
        show(f"Toegevoegd aan {written}: {rows}. Geef nu: klantwaarde vernieuw {written}")
    show(findings_line(result.findings))


def _show_source(one: Understanding) -> None:
    show(sentences.source_line(one))
    for table, columns in one.columns.items():
        if columns:
            rows = _columns_shown(columns)
            show_table(
                ("Kolom", "Gebruik", "Betekenis"), rows, title=f"Kolommen voor {BY_TABLE[table].sheet}"
            )
    if isinstance(one.detail, XafFile):
        _show_audit_file(one.detail)
    if isinstance(one.detail, UblBatch):
        show(sentences.invoices_line(one.detail))


def _columns_shown(columns: Sequence[ColumnUse]) -> list[tuple[str, str, str]]:
    """Return header, use and meaning of each column; of very many unused ones only how many there are."""
    named = [use for use in columns if use.header]
    idle = [use for use in named if not use.field and use.use in {Use.IGNORED, Use.UNKNOWN}]
    left_out = {id(use) for use in idle[_MOST_UNUSED:]}
    rows = [(use.header, use.use.value, use.words) for use in named if id(use) not in left_out]
    if left_out:
        rows.append(("…", Use.UNKNOWN.value, f"en nog {plural(len(left_out), 'kolom', 'kolommen')}"))
    return rows


def _show_audit_file(found: XafFile) -> None:
    show(sentences.audit_file_line(found))
    accounts = found.notable_accounts.rename_axis("account").reset_index().to_dict("records")
    rows = [
        (row["account"], row["name"], row["reason"] or "niet gekozen", *_lines_and_euros(row))
        for row in accounts
    ]
    show_table(
        ("Rekening", "Naam", "Gekozen op", "Regels", "Omzet"), rows, title="Omzetrekeningen", right=(3, 4)
    )
    ways = found.assignment.rename_axis("way").reset_index().to_dict("records")
    used = [(row["way"], *_lines_and_euros(row)) for row in ways if row["lines"]]
    show_table(("Klant gevonden via", "Regels", "Omzet"), used, title="Omzet per klant", right=(1, 2))
    show(sentences.ledger_line(found))


def _lines_and_euros(row: dict[Any, Any]) -> tuple[str, str]:
    return number(row["lines"]), euro(row["amount"], 2)


def import_object(result: ImportResult, written: Path | None) -> dict[str, object]:
    """Return all that is known of an import, for other programs; ``written`` is the workbook, if any."""
    return {
        "workbook": None if written is None else written.name,
        "written": written is not None,
        "sources": [_source_json(one) for one in result.understood],
        "added": dict(result.added),
        "overlap": dict(result.overlap),
        "repeated": result.repeated,
        "failed": [
            {"name": n, "code": p.code, "message": p.message, "hint": p.hint} for n, p in result.failed
        ],
        "findings": findings_json(result.findings),
    }


def _source_json(one: Understanding) -> dict[str, object]:
    shown: dict[str, object] = {
        "name": one.name,
        "kind": one.kind.name,
        "read": one.read,
        "skipped": one.skipped,
        "revenue": one.revenue,
        "rows": {table: len(frame) for table, frame in one.tables.items()},
        "columns": {
            table: [
                {"header": use.header, "use": use.use.name.lower(), "field": use.field}
                for use in columns
                if use.header
            ]
            for table, columns in one.columns.items()
            if columns
        },
    }
    if isinstance(one.detail, XafFile):
        shown |= {
            "version": one.detail.version,
            "accounts": one.detail.notable_accounts.reset_index().to_dict("records"),
            "assignment": one.detail.assignment.reset_index().to_dict("records"),
            "ledger": one.detail.ledger.reset_index().to_dict("records"),
        }
    return shown
