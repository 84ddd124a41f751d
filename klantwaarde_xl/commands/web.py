"""The command that opens the local page."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl import errors
from klantwaarde_xl.commands.screen import show

_NEEDED = ("starlette", "uvicorn", "python_multipart")


def web(
    map_: Annotated[
        Path | None,
        typer.Argument(
            metavar="MAP", help="Een map of bestand dat meteen wordt gelezen.", show_default=False
        ),
    ] = None,
    geen_browser: Annotated[
        bool, typer.Option("--geen-browser", help="Toon alleen het adres; open geen browser.")
    ] = False,
) -> None:
    """Open een pagina op deze computer: bestanden erin, antwoord eruit; er gaat niets naar buiten."""
    absent = [name for name in _NEEDED if find_spec(name) is None]
    if absent:
        raise errors.NO_WEB_PACKAGES.error(value=", ".join(absent))
    if map_ is not None and not map_.exists():
        raise errors.NO_SUCH_FILE.error(path=map_.name)
    from klantwaarde_xl.web.server import serve

    def tell(address: str) -> None:
        show(f"De pagina staat op {address}")
        show("Dat adres werkt één keer. Stop met de knop Sluiten, of hier met Ctrl+C.")

    serve([map_] if map_ else [], tell, browser=not geen_browser)
    show("Gestopt; er is niets bewaard.")
