"""The server of the add-in: what it computes, and who gets nothing."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from addin_client import Client, addin, sheet_names
from web_client import Reply, small_book

from klantwaarde_xl.functions.encoders.officejs import metadata
from klantwaarde_xl.web.access import HEADERS as OF_THE_PAGE
from klantwaarde_xl.web.addin.access import HEADERS, LIMITS, OFFICE_LIBRARY
from klantwaarde_xl.web.addin.app import page
from klantwaarde_xl.web.addin.calls import MOST
from klantwaarde_xl.web.addin.tables import Tables

FILES = ("taakvenster.html", "addin.js", "addin.css", "functies.json", "icoon-16.png", "icoon-80.png")
PARETO = {"function": "PARETO", "arguments": [[[80.0], [20.0]]]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with addin(tmp_path_factory.mktemp("office")) as made:
        yield made


def answers(reply: Reply) -> Any:
    assert reply.status == 200, reply.body
    return json.loads(reply.body)["answers"]


def test_calls_are_answered_in_their_order(client: Client) -> None:
    missing = {"function": "PARETO", "arguments": []}
    assert answers(client.call(PARETO, missing, PARETO)) == [
        [["A"], ["B"]],
        [[{"error": "#VALUE!", "text": "KW-601: waarden ontbreekt. Vul dit argument in de formule in."}]],
        [["A"], ["B"]],
    ]


def test_a_large_range_is_asked_for_once(client: Client) -> None:
    rows = [[float(n)] for n in range(1, 1000)]
    key = "0" * 64
    unknown = client.call({"function": "CUMULATIEF", "arguments": [{"table": key}]})
    assert (unknown.status, json.loads(unknown.body)) == (409, {"unknown": [key]})
    key, kept = client.keep(rows)
    assert kept.status == 204
    for _ in range(2):
        (found,) = answers(client.call({"function": "CUMULATIEF", "arguments": [{"table": key}]}))
        assert len(found) == 999
        assert found[-1][0] == pytest.approx(999 / (999 * 500))


def test_a_range_is_only_kept_under_its_own_hash(client: Client) -> None:
    assert client.send(f"tabel/{'0' * 64}", b"[[1]]", "PUT").status == 400


NOT_OURS: tuple[Any, ...] = (
    None,
    [],
    {"calls": []},
    {"calls": [PARETO] * (MOST + 1)},
    {"calls": [{"function": "WIS", "arguments": []}]},
    {"calls": [{"function": "__class__", "arguments": []}]},
    {"calls": [{"function": "PARETO"}]},
    {"calls": [{"function": "PARETO", "arguments": [[[1.0]]] * 4}]},
    {"calls": [{"function": "PARETO", "arguments": [[[1.0], [1.0, 2.0]]]}]},
    {"calls": [{"function": "PARETO", "arguments": [[]]}]},
    {"calls": [{"function": "PARETO", "arguments": [[[{}]]]}]},
    {"calls": [{"function": "PARETO", "arguments": ["x"]}]},
    {"calls": [{"function": "PARETO", "arguments": [{"table": 7}]}]},
)


@pytest.mark.parametrize("asked", NOT_OURS, ids=str)
def test_what_the_script_does_not_send_is_refused(asked: Any, client: Client) -> None:
    reply = client.send("reken", json.dumps(asked).encode())
    assert (reply.status, reply.body) == (400, b"")


@pytest.mark.parametrize("body", [b"", b"{", b'{"calls": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes, client: Client) -> None:
    assert client.send("reken", body).status == 400


@pytest.mark.slow
def test_a_workbook_is_answered_with_one_that_holds_the_results(client: Client, tmp_path: Path) -> None:
    given = small_book(tmp_path).read_bytes()
    reply = client.send("vernieuw?soort=xlsx", given)
    assert reply.status == 200
    assert {"Dashboard", "Klantwaarde", "Pareto"} <= sheet_names(reply.body)


@pytest.mark.parametrize("body", [b"PK\x03\x04 nee", b"naam;bedrag\n", b""])
def test_what_is_no_workbook_is_told_with_its_code(body: bytes, client: Client) -> None:
    reply = client.send("vernieuw?soort=xlsx", body)
    assert reply.status == 422
    assert json.loads(reply.body)["text"].startswith("KW-0")


@pytest.mark.parametrize("kind", ["", "exe", "../x", "xlsx/../../x"])
def test_a_workbook_has_one_of_two_endings(kind: str, client: Client) -> None:
    assert client.send(f"vernieuw?soort={kind}", b"x").status == 400


def test_the_files_are_there_and_hold_no_secret(client: Client) -> None:
    for name in FILES:
        reply = client.ask(name)
        assert reply.status == 200
        assert client.prepared.access.secret.encode() not in reply.body
    assert json.loads(client.ask("functies.json").body) == metadata()


FOREIGN = (
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},  # another port of this computer
    {"origin": ""},
    {"origin": "null"},
    {"origin": "https://evil.example"},
    {"origin": "https://localhost:1"},
    {"origin": "https://excel.officeapps.live.com"},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_in_another_tab_gets_nothing_computed(headers: Mapping[str, str], client: Client) -> None:
    # Even when it knows the secret. The answer may not be read either: there is no permission for it.
    body = json.dumps({"calls": [PARETO]}).encode()
    for path, method in (("reken", "POST"), ("tabel/x", "PUT"), ("vernieuw?soort=xlsx", "POST")):
        reply = client.send(path, body, method, **headers)
        assert reply.status == 403
        assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("origin", ["", "https://evil.example", "https://live.com.evil.example", "null"])
def test_only_excel_on_the_web_may_read_the_names_of_functions(origin: str, client: Client) -> None:
    for name in FILES:
        reply = client.ask(name, headers={"Origin": origin})
        assert "access-control-allow-origin" not in reply.headers
    ours = "https://excel.officeapps.live.com"
    shared = {name: client.ask(name, headers={"Origin": ours}).headers for name in FILES}
    allowed = {name for name, headers in shared.items() if "access-control-allow-origin" in headers}
    assert allowed == {"functies.json"}
    assert shared["functies.json"]["access-control-allow-origin"] == ours


def test_a_preflight_is_refused(client: Client) -> None:
    wanted = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    reply = client.ask("reken", "OPTIONS", wanted)
    assert reply.status == 403
    assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1:{port}", "evil.example:{port}", "localhost:1"])
def test_another_name_for_this_computer_is_refused(host: str, client: Client) -> None:
    # DNS rebinding; the certificate does not name that host either.
    named = host.format(port=client.prepared.access.port)
    for name in FILES:
        assert client.ask(name, headers={"Host": named}).status in {400, 403}
    body = json.dumps({"calls": [PARETO]}).encode()
    assert client.send("reken", body, host=named).status in {400, 403}


def test_another_user_of_this_computer_does_not_know_the_secret(client: Client) -> None:
    body = json.dumps({"calls": [PARETO]}).encode()
    for wrong in ("x", "a" * 43, client.prepared.access.secret.swapcase(), "%00", "%C3%A9"):
        for name in FILES:
            assert client.ask(f"/{wrong}/{name}").status == 404
        assert client.send(f"/{wrong}/reken", body).status == 404
    assert client.ask("/").status == 404


def test_who_knows_the_secret_gets_nothing_of_another_user(client: Client) -> None:
    # A range is asked for by the hash of its whole content: who knows that, has the content.
    key, _ = client.keep([["geheim BV", 12345.0]])
    for path in (f"tabel/{key}", "tabel/", "tabel"):
        reply = client.ask(path)
        assert reply.status in {404, 405}
        assert b"geheim" not in reply.body


@pytest.mark.parametrize(
    "path", ["../manifest.xml", "..%2fcertificate.py", "app.py", "manifest.xml", "sleutel.pem"]
)
def test_nothing_else_of_the_folder_is_given(path: str, client: Client) -> None:
    assert client.ask(path).status == 404


def test_plain_http_gets_no_answer(client: Client) -> None:
    connection = HTTPConnection("127.0.0.1", client.prepared.access.port, timeout=10)
    connection.request("GET", "/")
    with pytest.raises((OSError, HTTPException)):
        connection.getresponse()


def test_every_answer_has_the_headers_that_close_the_page(client: Client) -> None:
    own = {"cross-origin-resource-policy"}
    for reply in (*map(client.ask, FILES), client.ask("x"), client.call(PARETO), client.send("reken", b"")):
        for name, value in HEADERS.items():
            assert reply.headers.get(name.lower()) == value or name.lower() in own
        assert "server" not in reply.headers


def test_the_policy_allows_the_own_script_and_the_library_of_office_alone() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {OFFICE_LIBRARY}"
    assert policy["connect-src"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    outside = set(re.findall(r'(?:src|href)="(https?://[^/"]+)', page()))
    assert outside == {OFFICE_LIBRARY}
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page())


def test_the_page_of_web_stays_without_script_and_without_outside_addresses() -> None:
    assert "script" not in OF_THE_PAGE["Content-Security-Policy"]
    assert "http" not in OF_THE_PAGE["Content-Security-Policy"]


def test_a_body_over_the_limit_is_refused(client: Client) -> None:
    reply = client.send("reken", b"", content_length=str(LIMITS.upload + 1))
    assert reply.status == 413


def test_ranges_take_a_fixed_amount_of_memory() -> None:
    import hashlib

    tables = Tables(100)
    bodies = [json.dumps([["x" * 30, n]]).encode() for n in range(10)]
    keys = [hashlib.sha256(body).hexdigest() for body in bodies]
    for key, body in zip(keys, bodies, strict=True):
        assert tables.put(key, body)
        assert tables.put(key, body)  # twice is once
    assert len(tables) == 100 // len(bodies[0])
    assert tables.get(keys[0]) is None
    assert tables.get(keys[-1]) == [["x" * 30, 9.0]]


def test_only_this_certificate_is_that_of_the_server(client: Client, tmp_path: Path) -> None:
    with addin(tmp_path) as other:
        wrong = ssl.create_default_context(cafile=str(other.prepared.certificate))
        import socket

        with (
            socket.create_connection(("127.0.0.1", client.prepared.access.port), timeout=10) as line,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            wrong.wrap_socket(line, server_hostname="localhost")
