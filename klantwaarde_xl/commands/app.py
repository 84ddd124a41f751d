"""The command line: ``klantwaarde`` with Dutch commands; every command is a few lines around a use case.

Exit codes: 0 fine, 1 there are findings of severity error, 2 the input cannot be used (or the result not
written)."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.exceptions import TyperException

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.commands.dutch import HELP_OPTIONS, DutchCommand, DutchGroup
from klantwaarde_xl.commands.importing import importeer
from klantwaarde_xl.commands.office import bouw, diagnose, installeer, pak
from klantwaarde_xl.commands.screen import (
    FINE,
    UNUSABLE,
    AsJson,
    exit_code,
    now,
    progress,
    show,
    show_findings,
    show_json,
)
from klantwaarde_xl.errors import KlantwaardeError

rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
rich_utils.OPTIONS_PANEL_TITLE = "Opties"
rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
rich_utils.ERRORS_PANEL_TITLE = "Fout"
rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
rich_utils.DEFAULT_STRING = "[standaard: {}]"

app = typer.Typer(
    cls=DutchGroup,
    add_completion=False,
    no_args_is_help=True,
    help=(
        "Wie zijn uw beste klanten echt? Leest een werkmap, rekent, en schrijft een nieuwe werkmap met de "
        "antwoorden."
    ),
    context_settings={"help_option_names": list(HELP_OPTIONS)},
    pretty_exceptions_enable=False,
)

Workbook = Annotated[
    Path, typer.Argument(metavar="BESTAND", help="De werkmap (.xlsx of .xlsm).", show_default=False)
]
Count = Annotated[
    int, typer.Option("--aantal", metavar="N", min=1, help="Hoeveel er getoond worden, de grootste eerst.")
]
FirstDay = Annotated[
    str | None,
    typer.Option(
        metavar="JJJJ-MM-DD",
        help="Eerste dag van de periode; anders volgens de instellingen.",
        show_default=False,
    ),
]
LastDay = Annotated[
    str | None,
    typer.Option(metavar="JJJJ-MM-DD", help="Laatste dag van de periode, deze telt mee.", show_default=False),
]


def parse_day(text: str | None, option: str) -> dt.date | None:
    """Return the date of an option, or stop with a usage error in Dutch."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is geen datum; schrijf jjjj-mm-dd.", param_hint=option) from None


def named_workbook(path: Path) -> Path:
    """Return the path when Excel will open a workbook of that name; it judges by the end of the name."""
    if path.suffix.lower() != ".xlsx":
        raise errors.NOT_A_WORKBOOK_NAME.error(path=path.name)
    return path


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, typer.Option("--versie", help="Toon de versie en stop.")] = False,
) -> None:
    """Wie zijn uw beste klanten echt?"""
    if version:
        show(f"klantwaarde_xl {__version__}")
        raise typer.Exit


@app.command(cls=DutchCommand)
def demo(
    uit: Annotated[
        Path, typer.Option("--uit", metavar="MAP", help="Map waarin de demowerkmap komt.")
    ] = Path(),
) -> None:
    """Maak een demowerkmap met gegevens en resultaten van een verzonnen groothandel."""
    from klantwaarde_xl.commands.summary import headline
    from klantwaarde_xl.demo.tables import write_demo

    started = time.perf_counter()
    with progress(quiet=False) as step:
        path, analysis = write_demo(uit, step)
    for line in headline(analysis):
        show(line)
    show(f"Geschreven in {time.perf_counter() - started:.1f} s: {path}".replace(".", ",", 1))


@app.command(cls=DutchCommand)
def nieuw(
    bestand: Annotated[
        Path, typer.Argument(metavar="BESTAND.xlsx", help="De werkmap die gemaakt wordt.", show_default=False)
    ],
) -> None:
    """Maak een lege werkmap met de invoertabellen, keuzelijsten en uitleg."""
    from klantwaarde_xl.use_cases.refreshing import write_empty

    write_empty(named_workbook(bestand), now())
    show(
        f"Gemaakt: {bestand}. Vul de bladen Klanten en Transacties en geef dan: klantwaarde vernieuw "
        f"{bestand}"
    )


@app.command(cls=DutchCommand)
def controleer(bestand: Workbook, as_json: AsJson = False) -> None:
    """Controleer de invoer en toon alle bevindingen; er wordt niets geschreven."""
    from klantwaarde_xl.use_cases.refreshing import load

    with progress(quiet=as_json) as step:
        inputs = load(bestand, step=step)
    if as_json:
        from dataclasses import asdict

        show_json(
            {"findings": [asdict(finding) for finding in inputs.findings], "rejected": inputs.rejected_lines}
        )
    else:
        show_findings(inputs.findings)
    raise typer.Exit(exit_code(inputs.findings))


