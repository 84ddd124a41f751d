"""The command ``klantwaarde importeer``: what was understood of each source, and what came into the
workbook."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from klantwaarde_xl.commands.screen import (
    UNUSABLE,
    AsJson,
    now,
    progress,
    show,
    show_findings,
    show_json,
    show_table,
)
from klantwaarde_xl.imports.kinds import kind_names
from klantwaarde_xl.report.formats import euro, number

if TYPE_CHECKING:
    from klantwaarde_xl.errors import KlantwaardeError
    from klantwaarde_xl.imports.adding import ImportResult
    from klantwaarde_xl.imports.choices import Choices
    from klantwaarde_xl.imports.understanding import Understanding
    from klantwaarde_xl.sources.xaf import XafFile

_KINDS = kind_names()


def importeer(
    bron: Annotated[
        list[Path],
        typer.Argument(
            metavar="BRON", help="Exports, auditfiles, e-facturen, mappen of zips.", show_default=False
        ),
    ],
    naar: Annotated[
        Path | None,
        typer.Option(
            "--naar",
            metavar="WERKMAP.xlsx",
            help="De werkmap die wordt aangevuld, of gemaakt.",
            show_default=False,
        ),
    ] = None,
    soort: Annotated[
        str, typer.Option("--soort", metavar="SOORT", help=f"{', '.join(_KINDS[:-1])} of {_KINDS[-1]}.")
    ] = "auto",
    kolom: Annotated[
        list[str] | None,
        typer.Option(
            "--kolom", metavar="VELD=KOP", help="Welke kolom een veld is; mag vaker.", show_default=False
        ),
    ] = None,
    koers: Annotated[
        list[str] | None,
        typer.Option(
            "--koers",
            metavar="USD=0,92",
            help="Euro per eenheid van een munt; mag vaker.",
            show_default=False,
        ),
    ] = None,
    omzetrekening: Annotated[
        list[str] | None,
        typer.Option(
            "--omzetrekening", metavar="NR", help="Een omzetrekening; mag vaker.", show_default=False
        ),
    ] = None,
    codering: Annotated[
        str | None,
        typer.Option("--codering", metavar="NAAM", help="Bijvoorbeeld windows-1252.", show_default=False),
    ] = None,
    onthoud: Annotated[
        bool, typer.Option("--onthoud", help="Onthoud de kolommen van --kolom voor volgende exports.")
    ] = False,
    toon: Annotated[
        bool, typer.Option("--toon", help="Toon alleen wat begrepen is; er wordt niets geschreven.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Neem exports, auditfiles en e-facturen over in de invoertabellen van een werkmap; niets komt er dubbel
    in."""
    from klantwaarde_xl.imports.adding import add_to
    from klantwaarde_xl.imports.remembered_columns import choices_path, save_choices
    from klantwaarde_xl.imports.understanding import understand_all

    if naar is None and not toon:
        raise typer.BadParameter("noem de werkmap, of geef --toon om alleen te kijken.", param_hint="--naar")
    if onthoud and not kolom:
        raise typer.BadParameter("er is geen --kolom om te onthouden.", param_hint="--onthoud")
    choices = _choices(soort, kolom or [], koers or [], omzetrekening or [], codering)
    with progress(quiet=as_json) as step:
        understood, failed = understand_all(bron, choices, step)
        if naar is None or toon or not understood:
            result, written = add_to(naar, understood, failed, write=False), None
        else:
            result, written = _into(naar, understood, failed), naar
    chosen = {layout: columns for one in understood for layout, columns in one.chosen.items() if columns}
    if onthoud and written and chosen:
        save_choices(choices_path(), chosen)
    if as_json:
        show_json(_as_json(result, written))
    else:
        _show(result, written)
        if onthoud and written and chosen:
            show(f"De gekozen kolommen zijn onthouden in {choices_path()}.")
    raise typer.Exit(result.exit_code if understood else UNUSABLE)


