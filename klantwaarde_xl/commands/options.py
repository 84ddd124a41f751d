"""Options and arguments that several commands share, and what their text means."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import names_device


def a_file(path: Path | None) -> Path | None:
    """Return what was typed where a file is due, when it is not a folder.

    A folder such as ``.`` has no name to tell of, and Windows only says that it may not be read. Raises
    FOLDER_AS_NAME."""
    if path is not None and os.path.isdir(path):
        raise errors.FOLDER_AS_NAME.error(path=path)
    return path


Workbook = Annotated[
    Path,
    typer.Argument(
        metavar="BESTAND", help="De werkmap (.xlsx of .xlsm).", show_default=False, callback=a_file
    ),
]
OneCustomer = Annotated[
    str | None,
    typer.Option(
        "--klant", metavar="KLANT", help="Alleen van deze klant: nummer of naam.", show_default=False
    ),
]
Count = Annotated[
    int, typer.Option("--aantal", metavar="N", min=1, help="Hoeveel er getoond worden, de grootste eerst.")
]
FirstDay = Annotated[
    str | None,
    typer.Option(
        metavar="DD-MM-JJJJ",
        help="Eerste dag van de periode; anders volgens de instellingen.",
        show_default=False,
    ),
]
LastDay = Annotated[
    str | None,
    typer.Option(metavar="DD-MM-JJJJ", help="Laatste dag van de periode, deze telt mee.", show_default=False),
]

OutsideLines = Annotated[
    Path | None,
    typer.Option(
        "--regels",
        metavar="BRON.toml",
        help="De factuurregels komen uit wat BRON noemt, niet van Transacties.",
        show_default=False,
        callback=a_file,
    ),
]

Former = Annotated[
    Path | None,
    typer.Option(
        "--vorige",
        metavar="OUD.xlsx",
        help="Neem de aantekeningen op Acties en de Geschiedenis over uit dit eerdere resultaat.",
        show_default=False,
        callback=a_file,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Eén JSON-object voor andere programma's, verder niets.")
]


def parse_day(text: str | None, option: str) -> dt.date | None:
    """Return the day of an option, written as in a cell, or stop with a usage error in Dutch.

    >>> parse_day("01-07-2025", "--van") == parse_day("2025-07-01", "--van") == dt.date(2025, 7, 1)
    True
    """
    from klantwaarde_xl.model.settings_cells import day_of

    if text is None:
        return None
    if (day := day_of(text)) is None:
        raise typer.BadParameter(f"'{text}' is geen datum; schrijf dd-mm-jjjj.", param_hint=option)
    return day


def named_workbook(path: Path) -> Path:
    """Return the path when Excel, on Windows too, will open a workbook of that name.

    Raises FOLDER_AS_NAME, NOT_A_WORKBOOK_NAME (another ending than .xlsx), BAD_CHARACTER and NOT_A_FILE (the
    name of a device).
    """
    if not path.name or path.is_dir():
        raise errors.FOLDER_AS_NAME.error(path=path)
    if bad := set(path.name) & set('<>:"|?*\\') or {char for char in path.name if ord(char) < ord(" ")}:
        raise errors.BAD_CHARACTER.error(path=path.name, character=min(bad))
    if path.suffix.lower() != ".xlsx":
        raise errors.NOT_A_WORKBOOK_NAME.error(path=path.name)
    if names_device(path.name):
        raise errors.NOT_A_FILE.error(path=path.name)
    return path
