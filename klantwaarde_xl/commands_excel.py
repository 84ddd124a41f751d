"""The commands around Excel: building the workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bouw(
    uit: Annotated[Path, typer.Option("--uit", metavar="MAP", help="Map waarin de werkmappen komen.")] = Path("workbook"),
) -> None:
    """Bouw de werkmappen met macro's en lint: sjabloon, demo en invoegtoepassing."""
    from klantwaarde_xl.template.build import build_all

    for path in build_all(uit, lambda step: typer.echo(step, err=True)):
        typer.echo(f"Gemaakt: {path}")
