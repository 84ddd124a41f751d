"""The command ``klantwaarde regels``: what a description of lines outside the workbook gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klantwaarde_xl.commands.options import AsJson, FirstDay, LastDay, a_file, parse_day
from klantwaarde_xl.commands.screen import (
    exit_code,
    findings_json,
    findings_line,
    now,
    progress,
    show,
    show_findings,
    show_json,
    show_table,
)
from klantwaarde_xl.model.notation import show as shown
from klantwaarde_xl.report.formats import date, euro, plural

if TYPE_CHECKING:
    from klantwaarde_xl.imports.choices import Choices
    from klantwaarde_xl.lines.reading import LinesRead
    from klantwaarde_xl.model.inputs import Inputs

_FIRST = 5


def regels(
    bron: Annotated[
        Path,
        typer.Argument(
            metavar="BRON.toml", help="Waar de regels staan.", show_default=False, callback=a_file
        ),
    ],
    toon: Annotated[
        bool, typer.Option("--toon", help="Toon ook hoe de kolommen begrepen zijn, en de eerste regels.")
    ] = False,
    tel_op: Annotated[
        Path | None,
        typer.Option(
            "--tel-op",
            metavar="MAP",
            help="Tel de regels op bij de bron, hoeveel het er ook zijn; schrijf de totalen in deze map.",
            show_default=False,
        ),
    ] = None,
    van: FirstDay = None,
    tot: LastDay = None,
    as_json: AsJson = False,
) -> None:
    """Lees en controleer de factuurregels buiten een werkmap; zonder --tel-op wordt er niets geschreven."""
    if tel_op is not None:
        if toon:
            raise typer.BadParameter("hoort bij regels zonder --tel-op.", param_hint="--toon")
        raise typer.Exit(_add_up(bron, tel_op, (van, tot), as_json))
    if van or tot:
        raise typer.BadParameter("--van en --tot horen bij --tel-op.", param_hint="--van" if van else "--tot")
    from klantwaarde_xl.use_cases.outside_lines import look_at_lines

    with progress(quiet=as_json) as step:
        step("Regels van buiten lezen en controleren")
        read, inputs = look_at_lines(bron)
    if as_json:
        show_json(_as_object(read, inputs, toon))
    else:
        if toon:
            show_table(("Kolom", "Veld"), _columns(read), title=f"Kolommen van {read.table.sheet}")
            show_table(read.headers, _first_lines(read), title="De eerste regels")
        show(_summary(read, inputs))
        show_findings(inputs.findings)
        show(findings_line(inputs.findings))
    raise typer.Exit(exit_code(inputs.findings))


def _add_up(source: Path, folder: Path, days: tuple[str | None, str | None], as_json: bool) -> int:
    """Write the totals per customer and product, show what they are, and return the exit code."""
    from klantwaarde_xl.use_cases.added_up import refuse_place, totals_of, write_totals
    from klantwaarde_xl.use_cases.refreshing import Chosen

    chosen = Chosen(parse_day(days[0], "--van"), parse_day(days[1], "--tot"))
    refuse_place(folder)
    with progress(quiet=as_json) as step:
        step("Regels optellen bij de bron")
        totals = totals_of(source, chosen)
        written = write_totals(totals, folder)
    if as_json:
        show_json(totals.summary() | {"findings": findings_json(totals.findings)})
        return exit_code(totals.findings)
    found = totals.summary()
    show(f"{plural(found['lines'], 'regel', 'regels')} in {found['source']}.")
    buyers = plural(found["customers"], "klant", "klanten")
    period = f"{date(totals.period[0])} t/m {date(totals.period[1])}"
    show(f"Periode {period}: {euro(found['revenue'], 2)} omzet van {buyers}.")
    show(f"Brutomarge van de regels met een kostprijs: {euro(found['gross_margin'], 2)}.")
    for path in written:
        show(f"Geschreven: {path}")
    show_findings(totals.findings)
    show(findings_line(totals.findings))
    return exit_code(totals.findings)


def keep_outside(sources: Sequence[Path], workbook: Path, choices: Choices, as_json: bool) -> int:
    """Convert csv files to Parquet beside a workbook, which is made when it is not there.

    Returns the exit code. A file of another kind is an unreadable csv. The name of a new workbook is one that
    Excel opens."""
    from klantwaarde_xl.lines.converting import convert
    from klantwaarde_xl.use_cases.new_workbook import write_empty

    made = []
    with progress(quiet=as_json) as step:
        for path in sources:
            step(f"{path.name} omzetten")
            made.append(convert(path, workbook.parent, choices.columns, choices.encoding or ""))
    if not os.path.exists(workbook):
        write_empty(workbook, now())
    findings = [found for one in made for found in one.findings]
    if as_json:
        names = [{"parquet": o.parquet.name, "description": o.description.name, "rows": o.rows} for o in made]
        show_json({"workbook": workbook.name, "converted": names, "findings": findings_json(findings)})
        return exit_code(findings)
    for one in made:
        show(f"Geschreven: {one.parquet} ({plural(one.rows, 'rij', 'rijen')}) en {one.description}")
        show(f"Geef nu: klantwaarde vernieuw {workbook} --regels {one.description}")
    show_findings(findings)
    show(findings_line(findings))
    return exit_code(findings)


def _summary(read: LinesRead, inputs: Inputs) -> str:
    lines = inputs.transactions
    counted = plural(inputs.read_lines, "regel", "regels")
    told = (
        f"{counted} in {read.table.sheet}, {euro(inputs.read_revenue, 2)}; {inputs.rejected_lines} afgekeurd"
    )
    if not len(lines):
        return f"{told}."
    customers = plural(int(lines["customer_id"].nunique()), "klant", "klanten")
    return f"{told}. Van {date(lines['date'].min())} t/m {date(lines['date'].max())}, {customers}."


def _columns(read: LinesRead) -> list[tuple[str, str]]:
    """Return each header with the field that it is, '' for one that is not used."""
    from klantwaarde_xl.model.headers import match_headers
    from klantwaarde_xl.model.tables import InvoiceLine

    fields = {at: field for field, at in match_headers(read.table.headers, InvoiceLine).fields.items()}
    titles = {column.field: column.header for column in InvoiceLine.columns()}
    return [(header, titles.get(fields.get(at, ""), "")) for at, header in enumerate(read.headers)]


def _first_lines(read: LinesRead) -> list[tuple[str, ...]]:
    rows = range(min(_FIRST, len(read.table)))
    return [tuple(shown(column.value(row)) for column in read.table.columns) for row in rows]


def _as_object(read: LinesRead, inputs: Inputs, with_columns: bool) -> dict[str, object]:
    lines = inputs.transactions
    days: Iterable[object] = (lines["date"].min(), lines["date"].max()) if len(lines) else (None, None)
    first, last = (None if day is None else str(day)[:10] for day in days)
    told: dict[str, object] = {
        "source": read.table.sheet,
        "lines": inputs.read_lines,
        "revenue": round(inputs.read_revenue, 2),
        "rejected": inputs.rejected_lines,
        "period": {"from": first, "to": last},
        "findings": findings_json(inputs.findings),
    }
    if with_columns:
        told["columns"] = [{"header": header, "field": field} for header, field in _columns(read)]
        told["first_lines"] = _first_lines(read)
    return told
