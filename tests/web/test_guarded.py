"""Requests are refused or stopped at their limits before anything is computed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.web.access import Limits
from klantwaarde_xl.web.guarded import Guarded

LIMITS = Limits(upload=10, seconds=5.0, silence=0.05, requests=1)


async def reading(_scope: Any, receive: Any, send: Any) -> None:
    """Read the whole body, then answer with its size and a header of its own."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-one", b"own")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


def asked(
    inner: Any, parts: list[bytes], headers: Mapping[str, str] | None = None, refuse: str = ""
) -> list[Any]:
    """Return what is sent for a request with these parts of a body; after the last part nothing comes."""
    waiting, sent = list(parts), []

    async def receive() -> Any:
        if not waiting:
            await asyncio.sleep(10)
        return {
            "type": "http.request",
            "body": waiting.pop(0),
            "more_body": bool(waiting) or parts[-1:] == [b"..."],
        }

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    guarded = Guarded(inner, lambda _method, _headers: refuse, LIMITS, {"X-One": "ours", "X-Two": "ours"})
    asyncio.run(guarded(scope, receive, send))
    assert guarded.active == 0
    return sent


def test_an_answer_keeps_its_own_headers_and_gets_the_others() -> None:
    start, body = asked(reading, [b"12345", b"6789"])
    assert (start["status"], body["body"]) == (200, b"9")
    assert sorted(start["headers"]) == [(b"x-one", b"own"), (b"x-two", b"ours")]


@pytest.mark.parametrize(
    ("parts", "headers", "status"),
    [
        ([b"1"], {"content-length": "11"}, 413),
        ([b"123456", b"123456"], {}, 413),
        ([b"1", b"..."], {}, 408),
    ],
)
def test_too_much_and_too_slow_are_stopped(parts: list[bytes], headers: dict[str, str], status: int) -> None:
    assert asked(reading, parts, headers)[0]["status"] == status


def test_who_may_not_ask_is_told_why_and_nothing_is_read() -> None:
    async def never(*_: Any) -> None:
        pytest.fail("the application was asked")

    start, body = asked(never, [b"1"], refuse="Een andere pagina vroeg hierom.")
    assert start["status"] == 403
    assert "Een andere pagina vroeg hierom." in body["body"].decode()


def test_one_request_too_many_is_told_so() -> None:
    guarded, sent = Guarded(reading, lambda *_: "", LIMITS, {}), []

    async def send(message: Any) -> None:
        sent.append(message)

    guarded.active = LIMITS.requests
    asyncio.run(guarded({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send))
    assert sent[0]["status"] == 503


@pytest.mark.parametrize(
    ("fault", "told", "kept"),
    [
        (ValueError("Bakkerij Jansen"), "KW-902", "Bakkerij Jansen"),
        (errors.NO_SUCH_FILE.error(path="x.xlsx"), "KW-001", None),
    ],
)
def test_a_fault_of_ours_is_told_without_what_the_data_held(
    fault: Exception, told: str, kept: str | None
) -> None:
    async def failing(*_: Any) -> None:
        raise fault

    start, body = asked(failing, [b"1"])
    assert start["status"] == 500
    assert told in body["body"].decode()
    assert kept is None or kept not in body["body"].decode()
