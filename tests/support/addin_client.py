"""The server of the add-in in a thread, and a client that trusts its certificate and no other."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.client
import json
import socket
import ssl
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.etree
from web_client import Reply, reply_of

from klantwaarde_xl.web.addin.serving import Addin, Chosen, Prepared, prepare


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def sheet_names(workbook: bytes) -> set[str]:
    """Return the names of the sheets in the bytes of a workbook."""
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        root = lxml.etree.fromstring(package.read("xl/workbook.xml"))
    return set(root.xpath("//*[local-name()='sheet']/@name"))


@dataclass(frozen=True, slots=True)
class Client:
    """What the page of the add-in sends, with other headers where a test says so."""

    prepared: Prepared

    @property
    def origin(self) -> str:
        return self.prepared.access.origin

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Reply:
        """Send one request to a path below the secret, or to one that begins with a slash."""
        trust = ssl.create_default_context(cafile=str(self.prepared.certificate))
        port = self.prepared.access.port
        connection = http.client.HTTPSConnection("localhost", port, timeout=60, context=trust)
        whole = path if path.startswith("/") else f"/{self.prepared.access.secret}/{path}"
        return reply_of(connection, (method, whole), {"Host": f"localhost:{port}", **(headers or {})}, body)

    def send(self, path: str, body: bytes, method: str = "POST", **headers: str) -> Reply:
        """Send as the script of the page does."""
        usual = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        return self.ask(path, method, {**usual, **named}, body)

    def keep(self, rows: Any) -> tuple[str, Reply]:
        """Send a range, and return its hash with the answer."""
        body = json.dumps(rows).encode()
        key = hashlib.sha256(body).hexdigest()
        return key, self.send(f"tabel/{key}", body, "PUT")

    def call(self, *calls: Mapping[str, Any]) -> Reply:
        return self.send("reken", json.dumps({"calls": calls}).encode())


def written(folder: Path, chosen: Chosen, when: dt.datetime) -> Prepared:
    """Prepare, and write what was prepared, as serving does."""
    prepared = prepare(folder, chosen, when)
    prepared.write(when)
    return prepared


@contextmanager
def addin(folder: Path, chosen: Chosen | None = None) -> Iterator[Client]:
    """Run the server on a free port with everything in this folder."""
    prepared = written(folder, chosen or Chosen(free_port()), now())
    server = Addin(prepared)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Client(prepared)
    finally:
        server.stop()
        thread.join(10)
        server.close()
    assert not thread.is_alive()
