"""Calls over COM to the stand-in for Excel: counted, slow, refused while somebody types in a cell, and lost
when Excel dies."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from windows_stub import CDispatch, ComError

if TYPE_CHECKING:
    from excel_com import Application

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
NO_SUCH_NAME, EXCEPTION, BUSY, GONE = -2147352570, -2147352567, -2147418111, -2147023174
_EDITING, _REFUSED = -2146777998, -2146827284
PATIENCE = 60.0
"""Seconds after which Excel says that it waits for another program to complete an OLE action."""
READING = 120.0
"""Seconds for which a window stays open: somebody fetches coffee, and Excel waits for the whole click."""


def refuse(text: str) -> NoReturn:
    """Raise what Excel answers to something that cannot be: error 1004."""
    raise ComError(EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", text, "", 0, _REFUSED), None)


def unwrapped(value: Any) -> Any:
    """Return an object of ours without xlwings' wrapper that tries again."""
    return vars(value).get("_inner", value) if hasattr(value, "__dict__") else value


class Line:
    """The line between Python and Excel, with a clock that runs only while Excel answers.

    ``delay`` is the time of one call in seconds. From call ``quiet`` on, ``rejects`` calls are refused
    because Excel is busy, and then ``editing`` ones because somebody types in a cell; after ``lives`` calls
    Excel is gone.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.seconds = self.delay = 0.0
        self.quiet = self.rejects = self.editing = 0
        self.lives: int | None = None
        self.faults: list[str] = []
        self.names: list[str] = []

    def call(self, name: str, alerts: bool) -> None:
        self.calls += 1
        self.names.append(name)
        self.seconds += self.delay
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                raise ComError(GONE, "The RPC server is unavailable.", None, None)
        if self.rejects and self.calls > self.quiet:
            self.rejects -= 1
            raise ComError(BUSY, "Call was rejected by callee.", None, None)
        if self.editing and self.calls > self.quiet:
            self.editing -= 1
            raise ComError(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, _EDITING), None)
        self.waits(0.0, alerts)

    def waits(self, seconds: float, alerts: bool) -> None:
        """Let time go by in which Excel waits; with its alerts on it says so over whatever is shown."""
        self.seconds += seconds
        if self.seconds > PATIENCE and alerts:
            self.fault("Excel waits for another application to complete an OLE action")

    def fault(self, text: str) -> None:
        """Note what Excel does without an error and nobody wants."""
        if text not in self.faults:
            self.faults.append(text)


class ComObject(CDispatch):
    """An object of Excel: names with a capital go over the line, and a name that Excel has not is an
    error."""

    def __init__(self, app: Application) -> None:
        object.__setattr__(self, "_app", app)

    def __getattribute__(self, name: str) -> Any:
        if name[:1].isupper():
            app = object.__getattribute__(self, "_app")
            app.line.call(name, app.shows_alerts)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[:1].isupper():
            app = object.__getattribute__(self, "_app")
            app.line.call(name, app.shows_alerts)
            if not isinstance(getattr(type(self), name, None), property):
                raise ComError(NO_SUCH_NAME, f"Unknown name: {name}", None, None)
        object.__setattr__(self, name, unwrapped(value))

    @property
    def _oleobj_(self) -> SimpleNamespace:
        attributes = SimpleNamespace(iid=RANGE_IID if type(self).__name__ == "Range" else "")
        return SimpleNamespace(
            GetIDsOfNames=_unknown,
            GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: attributes),
        )


def _unknown(_: int, name: str) -> NoReturn:
    raise ComError(NO_SUCH_NAME, f"Unknown name: {name}", None, None)
