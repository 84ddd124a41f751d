"""What the server of the add-in answers: its files, calls of functions, and a workbook for a workbook."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from klantwaarde_xl import errors
from klantwaarde_xl.files.safe_file import scratch_folder
from klantwaarde_xl.functions.encoders.officejs import BY_ID, metadata
from klantwaarde_xl.use_cases.refreshing import load, reported, write_report
from klantwaarde_xl.web.access import Limits
from klantwaarde_xl.web.addin.access import HEADERS, OFFICE_LIBRARY, AddinAccess, is_office_site
from klantwaarde_xl.web.addin.calls import Unknown, answers, read_calls
from klantwaarde_xl.web.addin.manifest import FUNCTIONS, ICON_SIZES, PAGE, REFRESH, SCRIPT, STYLE
from klantwaarde_xl.web.addin.tables import NotOursError, Tables
from klantwaarde_xl.web.guarded import Guarded, problem
from klantwaarde_xl.web.markup import Markup, tag

_FOLDER = Path(__file__).parent
_KINDS = ("xlsx", "xlsm")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHARED = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""For the files that Excel on the web shows or reads itself: pictures and names of functions, no data."""


class AddinApp:
    """The files and the functions of the add-in.

    Nothing is kept but the ranges in ``tables``, and what the functions themselves remember of their tables.
    ``now`` gives the moment that a workbook gets as its date."""

    def __init__(
        self,
        access: AddinAccess,
        tables: Tables,
        limits: Limits,
        now: Callable[[], dt.datetime] = dt.datetime.now,
    ) -> None:
        self.access, self.tables, self._now = access, tables, now
        self._refreshing = asyncio.Lock()
        inner = Starlette(
            routes=[
                Route("/{secret}/reken", self.compute, methods=["POST"]),
                Route("/{secret}/tabel/{key}", self.keep, methods=["PUT"]),
                Route("/{secret}/vernieuw", self.refresh, methods=["POST"]),
                Route("/{secret}/{name}", self.file),
            ],
            exception_handlers={NotOursError: _not_ours, Exception: problem},
        )
        inner.router.redirect_slashes = False
        self.asgi: ASGIApp = Guarded(inner, access.foreign, limits, HEADERS)

    def _check(self, request: Request) -> None:
        if not self.access.knows(request.path_params["secret"]):
            raise HTTPException(404)

    async def file(self, request: Request) -> Response:
        """Give a file of the add-in: the page, the script, the style, a picture, the names of functions."""
        self._check(request)
        name = request.path_params["name"]
        if name == PAGE:
            return Response(page(), media_type="text/html")
        if name == FUNCTIONS:
            return Response(json.dumps(metadata()), headers=_readers(request), media_type="application/json")
        if name in {SCRIPT, STYLE}:
            kind = "text/javascript" if name == SCRIPT else "text/css"
            return Response((_FOLDER / name).read_bytes(), media_type=kind)
        if name in {f"icoon-{size}.png" for size in ICON_SIZES}:
            return Response((_FOLDER / name).read_bytes(), headers=_SHARED, media_type="image/png")
        raise HTTPException(404)

    async def compute(self, request: Request) -> Response:
        """Answer calls of functions, or tell which ranges must be sent first."""
        self._check(request)
        return await run_in_threadpool(self._compute, await request.body())

    def _compute(self, body: bytes) -> Response:
        calls = read_calls(body, self.tables)
        if isinstance(calls, Unknown):
            return _json({"unknown": calls.hashes}, 409)
        return _json({"answers": answers(calls)})

    async def keep(self, request: Request) -> Response:
        """Keep a range for the calls that name its hash."""
        self._check(request)
        kept = await run_in_threadpool(self.tables.put, request.path_params["key"], await request.body())
        return Response(status_code=204 if kept else 400)

    async def refresh(self, request: Request) -> Response:
        """Answer a workbook with one that holds the results; one at a time."""
        self._check(request)
        kind = request.query_params.get("soort", "")
        if kind not in _KINDS:
            raise NotOursError
        body = await request.body()
        async with self._refreshing:
            return await run_in_threadpool(self._refresh, body, kind)

    def _refresh(self, body: bytes, kind: str) -> Response:
        with scratch_folder() as folder:
            given, made = folder / f"werkmap.{kind}", folder / "resultaat.xlsx"
            given.write_bytes(body)
            try:
                _, document = reported(load(given), created=self._now())
            except errors.KlantwaardeError as mistake:
                return _json({"text": "\n".join(map(str, (mistake, *mistake.others)))}, 422)
            write_report(document, made)
            return Response(made.read_bytes(), media_type=_WORKBOOK)


def page() -> str:
    """Return the one page of the add-in; what its script must know stands with the script."""
    functions = " ".join(f"{name}:{len(function.arguments)}" for name, function in BY_ID.items())
    slow = " ".join(name for name, function in BY_ID.items() if function.slow)
    script = tag(
        "script",
        src=SCRIPT,
        data_functions=functions,
        data_slow=slow,
        data_refresh=REFRESH,
        data_absent=str(errors.ADDIN_UNREACHABLE.error()),
        data_too_large=str(errors.RANGE_TOO_LARGE.error()),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", "Klantwaarde"),
        tag("link", rel="stylesheet", href=STYLE),
        tag("script", src=f"{OFFICE_LIBRARY}/lib/1/hosted/office.js"),
        script,
    )
    body = tag(
        "body",
        tag("h1", "Klantwaarde"),
        tag("p", "Gereed.", id="melding", role="status"),
        tag("button", REFRESH, type="button", id="vernieuwen"),
    )
    return Markup("<!doctype html>") + tag("html", head, body, lang="nl")


def _readers(request: Request) -> dict[str, str]:
    """Return the headers by which Excel on the web, and no other site, may read the names of functions."""
    origin = request.headers.get("origin", "")
    return {**_SHARED, "Vary": "Origin"} | (
        {"Access-Control-Allow-Origin": origin} if is_office_site(origin) else {}
    )


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value, allow_nan=False), status, media_type="application/json")


async def _not_ours(_request: Request, _fault: Exception) -> Response:
    return Response(status_code=400)
