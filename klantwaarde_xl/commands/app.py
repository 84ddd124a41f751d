"""The command line: ``klantwaarde`` with Dutch commands; every command is a few lines around a use case.

Exit codes: 0 fine, 1 there are findings of severity error, 2 the input cannot be used or the result not
written."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.commands import importing, lines, office, web, workbook
from klantwaarde_xl.commands.dutch import HELP_OPTIONS, DutchCommand, DutchGroup, usage_text
from klantwaarde_xl.commands.examples import in_help
from klantwaarde_xl.commands.screen import FINE, UNUSABLE, complain, show, show_help
from klantwaarde_xl.damage import damaged_part
from klantwaarde_xl.errors import KlantwaardeError

COMMANDS = {
    command.__name__: command
    for command in (
        workbook.demo,
        workbook.nieuw,
        importing.importeer,
        lines.regels,
        workbook.controleer,
        workbook.vernieuw,
        workbook.kansen,
        workbook.acties,
        workbook.verschil,
        workbook.deel,
        web.web,
        office.bouw,
        office.diagnose,
        office.installeer,
        office.pak,
    )
}
"""The commands by name, in the order of the help."""
_INTERRUPTED = 130
"""What typer returns after Ctrl+C."""
_STOPPED = "Afgebroken. Bestanden zijn heel: de oude, of de nieuwe als die al klaar waren."

app = typer.Typer(
    cls=DutchGroup,
    add_completion=False,
    no_args_is_help=True,
    help="Wie zijn uw beste klanten echt? Leest een werkmap en schrijft de antwoorden in een nieuwe werkmap.",
    context_settings={"help_option_names": list(HELP_OPTIONS)},
    pretty_exceptions_enable=False,
)
for name, command in COMMANDS.items():
    app.command(name, cls=DutchCommand, epilog=in_help(name))(command)


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, typer.Option("--versie", help="Toon de versie en stop.")] = False,
) -> None:
    """Wie zijn uw beste klanten echt?"""
    if version:
        show(f"klantwaarde_xl {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; any mistake ends with a Dutch message and exit code 2, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Cells are many small objects that live to the end: to look among them for circles took a fifth of the
    # time of a wide workbook.
    gc.set_threshold(100_000)
    warnings = logging.getLogger("klantwaarde_xl.files")
    warnings.handlers = [_Shown()]  # one, also when a program calls this more than once
    sys.exit(_run(arguments))


class _Shown(logging.Handler):
    """Shows the user what is worth knowing about a file that was replaced."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line on standard error."""
        complain(record.getMessage())


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=arguments, prog_name="klantwaarde", standalone_mode=False) or FINE
        if code != _INTERRUPTED:
            return code
        complain(_STOPPED)
    except SystemExit:
        # Only the library that draws tables does this, when nobody reads them any more.
        return UNUSABLE
    except KlantwaardeError as mistake:
        complain(mistake, *mistake.others)
    except TyperException as mistake:
        if type(mistake).__name__ == "NoArgsIsHelpError":
            show_help(mistake.format_message())
            return FINE
        complain(f"{usage_text(mistake, COMMANDS)} Zie: klantwaarde --help")
    except (typer.Abort, KeyboardInterrupt) as stop:
        # Typer takes every end of a file for Ctrl+D, also that of half a compiled module.
        fault = stop.__cause__ if isinstance(stop.__cause__, EOFError) else None
        complain(_what_failed(fault) if fault else _STOPPED)
    except OSError as problem:
        reason = errors.reason_of(problem)
        if isinstance(problem.filename, str | bytes):
            complain(errors.REFUSED_BY_SYSTEM.error(path=os.fsdecode(problem.filename), reason=reason))
        else:
            complain(errors.CANNOT_SHOW.error(reason=reason))
    except Exception as fault:  # noqa: BLE001 - a traceback may quote a cell, and exits with 1: findings
        complain(_what_failed(fault))
    return UNUSABLE


def _what_failed(fault: BaseException) -> KlantwaardeError:
    """Return what to say of an error that no user made: damage, a lack of memory, or a fault of our own."""
    if part := damaged_part(fault):
        return errors.DAMAGED_PROGRAM.error(path=part)
    if isinstance(fault, MemoryError):
        return errors.OUT_OF_MEMORY.error()
    return errors.PROGRAM_FAULT.error(kind=type(fault).__name__, place=errors.origin_of(fault))
