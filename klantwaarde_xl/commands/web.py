"""The command that opens the local page, or serves the add-in for Excel without VBA."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from klantwaarde_xl import errors
from klantwaarde_xl.commands.options import a_file
from klantwaarde_xl.commands.screen import show

_NEEDED = ("starlette", "uvicorn", "python_multipart")
_TO_MAKE_CERTIFICATES = "cryptography"


def web(
    map_: Annotated[
        Path | None,
        typer.Argument(
            metavar="MAP",
            help="Een map of bestand dat meteen wordt gelezen. Met --manifest: waar het manifest ook komt.",
            show_default=False,
        ),
    ] = None,
    geen_browser: Annotated[
        bool, typer.Option("--geen-browser", help="Toon alleen het adres; open geen browser.")
    ] = False,
    manifest: Annotated[
        bool,
        typer.Option(
            "--manifest", help="Bedien Excel zonder VBA: schrijf het manifest van de invoegtoepassing."
        ),
    ] = False,
    poort: Annotated[
        int | None, typer.Option(metavar="NUMMER", help="Met --manifest: de poort. Zonder: die van eerder.")
    ] = None,
    certificaat: Annotated[
        Path | None,
        typer.Option(
            metavar="PEM",
            help="Met --manifest: het certificaat van uw beheerder voor localhost.",
            callback=a_file,
        ),
    ] = None,
    sleutel: Annotated[
        Path | None,
        typer.Option(metavar="PEM", help="Met --manifest: de sleutel van dat certificaat.", callback=a_file),
    ] = None,
) -> None:
    """Open een pagina op deze computer: bestanden erin, antwoord eruit; er gaat niets naar buiten."""
    pair = {"--certificaat": certificaat, "--sleutel": sleutel}
    _refuse_ignored({"--poort": poort, **pair} if not manifest else {}, pair)
    _refuse_absent(certificaat is None and manifest)
    if map_ is not None and not map_.exists():
        raise errors.NO_SUCH_FILE.error(path=map_.name)
    if manifest:
        _serve_addin(map_, poort, certificaat, sleutel)
    else:
        _serve_page(map_, browser=not geen_browser)


def _refuse_ignored(unused: Mapping[str, object], pair: Mapping[str, object]) -> None:
    """Refuse options that would do nothing here, and one of a certificate and its key without the other."""
    for name, given in unused.items():
        if given is not None:
            raise typer.BadParameter("hoort bij --manifest.", param_hint=name)
    if len([given for given in pair.values() if given is not None]) == 1:
        raise typer.BadParameter("horen bij elkaar: noem beide.", param_hint=" en ".join(pair))


def _refuse_absent(makes_certificate: bool) -> None:
    needed = (*_NEEDED, _TO_MAKE_CERTIFICATES) if makes_certificate else _NEEDED
    absent = [name for name in needed if find_spec(name) is None]
    if absent:
        wording = errors.NO_ADDIN_PACKAGES if makes_certificate else errors.NO_WEB_PACKAGES
        raise wording.error(value=", ".join(absent))


def _serve_page(files: Path | None, *, browser: bool) -> None:
    from klantwaarde_xl.web.server import serve

    def tell(address: str) -> None:
        show(f"De pagina staat op {address}")
        show("Dat adres werkt één keer. Stop met de knop Sluiten, of hier met Ctrl+C.")

    serve([files] if files else [], tell, browser=browser)
    show("Gestopt; er is niets bewaard.")


def _serve_addin(copy_to: Path | None, port: int | None, certificate: Path | None, key: Path | None) -> None:
    from klantwaarde_xl.files.user_folder import addin_folder
    from klantwaarde_xl.web.addin.serving import Chosen, prepare, serve_addin

    now = dt.datetime.now(dt.UTC)
    serve_addin(prepare(addin_folder(), Chosen(port, certificate, key, copy_to), now), now, show)
