"""Keeps requests within their limits, whatever they ask: who may ask, how much, how long, and how many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klantwaarde_xl import errors
from klantwaarde_xl.web import pages
from klantwaarde_xl.web.access import Limits


class TooMuchError(Exception):
    """An upload is larger than the limit."""


class Guarded:
    """Refuses who may not ask, keeps a request within its limits, and gives every answer its headers.

    ``foreign`` returns from method and headers why a request is refused, '' when it is not; ``headers`` are
    given to answers that have none of that name."""

    def __init__(
        self,
        inner: ASGIApp,
        foreign: Callable[[str, Mapping[str, str]], str],
        limits: Limits,
        headers: Mapping[str, str],
    ) -> None:
        self.inner, self.foreign, self.limits, self.active = inner, foreign, limits, 0
        self.headers = {name.lower().encode(): value.encode() for name, value in headers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        reason = self.foreign(scope["method"], headers)
        outgoing = _Outgoing(send, self.headers)
        if reason:
            await HTMLResponse(pages.message("Geweigerd", reason), 403)(scope, receive, outgoing)
            return
        if self.active >= self.limits.requests:
            line = "Er wordt te veel tegelijk gevraagd; probeer het zo nog eens."
            await HTMLResponse(pages.message("Te druk", line), 503)(scope, receive, outgoing)
            return
        incoming = _Incoming(receive, self.limits)
        self.active += 1
        try:
            if int(headers.get("content-length") or 0) > self.limits.upload:
                raise TooMuchError
            async with asyncio.timeout(self.limits.seconds):
                await self.inner(scope, incoming, outgoing)
        except Exception as fault:  # noqa: BLE001 - the page answers for every fault; a cell is never quoted
            if not outgoing.begun:
                await (await problem(None, fault))(scope, receive, outgoing)
        finally:
            self.active -= 1


async def problem(_request: Request | None, fault: Exception) -> Response:
    """Return what is told of a request that did not work out; of a fault of ours only its place."""
    status, line = 500, str(fault)
    if isinstance(fault, TooMuchError):
        status, line = 413, "Deze bestanden zijn samen te groot."
    elif isinstance(fault, TimeoutError | ClientDisconnect):
        status, line = 408, "Het duurde te lang of is afgebroken; er is niets bewaard."
    elif not isinstance(fault, errors.KlantwaardeError):
        kind, place = type(fault).__name__, errors.origin_of(fault)
        line = str(errors.PROGRAM_FAULT.error(kind=kind, place=place))
    return HTMLResponse(pages.message("Niet gelukt", line), status, {"Connection": "close"})


class _Incoming:
    """The body of a request, which may be neither too large nor too slow."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self.receive, self.limits = receive, limits
        self.size, self.complete = 0, False

    async def __call__(self) -> Message:
        """Return the next part; once all is there, only the end of the connection is waited for."""
        if self.complete:
            return await self.receive()
        message = await asyncio.wait_for(self.receive(), self.limits.silence)
        self.size += len(message.get("body", b""))
        self.complete = not message.get("more_body", False)
        if self.size > self.limits.upload:
            raise TooMuchError
        return message


class _Outgoing:
    """The answer, with the headers of every answer."""

    def __init__(self, send: Send, headers: Mapping[bytes, bytes]) -> None:
        self.send, self.headers, self.begun = send, headers, False

    async def __call__(self, message: Message) -> None:
        """Send the next part."""
        if message["type"] == "http.response.start":
            self.begun = True
            own = {name for name, _ in message["headers"]}
            ours = [(name, value) for name, value in self.headers.items() if name not in own]
            message = {**message, "headers": [*message["headers"], *ours]}
        await self.send(message)
