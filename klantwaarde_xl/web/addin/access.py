"""Who may talk to the server of the add-in, and what its page may do.

Excel opens the page of the add-in, on the web in a frame of its own site, so files without data may be asked
by any page that knows the secret in the address. Only the page of the add-in itself may have something
computed. Nothing that one sender gave is given to another: a table is named by the hash of its content."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from klantwaarde_xl.web.access import Limits

NAME = "localhost"
"""The name in the address: Office asks for https, and certificates are made for names."""
OFFICE_LIBRARY = "https://appsforoffice.microsoft.com"
"""Where Excel expects add-ins to load Office.js from; the only address outside this computer."""
_OFFICE_SITES = (
    *("*.officeapps.live.com", "*.office.com", "*.cloud.microsoft", "*.microsoft365.com"),
    *("*.sharepoint.com", "*.live.com"),
)
"""Sites of Excel on the web, which shows the add-in in a frame."""
LIMITS = Limits(upload=128 * 1024**2, requests=24)
"""Fewer requests than the page takes, for each may bring a large range; a browser sends six at a time."""
_OWN = {"same-origin", "none"}
_READS = {"GET", "HEAD"}
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self' {OFFICE_LIBRARY}; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'self' {' '.join(f'https://{site}' for site in _OFFICE_SITES)}"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer, unless a file has its own."""


@dataclass(frozen=True, slots=True)
class AddinAccess:
    """The port of the server, and the secret in every address: that of the manifest."""

    port: int
    secret: str

    @property
    def origin(self) -> str:
        """The page of the add-in, as browsers name it."""
        return f"https://{NAME}:{self.port}"

    @property
    def address(self) -> str:
        """Where everything of the add-in is, without a slash at the end."""
        return f"{self.origin}/{self.secret}"

    def foreign(self, method: str, headers: Mapping[str, str]) -> str:
        """Return why a request is refused: another name for this computer, or another page that sends."""
        if headers.get("host") != f"{NAME}:{self.port}":
            return "Deze server heeft een ander adres."
        if method in _READS:
            return ""
        if headers.get("origin") != self.origin or headers.get("sec-fetch-site", "none") not in _OWN:
            return "Een andere pagina vroeg hierom."
        return ""

    def knows(self, secret: str) -> bool:
        """Return whether an address has the secret of the manifest."""
        return hmac.compare_digest(secret.encode("utf-8", "replace"), self.secret.encode())


def is_office_site(origin: str) -> bool:
    """Return whether a page is one of Excel on the web.

    >>> is_office_site("https://excel.officeapps.live.com"), is_office_site("https://live.com.evil.example")
    (True, False)
    """
    return origin.startswith("https://") and any(origin.endswith(site[1:]) for site in _OFFICE_SITES)
