"""Options and arguments that several commands share, and what their text means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl import errors

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


AsJson = Annotated[
    bool, typer.Option("--json", help="Eén JSON-object voor andere programma's, verder niets.")
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
