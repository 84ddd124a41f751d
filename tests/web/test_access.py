"""Who is refused: other pages, other names for this computer, other browsers, made-up addresses."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping

import pytest
from web_client import Answered, Browser, Reply, ask, running

from klantwaarde_xl.web.access import HEADERS, HOST, Access

PAGES = ("", "Dashboard", "Klantkaart", "resultaat", "bezig", "stijl.css", "icoon.svg")
POSTS = ("invoer", "overnemen", "sluiten")


def names_nothing(reply: Reply) -> bool:
    """Return whether a refusal tells nothing: no figure, no name, no secret, no cookie."""
    return len(reply.body) < 500 and b"Klant " not in reply.body and "set-cookie" not in reply.headers


def test_the_address_opens_once() -> None:
    with running() as page:
        first, second = Browser(page.address), Browser(page.address)
        assert first.entered.status == 303
        assert second.entered.status == 403
        assert names_nothing(second.entered)
        assert first.get().status == 200


def test_a_wrong_token_opens_nothing_and_uses_nothing_up() -> None:
    with running() as page:
        for wrong in ("x" * 43, "", "%00", "%C3%A9", page.app.access.secret):
            assert ask(page.app.access.port, f"/?sleutel={wrong}").status == 403
        assert Browser(page.address).entered.status == 303


def test_the_address_of_a_page_alone_opens_nothing(answered: Answered) -> None:
    # A second browser with the address from the history of the first, but without its cookie.
    ours = answered.browser
    for name in PAGES:
        for cookie in ("", "klantwaarde=x", "klantwaarde="):
            reply = ours.get(name, cookie=cookie)
            assert reply.status == 403, (name, cookie)
            assert names_nothing(reply)


def test_the_cookie_alone_opens_nothing(answered: Answered) -> None:
    ours = answered.browser
    for path in ("/", "/Dashboard", "/x/Dashboard", f"/{'a' * 43}/Dashboard", ours.base.upper()):
        reply = ask(ours.port, path, headers={"Cookie": ours.cookie})
        assert reply.status in {403, 404}, path
        assert names_nothing(reply)


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "localhost:{port}", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"],
)
def test_another_name_for_this_computer_is_refused(host: str, answered: Answered) -> None:
    # DNS rebinding: a page of evil.example whose name leads to this computer sends that name.
    ours = answered.browser
    for name in PAGES:
        reply = ours.get(name, host=host.format(port=ours.port))
        assert reply.status in {400, 403}, (host, name)
        assert names_nothing(reply)


FOREIGN = (
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},  # another port of this computer
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:1"},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_in_another_tab_reads_and_does_nothing(headers: Mapping[str, str], answered: Answered) -> None:
    # Even with cookie and address, which it cannot know.
    ours = answered.browser
    for name in PAGES:
        reply = ours.get(name, **headers)
        assert reply.status == 403
        assert names_nothing(reply)
    for name in POSTS:
        reply = ours.post(name, **headers)
        assert reply.status == 403
        assert names_nothing(reply)
    assert ours.sheet("Dashboard").status == 200


def test_a_form_without_an_origin_is_refused(answered: Answered) -> None:
    for name in POSTS:
        assert answered.browser.post(name, origin="").status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"])
def test_other_methods_do_nothing(method: str, answered: Answered) -> None:
    ours = answered.browser
    for name in ("Dashboard", "invoer"):
        reply = ask(ours.port, ours.base + name, method, {"Cookie": ours.cookie, "Origin": ours.origin})
        assert reply.status in {400, 403, 405}
        assert "access-control-allow-origin" not in reply.headers


def test_every_answer_has_the_headers_that_close_the_page(answered: Answered) -> None:
    ours = answered.browser
    replies = [ours.get(name) for name in (*PAGES, "bestaatniet")]
    replies += [
        ours.get("Dashboard", cookie=""),
        ours.get("Dashboard", host="x"),
        ask(ours.port, "/%2e%2e/x"),
    ]
    for reply in replies:
        assert {name: reply.headers.get(name.lower()) for name in HEADERS} == HEADERS
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert "server" not in reply.headers


def test_the_policy_lets_no_script_run_and_nothing_in_from_outside(answered: Answered) -> None:
    policy = HEADERS["Content-Security-Policy"]
    # https://www.w3.org/TR/CSP3: the last three do not follow default-src, so that each must be there.
    assert dict(part.split(" ", 1) for part in policy.split("; ")) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    for name in answered.first.page.xpath("//nav//a/text()")[1:-1]:
        page = answered.browser.sheet(name).page
        assert not page.xpath("//script | //@style | //style | //iframe | //@*[starts-with(name(), 'on')]")
        for address in page.xpath("//@href | //@src | //@action"):
            assert not re.match(r"(?i)[a-z]+:|//", address), address


def test_the_cookie_is_for_this_page_alone(answered: Answered) -> None:
    cookie = answered.browser.entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"path={answered.browser.base.lower()}" in cookie


TRICKS = (
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//etc/passwd", "%2e%2e/%2e%2e/etc/passwd"),
    *("stijl.css/..", "..%5c..%5cwindows%5cwin.ini", "Dashboard%00.css", "C:/x", "//etc/passwd"),
    *("Instellingen", "Kaartgegevens", "Grafiekgegevens", "Transacties"),
)


@pytest.mark.parametrize("path", TRICKS)
def test_tricks_with_paths_lead_nowhere(path: str, answered: Answered) -> None:
    ours = answered.browser
    for whole in (ours.base + path, f"/{path}"):
        reply = ask(ours.port, whole, headers={"Cookie": ours.cookie})
        assert reply.status in {403, 404}, whole
        assert b"root:" not in reply.body


def test_secrets_are_long_and_new_every_time() -> None:
    one, other = Access(1), Access(1)
    found = {value for access in (one, other) for value in (access.token, access.secret, access.cookie)}
    assert len(found) == 6
    assert min(map(len, found)) >= 43  # 256 bits


def test_only_this_computer_can_reach_it() -> None:
    with running() as page:
        assert page.address.startswith("http://127.0.0.1:")
        assert page._socket.getsockname()[0] == "127.0.0.1"
        outside = http.client.HTTPConnection("127.0.0.2", page.app.access.port, timeout=5)
        with pytest.raises(OSError, match=r"refused|timed out"):
            outside.request("GET", "/")
        assert HOST == "127.0.0.1"
