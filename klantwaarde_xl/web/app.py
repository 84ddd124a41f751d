"""What the local page answers: who asks is looked at first, then the page is made.

Pages are made in threads, so that one that takes long keeps no other waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from klantwaarde_xl.web import asked, notes, pages
from klantwaarde_xl.web.access import COOKIE, HEADERS, TOKEN, Access, Limits
from klantwaarde_xl.web.desk import Answer, Busy, Desk, Refused, Understood
from klantwaarde_xl.web.dropped import keep
from klantwaarde_xl.web.guarded import Guarded, problem

_FIXED = {
    pages.STYLE: (Path(__file__).with_name("style.css"), "text/css"),
    pages.ICON: (Path(__file__).with_name("icon.svg"), "image/svg+xml"),
}
_MOST_FILES = 1000
_ASK_AGAIN = {"Refresh": "1"}
"""The browser looks again after a second; a page without script cannot be told."""


class App:
    """The pages around one desk. ``stop`` is called when the user closes the page."""

    def __init__(self, access: Access, desk: Desk, limits: Limits, stop: Callable[[], None]) -> None:
        self.access, self.desk, self.limits = access, desk, limits
        self.stop = stop
        self.last_asked = time.monotonic()
        inner = Starlette(
            routes=[
                Route("/", self.enter),
                Route("/{secret}/", self.start),
                Route(f"/{{secret}}/{pages.UPLOAD}", self.upload, methods=["POST"]),
                Route(f"/{{secret}}/{asked.ANSWER}", self.answer, methods=["POST"]),
                Route(f"/{{secret}}/{pages.CONFIRM}", self.confirm, methods=["POST"]),
                Route(f"/{{secret}}/{notes.SAVE}", self.note, methods=["POST"]),
                Route(f"/{{secret}}/{pages.STOP}", self.close, methods=["POST"]),
                Route("/{secret}/{page}", self.page),
            ],
            exception_handlers={HTTPException: _refusal, Exception: problem},
        )
        inner.router.redirect_slashes = False  # an address that is not ours leads nowhere
        self.asgi: ASGIApp = Guarded(inner, access.foreign, limits, HEADERS)

    async def enter(self, request: Request) -> Response:
        """Open the page for the one browser that has the token."""
        if not self.access.opens(request.query_params.get(TOKEN, "")):
            raise HTTPException(
                403, "Dit adres is al gebruikt, of hoort niet bij deze pagina. Start opnieuw."
            )
        path = f"/{self.access.secret}/"
        response = RedirectResponse(path, 303)
        response.set_cookie(COOKIE, self.access.cookie, path=path, httponly=True, samesite="strict")
        return response

    def _check(self, request: Request) -> None:
        secret, cookie = request.path_params["secret"], request.cookies.get(COOKIE, "")
        if not self.access.knows(secret, cookie):
            raise HTTPException(403, "Dit adres hoort niet bij deze pagina, of bij een andere browser.")
        self.last_asked = time.monotonic()

    async def start(self, request: Request) -> Response:
        """Show where files are dropped."""
        self._check(request)
        state = self.desk.state
        answer = state if isinstance(state, Answer) else None
        return HTMLResponse(pages.start(answer, waiting=isinstance(state, Busy | Understood | Refused)))

    async def upload(self, request: Request) -> Response:
        """Take in the files that were dropped, and begin to read them."""
        self._check(request)
        if isinstance(self.desk.state, Busy):
            return _to(pages.WAIT)
        tray = self.desk.tray()
        async with request.form(max_files=_MOST_FILES, max_fields=1) as form:
            files = [one for one in form.getlist(pages.FILES) if isinstance(one, UploadFile) and one.filename]
            for one in files:
                await run_in_threadpool(keep, one.file, tray, str(one.filename))
        if files:
            self.desk.begin(tray)
        return _to(pages.WAIT if files else "./")

    async def confirm(self, request: Request) -> Response:
        """Add what was understood and compute."""
        self._check(request)
        async with request.form(max_files=0, max_fields=1) as form:
            self.desk.confirm(remember=asked.REMEMBER in form)
        return _to(pages.WAIT)

    async def answer(self, request: Request) -> Response:
        """Take the answers to what was asked, and read the files again with them."""
        self._check(request)
        async with request.form(max_files=0, max_fields=2 * _MOST_FILES) as form:
            self.desk.answer(asked.answers_in([(name, str(value)) for name, value in form.multi_items()]))
        return _to(pages.WAIT)

    async def note(self, request: Request) -> Response:
        """Keep what was typed on Acties."""
        self._check(request)
        async with request.form(max_files=0, max_fields=notes.MOST_FIELDS) as form:
            fields = [(name, str(value)) for name, value in form.multi_items()]
        front = notes.way_back(dict(fields).get(notes.BACK, ""))
        kept = await run_in_threadpool(self.desk.note, fields, front)
        return _to(pages.WAIT if kept else front)

    async def close(self, request: Request) -> Response:
        """Say goodbye and stop the server."""
        self._check(request)
        self.stop()
        return HTMLResponse(pages.message("Gesloten", "Alles is vergeten. U kunt dit tabblad sluiten."))

    async def page(self, request: Request) -> Response:
        """Show the style, the state of the work, the workbook or a sheet."""
        self._check(request)
        name, state = request.path_params["page"], self.desk.state
        if name in _FIXED:
            path, kind = _FIXED[name]
            return FileResponse(path, media_type=kind)
        if name == pages.WAIT:
            return await run_in_threadpool(self._waiting)
        if not isinstance(state, Answer):
            return _to("./")
        if name == pages.DOWNLOAD:
            book = await run_in_threadpool(self.desk.workbook, state)
            return FileResponse(book, filename=state.name)
        if name not in pages.sheet_names(state.document):
            raise HTTPException(404, "Deze pagina is er niet.")
        query = dict(request.query_params)
        return HTMLResponse(await run_in_threadpool(pages.sheet, state, name, query))

    def _waiting(self) -> Response:
        state = self.desk.state
        if isinstance(state, Busy):
            return HTMLResponse(pages.busy(state), headers=_ASK_AGAIN)
        if isinstance(state, Understood):
            return HTMLResponse(pages.understood(state))
        if isinstance(state, Refused):
            return HTMLResponse(pages.refused(state))
        if isinstance(state, Answer):
            return _to(state.front or quote(pages.sheet_names(state.document)[0]))
        return _to("./")


def _to(page: str) -> Response:
    return RedirectResponse(page, 303)


async def _refusal(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, HTTPException)
    return HTMLResponse(pages.message("Geweigerd", refused.detail), refused.status_code)