def _choices(
    kind: str, columns: Sequence[str], rates: Sequence[str], accounts: Sequence[str], encoding: str | None
) -> Choices:
    """Return the choices of the options, or stop with a usage error in Dutch."""
    from klantwaarde_xl.imports.choices import Choices, column_choice
    from klantwaarde_xl.imports.remembered_columns import choices_path, load_choices
    from klantwaarde_xl.model.inputs import parse_currency_rates

    if kind not in _KINDS:
        raise typer.BadParameter(
            f"'{kind}' bestaat niet; kies uit {', '.join(_KINDS)}.", param_hint="--soort"
        )
    chosen = {}
    for text in columns:
        if not (found := column_choice(text)):
            raise typer.BadParameter(
                f"'{text}' is niet te begrijpen; schrijf bijvoorbeeld Omzet=Bedrag.", param_hint="--kolom"
            )
        chosen |= found
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            said = f"'{encoding}' bestaat niet; schrijf bijvoorbeeld windows-1252."
            raise typer.BadParameter(said, param_hint="--codering") from None
    return Choices(
        kind=kind,
        columns=chosen,
        saved=load_choices(choices_path()),
        rates=parse_currency_rates("; ".join(rates)),
        revenue_accounts=tuple(accounts),
        encoding=encoding,
    )


def _into(
    workbook: Path, understood: Sequence[Understanding], failed: Sequence[tuple[str, KlantwaardeError]]
) -> ImportResult:
    """Add to the workbook; one that is not there is made elsewhere, and takes its place when all is in it."""
    from klantwaarde_xl.files.safe_file import scratch_folder
    from klantwaarde_xl.imports.adding import add_to
    from klantwaarde_xl.use_cases.refreshing import write_empty

    if workbook.exists():
        return add_to(workbook, understood, failed)
    with scratch_folder() as folder:
        empty = folder / workbook.name
        write_empty(empty, now())
        result = add_to(empty, understood, failed, target=workbook)
    if not any(result.added.values()):
        write_empty(workbook, now())
    return result


def _show(result: ImportResult, written: Path | None) -> None:
    from klantwaarde_xl.imports.sentences import added_words

    for one in result.understood:
        _show_source(one)
    show_findings(result.findings)
    if not result.understood:
        show("Er is niets overgenomen en niets geschreven.")
        return
    rows = added_words(result.added)
    if written is None:
        show(f"Er is niets geschreven (--toon). Over te nemen: {rows}.")
    else:
        show(f"Toegevoegd aan {written}: {rows}. Geef nu: klantwaarde vernieuw {written}")


def _show_source(one: Understanding) -> None:
    from klantwaarde_xl.imports import sentences as words
    from klantwaarde_xl.model.tables import BY_TABLE
    from klantwaarde_xl.sources.ubl import UblBatch
    from klantwaarde_xl.sources.xaf import XafFile

    show(words.source_line(one))
    for table, columns in one.columns.items():
        if columns:
            rows = [(use.header, use.use.value, use.words) for use in columns if use.header]
            show_table(
                ("Kolom", "Gebruik", "Betekenis"), rows, title=f"Kolommen voor {BY_TABLE[table].sheet}"
            )
    if isinstance(one.detail, XafFile):
        _show_audit_file(one.detail)
    if isinstance(one.detail, UblBatch):
        show(words.invoices_line(one.detail))


def _show_audit_file(found: XafFile) -> None:
    from klantwaarde_xl.imports.sentences import audit_file_line, ledger_line

    show(audit_file_line(found))
    rows = [
        (account, row.name, row.reason or "niet gekozen", number(row.lines), euro(row.amount, 2))
        for account, row in ((row.Index, row) for row in found.notable_accounts.itertuples())
    ]
    show_table(
        ("Rekening", "Naam", "Gekozen op", "Regels", "Omzet"), rows, title="Omzetrekeningen", right=(3, 4)
    )
    ways = [
        (way, number(row["lines"]), euro(row["amount"], 2))
        for way, row in found.assignment.iterrows()
        if row["lines"]
    ]
    show_table(("Klant gevonden via", "Regels", "Omzet"), ways, title="Omzet per klant", right=(1, 2))
    show(ledger_line(found))


def _as_json(result: ImportResult, written: Path | None) -> dict[str, Any]:
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
        "findings": [asdict(finding) for finding in result.findings],
    }


def _source_json(one: Understanding) -> dict[str, Any]:
    from klantwaarde_xl.sources.xaf import XafFile

    shown: dict[str, Any] = {
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
