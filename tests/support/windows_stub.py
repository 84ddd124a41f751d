"""Lets xlwings' own Windows code run elsewhere: just enough of pywin32 for its converters and
``xlwings.udfs.call_udf``.

What is tested with it is xlwings' real pipeline (reading ranges, cleaning values, writing results) around our
functions. Only COM itself is played: a :class:`ComRange` holds values where Excel would."""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib.util
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from klantwaarde_xl.functions.declaration import Context

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What an argument that was left out is, when it comes over COM."""
NA, DIV0, VALUE = -2146826246, -2146826281, -2146826273
"""Error cells, as COM hands them over."""
FUNCTIONS = Path(__file__).resolve().parents[2] / "klantwaarde_xl" / "excel" / "functions.py"


class CDispatch:
    """What xlwings takes for an object of Excel."""


class ComError(Exception):
    """What pywin32 raises: the number, its text, what Excel told of it, and the argument."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])

    @property
    def excepinfo(self) -> Any:
        return self.args[2]


class ComTime(dt.datetime):
    """A date or time as pywin32 gives it."""


class ComRange:
    """A range as COM shows it: ``Value`` is a scalar for one cell, else a tuple of rows."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._rows = tuple(tuple(row) for row in rows)
        attributes = types.SimpleNamespace(iid=RANGE_IID)
        self._oleobj_ = types.SimpleNamespace(
            GetTypeInfo=lambda: types.SimpleNamespace(GetTypeAttr=lambda: attributes)
        )
        self.Rows = types.SimpleNamespace(Count=len(rows))
        self.Columns = types.SimpleNamespace(Count=len(rows[0]))
        self.Row = self.Column = 1
        self.Worksheet = types.SimpleNamespace(
            Parent=types.SimpleNamespace(Application=types.SimpleNamespace(Hwnd=1))
        )

    @property
    def Value(self) -> object:  # noqa: N802 - COM's name
        return self._rows[0][0] if len(self._rows) == len(self._rows[0]) == 1 else self._rows


class _Module(types.ModuleType):
    """A module that has every name; the names that are classes in pywin32 are given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return mock.MagicMock(name=f"{self.__name__}.{name}")


def _stubs() -> dict[str, types.ModuleType]:
    names = (
        *(
            "pythoncom",
            "pywintypes",
            "win32api",
            "win32con",
            "win32gui",
            "win32process",
            "win32timezone",
            "win32event",
        ),
        *(
            "win32com",
            "win32com.client",
            "win32com.server",
            "win32com.server.dispatcher",
            "win32com.server.policy",
        ),
        "win32com.server.util",
    )
    made = {name: _Module(name) for name in names}
    for name in names:
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(made[parent], child, made[name])
    made["pythoncom"].__file__ = "pythoncom.dll"
    made["pywintypes"].TimeType = ComTime
    made["pywintypes"].com_error = made["pythoncom"].ole_error = ComError
    made["pywintypes"].IID = str
    made["win32timezone"].TimeZoneInfo = types.SimpleNamespace(utc=lambda: dt.UTC)
    made["win32com.client"].CDispatch = CDispatch
    for name in ("CoClassBaseClass", "DispatchBaseClass"):
        setattr(made["win32com.client"], name, type(name, (), {}))
    return made


FROM_VBA = {
    Context.PLACE: "[klant.xlsm]Transacties|5|1",
    Context.REASON: "",
    Context.WORKBOOK_VERSION: "0.1.0",
    Context.DOOR_VERSIONS: "0.37.8",
}
"""What the VBA of a cell hands over besides its arguments."""


class WindowsXlwings:
    """xlwings as it is on Windows, with our functions registered the way they are there."""

    def __init__(self) -> None:
        import xlwings

        with (
            mock.patch.dict(sys.modules, _stubs()),
            mock.patch.object(ctypes, "windll", mock.MagicMock(), create=True),
            mock.patch.object(ctypes, "oledll", mock.MagicMock(), create=True),
            mock.patch.object(ctypes, "PyDLL", mock.MagicMock()),
            mock.patch("threading.Thread.start"),
        ):
            self.windows = importlib.import_module("xlwings._xlwindows")
            self.udfs = importlib.import_module("xlwings.udfs")
            self.server = importlib.import_module("xlwings.com_server")
        for module in (self.windows, self.udfs, self.server):
            sys.modules[module.__name__] = module
        if "excel" not in [engine.name for engine in xlwings.engines]:
            xlwings.engines.add(xlwings.Engine(impl=self.windows.engine))
        spec = importlib.util.spec_from_file_location("functions_as_on_windows", FUNCTIONS)
        self.functions = importlib.util.module_from_spec(spec)
        with mock.patch.multiple(xlwings, func=self.udfs.xlfunc, arg=self.udfs.xlarg, ret=self.udfs.xlret):
            spec.loader.exec_module(self.functions)
        self.udfs.udf_modules["klantwaarde_xl.excel.functions"] = {
            "filename": str(FUNCTIONS),
            "filetime": None,
            "module": self.functions,
        }

    def call(self, name: str, *arguments: object) -> Any:
        """Call a function as the COM server does for a cell, up to the shape in which its answer leaves
        Python."""
        result = self.udfs.call_udf("klantwaarde_xl.excel.functions", name, arguments)
        if len(result) == 1:
            return result[0][0] if len(result[0]) == 1 else result[0]
        return result
