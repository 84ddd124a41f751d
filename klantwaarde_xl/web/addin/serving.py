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
from klantwaarde_xl.files.regular_file import refuse_device
from klantwaarde_xl.files.safe_file import make_folder, real_path, write_together
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.web.addin.access import LIMITS, AddinAccess
from klantwaarde_xl.web.addin.app import AddinApp
from klantwaarde_xl.web.addin.certificate import is_usable, make_certificate
from klantwaarde_xl.web.addin.manifest import manifest, place_in
from klantwaarde_xl.web.addin.tables import Tables
from klantwaarde_xl.web.server import Server, listening

PORT = 8743
"""The usual port: that of a manifest stays the same, for Excel remembers the address."""
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
    """What is needed to serve; ``makes`` is whether a new certificate comes, which must be trusted."""

    access: AddinAccess
    manifest: Path
    copy: Path | None
    certificate: Path
    key: Path
    makes: bool

    def write(self, now: dt.datetime) -> None:
        """Write the manifest, its copy if any, and a new certificate if need be; ``now`` has a time zone."""
        folder = self.manifest.parent
        make_folder(folder)
        folder.chmod(0o700)
        text = manifest(self.access.address, __version__).encode()
        write_together({real_path(path): text for path in filter(None, (self.manifest, self.copy))})
        if self.makes:
            make_certificate(self.certificate, self.key, now)


def prepare(folder: Path, chosen: Chosen, now: dt.datetime) -> Prepared:
    """Return what will be served from a private folder, with the port and the secret of before if any.

    Nothing is written yet: what cannot be used ends before anything changed. ``now`` has a time zone. Raises
    CERTIFICATE_UNUSABLE without a usable certificate and key, and NOT_A_FILE for pipes and devices."""
    path = folder / MANIFEST
    copy = chosen.copy_to / MANIFEST if chosen.copy_to else None
    certificate, key = chosen.certificate or folder / CERTIFICATE, chosen.key or folder / KEY
    if (chosen.certificate is None) != (chosen.key is None):  # one of each would be overwritten by ours
        raise errors.CERTIFICATE_UNUSABLE.error(path=certificate.name, key=key.name)
    for one in filter(None, (path, copy)):
        refuse_device(one)
    before = place_in(path.read_text(encoding="utf-8")) if path.is_file() else None
    port, secret = before or (PORT, secrets.token_urlsafe(32))
    makes = chosen.certificate is None and not is_usable(certificate, key, now)
    _refuse_unusable(certificate, key, made_later=makes)
    return Prepared(AddinAccess(chosen.port or port, secret), path, copy, certificate, key, makes)


def _refuse_unusable(certificate: Path, key: Path, *, made_later: bool) -> None:
    try:
        for path in (certificate, key):
            refuse_device(path)
        if not made_later:
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


def serve_addin(prepared: Prepared, now: dt.datetime, show: Callable[[str], None]) -> None:
    """Write what was prepared and run the server until Ctrl+C; ``show`` gets what the user must know.

    Nothing is written when the port cannot be had: PORT_TAKEN is raised."""
    addin = Addin(prepared)
    with contextlib.closing(addin):
        prepared.write(now)
        show(f"Het manifest staat in {prepared.manifest}")
        if prepared.makes:
            show(f"Er is een nieuw certificaat: {prepared.certificate}")
            show(
                "Excel vertrouwt het pas als u het toevoegt; hoe, staat in de handleiding "
                "bij Excel zonder VBA."
            )
        show(f"De invoegtoepassing voor Excel is bereikbaar op {prepared.access.origin}")
        show("Laat dit venster open zolang u ermee werkt; stop met Ctrl+C.")
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            addin.run()
    show(f"Gestopt. Van uw gegevens is niets bewaard; in {prepared.manifest.parent} blijft")
    show("wat de volgende keer nodig is. Ook dat weg: klantwaarde installeer --verwijder.")
