"""A browser without a screen for the local page: what a real one sends, and what it refuses to send."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import lxml.html

from klantwaarde_xl.web.access import HOST, Limits
from klantwaarde_xl.web.desk import Desk
from klantwaarde_xl.web.server import Page

BOUNDARY = "grens7d9f"
EXPORT = "Datum;Klantnr;Naam;Factuurnr;Omzet\n" + "".join(
    f"{1 + n % 28:02}-{1 + n % 12:02}-2025;{n % 7};Klant {n % 7};F{n};{100 + n},50\n" for n in range(120)
)


def number(text: str) -> float:
    """Return a Dutch figure, also with a sign, arrow, percent sign or in points of it."""
    plain = re.sub(r"[^\d,.-]", "", text.replace("%-punt", "%")).replace(".", "").replace(",", ".")
    return float(plain) / (100 if "%" in text else 1)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def page(self) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(self.body.decode("utf-8"))

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().split())


@contextmanager
def running(limits: Limits | None = None) -> Iterator[Page]:
    """Run the page in a thread, and stop it afterwards."""
    with Desk() as desk:
        page = Page(desk, limits or Limits())
        thread = threading.Thread(target=page.run, daemon=True)
        thread.start()
        yield page
        page.stop()
        thread.join(10)
        page.close()
        assert not thread.is_alive()


def ask(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Reply:
    """Send one request as it is given; a header that is '' is not sent."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    return reply_of(connection, (method, path), {"Host": f"{HOST}:{port}", **(headers or {})}, body)


def reply_of(
    connection: http.client.HTTPConnection, asked: tuple[str, str], headers: Mapping[str, str], body: bytes
) -> Reply:
    """Send a method and path over a new connection with these headers only; one that is '' is not sent."""
    connection.putrequest(*asked, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        if value:
            connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    answer = connection.getresponse()
    reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    connection.close()
    return reply


class Browser:
    """One browser with its own cookie, that opened the address of the page."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.port is not None
        self.port, self.origin = parts.port, f"http://{HOST}:{parts.port}"
        self.entered = ask(self.port, f"{parts.path}?{parts.query}")
        self.base = self.entered.headers.get("location", "/niets/")
        self.cookie = self.entered.headers.get("set-cookie", "").partition(";")[0]

    def get(self, name: str = "", **headers: str) -> Reply:
        """Ask a page below the secret."""
        return ask(self.port, self.base + name, headers={"Cookie": self.cookie, **_named(headers)})

    def sheet(self, name: str, query: str = "") -> Reply:
        """Ask a sheet by its name."""
        return self.get(quote(name) + query)

    def post(self, name: str, body: bytes = b"x=1", **headers: str) -> Reply:
        """Send a form as the page itself does."""
        usual = {"Cookie": self.cookie, "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return ask(self.port, self.base + name, "POST", {**usual, **kind, **_named(headers)}, body)

    def drop(self, *files: tuple[str, bytes], **headers: str) -> Reply:
        """Drop files."""
        kind = {"content_type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.post("invoer", form_of(*files), **{**kind, **headers})

    def wait(self) -> Reply:
        """Ask what is being done until it is done, and go where that leads."""
        for _ in range(600):
            reply = self.get("bezig")
            if reply.status == 303:
                return self.get(reply.headers["location"])
            if "refresh" not in reply.headers:
                return reply
            time.sleep(0.05)
        raise AssertionError("the page stays busy")


@dataclass(frozen=True, slots=True)
class Answered:
    """A page that answered: the browser that dropped the file, what it saw first, the workbook."""

    page: Page
    browser: Browser
    first: Reply
    book: Path


def form_of(*files: tuple[str, bytes]) -> bytes:
    """Return the body of a form with these files."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="bestanden"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def small_book(folder: Path) -> Path:
    """Write the workbook of the small company."""
    from small_workbook import small_document

    from klantwaarde_xl.writers.xlsx import write_xlsx

    return write_xlsx(small_document(), folder / "klein.xlsx")
