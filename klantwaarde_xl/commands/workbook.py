"""The commands about a workbook: making it, checking it, refreshing it, what to do next, sharing it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl.commands.options import (
    AsJson,
    Count,
    FirstDay,
    Former,
    LastDay,
    OneCustomer,
    OutsideLines,
    Workbook,
    named_workbook,
    parse_day,
)
from klantwaarde_xl.commands.screen import (
    exit_code,
    findings_json,
    findings_line,
    now,
    progress,
    show,
    show_findings,
    show_json,
)


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


def nieuw(
    bestand: Annotated[
        Path, typer.Argument(metavar="BESTAND.xlsx", help="De werkmap die gemaakt wordt.", show_default=False)
    ],
) -> None:
    """Maak een lege werkmap met de invoertabellen, keuzelijsten en uitleg."""
    from klantwaarde_xl.use_cases.new_workbook import write_empty

    write_empty(named_workbook(bestand), now())
    show(f"Gemaakt: {bestand}. Vul de bladen Klanten en Transacties.")
    show(f"Geef dan: klantwaarde vernieuw {bestand}")


def controleer(bestand: Workbook, regels: OutsideLines = None, as_json: AsJson = False) -> None:
    """Controleer de invoer en toon alle bevindingen; er wordt niets geschreven."""
    from klantwaarde_xl.analysis.preparing import period_findings
    from klantwaarde_xl.use_cases.refreshing import Chosen, load

    with progress(quiet=as_json) as step:
        inputs = load(bestand, chosen=Chosen(lines=regels), step=step)
    findings = (*period_findings(inputs), *inputs.findings)
    if as_json:
        show_json({"findings": findings_json(findings), "rejected": inputs.rejected_lines})
    else:
        show_findings(findings)
        show(findings_line(findings))
    raise typer.Exit(exit_code(findings))


def vernieuw(  # noqa: PLR0913 - typer: each parameter is an option of the command
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
    regels: OutsideLines = None,
    vorige: Former = None,
    met_invoer: Annotated[
        bool, typer.Option("--met-invoer", help="Neem ook meer dan 50.000 invoerregels over in de uitkomst.")
    ] = False,
    parquet: Annotated[
        bool, typer.Option("--parquet", help="Schrijf ook alle tabellen volledig, als Parquet in een map.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Schrijf een nieuwe werkmap met de resultaten van BESTAND; BESTAND zelf blijft zoals het is."""
    from klantwaarde_xl.commands.summary import headline, notes_lines, summary
    from klantwaarde_xl.use_cases.former_results import usual_result
    from klantwaarde_xl.use_cases.refreshing import Chosen, refresh

    started = time.perf_counter()
    output = named_workbook(uit) if uit else usual_result(bestand)
    chosen = Chosen(parse_day(van, "--van"), parse_day(tot, "--tot"), regels, vorige, parquet)
    with progress(quiet=as_json) as step:
        analysis = refresh(
            bestand,
            output,
            created=now(),
            chosen=chosen,
            with_inputs=met_invoer,
            step=step,
        )
    seconds = time.perf_counter() - started
    if as_json:
        findings = findings_json(analysis.findings)
        show_json(summary(analysis) | {"findings": findings, "seconds": round(seconds, 3)})
    else:
        for line in headline(analysis):
            show(line)
        show(f"Geschreven: {output}")
        if parquet:
            show(f"Geschreven: {output.parent / f'{output.stem}-tabellen'} (alle tabellen, volledig)")
        for line in notes_lines(analysis.findings):
            show(line)
        show(findings_line(analysis.findings))
    raise typer.Exit(exit_code(analysis.findings))


def deel(  # noqa: PLR0913 - typer: each parameter is an option of the command
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
    klant: Annotated[
        list[str] | None,
        typer.Option(
            "--klant",
            metavar="KLANT",
            help="In de PDF ook de Klantkaart van deze klant: nummer of naam; mag vaker.",
            show_default=False,
        ),
    ] = None,
    pptx: Annotated[
        bool, typer.Option("--pptx", help="Maak ook een presentatie van vijf dia's (PowerPoint).")
    ] = False,
    afgerond: Annotated[
        bool,
        typer.Option("--afgerond", help="Rond bedragen en percentages af op twee cijfers, tegen herkennen."),
    ] = False,
    index: Annotated[
        bool,
        typer.Option("--index", help="Toon bedragen in punten: de omzet van het bedrijf is 1.000.000."),
    ] = False,
) -> None:
    """Maak een kopie van de resultaten om te delen: zonder invoer en macro's, zo nodig zonder namen."""
    from klantwaarde_xl.use_cases.sharing import Way, default_output, share

    output = named_workbook(uit) if uit else default_output(bestand, nameless=zonder_namen)
    with progress(quiet=False) as step:
        cards = tuple(klant or ())
        way = Way(zonder_namen, pdf or bool(cards), afgerond, pptx, cards=cards, indexed=index)
        written = share(bestand, output, way, created=now(), step=step)
    show(f"Geschreven: {written.workbook}")
    for beside in filter(None, (written.pdf, written.slides)):
        show(f"Geschreven: {beside}")
    if written.key:
        show(f"Alleen voor uzelf, niet meesturen: {written.key}")
    for old in written.outdated:
        show(f"Let op, van een eerdere kopie: {old}. Maak ook dat bestand opnieuw, of verwijder het.")
    for line in written.remains:
        show(line)
    show(findings_line(written.findings))
    raise typer.Exit(exit_code(written.findings))


def kansen(
    bestand: Workbook,
    klant: OneCustomer = None,
    aantal: Count = 20,
    as_json: AsJson = False,
) -> None:
    """Toon wat klanten nog kunnen kopen, met kans, euro's en waarom; er wordt niets geschreven."""
    from klantwaarde_xl.commands.chance_lists import chance_lines, chance_object
    from klantwaarde_xl.use_cases.refreshing import look

    with progress(quiet=as_json) as step:
        analysis = look(bestand, step)
    if as_json:
        show_json(chance_object(analysis, klant, aantal))
    else:
        for line in chance_lines(analysis, klant, aantal):
            show(line)
    raise typer.Exit(exit_code(analysis.findings))


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
        for line in action_lines(analysis, aantal):
            show(line)
    raise typer.Exit(exit_code(analysis.findings))


def verschil(
    bestand: Workbook,
    klant: OneCustomer = None,
    as_json: AsJson = False,
) -> None:
    """Toon waarom de nettobijdrage veranderde sinds de vorige periode; er wordt niets geschreven.

    Per klant en in totaal: volume, prijs, kostprijs, mix, tijd en geld, nieuw en verloren, op de cent.
    """
    from klantwaarde_xl.commands.bridge_lists import bridge_lines, bridge_object
    from klantwaarde_xl.use_cases.refreshing import look

    with progress(quiet=as_json) as step:
        analysis = look(bestand, step)
    if as_json:
        show_json(bridge_object(analysis, klant))
    else:
        for line in bridge_lines(analysis, klant):
            show(line)
    raise typer.Exit(exit_code(analysis.findings))
