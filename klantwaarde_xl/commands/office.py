"""The commands around Excel: building the workbooks, installing, diagnosing, packing."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl.commands.options import AsJson, a_file
from klantwaarde_xl.commands.screen import FINDINGS, FINE, complain, show, show_json


def bouw(
    uit: Annotated[Path, typer.Option("--uit", metavar="MAP", help="Map waarin de werkmappen komen.")] = Path(
        "workbook"
    ),
) -> None:
    """Bouw de werkmappen met macro's en lint: sjabloon, demo en invoegtoepassing."""
    from klantwaarde_xl.template.build import build_all

    for path in build_all(uit, complain):
        show(f"Gemaakt: {path}")


def diagnose(
    as_json: AsJson = False,
    controle: Annotated[
        Path | None,
        typer.Option(
            "--controle",
            metavar="BESTAND",
            help="Een leeg sjabloon dat u in Excel hebt bewaard: zeg wat Excel erin veranderde.",
            callback=a_file,
        ),
    ] = None,
) -> None:
    """Controleer of Excel en Python elkaar op deze computer kunnen vinden, en zeg wat u kunt doen."""
    from klantwaarde_xl.setup import diagnosis

    if controle is not None:
        raise typer.Exit(_compare(controle, as_json))
    found = diagnosis.checks(diagnosis.this_machine())
    if as_json:
        show_json({"checks": [asdict(check) for check in found]})
    else:
        for check in found:
            show(f"{check.state:<7} {check.name}: {check.found}")
            if check.advice and check.state is not diagnosis.State.NOT_HERE:
                show(f"        {check.advice}")
    raise typer.Exit(FINDINGS if any(check.state is diagnosis.State.WRONG for check in found) else FINE)


def _compare(path: Path, as_json: bool) -> int:
    """Show what is otherwise in a saved template than in the one of this version; return the exit code."""
    from klantwaarde_xl.setup.saved_workbook import NOT_COMPARED, differences, page, program_of, repaired
    from klantwaarde_xl.sources.guard import inspect_workbook
    from klantwaarde_xl.template.build import NAME, template_workbooks

    inspect_workbook(path)
    suffix = ".xlsm" if path.suffix.lower() == ".xlsm" else ".xlsx"
    saved, written = path.read_bytes(), template_workbooks()[NAME + suffix]
    program, mended, found = program_of(saved), repaired(saved), differences(written, saved)
    if as_json:
        others = [asdict(one) for one in found]
        show_json(
            {"program": program, "repaired": mended, "differences": others, "not_compared": NOT_COMPARED}
        )
    else:
        for line in page(program, mended, found):
            show(line)
    return FINDINGS if mended or found else FINE


def installeer(
    verwijder: Annotated[
        bool, typer.Option("--verwijder", help="Haal weg wat er is ingesteld; werkmappen blijven.")
    ] = False,
) -> None:
    """Laat Excel deze Python vinden en zet de werkmap klaar; buiten Windows: zeg wat er zou gebeuren."""
    from klantwaarde_xl.setup import installing

    if verwijder:
        from klantwaarde_xl.setup.uninstalling import uninstall

        undone = uninstall()
        for line in undone.done if undone.done or undone.stays else ["Er was niets ingesteld."]:
            show(line)
        complain(*undone.stays)
        raise typer.Exit(FINDINGS if undone.stays else FINE)
    plan = installing.make_plan()
    if sys.platform == "win32":
        for line in installing.install(plan):
            show(line)
    else:
        show("Excel met functies en knoppen werkt onder Windows; hier is niets veranderd.")
        show("Onder Windows zou dit gebeuren:")
        for line in plan.lines():
            show(line)
    show(installing.trusted_location_advice(plan.folder))


def pak(
    platform: Annotated[
        str | None,
        typer.Option("--platform", metavar="NAAM", help="Voor welke computer; anders win_amd64."),
    ] = None,
    python: Annotated[
        str | None,
        typer.Option("--python", metavar="3.12", help="Versie van Python op die computer; anders 3.12."),
    ] = None,
    met_python: Annotated[
        Path | None,
        typer.Option(
            "--met-python",
            metavar="ZIP",
            help="Lever deze Python mee: python-3.13.N-embed-amd64.zip, door u van python.org gehaald.",
            callback=a_file,
        ),
    ] = None,
    sha256: Annotated[
        str | None,
        typer.Option("--sha256", metavar="HEX", help="De SHA-256 van dat bestand volgens python.org."),
    ] = None,
    uit: Annotated[
        Path, typer.Option("--uit", metavar="MAP", help="Map waarin het zip-bestand komt.")
    ] = Path(),
) -> None:
    """Maak één zip om te installeren op een computer zonder internet; --platform hier: voor deze computer."""
    from klantwaarde_xl.setup.packing import pack

    if (met_python is None) != (sha256 is None):
        raise typer.BadParameter(
            "horen bij elkaar: noem het bestand en zijn SHA-256.", param_hint="--met-python en --sha256"
        )
    here = (platform or "").strip().lower() == "hier"
    if here and python is not None:
        raise typer.BadParameter("--platform hier is voor deze Python zelf.", param_hint="--python")
    if met_python is not None and sha256 is not None:
        path = _pack_with_python(met_python, sha256, (platform, python), uit)
    else:
        own = f"{sys.version_info[0]}.{sys.version_info[1]}"
        path = pack("" if here else platform or "win_amd64", own if here else python or "3.12", uit, complain)
    show(f"Gemaakt: {path}")


def _pack_with_python(path: Path, sha256: str, asked: tuple[str | None, str | None], folder: Path) -> Path:
    """Make the zip that brings the Python at ``path`` along; ``asked``: the platform and version, if any."""
    from klantwaarde_xl.setup import own_python
    from klantwaarde_xl.setup.packing import pack

    own = own_python.read_own_python(path, sha256)
    own_python.check_asked(own, *asked)
    return pack(own_python.PLATFORM, own.minor, folder, complain, own)
