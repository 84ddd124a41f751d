"""Who may ask the server of the add-in: its own page computes, Excel's sites read, nobody else."""

from __future__ import annotations

import pytest

from klantwaarde_xl.web.addin.access import HEADERS, OFFICE_LIBRARY, AddinAccess, is_office_site

ACCESS = AddinAccess(port=4321, secret="geheim")
OWN = {"host": "localhost:4321", "origin": "https://localhost:4321", "sec-fetch-site": "same-origin"}


def test_the_page_of_the_addin_may_send() -> None:
    assert ACCESS.address == "https://localhost:4321/geheim"
    assert ACCESS.foreign("POST", OWN) == ""


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:4321"},
        {"origin": "https://localhost:4322"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_may_not_send(other: dict[str, str]) -> None:
    assert "andere pagina" in ACCESS.foreign("POST", {**OWN, **other})


@pytest.mark.parametrize("host", ["evil.example:4321", "localhost", "127.0.0.1:4321", "localhost:4322", ""])
def test_another_name_for_this_computer_gets_nothing(host: str) -> None:
    assert "ander adres" in ACCESS.foreign("GET", {**OWN, "host": host})


@pytest.mark.parametrize(
    ("secret", "known"), [("geheim", True), ("", False), ("geheim ", False), ("gehéím", False)]
)
def test_only_the_secret_of_the_manifest_is_known(secret: str, *, known: bool) -> None:
    assert ACCESS.knows(secret) is known


@pytest.mark.parametrize(
    "origin",
    [
        "https://evilsharepoint.com",
        "http://a.sharepoint.com",
        "https://a.sharepoint.com.evil.example",
        "null",
    ],
)
def test_a_site_that_looks_like_excel_is_not_excel(origin: str) -> None:
    assert is_office_site("https://firma.sharepoint.com")
    assert not is_office_site(origin)


def test_scripts_come_from_this_server_and_from_office_alone() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["script-src"].split() == ["'self'", OFFICE_LIBRARY]
    assert policy["connect-src"] == "'self'"
    assert policy["default-src"] == "'none'"
