"""Prepares and runs the server of the add-in: secret, manifest, certificate, port."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.files.leftovers import clear_left
from klantwaarde_xl.files.links import is_link
from klantwaarde_xl.files.own_file import read_own, refuse_link, unusable
from klantwaarde_xl.files.safe_file import make_folder, real_path, write_together
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.web.addin.access import LIMITS, AddinAccess
from klantwaarde_xl.web.addin.app import AddinApp
from klantwaarde_xl.web.addin.certificate import is_usable, load_pair, new_pair
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
    """What is needed to serve.

    ``makes`` is whether a new certificate comes, which must be trusted, and ``forgot`` whether an earlier
    manifest no longer tells its address, so that Excel must learn a new one."""

    access: AddinAccess
    manifest: Path
    copy: Path | None
    certificate: Path
    key: Path
    makes: bool
    forgot: bool = False

    def write(self, now: dt.datetime) -> None:
        """Write the manifest, its copy if any, and a new certificate with its key if need be, as one set.

        What stands there already is left alone. ``now`` has a time zone. Raises CANNOT_WRITE; then all of the
        set is as it was."""
        folder = self.manifest.parent
        make_folder(folder, private=True)
        text = manifest(self.access.address, __version__).encode()
        # The manifest first: the first of a set is there at every moment, and it alone knows the secret.
        contents = {real_path(path): text for path in filter(None, (self.manifest, self.copy))}
        contents = {path: content for path, content in contents.items() if not _holds(path, content)}
        if self.makes:
            contents |= dict(zip(map(real_path, (self.certificate, self.key)), new_pair(now), strict=True))
        if contents:
            write_together(contents, private=[self.key])
        for path in filter(None, (self.manifest, self.copy, folder / CERTIFICATE, folder / KEY)):
            clear_left(real_path(path))


def prepare(folder: Path, chosen: Chosen, now: dt.datetime) -> Prepared:
    """Return what will be served from a private folder, with the port and the secret of before if any.

    Nothing is written yet: what cannot be used ends before anything changed. ``now`` has a time zone. Raises
    CERTIFICATE_UNUSABLE without a usable certificate and key that were given, NOT_A_FILE where one of them or
    the copy is a pipe or device, CANNOT_WRITE where the copy cannot be made, and OWN_FILE_UNREADABLE or
    OWN_FILE_LINKED for what stands in the way of a file of our own, also where links make one of two. Own
    files that are damaged, or do not belong together, are made anew; a certificate or key never through a
    link, for it may be one of the user's."""
    refuse_link(folder)  # its rights would change
    path = folder / MANIFEST
    copy = chosen.copy_to / MANIFEST if chosen.copy_to else None
    certificate, key = chosen.certificate or folder / CERTIFICATE, chosen.key or folder / KEY
    if (chosen.certificate is None) != (chosen.key is None):  # one of each would be overwritten by ours
        raise errors.CERTIFICATE_UNUSABLE.error(path=certificate.name, key=key.name)
    if copy:
        refuse_unwritable([copy])
    _refuse_one_place([path, *filter(None, [copy])], certificate, key)
    before = _told_by(path)
    if copy and is_link(copy):
        _told_by(copy)
    port, secret = before or (PORT, secrets.token_urlsafe(32))
    makes = chosen.certificate is None and not is_usable(certificate, key, now)
    if chosen.certificate and not _loads(certificate, key):
        raise errors.CERTIFICATE_UNUSABLE.error(path=certificate.name, key=key.name)
    for own in (certificate, key) if makes else ():
        refuse_link(own)
    access = AddinAccess(port if chosen.port is None else chosen.port, secret)
    forgot = before is None and path.exists()
    return Prepared(access, path, copy, certificate, key, makes, forgot)


def _refuse_one_place(manifests: list[Path], certificate: Path, key: Path) -> None:
    """Refuse a manifest that a link leads to the certificate or the key: it would be written over it.

    A pair may stand in one file: where that is a link, it is never written."""
    for path in manifests:
        place = real_path(path)
        one_place = [own for own in (path, certificate, key) if real_path(own) == place]
        if len(one_place) > 1:
            which = next(filter(is_link, one_place), path)
            raise unusable(which, f"in {place} staat ook een ander bestand van het programma")


def _told_by(path: Path) -> tuple[int, str] | None:
    """Return the port and the secret of an earlier manifest, if any; refuse a link to what is none."""
    if (content := read_own(path)) is None:
        return None
    found = place_in(content.decode("utf-8", "replace"))
    if found is None:
        refuse_link(path)
    return found


def _loads(certificate: Path, key: Path) -> bool:
    """Return whether both are a pair, also one whose time is over."""
    try:
        load_pair(certificate, key)
    except (OSError, ValueError):
        return False
    return True


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file holds this content; what cannot be read is for the writing to tell."""
    try:
        return read_own(path) == content
    except errors.KlantwaardeError:
        return False


class Addin:
    """The server of the add-in; it listens from the start."""

    def __init__(self, prepared: Prepared) -> None:
        port = prepared.access.port
        try:
            self._socket = listening(port or -1)  # 0 would be any free one, which no manifest names
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
        if prepared.forgot:
            show("Het vorige was beschadigd; geef Excel dit nieuwe, want het adres is veranderd.")
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