@app.command(cls=DutchCommand)
def vernieuw(
    bestand: Workbook,
    uit: Annotated[
        Path | None,
        typer.Option(
            "--uit",
            metavar="RESULT.xlsx",
            help="Waar de uitkomst komt; anders naast BESTAND.",
            show_default=False,
        ),
    ] = None,
    van: FirstDay = None,
    tot: LastDay = None,
    met_invoer: Annotated[
        bool, typer.Option("--met-invoer", help="Neem ook meer dan 50.000 invoerregels over in de uitkomst.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lees de werkmap, reken, en schrijf een nieuwe werkmap met de resultaten; BESTAND blijft zoals het
    is."""
    from klantwaarde_xl.commands.summary import headline, summary
    from klantwaarde_xl.use_cases.refreshing import refresh

    started = time.perf_counter()
    output = named_workbook(uit) if uit else bestand.with_name(f"{bestand.stem}-resultaat.xlsx")
    days = {"period_from": parse_day(van, "--van"), "period_to": parse_day(tot, "--tot")}
    with progress(quiet=as_json) as step:
        analysis = refresh(bestand, output, created=now(), with_inputs=met_invoer, step=step, **days)
    seconds = time.perf_counter() - started
    if as_json:
        show_json(summary(analysis) | {"seconds": round(seconds, 3)})
    else:
        for line in headline(analysis):
            show(line)
        show(f"Geschreven: {output}")
    raise typer.Exit(exit_code(analysis.findings))


@app.command(cls=DutchCommand)
def deel(
    bestand: Workbook,
    uit: Annotated[
        Path | None,
        typer.Option(
            "--uit",
            metavar="KOPIE.xlsx",
            help="Waar de kopie komt; anders naast BESTAND.",
            show_default=False,
        ),
    ] = None,
    zonder_namen: Annotated[
        bool,
        typer.Option(
            "--zonder-namen", help="Vervang klanten en medewerkers door codes; de sleutel blijft bij u."
        ),
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Maak ook een PDF van Dashboard, Acties en Accountmanagers.")
    ] = False,
) -> None:
    """Maak een kopie van de resultaten om te delen: zonder invoer en macro's, zo nodig zonder namen."""
    from klantwaarde_xl.use_cases.sharing import default_output, share

    output = named_workbook(uit) if uit else default_output(bestand, nameless=zonder_namen)
    with progress(quiet=False) as step:
        written = share(bestand, output, nameless=zonder_namen, pdf=pdf, created=now(), step=step)
    show(f"Geschreven: {written.workbook}")
    if written.pdf:
        show(f"Geschreven: {written.pdf}")
    if written.key:
        show(f"Alleen voor uzelf, niet meesturen: {written.key}")


app.command(cls=DutchCommand)(bouw)
app.command(cls=DutchCommand)(diagnose)
app.command(cls=DutchCommand)(installeer)
app.command(cls=DutchCommand)(pak)


def usage_text(mistake: Any) -> str:
    """Return in Dutch what is wrong with the way a command was typed; the library says it in English.

    ``mistake`` is one of the library's usage errors; its kinds are told apart by what they carry, as they
    have no public names."""
    kind = type(mistake).__name__
    if kind == "MissingParameter":
        name = mistake.param.metavar or mistake.param.name.upper()
        return f"{name} ontbreekt."
    if kind == "NoSuchOption":
        near = f" Bedoelde u {mistake.possibilities[0]}?" if mistake.possibilities else ""
        return f"De optie {mistake.option_name} bestaat niet.{near}"
    if kind == "BadOptionUsage":
        return f"Bij de optie {mistake.option_name} hoort een waarde."
    if isinstance(mistake, typer.BadParameter):
        return f"{mistake.param_hint or 'De waarde'}: {mistake.message}"
    if "command" in mistake.message:
        return (
            f"Die opdracht bestaat niet; kies uit: {', '.join(command.name or '' for command in commands())}."
        )
    return "Er staat iets te veel achter de opdracht; zet een naam met spaties tussen aanhalingstekens."


def commands() -> list[Any]:
    """Return the commands as they were registered, with their name."""
    for command in app.registered_commands:
        command.name = command.name or command.callback.__name__
    return app.registered_commands


@app.command(cls=DutchCommand)
def kansen(
    bestand: Workbook,
    klant: Annotated[
        str | None, typer.Option("--klant", metavar="NR", help="Alleen van deze klant.", show_default=False)
    ] = None,
    aantal: Count = 20,
    as_json: AsJson = False,
) -> None:
    """Toon wat klanten nog niet kopen of meer kunnen kopen, met kans, euro's en waarom; er wordt niets
    geschreven."""
    from klantwaarde_xl.commands.chance_lists import chance_lines, chance_object
    from klantwaarde_xl.use_cases.refreshing import look

    with progress(quiet=as_json) as step:
        analysis = look(bestand, step)
    if as_json:
        show_json(chance_object(analysis, klant, aantal))
    else:
        show("\n".join(chance_lines(analysis, klant, aantal)))
    raise typer.Exit(exit_code(analysis.findings))


@app.command(cls=DutchCommand)
def acties(bestand: Workbook, aantal: Count = 20, as_json: AsJson = False) -> None:
    """Toon per klant wat te doen en wat dat oplevert; er wordt niets geschreven.

    Met --json komen alle klanten mee.
    """
    from klantwaarde_xl.commands.chance_lists import action_lines, action_object
    from klantwaarde_xl.use_cases.refreshing import look

    with progress(quiet=as_json) as step:
        analysis = look(bestand, step)
    if as_json:
        show_json(action_object(analysis))
    else:
        show("\n".join(action_lines(analysis, aantal)))
    raise typer.Exit(exit_code(analysis.findings))


app.command(cls=DutchCommand)(importeer)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; any mistake ends with a Dutch message and exit code 2, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(app(args=arguments, prog_name="klantwaarde", standalone_mode=False) or FINE)
    except KlantwaardeError as mistake:
        for found in (mistake, *mistake.others):
            typer.echo(str(found), err=True)
    except TyperException as mistake:
        if type(mistake).__name__ == "NoArgsIsHelpError":
            typer.echo(mistake.format_message())
            sys.exit(FINE)
        typer.echo(f"{usage_text(mistake)} Zie: klantwaarde --help", err=True)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Afgebroken; er is niets veranderd.", err=True)
    except MemoryError:
        typer.echo(str(errors.OUT_OF_MEMORY.error()), err=True)
    except Exception as fault:  # noqa: BLE001 - a traceback ends with exit code 1, which means findings, and may quote a cell
        typer.echo(
            str(errors.PROGRAM_FAULT.error(kind=type(fault).__name__, place=errors.origin_of(fault))),
            err=True,
        )
    sys.exit(UNUSABLE)
