"""Prepares and runs the server of the add-in: secret, manifest, certificate, port."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.web.addin.access import LIMITS, AddinAccess
from klantwaarde_xl.web.addin.app import AddinApp
from klantwaarde_xl.web.addin.certificate import is_usable, make_certificate
from klantwaarde_xl.web.addin.manifest import manifest, place_in
from klantwaarde_xl.web.addin.tables import Tables
from klantwaarde_xl.web.server import Server, listening

PORT = 8743
"""The usual port: that of a manifest stays the same, for Excel remembers the address."""
MANIFEST, CERTIFICATE, KEY = "klantwaarde-manifest.xml", "klantwaarde-certificaat.pem", "sleutel.pem"
_MEMORY = LIMITS.upload
"""Bytes of ranges, as they are sent, that are kept."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user or IT chose: a port, a certificate with its key, and where the manifest goes as well."""

    port: int | None = None
    certificate: Path | None = None
    key: Path | None = None
    copy_to: Path | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is needed to serve; ``made`` is whether the certificate is new and must be trusted."""

    access: AddinAccess
    manifest: Path
    certificate: Path
    key: Path
    made: bool


def prepare(folder: Path, chosen: Chosen, now: dt.datetime) -> Prepared:
    """Write manifest and certificate in a private folder, with the port and the secret of before if any.

    ``now`` has a time zone. Raises KW-842 without a usable certificate and key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / MANIFEST
    before = place_in(path.read_text(encoding="utf-8")) if path.is_file() else None
    port, secret = before or (PORT, secrets.token_urlsafe(32))
    access = AddinAccess(chosen.port or port, secret)
    text = manifest(access.address, __version__)
    for target in (path, *([chosen.copy_to / MANIFEST] if chosen.copy_to else [])):
        with replace_safely(target) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    certificate, key = chosen.certificate or folder / CERTIFICATE, chosen.key or folder / KEY
    if (chosen.certificate is None) != (chosen.key is None):  # one of each would be overwritten by ours
        raise errors.CERTIFICATE_UNUSABLE.error(path=certificate.name, key=key.name)
    made = chosen.certificate is None and not is_usable(certificate, key, now)
    if made:
        make_certificate(certificate, key, now)
    _refuse_unusable(certificate, key)
    return Prepared(access, path, certificate, key, made)


def _refuse_unusable(certificate: Path, key: Path) -> None:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as problem:
        raise errors.CERTIFICATE_UNUSABLE.error(path=certificate.name, key=key.name) from problem


class Addin:
    """The server of the add-in; it listens from the start."""

    def __init__(self, prepared: Prepared) -> None:
        port = prepared.access.port
        try:
            self._socket = listening(port)
        except (OSError, OverflowError) as problem:  # the second for a number that is no port
            raise errors.PORT_TAKEN.error(value=str(port)) from problem
        app = AddinApp(prepared.access, Tables(_MEMORY), LIMITS)
        self._server = Server(
            app.asgi,
            LIMITS,
            lambda: False,
            ssl_certfile=str(prepared.certificate),
            ssl_keyfile=str(prepared.key),
        )

    def run(self) -> None:
        """Answer until somebody stops it."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Stop after the answers that are on their way."""
        self._server.should_exit = True

    def close(self) -> None:
        """Let the port go."""
        self._socket.close()


def serve_addin(prepared: Prepared, show: Callable[[str], None]) -> None:
    """Run the server until Ctrl+C; ``show`` gets what the user must know."""
    addin = Addin(prepared)
    with contextlib.closing(addin):
        show(f"De invoegtoepassing voor Excel is bereikbaar op {prepared.access.origin}")
        show("Laat dit venster open zolang u ermee werkt; stop met Ctrl+C.")
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            addin.run()
