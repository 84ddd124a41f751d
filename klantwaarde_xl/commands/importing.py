"""The command ``klantwaarde importeer``: what its options mean, and where the rows go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klantwaarde_xl.commands.options import AsJson, named_workbook
from klantwaarde_xl.commands.screen import FINDINGS, UNUSABLE, complain, now, progress, show, show_json
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.imports.choices import EXPORT_TABLES
from klantwaarde_xl.imports.kinds import kind_names

if TYPE_CHECKING:
    from klantwaarde_xl.imports.adding import ImportResult
    from klantwaarde_xl.imports.choices import Choices
    from klantwaarde_xl.imports.understanding import Understanding

_KINDS = kind_names()


def importeer(  # noqa: PLR0913 - typer: each parameter is an option of the command
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
    tabel: Annotated[
        str,
        typer.Option(
            "--tabel",
            metavar="TABEL",
            help=f"Wat een export is: {', '.join(EXPORT_TABLES)}.",
            show_default=False,
        ),
    ] = "",
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
    verkoop: Annotated[
        bool,
        typer.Option("--verkoop", help="E-facturen van meer verkopers aan één koper zijn toch verkopen."),
    ] = False,
    onthoud: Annotated[
        bool, typer.Option("--onthoud", help="Onthoud de kolommen van --kolom voor volgende exports.")
    ] = False,
    buiten: Annotated[
        bool,
        typer.Option(
            "--buiten", help="Houd factuurregels buiten de werkmap: in een Parquet-bestand ernaast (csv)."
        ),
    ] = False,
    toon: Annotated[
        bool, typer.Option("--toon", help="Toon alleen wat begrepen is; er wordt niets geschreven.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Neem exports, auditfiles en e-facturen over in een werkmap; niets komt er dubbel in."""
    from klantwaarde_xl.commands.imported import import_object, show_import
    from klantwaarde_xl.commands.lines import keep_outside
    from klantwaarde_xl.files.writable import refuse_unwritable
    from klantwaarde_xl.imports.adding import add_to
    from klantwaarde_xl.imports.understanding import understand_all

    _complete(named=naar is not None or toon, to_remember=bool(kolom) or not onthoud)
    if naar is not None and not os.path.isfile(naar):
        naar = named_workbook(naar)
    choices = _choices(soort, kolom, koers, omzetrekening, codering)
    choices = replace(choices, table=_table(tabel), are_sales=verkoop)
    if buiten:
        raise typer.Exit(keep_outside(bron, _beside(naar, toon), choices, as_json))
    refuse_unwritable([naar] if naar is not None and not toon else [])
    with progress(quiet=as_json) as step:
        understood, failed = understand_all(bron, choices, step)
        if naar is None or toon or not understood:
            result, written = add_to(naar, understood, failed, write=False), None
        else:
            result, written = _into(naar, understood, failed), naar
    remembered, forgotten = _remember(understood) if onthoud and written else (None, False)
    if as_json:
        show_json(import_object(result, written))
    else:
        if remembered:
            show(f"De gekozen kolommen zijn onthouden in {remembered}.")
        show_import(result, written)
    raise typer.Exit((result.exit_code or forgotten * FINDINGS) if understood else UNUSABLE)


def _complete(*, named: bool, to_remember: bool) -> None:
    if not named:
        raise typer.BadParameter("noem de werkmap, of geef --toon om alleen te kijken.", param_hint="--naar")
    if not to_remember:
        raise typer.BadParameter("er is geen --kolom om te onthouden.", param_hint="--onthoud")


def _beside(workbook: Path | None, only_look: bool) -> Path:
    """Return the workbook that files come beside, or stop with a usage error in Dutch."""
    if workbook is None or only_look:
        raise typer.BadParameter("schrijft een bestand: noem de werkmap met --naar.", param_hint="--buiten")
    return workbook


def _remember(understood: Sequence[Understanding]) -> tuple[Path | None, bool]:
    """Keep the columns that were chosen for later exports; return where, None when none was chosen or they
    could not be kept, and whether that was so. The rows are in the workbook by now, so nothing ends there."""
    from klantwaarde_xl.imports.remembered_columns import choices_path, save_choices

    chosen = {layout: columns for one in understood for layout, columns in one.chosen.items() if columns}
    if not chosen:
        return None, False
    try:
        save_choices(choices_path(), chosen)
    except KlantwaardeError as mistake:
        complain(f"De rijen zijn toegevoegd; de gekozen kolommen zijn niet onthouden. {mistake}")
        return None, True
    return choices_path(), False


def _table(name: str) -> str:
    """Return the Excel table of a typed name, '' for none, or stop with a usage error in Dutch."""
    if not name:
        return ""
    if name.strip().lower() not in EXPORT_TABLES:
        message = f"'{name}' bestaat niet; kies uit {', '.join(EXPORT_TABLES)}."
        raise typer.BadParameter(message, param_hint="--tabel")
    return EXPORT_TABLES[name.strip().lower()]


def _choices(
    kind: str,
    columns: Sequence[str] | None,
    rates: Sequence[str] | None,
    accounts: Sequence[str] | None,
    encoding: str | None,
) -> Choices:
    """Return the choices of the options, or stop with a usage error in Dutch."""
    from klantwaarde_xl.files.text_encodings import is_text_encoding
    from klantwaarde_xl.imports.choices import Choices, column_choice
    from klantwaarde_xl.imports.remembered_columns import remembered_choices
    from klantwaarde_xl.model.foreign import parse_currency_rates

    if kind not in _KINDS:
        raise typer.BadParameter(
            f"'{kind}' bestaat niet; kies uit {', '.join(_KINDS)}.", param_hint="--soort"
        )
    chosen: dict[str, str] = {}
    for text in columns or ():
        if not (found := column_choice(text)):
            raise typer.BadParameter(
                f"'{text}' is niet te begrijpen; schrijf bijvoorbeeld Omzet=Bedrag.", param_hint="--kolom"
            )
        chosen |= found
    if encoding is not None and not is_text_encoding(encoding):
        raise typer.BadParameter(
            f"'{encoding}' bestaat niet; schrijf bijvoorbeeld windows-1252.", param_hint="--codering"
        )
    return Choices(
        kind=kind,
        columns=chosen,
        saved=remembered_choices(),
        rates=parse_currency_rates("; ".join(rates or ())),
        revenue_accounts=tuple(accounts or ()),
        encoding=encoding,
    )


def _into(
    workbook: Path, understood: Sequence[Understanding], failed: Sequence[tuple[str, KlantwaardeError]]
) -> ImportResult:
    """Add to the workbook; one that is not there is made elsewhere, and takes its place when all is in it."""
    from klantwaarde_xl.files.safe_file import scratch_folder
    from klantwaarde_xl.files.table_rows import change_tables
    from klantwaarde_xl.imports.adding import add_to, add_to_tables

    if os.path.exists(workbook):
        return add_to(workbook, understood, failed)
    from klantwaarde_xl.use_cases.new_workbook import write_empty

    with scratch_folder() as folder:
        empty = folder / workbook.name
        write_empty(empty, now())
        result = add_to_tables(
            {}, understood, failed, lambda changes: change_tables(empty, changes, workbook, as_read="")
        )
    if not any(result.added.values()):
        write_empty(workbook, now())
    return result
