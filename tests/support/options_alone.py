"""What each option must change of the commands that read no workbook of a user."""

from __future__ import annotations

import datetime as dt
import functools
import re
import zipfile
from pathlib import Path

from addin_client import free_port, now
from desk import Checks, Desk
from embeddable import windows_parts, written
from firm_workbook import fill

from klantwaarde_xl import __version__
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import load

CHECKS = Checks()


@CHECKS.of("demo", "--uit")
def _(desk: Desk) -> None:
    desk.patch.setattr("klantwaarde_xl.demo.tables.check_inputs", lambda _tables: load(desk.path))
    write_empty(desk.path, dt.datetime(2026, 1, 5))
    fill(desk.path)
    desk.run("demo", "--uit", desk.beside("proef"))
    assert desk.beside("proef").joinpath("klantwaarde-demo.xlsx").is_file()


@CHECKS.of("bouw", "--uit")
def _(desk: Desk) -> None:
    from klantwaarde_xl.template import build

    desk.patch.setattr(build, "build_all", functools.partial(build.build_all, demo=False))
    desk.run("bouw", "--uit", desk.beside("gebouwd"))
    assert desk.beside("gebouwd").joinpath("klantwaarde.xlsm").is_file()


@CHECKS.of("diagnose", "--json")
def _(desk: Desk) -> None:
    found, text = desk.json("diagnose")["checks"], desk.run("diagnose")
    assert found
    assert all(check["name"] in text for check in found)


@CHECKS.of("diagnose", "--controle")
def _(desk: Desk) -> None:
    write_empty(desk.path, dt.datetime(2026, 1, 5))
    text = desk.run("diagnose", "--controle", desk.path)
    assert text.startswith("Bewaard door: Microsoft Excel")
    assert "Hersteld bij het openen: nee" in text


@CHECKS.of("web", "--geen-browser")
def _(desk: Desk) -> None:
    opened: list[str] = []
    desk.patch.setattr("webbrowser.open", opened.append)
    desk.patch.setattr("klantwaarde_xl.web.server.Page.run", lambda _page: None)
    assert "De pagina staat op http://127.0.0.1:" in desk.run("web", "--geen-browser")
    assert opened == []
    desk.run("web")
    assert [address.partition(":")[0] for address in opened] == ["http"]


def serve_addin(desk: Desk, *words: object) -> str:
    """Give the command that serves the add-in, which stops at once here; return the address it tells."""
    desk.patch.setattr("klantwaarde_xl.web.addin.serving.Addin.run", lambda _addin: None)
    desk.patch.setattr("klantwaarde_xl.web.server.Page.run", lambda _page: None)
    desk.patch.setattr("webbrowser.open", lambda _address: True)
    desk.patch.setattr(
        "klantwaarde_xl.imports.remembered_columns.choices_path", lambda: desk.beside("eigen") / "keuzes.json"
    )
    desk.patch.setattr("klantwaarde_xl.web.addin.serving.PORT", free_port())
    return desk.run("web", *words)


@CHECKS.of("web", "--manifest")
def _(desk: Desk) -> None:
    share = desk.beside("gedeeld")
    share.mkdir(exist_ok=True)
    serve_addin(desk, share, "--manifest")
    assert [path.name for path in share.iterdir()] == ["klantwaarde-manifest.xml"]


@CHECKS.of("web", "--poort")
def _(desk: Desk) -> None:
    port = free_port()
    assert f"bereikbaar op https://localhost:{port}\n" in serve_addin(desk, "--manifest", "--poort", port)


@CHECKS.of("web", "--certificaat")
@CHECKS.of("web", "--sleutel")
def _(desk: Desk) -> None:
    from klantwaarde_xl.web.addin.certificate import make_certificate

    certificate, key = desk.beside("it.pem"), desk.beside("it-sleutel.pem")
    make_certificate(certificate, key, now())
    given = ("--certificaat", certificate, "--sleutel", key)
    assert "nieuw certificaat" not in serve_addin(desk, "--manifest", *given)


@CHECKS.of("installeer", "--verwijder")
def _(desk: Desk) -> None:
    from klantwaarde_xl.setup.uninstalling import Undone

    asked: list[str] = []
    desk.patch.setattr(
        "klantwaarde_xl.setup.uninstalling.uninstall", lambda: asked.append("weg") or Undone(["Weggehaald."])
    )
    desk.patch.setattr("klantwaarde_xl.setup.installing.install", lambda _plan: ["Ingesteld."])
    assert "Weggehaald." not in desk.run("installeer")
    assert not asked
    assert desk.run("installeer", "--verwijder") == "Weggehaald.\n"
    assert asked == ["weg"]


def packed(desk: Desk, *arguments: object) -> tuple[Path, list[str]]:
    """The zip that ``pak`` makes without a network, and the words that it gave pip."""
    words: list[str] = []
    desk.patch.setattr("klantwaarde_xl.setup.packing._pip", words.extend)
    desk.patch.chdir(Path(__file__).parents[2])  # it packs the source that it stands in
    if "--uit" not in arguments:
        arguments = (*arguments, "--uit", desk.path.parent)
    text = desk.run("pak", *arguments)
    return Path(re.search(r"Gemaakt: (.*\.zip)", text)[1]), words


@CHECKS.of("pak", "--platform")
def _(desk: Desk) -> None:
    path, words = packed(desk, "--platform", "win32")
    assert "win32" in path.name
    assert "win32" in words
    assert "win_amd64" in packed(desk)[1]


@CHECKS.of("pak", "--python")
def _(desk: Desk) -> None:
    path, words = packed(desk, "--python", "3.13")
    assert "py313" in path.name
    assert "3.13" in words


@CHECKS.of("pak", "--met-python")
def _(desk: Desk) -> None:
    path, digest = written(desk.path.parent, windows_parts())
    made, words = packed(desk, "--met-python", path, "--sha256", digest)
    assert made.name.endswith("-win_amd64-py313-met-python.zip")
    assert {"win_amd64", "3.13"} <= set(words)
    with zipfile.ZipFile(made) as archive:
        assert "python/python.exe" in archive.namelist()


@CHECKS.of("pak", "--sha256")
def _(desk: Desk) -> None:
    path, digest = written(desk.path.parent, windows_parts())
    text = desk.run("pak", "--met-python", path, "--sha256", "0" * 64, code={2})
    assert "KW-833" in text
    assert digest in text


@CHECKS.of("pak", "--uit")
def _(desk: Desk) -> None:
    assert packed(desk, "--uit", desk.beside("zips"))[0].parent == desk.beside("zips")


@CHECKS.of("", "--versie")
def _(desk: Desk) -> None:
    assert desk.run("--versie") == f"klantwaarde_xl {__version__}\n"
