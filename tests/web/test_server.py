"""What the server withstands, and that it leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from web_client import BOUNDARY, Answered, Browser, form_of, running

from klantwaarde_xl.web.access import Limits


def left_behind() -> list[Path]:
    """Return the private folders of this program among the temporary files."""
    return sorted(Path(tempfile.gettempdir()).glob("klantwaarde-tijdelijk-*"))


def until(what: object, seconds: float = 10.0) -> bool:
    """Return whether a call becomes true within so many seconds."""
    assert callable(what)
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(found)


@contextmanager
def half(browser: Browser, sent: bytes, size: str) -> Iterator[socket.socket]:
    """Begin an upload and leave it at that; ``size`` is the header that tells how long the body will be."""
    head = (
        f"POST {browser.base}invoer HTTP/1.1\r\nHost: 127.0.0.1:{browser.port}\r\n"
        f"Origin: {browser.origin}\r\nCookie: {browser.cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n{size}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", browser.port), timeout=20) as line:
        line.sendall(head.encode() + sent)
        yield line


def status_of(line: socket.socket) -> bytes:
    """Return the status of the answer; b"" when the connection was closed without one."""
    return [*line.recv(100).split(), b"", b""][1]


async def _crowd(browser: Browser, count: int) -> Counter[bytes]:
    async def one() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", browser.port)
        writer.write(
            f"GET {browser.base}Dashboard HTTP/1.1\r\nHost: 127.0.0.1:{browser.port}\r\n"
            f"Cookie: {browser.cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await asyncio.wait_for(reader.read(), 120)
        writer.close()
        return answer[9:12]

    return Counter(await asyncio.gather(*(one() for _ in range(count))))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="resource is there on Unix alone")
def test_a_thousand_requests_at_once_are_answered_or_refused(answered: Answered) -> None:
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))  # both ends are in this process
    statuses = asyncio.run(_crowd(answered.browser, 1000))
    assert set(statuses) <= {b"200", b"503"}
    assert statuses[b"200"] >= 200
    assert answered.browser.sheet("Dashboard").status == 200


def test_more_requests_than_the_limit_are_refused_and_the_page_lives_on() -> None:
    with running(Limits(requests=5)) as page:
        browser = Browser(page.address)
        statuses = asyncio.run(_crowd(browser, 60))
        assert set(statuses) <= {b"303", b"503"}  # no answer yet: the page leads to the start
        assert until(lambda: browser.get().status == 200)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_half_upload_ends_and_keeps_nothing(part: float) -> None:
    body = form_of(("verkoop.csv", b"Datum;Klantnr;Omzet\n" + b"01-01-2025;1;2,50\n" * 100_000))
    sent, size = body[: int(part * len(body))], f"Content-Length: {len(body)}"
    with running(Limits(silence=0.3)) as page:
        browser = Browser(page.address)
        with half(browser, sent, size) as line:
            assert status_of(line) == b"408"
        with half(browser, sent, size):
            pass  # hangs up
        assert "Sleep uw bestanden" in browser.get().text
        assert "refresh" not in browser.get("bezig").headers


def test_an_upload_that_goes_on_for_ever_ends() -> None:
    with running(Limits(seconds=0.5)) as page:
        browser = Browser(page.address)
        with half(browser, form_of(("x.csv", b"a" * 30))[:-30], "Content-Length: 10000000") as line:
            line.settimeout(0.02)
            for _ in range(500):
                line.sendall(b"x" * 10)
                with contextlib.suppress(TimeoutError):
                    answer = status_of(line)
                    break
            assert answer == b"408"


def test_an_upload_that_is_too_large_is_refused_by_what_it_states() -> None:
    with running(Limits(upload=50_000)) as page:
        browser = Browser(page.address)
        with half(browser, b"", "Content-Length: 50001") as line:
            assert status_of(line) == b"413"
        assert browser.drop(("x.csv", b"a;b\n1;2\n")).status == 303


def test_an_upload_that_is_too_large_is_refused_by_what_comes() -> None:
    body = form_of(("x.csv", b"a" * 60_000))
    with running(Limits(upload=50_000)) as page:
        browser = Browser(page.address)
        with half(
            browser, f"{len(body):x}\r\n".encode() + body + b"\r\n", "Transfer-Encoding: chunked"
        ) as line:
            assert status_of(line) == b"413"
        assert browser.drop(("x.csv", b"a;b\n1;2\n")).status == 303


def test_silent_connections_are_ended() -> None:
    with running(Limits(header=0.3)) as page:
        port = page.app.access.port
        with contextlib.ExitStack() as stack:
            lines = [
                stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                for _ in range(20)
            ]
            for line in lines[10:]:
                line.sendall(b"GET / HTTP/1.1\r\nHost: x")
            assert [line.recv(10) for line in lines] == [b""] * 20
        assert Browser(page.address).get().status == 200


@pytest.mark.slow
def test_nothing_is_kept_after_closing(small: Path) -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("klein.xlsx", small.read_bytes()))
        browser.wait()
        assert browser.get("resultaat").status == 200
        folder = page.app.desk._folder
        assert folder in left_behind()
        assert folder.stat().st_mode & 0o077 == 0
        assert "Alles is vergeten" in browser.post("sluiten").text
        with pytest.raises(OSError, match=r"refused|reset"):
            until(lambda: browser.get().status == 0)
    assert folder not in left_behind()


def test_a_page_that_nobody_uses_stops_by_itself() -> None:
    with running(Limits(unused=0.2)) as page:
        Browser(page.address)
        with pytest.raises(OSError, match=r"refused|reset"):
            until(lambda: Browser(page.address).entered.status == 0)
