"""Who may talk to the local page: one browser on this computer, and no other page or program.

Other pages in that browser can send requests to any address, and a name on the internet may lead to this
computer (DNS rebinding). So the name of the server, the page that asks and the secret in the address are
looked at before anything else."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

HOST = "127.0.0.1"
"""The only address that is listened on: other computers cannot reach it."""
COOKIE = "klantwaarde"
TOKEN = "sleutel"  # noqa: S105 - the name of a part of the address, no secret
_OWN = {"same-origin", "none"}
"""What a browser tells of requests of the page itself and of the address bar (Sec-Fetch-Site)."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer. There is no script on the page, so none may run; the browser keeps nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: bytes of an upload, seconds in all and without a byte.

    ``requests`` at the same time; ``header`` seconds for the first line and headers; ``unused`` seconds
    without any request before the server stops by itself."""

    upload: int = 1024**3
    seconds: float = 900.0
    silence: float = 30.0
    header: float = 10.0
    requests: int = 800
    unused: float = 3600.0


@dataclass(slots=True)
class Access:
    """The secrets of one run. ``token`` opens the page once; ``secret`` is in every address after that.

    The cookie of the browser that used the token is asked with it, so that an address alone opens nothing."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    used: bool = False

    @property
    def origin(self) -> str:
        """The page itself, as browsers name it."""
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """Where the page opens, once."""
        return f"{self.origin}/?{TOKEN}={self.token}"

    def foreign(self, method: str, headers: Mapping[str, str]) -> str:
        """Return why a request does not come from our own page or the address bar; '' when it does."""
        if headers.get("host") != f"{HOST}:{self.port}":
            return "Deze server heeft een ander adres."
        if headers.get("sec-fetch-site", "none") not in _OWN:
            return "Een andere pagina vroeg hierom."
        origin = headers.get("origin")
        if origin not in ({self.origin} if method == "POST" else {self.origin, None}):
            return "Een andere pagina vroeg hierom."
        return ""

    def opens(self, token: str) -> bool:
        """Return whether this token opens the page; it does so once."""
        if self.used or not _equal(token, self.token):
            return False
        self.used = True
        return True

    def knows(self, secret: str, cookie: str) -> bool:
        """Return whether address and cookie are those of the browser that opened the page."""
        # Both are compared, whatever the first gives: the time must tell nothing.
        return self.used & _equal(secret, self.secret) & _equal(cookie, self.cookie)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
