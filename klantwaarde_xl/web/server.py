"""Starts and stops the local page."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from klantwaarde_xl.web.access import HOST, Access, Limits
from klantwaarde_xl.web.app import App
from klantwaarde_xl.web.desk import Busy, Desk
from klantwaarde_xl.web.dropped import copy_into

_LONGEST_HEAD = 32_768
"""Bytes of the first line and headers of a request together."""
_QUEUE = 2048
"""Connections that may wait to be taken."""


class Page:
    """The local page while it runs; ``address`` opens it, once."""

    def __init__(self, desk: Desk, limits: Limits) -> None:
        self._socket = listening()
        self._desk, self._limits = desk, limits
        access = Access(self._socket.getsockname()[1])
        self.address = access.address
        self.app = App(access, desk, limits, self.stop)
        self._server = Server(self.app.asgi, limits, self._unused)

    def run(self) -> None:
        """Answer until somebody stops it."""
        self._server.run(sockets=[self._socket])

    def close(self) -> None:
        """Let the port go."""
        self._socket.close()

    def stop(self) -> None:
        """Stop after the answers that are on their way."""
        self._server.should_exit = True

    def _unused(self) -> bool:
        idle = time.monotonic() - self.app.last_asked > self._limits.unused
        return idle and not isinstance(self._desk.state, Busy)


class Server(uvicorn.Server):
    """A server within the limits, that stops by itself once ``unused`` is true; ``tls`` is as of uvicorn."""

    def __init__(
        self, asgi: Callable[..., Any], limits: Limits, unused: Callable[[], bool], **tls: Any
    ) -> None:
        super().__init__(
            uvicorn.Config(
                asgi,
                http=_protocol(limits.header),
                ws="none",
                lifespan="off",
                loop="asyncio",
                backlog=_QUEUE,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                **tls,
            )
        )
        self._unused = unused

    async def on_tick(self, counter: int) -> bool:
        """Return whether it is time to stop."""
        return await super().on_tick(counter) or self._unused()


def listening(port: int = 0) -> socket.socket:
    """Return a socket on a port that only this computer can reach; 0 is any free one.

    Raises OSError when another program has the port."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows another program could otherwise listen on the same port, and be asked in our place.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    if exclusive is not None:
        made.setsockopt(socket.SOL_SOCKET, exclusive, 1)
    try:
        made.bind((HOST, port))
        made.listen(_QUEUE)  # from now on the browser may come, also before the first answer can be given
    except (OSError, OverflowError):
        made.close()
        raise
    return made


def _protocol(seconds: float) -> type[H11Protocol]:
    """Return the protocol of a connection, which ends when no request has come within so many seconds."""

    class Patient(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.loop.call_later(seconds, self._give_up)

        def _give_up(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

    return Patient


def serve(
    paths: Sequence[Path],
    show: Callable[[str], None],
    *,
    browser: bool = True,
    limits: Limits | None = None,
) -> None:
    """Run the page until it is closed; ``paths`` are read at once, ``show`` gets the address."""
    with Desk() as desk, contextlib.ExitStack() as stack:
        page = Page(desk, limits or Limits())
        stack.callback(page.close)
        if paths:
            tray = desk.tray()
            copy_into(tray, paths)
            desk.begin(tray)
        show(page.address)
        if browser:
            webbrowser.open(page.address)
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            page.run()
